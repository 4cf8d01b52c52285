# SPDX-License-Identifier: MIT
"""A profile on disk and the command line over it, in this process."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from kairos_desktop.__main__ import main
from kairos_desktop.services import key_slots

PHRASE = "cheval agrafe pile correcte soudain marée"
SIRET = "99900011000026"


class Answer(NamedTuple):
    """What a command printed and its exit code."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.splitlines()]

    @property
    def json(self) -> dict[str, Any]:
        (only,) = self.lines
        return only


class Shell:
    """The command line on one profile."""

    def __init__(self, folder: Path, run: Callable[[Sequence[str]], Answer]) -> None:
        self.folder = folder
        self.run = run

    def __call__(self, *words: str) -> Answer:
        return self.run(["--profile", str(self.folder), *words])

    def record(self, *lines: dict[str, Any] | str, name: str = "acts.jsonl") -> Answer:
        """Play acts; `--json`."""
        path = self.folder.parent / name
        texts = [line if isinstance(line, str) else json.dumps(line) for line in lines]
        path.write_text("\n".join(texts) + "\n", encoding="utf-8")
        return self("record", str(path), "--json")

    def applied(self, kind: str, **args: Any) -> dict[str, Any]:
        """One act that must be applied; the ids that it created."""
        answer = self.record({"type": kind, "args": args})
        assert answer.code == 0, answer.out
        return answer.json["created"]

    def rows(self, *words: str) -> list[dict[str, Any]]:
        answer = self("show", *words, "--json")
        assert answer.code == 0, answer.err
        assert answer.json["count"] == len(answer.json["rows"])
        return answer.json["rows"]


@pytest.fixture(autouse=True)
def light_argon2(monkeypatch: pytest.MonkeyPatch) -> None:
    """The passphrase costs as little as it may: its strength is tested elsewhere."""
    monkeypatch.setattr(key_slots, "recommended_cost", lambda _memory: key_slots.LOWEST_COST)


@pytest.fixture
def run(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Callable[[Sequence[str]], Answer]:
    def run(words: Sequence[str]) -> Answer:
        monkeypatch.setenv("KAIROS_PASSPHRASE", PHRASE)
        monkeypatch.setenv("KAIROS_OPERATOR", "Odile")
        capsys.readouterr()
        try:
            code = main(list(words))
        except SystemExit as left:
            code = int(left.code or 0)
        said = capsys.readouterr()
        return Answer(code, said.out, said.err)

    return run


@pytest.fixture(scope="session")
def made_profile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A profile made once by the command line itself, to be copied."""
    folder = tmp_path_factory.mktemp("made") / "profile"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KAIROS_PASSPHRASE", PHRASE)
        patch.setattr(key_slots, "recommended_cost", lambda _memory: key_slots.LOWEST_COST)
        words = ["profile", "create", "--siret", SIRET, "--name", "Atelier", "--json"]
        assert main(["--profile", str(folder), *words]) == 0
    return folder


@pytest.fixture
def shell(made_profile: Path, tmp_path: Path, run: Callable[[Sequence[str]], Answer]) -> Shell:
    folder = tmp_path / "profile"
    shutil.copytree(made_profile, folder)
    return Shell(folder, run)
