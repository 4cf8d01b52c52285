# SPDX-License-Identifier: MIT
"""One line of text, cut at the right: laid out once, painted many times.

A list paints the same words again at each change of any of its lines; finding where a text is cut
and shaping its letters is nine tenths of that.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QFontMetrics, QStaticText, QTransform

if TYPE_CHECKING:
    from PySide6.QtCore import QRect, QRectF
    from PySide6.QtGui import QFont, QPainter

_KEPT = 1_000
"""Texts kept laid out: some eight screens of a list."""
_MOST_FONTS = 64
"""The window has some ten; those of a moment are let go with the others."""


def paint_short(
    painter: QPainter, place: QRect | QRectF, font: QFont, text: str, *, at: float = 0
) -> None:
    """Paint a text in the middle of the height of a place: `at` 0 its left, 1 its right.

    The font is one that nobody changes any more, as those of `metrics`.
    """
    painter.setFont(font)
    laid = _laid(text, _known(font), round(place.width()))
    size = laid.size()
    left = place.left() + at * (place.width() - size.width())
    painter.drawStaticText(QPointF(left, place.top() + (place.height() - size.height()) / 2), laid)


def advance(font: QFont, text: str) -> int:
    """How wide a text is, in pixels."""
    return _advance(text, _known(font))


class _Font:
    """A font that is compared by what it is."""

    def __init__(self, font: QFont) -> None:
        self.font = font
        self._key = font.key()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Font) and self._key == other._key

    def __hash__(self) -> int:
        return hash(self._key)


_fonts: dict[int, _Font] = {}
"""The fonts met, by the object: Qt takes longer to say what a font is than to paint a word."""


def _known(font: QFont) -> _Font:
    """A font by what it is; as long as it is held here no other object has its number."""
    known = _fonts.get(id(font))
    if known is None:
        if len(_fonts) >= _MOST_FONTS:
            _fonts.clear()
        known = _fonts[id(font)] = _Font(font)
    return known


@lru_cache(maxsize=_KEPT)
def _laid(text: str, of: _Font, width: int) -> QStaticText:
    cut = QFontMetrics(of.font).elidedText(text, Qt.TextElideMode.ElideRight, width)
    laid = QStaticText(cut)
    laid.setTextFormat(Qt.TextFormat.PlainText)
    laid.setPerformanceHint(QStaticText.PerformanceHint.AggressiveCaching)
    laid.prepare(QTransform(), of.font)
    return laid


@lru_cache(maxsize=_KEPT)
def _advance(text: str, of: _Font) -> int:
    return QFontMetrics(of.font).horizontalAdvance(text)
