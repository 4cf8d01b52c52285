# SPDX-License-Identifier: MIT
"""Runs a PostgreSQL until its input closes, then stops it and removes its folder.

A program of its own, so that it outlives a test run that is killed and cleans up after it:
`python postgres_guardian.py <folder of PostgreSQL's programs>`. It says on one line
`ready <folder> <programs>`, or `failed <why>`.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

# Nothing that the tests keep is worth a disk's time; one run is never resumed.
OPTIONS = (
    "listen_addresses=''",
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "autovacuum=off",
    "max_connections=60",
    "shared_buffers=64MB",
    "timezone=UTC",
)
UNPRIVILEGED = "nobody"


class Failed(Exception):
    """PostgreSQL does not run here, in its own words."""


def main(programs: Path) -> int:
    try:
        base = _base()
        # A short path: that of a socket has at most 107 bytes.
        folder = Path(tempfile.mkdtemp(prefix="kairos-pg-", dir=base))
    except (OSError, Failed) as error:
        _say(f"failed {error}")
        return 1
    identity = _identity()
    try:
        if identity:
            os.chown(folder, identity["user"], identity["group"])
        programs = _reachable(programs, folder, identity)
        _start(programs, folder, identity)
        _say(f"ready {folder} {programs}")
        sys.stdin.read()
        _run(identity, programs / "pg_ctl", "stop", "-D", folder / "data", "-m", "immediate", "-w")
    except Failed as error:
        _say(f"failed {error}")
        return 1
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return 0


def _say(line: str) -> None:
    sys.stdout.write(" ".join(line.split()) + "\n")
    sys.stdout.flush()


def _start(programs: Path, folder: Path, identity: dict[str, Any]) -> None:
    _run(
        identity,
        *(programs / "initdb", "-D", folder / "data", "-U", "postgres", "--auth=trust"),
        *("--encoding=UTF8", "--locale=C", "--no-sync", "--no-instructions"),
    )
    options = [f"unix_socket_directories='{folder}'", *OPTIONS]
    told = " ".join(f"-c {option}" for option in options)
    log = folder / "log"
    try:
        _run(
            identity,
            *(programs / "pg_ctl", "start", "-D", folder / "data", "-w", "-s", "-l", log),
            *("-o", told),
        )
    except Failed as error:
        said = log.read_text(errors="replace")[-500:] if log.exists() else ""
        raise Failed(f"{error} {said}") from error


def _identity() -> dict[str, Any]:
    """Who PostgreSQL runs as, for subprocess; nothing when we are no administrator ourselves."""
    if os.geteuid() != 0:
        return {}
    try:
        found = pwd.getpwnam(UNPRIVILEGED)
    except KeyError as error:
        raise Failed(f"no user {UNPRIVILEGED}") from error
    return {"user": found.pw_uid, "group": found.pw_gid, "extra_groups": []}


def _base() -> Path:
    """A folder for temporary ones that everybody may cross."""
    for base in (Path(tempfile.gettempdir()), Path("/tmp"), Path("/var/tmp")):
        if all(part.stat().st_mode & 0o001 for part in (base, *base.parents)):
            return base
    raise Failed("no temporary folder that another user may cross")


def _reachable(programs: Path, folder: Path, identity: dict[str, Any]) -> Path:
    """The programs where they are, or a copy where the user that runs them may go."""
    try:
        _run(identity, programs / "postgres", "--version")
    except Failed:
        # The programs find their library and their shared files from where they stand.
        package = programs.parent.parent
        copy = folder / "programs" / package.name
        for name in ("bin", "lib", "share"):
            shutil.copytree(programs.parent / name, copy / programs.parent.name / name)
        beside = package.with_name(f"{package.name}.libs")
        if beside.exists():
            shutil.copytree(beside, folder / "programs" / beside.name)
        programs = copy / programs.parent.name / "bin"
        _run(identity, programs / "postgres", "--version")
    return programs


def _run(identity: dict[str, Any], *command: str | Path) -> None:
    # Straight to /dev/null: the server would hold a pipe open for as long as it runs.
    environment = {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C", "TZ": "UTC"}
    with tempfile.TemporaryFile("w+") as said:
        try:
            done = subprocess.run(
                [str(part) for part in command],
                cwd="/",
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=said,
                check=False,
                **identity,
            )
        except OSError as error:
            raise Failed(str(error)) from error
        said.seek(0)
        if done.returncode:
            raise Failed(f"{Path(command[0]).name}: {' '.join(said.read().split())[-500:]}")


if __name__ == "__main__":
    raise SystemExit(main(Path(sys.argv[1])))
