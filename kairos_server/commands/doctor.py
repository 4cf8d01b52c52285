# SPDX-License-Identifier: MIT
"""`kairos-server doctor`: what is right, what is not, and what to do about it."""

from __future__ import annotations

import platform
import shutil
import sys
from argparse import Namespace
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
from sqlalchemy import text

from kairos_desktop import __version__
from kairos_desktop.models.engine import is_safe
from kairos_server import engines, policies, schema
from kairos_server.commands import answers, opening
from kairos_server.commands.serve import is_this_machine

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from kairos_server.settings import Settings

_LEAST_ROOM = 2**30
_SKEW = 5.0
"""Seconds between the database's clock and ours: above, the moments of acts lie."""


class Check(msgspec.Struct, frozen=True):
    """One thing looked at."""

    name: str
    right: bool
    said: str


def run(args: Namespace) -> int:
    """Look at all, say all; REFUSED when one thing is wrong."""
    checks = list(_checks(opening.settings(args)))
    wrong = [check for check in checks if not check.right]
    lines = [f"{'✓' if check.right else '✗'} {check.name} : {check.said}" for check in checks]
    answers.answer(args, "\n".join(lines), checks=checks, right=not wrong)
    return answers.Exit.REFUSED if wrong else answers.Exit.DONE


def _checks(settings: Settings) -> Iterator[Check]:
    yield _versions()
    yield _listening(settings)
    path = engines.sqlite_path(settings.database_url)
    if path is None:
        write, read = engines.postgresql(settings.database_url, settings.pools)
    else:
        yield _room(path)
        if not path.exists():
            yield Check("base", False, f"« {path} » n’existe pas encore (serve ou migrate la fait)")
            return
        write, read = engines.sqlite(path, settings.pools)
    try:
        with read.connect() as connection:
            look = _sqlite if path else _postgresql
            yield from look(connection)
    except engines.Busy as error:
        yield Check("base", False, f"ne répond pas ({error.__cause__.__class__.__name__})")
    finally:
        write.dispose()
        read.dispose()


def _versions() -> Check:
    parts = [f"{name} {version(name)}" for name in ("SQLAlchemy", "psycopg", "sqlcipher3")]
    system = f"Python {platform.python_version()} sur {sys.platform}"
    return Check("versions", True, f"Kairos Desktop {__version__}, {system}, {', '.join(parts)}")


def _listening(settings: Settings) -> Check:
    where = settings.socket or f"{settings.host}:{settings.port}"
    alone = bool(settings.socket) or is_this_machine(settings.host)
    return Check("écoute", alone, where if alone else f"{where} : hors de cette machine, en clair")


def _room(path: Path) -> Check:
    folder = next(parent for parent in path.absolute().parents if parent.exists())
    free = shutil.disk_usage(folder).free
    return Check("disque", free >= _LEAST_ROOM, f"{free // 2**20} Mio libres dans « {folder} »")


def _schema(connection: Connection) -> Check:
    try:
        schema.check(connection)
    except schema.WrongSchema as error:
        return Check("tables", False, str(error))
    return Check("tables", True, f"version {schema.HEAD}")


def _sqlite(connection: Connection) -> Iterator[Check]:
    yield _schema(connection)
    found = str(connection.exec_driver_sql("SELECT sqlite_version()").scalar_one())
    one, two, three = (int(part) for part in found.split("."))
    yield Check("SQLite", is_safe((one, two, three)), found)
    state = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar_one()
    yield Check("fichier", state == "ok", "sain" if state == "ok" else "abîmé : remettez une copie")


def _postgresql(connection: Connection) -> Iterator[Check]:
    yield Check("PostgreSQL", True, _shown(connection, "server_version"))
    yield _role(connection)
    # Without a role the login reads nothing, not even the version of the tables.
    connection.execute(text(f"SET LOCAL ROLE {policies.TENANT}"))
    yield _schema(connection)
    opened = policies.unprotected(connection)
    yield Check("cloisons", not opened, "; ".join(opened) or "toutes les tables sont fermées")
    now = connection.execute(text("SELECT clock_timestamp()")).scalar_one()
    skew = abs((datetime.now(UTC) - now).total_seconds())
    yield Check("horloge", skew <= _SKEW, f"{skew:.1f} s entre la base et ce programme")
    for name, wanted in _WANTED.items():
        found = _shown(connection, name)
        yield Check(
            name, found in wanted, found if found in wanted else f"{found}, pas {wanted[0]}"
        )


_WANTED = {
    "fsync": ("on",),
    "synchronous_commit": ("on", "remote_apply", "remote_write"),
    "full_page_writes": ("on",),
    "data_checksums": ("on",),
    "server_encoding": ("UTF8",),
    # Else an error would write the values of a statement, which are personal data, in the log.
    "log_parameter_max_length_on_error": ("0",),
}


def _shown(connection: Connection, name: str) -> str:
    return str(connection.execute(text(f"SHOW {name}")).scalar_one())


def _role(connection: Connection) -> Check:
    row: Any = connection.execute(
        text(
            "SELECT rolname, rolsuper, rolbypassrls, rolinherit,"
            " EXISTS (SELECT FROM pg_class WHERE relowner = pg_roles.oid) AS owns"
            " FROM pg_roles WHERE rolname = session_user"
        )
    ).one()
    too_much = [
        word
        for word, has in {
            "est administrateur": row.rolsuper,
            "passe outre les cloisons": row.rolbypassrls,
            "hérite des droits de ses rôles": row.rolinherit,
            "possède des tables": row.owns,
        }.items()
        if has
    ]
    return Check("rôle", not too_much, f"{row.rolname} {', '.join(too_much) or 'n’a aucun droit'}")
