# SPDX-License-Identifier: MIT
"""Spares PySide6 the reading of our sources: see ADR 0293.

Once QtCore is loaded, PySide6 reads the source of each module that is imported, whole and for
good, and looks for its own name there: it wants to know where `from __feature__ import …` could
hold. We write no such line.
"""

from __future__ import annotations

import sys
from typing import Any


def leave_sources_unread() -> None:
    """Have PySide6 take every module to come for one without such a line; before it is imported.

    Where another PySide6 does this in another way, the start is merely slower.
    """
    import PySide6.QtCore  # noqa: F401  # pyright: ignore[reportUnusedImport] - it brings the room

    room = sys.modules.get("shibokensupport.feature")
    if hasattr(room, "_mod_uses_pyside"):
        setattr(room, "_mod_uses_pyside", _uses_no_feature)  # noqa: B010 - a private name


def _uses_no_feature(_module: Any) -> bool:
    return False
