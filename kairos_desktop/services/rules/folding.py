# SPDX-License-Identifier: MIT
"""Text as it is searched and sorted: without accents, case, punctuation or order of words.

Letters of every script are kept: a name in Arabic or Chinese is found by typing it.
"""

from __future__ import annotations

import re
import unicodedata

# Letters that Unicode does not decompose, as a French keyboard would type them.
_LETTERS = str.maketrans(
    {"œ": "oe", "æ": "ae", "ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ß": "ss", "ı": "i"}
    # What joins or stretches letters and is none: Arabic tatweel, joiners of no width.
    | dict.fromkeys("\u0640\u200c\u200d", "")
)
MOST_WORDS = 20
_NOT_WORD = re.compile(r"[^0-9a-z]+")
# Scripts that write a full name without a space: Chinese, Japanese, Korean. `re` compiles it when
# the first name is asked about: so large a set takes 3 ms, which the start need not wait for.
_UNSPACED = "[\u1100-\u11ff\u2e80-\u9fff\U00020000-\U0003ffff]"


def fold(text: str) -> str:
    """The text in lower case, unaccented, its words separated by one space."""
    if text.isascii():
        return _NOT_WORD.sub(" ", text.lower()).strip()
    # Letters of mathematics and the like only show their case once they are taken apart.
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    plain = plain.translate(_LETTERS)
    kept = (_kept(char) for char in plain if not unicodedata.combining(char))
    return " ".join("".join(kept).split())


def _kept(char: str) -> str:
    """A letter, a digit or the sign of a vowel; a space for anything else."""
    return char if char.isalnum() or unicodedata.category(char).startswith("M") else " "


def search_key(*texts: str) -> str:
    """The folded texts, each word once, with a glued form so that « dherou » finds d'Hérouville."""
    words: dict[str, None] = {}
    for text in filter(None, texts):
        folded = fold(text)
        words.update(dict.fromkeys(folded.split()))
        if " " in folded:
            words[folded.replace(" ", "")] = None
    return " ".join(words)


def unspaced_name(last_name: str, first_name: str) -> str:
    """« 王小明 », as it is written where a name has no space; "" elsewhere."""
    whole = last_name + first_name
    if whole.isascii():
        return ""
    whole = fold(whole)
    return whole.replace(" ", "") if re.search(_UNSPACED, whole) else ""


def matches(key: str, typed: str) -> bool:
    """Whether every word typed stands somewhere in the key, in any order."""
    return all(word in key for word in words_of(typed))


def words_of(typed: str) -> list[str]:
    """The words to look for; of a text pasted by mistake, the first ones."""
    return fold(typed).split()[:MOST_WORDS]
