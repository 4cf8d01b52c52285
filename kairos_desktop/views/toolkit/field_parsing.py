# SPDX-License-Identifier: MIT
"""Dates and hours as people type them fast. No clock: today is given."""

import re
from datetime import date, time, timedelta

_MONTHS = ("jan", "fev", "mar", "avr", "mai", "juin", "juil", "aou", "sep", "oct", "nov", "dec")
_PARTS = re.compile(r"(\d{1,2})[\s/.\-]+(\d{1,2})(?:[\s/.\-]+(\d{4}|\d{2}))?")
_WITH_MONTH = re.compile(r"(\d{1,2})(?:er)?\s*([a-z]{3,})\.?\s*(\d{4}|\d{2})?")
_DIGITS = re.compile(r"(\d{2})(\d{2})(\d{4}|\d{2})?")
_SHIFT = re.compile(r"([+-])\s*(\d{1,3})")
_HOUR = re.compile(r"(\d{1,2})\s*(?:h|:|\.|\s)\s*(\d{2})?\s*(?:min|mn)?")
_LENGTH = re.compile(r"(\d{1,4})\s*[h:]\s*(\d{2})?")
_DECIMAL = re.compile(r"(\d{1,4})(?:[.,](\d{1,2}))?")
_MONEY = re.compile(r"(\d{1,5})(?:[.,](\d{1,2}))?")
_HOUR_DIGITS = re.compile(r"(\d{1,2})(\d{2})")


def parse_date(text: str, today: date) -> date | None:
    """Give the date meant by "7/12", "07122026", "7 déc", "demain", "+3"; None when unclear.

    Without a year, the one that brings the date nearest to today. Two figures: 00 to 79 are of
    this century.
    """
    typed = _plain(text)
    near = {"aujourd'hui": 0, "auj": 0, "demain": 1, "hier": -1}
    if typed in near:
        return today + timedelta(days=near[typed])
    if shift := _SHIFT.fullmatch(typed):
        days = int(shift[2])
        return today + timedelta(days=days if shift[1] == "+" else -days)
    if found := _PARTS.fullmatch(typed) or _DIGITS.fullmatch(typed):
        return _date_of(int(found[1]), int(found[2]), found[3], today)
    if found := _WITH_MONTH.fullmatch(typed):
        month = _month_of(found[2])
        return _date_of(int(found[1]), month, found[3], today) if month else None
    return None


def show_date(day: date) -> str:
    """Give a date as the field shows it: "07/12/2026"."""
    return f"{day:%d/%m}/{day.year:04}"


def parse_time(text: str) -> time | None:
    """Give the hour meant by "9h30", "930", "9:30", "9 h", "9"; None when unclear."""
    typed = _plain(text)
    found = _HOUR.fullmatch(typed) or _HOUR_DIGITS.fullmatch(typed)
    if found is None and typed.isdecimal() and len(typed) <= 2:
        hours, minutes = int(typed), 0
    elif found is not None:
        hours, minutes = int(found[1]), int(found[2] or 0)
    else:
        return None
    return time(hours, minutes) if hours < 24 and minutes < 60 else None


def parse_hours(text: str) -> int | None:
    """Give the minutes meant by "35", "3,5", "3h30", "3:30", "35 h"; None when unclear."""
    typed = _plain(text)
    if found := _LENGTH.fullmatch(typed):
        minutes = int(found[2] or 0)
        return int(found[1]) * 60 + minutes if minutes < 60 else None
    if found := _DECIMAL.fullmatch(typed):
        return round(float(f"{found[1]}.{found[2] or 0}") * 60)
    return None


def parse_money(text: str) -> int | None:
    """Give the cents meant by "2450", "2 450,50", "2450.5 €"; None when unclear."""
    typed = _plain(text).removesuffix("€").replace(" ", "")
    found = _MONEY.fullmatch(typed)
    return int(found[1]) * 100 + int((found[2] or "").ljust(2, "0")) if found else None


def show_time(hour: time) -> str:
    """Give an hour as the field shows it: "9 h 30"."""
    return f"{hour.hour} h {hour.minute:02}" if hour.minute else f"{hour.hour} h"


def _plain(text: str) -> str:
    """Give what was typed without case, accents of months or odd spaces."""
    table = str.maketrans("éèûôâ’\u00a0\u202f", "eeuoa'  ")
    return text.strip().lower().translate(table)


def _month_of(word: str) -> int | None:
    """Give a month from its name or its beginning; None for an unknown or unclear word."""
    found = [
        number
        for number, start in enumerate(_MONTHS, start=1)
        if word.startswith(start) or start.startswith(word)
    ]
    return found[0] if len(found) == 1 else None


def _date_of(day: int, month: int, year: str | None, today: date) -> date | None:
    if year is None:
        tries = [_valid(today.year + shift, month, day) for shift in (-1, 0, 1)]
        dates = [each for each in tries if each is not None]
        return min(dates, key=lambda each: abs(each - today), default=None)
    number = int(year)
    if len(year) == 2:
        number += 2000 if number < 80 else 1900
    return _valid(number, month, day)


def _valid(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
