# SPDX-License-Identifier: MIT
"""A line of things at the left and buttons at the right, which gives way where there is no room.

Where the line is too narrow the right part goes below; where the window is short as well, its
buttons go in a panel of choices, since the list needs that line more. The primary one stays out,
and so does what must be seen whatever the room; the left part is shortened first.
"""

from typing import Literal, NamedTuple, TypeAlias

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QBoxLayout,
    QGridLayout,
    QHBoxLayout,
    QLayout,
    QWidget,
)

from kairos_desktop.views.toolkit import metrics
from kairos_desktop.views.toolkit.buttons import KeyButton, button

Shape: TypeAlias = Literal["beside", "below", "menu"]

_MORE = "Plus d’actions"


class _Kept(NamedTuple):
    """What stands out of the right part; where it goes back to."""

    made: QWidget
    home: QBoxLayout
    place: int


class FoldingRow(QWidget):
    """Two widgets side by side, one below the other, or the right one as a menu.

    `more` names the menu; two lines of one page have two names. `seen` is a part of the right one
    that is never folded away; its owner hides it while it is empty.
    """

    def __init__(
        self,
        left: QWidget,
        right: QWidget,
        right_at: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignVCenter,
        *,
        more: str = _MORE,
        seen: QWidget | None = None,
    ) -> None:
        super().__init__()
        self._left, self._right, self._right_at = left, right, right_at
        self._shape: Shape = "beside"
        self._right_shows = True
        self._keys: list[QAction] = []
        self._seen = seen
        self._kept: list[_Kept] = []
        self._more_title = more
        self._more = button(more, self._open_choices)
        self._more.setText(f"{more} ▾")
        # The menu, after what stands out of it.
        self._tail = QWidget()
        self._tail_line = QHBoxLayout(self._tail)
        self._tail_line.setContentsMargins(0, 0, 0, 0)
        self._tail_line.setSpacing(metrics.px(metrics.UNIT))
        self._tail_line.addWidget(self._more)
        self._tail.hide()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(metrics.px(16))
        self._grid.setVerticalSpacing(metrics.px(4))
        self._grid.setColumnStretch(0, 1)
        self._grid.addWidget(left, 0, 0)
        self._grid.addWidget(right, 0, 1, right_at)
        self._grid.addWidget(self._tail, 0, 2, right_at)

    def show_right(self, shows: bool) -> None:
        """Show or hide the right part, in whatever shape it stands."""
        self._right_shows = shows
        self._right.setVisible(shows and self._shape != "menu")
        self._tail.setVisible(shows and self._shape == "menu")
        self._more.setVisible(bool(self._buttons()))

    def shape_taken(self) -> Shape:
        """Give where the right part stands."""
        return self._shape

    def _wanted_shape(self) -> Shape:
        right = self._right.sizeHint().width()
        for each in self._kept:
            if not each.made.isHidden():
                right += each.made.sizeHint().width() + each.home.spacing()
        need = self._left.sizeHint().width() + right + self._grid.horizontalSpacing()
        if need <= self.width():
            return "beside"
        short = self.window().height() < metrics.px(metrics.SHORT_WINDOW)
        # Buttons wider than a whole line would be cut to pieces.
        cut = right > self.contentsRect().width()
        has_buttons = bool(self._buttons()) or bool(self._kept)
        return "menu" if (short or cut) and has_buttons else "below"

    def _buttons(self) -> list[QAbstractButton]:
        return self._right.findChildren(QAbstractButton)

    def _reshape(self) -> None:
        shape = self._wanted_shape()
        if shape == self._shape:
            if shape == "menu":
                # Whoever filled the line may have shown it again.
                self._right.hide()
            return
        self._shape = shape
        self._forget_keys()
        self._put_back()
        self._grid.removeWidget(self._right)
        # Below, the left part has the whole line, with the gaps of the columns that stand empty.
        self._grid.addWidget(self._left, 0, 0, 1, 3 if shape == "below" else 1)
        if shape == "below":
            self._grid.addWidget(self._right, 1, 0, 1, 3, Qt.AlignmentFlag.AlignLeft)
        else:
            self._grid.addWidget(self._right, 0, 1, self._right_at)
        if shape == "menu":
            self._take_out()
        self.show_right(self._right_shows)
        if shape == "menu":
            self._keep_keys()
        margins = self.contentsMargins()
        margins.setBottom(metrics.px(metrics.UNIT) if shape == "below" else 0)
        self.setContentsMargins(margins)

    def _take_out(self) -> None:
        """Have the primary button stand before the menu: what is done most stays in sight."""
        primary = next((x for x in self._buttons() if x.property("look") == "primary"), None)
        layout = self._right.layout()
        for made in (self._seen, primary):
            home = _home_of(layout, made) if made is not None and layout is not None else None
            if made is None or home is None:
                continue
            self._kept.append(_Kept(made, *home))
            home[0].removeWidget(made)
            self._tail_line.insertWidget(self._tail_line.count() - 1, made)

    def _put_back(self) -> None:
        while self._kept:
            made, home, place = self._kept.pop()
            self._tail_line.removeWidget(made)
            home.insertWidget(min(place, home.count()), made)

    def _keep_keys(self) -> None:
        """Hold the key of each button, which a hidden one would lose."""
        for made in self._buttons():
            action = QAction(made.text(), self)
            action.setShortcut(made.shortcut())
            action.triggered.connect(made.click)
            self.addAction(action)
            self._keys.append(action)

    def _forget_keys(self) -> None:
        for action in self._keys:
            self.removeAction(action)
            action.deleteLater()
        self._keys.clear()

    def _open_choices(self) -> None:
        from kairos_desktop.views.toolkit.choice_panel import Choice, open_choices

        choices = [
            Choice(
                made.text().replace("&&", "&"),
                made.click,
                is_enabled=made.isEnabled(),
                keys=made.shown_keys() if isinstance(made, KeyButton) else "",
                why_not=made.accessibleDescription(),
            )
            for made in self._buttons()
        ]
        open_choices(self._more, self._more_title, choices)

    def minimumSizeHint(self) -> QSize:
        # What gives way must first be allowed to become narrow.
        self._tail_line.activate()
        tail = self._tail.sizeHint().width()
        narrowest = max(self._left.minimumSizeHint().width(), tail)
        return QSize(narrowest, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._reshape()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self._reshape()
        return super().event(event)


def _home_of(layout: QLayout, made: QWidget) -> tuple[QBoxLayout, int] | None:
    """The row that holds a button, and its place there."""
    for place in range(layout.count()):
        item = layout.itemAt(place)
        held = item.widget() if item is not None else None
        if held is made and isinstance(layout, QBoxLayout):
            return layout, place
        inner = held.layout() if held is not None else item.layout() if item is not None else None
        if inner is not None and (found := _home_of(inner, made)):
            return found
    return None
