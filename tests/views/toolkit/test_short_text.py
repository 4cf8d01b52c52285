# SPDX-License-Identifier: MIT
"""A text laid out once is painted as Qt paints it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFont, QImage, QPainter

from kairos_desktop.views.toolkit import metrics
from kairos_desktop.views.toolkit.short_text import advance, paint_short

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

PLACE = QRect(7, 5, 160, 31)
SIDES = {
    0.0: Qt.AlignmentFlag.AlignLeft,
    0.5: Qt.AlignmentFlag.AlignHCenter,
    1.0: Qt.AlignmentFlag.AlignRight,
}


def canvas() -> QImage:
    image = QImage(180, 40, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    return image


def ours(font: QFont, text: str, at: float) -> QImage:
    image = canvas()
    with QPainter(image) as painter:
        paint_short(painter, PLACE, font, text, at=at)
    return image


@pytest.mark.parametrize("at", SIDES)
@pytest.mark.parametrize(
    "text", ["Łukasz d’Hérouville", "Titre professionnel de secrétaire assistant", "", "<b>7</b>"]
)
def test_it_is_what_qt_paints_twice_over_and_in_each_font(
    app: QApplication, text: str, at: float
) -> None:
    for size in (metrics.TABLE, metrics.SMALL, metrics.TABLE):
        font, theirs = metrics.font(size), canvas()
        with QPainter(theirs) as painter:
            painter.setFont(font)
            elide = Qt.TextElideMode.ElideRight
            cut = painter.fontMetrics().elidedText(text, elide, PLACE.width())
            painter.drawText(PLACE, SIDES[at] | Qt.AlignmentFlag.AlignVCenter, cut)
        assert ours(font, text, at) == theirs


def test_a_text_is_as_wide_as_its_letters(app: QApplication) -> None:
    font = metrics.font(metrics.TABLE)
    assert advance(font, "Retenu") > advance(font, "Ret") > advance(font, "") == 0
