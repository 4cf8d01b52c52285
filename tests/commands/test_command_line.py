# SPDX-License-Identifier: MIT
"""The command line as a script meets it: answers, exit codes, and nothing lost (issue D)."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest

from kairos_desktop import __version__, resource_files
from kairos_desktop.services import incidents
from kairos_desktop.services.catalogue import child
from kairos_desktop.services.catalogue.refusals import ImportRefused
from kairos_desktop.services.documents import preview
from kairos_desktop.services.workspace import Workspace
from tests.commands.conftest import SIRET, Answer, Shell

Run = Callable[[Sequence[str]], Answer]
DONE, TROUBLE, USAGE, REFUSED, STORAGE, IMPORT_REFUSED = 0, 1, 2, 3, 4, 5
SESSION: dict[str, Any] = {
    "id": "01a20a77-e386-76e6-904c-5bb1a60b286a",
    "carif_training_number": "99_F1",
    "carif_action_number": "99_A1",
    "carif_session_number": "99_S1",
    "title": "Secrétaire assistant",
    "starts_on": "2027-01-11",
    "ends_on": "2027-06-25",
    "delivering_siret": SIRET,
}
PERSON = {"last_name": "Lefèvre", "first_name": "Anne", "ft_id": "1234567A"}


def enrolled(shell: Shell) -> str:
    """Somebody *retenu*, by acts alone; the enrolment's id."""
    shell.applied("session.open", session=SESSION)
    slot = shell.applied(
        "meeting.create", session_id=SESSION["id"],
        meeting={"held_on": "2026-12-07", "starts_at": "09:00:00", "capacity": 12},
    )["slot_id"]  # fmt: skip
    person = shell.applied("jobseeker.create", person=PERSON)["jobseeker_id"]
    row = shell.applied(
        "registration.create", slot_id=slot, jobseeker_id=person, placed_by="mission_locale"
    )["registration_id"]
    shell.applied("presence.record", registration_id=row, presence="present")
    shell.applied("result.record", registration_id=row, result="selected")
    (line,) = shell.rows("enrolled", "--session", "99_S1")
    return line["enrolment_id"]


# profile create


def test_a_profile_is_created_with_the_name_of_its_organisation(tmp_path: Path, run: Run) -> None:
    folder = tmp_path / "new"
    create = ["--profile", str(folder), "profile", "create", "--siret", SIRET, "--name", "Atelier"]
    answer = run([*create, "--json"])
    assert answer.code == DONE
    assert answer.json == {
        "profile": str(folder), "siret": SIRET, "name": "Atelier", "demo": False,
    }  # fmt: skip
    shown = run(["--profile", str(folder), "show", "provider", "--json"]).json["rows"]
    assert [(row["siret"], row["name"]) for row in shown] == [(SIRET, "Atelier")]
    again = run([*create, "--json"])
    assert again.code == STORAGE
    assert "contient déjà quelque chose" in again.json["sentence"]


def test_a_profile_needs_a_real_siret(tmp_path: Path, run: Run) -> None:
    folder = tmp_path / "new"
    words = ["profile", "create", "--siret", "99900011000027", "--name", "A"]
    answer = run(["--profile", str(folder), *words])
    assert answer.code == STORAGE
    assert "SIRET" in answer.err
    assert not folder.exists()


