# SPDX-License-Identifier: MIT
"""A post of the fictional organisation that `make serve` serves.

    .venv/bin/python -m scripts.post A

With a display, its window; without, somebody is created on it, and it says whom it knows.
"""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from typing import Any

from scripts.serve import CARD, LOGIN, NAME, PASSWORD, PORT, ROOT, SIRET
from scripts.start import display_answers

PASSPHRASE = "un poste de démonstration, sans rien à cacher"


def main(arguments: Sequence[str]) -> None:
    """Make the post where it is not there yet, join, then work on it."""
    letter = (arguments[0] if arguments else "A").upper()[:1]
    folder = ROOT / "build" / "posts" / letter
    os.environ["KAIROS_OPERATOR"] = f"Poste {letter}"
    if not folder.exists():
        new = ("--siret", SIRET, "--name", NAME, "--letter", letter)
        _run(folder, "profile", "create", *new)
    _join(folder, letter)
    if display_answers(os.environ):
        os.environ["KAIROS_PASSPHRASE"] = PASSPHRASE
        window = [sys.executable, "-m", "kairos_desktop", "--profile", str(folder)]
        os.execv(sys.executable, window)
    person = {"last_name": f"Durand-{letter}", "first_name": "Anne"}
    act = {"type": "jobseeker.create", "args": {"person": person}}
    _run(folder, "record", "-", said=json.dumps(act))
    _join(folder, letter)
    known = _run(folder, "show", "jobseekers")["rows"]
    print(f"Le poste {letter} connaît : " + ", ".join(row["text"] for row in known))


def _join(folder: Any, letter: str) -> None:
    """Sign in with the password of the demonstration, chosen at the first time."""
    words = ("join", "--server", f"http://127.0.0.1:{PORT}", "--login", LOGIN)
    named = (*words, "--post-name", f"Poste {letter}")
    os.environ["KAIROS_SERVER_PASSWORD"] = PASSWORD
    if _run(folder, *named, must=False):
        return
    os.environ["KAIROS_SERVER_PASSWORD"] = json.loads(CARD.read_text("utf-8"))["provisional"]
    os.environ["KAIROS_SERVER_NEW_PASSWORD"] = PASSWORD
    _run(folder, *named)


def _run(folder: Any, *words: str, said: str | None = None, must: bool = True) -> dict[str, Any]:
    """The last line that a command of the desktop answers; empty where it may fail and did."""
    environment = os.environ | {"KAIROS_PASSPHRASE": PASSPHRASE}
    command = [sys.executable, "-m", "kairos_desktop", "--profile", str(folder), *words, "--json"]
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=environment,
        input=said,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode and must:
        sys.exit(done.stderr or done.stdout)
    return {} if done.returncode else json.loads(done.stdout.strip().splitlines()[-1])


if __name__ == "__main__":
    main(sys.argv[1:])
