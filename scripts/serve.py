# SPDX-License-Identifier: MIT
"""Serves a fictional organisation on this machine, and says how a post joins it.

    .venv/bin/python -m scripts.serve

All of it lies in build/server: remove the folder to begin anew.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "build" / "server"
CARD = FOLDER / "demonstration.json"
OFFER = ROOT / "resources" / "demo" / "example-2.3.xml"
PORT = 8765
SIRET = "99900011000026"
NAME = "Atelier des Quais (démonstration)"
LOGIN = "sabine"
# Fictional, on this machine only, and written in this file: it protects nothing.
PASSWORD = "une barque descend la Garonne"


def main() -> None:
    """Make the organisation and its offer where it is not there yet, then serve."""
    os.environ["KAIROS_SERVER_DATABASE"] = f"sqlite:///{FOLDER / 'kairos-server.db'}"
    if not CARD.exists():
        FOLDER.mkdir(parents=True, exist_ok=True)
        _asked("organisation", "create", "--siret", SIRET, "--name", NAME)
        who = ("--login", LOGIN, "--full-name", "Sabine Martin", "--role", "rgc")
        given = _asked("account", "create", "--siret", SIRET, *who)
        _asked("catalogue", "import", str(OFFER))
        CARD.write_text(json.dumps({"provisional": given["password"]}), "utf-8")
    print(f"Serveur de démonstration : http://127.0.0.1:{PORT}")
    print("Dans deux autres terminaux : make post POST=A, puis make post POST=B. Ctrl+C arrête.")
    sys.stdout.flush()
    server = [sys.executable, "-m", "kairos_server", "serve", "--port", str(PORT)]
    os.execv(sys.executable, server)


def _asked(*words: str) -> dict[str, Any]:
    """The answer of a command of the back end."""
    command = [sys.executable, "-m", "kairos_server", *words, "--json"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(done.stderr or done.stdout)
    return json.loads(done.stdout)


if __name__ == "__main__":
    main()
