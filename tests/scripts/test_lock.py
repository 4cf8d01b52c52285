# SPDX-License-Identifier: MIT
"""The locks follow pyproject.toml, and the one of `make test` holds the one of `make run`."""

from pathlib import Path

import pytest

from scripts import lock

PROJECT = """
[build-system]
requires = ["setuptools"]
[project]
requires-python = ">=3.11"
dependencies = ["{wanted}"]
[project.optional-dependencies]
dev = []
"""
PIN = "msgspec==0.22.0 \\\n    --hash=sha256:00\n"


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    (tmp_path / "requirements").mkdir()
    (tmp_path / "pyproject.toml").write_text(PROJECT.format(wanted="msgspec"))
    for name in lock.EXTRAS:
        text = f"{lock.fingerprint(tmp_path)}\n{PIN}"
        (tmp_path / "requirements" / f"{name}.txt").write_text(text)
    return tmp_path


def test_locks_just_made_are_up_to_date(checkout: Path) -> None:
    assert lock.stale(checkout) == []


def test_a_new_dependency_makes_both_stale(checkout: Path) -> None:
    (checkout / "pyproject.toml").write_text(PROJECT.format(wanted="msgspec~=1.0"))
    faults = lock.stale(checkout)
    assert len(faults) == 2
    assert all("was not made from this pyproject.toml" in fault for fault in faults)


def test_a_setting_of_a_tool_makes_none_stale(checkout: Path) -> None:
    path = checkout / "pyproject.toml"
    path.write_text(path.read_text() + "[tool.ruff]\nline-length = 100\n")
    assert lock.stale(checkout) == []


def test_two_locks_at_two_versions_are_a_fault(checkout: Path) -> None:
    path = checkout / "requirements" / "dev.txt"
    path.write_text(path.read_text().replace("0.22.0", "0.22.1"))
    assert lock.stale(checkout) == ["requirements/dev.txt lacks msgspec==0.22.0"]


def test_the_locks_of_this_checkout_are_up_to_date() -> None:
    assert lock.stale(lock.ROOT) == []


def test_both_locks_hold_the_build_back_end() -> None:
    for name in lock.EXTRAS:
        text = (lock.ROOT / "requirements" / f"{name}.txt").read_text("utf-8")
        assert any(pin.startswith("setuptools==") for pin in lock.pins(text))
