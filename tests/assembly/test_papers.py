# SPDX-License-Identifier: MIT
"""Papers from a button to their preview: issued, drawn here or apart, shown."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from kairos_desktop.assembly import outlets, sheet_outlet
from kairos_desktop.assembly.outlets import PROVISIONAL, WiredPapers
from kairos_desktop.models.rows import DocumentRow, EnrolmentRow
from kairos_desktop.models.vocabulary import DocumentKind, HalfDay, NotRegisteredReason, Verdict
from kairos_desktop.services import profile as profiles
from kairos_desktop.services.acts.aif_quotes import CancelQuote, DraftQuote, Quote, SendQuote
from kairos_desktop.services.acts.end_papers import IssueAssiduity
from kairos_desktop.services.acts.enrolments import IssueCertificate, RecordVerdict
from kairos_desktop.services.documents.preview import opened
from kairos_desktop.services.exchange_seen import ProvisionalPaper
from kairos_desktop.services.key_slots import DemoKeyFile
from kairos_desktop.services.profile import OpenProfile
from kairos_desktop.services.queries import provisional
from kairos_desktop.services.rules.verdicts import Refused
from kairos_desktop.services.wording.sentences import sentence
from kairos_desktop.services.workspace import Workspace
from kairos_desktop.views.toolkit.banners import Banner
from kairos_desktop.views.toolkit.desk import Desk, Notice
from kairos_desktop.views.toolkit.lanes import ThreadLanes
from kairos_desktop.views.toolkit.pdf_preview import PdfPreview
from kairos_desktop.views.toolkit.progress import ProgressDialog
from tests.exchange_scene import Exchanged
from tests.factories import POST, SIRET, TODAY, Clock, Scene
from tests.training_scene import a_training, entered

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

CERTIFICATE = DocumentKind.ENROLMENT_CERTIFICATE


@pytest.fixture
def profile(tmp_path: Path) -> Iterator[OpenProfile]:
    folder = tmp_path / "profil"
    profiles.create_profile(folder, SIRET, "Atelier des Quais", [DemoKeyFile()], demo=True)
    with profiles.open_profile(folder, DemoKeyFile()) as made:
        yield made


@pytest.fixture
def scene(profile: OpenProfile) -> Scene:
    clock = Clock()
    engines = profile.engines
    workspace = Workspace(
        engines.write,
        engines.read,
        siret=SIRET,
        post=POST,
        post_range="A",
        operator="Odile",
        now=clock,
    )
    made = Scene(workspace, clock)
    made.describe_provider()
    return made


@pytest.fixture
def lanes(qapp: QApplication) -> Iterator[ThreadLanes]:
    made = ThreadLanes()
    yield made
    made.close()


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def desk(scene: Scene, lanes: ThreadLanes) -> Desk:
    return Desk(scene.workspace, lanes)


@pytest.fixture
def papers(desk: Desk, profile: OpenProfile, scene: Scene, window: QWidget) -> WiredPapers:
    return WiredPapers(desk, profile, scene.workspace, lambda: window)


@pytest.fixture
def notices(desk: Desk) -> list[Notice]:
    heard: list[Notice] = []
    desk.said.connect(heard.append)
    return heard


def enrolled(scene: Scene, *names: str) -> list[EnrolmentRow]:
    slot = scene.meeting(scene.session(), capacity=50)
    people = [scene.person(name) for name in names]
    return [scene.selected(scene.present(scene.register(slot, each))) for each in people]


def refuse(scene: Scene, row: EnrolmentRow) -> None:
    scene.say(
        RecordVerdict(
            enrolment_id=row.id,
            verdict=Verdict.NOT_REGISTERED,
            given_on=TODAY,
            source="courriel",
            reason=NotRegisteredReason.NO_FUNDING,
        )
    )


def texts(preview: Any) -> list[str]:
    with opened(preview._pdf) as pages:
        return [pages.text(place) for place in range(pages.count)]


def shown(qtbot: QtBot, window: QWidget) -> PdfPreview:
    qtbot.waitUntil(lambda: bool(window.findChildren(PdfPreview)), timeout=20_000)
    (preview,) = window.findChildren(PdfPreview)
    qtbot.waitUntil(lambda: preview.page_count() > 0, timeout=20_000)
    return preview


def notes(preview: PdfPreview) -> str:
    return " ".join(
        label.text() for each in preview.findChildren(Banner) for label in each.findChildren(QLabel)
    )


def test_several_certificates_are_one_document_by_name(
    qtbot: QtBot, scene: Scene, papers: WiredPapers, window: QWidget
) -> None:
    rows = enrolled(scene, "Zola", "Aragon")
    ids = [row.id for row in rows]
    papers.show(CERTIFICATE, enrolment_ids=ids, note="1 personne sans certificat.")
    preview = shown(qtbot, window)
    first, second = texts(preview)
    assert ("ARAGON" in first, "ZOLA" in second) == (True, True)
    assert "1 personne sans certificat." in notes(preview)
    preview.close()


def test_an_issued_certificate_is_shown_again_where_a_new_one_is_refused(
    qtbot: QtBot, scene: Scene, papers: WiredPapers, window: QWidget, notices: list[Notice]
) -> None:
    kept, never = enrolled(scene, "Zola", "Aragon")
    scene.say(IssueCertificate(enrolment_id=kept.id))
    refuse(scene, kept)
    refuse(scene, never)
    papers.show(CERTIFICATE, enrolment_ids=[kept.id, never.id])
    preview = shown(qtbot, window)
    (only,) = texts(preview)
    assert "ZOLA" in only
    assert notices[0].sentence.startswith("Le certificat ne s’imprime que pour un DE retenu")
    preview.close()


def test_each_period_shows_its_own_attestation(
    qtbot: QtBot, scene: Scene, papers: WiredPapers, window: QWidget
) -> None:
    trainee = entered(scene, a_training(scene), scene.person("Zola"))
    scene.clock.be(date(2026, 11, 26))
    whole, october = (date(2026, 9, 1), date(2026, 10, 31)), (date(2026, 10, 1), date(2026, 10, 31))
    for first, last in (whole, october):
        scene.say(IssueAssiduity(enrolment_id=trainee, first=first, last=last))
    # Issued before the other one, and unchanged since: it is still the one that is shown.
    papers.show(DocumentKind.ASSIDUITY, enrolment_ids=[trainee], period=whole)
    preview = shown(qtbot, window)
    (only,) = texts(preview)
    assert "Septembre 2026" in only
    assert len(scene.rows(DocumentRow)) == 2
    preview.close()


@pytest.mark.parametrize("leaves", [False, True])
def test_a_devis_aif_is_shown_as_it_is_now_or_as_it_left(
    qtbot: QtBot, scene: Scene, papers: WiredPapers, window: QWidget, *, leaves: bool
) -> None:
    quote_id, session = scene.id(), scene.session()
    scene.say(
        DraftQuote(
            quote_id=quote_id, session_id=session.id, jobseeker_id=scene.person("Zola"),
            quote=Quote(teaching=450_000),
        )
    )  # fmt: skip
    if leaves:
        scene.say(SendQuote(quote_id=quote_id, on=TODAY))
        scene.say(CancelQuote(quote_id=quote_id))
    papers.show_quote(quote_id)
    preview = shown(qtbot, window)
    (only,) = texts(preview)
    said = " ".join(only.split())
    assert "4 500 €" in said
    assert ("envoyé le 23 novembre 2026" in said, "ANNULÉE" in said) == (leaves, leaves)
    preview.close()


def test_a_voided_attestation_prints_with_its_mark(
    qtbot: QtBot, scene: Scene, papers: WiredPapers, window: QWidget
) -> None:
    (row,) = enrolled(scene, "Zola")
    scene.workspace.undo()
    voided = [paper for paper in scene.rows(DocumentRow) if paper.state == "voided"]
    assert [paper.enrolment_id for paper in voided] == [row.id]
    papers.show(DocumentKind.ENROLMENT_ATTESTATION, enrolment_ids=[row.id])
    preview = shown(qtbot, window)
    (only,) = texts(preview)
    assert "ANNULÉE" in only
    preview.close()


def test_a_long_batch_is_drawn_apart_with_its_progress(
    qtbot: QtBot,
    scene: Scene,
    papers: WiredPapers,
    window: QWidget,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(outlets, "APART_FROM", 2)
    rows = enrolled(scene, "Zola", "Aragon")
    papers.show(CERTIFICATE, enrolment_ids=[row.id for row in rows])
    qtbot.waitUntil(lambda: bool(window.findChildren(ProgressDialog)), timeout=20_000)
    assert window.findChildren(ProgressDialog)[0].windowTitle() == "2 documents à dessiner"
    preview = shown(qtbot, window)
    assert len(texts(preview)) == 2
    preview.close()
    qtbot.waitUntil(lambda: not window.findChildren(ProgressDialog))


def test_a_long_batch_can_be_stopped(
    qtbot: QtBot,
    scene: Scene,
    papers: WiredPapers,
    window: QWidget,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(outlets, "APART_FROM", 2)
    rows = enrolled(scene, "Zola", "Aragon")
    papers.show(CERTIFICATE, enrolment_ids=[row.id for row in rows])
    qtbot.waitUntil(lambda: bool(window.findChildren(ProgressDialog)), timeout=20_000)
    window.findChildren(ProgressDialog)[0].reject()
    qtbot.waitUntil(lambda: not window.findChildren(ProgressDialog), timeout=20_000)
    assert not window.findChildren(PdfPreview)
    # The papers are issued all the same, and can be shown again.
    assert sum(paper.kind is CERTIFICATE for paper in scene.rows(DocumentRow)) == 2


@pytest.fixture
def waits(scene: Scene, desk: Desk) -> Exchanged:
    """A post that has joined, whose next acts will wait."""
    made = Exchanged(scene.workspace)
    made.join()
    desk.has_joined = True
    return made


def to_confirm(scene: Scene) -> list[ProvisionalPaper]:
    return scene.workspace.read(provisional.to_confirm)


def certificate(scene: Scene) -> EnrolmentRow:
    (row,) = enrolled(scene, "Zola")
    scene.say(IssueCertificate(enrolment_id=row.id))
    return row


def test_a_paper_that_is_not_accepted_is_drawn_provisional_and_kept_to_confirm(
    qtbot: QtBot, scene: Scene, papers: WiredPapers, window: QWidget, waits: Exchanged
) -> None:
    row = certificate(scene)
    act = waits.pend()
    papers.show(CERTIFICATE, enrolment_ids=[row.id])
    preview = shown(qtbot, window)
    assert "PROVISOIRE" in texts(preview)[0]
    assert PROVISIONAL in notes(preview)
    preview.close()
    qtbot.waitUntil(lambda: len(to_confirm(scene)) == 1)
    waits.cover(act, scene.clock())
    papers.show(CERTIFICATE, enrolment_ids=[row.id])
    qtbot.waitUntil(lambda: not to_confirm(scene))
    qtbot.waitUntil(lambda: any("PROVISOIRE" not in texts(p)[0] for p in previews(window)))


def previews(window: QWidget) -> list[PdfPreview]:
    return [each for each in window.findChildren(PdfPreview) if each.page_count()]


def test_a_server_that_answers_is_given_a_moment(
    qtbot: QtBot, scene: Scene, papers: WiredPapers, window: QWidget, waits: Exchanged
) -> None:
    row = certificate(scene)
    act = waits.pend()
    asked: list[int] = []

    def answers() -> bool:
        asked.append(1)
        if len(asked) == 2:
            waits.cover(act, scene.clock())
        return True

    papers.answers_soon = answers
    papers.show(CERTIFICATE, enrolment_ids=[row.id])
    preview = shown(qtbot, window)
    assert "PROVISOIRE" not in texts(preview)[0]
    assert len(asked) == 2
    assert not to_confirm(scene)
    preview.close()


def test_a_post_that_works_alone_draws_at_once_and_keeps_nothing(
    qtbot: QtBot, scene: Scene, papers: WiredPapers, window: QWidget, desk: Desk
) -> None:
    row = certificate(scene)
    papers.show(CERTIFICATE, enrolment_ids=[row.id])
    preview = shown(qtbot, window)
    assert "PROVISOIRE" not in texts(preview)[0]
    assert not desk.has_joined
    assert not to_confirm(scene)
    preview.close()


def test_a_weeks_sheets_are_one_document_and_say_what_was_assumed(
    scene: Scene,
    papers: WiredPapers,
    window: QWidget,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sheet_outlet, "APART_FROM", 1)
    session = a_training(scene)
    entered(scene, session, scene.person("Lefèvre"))
    monday, friday = date(2026, 11, 23), date(2026, 11, 27)
    papers.show_sheets([session.id], monday, friday)
    preview = shown(qtbot, window)
    with opened(preview._pdf) as pages:
        assert pages.count == 10
        first, last = pages.text(0), pages.text(9)
    assert "LEFÈVRE" in first
    assert "Page 1 sur 1" in last
    assert "supposés" in first
    assert "DÉMO" in first
    assert "emploi du temps" in notes(preview)


def test_without_a_session_every_one_that_is_taught_then_is_drawn(
    scene: Scene, papers: WiredPapers, window: QWidget, qtbot: QtBot
) -> None:
    monday, tuesday = date(2026, 11, 23), date(2026, 11, 24)
    for day in (monday, tuesday):
        session = a_training(scene, title=f"Le {day}", starts_on=day, ends_on=day)
        entered(scene, session)
    papers.show_sheets((), tuesday, date(2026, 11, 29))
    with opened(shown(qtbot, window)._pdf) as pages:
        assert pages.count == 2
        assert "2026-11-24" in pages.text(0)


def test_no_paper_names_anybody_once_the_names_are_hidden(
    scene: Scene, papers: WiredPapers, notices: list[Notice], monkeypatch: pytest.MonkeyPatch
) -> None:
    (row,) = enrolled(scene, "Lefèvre")
    monkeypatch.setattr(Workspace, "hides", property(lambda _workspace: True))
    day = date(2026, 11, 23)
    papers.show(CERTIFICATE, enrolment_ids=[row.id])
    papers.show_notices([])
    papers.show_sheets([row.session_id], day, day)
    assert [each.sentence for each in notices] == [sentence(Refused("lease_over", {}))] * 3


def test_only_the_half_days_asked_for_are_drawn_and_none_is_said(
    scene: Scene, papers: WiredPapers, window: QWidget, notices: list[Notice], qtbot: QtBot
) -> None:
    session, monday = a_training(scene), date(2026, 11, 23)
    entered(scene, session)
    only = [(session.id, monday, HalfDay.AFTERNOON)]
    papers.show_sheets([session.id], monday, monday, only)
    with opened(shown(qtbot, window)._pdf) as pages:
        assert pages.count == 1
        assert "après-midi" in pages.text(0)
    saturday = date(2026, 11, 28)
    papers.show_sheets([session.id], saturday, saturday)
    qtbot.waitUntil(lambda: bool(notices))
    assert "Aucune demi-journée" in notices[-1].sentence
