# SPDX-License-Identifier: MIT
"""The tour in light, in dark and at 150 %: one process each, one folder each."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING, NamedTuple

from kairos_desktop.commands.answers import Exit, say, warn

if TYPE_CHECKING:
    from pathlib import Path


class Setting(NamedTuple):
    """A folder of the album: its theme and its scale."""

    folder: str
    theme: str
    scale: str


SETTINGS = (
    Setting("light", "light", "1"),
    Setting("dark", "dark", "1"),
    Setting("light-150", "light", "1.5"),
)


def play(out: Path) -> int:
    """Play the tour for each setting; the certificate's path is the last line printed."""
    out.mkdir(parents=True, exist_ok=True)
    played: dict[str, object] = {}
    for setting in SETTINGS:
        folder = out / setting.folder
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        if not _played(setting, folder):
            warn(f"Le parcours « {setting.folder} » ne s’est pas joué jusqu’au bout.")
            return Exit.TROUBLE
        played[setting.folder] = json.loads((folder / "tour.json").read_text(encoding="utf-8"))
        say(f"Images ({setting.folder}) : {folder}")
    (out / "tour.json").write_text(
        json.dumps(played, ensure_ascii=False, indent=2), encoding="utf-8"
    )
    certificate = out / "certificat.pdf"
    shutil.copyfile(out / SETTINGS[0].folder / "certificat.pdf", certificate)
    say(f"Ce qui a été fait : {out / 'tour.json'}")
    say(str(certificate))
    return Exit.DONE


def _played(setting: Setting, folder: Path) -> bool:
    """Whether one playing went to its end; Qt's own chatter goes to a file beside the pictures."""
    environment = os.environ | {
        "KAIROS_THEME": setting.theme,
        "QT_SCALE_FACTOR": setting.scale,
        "QT_LOGGING_RULES": "qt.qpa.*=false",
    }
    if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        environment["QT_QPA_PLATFORM"] = "offscreen"
    command = [sys.executable, "-m", "kairos_desktop.assembly.tour.one", str(folder)]
    with (folder / "journal.txt").open("wb") as journal:
        done = subprocess.run(command, env=environment, stdout=journal, stderr=journal, check=False)
    return done.returncode == 0
