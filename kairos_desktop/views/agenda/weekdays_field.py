# SPDX-License-Identifier: MIT
"""Days of the week to tick, side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QWidget

from kairos_desktop.services.wording.dates import DAYS, SHORT_DAYS
from kairos_desktop.views.toolkit import metrics
from kairos_desktop.views.toolkit.fields import Field

if TYPE_CHECKING:
    from collections.abc import Collection

_SHOWN = 6


class WeekdaysField(Field):
    """Monday to Saturday; the value is the set of their numbers, 0 for Monday."""

    def __init__(self, label: str) -> None:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(metrics.px(10))
        self._boxes = [QCheckBox(SHORT_DAYS[day].capitalize()) for day in range(_SHOWN)]
        for day, box in enumerate(self._boxes):
            box.setAccessibleName(box.text())
            box.setAccessibleDescription(f"{label}, {DAYS[day]}")
            row.addWidget(box)
        row.addStretch(1)
        super().__init__(label, holder)
        for box in self._boxes:
            box.toggled.connect(self.edited)

    def value(self) -> frozenset[int]:
        """The days ticked."""
        return frozenset(day for day, box in enumerate(self._boxes) if box.isChecked())

    def set_value(self, value: Collection[int]) -> None:
        """Tick these days."""
        for day, box in enumerate(self._boxes):
            box.setChecked(day in value)
