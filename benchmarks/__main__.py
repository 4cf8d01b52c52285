# SPDX-License-Identifier: MIT
"""The program's speed, each number beside its floor measured in the same run.

    python -m benchmarks                 everything, about ten minutes
    python -m benchmarks start list      some parts

Prints a table and writes build/benchmarks/speed.json; exits 1 when a target is missed. Each part
runs in a process of its own, one after the other.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from benchmarks.processes import alone
from benchmarks.table import Line, save, text

BUILD = Path("build/benchmarks")
LONG_LIST = 100_000


class Part(NamedTuple):
    """A module with `lines(folder)`, and how many people its profile holds; 0 for none."""

    module: str
    people: int


PARTS = {
    "start": Part("start", 50_000),
    "record": Part("recording", 50_000),
    "find": Part("finding", 50_000),
    "list": Part("long_list", LONG_LIST),
    "import": Part("lheo_import", 0),
    "papers": Part("papers", 0),
}


def main() -> int:
    """The command line."""
    if sys.dont_write_bytecode:
        return _with_bytecode()
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("parts", nargs="*", metavar="part", help=", ".join(PARTS))
    chosen = parser.parse_args().parts or list(PARTS)
    if unknown := set(chosen) - set(PARTS):
        parser.error(f"no such part: {', '.join(sorted(unknown))}")
    subprocess.run([sys.executable, "-m", "compileall", "-q", "kairos_desktop"], check=True)
    BUILD.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=BUILD, prefix="run-") as folder:
        lines = [line for name in chosen for line in _run(name, Path(folder))]
    print(text(lines))
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
    place = folder / f"people-{part.people}" if part.people else folder
    if part.people and not place.exists():
        alone("world", "make", place, part.people)
    lines = alone(part.module, "lines", place)
    print(f"{name}, {time.perf_counter() - start:.0f} s\n{text(lines)}\n", file=sys.stderr)
    return lines


if __name__ == "__main__":
    sys.exit(main())
