# SPDX-License-Identifier: MIT
"""Shapes of identifiers: jobseeker, SIRET, and the social security number that never enters.

Sources: domain 2.5 and standards C.
"""

from __future__ import annotations

import re
import unicodedata

from kairos_desktop.services.rules.verdicts import Refused

_LOOSE = re.compile(r"[\s.\-]")
_JOBSEEKER = re.compile(r"[0-9]{7}[0-9A-Z]|[0-9]{3}[0-9]{7}[0-9A-Z]|[0-9]{11}")
# What people put between its groups: spaces of any kind (a text processor's too), points, dashes.
_GAP = r"[\s.\-–/_]{0,3}"
_GAPS = re.compile(r"[\s.\-–/_]+")
_GROUPS = 7
_SHORTEST_NIR = 13
_NIR = re.compile(
    r"(?<![0-9])"
    rf"([123478]){_GAP}(\d{{2}}){_GAP}(\d{{2}}){_GAP}(2[ABab]|\d{{2}}){_GAP}(\d{{3}}){_GAP}(\d{{3}})"
    rf"(?:{_GAP}(\d{{2}}))?(?![0-9])"
)
# Copied from a form with one box for each sign.
_BOXES = re.compile(r"(?<![0-9])[123478](?:[\s.\-–/_|]{1,3}[0-9ABab]){14}(?![0-9])")


def tidy_jobseeker_id(typed: str) -> str:
    """The identifier without spaces, points or dashes, its letter in upper case."""
    return _LOOSE.sub("", typed).upper() if typed else ""


def check_jobseeker_id(tidy: str) -> Refused | None:
    """None for an empty identifier or one of the three shapes (domain 2.5, standards C).

    Refuses "jobseeker_id_shape": neither 8 characters (7 digits then a digit or letter), nor 11
    digits, nor 3 digits followed by the 8 old characters.
    """
    if not tidy or _JOBSEEKER.fullmatch(tidy):
        return None
    return Refused("jobseeker_id_shape", {"typed": tidy})


def holds_nir(text: str) -> bool:
    """Whether a social security number, with or without its key, stands in the text.

    The month and the key (97 minus the number modulo 97) are checked, so that telephone numbers
    and SIRETs pass; one written in its seven groups is seen even with a wrong key.
    Source: standards C; security 0.6.
    """
    if len(text) < _SHORTEST_NIR:
        return False
    text = _plain_digits(text)
    spread = (re.sub(r"[^0-9ABab]", "", box[0]) for box in _BOXES.finditer(text))
    return any(_is_nir(match) for part in (text, *spread) for match in _NIR.finditer(part))


def _plain_digits(text: str) -> str:
    """The text with ASCII digits, whatever their script, and without what shows nothing."""
    if text.isascii():
        return text
    return "".join(
        str(unicodedata.digit(char)) if char.isdigit() and not char.isascii() else char
        for char in text
        if char.isascii() or unicodedata.category(char) != "Cf"
    )


def _is_nir(match: re.Match[str]) -> bool:
    sex, year, month, place, commune, order, key = match.groups()
    if 13 <= int(month) <= 19 or 43 <= int(month) <= 49 or int(month) == 0:
        return False
    # SIRETs have 14 digits and telephones 10: with 13 bare digits, only plausible places count.
    number = int(
        sex + year + month + place.upper().replace("2A", "19").replace("2B", "18") + commune + order
    )
    if key is None:
        before, after = match.string[: match.start()][-1:], match.string[match.end() :][:1]
        # Without its key, a number inside a word may be anything.
        inside_a_word = any(map(str.isalpha, before + after))
        return place != "00" and commune != "000" and not inside_a_word
    # Written in its own seven groups it is one, be it mistyped.
    return int(key) == 97 - number % 97 or len(_GAPS.split(match[0])) == _GROUPS


def refuse_nir(**fields: str) -> Refused | None:
    """Refuses "nir" with the name of the first field that holds a social security number."""
    for name, text in fields.items():
        if holds_nir(text):
            return Refused("nir", {"field": name})
    return None


def is_siret(text: str) -> bool:
    """Whether the text is 14 digits whose Luhn keys (SIRET and SIREN) are right.

    La Poste's establishments are counted otherwise: the sum of the digits is a multiple of five.
    """
    if not re.fullmatch(r"[0-9]{14}", text):
        return False
    if text.startswith("356000000") and text != "35600000000048":
        return sum(map(int, text)) % 5 == 0
    return _luhn(text) and _luhn(text[:9])


def _luhn(digits: str) -> bool:
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0
