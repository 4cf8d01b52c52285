# SPDX-License-Identifier: MIT
"""The window: a top bar, a side panel, a page, a bar that says what was done, a status bar.

No business word lives here: entries, pages and texts come from the composition root.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QCloseEvent, QKeySequence, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMainWindow, QVBoxLayout, QWidget

from kairos_desktop.views.shell.navigation import (
    Entry,
    Identity,
    Line,
    Navigation,
    PageFactory,
    entries_of,
)
from kairos_desktop.views.shell.page_stack import PageStack
from kairos_desktop.views.shell.side_panel import SidePanel
from kairos_desktop.views.shell.status_bar import StatusBar
from kairos_desktop.views.shell.top_bar import TopBar
from kairos_desktop.views.toolkit import metrics
from kairos_desktop.views.toolkit.announce import announce
from kairos_desktop.views.toolkit.desk import Desk, Place
from kairos_desktop.views.toolkit.undo_bar import UndoBar

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from kairos_desktop.views.shell.palette import Found, Palette, Provider
    from kairos_desktop.views.toolkit.banners import BannerKind
    from kairos_desktop.views.toolkit.page import Page

_GO_TO = "Aller à"


class MainWindow(QMainWindow):
    """The only window. Made without pages, it waits for `furnish`.

    `providers` are the palette's sources beside the entries of the navigation; `on_closed` runs
    once, after the lanes are closed.
    """

    def __init__(
        self,
        desk: Desk,
        navigation: Navigation,
        pages: Mapping[str, PageFactory],
        identity: Identity,
        providers: Sequence[Provider] = (),
        on_closed: Callable[[], None] = lambda: None,
    ) -> None:
        super().__init__()
        self.desk = desk
        self._navigation = navigation
        self._first = navigation.start
        self._on_closed = on_closed
        # Asked before closing; False keeps the window.
        self.may_close: Callable[[], bool] = lambda: True
        self._is_narrow = False
        self._notice: tuple[BannerKind, str] | None = None
        self._asked_entry: Entry | None = None
        self.top_bar = TopBar(navigation.search_prompt)
        self.side_panel = SidePanel(navigation)
        self.pages = PageStack(desk, pages)
        self.status_bar = StatusBar()
        self._undo_bar = UndoBar(desk)
        self._lay_out()
        self._veil = _Veil(self._middle, self._close_drawer)
        self._palette: Palette | None = None
        self.top_bar.show_identity(identity)
        self.setWindowTitle(f"{identity.organisation} – Kairos Desktop")
        self._connect()
        self.furnish(pages, providers)
        # Said here, else the panel's own width would forbid the sizes at which it becomes a drawer.
        self.setMinimumSize(metrics.px(480), metrics.px(420))
        self.resize(metrics.px(1366), metrics.px(768))

    def furnish(self, pages: Mapping[str, PageFactory], providers: Sequence[Provider] = ()) -> None:
        """Have pages, in a window that was made without: its keys work, and its menus lead."""
        self.pages.offer(pages)
        self._providers = tuple(providers)
        self._is_furnished = bool(pages)
        for action in self.actions():
            action.setEnabled(self._is_furnished)

    def show_notice(self, notice: tuple[BannerKind, str] | None) -> None:
        """Show a sentence above every page as long as its cause lasts; None takes it away."""
        if notice == self._notice:
            return
        self._notice = notice
        while (item := self._notices.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        if notice is not None:
            from kairos_desktop.views.toolkit.banners import Banner

            banner = Banner(*notice)
            self._notices.addWidget(banner)
            banner.show()
            announce(self, notice[1])

    def go(self, place: Place) -> None:
        """Show a place; where there are no pages yet, once they are here and `start` is called."""
        if self._is_furnished:
            self.pages.go(place)
        else:
            self._first = place

    def show_ahead(self, key: str, make: PageFactory) -> Page | None:
        """Show the page that the window starts with before there are others; None for another.

        Its caller tells it what it holds. Another was chosen meanwhile where None is given.
        """
        if self._is_furnished or self._first.page != key:
            return None
        self.pages.offer({key: make})
        self._on_place_shown(self._first)
        return self.pages.show_ahead(key)

    def start(self) -> None:
        """Show the first place; apart from the constructor so that the frame paints first."""
        self.go(self._first)

    def _lay_out(self) -> None:
        self._middle = QWidget()
        self._row = QHBoxLayout(self._middle)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        right = QVBoxLayout()
        right.setSpacing(0)
        self._notices = QVBoxLayout()
        self._notices.setContentsMargins(margin := metrics.px(metrics.PAGE_MARGIN), 0, margin, 0)
        right.addLayout(self._notices)
        right.addWidget(self.pages, 1)
        bar_row = QHBoxLayout()
        bar_row.setContentsMargins(margin, 0, margin, metrics.px(12))
        bar_row.addWidget(self._undo_bar)
        right.addLayout(bar_row)
        self._row.addWidget(self.side_panel)
        self._row.addLayout(right, 1)
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.top_bar)
        column.addWidget(self._middle, 1)
        column.addWidget(self.status_bar)
        self.setCentralWidget(whole)

    def _connect(self) -> None:
        self.desk.place_asked.connect(self.go)
        self.desk.act_marked.connect(self.side_panel.mark)
        self.desk.counted.connect(self.side_panel.set_counter)
        self.pages.place_shown.connect(self._on_place_shown)
        self.side_panel.entry_chosen.connect(self._on_entry_chosen)
        self.top_bar.search_asked.connect(self._open_palette)
        self.top_bar.drawer_asked.connect(self._toggle_drawer)
        self._add_key("Rechercher", "Ctrl+K", self._open_palette)
        self._add_key("Annuler", "Ctrl+Z", self.desk.undo)
        self._add_key("Rétablir", "Ctrl+Shift+Z", self.desk.redo)
        self._add_key("Rétablir", "Ctrl+Y", self.desk.redo)
        self._add_key("Page précédente", "Alt+Left", self.pages.back)
        self._add_key("Page suivante", "Alt+Right", self.pages.forward)

    def _add_key(self, label: str, keys: str, call: Callable[[], None]) -> None:
        action = QAction(label, self)
        action.setShortcut(QKeySequence(keys))
        action.triggered.connect(lambda: call())
        self.addAction(action)

    @property
    def palette_box(self) -> Palette:
        """The palette, made at its first use."""
        if self._palette is None:
            self._palette = self._make_palette()
        return self._palette

    def _open_palette(self) -> None:
        if self._is_furnished:
            self.palette_box.open()

    def _make_palette(self) -> Palette:
        from kairos_desktop.views.shell.palette import FixedProvider, Palette

        own = [
            FixedProvider(self._navigation.acts_title, self._found(self._navigation.acts)),
            FixedProvider(_GO_TO, self._found(self._navigation.menu)),
        ]
        return Palette(self, self._navigation.search_prompt, [*own, *self._providers])

    def _found(self, lines: Sequence[Line]) -> list[Found]:
        from kairos_desktop.views.shell.palette import Found

        entries = (each for each in entries_of(lines) if each.place is not None)
        return [Found(each.label, partial(self._on_entry_chosen, each)) for each in entries]

    def _on_entry_chosen(self, entry: Entry) -> None:
        self._close_drawer()
        if entry.place is not None:
            self._asked_entry = entry
            self.go(entry.place)

    def _on_place_shown(self, place: Place) -> None:
        asked, self._asked_entry = self._asked_entry, None
        if asked is None:
            entries = entries_of([*self._navigation.menu, *self._navigation.acts])
            asked = next((each for each in entries if each.place == place), None)
        self.side_panel.mark(asked.key if asked is not None else "")

    def _toggle_drawer(self) -> None:
        if self.side_panel.isVisible():
            self._close_drawer()
            return
        self._veil.setGeometry(self._middle.rect())
        self._veil.show()
        self._veil.raise_()
        self.side_panel.setGeometry(0, 0, self.side_panel.width(), self._middle.height())
        self.side_panel.show()
        self.side_panel.raise_()
        self.side_panel.setFocus()

    def _close_drawer(self) -> None:
        if self._is_narrow:
            self.side_panel.hide()
            self._veil.hide()

    def _set_narrow(self, narrow: bool) -> None:
        """Turn the side panel into a drawer, or back into a panel."""
        self._is_narrow = narrow
        self.top_bar.set_narrow(narrow)
        self.side_panel.set_touch(narrow)
        self._veil.hide()
        if narrow:
            self._row.removeWidget(self.side_panel)
            self.side_panel.setParent(self._middle)
            self.side_panel.hide()
        else:
            self._row.insertWidget(0, self.side_panel)
            self.side_panel.show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.status_bar.setVisible(self.height() >= metrics.px(metrics.SHORT_WINDOW))
        narrow = self.width() < metrics.px(metrics.NARROW)
        if narrow != self._is_narrow:
            self._set_narrow(narrow)
        if self._palette is not None:
            self._palette.hide()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Finish what is being written, never wait for more: the rest is already on disk."""
        if not self.may_close():
            event.ignore()
            return
        try:
            self.desk.lanes.close()
        finally:
            self._on_closed()
        super().closeEvent(event)


class _Veil(QFrame):
    """What covers the page while the drawer is open; a touch on it closes the drawer."""

    def __init__(self, parent: QWidget, on_touched: Callable[[], None]) -> None:
        super().__init__(parent)
        self._on_touched = on_touched
        self.setAutoFillBackground(False)
        self.hide()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._on_touched()