def test_a_wrong_passphrase_and_a_missing_profile_are_said(
    shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    from kairos_desktop.__main__ import main

    monkeypatch.setenv("KAIROS_PASSPHRASE", "pas la bonne phrase du tout")
    assert main(["--profile", str(shell.folder), "show", "sessions"]) == STORAGE
    assert "ne correspond pas à ce profil" in capsys.readouterr().err
    monkeypatch.delenv("KAIROS_PASSPHRASE", raising=False)
    assert main(["--profile", str(shell.folder), "show", "sessions"]) == STORAGE
    assert "KAIROS_PASSPHRASE" in capsys.readouterr().err
    assert main(["--profile", str(tmp_path / "nowhere"), "show", "sessions"]) == STORAGE
    assert "Il n’y a pas de profil" in capsys.readouterr().err
    assert main(["show", "sessions"]) == USAGE
    assert "--profile" in capsys.readouterr().err


@pytest.mark.parametrize("words", [["vanish"], ["show"], ["show", "everything"], ["record"]])
def test_what_is_no_command_is_a_mistake_of_use(run: Run, words: list[str]) -> None:
    assert run(words).code == USAGE


def test_the_version_is_printed(run: Run) -> None:
    assert run(["--version"]) == Answer(DONE, f"{__version__}\n", "")


@pytest.mark.expects_log
def test_a_defect_is_a_sentence_and_its_detail_is_kept(
    shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("by our own fault")

    kept = tmp_path / "settings" / "incidents.log"
    monkeypatch.setattr(incidents, "default_path", lambda: kept)
    monkeypatch.setattr(Workspace, "read", broken)
    root = logging.getLogger()
    before = list(root.handlers)
    try:
        answer = shell("show", "sessions", "--json")
    finally:
        for handler in [one for one in root.handlers if one not in before]:
            handler.close()
            root.removeHandler(handler)
    assert answer.code == TROUBLE
    assert "Un défaut du programme" in answer.json["sentence"]
    assert "Traceback" not in answer.err
    assert "by our own fault" in kept.read_text(encoding="utf-8")
    assert kept.stat().st_mode & 0o077 == 0


# record


def test_each_act_has_its_verdict_and_the_refused_ones_do_not_stop_the_others(
    shell: Shell,
) -> None:
    answer = shell.record(
        {"type": "jobseeker.create", "args": {"person": PERSON}},
        {"type": "jobseeker.create", "args": {"person": {"last_name": "", "first_name": "A"}}},
        {"type": "jobseeker.vanish"},
        {"type": "jobseeker.create", "v": 2, "args": {}},
        '{"type": "jobseeker.create", ',
        {"type": "jobseeker.create", "args": {"person": PERSON}, "surprise": 1},
        {"type": "jobseeker.create", "args": {"person": PERSON}, "at": "2026-11-23T10:00:00"},
        "\udcff".encode("utf-8", "surrogateescape").decode("latin-1"),
        "",
        {"type": "jobseeker.create", "args": {"person": PERSON | {"first_name": "Paul"}}},
    )
    assert answer.code == REFUSED
    assert [line["line"] for line in answer.lines] == [1, 2, 3, 4, 5, 6, 7, 8, 10]
    codes = [line.get("code") for line in answer.lines]
    assert codes == [
        None, "name_missing", "unknown_act", "unknown_version", "act_arguments",
        "act_arguments", "act_arguments", "act_arguments", None,
    ]  # fmt: skip
    for line in answer.lines:
        assert (line["outcome"] == "refused") == ("sentence" in line)
    assert [row["first_name"] for row in shell.rows("jobseekers")] == ["Anne", "Paul"]


def test_the_same_act_twice_has_one_effect_and_the_same_answer(shell: Shell) -> None:
    act = {"type": "jobseeker.create", "id": str(uuid4()), "args": {"person": PERSON}}
    first, again = shell.record(act).json, shell.record(act).json
    assert (first["repeated"], again["repeated"]) == (False, True)
    assert first["id"] == again["id"] == act["id"]
    assert first["created"] == again["created"]
    (row,) = shell.rows("jobseekers")
    assert row["id"] == first["created"]["jobseeker_id"]


def test_a_moment_may_be_given(shell: Shell) -> None:
    act = {"type": "jobseeker.create", "at": "2026-11-23T23:30:00Z", "args": {"person": PERSON}}
    assert shell.record(act).code == DONE
    assert shell.rows("history")[0]["at"].startswith("2026-11-24T00:30:00")


def test_warnings_are_said_with_the_verdict(shell: Shell) -> None:
    provider = {"siret": SIRET, "name": "Atelier"}
    answer = shell.record({"type": "provider.describe", "args": {"provider": provider}})
    assert answer.json["warning_codes"] == ["no_quality_reference"]
    assert "pas de devis AIF" in answer.json["warnings"][0]
    path = shell.folder.parent / "acts.jsonl"
    assert "pas de devis AIF" in shell("record", str(path)).out


def test_a_number_too_large_for_the_database_is_refused(shell: Shell) -> None:
    huge = SESSION | {"places": 10**30}
    answer = shell.record({"type": "session.open", "args": {"session": huge}})
    assert answer.code == REFUSED
    assert answer.json["code"] == "act_arguments"


def test_acts_that_cannot_be_read_are_a_mistake_of_use(shell: Shell) -> None:
    answer = shell("record", "nowhere.jsonl", "--json")
    assert answer.code == USAGE
    assert "ne peut pas être lu" in answer.json["sentence"]
    too_long = '{"type": "' + "a" * 1_000_001 + '"}'
    assert shell.record(too_long).json["code"] == "act_arguments"


# show


def test_every_list_is_shown(shell: Shell) -> None:
    enrolment = enrolled(shell)
    (slot,) = shell.rows("slots", "--session", SESSION["id"])
    assert (slot["taken"], slot["free"], slot["waiting"]) == (1, 11, 0)
    for words, count in (
        (("sessions",), 1),
        (("sessions", "--text", "macon"), 0),
        (("jobseekers", "--text", "lefevre"), 1),
        (("meeting-registered", "--session", "99_S1"), 1),
        (("meeting-registered", "--slot", slot["id"]), 1),
        (("meeting-presence", "--slot", slot["id"]), 0),
        (("meeting-presence", "--slot", slot["id"], "--entered"), 1),
        (("meeting-result", "--slot", slot["id"]), 0),
        (("meeting-result", "--slot", slot["id"], "--entered"), 1),
        (("appointment-registered", "--session", "99_S1"), 0),
        (("appointment-presence", "--session", "99_S1"), 0),
        (("appointment-result", "--session", "99_S1"), 0),
        (("candidacy-registered", "--session", "99_S1"), 0),
        (("enrolled", "--session", "99_S1"), 1),
        (("history", "--row", enrolment), 1),
        (("provider",), 1),
        (("sites",), 0),
    ):
        assert len(shell.rows(*words)) == count, words
    (row,) = shell.rows("meeting-registered", "--slot", slot["id"])
    assert (row["name"], row["state"], row["result_label"], row["placed_by"]) == (
        "LEFÈVRE Anne", "present", "Retenu", "mission_locale",
    )  # fmt: skip
    assert UUID(row["registration_id"])
    (line,) = shell.rows("enrolled", "--session", "99_S1")
    assert [paper["kind"] for paper in line["papers"]] == ["AIS"]


def test_a_list_is_shown_to_a_person_too(shell: Shell) -> None:
    enrolled(shell)
    answer = shell("show", "enrolled", "--session", "99_S1")
    assert answer.out == "1234567A · LEFÈVRE Anne · Retenu\n1 ligne(s).\n"


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["meeting-presence"], USAGE),
        (["meeting-presence", "--session", "99_S9"], USAGE),
        (["meeting-presence", "--slot", "abc"], USAGE),
        (["meeting-presence", "--slot", str(UUID(int=1))], REFUSED),
        (["enrolled"], USAGE),
        (["history", "--row", "abc"], USAGE),
    ],
)
def test_a_list_of_nothing_known_is_said(shell: Shell, words: list[str], code: int) -> None:
    answer = shell("show", *words, "--json")
    assert answer.code == code
    assert answer.json["sentence"]


