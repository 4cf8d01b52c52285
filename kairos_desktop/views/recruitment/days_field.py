# SPDX-License-Identifier: MIT
"""Several days in one line: « 14/12, 15/12, +7 »."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QLineEdit

from kairos_desktop.services.wording.dates import short_day
from kairos_desktop.views.toolkit.field_parsing import parse_date
from kairos_desktop.views.toolkit.fields import Field

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

NOT_DAYS = "Ces dates ne sont pas comprises : tapez par exemple 14/12, 15/12."


class DaysField(Field):
    """One or several days; what was understood is said below, with the day of the week."""

    def __init__(self, label: str, hint: str, today: Callable[[], date]) -> None:
        self._today = today
        self._line = QLineEdit()
        super().__init__(label, self._line, is_required=True, hint=hint)
        self._line.textChanged.connect(self._on_edited)
        self.edited.connect(self._say_days)

    def value(self) -> tuple[date, ...] | None:
        """The days, in order and each once; None where one is not understood, or for none."""
        return parse_days(self._line.text(), self._today())

    def set_value(self, value: tuple[date, ...] | None) -> None:
        """Show days."""
        with QSignalBlocker(self):
            self._line.setText(", ".join(f"{day:%d/%m/%Y}" for day in value or ()))
        self._say_days()

    def problem(self) -> str:
        """Why the days cannot be taken."""
        if self._line.text().strip() and self.value() is None:
            return NOT_DAYS
        return super().problem()

    def _say_days(self) -> None:
        self.show_hint(", ".join(short_day(day) for day in self.value() or ()))


def parse_days(typed: str, today: date) -> tuple[date, ...] | None:
    """The days of a line, separated by commas or semicolons; None when one is no day."""
    parts = [part.strip() for part in typed.replace(";", ",").split(",")]
    days = [parse_date(part, today) for part in parts if part]
    found = [day for day in days if day is not None]
    if not found or len(found) < len(days):
        return None
    return tuple(sorted(set(found)))
