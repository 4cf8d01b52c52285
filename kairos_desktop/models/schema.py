# SPDX-License-Identifier: MIT
"""Brings a profile's file to the tables of this version, or says why not.

Alembic is imported only when the stored revision differs from HEAD: a new file gets its tables
from the metadata directly, and a file of this version is recognised by one query.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from kairos_desktop.models import failures

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine, MetaData

HEAD = "0001"
"""Revision of the tables as this version declares them; four digits, so that they compare."""

_TABLES = (
    "kairos_desktop.models.tables",
    "kairos_desktop.models.act_tables",
    "kairos_desktop.models.exchange_tables",
    "kairos_desktop.models.kairos_waiting",
    "kairos_desktop.models.month_doubts",
)


def declared() -> MetaData:
    """The metadata, with every module of tables loaded into it."""
    from kairos_desktop.models.base import metadata

    for name in _TABLES:
        importlib.import_module(name)
    return metadata


def create(engine: Engine, metadata: MetaData, revision: str = HEAD) -> None:
    """Makes all the tables of an empty file, and stamps it, in one transaction."""
    from kairos_desktop.models import statistics

    with engine.begin() as connection:
        metadata.create_all(connection)
        statistics.write(connection, metadata)
        connection.exec_driver_sql(
            "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL,"
            " CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))"
        )
        connection.exec_driver_sql("INSERT INTO alembic_version VALUES (?)", (revision,))


def bring_up_to_date(
    engine: Engine,
    path: Path,
    save: Callable[[], object],
    *,
    head: str = HEAD,
    versions: Path | None = None,
) -> None:
    """Upgrades the file at `path` to `head`, after `save()` made a verified backup of it.

    Refuses a later revision (NewerSchema). A step that fails is rolled back whole, and the file
    stays as it was (MigrationFailed). Write lane or before any lane runs; may take minutes.
    """
    with engine.connect() as connection:
        found = stored_revision(connection)
    if found == head:
        _tell_once(engine)
        return
    if found is None:
        raise failures.DamagedFile(path)
    if found > head:
        raise failures.NewerSchema(path, found=found, known=head)
    save()
    from kairos_desktop.models.migrations import runner

    try:
        runner.upgrade(engine, head, versions or runner.VERSIONS, declared())
    except failures.StorageFailure:
        raise
    except Exception as error:
        raise failures.MigrationFailed(path, found=found, known=head) from error


def _tell_once(engine: Engine) -> None:
    """SQLite's figures for a file that was made before there were any."""
    from kairos_desktop.models import statistics

    with engine.connect() as connection:
        is_told = statistics.are_written(connection)
    if not is_told:
        with engine.begin() as connection:
            statistics.write(connection, declared())


def stored_revision(connection: Connection) -> str | None:
    """The revision written in the file; None for a file that no version of ours finished."""
    named = connection.exec_driver_sql(
        "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'alembic_version'"
    ).first()
    if named is None:
        return None
    row = connection.exec_driver_sql("SELECT version_num FROM alembic_version").first()
    return None if row is None else str(row[0])
