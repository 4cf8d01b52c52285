# SPDX-License-Identifier: MIT
"""A chart: what it draws where, in both dresses, and what it says instead."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from kairos_desktop.views.toolkit.chart_painting import ChartPainter, scale
from kairos_desktop.views.toolkit.charts import Chart, Fill, Layout, Series, Shape, plain_number
from kairos_desktop.views.toolkit.tokens import load_tokens

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication


def chart(layout: Layout = Layout.PILED, shape: Shape = Shape.COLUMNS) -> Chart:
    series = (
        Series("Justifiées", (4, 2)),
        Series("Non justifiées", (1, 0), "danger", fill=Fill.HATCHED),
    )
    return Chart("Absences", ("janv.\n2027", "févr.\n2027"), series, shape, layout)


def drawn(made: Chart, theme: str = "light") -> tuple[QImage, list[QRectF]]:
    image = QImage(300, 200, QImage.Format.Format_RGB32)
    tokens = load_tokens()[theme]
    image.fill(tokens.color("surface"))
    painter = QPainter(image)
    hits = ChartPainter(painter, made, tokens, QRectF(image.rect())).paint()
    painter.end()
    return image, hits


def _is_near(one: QColor, other: QColor) -> bool:
    """A thin stroke is blended with its ground."""
    parts = zip(one.getRgb(), other.getRgb(), strict=True)
    return sum(abs(mine - its) for mine, its in parts) < 60


def amount(image: QImage, colour: QColor, within: QRectF) -> int:
    box = within.toRect().intersected(image.rect())
    return sum(
        _is_near(image.pixelColor(x, y), colour)
        for x in range(box.left(), box.right(), 2)
        for y in range(box.top(), box.bottom())
    )


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("shape", list(Shape))
def test_twice_the_value_covers_twice_the_ground(
    app: QApplication, theme: str, shape: Shape
) -> None:
    del app
    made = Chart("Absences", ("un", "deux"), (Series("Absences", (4, 2)),), shape)
    image, hits = drawn(made, theme)
    accent = load_tokens()[theme].color("accent")
    first, second = (amount(image, accent, hit) for hit in hits)
    assert second > 50
    assert first == pytest.approx(2 * second, rel=0.1)


@pytest.mark.parametrize("layout", list(Layout))
def test_a_texture_tells_a_series_without_its_colour(app: QApplication, layout: Layout) -> None:
    del app
    image, hits = drawn(chart(layout))
    grey = {image.pixelColor(x, y).lightness() for hit in hits[:1]
            for x in range(int(hit.left()), int(hit.right()))
            for y in range(int(hit.top()), int(hit.bottom()))}  # fmt: skip
    danger = load_tokens()["light"].color("danger")
    assert amount(image, danger, hits[0]) > 5
    assert amount(image, danger, hits[1]) == 0
    assert len(grey) > 3


def test_what_it_says_has_every_figure_and_the_limit(app: QApplication) -> None:
    del app
    made = chart()
    assert made.whole() == (
        "janv. 2027 : Justifiées 4, Non justifiées 1. févr. 2027 : Justifiées 2, Non justifiées 0."
    )
    limited = Chart(
        "Délai", ("0", "1"), (Series("Entrées", (1, 2)),), Shape.COLUMNS,
        limit_after=0, limit_label="Au-delà", notes=("50 %",),
    )  # fmt: skip
    assert limited.whole() == "0 : 1 · 50 %. Au-delà. 1 : 2."
    assert Chart("Rien", ("0",), (Series("Rien", (0,)),)).whole() == "Aucune donnée à montrer."


@pytest.mark.parametrize(
    ("highest", "top"),
    [(0, 1), (1, 1), (3, 3), (7, 8), (20, 20), (21, 30), (97, 100), (1234, 1500)],
)
def test_a_scale_ends_on_a_round_figure_above(highest: float, top: float) -> None:
    end, steps = scale(highest)
    assert (end, steps[0], steps[-1]) == (top, 0, top)
    assert len(steps) <= 6


def test_numbers_are_french() -> None:
    assert [plain_number(each) for each in (1234, 12.5, 0.0)] == ["1\u202f234", "12,5", "0"]
