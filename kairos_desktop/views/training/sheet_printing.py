# SPDX-License-Identifier: MIT
"""« Imprimer les feuilles d'émargement »: what shows, what follows, or from … to …"""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from kairos_desktop.services.rules.sheets import MOST_DAYS
from kairos_desktop.services.wording.dates import day_number, period
from kairos_desktop.views.toolkit import dialogs
from kairos_desktop.views.toolkit.choice_panel import Choice, open_choices
from kairos_desktop.views.toolkit.fields import DateField
from kairos_desktop.views.toolkit.forms import Form

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from uuid import UUID

    from PySide6.QtWidgets import QWidget

    from kairos_desktop.views.toolkit.desk import Desk

BACKWARDS = "La fin vient avant le début."
TOO_LONG = f"Deux mois à la fois au plus ({MOST_DAYS} jours)."


class PrintedSpan(NamedTuple):
    """The days on screen, of some sessions or, without one, of all; how many sheets that makes."""

    session_ids: tuple[UUID, ...]
    first: date
    last: date
    sheets: int

    @property
    def length(self) -> timedelta:
        """From these days to those that follow."""
        return self.last - self.first + timedelta(days=1)

    def after(self) -> tuple[date, date]:
        """As many days, just after."""
        return self.first + self.length, self.last + self.length


def offer_sheets(desk: Desk, anchor: QWidget, title: str, span: PrintedSpan) -> None:
    """Offer the days on screen, those that follow, and other ones."""
    one_day = span.first == span.last
    said = f"{span.sheets} feuille{'s' if span.sheets > 1 else ''}"
    first, last = span.after()

    def show(start: date, end: date) -> None:
        desk.papers.show_sheets(span.session_ids, start, end)

    choices = [
        Choice(
            f"{_words(span.first, span.last)} ({said})",
            partial(show, span.first, span.last),
            is_enabled=span.sheets > 0,
            why_not="" if span.sheets else "Aucune demi-journée de formation.",
        ),
        Choice(_words(first, last), partial(show, first, last)),
    ]
    if one_day:
        monday = span.first - timedelta(days=span.first.weekday())
        sunday = monday + timedelta(days=6)
        choices.append(Choice(_words(monday, sunday), partial(show, monday, sunday)))
    choices.append(Choice("Du … au …", partial(_ask, desk, anchor, span)))
    open_choices(anchor, title, choices)


def check_days(values: Mapping[str, Any]) -> dict[str, str]:
    """Why two days cannot go together, by field."""
    days = (values["last"] - values["first"]).days
    if days < 0:
        return {"last": BACKWARDS}
    return {"last": TOO_LONG} if days >= MOST_DAYS else {}


def _ask(desk: Desk, anchor: QWidget, span: PrintedSpan) -> None:
    form = Form()
    for name, text, day in (("first", "Du", span.first), ("last", "Au", span.last)):
        field = DateField(text, is_required=True, today=lambda: desk.now().date())
        form.add(name, field, beside=name == "last").set_value(day)
    values = dialogs.ask(
        anchor.window(),
        "Feuilles d’émargement",
        form,
        accept="Imprimer",
        lead="Une feuille par demi-journée de formation, en un seul document.",
        check=check_days,
    )
    if values is not None:
        desk.papers.show_sheets(span.session_ids, values["first"], values["last"])


def _words(first: date, last: date) -> str:
    if first == last:
        return f"Le {day_number(first)}"
    return f"Semaine {period(first, last)}"
