# SPDX-License-Identifier: MIT
"""Copies of a PostgreSQL, by its own pg_dump and pg_restore.

They are given the password by their environment, never by an argument.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

from sqlalchemy import Engine, make_url, text

from kairos_server import engines, policies, schema

_REVISION_DATA = re.compile(r"TABLE DATA \S+ alembic_version\b")
_REVISION = re.compile(r"^COPY [^\n]*alembic_version[^\n]*\n([^\n\\]+)\n", re.MULTILINE)


class NoProgram(Exception):
    """pg_dump or pg_restore is not on this machine; the text is its name."""


class ProgramFailed(Exception):
    """What the program said, on one line."""


class InUse(Exception):
    """A server is connected to the database."""


def back_up(url: str, target: Path, programs: str = "") -> int:
    """Dump a database in use, as a role that no policy stops; gives the bytes written.

    FileExistsError, NoProgram, ProgramFailed (the role is stopped by policies, among others).
    """
    if target.exists():
        raise FileExistsError(target)
    part = target.with_name(target.name + ".part")
    part.unlink(missing_ok=True)
    os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    try:
        _run(programs, url, "pg_dump", "--format=custom", f"--file={part}")
        _contents(programs, part)
        with part.open("rb+") as file:
            os.fsync(file.fileno())
        part.rename(target)
    finally:
        part.unlink(missing_ok=True)
    return target.stat().st_size


def put_back(copy: Path, owner_url: str, programs: str = "") -> None:
    """Replace the tables by those of a copy; every organisation gets another history.

    NoProgram, ProgramFailed, InUse. The revision is written last, with the new histories: a
    database where this stopped half-way is one that no server opens.
    """
    engine = engines.owner(owner_url)
    try:
        _refuse_if_used(engine)
        contents = _contents(programs, copy)
        found = _REVISION.search(
            _run(
                programs,
                "",
                "pg_restore",
                "--data-only",
                "--table=alembic_version",
                "--file=-",
                str(copy),
            )
        )
        if found is None or found[1] > schema.HEAD:
            raise ProgramFailed("cette copie n’est d’aucune version connue")
        with tempfile.NamedTemporaryFile("w", suffix=".list", encoding="utf-8") as chosen:
            chosen.write("\n".join(line for line in contents if not _REVISION_DATA.search(line)))
            chosen.flush()
            _run(
                *(programs, owner_url, "pg_restore", "--clean", "--if-exists", "--no-owner"),
                *("--no-privileges", "--single-transaction", f"--use-list={chosen.name}"),
                str(copy),
            )
        _begin_again(engine, found[1])
        schema.migrate(engine)
    finally:
        engine.dispose()


def _begin_again(engine: Engine, revision: str) -> None:
    with engine.begin() as connection:
        policies.suspend(connection)
        connection.execute(text("UPDATE org_head SET epoch = gen_random_uuid()"))
        connection.execute(
            text("INSERT INTO alembic_version VALUES (:revision)"), {"revision": revision}
        )
        policies.protect(connection)


def _refuse_if_used(engine: Engine) -> None:
    # A connection that was just closed, as those of a server that was just stopped, is seen for
    # a moment more.
    for _look in range(20):
        if not _is_used(engine):
            return
        time.sleep(0.1)
    raise InUse


def _is_used(engine: Engine) -> bool:
    # Each time in a transaction of its own: what is seen of others does not change within one.
    with engine.connect() as connection:
        used = connection.execute(
            text(
                "SELECT count(*) FROM pg_stat_activity"
                " WHERE datname = current_database() AND usename = :login"
            ),
            {"login": policies.LOGIN},
        )
        return used.scalar_one() > 0


def _contents(programs: str, copy: Path) -> list[str]:
    """The list of a copy, which shows that it can be read. ProgramFailed."""
    lines = _run(programs, "", "pg_restore", "--list", str(copy)).splitlines()
    if not any("TABLE DATA public org_head" in line for line in lines):
        raise ProgramFailed("the copy has no organisation's table")
    return lines


def _run(programs: str, url: str, name: str, *arguments: str) -> str:
    program = shutil.which(name, path=programs or None)
    if program is None:
        raise NoProgram(name)
    environment = dict(os.environ)
    if url:
        address = make_url(url).set(drivername="postgresql")
        if address.password:
            environment["PGPASSWORD"] = str(address.password)
        place = address.set(password=None).render_as_string(hide_password=False)
        arguments = (f"--dbname={place}", *arguments)
    done = subprocess.run(
        [program, "--no-password", *arguments] if url else [program, *arguments],
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise ProgramFailed(" ".join(done.stderr.split())[-500:])
    return done.stdout
