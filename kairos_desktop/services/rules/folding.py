# SPDX-License-Identifier: MIT
"""Text as it is searched and sorted: without accents, case, punctuation or order of words."""

from __future__ import annotations

import re
import unicodedata

# Letters that Unicode does not decompose, as a French keyboard would type them.
_LETTERS = str.maketrans(
    {"œ": "oe", "æ": "ae", "ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ß": "ss", "ı": "i"}
)
MOST_WORDS = 20
_NOT_WORD = re.compile(r"[^0-9a-z\u0370-\u03ff\u0400-\u04ff]+")


def fold(text: str) -> str:
    """The text in lower case, unaccented, its words separated by one space."""
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    plain = "".join(char for char in plain if not unicodedata.combining(char))
    return _NOT_WORD.sub(" ", plain).strip()


def search_key(*texts: str) -> str:
    """The folded texts, each word once, with a glued form so that « dherou » finds d'Hérouville."""
    words: dict[str, None] = {}
    for text in texts:
        folded = fold(text)
        words.update(dict.fromkeys(folded.split()))
        if " " in folded:
            words[folded.replace(" ", "")] = None
    return " ".join(words)


def matches(key: str, typed: str) -> bool:
    """Whether every word typed stands somewhere in the key, in any order."""
    return all(word in key for word in words_of(typed))


def words_of(typed: str) -> list[str]:
    """The words to look for; of a text pasted by mistake, the first ones."""
    return fold(typed).split()[:MOST_WORDS]
