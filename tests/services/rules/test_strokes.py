# SPDX-License-Identifier: MIT
"""What a hand draws, written and read back: nothing outside the frame, nothing too long."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kairos_desktop.services.rules.identifiers import holds_nir
from kairos_desktop.services.rules.strokes import (
    HIGH,
    LONGEST,
    WIDE,
    Point,
    is_drawn,
    read,
    thinned,
    written,
)

POINTS = st.tuples(st.integers(-50, WIDE + 50), st.integers(-50, HIGH + 50))
STROKES = st.lists(st.lists(POINTS, min_size=1, max_size=8), max_size=4)


@settings(max_examples=40)
@given(STROKES)
def test_what_is_written_is_read_back_within_the_frame(strokes: list[list[Point]]) -> None:
    text = written(strokes)
    found = read(text)
    assert len(text) <= LONGEST
    assert not holds_nir(text)
    assert all(0 <= x <= WIDE and 0 <= y <= HIGH for stroke in found for x, y in stroke)
    assert len(found) == len(strokes)


def test_a_long_signature_keeps_its_shape() -> None:
    turns = range(3000)
    loop = [(int(1350 + 900 * math.cos(t / 9)), int(450 + 400 * math.sin(t / 5))) for t in turns]
    text = written([loop])
    assert len(text) <= LONGEST
    (found,) = read(text)
    assert found[0] == loop[0]
    assert found[-1] == loop[-1]
    for x, y in loop[::50]:
        assert min(abs(x - a) + abs(y - b) for a, b in found) < 300


def test_a_straight_line_is_two_points() -> None:
    assert thinned([(x, x) for x in range(100)], 3.0) == [(0, 0), (99, 99)]


def test_hundreds_of_dots_are_cut_not_refused() -> None:
    assert len(written([[(n, n)] for n in range(800)])) <= LONGEST


@pytest.mark.parametrize(
    ("strokes", "drawn"), [([], False), ([[(1, 1)]], False), ([[(0, 0), (9, 9)]], True)]
)
def test_a_dot_is_no_signature(strokes: list[list[Point]], drawn: bool) -> None:
    assert is_drawn(written(strokes)) is drawn


@pytest.mark.parametrize("text", ["a", "aaaa.", "aa1a", "ZZZZ", "éaaa"])
def test_what_is_no_signature_is_told(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - any text that is none
        read(text)
