# SPDX-License-Identifier: MIT
"""Icons: SVG files of resources/icons, drawn in the colour of a token.

The files use `currentColor`; QtSvg is imported at the first icon, not at start-up.
"""

from functools import cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap

from kairos_desktop import resource_files
from kairos_desktop.views.toolkit import metrics
from kairos_desktop.views.toolkit.tokens import Tokens

_RATIOS = (1.0, 1.5, 2.0)


@cache
def icon(name: str, colour: str, size: int = 16) -> QIcon:
    """Give an icon in one colour ("#RRGGBB"), crisp at 100, 150 and 200 %."""
    made = QIcon()
    for ratio in _RATIOS:
        made.addPixmap(_drawn(name, colour, metrics.px(size), ratio))
    return made


def _drawn(name: str, colour: str, size: int, ratio: float) -> QPixmap:
    from PySide6.QtSvg import QSvgRenderer

    source = resource_files.path("icons", f"{name}.svg").read_text(encoding="utf-8")
    renderer = QSvgRenderer(QByteArray(source.replace("currentColor", colour).encode()))
    pixmap = QPixmap(round(size * ratio), round(size * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    renderer.render(painter, QRectF(0, 0, size, size))
    painter.end()
    return pixmap


def chevron_files(tokens: Tokens) -> dict[str, str]:
    """Give the drawings that a style sheet can only take as files, by tone of ground."""
    dark = QColor(tokens.surface).lightness() < 128
    tone = "dark" if dark else "light"
    ways = ("down", "left", "right")
    return {
        **{
            f"chevron_{way}": resource_files.path("icons", f"chevron-{way}-{tone}.svg").as_posix()
            for way in ways
        },
        "check": resource_files.path("icons", f"check-{tone}.svg").as_posix(),
    }
