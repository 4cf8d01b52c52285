# SPDX-License-Identifier: MIT
"""The values of one line in the order of KAIROS's screen, each with its key to copy it.

What is copied is kept out of the clipboard's history and of what is shared between machines,
where the system offers that; it is forgotten when the program ends.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from kairos_desktop.views.toolkit import metrics
from kairos_desktop.views.toolkit.announce import announce
from kairos_desktop.views.toolkit.buttons import KeyButton, button, keep_focus_out
from kairos_desktop.views.toolkit.label import Label
from kairos_desktop.views.toolkit.pills import PillLabel
from kairos_desktop.views.toolkit.theme import set_look

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kairos_desktop.services.wording.kairos_words import KairosValue
    from kairos_desktop.views.toolkit.columns import Pill

MISSING = "à saisir"
NEXT_KEY = "C"
_DIGITS = 9
_OURS = "application/x-kairos-desktop-value"
# Windows, then KDE: keep it out of the history of the clipboard, and on this machine.
_PRIVATE = {
    'application/x-qt-windows-mime;value="ExcludeClipboardContentFromMonitorProcessing"': b"1",
    'application/x-qt-windows-mime;value="CanUploadToCloudClipboard"': b"\0\0\0\0",
    "x-kde-passwordManagerHint": b"secret",
    _OURS: b"1",
}


def forget_copied() -> None:
    """Empty the clipboard of what was copied here.

    Qt would otherwise delete it after Python is gone, and crash.
    """
    board = QGuiApplication.clipboard()
    # None where it is empty, whatever the stubs say.
    held: QMimeData | None = board.mimeData()
    if held is not None and held.hasFormat(_OURS):
        board.clear()


class ValuesCard(QFrame):
    """The line in hand. C copies the next value and goes on, a digit copies its own."""

    def __init__(self) -> None:
        super().__init__()
        set_look(self, "card")
        self._pill, self._title, self._where, self._told = PillLabel(), Label(), Label(), Label()
        self._grid, self._scroll = QGridLayout(), QScrollArea()
        self._values: list[KairosValue] = []
        self._place = 0
        self.buttons: list[KeyButton] = []
        self.next = button("Copier", self.copy_next, look="primary", key=NEXT_KEY)
        QGuiApplication.instance().aboutToQuit.connect(forget_copied)  # pyright: ignore[reportOptionalMemberAccess]
        self._lay_out()
        self.show_values([], "", "", None)

    def show_values(
        self, values: Sequence[KairosValue], title: str, where: str, pill: Pill | None
    ) -> None:
        """Show the values of a line, the first one to be copied; none hides the card."""
        self._values, self._place = list(values), 0
        self.setVisible(bool(values))
        self._clear()
        if pill is not None:
            self._pill.show_pill(pill)
        self._title.setText(title)
        self._where.setText(where)
        self.setAccessibleName(title)
        self._told.setText("")
        self._scroll.verticalScrollBar().setValue(0)
        for row, value in enumerate(self._values):
            self._show_value(row, value)
        self._go_on(-1)

    def copy_next(self) -> None:
        """Copy the value in hand and go to the next one."""
        if self._place < len(self._values):
            self.copy(self._place)

    def copy(self, row: int) -> None:
        """Copy one value; the one after it is then in hand."""
        value = self._values[row]
        data = QMimeData()
        data.setText(value.text)
        for name, kept in _PRIVATE.items():
            data.setData(name, kept)
        QGuiApplication.clipboard().setMimeData(data)
        self._go_on(row)
        said = f"Copié : {value.field}."
        if self._place >= len(self._values):
            said += " Tout y est : R marque la ligne reportée."
        self._told.setText(said)
        announce(self, said)

    def _go_on(self, row: int) -> None:
        """Take in hand the first value after a row that there is something to copy of."""
        self._place = next(
            (p for p in range(row + 1, len(self._values)) if self._values[p].text),
            len(self._values),
        )
        for place, made in enumerate(self.buttons):
            set_look(made, "primary" if place == self._place else "")
        is_last = self._place >= len(self._values)
        text = "Tout est copié" if is_last else f"Copier {self._values[self._place].field}"
        self.next.setText(text.replace("&", "&&"))
        # Another text takes the key away.
        self.next.setShortcut(NEXT_KEY)
        self.next.setAccessibleName(text)
        self.next.setEnabled(not is_last)
        if self.buttons and not is_last:
            self._scroll.ensureWidgetVisible(self.buttons[self._place])

    def _show_value(self, row: int, value: KairosValue) -> None:
        field, said = Label(value.field), Label(value.text or MISSING)
        set_look(field, "muted")
        set_look(said, "sentence" if value.text else "muted")
        if value.before:
            said.setText(f"{value.text or MISSING}\ndans KAIROS : {value.before}")
        for each in (field, said):
            each.setWordWrap(True)
        said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        said.setAccessibleName(f"{value.field} : {said.text()}")
        key = str(row + 1) if row < _DIGITS else ""
        made = button("Copier", partial(self.copy, row), key=key)
        keep_focus_out(made)
        made.setAccessibleDescription(value.field)
        made.setEnabled(bool(value.text))
        self.buttons.append(made)
        for column, each in enumerate((field, said, made)):
            self._grid.addWidget(each, row, column)
            each.show()

    def _clear(self) -> None:
        self.buttons = []
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()

    def _lay_out(self) -> None:
        unit = metrics.px(metrics.UNIT)
        set_look(self._title, "section")
        set_look(self._where, "small")
        set_look(self._told, "small")
        for each in (self._title, self._where, self._told):
            each.setWordWrap(True)
        head = QHBoxLayout()
        head.addWidget(self._pill)
        head.addStretch(1)
        self._grid.setContentsMargins(0, 0, unit, 0)
        self._grid.setHorizontalSpacing(unit)
        self._grid.setVerticalSpacing(unit // 2)
        self._grid.setColumnMinimumWidth(0, metrics.px(92))
        self._grid.setColumnStretch(1, 1)
        holder = QWidget()
        inner = QVBoxLayout(holder)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.addLayout(self._grid)
        inner.addStretch(1)
        self._scroll.setWidget(holder)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        for each in (holder, self._scroll.viewport()):
            each.setAutoFillBackground(False)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        keep_focus_out(self.next)
        column = QVBoxLayout(self)
        column.setContentsMargins(*[metrics.px(14)] * 4)
        column.setSpacing(unit)
        column.addLayout(head)
        column.addWidget(self._title)
        column.addWidget(self._where)
        column.addWidget(self._scroll, 1)
        column.addWidget(self._told)
        column.addWidget(self.next)
