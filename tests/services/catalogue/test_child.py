# SPDX-License-Identifier: MIT
"""The import in its child process: progress, cancelling, killing; the catalogue is never torn."""

from __future__ import annotations

import multiprocessing
from pathlib import Path

import pytest

from benchmarks.lheo_maker import write_lheo
from kairos_desktop.models.engine import DatabaseKey
from kairos_desktop.models.failures import DamagedFile
from kairos_desktop.services.catalogue.child import (
    apply_import,
    drop_import,
    import_files,
    undo_import,
)
from kairos_desktop.services.catalogue.refusals import ImportCancelled, ImportRefused
from kairos_desktop.services.catalogue.search import Filter, find
from kairos_desktop.services.catalogue.store import Connection, staging_path
from kairos_desktop.services.catalogue.summary import Progress
from tests.services.catalogue.conftest import NOW, Import
from tests.services.catalogue.documents import EXAMPLE


def never() -> bool:
    return False


def ignore(_: Progress) -> None:
    pass


def test_import_apply_undo(catalogue: Path, key: DatabaseKey, connection: Connection) -> None:
    heard: list[Progress] = []
    preview = import_files([EXAMPLE], catalogue, key, heard.append, never)
    assert preview.new == 5
    assert (heard[-1].position, heard[-1].counts.sessions) == (EXAMPLE.stat().st_size, 5)
    assert find(connection, Filter()).ids == []
    assert apply_import(catalogue, key, NOW) == preview
    assert len(find(connection, Filter()).ids) == 5
    assert undo_import(catalogue, key).n == 1
    assert find(connection, Filter()).ids == []


def test_a_refusal_crosses_with_its_sentence(
    catalogue: Path, key: DatabaseKey, tmp_path: Path
) -> None:
    broken = tmp_path / "cassé.xml"
    broken.write_bytes(EXAMPLE.read_bytes()[:5000])
    with pytest.raises(ImportRefused) as raised:
        import_files([broken], catalogue, key, ignore, never)
    assert raised.value.where == "cassé.xml"
    assert raised.value.line > 50
    assert not staging_path(catalogue).exists()


def test_cancelling_in_the_middle(
    imported: Import, catalogue: Path, key: DatabaseKey, connection: Connection, tmp_path: Path
) -> None:
    imported(EXAMPLE)
    before = find(connection, Filter()).ids
    large = tmp_path / "large.xml"
    write_lheo(large, 20)
    heard: list[Progress] = []
    with pytest.raises(ImportCancelled):
        import_files([large], catalogue, key, heard.append, lambda: bool(heard))
    assert 0 < heard[0].position < heard[0].size
    assert find(connection, Filter()).ids == before
    assert not staging_path(catalogue).exists()
    assert multiprocessing.active_children() == []


def test_a_killed_child_loses_nothing(
    imported: Import, catalogue: Path, key: DatabaseKey, connection: Connection, tmp_path: Path
) -> None:
    imported(EXAMPLE)
    large = tmp_path / "large.xml"
    write_lheo(large, 20)

    def kill(_: Progress) -> None:
        for child in multiprocessing.active_children():
            child.kill()

    with pytest.raises(ImportRefused, match="s’est arrêté avant la fin"):
        import_files([large], catalogue, key, kill, never)
    assert len(find(connection, Filter()).ids) == 5
    # What the killed child left does not hinder the next import.
    assert import_files([EXAMPLE], catalogue, key, ignore, never).unchanged == 5


def test_a_prepared_import_can_be_dropped(catalogue: Path, key: DatabaseKey) -> None:
    import_files([EXAMPLE], catalogue, key, ignore, never)
    drop_import(catalogue)
    with pytest.raises(ImportRefused, match="Aucun import"):
        apply_import(catalogue, key, NOW)


def test_a_catalogue_that_cannot_be_read_is_set_aside_by_the_next_import(
    imported: Import, catalogue: Path, key: DatabaseKey
) -> None:
    imported(EXAMPLE)
    damaged = bytearray(catalogue.read_bytes())
    damaged[100] ^= 1
    catalogue.write_bytes(damaged)
    with pytest.raises(DamagedFile):
        undo_import(catalogue, key)
    assert import_files([EXAMPLE], catalogue, key, ignore, never).new == 5
    assert apply_import(catalogue, key, NOW).new == 5
    assert catalogue.with_name("catalogue-damaged.db").read_bytes() == damaged
