# SPDX-License-Identifier: MIT
"""What is asked of an account's password: the same before it is sent and where it is kept.

Sources: reference R-A4, R-D8 (NIST and OWASP: 15 characters where nothing else proves the person;
no composition rule, no renewal).
"""

from __future__ import annotations

import unicodedata

from kairos_desktop.services.rules.strength import bits
from kairos_desktop.services.rules.verdicts import Refused

SHORTEST = 15
"""Characters, where the password alone proves who signs in."""
LONGEST = 256
"""Bytes of UTF-8."""
LEAST_BITS = 50
"""As the CNIL asks where the number of tries is bounded."""


def normal(password: str) -> str:
    """The form that is judged and hashed: the same letter, however the keyboard made it."""
    return unicodedata.normalize("NFKC", password)


def fits(password: str) -> bool:
    """Whether a password is short enough to be looked at."""
    try:
        return len(normal(password).encode()) <= LONGEST
    except UnicodeEncodeError:
        return False


def password_refusal(password: str, known: tuple[str, ...] = ()) -> Refused | None:
    """Why a password cannot be chosen.

    "password_short", "password_long", "password_guessable". `known` are texts that anybody would
    try: the organisation, its town, the person, the login.
    """
    typed = normal(password)
    if not fits(password):
        return Refused("password_long", {"most": LONGEST})
    if len(typed) < SHORTEST:
        return Refused("password_short", {"least": SHORTEST})
    if bits(typed, known) < LEAST_BITS:
        return Refused("password_guessable", {})
    return None
