# SPDX-License-Identifier: MIT
"""Dates with holes and hours, as LHEO writes them.

A date is 8 digits AAAAMMJJ where 00000000 (start) and 99999999 (end) mean unknown, AAAAMM00 an
unknown day, AAAA0000 an unknown month. Hours are « 14h15 », « 9h », « 12h ».
Source: LHEO 2.3, introduction, « Dates »; standards A2.
"""

from __future__ import annotations

import re
from datetime import date, time
from functools import lru_cache

import msgspec

_COMPACT = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})(?:[T ].*)?")
_FRENCH = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_HOUR = re.compile(r"(\d{1,2})\s*(?:[hH:]\s*(\d{2})?)(?:[:mM].*)?")


class HoledDate(msgspec.Struct, frozen=True, omit_defaults=True):
    """A date that may lack its day, its month, or everything.

    `text` holds what the file said where it is no possible date (20210231): shown, never guessed.
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None
    text: str = ""

    @property
    def exact(self) -> date | None:
        """The civil date, where nothing is missing."""
        if self.year is None or self.month is None or self.day is None:
            return None
        return date(self.year, self.month, self.day)

    @property
    def impossible(self) -> bool:
        """Whether the file gave something that is no date."""
        return bool(self.text)

    @property
    def first_day(self) -> date | None:
        """The earliest day that the date can be."""
        return None if self.year is None else date(self.year, self.month or 1, self.day or 1)

    @property
    def lheo(self) -> str:
        """AAAAMMJJ as LHEO writes it; a wholly unknown date is 00000000."""
        return self.text or f"{self.year or 0:04d}{self.month or 0:02d}{self.day or 0:02d}"


UNKNOWN = HoledDate()


@lru_cache(maxsize=8192)
def read_date(text: str) -> HoledDate:
    """The date that a file wrote; never refuses, keeps what it cannot read in `text`.

    ISO dates (with or without an hour) and JJ/MM/AAAA are read too: real files have them.
    """
    text = text.strip()
    if text in ("", "-", "00000000", "99999999"):
        return UNKNOWN
    if french := _FRENCH.fullmatch(text):
        day, month, year = (int(part) for part in french.groups())
    elif compact := _COMPACT.fullmatch(text):
        year, month, day = (int(part) for part in compact.groups())
    else:
        return HoledDate(text=text)
    if not (1 <= year <= 9998) or (day and not month):
        return HoledDate(text=text)
    try:
        date(year, month or 1, day or 1)
    except ValueError:
        return HoledDate(text=text)
    return HoledDate(year, month or None, day or None)


@lru_cache(maxsize=1024)
def read_hour(text: str) -> time | None:
    """The hour that a file wrote (« 14h15 », « 9h », « 14:15 »), or None where it is unreadable."""
    match = _HOUR.fullmatch(text.strip())
    if match is None:
        return None
    hour, minute = int(match[1]), int(match[2] or 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None


def write_hour(hour: time) -> str:
    """« 14h15 », as LHEO writes it."""
    return f"{hour.hour:02d}h{hour.minute:02d}"


def ends_before(start: HoledDate, end: HoledDate) -> bool:
    """Whether two dates contradict each other, whatever fills their holes."""
    if start.year is None or end.year is None:
        return False
    for first, last in ((start.year, end.year), (start.month, end.month), (start.day, end.day)):
        if first is None or last is None or first < last:
            return False
        if first > last:
            return True
    return False


_MONTHS = (
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre"
).split()


def french(held: HoledDate) -> str:
    """« 11/01/2027 », « mai 2027 », « 2027 », « date inconnue », or what the file said."""
    if held.text:
        return f"« {held.text} » (date impossible)"
    if held.year is None:
        return "date inconnue"
    if held.month is None:
        return str(held.year)
    if held.day is None:
        return f"{_MONTHS[held.month - 1]} {held.year}"
    return f"{held.day:02d}/{held.month:02d}/{held.year}"


def french_period(start: HoledDate, end: HoledDate) -> str:
    """« du 11/01/2027 au 25/06/2027 », « de mai 2027 à juillet 2027 », with what is known."""
    if start == UNKNOWN and end == UNKNOWN:
        return "dates inconnues"
    if end == UNKNOWN:
        return (
            f"à partir de {french(start)}" if start.day is None else f"à partir du {french(start)}"
        )
    first = f"du {french(start)}" if start.day is not None else f"de {french(start)}"
    last = f"au {french(end)}" if end.day is not None else f"à {french(end)}"
    return f"jusqu’{last}" if start == UNKNOWN else f"{first} {last}"
