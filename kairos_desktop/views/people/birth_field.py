# SPDX-License-Identifier: MIT
"""A date of birth: a day that has passed, its year typed with two or four figures."""

import re
from collections.abc import Callable
from datetime import date

from kairos_desktop.views.toolkit.fields import DateField

_SHORT_YEAR = re.compile(r"(?:\d{6}|.*[\s/.\-]\d{2})")


class BirthField(DateField):
    """« 3/4/68 » is 1968: nobody is born in the future."""

    def __init__(self, label: str, today: Callable[[], date]) -> None:
        super().__init__(label, hint="Par exemple 3/4/1990", today=today)

    def value(self) -> date | None:
        """Give the day, None for none or for what is no day. Without a year, it is no day."""
        day, typed = super().value(), self._line.text().strip()
        if day is None or not re.search(r"\d{2}$", typed) or len(typed) < 6:
            return None
        if day > self._today() and _SHORT_YEAR.fullmatch(typed):
            return _a_century_before(day)
        return day

    def _on_left(self) -> None:
        super()._on_left()
        self.show_hint("")


def _a_century_before(day: date) -> date | None:
    try:
        return day.replace(year=day.year - 100)
    except ValueError:
        return None
