# SPDX-License-Identifier: MIT
"""Small files put on the disk: the old one or the new one, and nothing beside."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from kairos_desktop.services import durable_files


def test_a_failed_write_leaves_the_file_as_it_was_and_nothing_beside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    path = tmp_path / "card.json"
    durable_files.write_private(path, b"first")
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        durable_files.write_private(path, b"second")
    assert [(one.name, one.read_bytes()) for one in tmp_path.iterdir()] == [("card.json", b"first")]


def test_a_link_stays_and_leads_to_what_was_written(tmp_path: Path) -> None:
    real, link = tmp_path / "shared" / "card.json", tmp_path / "card.json"
    real.parent.mkdir()
    link.symlink_to(real)
    # At first it leads nowhere yet.
    for content in (b"first", b"second"):
        durable_files.write_private(link, content)
        assert link.is_symlink()
        assert real.read_bytes() == content
    assert [one.name for one in real.parent.iterdir()] == [real.name]


def test_a_device_is_never_replaced_by_a_file(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with pytest.raises(OSError, match="pas un fichier"):
        durable_files.write_private(pipe, b"x")
    assert stat.S_ISFIFO(pipe.stat().st_mode)
    assert [one.name for one in tmp_path.iterdir()] == ["pipe"]


def test_what_a_power_cut_left_of_a_file_goes_with_its_next_version(tmp_path: Path) -> None:
    """It may hold a key that was changed since."""
    path, other = tmp_path / "card.json", tmp_path / ".vault.json.x.new"
    other.write_bytes(b"of another file")
    with durable_files.put_whole(path) as file:
        file.write(b"first")
        (fresh,) = tmp_path.glob(".card.json.*")
    fresh.write_bytes(b"half")
    durable_files.write_private(path, b"next")
    assert sorted(one.name for one in tmp_path.iterdir()) == sorted([other.name, path.name])