def test_the_id_of_an_act_never_stands_for_another_act(shell: Shell) -> None:
    first = {"type": "jobseeker.create", "id": str(uuid4()), "args": {"person": PERSON}}
    other = {**first, "args": {"person": PERSON | {"first_name": "Paul"}}}
    kind = {**first, "type": "site.describe", "args": {"label": "Annexe"}}
    answer = shell.record(first, other, kind, first)
    assert answer.code == REFUSED
    outcomes = [(line["outcome"], line.get("code")) for line in answer.lines]
    refused = ("refused", "id_taken")
    assert outcomes == [("applied", None), refused, refused, ("applied", None)]
    assert [line.get("repeated") for line in answer.lines] == [False, None, None, True]
    assert shell.rows("sites") == []


def test_what_would_stop_a_file_refuses_its_own_line_only(shell: Shell) -> None:
    person = {"type": "jobseeker.create", "args": {"person": PERSON}}
    answer = shell.record(
        '{"type": "x", "args": {"a": ' + "[" * 50_000 + "]" * 50_000 + "}}",
        {**person, "at": "0001-01-01T00:00:00+14:00"},
        {**person, "at": "9999-12-31T23:59:59Z"},
        json.dumps(person) + " " * 3_000_000,
        person,
    )
    assert answer.code == REFUSED
    codes = [(line["line"], line.get("code")) for line in answer.lines]
    assert codes == [*((number, "act_arguments") for number in (1, 2, 3, 4)), (5, None)]


def test_an_import_refused_at_the_last_moment_leaves_nothing_prepared(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object) -> None:
        raise ImportRefused("Le catalogue a changé depuis l’aperçu : recommencez l’import.")

    monkeypatch.setattr(child, "apply_import", refused)
    sample = str(resource_files.path("demo", "example-2.3.xml"))
    answer = shell("catalogue", "import", sample, "--json")
    assert answer.code == IMPORT_REFUSED
    assert "recommencez" in answer.json["sentence"]
    assert not list(shell.folder.glob("catalogue-import*"))


# certificate and verify


