# SPDX-License-Identifier: MIT
"""The card « Avant de partir »: a pill and two lines for each thing to have done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QVBoxLayout, QWidget

from kairos_desktop.views.exchange.readiness import Check, is_ready
from kairos_desktop.views.toolkit import metrics
from kairos_desktop.views.toolkit.label import Label
from kairos_desktop.views.toolkit.pills import PillLabel
from kairos_desktop.views.toolkit.theme import set_look

if TYPE_CHECKING:
    from collections.abc import Sequence

_READY = "Tout est sur ce poste : vous pouvez partir."
_NOT_YET = "Il reste à faire :"


class Checklist(QFrame):
    """What was read last."""

    def __init__(self) -> None:
        super().__init__()
        set_look(self, "card")
        column = QVBoxLayout(self)
        column.setContentsMargins(*[metrics.px(16)] * 4)
        column.setSpacing(metrics.px(12))
        heading = Label("Avant de partir")
        set_look(heading, "section")
        self._verdict = Label()
        set_look(self._verdict, "sentence")
        self._verdict.setWordWrap(True)
        self._lines = QWidget()
        self._grid = QGridLayout(self._lines)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(metrics.px(12))
        self._grid.setVerticalSpacing(metrics.px(12))
        self._grid.setColumnStretch(1, 1)
        for each in (heading, self._verdict, self._lines):
            column.addWidget(each)
        column.addStretch(1)

    def show_checks(self, every: Sequence[Check]) -> None:
        """Show these lines in place of the ones before."""
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._verdict.setText(_READY if is_ready(every) else _NOT_YET)
        top = Qt.AlignmentFlag.AlignTop
        for row, check in enumerate(every):
            pill = PillLabel()
            pill.show_pill(check.pill)
            pill.setAccessibleName(check.pill.word)
            title, detail = Label(check.title), Label(check.detail)
            set_look(title, "sentence")
            set_look(detail, "small")
            words = QWidget()
            lines = QVBoxLayout(words)
            lines.setContentsMargins(0, 0, 0, 0)
            lines.setSpacing(metrics.px(2))
            for label in (title, detail):
                label.setWordWrap(True)
                lines.addWidget(label)
            self._grid.addWidget(pill, row, 0, top)
            self._grid.addWidget(words, row, 1, top)
            pill.show()
            words.show()
