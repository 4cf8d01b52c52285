# SPDX-License-Identifier: MIT
"""The code of a sign-in sheet: it names a session and a half-day, in thirteen characters.

A scanner types it like a keyboard. Set for an American keyboard, as they are when they come out of
their box, it types on a French one other letters for A, Q, W, Z and M, and « & é " ' ( » for the
figures: the code has none of these letters, and the figures are read back. Nor has it those that
are keys of the page of a sheet, for the day when it is typed there. Nineteen signs, a prime, so
that the last one tells any sign mistyped and any two exchanged.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

from kairos_desktop.models.vocabulary import HalfDay
from kairos_desktop.services.rules.half_days import HALVES
from kairos_desktop.services.rules.verdicts import Refused

if TYPE_CHECKING:
    from uuid import UUID

_SIGNS = "0123456789BCDEFHJKP"
_BASE = len(_SIGNS)
_SESSION, _MOMENT = 8, 4
LENGTH = _SESSION + _MOMENT + 1
_FIRST_DAY = date(2000, 1, 1)
_UNSHIFTED = str.maketrans("&é\"'(-è_çàÉÈÇÀ", "12345678902790")


class SheetName(NamedTuple):
    """What a code names; `session_key` is that of `session_key(session_id)`."""

    session_key: str
    day: date
    half: HalfDay


def sheet_code(session_id: UUID, day: date, half: HalfDay) -> str:
    """The code of a half-day's sheet, as it is drawn in its QR."""
    moment = (day - _FIRST_DAY).days * len(HALVES) + HALVES.index(half)
    body = session_key(session_id) + _written(moment, _MOMENT)
    return body + _check(body)


def session_key(session_id: UUID) -> str:
    """Eight signs that name a session; two of a thousand sessions share them once in 10⁴."""
    number = int.from_bytes(sha256(session_id.bytes).digest()[:8], "big")
    return _written(number % _BASE**_SESSION, _SESSION)


def spaced(code: str) -> str:
    """The code as it is printed under its QR, to be typed by hand: « 3F7K 2XB4 D1CE 9 »."""
    return " ".join(code[start : start + 4] for start in range(0, len(code), 4))


def read_code(typed: str) -> SheetName | Refused:
    """What a scanned or typed code names. Refuses "sheet_code"."""
    code = re.sub(r"\s", "", typed).translate(_UNSHIFTED).upper()
    if len(code) != LENGTH or set(code) - set(_SIGNS) or _check(code[:-1]) != code[-1]:
        return Refused("sheet_code", {"typed": typed.strip()[:40]})
    moment = 0
    for sign in code[_SESSION:-1]:
        moment = moment * _BASE + _SIGNS.index(sign)
    days, half = divmod(moment, len(HALVES))
    return SheetName(code[:_SESSION], _FIRST_DAY + timedelta(days=days), HALVES[half])


def _written(number: int, length: int) -> str:
    signs: list[str] = []
    for _ in range(length):
        number, rest = divmod(number, _BASE)
        signs.append(_SIGNS[rest])
    return "".join(reversed(signs))


def _check(body: str) -> str:
    total = sum(place * _SIGNS.index(sign) for place, sign in enumerate(body, start=1))
    return _SIGNS[total % _BASE]
