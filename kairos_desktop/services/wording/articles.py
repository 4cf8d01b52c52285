# SPDX-License-Identifier: MIT
"""« de » before a name or a noun, and how it gives way to a vowel."""

from __future__ import annotations

import unicodedata

_VOWELS = frozenset("aeiouœæ")


def of(what: str) -> str:
    """« d’octobre », « d’ÉVRARD Nicolas », « de LEFÈVRE Anne », « de Mme ABADIE »."""
    return f"d’{what}" if _begins_with_a_vowel(what) else f"de {what}"


def of_the(what: str) -> str:
    """« de l’entrée en formation », « de la sortie de formation »: nouns of the feminine."""
    return f"de l’{what}" if _begins_with_a_vowel(what) else f"de la {what}"


def _begins_with_a_vowel(what: str) -> bool:
    # A name's h is not counted as mute: « de HENRY » is never wrong to read.
    return unicodedata.normalize("NFD", what[:1])[:1].lower() in _VOWELS
