# SPDX-License-Identifier: MIT
"""The set-up: done once, done again when a lock changes, never half done; asks in one line."""

from pathlib import Path

import pytest

from scripts import setup, system_libraries
from scripts.system_libraries import NOTHING, Missing

EGL = Missing(("libEGL.so.1",), ("libegl1",))
KEYRING = Missing(("gnome-keyring-daemon",), ("gnome-keyring",))


class Machine:
    """A machine that lacks some things, and whose apt works or not."""

    def __init__(self, lacks: Missing, optional: Missing, prefix: list[str] | None) -> None:
        self.lacks, self.optional, self.prefix = lacks, optional, prefix
        self.brings = True
        self.apt = True
        self.installed: list[str] = []

    def install(self, prefix: list[str], packages: tuple[str, ...]) -> bool:
        self.installed += packages
        if self.brings and packages == self.lacks.packages:
            self.lacks = NOTHING
        return self.brings


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> Machine:
    machine = Machine(EGL, KEYRING, [])
    monkeypatch.setattr(system_libraries, "missing_libraries", lambda: machine.lacks)
    monkeypatch.setattr(system_libraries, "missing_test_programs", lambda: machine.optional)
    monkeypatch.setattr(system_libraries, "has_apt", lambda: machine.apt)
    monkeypatch.setattr(system_libraries, "root_prefix", lambda: machine.prefix)
    monkeypatch.setattr(system_libraries, "install", machine.install)
    monkeypatch.setattr(system_libraries, "distribution", lambda: "Arch Linux")
    monkeypatch.setattr(setup, "venv_works", lambda: True)
    return machine


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "requirements").mkdir()
    (tmp_path / ".venv").mkdir()
    (tmp_path / "pyproject.toml").write_text("[project]\n")
    (tmp_path / "requirements" / "desktop.txt").write_text("a==1\n")
    monkeypatch.setattr(setup, "ROOT", tmp_path)
    monkeypatch.setattr(setup, "STAMP", tmp_path / ".venv" / "kairos.stamp")
    return tmp_path


def test_root_installs_what_lacks(machine: Machine) -> None:
    assert setup.system_is_complete("desktop")
    assert machine.installed == ["libegl1"]


def test_the_tests_want_more_than_the_window(machine: Machine) -> None:
    assert setup.system_is_complete("dev")
    assert machine.installed == ["libegl1", "gnome-keyring"]


def test_a_user_is_told_one_line_and_nothing_is_touched(
    machine: Machine, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    machine.prefix = None
    monkeypatch.setattr(setup, "make_venv", lambda: pytest.fail("the set-up went on"))
    assert setup.main(["dev"]) == 3
    said = capsys.readouterr().err.splitlines()
    assert len(said) == 2
    assert "libegl1 gnome-keyring" in said[1]
    assert machine.installed == []


def test_without_apt_the_libraries_are_named(
    machine: Machine, capsys: pytest.CaptureFixture[str]
) -> None:
    machine.apt = False
    assert setup.main(["desktop"]) == 3
    said = capsys.readouterr().err
    assert "Arch Linux" in said
    assert "libEGL.so.1" in said
    assert "apt-get" not in said


def test_an_apt_that_fails_leads_to_the_line(
    machine: Machine, capsys: pytest.CaptureFixture[str]
) -> None:
    machine.brings = False
    assert setup.main(["desktop"]) == 3
    assert "apt-get install" in capsys.readouterr().err


def test_a_missing_test_program_stops_nothing(
    machine: Machine, capsys: pytest.CaptureFixture[str]
) -> None:
    machine.lacks, machine.prefix = NOTHING, None
    assert setup.system_is_complete("dev")
    assert "gnome-keyring-daemon" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("held", "asked", "ready"),
    [
        ("desktop", "desktop", True),
        ("dev", "desktop", True),
        ("dev", "dev", True),
        ("desktop", "dev", False),
    ],
)
@pytest.mark.usefixtures("checkout")
def test_the_larger_set_up_holds_the_smaller(held: str, asked: str, ready: bool) -> None:
    setup.STAMP.write_text(f"{held} {setup.wanted_digest()}")
    assert setup.is_ready(asked) is ready


@pytest.mark.parametrize("name", ["pyproject.toml", "requirements/desktop.txt"])
def test_a_change_of_what_is_wanted_sets_up_again(checkout: Path, name: str) -> None:
    setup.STAMP.write_text(f"desktop {setup.wanted_digest()}")
    (checkout / name).write_text("other\n")
    assert not setup.is_ready("desktop")


def test_a_failed_step_leaves_no_stamp(
    machine: Machine,
    checkout: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    machine.lacks = NOTHING
    monkeypatch.setattr(setup, "PYTHON_IN_VENV", Path("/bin/false"))
    assert setup.main(["desktop"]) == 1
    assert "Installation arrêtée" in capsys.readouterr().err
    assert not setup.STAMP.exists()


def test_an_unknown_kind_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert setup.main(["everything"]) == 2
    assert "scripts.setup" in capsys.readouterr().err
