# SPDX-License-Identifier: MIT
"""Starts the program: the window on a profile or on the demonstration, and the tour.

Heavy modules are imported after the arguments are understood; Qt first, so that something shows.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argparse import Namespace
    from pathlib import Path

    from PySide6.QtWidgets import QApplication

    from kairos_desktop.views.toolkit.theme import Choice


def application() -> QApplication:
    """The one QApplication, named and dressed."""
    from PySide6.QtWidgets import QApplication

    from kairos_desktop import __version__
    from kairos_desktop.views.toolkit.theme import apply_theme

    app = QApplication(sys.argv[:1])
    app.setApplicationName("Kairos Desktop")
    app.setOrganizationName("Kairos Desktop")
    app.setApplicationVersion(__version__)
    apply_theme(app, _theme())
    return app


def _theme() -> Choice:
    """The appearance that KAIROS_THEME names, else the one chosen on this post."""
    from kairos_desktop.views.settings.appearance_page import kept_choice

    match os.environ.get("KAIROS_THEME"):
        case "light" | "dark" | "system" as chosen:
            return chosen
        case _:
            return kept_choice()


def window(args: Namespace) -> int:
    """The window: the demonstration, the profile of --profile, or the choice of one."""
    if args.command == "demo":
        return _demo()
    from kairos_desktop.assembly.running import run_profiles

    return run_profiles(application(), args.profile)


def _demo() -> int:
    from kairos_desktop.assembly.running import run_demo

    return run_demo(application())


def tour(out: Path) -> int:
    """The main job played through the real window, in pictures."""
    from kairos_desktop.assembly.tour.album import play

    return play(out)
