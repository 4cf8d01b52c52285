# SPDX-License-Identifier: MIT
"""`kairos-server doctor`: what is right, what is not, and what to do about it."""

from __future__ import annotations

import platform
import shutil
import sys
from argparse import Namespace
from collections.abc import Iterator
from contextlib import suppress
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
from kairos_server.directory import pepper

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from kairos_server.settings import Settings

_LEAST_ROOM = 2**30
_KEY = "clé des mots de passe"
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
    yield _pepper(settings)
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
            yield from _keys(connection, settings)
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


def _pepper(settings: Settings) -> Check:
    path = settings.pepper_path
    if path is None:
        said = "aucune : un vol de la base suffit pour essayer des mots de passe (« pepper_file »)"
        return Check(_KEY, False, said)
    try:
        found = pepper.load(path)
    except pepper.BadPepper as error:
        return Check(_KEY, False, str(error))
    if found is None:
        return Check(_KEY, True, f"« {path} » sera faite par serve ou par account create")
    return Check(_KEY, True, f"{found.name}, « {path} » : à garder à part des sauvegardes")


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


def _keys(connection: Connection, settings: Settings) -> Iterator[Check]:
    """Whether passwords that are kept were made with another key than the one that is set."""
    if connection.dialect.name == "postgresql":
        if not connection.execute(_MAY_LOOK, {"role": policies.DIRECTORY}).scalar_one():
            return
        connection.execute(text(f"SET LOCAL ROLE {policies.DIRECTORY}"))
    path = settings.pepper_path
    with suppress(pepper.BadPepper):
        ours = None if path is None else pepper.load(path)
        kept = {pepper.named(begun)[0] for begun in connection.execute(_BEGUN).scalars()}
        if others := sorted(kept - {"", ours.name if ours else ""}):
            said = (
                f"des mots de passe ont été faits avec une autre clé ({', '.join(others)}) : "
                "remettez-la à sa place, ou donnez-en d’autres (account renew)"
            )
            yield Check("mots de passe", False, said)


_MAY_LOOK = text("SELECT pg_has_role(session_user, CAST(:role AS name), 'MEMBER')")
# The mark and the name of the key; nothing of a password.
_BEGUN = text("SELECT DISTINCT substr(password, 1, 21) FROM directory_account WHERE active")

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
