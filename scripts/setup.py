# SPDX-License-Identifier: MIT
"""Makes this checkout ready to run: system libraries, .venv, hashed lock, the program itself.

    python3 -m scripts.setup desktop | dev

Standard library only. The second run finds its stamp and does nothing. Exits 0 when ready,
3 when an administrator must type the line printed, 1 when a step failed.
"""

import hashlib
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from scripts import system_libraries
from scripts.system_libraries import NOTHING, Missing

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON_IN_VENV = VENV / "bin" / "python"
STAMP = VENV / "kairos.stamp"
# Each kind of set-up, and the kinds that hold it: the lock of dev is a superset.
HELD_BY = {"desktop": ("desktop", "dev"), "dev": ("dev",)}
EXIT_ASK_ADMINISTRATOR = 3


class StepFailed(Exception):
    """A step of the set-up that did not go through; its text is for the person at the keyboard."""


def main(arguments: Sequence[str]) -> int:
    """Set this checkout up for `desktop` or `dev`; gives the exit code."""
    if len(arguments) != 1 or arguments[0] not in HELD_BY:
        print(__doc__, file=sys.stderr)
        return 2
    kind = arguments[0]
    try:
        if not system_is_complete(kind):
            return EXIT_ASK_ADMINISTRATOR
        if not is_ready(kind):
            make_venv()
            install(kind)
    except StepFailed as failure:
        print(f"Installation arrêtée : {failure}", file=sys.stderr)
        return 1
    return 0


def system_is_complete(kind: str) -> bool:
    """Install what the machine lacks; False, once said in one line, when that takes a password."""
    optional = system_libraries.missing_test_programs() if kind == "dev" else NOTHING
    needed = _needed()
    if needed:
        _bring(needed)
        needed = _needed()
    if needed:
        _ask_for(needed + optional)
        return False
    if optional and not _bring(optional):
        say(f"Absents, leurs tests seront sautés : {', '.join(optional.names)}")
    return True


def _needed() -> Missing:
    missing = system_libraries.missing_libraries()
    if venv_works():
        return missing
    return missing + system_libraries.missing_venv()


def _bring(missing: Missing) -> bool:
    prefix = system_libraries.root_prefix() if system_libraries.has_apt() else None
    if prefix is None:
        return False
    say(f"Paquets du système : {' '.join(missing.packages)}")
    return system_libraries.install(prefix, missing.packages)


def _ask_for(missing: Missing) -> None:
    if system_libraries.has_apt():
        say("Il manque des paquets du système. À taper, puis recommencer :")
        say(system_libraries.line_to_type(missing.packages))
    else:
        name = system_libraries.distribution()
        say(f"Il manque à {name} (à installer avec ses propres paquets, puis recommencer) :")
        say(" ".join(missing.names))


def venv_works() -> bool:
    """True when .venv has an interpreter that still runs, and its pip."""
    return PYTHON_IN_VENV.exists() and _succeeds(PYTHON_IN_VENV, "-m", "pip", "--version")


def is_ready(kind: str) -> bool:
    """True when .venv already holds these very locks, for this kind of set-up or a larger one."""
    if not STAMP.is_file():
        return False
    held, _, digest = STAMP.read_text(encoding="ascii").partition(" ")
    return held in HELD_BY[kind] and digest == wanted_digest()


def wanted_digest() -> str:
    """The fingerprint of all that decides what .venv holds."""
    digest = hashlib.sha256()
    for path in (*sorted((ROOT / "requirements").glob("*.txt")), ROOT / "pyproject.toml"):
        digest.update(path.read_bytes())
    digest.update(str(ROOT).encode())
    return digest.hexdigest()


def make_venv() -> None:
    """Make .venv, or make it anew when its interpreter has gone."""
    if not venv_works():
        say(f"Python {sys.version.split()[0]} : environnement .venv")
        _run("venv", sys.executable, "-m", "venv", "--clear", str(VENV))


def install(kind: str) -> None:
    """Install the lock of this kind, then the program; stamp .venv last."""
    pip = (str(PYTHON_IN_VENV), "-m", "pip", "install", "-q", "--disable-pip-version-check")
    lock = ROOT / "requirements" / f"{kind}.txt"
    say(f"Bibliothèques de {lock.relative_to(ROOT)} (une à trois minutes la première fois)")
    _run("pip", *pip, "--require-hashes", "-r", str(lock))
    say("Kairos Desktop")
    _run("pip", *pip, "--no-deps", "--no-build-isolation", "-e", str(ROOT))
    STAMP.write_text(f"{kind} {wanted_digest()}", encoding="ascii")


def say(sentence: str) -> None:
    """One line of progress, at once, apart from what the program itself prints."""
    print(sentence, file=sys.stderr, flush=True)


def _run(step: str, *command: str) -> None:
    if subprocess.run(command, cwd=ROOT, check=False).returncode:
        raise StepFailed(f"{step} n’a pas abouti (son message est au-dessus).")


def _succeeds(*command: str | Path) -> bool:
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
