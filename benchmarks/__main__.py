# SPDX-License-Identifier: MIT
"""The program's speed, each number beside its floor measured in the same run.

    python -m benchmarks                 everything but « flat », about ten minutes
    python -m benchmarks start list      some parts

Prints a table and under what conditions it came about; writes build/benchmarks/speed.json; exits 1
when a target is missed. Each part runs in a process of its own, one after the other.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from benchmarks.conditions import conditions, share_got
from benchmarks.processes import alone
from benchmarks.table import Line, save, text

BUILD = Path("build/benchmarks")
MANY, LONG_LIST = 50_000, 100_000


class Part(NamedTuple):
    """A module with `lines(folder)`, and how many people its profile holds; 0 for none.

    With `by_name` it takes too long to be among those that nobody chose.
    """

    module: str
    people: int
    by_name: bool = False


PARTS = {
    "start": Part("start", MANY),
    "record": Part("recording", MANY),
    "find": Part("finding", MANY),
    "list": Part("long_list", LONG_LIST),
    "import": Part("lheo_import", 0),
    "papers": Part("papers", 0),
    "month": Part("month", 0),
    "evidence": Part("evidence", 0),
    "overview": Part("overview", MANY),
    "due": Part("due", 0),
    "exchange": Part("exchange", 0),
    "download": Part("download", 0),
    "flat": Part("flat", 0, by_name=True),
}


def main() -> int:
    """The command line."""
    if sys.dont_write_bytecode:
        return _with_bytecode()
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("parts", nargs="*", metavar="part", help=", ".join(PARTS))
    chosen = parser.parse_args().parts or [name for name, part in PARTS.items() if not part.by_name]
    if unknown := set(chosen) - set(PARTS):
        parser.error(f"no such part: {', '.join(sorted(unknown))}")
    subprocess.run([sys.executable, "-m", "compileall", "-q", "kairos_desktop"], check=True)
    BUILD.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=BUILD, prefix="run-") as folder:
        lines = list[Line]()
        shares = [share_got()]
        for name in chosen:
            lines += _run(name, Path(folder))
            shares.append(share_got())
    print(f"{text(lines)}\n\n{conditions(shares)}")
    save(lines, BUILD / "speed.json")
    return 0 if all(line.is_met for line in lines) else 1


def _with_bytecode() -> int:
    """The same in a process that may write bytecode, as an installed program has it."""
    settings = {name: v for name, v in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    settings["PYTHONPYCACHEPREFIX"] = str((BUILD / "bytecode").absolute())
    command = [sys.executable, "-m", "benchmarks", *sys.argv[1:]]
    return subprocess.run(command, env=settings, check=False).returncode


def _run(name: str, folder: Path) -> list[Line]:
    part, start = PARTS[name], time.perf_counter()
    place = _world(folder, part.people) if part.people else folder
    lines = alone(part.module, "lines", place)
    print(f"{name}, {time.perf_counter() - start:.0f} s\n{text(lines)}\n", file=sys.stderr)
    return lines


def _world(folder: Path, people: int) -> Path:
    """A profile with so many people, made once a run; a larger one from the smaller."""
    place = folder / f"people-{people}"
    if place.exists():
        return place
    if people <= MANY:
        alone("world", "make", place, people)
    else:
        shutil.copytree(_world(folder, MANY), place)
        alone("world", "grow", place, MANY, people)
    return place


if __name__ == "__main__":
    sys.exit(main())
