# SPDX-License-Identifier: MIT
"""The command line as a real process: from an empty folder to a printed certificate."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from kairos_desktop import resource_files
from tests.commands.conftest import SIRET

ROOT = Path(__file__).parents[2]


def kairos(folder: Path, *words: str, given: str = "", phrase: str = "") -> tuple[int, str, str]:
    environment = {**os.environ, "LC_ALL": "C", "KAIROS_OPERATOR": "Odile"}
    environment.pop("KAIROS_PASSPHRASE", None)
    if phrase:
        environment["KAIROS_PASSPHRASE"] = phrase
    done = subprocess.run(
        [sys.executable, "-m", "kairos_desktop", "--profile", str(folder), *words],
        cwd=ROOT, env=environment, input=given.encode(), capture_output=True, check=False,
    )  # fmt: skip
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def answers(out: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in out.splitlines()]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A demonstration profile: its key opens without a phrase."""
    folder = tmp_path_factory.mktemp("process") / "profile"
    words = ["profile", "create", "--siret", SIRET, "--name", "Atelier", "--demo", "--json"]
    code, out, err = kairos(folder, *words)
    assert (code, err) == (0, "")
    assert answers(out)[0]["demo"]
    return folder


def test_from_the_sample_offer_to_a_certificate(folder: Path, tmp_path: Path) -> None:
    sample = str(resource_files.path("demo", "example-2.3.xml"))
    code, out, err = kairos(folder, "catalogue", "import", sample, "--json")
    assert (code, err) == (0, "")
    imported = answers(out)[0]
    assert {"formations", "actions", "sessions", "new", "changed", "set_aside"} <= set(imported)
    assert imported["sessions"] >= 1
    code, out, _err = kairos(folder, "show", "offer", "--json")
    session = answers(out)[0]["rows"][0]["session_id"]
    lines = [
        {"type": "session.open", "args": {"session_id": session}},
        {
            "type": "jobseeker.create",
            "args": {"person": {"last_name": "Łukaszewicz", "first_name": "Paweł"}},
        },
    ]
    code, out, err = kairos(
        folder, "record", "-", "--json", given="\n".join(json.dumps(line) for line in lines)
    )
    assert (code, err) == (0, ""), out
    person = answers(out)[1]["created"]["jobseeker_id"]
    propose = {
        "type": "enrolment.propose",
        "args": {"session_id": session, "jobseeker_id": person},
    }
    code, out, _err = kairos(folder, "record", "-", "--json", given=json.dumps(propose))
    enrolment = answers(out)[0]["created"]["enrolment_id"]
    paper = tmp_path / "certificat.pdf"
    words = ("certificate", "--enrolment", enrolment, "--out", str(paper), "--json")
    assert kairos(folder, *words)[0] == 3
    verdict = {
        "type": "enrolment.record_verdict",
        "args": {
            "enrolment_id": enrolment, "verdict": "registered",
            "given_on": "2026-11-23", "source": "KAIROS",
        },
    }  # fmt: skip
    assert kairos(folder, "record", "-", given=json.dumps(verdict))[0] == 0
    code, out, err = kairos(folder, *words)
    assert (code, err) == (0, "")
    assert answers(out)[0]["unprintable"] == []
    code, out, err = kairos(folder, "verify", str(paper))
    assert (code, err) == (0, "")
    assert "authentique" in out


def test_a_refusal_is_said_in_french_whatever_the_locale(folder: Path) -> None:
    code, out, err = kairos(folder, "record", "nowhere.jsonl")
    assert (code, out) == (2, "")
    assert "Rien n’a été enregistré." in err
    assert "Traceback" not in err


@pytest.mark.parametrize(
    "text", ["", "<html>", '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><lheo>&a;</lheo>']
)
def test_a_file_that_is_no_offer_is_refused_whole(folder: Path, tmp_path: Path, text: str) -> None:
    bad = tmp_path / "offre.xml"
    bad.write_text(text, encoding="utf-8")
    code, out, err = kairos(folder, "catalogue", "import", str(bad), "--json")
    assert code == 5
    assert answers(out)[0]["sentence"]
    assert "Traceback" not in err


def test_the_wrong_phrase_opens_nothing(tmp_path: Path) -> None:
    folder, phrase = tmp_path / "real", "cheval agrafe pile correcte soudain marée"
    words = ["profile", "create", "--siret", SIRET, "--name", "Atelier"]
    assert kairos(folder, *words, phrase=phrase)[0] == 0
    assert kairos(folder, "show", "provider", phrase=phrase)[0] == 0
    code, out, err = kairos(folder, "show", "provider", phrase="autre phrase de passe")
    assert (code, out) == (4, "")
    assert "ne correspond pas" in err
    # Nobody to ask: no terminal, no variable.
    assert kairos(folder, "show", "provider")[0] == 4


def test_a_reader_that_leaves_ends_the_command_without_a_word(folder: Path) -> None:
    line = json.dumps(
        {"type": "jobseeker.create", "args": {"person": {"last_name": "A", "first_name": "B"}}}
    )
    words = [sys.executable, "-m", "kairos_desktop", "--profile", str(folder), "record", "-"]
    with subprocess.Popen(
        [*words, "--json"], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:  # fmt: skip
        assert process.stdin
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        process.stdin.write(f"{line}\n{line}\n".encode())
        process.stdin.close()
        assert process.stderr.read() == b""
        assert process.wait() == 1
