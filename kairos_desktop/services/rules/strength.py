# SPDX-License-Identifier: MIT
"""How hard a phrase is to guess, in bits: the same estimate for a profile and for an account."""

from __future__ import annotations

import math
import re
import unicodedata

_WORD_BITS = 12.0
_YEAR_BITS = 7.0
_CLASSES = ((str.islower, 26), (str.isupper, 26), (str.isdigit, 10))
_OTHERS = 37
_RUN = re.compile(r"[^\W\d_]+|\d+|.", re.DOTALL)
_YEAR = re.compile(r"(19|20)\d\d")
_VOWELS = frozenset("aeiouyàâäéèêëîïôöùûüœæ")
# Row after row, as a hand runs over them.
_ROWS = (
    "azertyuiopqsdfghjklmwxcvbn",
    "qwertyuiopasdfghjklzxcvbnm",
    "abcdefghijklmnopqrstuvwxyz",
    "01234567890",
)


def bits(text: str, known: tuple[str, ...] = ()) -> int:
    """An estimate, on the low side, of the bits that a guesser must find.

    A run of letters that reads like a word counts as one word however long; what repeats, follows
    the alphabet or a keyboard's row, or is known already, counts for one bit.
    """
    normal = unicodedata.normalize("NFKC", text)
    each = math.log2(_alphabet(normal))
    told = {word.casefold() for name in ("kairos", *known) for word in _RUN.findall(name)}
    total = 0.0
    for run in _RUN.findall(normal):
        total += 1 if run.isspace() or run.casefold() in told else _run_bits(run, each)
        if len(run) > 1:
            told.add(run.casefold())
    # CNIL rounds its own first example up: 12 characters among 99 are 79.6 bits.
    return round(total)


def _alphabet(text: str) -> int:
    """How many characters the phrase's author chose among."""
    size = sum(
        count for belongs, count in _CLASSES if any(belongs(character) for character in text)
    )
    return max(2, size + (_OTHERS if not text.isalnum() and text else 0))


def _run_bits(run: str, each: float) -> float:
    """Bits of one run of letters, of digits, or of one other character."""
    plain = len(run) * each
    if len(run) >= 3 and _follows(run.casefold()):
        return 1
    if _YEAR.fullmatch(run):
        return _YEAR_BITS
    if run.isalpha() and len(run) >= 3 and _reads_like_a_word(run):
        return min(plain, _WORD_BITS + (0 if run.islower() else 1))
    return plain


def _follows(run: str) -> bool:
    """Whether the run is one character again and again, or lies along a row, either way."""
    return len(set(run)) == 1 or any(run in row or run[::-1] in row for row in _ROWS)


def _reads_like_a_word(run: str) -> bool:
    """Whether the letters alternate as in a word: random letters rarely do."""
    if not (run.islower() or run.isupper() or run.istitle()):
        return False
    vowels = sum(letter in _VOWELS for letter in run.casefold())
    return vowels >= len(run) / 4 and not re.search(r"[^aeiouyàâäéèêëîïôöùûüœæ]{5}", run.casefold())
