# SPDX-License-Identifier: MIT
"""Every size of the window, in one place: the 8-pixel rhythm and the fonts.

Sizes are in device-independent pixels at 96 dpi; `px` follows the text size that the system asks
for, so that a post set to larger text gets larger rows instead of clipped ones.
"""

import sys
from functools import cache

from PySide6.QtGui import QFont, QFontDatabase, QGuiApplication

from kairos_desktop import resource_files

UNIT = 8
TOP_BAR = 52
SIDE_PANEL = 292
ROW = 36
TALL_ROW = 46
BUTTON = 32
ROW_BUTTON = 26
FIELD = 32
STATUS_BAR = 28
PAGE_MARGIN = 20
CARD_RADIUS = 8
RADIUS = 6

TITLE = 20
BODY = 14
TABLE = 13
SMALL = 12
FIGURE = 24
KEY_HINT = 11

# Below this width of the window the side panel becomes a drawer; below these heights of a page its
# trail hides, and of the window its status bar too.
NARROW = 1000
SHORT = 480
SHORT_WINDOW = 620
TOUCH_ROW = 44

_FONT_FILES = ("Inter-Regular.ttf", "Inter-Medium.ttf", "Inter-SemiBold.ttf")


@cache
def px(size: float) -> int:
    """Give a size in pixels for this screen's text size."""
    return round(size * _text_scale())


@cache
def font(size: float = BODY, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """Give the window's font at a size of the scale above; shared, copy it to change it."""
    made = QFont(_family())
    made.setPixelSize(px(size))
    made.setWeight(weight)
    return made


@cache
def _text_scale() -> float:
    """Give the system's text size over the usual one, never below 1."""
    screen = QGuiApplication.primaryScreen()
    # macOS counts 72 points to the inch and scales text by itself.
    if sys.platform == "darwin" or screen is None:
        return 1.0
    return max(1.0, screen.logicalDotsPerInch() / 96)


@cache
def _family() -> str:
    """Give the family: the system's own, or the shipped Inter on Linux."""
    if not sys.platform.startswith("linux"):
        return QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont).family()
    families: list[str] = []
    for name in _FONT_FILES:
        loaded = QFontDatabase.addApplicationFont(str(resource_files.path("fonts", name)))
        families += QFontDatabase.applicationFontFamilies(loaded)
    return families[0] if families else QGuiApplication.font().family()