def test_a_certificate_is_written_printed_again_and_verified(shell: Shell, tmp_path: Path) -> None:
    enrolment = enrolled(shell)
    out = tmp_path / "certificat.pdf"
    first = shell("certificate", "--enrolment", enrolment, "--out", str(out), "--json").json
    assert out.read_bytes().startswith(b"%PDF-")
    assert (first["version"], first["state"], first["pages"]) == (1, "valid", 1)
    assert first["number"].startswith("CI-")
    again = shell("certificate", "--enrolment", enrolment, "--out", str(out), "--json").json
    assert (again["number"], again["version"], again["sha256"]) == (
        first["number"], 1, first["sha256"],
    )  # fmt: skip
    verified = shell("verify", str(out), "--json")
    assert (verified.code, verified.json["holds"]) == (DONE, True)
    out.write_bytes(out.read_bytes() + b"\n")
    resaved = shell("verify", str(out), "--json")
    assert (resaved.code, resaved.json["outcome"]) == (DONE, "resaved")
    with preview.opened(out.read_bytes()) as pages:
        code = re.search(r"KD1:[A-Z2-7]+", pages.keywords)
    assert code
    alone = shell("verify", code[0], "--json")
    assert (alone.code, alone.json["outcome"]) == (DONE, "code_only")
    forged = code[0][:40] + ("A" if code[0][40] != "A" else "B") + code[0][41:]
    answer = shell("verify", forged, "--json")
    assert (answer.code, answer.json["holds"]) == (REFUSED, False)
    assert shell("verify", "n’importe quoi", "--json").json["outcome"] == "unreadable"


def test_no_certificate_for_one_to_validate_but_an_issued_one_is_printed_again(
    shell: Shell, tmp_path: Path
) -> None:
    enrolment, out = enrolled(shell), tmp_path / "c.pdf"
    certificate = ("certificate", "--enrolment", enrolment, "--out", str(out), "--json")
    shell.applied("enrolment.flag_error", enrolment_id=enrolment, reason="dates")
    refused = shell(*certificate)
    assert refused.code == REFUSED
    assert "retenu ou inscrit" in refused.json["sentence"]
    assert not out.exists()
    verdict = {"verdict": "registered", "given_on": "2026-11-23", "source": "KAIROS"}
    shell.applied("enrolment.record_verdict", enrolment_id=enrolment, **verdict)
    assert shell(*certificate).code == DONE
    shell.applied("enrolment.withdraw", enrolment_id=enrolment, reason="job")
    printed = shell(*certificate)
    assert printed.code == DONE
    assert "retenu ou inscrit" in printed.err
    assert out.exists()


def test_a_certificate_of_nothing_known_or_to_nowhere_is_said(shell: Shell, tmp_path: Path) -> None:
    out = str(tmp_path / "c.pdf")
    assert shell("certificate", "--enrolment", "abc", "--out", out).code == USAGE
    unknown = shell("certificate", "--enrolment", str(UUID(int=1)), "--out", out)
    assert unknown.code == REFUSED
    assert "n’existe pas" in unknown.err
    enrolment = enrolled(shell)
    nowhere = str(tmp_path / "absent" / "c.pdf")
    answer = shell("certificate", "--enrolment", enrolment, "--out", nowhere)
    assert answer.code == STORAGE
    assert "n’a pas pu être écrit : son dossier n’existe pas" in answer.err
    (tmp_path / "folder.pdf").mkdir()
    answer = shell("certificate", "--enrolment", enrolment, "--out", str(tmp_path / "folder.pdf"))
    assert answer.code == STORAGE
    assert not list(tmp_path.rglob("*.new"))


def test_what_is_verified_may_be_longer_than_a_name_but_no_heavier_than_a_paper(
    shell: Shell, tmp_path: Path
) -> None:
    assert shell("verify", "A" * 4000, "--json").json["outcome"] == "unreadable"
    film = tmp_path / "film.pdf"
    with film.open("wb") as file:
        file.truncate(2_000_000_000)
    assert "trop gros" in shell("verify", str(film), "--json").json["sentence"]


def test_what_is_printed_in_json_is_one_object_a_line(shell: Shell) -> None:
    for line in shell("show", "sessions", "--json").out.splitlines():
        assert isinstance(json.loads(line), dict)


def test_a_pdf_that_is_not_there_is_no_forged_paper(shell: Shell) -> None:
    answer = shell("verify", "certificat-perdu.pdf", "--json")
    assert (answer.code, answer.json["sentence"]) == (
        2,
        "Le fichier « certificat-perdu.pdf » n’existe pas.",
    )
