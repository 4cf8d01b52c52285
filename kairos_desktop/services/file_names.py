# SPDX-License-Identifier: MIT
"""The name of a file made from words: what the title of a session says, any system takes."""

from __future__ import annotations

_FORBIDDEN = '<>:"/\\|?*'
_LONGEST = 90
"""Letters of a name: with its folder, it stays under what Windows opens."""


def name_from(words: str, *, without: str) -> str:
    """The words as a file's name, its ending apart; `without` where nothing of them is left.

    « Accueil / bureautique » would else be a file in a folder that does not exist.
    """
    kept = "".join(
        " " if letter in _FORBIDDEN or not letter.isprintable() else letter for letter in words
    )
    return " ".join(kept.split())[:_LONGEST].strip(" .") or without
