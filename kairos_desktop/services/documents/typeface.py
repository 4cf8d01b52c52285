# SPDX-License-Identifier: MIT
"""The shipped font: its faces, what it can print, and how wide a text is.

reportlab is imported on first use and the four faces are parsed once per process (10 ms each).
"""

from __future__ import annotations

import threading
import unicodedata
from collections.abc import Iterable
from enum import StrEnum
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from kairos_desktop import resource_files
from kairos_desktop.services.documents.font_subsets import keep_subsets

if TYPE_CHECKING:
    from reportlab.pdfbase.ttfonts import TTFont

# What stands for a character that the font lacks: an empty square, seen by everyone.
REPLACEMENT = "□"

# Cc control, Cf direction and joining marks: nothing to see, and they reorder what is seen.
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
_registering = threading.Lock()


class Face(StrEnum):
    """A weight of the shipped family; the value is its file name and its name in the PDF."""

    # A member's own is written in Python: a dossier asks it some ten thousand times.
    __hash__ = str.__hash__

    REGULAR = "Inter-Regular"
    MEDIUM = "Inter-Medium"
    SEMIBOLD = "Inter-SemiBold"


@cache
def _load(face: Face) -> TTFont:
    from reportlab import rl_config
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    # Binary streams: the text form costs 4 ms a paper and a quarter of the file.
    rl_config.useA85 = 0
    # Nothing that we draw is ever fetched.
    rl_config.trustedSchemes = []
    rl_config.trustedHosts = []
    font = TTFont(face.value, str(resource_files.path("fonts", f"{face.value}.ttf")))
    keep_subsets(font)
    pdfmetrics.registerFont(font)  # pyright: ignore[reportUnknownMemberType]
    return font


def font(face: Face) -> TTFont:
    """The registered reportlab font of a face; any thread, once per process."""
    with _registering:
        return _load(face)


@cache
def _widths(face: Face) -> tuple[dict[int, float], float]:
    metrics = font(face).face
    return metrics.charWidths, metrics.defaultWidth


@lru_cache(maxsize=8192)
def measure(text: str, face: Face, size: float) -> float:
    """Width of a printable text, in points."""
    widths, default = _widths(face)
    return sum([widths.get(ord(letter), default) for letter in text]) * size / 1000


def _has(letter: str) -> bool:
    return ord(letter) in _widths(Face.REGULAR)[0]


def _spelled(letter: str) -> str:
    """The letter, else its plain equivalent (ﬁ → fi), else the replacement square."""
    if _has(letter):
        return letter
    plain = unicodedata.normalize("NFKC", letter)
    return plain if all(_has(part) for part in plain) else REPLACEMENT


@lru_cache(maxsize=4096)
def printable(text: str) -> str:
    """The text as it will stand on paper: composed, on one line, squares for missing letters."""
    composed = unicodedata.normalize("NFC", text)
    seen = "".join(
        " " if letter in "\t\n\r" else letter
        for letter in composed
        if letter in "\t\n\r" or unicodedata.category(letter) not in _UNSEEN
    )
    if seen.isascii():
        return seen
    return "".join([_spelled(letter) for letter in seen])


def unprintable(texts: Iterable[str]) -> tuple[str, ...]:
    """The characters that the shipped font lacks, each once, in order: to announce first."""
    # Of the texts of a dossier, a hundred letters: each is looked at once.
    letters = dict.fromkeys(unicodedata.normalize("NFC", "\n".join(texts)))
    return tuple(
        letter
        for letter in letters
        if letter != REPLACEMENT
        and unicodedata.category(letter) not in _UNSEEN
        and _spelled(letter) == REPLACEMENT
    )


def announcement(missing: tuple[str, ...]) -> str:
    """The sentence shown before printing what `unprintable` found; "" for nothing."""
    if not missing:
        return ""
    letters = " ".join(missing[:12]) + (" …" if len(missing) > 12 else "")
    return (
        f"Ces caractères n’existent pas dans la police des documents : {letters}. "
        f"Rien n’est changé dans la fiche ; sur le papier, chacun sera remplacé par {REPLACEMENT}. "
        "Vérifiez l’orthographe en lettres latines, ou complétez le papier à la main."
    )
