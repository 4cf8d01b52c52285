# SPDX-License-Identifier: MIT
"""How well a line of the palette answers what was typed; accents, case and order do not count."""

from collections.abc import Callable, Iterable
from typing import TypeVar

from kairos_desktop.services.rules.folding import fold

T = TypeVar("T")


def score(typed: str, label: str) -> int:
    """Give 0 for no answer, and more for a better one.

    The whole label beats its beginning, which beats beginnings of words in any order, then words
    holding the text, then letters found in order ("spic" → Saisir une Présence en Info Coll).
    """
    wanted, key = fold(typed), fold(label)
    if not wanted:
        return 1
    if key == wanted:
        return 1000
    if key.startswith(wanted):
        return 900 - len(key)
    words, parts = key.split(), wanted.split()
    if all(any(word.startswith(part) for word in words) for part in parts):
        return 700 - len(key)
    if all(part in key for part in parts):
        return 500 - len(key)
    return _initials(wanted.replace(" ", ""), words)


def rank(typed: str, items: Iterable[T], label_of: Callable[[T], str], most: int) -> list[T]:
    """Give the best items first, at most `most`; equal ones keep their order."""
    scored = [(score(typed, label_of(item)), item) for item in items]
    scored = [pair for pair in scored if pair[0] > 0]
    scored.sort(key=lambda pair: -pair[0])
    return [item for _, item in scored[:most]]


def _initials(wanted: str, words: list[str]) -> int:
    """Score letters that are the beginnings of words, in order, each word giving one or more."""
    place = 0
    for word in words:
        taken = 0
        while taken < len(word) and place < len(wanted) and word[taken] == wanted[place]:
            taken, place = taken + 1, place + 1
    return 100 if place == len(wanted) and len(wanted) > 1 else 0
