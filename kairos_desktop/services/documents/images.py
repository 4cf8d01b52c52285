# SPDX-License-Identifier: MIT
"""Whether a logo or a stamp can be printed."""

from __future__ import annotations

import io
from functools import lru_cache

_LARGEST = 2 * 1024 * 1024
_MOST_PIXELS = 16_000_000


def fitted(data: bytes, width: float, height: float) -> tuple[float, float]:
    """The size of a picture inside a rectangle, proportions kept; nothing if it is unreadable."""
    if not data or problem(data):
        return 0.0, 0.0
    from PIL import Image

    with Image.open(io.BytesIO(data)) as picture:
        scale = min(width / picture.width, height / picture.height)
        return picture.width * scale, picture.height * scale


@lru_cache(maxsize=8)
def problem(data: bytes) -> str:
    """The French sentence that refuses a picture, empty when it can be printed."""
    if len(data) > _LARGEST:
        return (
            "Cette image pèse plus de 2 Mo ; l’ancienne est gardée. Choisissez-en une plus légère."
        )
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(io.BytesIO(data), formats=("PNG", "JPEG")) as picture:
            if picture.width * picture.height > _MOST_PIXELS:
                return (
                    "Cette image a plus de 16 millions de points ; l’ancienne est gardée."
                    " Réduisez-la, 1 000 points de large suffisent."
                )
            picture.load()
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError):
        return (
            "Ce fichier n’est pas une image PNG ou JPEG lisible ; l’ancienne est gardée."
            " Choisissez un autre fichier."
        )
    return ""
