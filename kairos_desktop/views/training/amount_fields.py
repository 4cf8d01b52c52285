# SPDX-License-Identifier: MIT
"""An amount in euros and a length in hours, understood as people type them."""

from __future__ import annotations

from kairos_desktop.services.wording.aif_words import money
from kairos_desktop.services.wording.dates import hours_text
from kairos_desktop.views.toolkit.field_parsing import parse_hours, parse_money
from kairos_desktop.views.toolkit.fields import TextField

_EURO = "\u00a0€"


class MoneyField(TextField):
    """An amount; its value is in cents, and what is empty is nothing to pay."""

    def value(self) -> int | None:  # pyright: ignore[reportIncompatibleMethodOverride]
        return parse_money(self.text()) if self.text().strip() else 0

    def set_value(self, value: int | None) -> None:  # pyright: ignore[reportIncompatibleMethodOverride]
        self.set_text(money(value).removesuffix(_EURO) if value else "")

    def problem(self) -> str:
        if self.value() is None:
            return "Un montant en euros : tapez par exemple 2450 ou 2450,50."
        return ""


class HoursField(TextField):
    """A length; its value is in hours, None where nothing is typed."""

    def value(self) -> float | None:  # pyright: ignore[reportIncompatibleMethodOverride]
        minutes = parse_hours(self.text()) if self.text().strip() else None
        return None if minutes is None else minutes / 60

    def set_value(self, value: float | None) -> None:  # pyright: ignore[reportIncompatibleMethodOverride]
        self.set_text("" if value is None else hours_text(round(value * 60)))

    def problem(self) -> str:
        if self.text().strip() and self.value() is None:
            return "Une durée en heures : tapez par exemple 35, 17,5 ou 17h30."
        return ""
