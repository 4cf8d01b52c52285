# SPDX-License-Identifier: MIT
"""Draws a `Chart`: on the screen, on a picture, on a page, with the same strokes. Any thread."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFontMetricsF, QPainter, QPen

from kairos_desktop.views.toolkit import metrics
from kairos_desktop.views.toolkit.charts import Chart, Fill, Layout, Series, Shape, plain_number
from kairos_desktop.views.toolkit.tokens import Tokens, blend

if TYPE_CHECKING:
    from collections.abc import Iterator

_FLAGS = Qt.AlignmentFlag
_TICKS = 4
_HATCH = {Fill.HATCHED: Qt.BrushStyle.BDiagPattern, Fill.DOTTED: Qt.BrushStyle.Dense6Pattern}
_THICKEST_BAR, _WIDEST_COLUMN = 30, 44
_LABEL_SHARE = 0.42
_LEAST_LABEL = 34


class ChartPainter:
    """One drawing of a chart in a rectangle; `current` is the category with the ring, or -1."""

    def __init__(
        self, painter: QPainter, chart: Chart, tokens: Tokens, area: QRectF, current: int = -1
    ) -> None:
        self._painter, self._chart, self._tokens = painter, chart, tokens
        self._area, self._current = area, current
        self._font = metrics.font(metrics.SMALL)
        self._measure = QFontMetricsF(self._font)
        self._line = self._measure.height()
        self.hits: list[QRectF] = []

    def paint(self) -> list[QRectF]:
        """Draw; give where each category stands, for the mouse and the ring."""
        self._painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._painter.setFont(self._font)
        plot = self._legend()
        if self._chart.shape is Shape.BARS:
            self._bars(plot)
        else:
            self._columns(plot)
        if 0 <= self._current < len(self.hits):
            self._painter.setBrush(Qt.BrushStyle.NoBrush)
            self._painter.setPen(QPen(self._tokens.color("accent"), metrics.px(2)))
            self._painter.drawRoundedRect(self.hits[self._current], 4, 4)
        return self.hits

    def color(self, series: Series) -> QColor:
        """The colour of a series on the ground that is worn."""
        whole = self._tokens.color(series.role)
        return blend(whole, self._tokens.color("surface"), series.share)

    def _fill(self, box: QRectF, series: Series) -> None:
        """A bar: plain, or pale with its texture and its edge."""
        color = self.color(series)
        self._painter.setPen(Qt.PenStyle.NoPen)
        if series.fill is Fill.PLAIN:
            self._painter.fillRect(box, color)
            return
        self._painter.fillRect(box, blend(color, self._tokens.color("surface"), 0.22))
        self._painter.fillRect(box, QBrush(color, _HATCH[series.fill]))
        self._painter.setPen(QPen(color, 1))
        self._painter.setBrush(Qt.BrushStyle.NoBrush)
        self._painter.drawRect(box.adjusted(0.5, 0.5, -0.5, -0.5))

    def _say(self, box: QRectF, text: str, role: str, flags: Qt.AlignmentFlag) -> None:
        self._painter.setPen(self._tokens.color(role))
        whole = self._measure.elidedText(text, Qt.TextElideMode.ElideRight, box.width())
        self._painter.drawText(box, int(flags), whole)

    def _legend(self) -> QRectF:
        """The names of the series above, where there are several; give what is left below."""
        area = QRectF(self._area)
        if len(self._chart.series) < 2:
            return area
        x, y = area.left(), area.top()
        side, gap = self._line * 0.8, metrics.px(6)
        for series in self._chart.series:
            width = side + gap + self._measure.horizontalAdvance(series.name)
            if x > area.left() and x + width > area.right():
                x, y = area.left(), y + self._line * 1.35
            self._fill(QRectF(x, y + self._line * 0.1, side, side), series)
            words = QRectF(x + side + gap, y, width, self._line)
            self._say(words, series.name, "ink", _FLAGS.AlignLeft | _FLAGS.AlignVCenter)
            x += width + metrics.px(16)
        area.setTop(y + self._line * 1.35 + metrics.px(8))
        return area

    # Bars, along the page.

    def _bars(self, plot: QRectF) -> None:
        chart = self._chart
        names = max(self._measure.horizontalAdvance(each) for each in chart.categories)
        label = min(names + metrics.px(8), plot.width() * _LABEL_SHARE)
        places = range(len(chart.categories))
        note = max(self._measure.horizontalAdvance(chart.note(place)) for place in places)
        room = max(plot.width() - label - note - metrics.px(20), 8.0)
        height = plot.height() / max(len(chart.categories), 1)
        height = min(height, metrics.px(_THICKEST_BAR) * 1.7)
        for place in places:
            row = QRectF(plot.left(), plot.top() + place * height, plot.width(), height)
            self.hits.append(row.adjusted(1, 1, -1, -1))
            words = QRectF(row.left(), row.top(), label - metrics.px(8), height)
            left = _FLAGS.AlignLeft | _FLAGS.AlignVCenter
            self._say(words, chart.categories[place], "ink", left)
            end = self._one_bar(place, row, label, room)
            after = QRectF(end + metrics.px(8), row.top(), row.right() - end, height)
            self._say(after, chart.note(place), "ink", left)

    def _one_bar(self, place: int, row: QRectF, label: float, room: float) -> float:
        """The values of a category one after the other; give where they end."""
        chart = self._chart
        thick = min(row.height() * 0.66, metrics.px(_THICKEST_BAR))
        left, unit = row.left() + label, room / (chart.highest or 1)
        y, x, end = row.center().y() - thick / 2, left, left
        each = thick / len(chart.series) if chart.layout is Layout.BESIDE else thick
        for nth, series in enumerate(chart.series):
            width = unit * series.values[place]
            if chart.layout is Layout.BESIDE:
                self._fill(QRectF(left, y + nth * each, width, max(each - 1, 1.0)), series)
            elif width:
                # A hair of ground between two parts tells them apart without their colours.
                self._fill(QRectF(x, y, max(width - _hair(chart, width), 1.0), thick), series)
            end = max(end, x + width)
            x += width if chart.layout is Layout.PILED else 0
        return end

    # Columns, over a scale.

    def _columns(self, plot: QRectF) -> None:
        chart = self._chart
        top, steps = scale(chart.highest)
        figures = [plain_number(step) for step in steps]
        side = max(self._measure.horizontalAdvance(each) for each in figures) + metrics.px(8)
        below = self._line * (2.2 if any("\n" in each for each in chart.categories) else 1.3)
        above = self._line * (2.6 if chart.limit_after is not None else 1.2)
        inner = plot.adjusted(side, above, 0, -below)
        self._grid(inner, steps, figures, top, side)
        width = inner.width() / max(len(chart.categories), 1)
        every = max(1, math.ceil(metrics.px(_LEAST_LABEL) / max(width, 1)))
        for place, name in enumerate(chart.categories):
            column = QRectF(inner.left() + place * width, inner.top(), width, inner.height())
            self.hits.append(QRectF(column.left() + 1, plot.top() + above - self._line * 1.1,
                                    width - 2, plot.bottom() - plot.top() - above
                                    + self._line * 1.1 - 1))  # fmt: skip
            self._one_column(place, column, top)
            if place % every == 0:
                words = QRectF(column.left(), inner.bottom() + 3, width * every, below)
                words = words if every > 1 else words.adjusted(1, 0, -1, 0)
                self._name(words, name)
        self._limit(plot, inner, width)

    def _name(self, box: QRectF, name: str) -> None:
        for nth, line in enumerate(name.split("\n")):
            row = QRectF(box.left(), box.top() + nth * self._line, box.width(), self._line)
            self._say(row, line, "muted", _FLAGS.AlignHCenter | _FLAGS.AlignVCenter)

    def _grid(
        self, inner: QRectF, steps: list[float], figures: list[str], top: float, side: float
    ) -> None:
        for step, figure in zip(steps, figures, strict=True):
            y = inner.bottom() - inner.height() * step / top
            self._painter.setPen(QPen(self._tokens.color("line"), 1))
            self._painter.drawLine(QPointF(inner.left(), y), QPointF(inner.right(), y))
            words = QRectF(
                inner.left() - side, y - self._line, side - metrics.px(8), 2 * self._line
            )
            self._say(words, figure, "muted", _FLAGS.AlignRight | _FLAGS.AlignVCenter)

    def _one_column(self, place: int, column: QRectF, top: float) -> None:
        wide = min(column.width() * 0.72, metrics.px(_WIDEST_COLUMN))
        x, base = column.center().x() - wide / 2, column.bottom()
        for box, series in self._parts(place, x, base, wide, column.height() / top):
            self._fill(box, series)
        for box, value in self._figures(place, x, base, wide, column.height() / top):
            # A figure that has no room stands in the table, and is said at its column.
            if self._measure.horizontalAdvance(plain_number(value)) <= box.width() + metrics.px(6):
                wider = box.adjusted(-metrics.px(3), 0, metrics.px(3), 0)
                self._painter.setPen(self._tokens.color("ink"))
                self._painter.drawText(wider, int(_FLAGS.AlignCenter), plain_number(value))

    def _parts(
        self, place: int, x: float, base: float, wide: float, unit: float
    ) -> Iterator[tuple[QRectF, Series]]:
        chart = self._chart
        each = wide / len(chart.series) if chart.layout is Layout.BESIDE else wide
        for nth, series in enumerate(chart.series):
            height = series.values[place] * unit
            if not height:
                continue
            if chart.layout is Layout.BESIDE:
                yield QRectF(x + nth * each, base - height, each - 1, height), series
                continue
            yield QRectF(x, base - height, wide, max(height - _hair(chart, height), 1.0)), series
            base -= height if chart.layout is Layout.PILED else 0

    def _figures(
        self, place: int, x: float, base: float, wide: float, unit: float
    ) -> Iterator[tuple[QRectF, float]]:
        """Where the figures stand: one above a pile, one above each of several columns."""
        chart = self._chart
        is_one = chart.layout is not Layout.BESIDE
        piles = [chart.total(place)] if is_one else [s.values[place] for s in chart.series]
        each = wide / len(piles)
        for nth, value in enumerate(piles):
            if value:
                top = base - value * unit
                yield QRectF(x + nth * each, top - self._line, each, self._line), value

    def _limit(self, plot: QRectF, inner: QRectF, width: float) -> None:
        chart = self._chart
        if chart.limit_after is None:
            return
        x = inner.left() + (chart.limit_after + 1) * width
        self._painter.setPen(QPen(self._tokens.color("danger"), 1.5, Qt.PenStyle.DashLine))
        self._painter.drawLine(QPointF(x, plot.top()), QPointF(x, inner.bottom()))
        room = inner.right() - x - metrics.px(6)
        words = QRectF(x + metrics.px(6), plot.top(), room, self._line)
        self._say(words, chart.limit_label, "danger", _FLAGS.AlignLeft | _FLAGS.AlignVCenter)


def _hair(chart: Chart, length: float) -> float:
    return 1.0 if chart.layout is Layout.PILED and length > 3 else 0.0


def scale(highest: float) -> tuple[float, list[float]]:
    """The end of a scale for these values, and the round steps to it."""
    if highest <= 0:
        return 1.0, [0.0, 1.0]
    rough = highest / _TICKS
    unit = 10.0 ** math.floor(math.log10(rough))
    step = next(unit * each for each in (1, 2, 2.5, 5, 10) if unit * each >= rough)
    # Counts have no halves.
    step = max(step, 1.0) if highest >= 1 else step
    step = math.ceil(step) if step < 10 else step
    count = math.ceil(highest / step)
    return step * count, [step * nth for nth in range(count + 1)]
