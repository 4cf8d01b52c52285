# SPDX-License-Identifier: MIT
"""The appearance chosen on this post: read before the first window, apart from its page."""

from typing import get_args

from PySide6.QtCore import QSettings

from kairos_desktop.views.toolkit.theme import Choice

_KEY = "appearance"


def kept_choice() -> Choice:
    """The appearance chosen on this post, « system » before anyone chose."""
    kept = QSettings().value(_KEY, "system")
    return next((choice for choice in get_args(Choice) if choice == kept), "system")


def keep_choice(choice: Choice) -> None:
    """Keep it for the next start."""
    QSettings().setValue(_KEY, choice)
