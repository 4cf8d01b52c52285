# SPDX-License-Identifier: MIT
"""Days and hours as a French secretary reads them, on screen and on paper."""

from __future__ import annotations

from datetime import date, datetime, time

DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
SHORT_DAYS = ("lun.", "mar.", "mer.", "jeu.", "ven.", "sam.", "dim.")
MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip
SHORT_MONTHS = (
    "janv.", "févr.", "mars", "avr.", "mai", "juin",
    "juil.", "août", "sept.", "oct.", "nov.", "déc.",
)  # fmt: skip
NBSP = "\u00a0"


def day_number(day: date | None) -> str:
    """« 07/12/2026 »; empty for no day."""
    # As {day:%d/%m/%Y}, without asking the system's clock: a list of days asks it a thousand times.
    return f"{day.day:02}/{day.month:02}/{day.year:04}" if day else ""


def short_day(day: date, *, year: bool = True) -> str:
    """« lun. 7 déc. 2026 »."""
    return f"{SHORT_DAYS[day.weekday()]} {plain_day(day, year=year)}"


def plain_day(day: date, *, year: bool = True) -> str:
    """« 7 déc. 2026 »."""
    text = f"{_nth(day)} {SHORT_MONTHS[day.month - 1]}"
    return f"{text} {day.year}" if year else text


def long_day(day: date, *, weekday: bool = False) -> str:
    """« 7 décembre 2026 », « lundi 7 décembre 2026 »."""
    text = f"{_nth(day)} {MONTHS[day.month - 1]} {day.year}"
    return f"{DAYS[day.weekday()]} {text}" if weekday else text


def hour(moment: time) -> str:
    """« 9 h », « 14 h 30 »."""
    minutes = f"{NBSP}{moment.minute:02d}" if moment.minute else ""
    return f"{moment.hour}{NBSP}h{minutes}"


def moment(at: datetime) -> str:
    """« le 07/12/2026 à 9 h 12 », in the offset that the moment carries."""
    return f"le {day_number(at.date())} à {hour(at.time())}"


def hours(start: time, end: time | None) -> str:
    """« 9 h – 11 h »; the start alone where no end is known."""
    return f"{hour(start)} – {hour(end)}" if end else hour(start)


def month_name(day: date) -> str:
    """« novembre 2026 »."""
    return f"{MONTHS[day.month - 1]} {day.year}"


def hours_text(minutes: int) -> str:
    """A length: « 3 h 30 », « 21 h », « 0 h »."""
    whole, rest = divmod(minutes, 60)
    return f"{whole}{NBSP}h{NBSP}{rest:02d}" if rest else f"{whole}{NBSP}h"


def slot_text(day: date, start: time, end: time | None) -> str:
    """« lun. 7 déc. 2026 · 9 h – 11 h »."""
    return f"{short_day(day)} · {hours(start, end)}"


def period(start: date | None, end: date | None) -> str:
    """« du 11/01/2027 au 25/06/2027 », with what is known."""
    if start and end:
        return f"du {day_number(start)} au {day_number(end)}"
    if start:
        return f"à partir du {day_number(start)}"
    return f"jusqu’au {day_number(end)}" if end else "dates non précisées"


def _nth(day: date) -> str:
    return "1er" if day.day == 1 else str(day.day)
