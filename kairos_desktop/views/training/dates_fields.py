# SPDX-License-Identifier: MIT
"""From one half-day to another, and a length where it is less: the fields of an absence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kairos_desktop.models.vocabulary import HalfDay
from kairos_desktop.services.acts.absences import Dates
from kairos_desktop.views.toolkit.fields import ChoiceField, DateField, TextField

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from kairos_desktop.models.rows import AbsenceRow
    from kairos_desktop.views.toolkit.forms import Form

_LENGTH = "Vide : demi-journées entières. Sinon 1h30, 0h45…"
_FROM = ((HalfDay.MORNING, "ce matin-là"), (HalfDay.AFTERNOON, "cet après-midi-là"))
_TO = ((HalfDay.MORNING, "la fin de ce matin-là"), (HalfDay.AFTERNOON, "la fin de cette journée"))


def add_dates(form: Form, near: date) -> None:
    """Add the five fields; `near` is the day that a short date is read from."""
    first = DateField("Premier jour", is_required=True, hint="", today=lambda: near)
    last = DateField("Dernier jour", is_required=True, hint="", today=lambda: near)
    form.add("starts_on", first)
    form.add("starts_half", ChoiceField("À partir de", _FROM), beside=True)
    form.add("ends_on", last)
    form.add("ends_half", ChoiceField("Jusqu’à", _TO), beside=True)
    form.field("ends_half").set_value(HalfDay.AFTERNOON)
    form.add("length", TextField("Durée, si elle est plus courte", hint=_LENGTH, most=8))


def dates_of(values: Mapping[str, Any]) -> Dates | None:
    """The dates that were typed; None where one is missing."""
    if values["starts_on"] is None or values["ends_on"] is None:
        return None
    return Dates(
        starts_on=values["starts_on"],
        ends_on=values["ends_on"],
        starts_half=values["starts_half"] or HalfDay.MORNING,
        ends_half=values["ends_half"] or HalfDay.AFTERNOON,
    )


def minutes_of(text: str) -> int | None:
    """« 1h30 », « 1:30 », « 2 h », « 45 min » in minutes; None where it is no length."""
    typed = text.strip().lower().replace(" ", "").replace("\u00a0", "")
    if typed.endswith("min"):
        hours, minutes = "0", typed.removesuffix("min")
    else:
        hours, _, minutes = typed.replace(":", "h").partition("h")
    if not (hours.isdecimal() and (minutes or "0").isdecimal()):
        return None
    return int(hours) * 60 + int(minutes or 0)


def shown_dates(row: AbsenceRow) -> dict[str, Any]:
    """An absence as its fields show it."""
    hours, rest = divmod(row.minutes or 0, 60)
    return {
        "starts_on": row.starts_on,
        "starts_half": row.starts_half,
        "ends_on": row.ends_on,
        "ends_half": row.ends_half,
        "length": f"{hours}h{rest:02d}" if row.minutes else "",
    }
