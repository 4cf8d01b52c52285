# SPDX-License-Identifier: MIT
"""A chart in the window: seen, walked with the arrows, said to a screen reader, saved, printed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, QEvent, QIODevice, QMarginsF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QFocusEvent,
    QHelpEvent,
    QImage,
    QImageWriter,
    QKeyEvent,
    QMouseEvent,
    QPageLayout,
    QPageSize,
    QPainter,
    QPaintEvent,
    QPdfWriter,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from kairos_desktop.views.toolkit import metrics
from kairos_desktop.views.toolkit.announce import announce
from kairos_desktop.views.toolkit.chart_painting import ChartPainter
from kairos_desktop.views.toolkit.label import as_tooltip
from kairos_desktop.views.toolkit.tokens import load_tokens, tokens_for

if TYPE_CHECKING:
    from PySide6.QtCore import QPoint, QPointF

    from kairos_desktop.views.toolkit.charts import Chart

_PICTURE = QSize(960, 540)
_SHARPNESS = 2
_MARGIN = 24
_PAGE_DPI = 89
_STEPS = {
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Up: -1,
}


class ChartView(QWidget):
    """The picture. The arrows walk its categories: each is ringed and said."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._chart: Chart | None = None
        self._current = -1
        self._hits: list[QRectF] = []
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_chart(self, chart: Chart) -> None:
        """Show another picture; its figures become the description that is read aloud."""
        self._chart, self._current, self._hits = chart, -1, []
        self.setAccessibleName(chart.title)
        self.setAccessibleDescription(chart.whole())
        self.update()

    def chart(self) -> Chart | None:
        """Give the picture that shows."""
        return self._chart

    def sizeHint(self) -> QSize:
        return QSize(metrics.px(480), metrics.px(300))

    def minimumSizeHint(self) -> QSize:
        return QSize(metrics.px(240), metrics.px(150))

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        if self._chart is None or self._chart.is_empty:
            return
        painter = QPainter(self)
        area = QRectF(self.rect()).adjusted(2, 2, -2, -2)
        current = self._current if self.hasFocus() else -1
        drawn = ChartPainter(painter, self._chart, tokens_for(self.palette()), area, current)
        self._hits = drawn.paint()
        if self.hasFocus() and self._current < 0:
            painter.setPen(tokens_for(self.palette()).color("accent"))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()))
        if step is None or self._chart is None or self._chart.is_empty:
            super().keyPressEvent(event)
            return
        last = len(self._chart.categories) - 1
        self._go(max(0, min(last, self._current + step)))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        place = self._place_at(event.position())
        if place >= 0:
            self._go(place)
        super().mousePressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._current = -1
        self.update()
        super().focusOutEvent(event)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            place = self._place_at(event.pos())
            if place >= 0 and self._chart is not None:
                said = as_tooltip(self._chart.said(place))
                QToolTip.showText(event.globalPos(), said, self)
            else:
                QToolTip.hideText()
            return True
        return super().event(event)

    def _go(self, place: int) -> None:
        assert self._chart is not None
        self._current = place
        self.update()
        announce(self, self._chart.said(place))

    def _place_at(self, point: QPointF | QPoint) -> int:
        return next((n for n, hit in enumerate(self._hits) if hit.contains(point)), -1)


def chart_image(chart: Chart, caption: str) -> QImage:
    """The picture on white paper, its title and caption above it. Any thread."""
    image = QImage(_PICTURE * _SHARPNESS, QImage.Format.Format_RGB32)
    image.fill(load_tokens()["light"].color("surface"))
    painter = QPainter(image)
    painter.scale(_SHARPNESS, _SHARPNESS)
    _draw(painter, chart, caption)
    painter.end()
    return image


def chart_png(chart: Chart, caption: str) -> bytes:
    """The same as the bytes of a PNG. Any thread."""
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(chart_image(chart, caption))
    buffer.close()
    return bytes(data.data())


def chart_pdf(chart: Chart, caption: str) -> bytes:
    """The picture alone on an A4 page across, in lines that stay sharp. Any thread."""
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle(chart.title)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setPageOrientation(QPageLayout.Orientation.Landscape)
    writer.setPageMargins(QMarginsF(12, 12, 12, 12), QPageLayout.Unit.Millimeter)
    # At this resolution the page is as wide as the picture: letters keep their places in words.
    writer.setResolution(_PAGE_DPI)
    painter = QPainter(writer)
    ratio = min(writer.width() / _PICTURE.width(), writer.height() / _PICTURE.height())
    painter.scale(ratio, ratio)
    _draw(painter, chart, caption)
    painter.end()
    del writer
    buffer.close()
    return bytes(data.data())


def _draw(painter: QPainter, chart: Chart, caption: str) -> None:
    tokens = load_tokens()["light"]
    painter.setPen(tokens.color("ink"))
    area = QRectF(_MARGIN, _MARGIN, _PICTURE.width() - 2 * _MARGIN, _PICTURE.height() - 2 * _MARGIN)
    painter.setFont(metrics.font(metrics.TITLE))
    left = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
    painter.drawText(area, left, chart.title)
    painter.setFont(metrics.font(metrics.SMALL))
    painter.setPen(tokens.color("muted"))
    painter.drawText(area.adjusted(0, 34, 0, 0), left | int(Qt.TextFlag.TextWordWrap), caption)
    if not chart.is_empty:
        ChartPainter(painter, chart, tokens, area.adjusted(0, 88, 0, 0)).paint()
