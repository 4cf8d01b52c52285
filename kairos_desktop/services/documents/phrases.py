# SPDX-License-Identifier: MIT
"""French dates, hours and numbers as a paper writes them (no-break spaces included)."""

from __future__ import annotations

import re
from datetime import date, time

from kairos_desktop.services.documents.facts import PersonFacts
from kairos_desktop.services.wording import dates

NB = dates.NBSP


def long_date(day: date) -> str:
    """« 11 janvier 2027 », never cut at the end of a line."""
    return dates.long_day(day).replace(" ", NB)


def weekday_date(day: date) -> str:
    """« lundi 7 décembre 2026 »."""
    return dates.long_day(day, weekday=True).replace(" ", NB)


def period(start: date | None, end: date | None) -> str:
    """« du 11 janvier 2027 au 25 juin 2027 », with what is known."""
    parts = (
        f"du {long_date(start)}" if start else "",
        f"au {long_date(end)}" if end else "",
    )
    return " ".join(filter(None, parts))


def span(start: time, end: time | None) -> str:
    """« de 9 h à 11 h », « à 9 h »."""
    return f"de {dates.hour(start)} à {dates.hour(end)}" if end else f"à {dates.hour(start)}"


def hours(count: float) -> str:
    """« 770 h », « 17,5 h »."""
    digits = f"{count:,.2f}".rstrip("0").rstrip(".")
    return digits.replace(",", "\u202f").replace(".", ",") + f"{NB}h"


def siret(number: str) -> str:
    """« 999 000 110 00026 »."""
    if len(number) != 14:
        return number
    return NB.join((number[:3], number[3:6], number[6:9], number[9:]))


def activity_number(number: str) -> str:
    """« 28 76 00000 76 »."""
    if len(number) != 11:
        return number
    return NB.join((number[:2], number[2:4], number[4:9], number[9:]))


def whole_numbers(text: str) -> str:
    """The text whose telephone numbers never break at the end of a line."""
    return re.sub(r"(?<=\d) (?=\d)", NB, text)


def agreed(word: str, person: PersonFacts) -> str:
    """A participle agreed with the civility: inscrite, inscrit, or inscrit(e) when unknown."""
    return {"Madame": f"{word}e", "Monsieur": word}.get(person.civility, f"{word}(e)")


def with_article(label: str) -> str:
    """« une information collective », « un rendez-vous individuel »."""
    feminine = label.lower().startswith(("information", "réunion"))
    return f"{'une' if feminine else 'un'} {label[:1].lower()}{label[1:]}"
