# SPDX-License-Identifier: MIT
"""The recovery code: 160 random bits that a person can copy from paper, and its sheet's content."""

from __future__ import annotations

import secrets
from datetime import date

import msgspec

from kairos_desktop.models import failures

_BYTES = 20
# Crockford's alphabet: no I, L, O, U, so that nothing is misread.
_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_MISREAD = str.maketrans("ILO", "110", " -\u00a0\u2010\u2011\u2013\u2212\t\r\n")
_LENGTH = _BYTES * 8 // 5
_GROUP = 4


class RecoverySheet(msgspec.Struct, frozen=True):
    """What the sheet to be locked away says; drawn by services.documents."""

    organisation: str
    siret: str
    groups: tuple[str, ...]
    made_on: date

    def __repr__(self) -> str:
        """Everything but the code."""
        return f"RecoverySheet(organisation={self.organisation!r}, siret={self.siret!r})"


def new_code() -> str:
    """A fresh code, in eight groups of four joined by hyphens."""
    number = int.from_bytes(secrets.token_bytes(_BYTES))
    letters = "".join(_LETTERS[number >> 5 * place & 31] for place in reversed(range(_LENGTH)))
    return "-".join(letters[at : at + _GROUP] for at in range(0, _LENGTH, _GROUP))


def sheet(organisation: str, siret: str, code: str, made_on: date) -> RecoverySheet:
    """The sheet of a code just made."""
    return RecoverySheet(organisation, siret, tuple(code.split("-")), made_on)


def secret(code: str) -> bytes:
    """The twenty bytes behind a code as somebody typed it: any case, spaces, I for 1, O for 0.

    WrongKey for anything that cannot be a code.
    """
    letters = code.upper().translate(_MISREAD)
    if len(letters) != _LENGTH or not set(letters) <= set(_LETTERS):
        raise failures.WrongKey
    number = 0
    for letter in letters:
        number = number << 5 | _LETTERS.index(letter)
    return number.to_bytes(_BYTES)
