# SPDX-License-Identifier: MIT
"""Plays Alembic's steps on a connection of ours: no ini file, nothing printed, no second engine."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from kairos_desktop.models import statistics

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine, MetaData

VERSIONS = Path(__file__).with_name("versions")


class BrokenReferences(Exception):
    """A step left rows that point at nothing; it was rolled back."""


def upgrade(engine: Engine, head: str, versions: Path, declared: MetaData) -> None:
    """Runs every step up to `head` in one transaction, or none.

    SQLite is then told of the tables and indexes `declared`.

    Foreign keys go off before BEGIN, the only place where SQLite listens, since a « move and
    copy » of a table would break them; they are all checked before COMMIT.
    """
    with engine.connect() as connection:
        # Straight to the driver: through SQLAlchemy the first statement would begin a transaction.
        driver: Any = connection.connection.dbapi_connection
        driver.execute("PRAGMA foreign_keys = OFF")
        try:
            with connection.begin():
                play(connection, head, versions)
                _check_references(connection)
                statistics.write(connection, declared)
        finally:
            driver.execute("PRAGMA foreign_keys = ON")


def play(connection: Connection, head: str, versions: Path) -> None:
    """Alembic’s own loop, with our connection and in its transaction."""
    from alembic.config import Config
    from alembic.runtime.environment import EnvironmentContext
    from alembic.script import ScriptDirectory

    script = ScriptDirectory(versions.parent, version_locations=[versions])

    def steps(revision: Any, _context: Any) -> Any:
        return script._upgrade_revs(head, revision)  # pyright: ignore[reportPrivateUsage]  # noqa: SLF001

    with EnvironmentContext(Config(), script, fn=steps) as environment:
        environment.configure(connection=connection, render_as_batch=True)
        environment.run_migrations()


def _check_references(connection: Connection) -> None:
    """Refuses rows whose parent is gone."""
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
    if broken is not None:
        raise BrokenReferences(str(broken[0]))
