# SPDX-License-Identifier: MIT
"""The file of evidence of a session, written and opened again; cut short, nothing is left."""

from __future__ import annotations

import errno
import hashlib
import os
import zipfile
from contextlib import nullcontext
from datetime import date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pypdfium2
import pytest
from sqlalchemy import select, update

from kairos_desktop.models.tables import DOCUMENT
from kairos_desktop.models.vocabulary import DocumentKind, HalfDay, Justification
from kairos_desktop.services import evidence_drawing, evidence_place, signing_keys
from kairos_desktop.services import profile as profiles
from kairos_desktop.services.acts.absences import Dates, RecordAbsence
from kairos_desktop.services.acts.enrolments import IssueCertificate
from kairos_desktop.services.acts.entries import RecordEntry
from kairos_desktop.services.acts.sheets import RecordSheet
from kairos_desktop.services.acts.slot_papers import IssueConvocation
from kairos_desktop.services.documents.render import RenderedDocument
from kairos_desktop.services.documents.verifying import verify
from kairos_desktop.services.evidence_drawing import (
    HASHES,
    SUMMARY,
    Dossier,
    drawn,
    written,
    written_apart,
)
from kairos_desktop.services.evidence_file import gather
from kairos_desktop.services.evidence_hands import OtherHand
from kairos_desktop.services.evidence_place import DossierFailed
from kairos_desktop.services.key_slots import DemoKeyFile
from kairos_desktop.services.workspace import Workspace
from tests.factories import SIRET, Clock, Scene

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kairos_desktop.services.profile import OpenProfile

START, TODAY = date(2026, 9, 7), date(2026, 9, 9)
NOW = datetime.combine(TODAY, time(9))
CHAPTERS = (
    "01 Convocations et présences", "02 Inscriptions", "03 Entrées en formation",
    "04 Émargements", "05 Absences et interruptions", "09 Qui a fait quoi",
)  # fmt: skip


class Office:
    """A profile with one session, from the convocation to the first sheet."""

    def __init__(self, profile: OpenProfile) -> None:
        card, engines = profile.profile.card, profile.engines
        clock = Clock()
        self.profile = profile
        self.workspace = Workspace(
            engines.write, engines.read, siret=SIRET, post=card.post_id, post_range=card.letter,
            operator="Odile", now=clock,
        )  # fmt: skip
        self.scene = scene = Scene(self.workspace, clock)
        clock.be(date(2026, 8, 24))
        scene.describe_provider(town="Le Havre")
        session = scene.session(
            title="Accueil : lundi/mardi", starts_on=START, ends_on=date(2026, 12, 4),
            hours_weekly=35.0,
        )  # fmt: skip
        self.session_id: UUID = session.id
        slot = scene.meeting(session, held_on=date(2026, 8, 25))
        line = scene.register(slot, scene.person("=1+1", "Anne", ft_id="4567890D"))
        scene.say(IssueConvocation(registration_id=line))
        enrolment = scene.selected(scene.present(line)).id
        scene.say(IssueCertificate(enrolment_id=enrolment))
        clock.be(START)
        away = Dates(starts_on=START, ends_on=START, starts_half=HalfDay.AFTERNOON)
        scene.say(
            RecordEntry(enrolment_id=enrolment, entered_on=START, reason="accord oral"),
            RecordSheet(
                session_id=self.session_id, day=START, half=HalfDay.MORNING, signed=(enrolment,),
                trainer_signed=True,
            ),
            RecordAbsence(
                absence_id=scene.id(), enrolment_id=enrolment, dates=away, reason="sick",
                justification=Justification.JUSTIFIED,
            ),
        )  # fmt: skip

    def gathered(self) -> Any:
        found = gather(self.profile, self.workspace, self.session_id, NOW)
        assert found is not None
        return found


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    folder = tmp_path_factory.mktemp("evidence") / "profile"
    profiles.create_profile(folder, SIRET, "Atelier des Quais", [DemoKeyFile()], demo=True)
    with profiles.open_profile(folder, DemoKeyFile()) as opened:
        yield Office(opened)


@pytest.fixture(scope="module")
def dossier(office: Office) -> Dossier:
    return drawn(office.gathered())


def silent(_done: int, _total: int) -> None:
    return


def text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    return "\n".join(page.get_textpage().get_text_bounded() for page in document)


def test_the_zip_opens_again_with_its_chapters_and_its_hashes(
    office: Office, tmp_path: Path
) -> None:
    target = tmp_path / "dossier.zip"
    said: list[object] = []
    told = written_apart(said.append, office.gathered(), target, False)
    assert said[-1] == (6, 6, "6 sur 6")
    assert [each.name for each in tmp_path.iterdir()] == [target.name]
    with zipfile.ZipFile(target) as held:
        names = held.namelist()
        contents = {name: held.read(name) for name in names}
        assert held.testzip() is None
    assert (names[0], names[-1]) == (SUMMARY, HASHES)
    folders = tuple(dict.fromkeys(name.partition("/")[0] for name in names[1:-1]))
    assert folders == CHAPTERS
    assert "04 Émargements/Émargements 2026-09.pdf" in names
    assert told.files == len(names)
    for line in contents[HASHES].decode().splitlines():
        digest, _, name = line.partition(" *")
        assert hashlib.sha256(contents[name]).hexdigest() == digest
    assert contents[HASHES].count(b"\n") == len(names) - 1
    sheets = contents["05 Absences et interruptions/Absences et interruptions.xlsx"]
    (tmp_path / "a.xlsx").write_bytes(sheets)
    with zipfile.ZipFile(tmp_path / "a.xlsx") as book:
        assert b"<f>" not in book.read("xl/worksheets/sheet1.xml"), "a name is no formula"
        assert b"=1+1" in book.read("xl/sharedStrings.xml")


