# SPDX-License-Identifier: MIT
"""Resolves pyproject.toml into the two hashed locks; `--check` says whether they are up to date.

    .venv/bin/python -m scripts.lock [--check]

The check needs no network: each lock's first line keeps the fingerprint of what it was made from.
"""

import hashlib
import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
UV = (
    "uv pip compile --quiet --universal --python-version 3.11 --generate-hashes"
    " --no-emit-index-url --no-header"
).split()
EXTRAS = {"dev": ("--all-extras",), "desktop": ("--extra", "build", "--extra", "desktop")}


def main(arguments: Sequence[str]) -> int:
    """Write the locks, or with --check print what is stale; gives the exit code."""
    if "--check" not in arguments:
        write_locks(ROOT)
    faults = stale(ROOT)
    for fault in faults:
        print(f"{fault}: run `make lock`", file=sys.stderr)
    return 1 if faults else 0


def write_locks(root: Path) -> None:
    """Resolve dev, which holds everything, then desktop at the same versions."""
    for name, extras in EXTRAS.items():
        lock = root / "requirements" / f"{name}.txt"
        same = () if name == "dev" else ("--constraint", "requirements/dev.txt")
        command = [*UV, *extras, *same, "pyproject.toml", "--output-file", str(lock)]
        subprocess.run(command, cwd=root, check=True, stdout=subprocess.DEVNULL)
        lock.write_text(f"{fingerprint(root)}\n{lock.read_text('utf-8')}", "utf-8")


def stale(root: Path) -> list[str]:
    """What the locks and pyproject.toml do not agree on; empty when all is up to date."""
    texts = {name: (root / "requirements" / f"{name}.txt").read_text("utf-8") for name in EXTRAS}
    faults = [
        f"requirements/{name}.txt was not made from this pyproject.toml"
        for name, text in texts.items()
        if text.partition("\n")[0] != fingerprint(root)
    ]
    only = pins(texts["desktop"]) - pins(texts["dev"])
    return faults + [f"requirements/dev.txt lacks {pin}" for pin in sorted(only)]


def fingerprint(root: Path) -> str:
    """The first line of a lock made from this pyproject.toml."""
    project: dict[str, Any] = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))
    asked = {
        "build": project["build-system"]["requires"],
        "python": project["project"]["requires-python"],
        "base": project["project"]["dependencies"],
        "extras": project["project"]["optional-dependencies"],
    }
    digest = hashlib.sha256(json.dumps(asked, sort_keys=True).encode()).hexdigest()
    return f"# pyproject.toml sha256:{digest}"


def pins(lock: str) -> set[str]:
    """Each `name==version` of a lock."""
    return set(re.findall(r"^[a-z0-9._-]+==[^ ;\\]+", lock, re.MULTILINE))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
