# SPDX-License-Identifier: MIT
"""What an empty list says: why it is empty, and the next step."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kairos_desktop.views.toolkit import metrics
from kairos_desktop.views.toolkit.buttons import KeyButton, button
from kairos_desktop.views.toolkit.label import Label
from kairos_desktop.views.toolkit.theme import set_look


@dataclass(frozen=True)
class Empty:
    """Why a list is empty; `step` is the label of the button that goes on, "" for none."""

    why: str
    detail: str = ""
    step: str = ""
    on_step: Callable[[], None] | None = None


class EmptyState(QWidget):
    """Shows an Empty in the middle of where the list would be."""

    def __init__(self) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(*[metrics.px(24)] * 4)
        self._column.setSpacing(metrics.UNIT)
        self._why, self._detail = Label(), Label()
        set_look(self._why, "section")
        set_look(self._detail, "muted")
        self._button: KeyButton | None = None
        self._column.addStretch(1)
        for label in (self._why, self._detail):
            label.setWordWrap(True)
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            self._column.addWidget(label)
        self._column.addStretch(2)

    def show_empty(self, empty: Empty) -> None:
        """Say why, and offer the step."""
        self._why.setText(empty.why)
        self._detail.setText(empty.detail)
        self._detail.setVisible(bool(empty.detail))
        if self._button is not None:
            self._column.removeWidget(self._button)
            self._button.hide()
            self._button.deleteLater()
            self._button = None
        if empty.step and empty.on_step is not None:
            self._button = button(empty.step, empty.on_step, look="primary")
            centre = Qt.AlignmentFlag.AlignHCenter
            self._column.insertWidget(self._column.count() - 1, self._button, 0, centre)