def test_the_papers_are_those_that_were_issued(office: Office, dossier: Dossier) -> None:
    keys = signing_keys.known_keys([office.profile.profile.folder])
    papers = [each for each in dossier.files if each.name[:2] in ("01", "02", "03")]
    assert len(papers) == 4
    for each in papers:
        assert verify(each.content, keys).outcome == "authentic"
        number = each.name.rpartition("/")[2].rpartition("-v")[0]
        assert f"N° {number}" in text_of(each.content)


def test_what_a_second_process_drew_is_not_drawn_again(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, told = office.gathered(), list[tuple[int, int]]()
    last = len(asked.papers) - 1
    other = OtherHand(None)
    other.drawn[last] = RenderedDocument(b"there", "f" * 64, "there.pdf", 7, "")
    monkeypatch.setattr(evidence_drawing, "other_hand", lambda *_asked: nullcontext(other))
    made = drawn(asked, lambda *so_far: told.append(so_far)).files
    files = {each.name.rpartition("/")[2]: each for each in made}
    there = files["there.pdf"]
    assert (there.content, there.sha256, there.pages) == (b"there", "f" * 64, 7)
    assert sum(name.endswith("-v1.pdf") for name in files) == last
    assert told == [(2, 6), (3, 6), (4, 6), (5, 6), (6, 6)]


def test_the_summary_lists_every_file_and_what_is_missing(dossier: Dossier) -> None:
    said = text_of(dossier.files[0].content)
    for each in dossier.files[1:-1]:
        assert each.name.rpartition("/")[2] in said
        digest = hashlib.sha256(each.content).hexdigest()
        assert digest[:32] in said
        assert digest[32:] in said
    assert "par Odile" in said
    assert "09/09/2026" in said
    assert "Feuille d’émargement absente" in said
    assert "R6332-26" in said
    assert "Absence sans pièce indiquée" in said


def test_a_paper_whose_facts_were_changed_is_said_so(office: Office) -> None:
    def stamp(digest: str) -> str:
        """Put a hash on the AES; the one that was there."""

        def job(conn: Any) -> str:
            aes = DOCUMENT.c.kind == DocumentKind.ENTRY_ATTESTATION
            before = conn.execute(select(DOCUMENT.c.sha256).where(aes)).scalar_one()
            conn.execute(update(DOCUMENT).where(aes).values(sha256=digest))
            return before

        return office.workspace.write(job)

    assert {each.note for each in office.gathered().papers} == {""}
    before = stamp("0" * 64)
    changed = [each for each in office.gathered().papers if each.note]
    stamp(before)
    assert [each.document.head.number[:3] for each in changed] == ["AES"]
    assert "empreinte différente" in changed[0].note


def test_a_folder_holds_the_same_and_is_mixed_with_no_other(
    dossier: Dossier, tmp_path: Path
) -> None:
    target = tmp_path / "Dossier"
    evidence_place.write_folder(dossier, target)
    held = {
        path.relative_to(target).as_posix(): path.read_bytes()
        for path in target.rglob("*")
        if path.is_file()
    }
    assert held == {each.name: each.content for each in dossier.files}
    link = tmp_path / "lien"
    link.symlink_to(tmp_path / "parti")
    for taken in (target, link):
        with pytest.raises(DossierFailed, match="existe déjà"):
            evidence_place.write_folder(dossier, taken)
    with pytest.raises(DossierFailed, match="Rien n’a été écrit"):
        evidence_place.write_folder(dossier, tmp_path / ("n" * 300))
    assert sorted(each.name for each in tmp_path.iterdir()) == ["Dossier", "lien"]


@pytest.mark.parametrize("write", [evidence_place.write_zip, evidence_place.write_folder])
def test_a_full_disk_leaves_nothing(
    dossier: Dossier, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, write: Any
) -> None:
    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, "no space left")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(DossierFailed) as failed:
        write(dossier, tmp_path / "dossier.zip")
    assert "plus de place" in failed.value.sentence
    assert not [*tmp_path.iterdir()]
    with pytest.raises(DossierFailed, match="n’existe pas"):
        write(dossier, tmp_path / "gone" / "dossier.zip")


def test_an_older_dossier_stays_where_the_new_one_fails(
    dossier: Dossier, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "dossier.zip"
    target.write_bytes(b"before")

    def full(_handle: int) -> None:
        raise PermissionError(errno.EACCES, "denied")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(DossierFailed, match="protégé"):
        evidence_place.write_zip(dossier, target)
    assert target.read_bytes() == b"before"
    assert [each.name for each in tmp_path.iterdir()] == ["dossier.zip"]


def test_stopped_while_drawing_it_writes_nothing(office: Office, tmp_path: Path) -> None:
    class Stopped(Exception):
        pass

    def stop(done: int, _total: int) -> None:
        if done == 2:
            raise Stopped

    with pytest.raises(Stopped):
        written(office.gathered(), tmp_path / "d.zip", as_folder=False, progress=stop)
    assert not [*tmp_path.iterdir()]


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Accueil : lundi/mardi", "Dossier de preuves - Accueil lundi mardi - 2026-09-09"),
        ("...", "Dossier de preuves - session - 2026-09-09"),
        ("a" * 200, f"Dossier de preuves - {'a' * 90} - 2026-09-09"),
    ],
)
def test_the_name_is_one_that_windows_takes(title: str, name: str) -> None:
    assert evidence_place.file_name(title, TODAY) == name
