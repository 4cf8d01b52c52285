# SPDX-License-Identifier: MIT
"""Pictures of pages in the program's own frame, to be looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from kairos_desktop.assembly.guide_menu import navigation
from kairos_desktop.views.shell.main_window import MainWindow
from kairos_desktop.views.toolkit.columns import Pill
from kairos_desktop.views.toolkit.desk import Place
from kairos_desktop.views.toolkit.theme import apply_theme
from tests.views.demo import IDENTITY

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from kairos_desktop.views.toolkit.desk import Desk
    from kairos_desktop.views.toolkit.page import Page

_SETTLED_MS = 80


class Album:
    """One window over a desk; `draw` opens a page and keeps what it shows."""

    def __init__(
        self,
        out: Path,
        desk: Desk,
        pages: dict[str, Callable[[Desk], Page]],
        theme: str = "light",
        size: str = "1366x768",
    ) -> None:
        app = QApplication.instance() or QApplication([])
        assert isinstance(app, QApplication)
        apply_theme(app, "dark" if theme == "dark" else "light")
        width, height = (int(each) for each in size.split("x"))
        self._out, self._end = out, f"{theme}-{size}"
        out.mkdir(parents=True, exist_ok=True)
        self.window = MainWindow(desk, navigation(), pages, IDENTITY)
        desk.setParent(self.window)
        self.window.top_bar.show_state(Pill("Poste autonome", "neutral"), "")
        self.window.resize(width, height)
        self.window.show()

    def draw(self, name: str, page: str, **arguments: Any) -> Path:
        """Open a page, wait until it shows, keep its picture."""
        self.window.go(Place(page, arguments))
        return self.keep(name)

    def keep(self, name: str) -> Path:
        """Keep what shows now."""
        QTest.qWait(_SETTLED_MS)
        path = self._out / f"{name}-{self._end}.png"
        self.window.grab().save(str(path))
        return path
