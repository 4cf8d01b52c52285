# SPDX-License-Identifier: MIT
"""What a button opens when there are several things to do: a panel of real buttons under it.

A QMenu is a popup, which Qt leaves out of what a screen reader is told. This panel is a child of
the window, so that each choice is a button that can be listed, read and pressed.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QIcon, QKeyEvent, QPixmap
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QFrame,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from kairos_desktop.views.toolkit import metrics
from kairos_desktop.views.toolkit.buttons import KeyButton, button
from kairos_desktop.views.toolkit.icons import icon
from kairos_desktop.views.toolkit.label import as_tooltip
from kairos_desktop.views.toolkit.theme import set_look
from kairos_desktop.views.toolkit.tokens import tokens_for

# A window that goes takes its panel along first: it must not hear events while it is torn down.
_WINDOW_CHANGES = {QEvent.Type.Resize, QEvent.Type.Close, QEvent.Type.Hide}
_MORE = {Qt.Key.Key_Down, Qt.Key.Key_Tab}
_LESS = {Qt.Key.Key_Up, Qt.Key.Key_Backtab}


@dataclass(frozen=True)
class Choice:
    """One thing to do. `is_current` marks the one of several that holds now."""

    label: str
    run: Callable[[], object]
    is_enabled: bool = True
    is_current: bool = False
    keys: str = ""
    why_not: str = ""


def open_choices(anchor: QWidget, title: str, choices: Sequence[Choice]) -> None:
    """Open the panel under `anchor`, or close it where it is open already."""
    window = anchor.window()
    for open_one in window.findChildren(ChoicePanel):
        open_one.close_panel()
        if open_one.anchor is anchor:
            return
    ChoicePanel(anchor, title, choices).show_under()


class ChoicePanel(QFrame):
    """A floating column of buttons: arrows move, Enter takes, Escape or a click aside closes."""

    def __init__(self, anchor: QWidget, title: str, choices: Sequence[Choice]) -> None:
        super().__init__(anchor.window())
        set_look(self, "floating")
        self.setAccessibleName(title)
        self.anchor = anchor
        self._is_open = True
        self._entries = [self._entry(each) for each in choices]
        if any(each.is_current for each in choices):
            self._mark(choices)
        holder = QWidget()
        column = QVBoxLayout(holder)
        side = metrics.px(metrics.UNIT) // 2
        column.setContentsMargins(side, side, side, side)
        # A window held upright is touched: 44 pixels from one choice to the next.
        upright = anchor.window().height() > anchor.window().width()
        column.setSpacing(metrics.px(metrics.UNIT) if upright else 0)
        for each in self._entries:
            column.addWidget(each)
        self._scroll = QScrollArea()
        self._scroll.setWidget(holder)
        # A scroll area paints the ground of what it holds; the panel has its own.
        holder.setAutoFillBackground(False)
        self._scroll.viewport().setAutoFillBackground(False)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._holder = holder
        self._whole = whole = QVBoxLayout(self)
        whole.setContentsMargins(1, 1, 1, 1)
        whole.addWidget(self._scroll)

    def show_under(self) -> None:
        """Show the panel where there is room for it, the keyboard on its first choice."""
        self.setGeometry(QRect(self._place(), self._wanted()))
        self.show()
        self.raise_()
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.installEventFilter(self)
        app.focusChanged.connect(self._on_focus)
        current = [each for each in self._awake() if each.isChecked()]
        for each in (current or self._awake())[:1]:
            each.setFocus(Qt.FocusReason.PopupFocusReason)

    def close_panel(self) -> None:
        """Take the panel away; what opened it has the keyboard again if the panel had it."""
        if not self._is_open:
            return
        self._is_open = False
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.removeEventFilter(self)
        app.focusChanged.disconnect(self._on_focus)
        focus = QApplication.focusWidget()
        if focus is not None and self.isAncestorOf(focus) and self.anchor.isVisible():
            self.anchor.setFocus(Qt.FocusReason.PopupFocusReason)
        self.hide()
        self.setParent(None)
        self.deleteLater()

    def _entry(self, choice: Choice) -> KeyButton:
        made = button(choice.label, partial(self._take, choice), look="entry")
        made.show_keys(choice.keys)
        made.setEnabled(choice.is_enabled)
        made.setToolTip(as_tooltip(choice.why_not))
        made.setAccessibleDescription(choice.why_not)
        return made

    def _mark(self, choices: Sequence[Choice]) -> None:
        """A tick before the one that holds now, and as much room before the others."""
        room = QPixmap(metrics.px(16), metrics.px(16))
        room.fill(Qt.GlobalColor.transparent)
        tick = icon("check", tokens_for(self.palette()).accent)
        for choice, made in zip(choices, self._entries, strict=True):
            made.setIcon(tick if choice.is_current else QIcon(room))
            made.setCheckable(choice.is_current)
            made.setChecked(choice.is_current)

    def _take(self, choice: Choice) -> None:
        self.close_panel()
        choice.run()

    def _awake(self) -> list[KeyButton]:
        return [each for each in self._entries if each.isEnabled()]

    def _wanted(self) -> QSize:
        """The size of its choices, or what the window has of it."""
        for each in (self, self._holder, *self._entries):
            each.ensurePolished()
        frame, inner = self.contentsMargins(), self._whole.contentsMargins()
        needed = self._holder.sizeHint().grownBy(frame).grownBy(inner)
        room = self.window().size() - QSize(metrics.px(16), metrics.px(16))
        if needed.height() > room.height():
            needed.setWidth(needed.width() + self._scroll.verticalScrollBar().sizeHint().width())
        return needed.boundedTo(room)

    def _place(self) -> QPoint:
        """Under what opened it, above where it would leave the window, never beyond an edge."""
        window, size, anchor = self.window(), self._wanted(), self.anchor
        gap = metrics.px(4)
        under = anchor.mapTo(window, QPoint(0, anchor.height() + gap))
        above = anchor.mapTo(window, QPoint(0, -gap)).y() - size.height()
        y = under.y() if under.y() + size.height() <= window.height() else above
        x = min(under.x(), window.width() - size.width() - metrics.px(metrics.UNIT))
        return QPoint(max(0, x), min(max(0, y), window.height() - size.height()))

    def _on_focus(self, _old: QWidget | None, now: QWidget | None) -> None:
        # None: another window is in front for a moment.
        if now is not None and now is not self.anchor and not self.isAncestorOf(now):
            self.close_panel()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Hear the keys of the choices, a click anywhere else, a window that changes or goes."""
        if event.type() == QEvent.Type.KeyPress and watched in self._entries:
            return isinstance(event, QKeyEvent) and self._on_key(event)
        if event.type() == QEvent.Type.MouseButtonPress and isinstance(watched, QWidget):
            inside = watched is self or self.isAncestorOf(watched)
            if not inside and watched is not self.anchor:
                self.close_panel()
        elif event.type() in _WINDOW_CHANGES and watched is self.parent():
            self.close_panel()
        return False

    def _on_key(self, event: QKeyEvent) -> bool:
        key, awake = Qt.Key(event.key()), self._awake()
        focus = QApplication.focusWidget()
        here = awake.index(focus) if isinstance(focus, KeyButton) and focus in awake else 0
        if key == Qt.Key.Key_Escape:
            self.close_panel()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            awake[here].click()
        elif key in _MORE:
            self._show_focus(awake[(here + 1) % len(awake)])
        elif key in _LESS:
            self._show_focus(awake[here - 1])
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self._show_focus(awake[0 if key == Qt.Key.Key_Home else -1])
        else:
            return False
        return True

    def _show_focus(self, entry: QAbstractButton) -> None:
        entry.setFocus(Qt.FocusReason.TabFocusReason)
        self._scroll.ensureWidgetVisible(entry)
