# SPDX-License-Identifier: MIT
"""The frame of a page: where it stands, its title and facts, its state, then its body."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, ClassVar

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from kairos_desktop.views.toolkit import metrics
from kairos_desktop.views.toolkit.buttons import button
from kairos_desktop.views.toolkit.columns import Pill
from kairos_desktop.views.toolkit.desk import Desk
from kairos_desktop.views.toolkit.folding_row import FoldingRow
from kairos_desktop.views.toolkit.label import Label, as_tooltip
from kairos_desktop.views.toolkit.pills import PillLabel
from kairos_desktop.views.toolkit.theme import set_look

# A longer text is elided rather than sent to a line of its own.
_WIDEST_WISH = 420
_LONGEST_STEP = 60


class Page(QWidget):
    """Base of every page. Fill `self.body`; override `show_place` to receive arguments.

    The title is also the accessible name of the page, spoken when it is shown. `momentary` names
    the arguments that ask for something at once: the way back goes without them.
    """

    momentary: ClassVar[frozenset[str]] = frozenset()

    def __init__(self, desk: Desk, title: str) -> None:
        super().__init__()
        self.desk = desk
        self._has_trail = False
        self._trail = QHBoxLayout()
        self._trail.setSpacing(0)
        self._trail_holder = QWidget()
        self._trail_holder.setLayout(self._trail)
        self._trail.setContentsMargins(0, 0, 0, 0)
        self._title, self._facts = ElidedLabel(), ElidedLabel()
        self._states, self._buttons = QWidget(), QHBoxLayout()
        self._pills = QHBoxLayout(self._states)
        self._pills.setContentsMargins(0, 0, 0, 0)
        self.body = QVBoxLayout()
        self._lay_out_frame()
        self.set_title(title)
        self.set_trail(())

    def show_place(self, arguments: Mapping[str, Any]) -> None:
        """Show what was asked for; called each time the page is opened, also with nothing."""

    def look_again(self) -> None:
        """Read again what no change of rows tells, such as how far an exchange is."""

    def focus_start(self) -> None:
        """Give the focus to where one works: the first list that shows, unless overridden."""
        for view in self.findChildren(QAbstractItemView):
            if view.isVisibleTo(self):
                view.setFocus(Qt.FocusReason.OtherFocusReason)
                return

    def set_title(self, title: str, facts: str = "") -> None:
        """Set the title and the line of facts below it."""
        self._title.setText(title)
        self._facts.setText(facts)
        self._facts.setVisible(bool(facts))
        self.setAccessibleName(title)

    def set_trail(self, steps: Sequence[tuple[str, Callable[[], None] | None]]) -> None:
        """Set where the page stands, from the widest; a step with a callable can be clicked."""
        _clear(self._trail)
        for place, (label, on_click) in enumerate(steps):
            if place:
                self._trail.addWidget(_quiet(" › "))
            shown = _cut(label)
            step = button(shown, partial(on_click), look="trail") if on_click else _quiet(shown)
            step.setToolTip(as_tooltip(label) if shown != label else "")
            self._trail.addWidget(step)
        self._trail.addStretch(1)
        self._has_trail = bool(steps)
        self._show_trail()

    def set_pills(self, pills: Sequence[Pill]) -> None:
        """Set the states at the right of the title."""
        _clear(self._pills)
        for pill in pills:
            self._pills.addWidget(PillLabel(pill.word, pill.role))
        self._states.setVisible(bool(pills))

    def add_button(self, made: QWidget) -> None:
        """Add a button at the right of the title."""
        self._buttons.addWidget(made)

    def _show_trail(self) -> None:
        """Where the window is short, the list needs the line more than the trail does."""
        short = self.isVisible() and self.height() < metrics.px(metrics.SHORT)
        self._trail_holder.setVisible(self._has_trail and not short)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_trail()

    def _lay_out_frame(self) -> None:
        set_look(self._title, "title")
        set_look(self._facts, "muted")
        unit = metrics.px(metrics.UNIT)
        left, right = QWidget(), QWidget()
        words = QVBoxLayout(left)
        words.setContentsMargins(0, 0, 0, 0)
        words.setSpacing(unit // 4)
        words.addWidget(self._title)
        words.addWidget(self._facts)
        row = QHBoxLayout(right)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(unit)
        self._states.hide()
        row.addWidget(self._states)
        row.addLayout(self._buttons)
        for each in (self._pills, self._buttons):
            each.setSpacing(unit)
        self.body.setSpacing(unit + unit // 2)
        column = QVBoxLayout(self)
        margin = metrics.px(metrics.PAGE_MARGIN)
        column.setContentsMargins(margin, 2 * unit, margin, unit + unit // 2)
        column.setSpacing(unit // 2)
        column.addWidget(self._trail_holder)
        column.addWidget(FoldingRow(left, right, Qt.AlignmentFlag.AlignBottom, seen=self._states))
        column.addSpacing(unit)
        column.addLayout(self.body, 1)


class ElidedLabel(Label):
    """A label that ends in "…" where it has no room, and then says the whole in its tooltip."""

    def __init__(self, text: str = "") -> None:
        super().__init__()
        self._whole = text
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setText(text)

    def setText(self, text: str) -> None:
        self._whole = text
        self.setAccessibleName(text)
        self._elide()

    def _elide(self) -> None:
        elide = Qt.TextElideMode.ElideRight
        shown = self.fontMetrics().elidedText(self._whole, elide, self.width())
        super().setText(shown)
        self.setToolTip(as_tooltip(self._whole) if shown != self._whole else "")

    def sizeHint(self) -> QSize:
        whole = self.fontMetrics().horizontalAdvance(self._whole) + 1
        return QSize(min(whole, metrics.px(_WIDEST_WISH)), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(metrics.px(40), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._elide()


def _cut(label: str) -> str:
    """A step of the trail: some sessions have a title of two hundred letters."""
    return label if len(label) <= _LONGEST_STEP else f"{label[: _LONGEST_STEP - 1].rstrip()}…"


def _quiet(text: str) -> QLabel:
    label = Label(text)
    set_look(label, "muted")
    return label


def _clear(row: QHBoxLayout) -> None:
    while (item := row.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
