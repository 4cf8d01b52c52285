# SPDX-License-Identifier: MIT
"""Fields side by side on twelve columns; one below the other where there is no room."""

from itertools import pairwise

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from kairos_desktop.views.toolkit import metrics
from kairos_desktop.views.toolkit.fields import Field

_COLUMNS = 12
# Narrower than this, fields stand one below the other.
_ONE_COLUMN = 460


class FieldGrid(QWidget):
    """Fields with the columns that each takes, of twelve in a line; Tab follows their order."""

    def __init__(self, *fields: tuple[Field, int]) -> None:
        super().__init__()
        self._fields = fields
        self._is_narrow = False
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(metrics.px(12))
        self._grid.setVerticalSpacing(metrics.px(10))
        for column in range(_COLUMNS):
            self._grid.setColumnStretch(column, 1)
        self._lay_out()
        for (before, _), (after, _) in pairwise(fields):
            QWidget.setTabOrder(before.control, after.control)

    def _lay_out(self) -> None:
        row = column = 0
        for field, span in self._fields:
            taken = _COLUMNS if self._is_narrow else span
            if column + taken > _COLUMNS:
                row, column = row + 1, 0
            self._grid.addWidget(field, row, column, 1, taken)
            column += taken

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_narrow = self.width() < metrics.px(_ONE_COLUMN)
        if is_narrow != self._is_narrow:
            self._is_narrow = is_narrow
            self._lay_out()
