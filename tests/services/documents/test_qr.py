# SPDX-License-Identifier: MIT
"""The modules of a code are those that segno draws, whatever its length."""

from __future__ import annotations

import random

import pytest
import segno

from kairos_desktop.services.documents import qr
from kairos_desktop.services.documents.qr_symbols import symbol

LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
# The shortest and the longest text of each version, and some between.
LENGTHS = (
    1,
    2,
    13,
    20,
    21,
    38,
    39,
    61,
    62,
    90,
    91,
    122,
    123,
    154,
    155,
    178,
    179,
    193,
    221,
    222,
    262,
)


def drawn(text: str) -> tuple[bytes, ...]:
    code = segno.make(text, error="m", micro=False, boost_error=False, mask=3)
    return tuple(bytes(row) for row in code.matrix)


@pytest.mark.parametrize("length", LENGTHS)
def test_a_code_has_the_very_modules_of_segno(length: int) -> None:
    chance = random.Random(length)
    # A letter at least: digits alone are of another mode.
    text = "K" + "".join(chance.choice(LETTERS) for _ in range(length - 1))
    assert symbol(text, 3) == drawn(text)


@pytest.mark.parametrize("text", ["", "abc", "É", "A" * 263])
def test_what_is_of_another_kind_is_left_to_segno(text: str) -> None:
    assert symbol(text, 3) is None


def test_a_code_of_another_mode_is_drawn_all_the_same() -> None:
    assert qr.matrix("https://example.org/é") == drawn("https://example.org/é")
