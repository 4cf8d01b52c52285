# SPDX-License-Identifier: MIT
"""The one QApplication, named and dressed."""

from __future__ import annotations

import os
import sys

from PySide6.QtWidgets import QApplication

from kairos_desktop import __version__
from kairos_desktop.views.settings.kept_appearance import kept_choice
from kairos_desktop.views.toolkit.theme import Choice, apply_theme


def application() -> QApplication:
    """The application, with the appearance of KAIROS_THEME, else the one chosen on this post."""
    app = QApplication(sys.argv[:1])
    app.setApplicationName("Kairos Desktop")
    app.setOrganizationName("Kairos Desktop")
    app.setApplicationVersion(__version__)
    apply_theme(app, _theme())
    return app


def _theme() -> Choice:
    match os.environ.get("KAIROS_THEME"):
        case "light" | "dark" | "system" as chosen:
            return chosen
        case _:
            return kept_choice()
