# SPDX-License-Identifier: MIT
"""How well a line of the palette answers what was typed; accents, case and order do not count."""

from collections.abc import Callable, Iterable
from typing import TypeVar

from kairos_desktop.services.rules.folding import fold

T = TypeVar("T")


def score(typed: str, label: str) -> int:
    """Give 0 for no answer, and more for a better one.

    The whole label beats its beginning, which beats beginnings of words in any order, then words
    holding the text, then letters found in order ("sprdv" → Saisir une Présence en RDV).
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
    letters = wanted.replace(" ", "")
    return 100 if len(letters) > 1 and _are_beginnings(letters, words) else 0


def rank(typed: str, items: Iterable[T], label_of: Callable[[T], str], most: int) -> list[T]:
    """Give the best items first, at most `most`; equal ones keep their order."""
    scored = [(score(typed, label_of(item)), item) for item in items]
    scored = [pair for pair in scored if pair[0] > 0]
    scored.sort(key=lambda pair: -pair[0])
    return [item for _, item in scored[:most]]


def _are_beginnings(letters: str, words: list[str]) -> bool:
    """Whether the letters are beginnings of some of the words, in order."""
    if not letters:
        return True
    for place, word in enumerate(words):
        taken = 0
        while taken < min(len(word), len(letters)) and word[taken] == letters[taken]:
            taken += 1
            if _are_beginnings(letters[taken:], words[place + 1 :]):
                return True
    return False
