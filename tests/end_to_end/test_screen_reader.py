# SPDX-License-Identifier: MIT
"""The main job by a screen reader: the window on the demonstration, a display and a bus apart."""

import contextlib
import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from shutil import which
from typing import Any

import pytest

from scripts.system_libraries import missing_libraries

HERE = Path(__file__).parent
LAUNCHER = Path("/usr/libexec/at-spi-bus-launcher")
SYSTEM_PYTHON = "/usr/bin/python3"
HAS_ATSPI = "import gi; gi.require_version('Atspi', '2.0'); from gi.repository import Atspi"
AT_MOST = 55

MENU = [
    "À faire",
    "Reporter dans KAIROS",
    "Tableaux de bord",
    "Pilotage",
    "Actions",
    "Calendrier des RDV",
    "Sessions de formation",
    "DE inscrits sur plans de formation sans référencement",
    "Parcours de formation DE",
    "Informations prestataire",
    "Émargements",
    "Avis et courriers",
]
ACTS = [
    "Rechercher formation",
    "Saisir une période d'interruption",
    "Gérer les Info coll",
    "Saisir une Info coll",
    "Inscrire un DE à une Info coll",
    "Saisir une présence en Info coll",
    "Saisir les résultats d'une Info coll",
    "Gérer les RDV individuels",
    "Saisir RDV individuel(s)",
    "Inscrire un DE à un RDV individuel",
    "Saisir une présence en RDV individuel",
    "Saisir les résultats d'un RDV individuel",
    "Gérer les candidatures",
    "Saisir une période de candidature",
    "Saisir une candidature",
    "Saisir une prise de contact",
    "Saisir les résultats des candidatures",
    "Gérer les inscrits",
    "Proposer l'inscription d'un DE à une formation",
    "Saisir les entrées en formation",
    "Gérer DE",
    "Rechercher un DE",
    "Créer un DE",
    "Fusionner deux fiches",
]


PAPERS = [
    "AIS : la ligne choisie",
    "AIS de toute la liste",
    "Certificat : la ligne choisie",
    "Certificats de toute la liste",
    "AES : la ligne choisie",
    "AES de toute la liste",
    "Avis de fin : la ligne choisie",
    "Avis de fin de toute la liste",
    "Bilan : la ligne choisie",
    "Bilans de toute la liste",
    "Certificat de réalisation : la ligne choisie",
    "Certificats de réalisation de toute la liste",
    "Attestation d’assiduité : la ligne choisie",
    "Attestations d’assiduité de toute la liste",
    "Dossier de preuves de la session",
]


def missing() -> str:
    """What this machine lacks, "" when the job can be played."""
    for program in ("Xvfb", "dbus-run-session"):
        if which(program) is None:
            return f"{program} is not installed"
    if not LAUNCHER.exists():
        return "at-spi2-core is not installed"
    if subprocess.run(
        [SYSTEM_PYTHON, "-c", HAS_ATSPI], capture_output=True, check=False
    ).returncode:
        return "python3-gi or gir1.2-atspi-2.0 is not installed"
    libraries = missing_libraries({"DISPLAY": ":0"})
    return f"missing for a real window: {', '.join(libraries.names)}" if libraries else ""


MISSING = missing()


@pytest.fixture
def display(tmp_path: Path) -> Iterator[str]:
    """A display of its own."""
    read, write = os.pipe()
    command = ["Xvfb", "-displayfd", str(write), "-screen", "0", "1366x768x24"]
    with (tmp_path / "xvfb").open("w") as log:
        server = subprocess.Popen(command, pass_fds=[write], stderr=log)
    os.close(write)
    with os.fdopen(read) as told:
        number = told.readline().strip()
    yield f":{number}"
    server.terminate()
    server.wait(timeout=10)


def environment(home: Path, display: str) -> dict[str, str]:
    """A home, a display and a bus that nothing else uses."""
    folders = {f"XDG_{name}": home / name for name in ("DATA_HOME", "CONFIG_HOME", "CACHE_HOME")}
    folders["XDG_RUNTIME_DIR"] = home / "run"
    for folder in folders.values():
        folder.mkdir(mode=0o700)
    kept = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
    return kept | {
        "HOME": str(home),
        "DISPLAY": display,
        "QT_QPA_PLATFORM": "xcb",
        "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
        "PYTHONIOENCODING": "utf-8",
        "PYTHONPATH": str(HERE.parents[1]),
        **{name: str(folder) for name, folder in folders.items()},
    }


def play(home: Path, display: str) -> dict[str, Any]:
    """What the screen reader read, from the first window to the certificate."""
    script = str(HERE / "screen_reader.py")
    command = ["dbus-run-session", "--", SYSTEM_PYTHON, script, sys.executable]
    with subprocess.Popen(
        command,
        env=environment(home, display),
        cwd=home,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as session:
        try:
            said, trouble = session.communicate(timeout=AT_MOST)
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(session.pid, signal.SIGKILL)
    assert session.returncode == 0, trouble
    return json.loads(said.splitlines()[-1])


@pytest.mark.skipif(bool(MISSING), reason=MISSING)
def test_the_main_job_by_names_and_actions(tmp_path: Path, display: str) -> None:
    seen = play(tmp_path, display)
    assert seen["Menu"][: len(MENU)] == MENU
    # How much is due is said beside the name, which stays what is read.
    assert seen["Menu, à côté"][0] == "Acte en cours"
    assert re.fullmatch(r"[1-9]\d*", seen["Menu, à côté"][1])
    assert seen["Liste des actes métier"] == ACTS
    enrolled = seen["enrolled"]
    line = enrolled[enrolled.index("QUIDAM Zoé") - 1 :]
    assert line[0] == "à saisir"
    assert line[4] == "Retenu"
    assert "AIS-" in line[6]
    assert seen["papers"] == PAPERS
    assert seen["organisation"][-2:] == ["Choisir un autre profil…", "Restaurer une sauvegarde…"]
    assert "CI-" in seen["certificate"]
