# SPDX-License-Identifier: MIT
"""What a hand draws in the frame of a signature, as a short text, and back.

A frame is 2,700 units wide and 900 high, whatever the screen. Each point is four letters; no
figure, so that no signature reads like a number that may not be kept. Points that add nothing to
the line are left out, more of them the longer the signature.
"""

from __future__ import annotations

from collections.abc import Sequence
from string import ascii_letters

WIDE, HIGH = 2700, 900
LONGEST = 1900
"""Letters of the longest signature: within what any text of an act may have."""
_BASE = len(ascii_letters)
_FINEST = 3.0
_BETWEEN = "."

Point = tuple[int, int]
Stroke = Sequence[Point]


def written(strokes: Sequence[Stroke]) -> str:
    """The text of a signature, as fine as its length allows; "" for an empty frame.

    A stroke that does not move is a dot, and kept: an « i » has one.
    """
    tolerance = _FINEST
    while True:
        text = _BETWEEN.join(_stroke(thinned(each, tolerance)) for each in strokes if each)
        if len(text) <= LONGEST:
            return text
        if tolerance > WIDE:
            # Hundreds of dots: nobody signs so. The first ones are kept.
            return text[:LONGEST].rpartition(_BETWEEN)[0]
        tolerance *= 1.6


def read(text: str) -> list[list[Point]]:
    """The strokes of a signature. Raises ValueError for a text that is none."""
    found: list[list[Point]] = []
    for part in text.split(_BETWEEN) if text else []:
        if not part or len(part) % 4:
            raise ValueError("not a stroke")
        numbers = [_number(part[at : at + 2]) for at in range(0, len(part), 2)]
        stroke = list(zip(numbers[::2], numbers[1::2], strict=True))
        if any(x > WIDE or y > HIGH for x, y in stroke):
            raise ValueError("outside the frame")
        found.append(stroke)
    return found


def is_drawn(text: str) -> bool:
    """Whether something like a signature was drawn: a line, not only dots."""
    return any(len(stroke) > 1 for stroke in read(text))


def thinned(stroke: Stroke, tolerance: float) -> list[Point]:
    """The points without which the line would be off by more than `tolerance` units.

    The ends are kept. Douglas and Peucker's way, without recursion.
    """
    stroke = [point for at, point in enumerate(stroke) if not at or point != stroke[at - 1]]
    if len(stroke) < 3:
        return stroke
    kept = {0, len(stroke) - 1}
    waiting = [(0, len(stroke) - 1)]
    while waiting:
        first, last = waiting.pop()
        farthest, place = 0.0, first
        for at in range(first + 1, last):
            off = _distance(stroke[at], stroke[first], stroke[last])
            if off > farthest:
                farthest, place = off, at
        if farthest > tolerance:
            kept.add(place)
            waiting += [(first, place), (place, last)]
    return [stroke[at] for at in sorted(kept)]


def _distance(point: Point, start: Point, end: Point) -> float:
    """How far a point is from the straight line between two others."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    px, py = point[0] - start[0], point[1] - start[1]
    length = (dx * dx + dy * dy) ** 0.5
    if not length:
        return (px * px + py * py) ** 0.5
    return abs(dx * py - dy * px) / length


def _stroke(points: Stroke) -> str:
    return "".join(
        _letters(min(max(x, 0), WIDE)) + _letters(min(max(y, 0), HIGH)) for x, y in points
    )


def _letters(number: int) -> str:
    high, low = divmod(number, _BASE)
    return ascii_letters[high] + ascii_letters[low]


def _number(letters: str) -> int:
    return ascii_letters.index(letters[0]) * _BASE + ascii_letters.index(letters[1])
