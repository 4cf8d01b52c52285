# SPDX-License-Identifier: MIT
"""The look of the window: tokens → palette → a little style sheet, on Fusion.

`apply_theme(app, "system")` follows the desktop when it turns dark; "light" and "dark" stay.
Colours live in the tokens, sizes in metrics.py, shapes in resources/qss/window.qss.
"""

import re
from string import Template
from typing import Literal, TypeAlias

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from kairos_desktop import resource_files
from kairos_desktop.views.toolkit import metrics
from kairos_desktop.views.toolkit.icons import chevron_files
from kairos_desktop.views.toolkit.tokens import Tokens, blend, load_tokens

Choice: TypeAlias = Literal["light", "dark", "system"]

_ROLES: dict[QPalette.ColorRole, str] = {
    QPalette.ColorRole.Window: "bg",
    QPalette.ColorRole.WindowText: "ink",
    QPalette.ColorRole.Base: "surface",
    QPalette.ColorRole.AlternateBase: "row",
    QPalette.ColorRole.Text: "ink",
    QPalette.ColorRole.Button: "surface",
    QPalette.ColorRole.ButtonText: "ink",
    QPalette.ColorRole.BrightText: "danger",
    QPalette.ColorRole.Highlight: "accent",
    QPalette.ColorRole.HighlightedText: "surface",
    QPalette.ColorRole.ToolTipBase: "ink",
    QPalette.ColorRole.ToolTipText: "surface",
    QPalette.ColorRole.PlaceholderText: "muted",
    QPalette.ColorRole.Link: "accent",
    QPalette.ColorRole.LinkVisited: "hold",
    QPalette.ColorRole.Accent: "accent",
    QPalette.ColorRole.Light: "surface",
    QPalette.ColorRole.Midlight: "line",
    QPalette.ColorRole.Mid: "line",
    QPalette.ColorRole.Dark: "muted",
    QPalette.ColorRole.Shadow: "line",
}
_TEXT_ROLES = (
    QPalette.ColorRole.WindowText,
    QPalette.ColorRole.Text,
    QPalette.ColorRole.ButtonText,
    QPalette.ColorRole.HighlightedText,
    QPalette.ColorRole.PlaceholderText,
    QPalette.ColorRole.Link,
    QPalette.ColorRole.LinkVisited,
)
_FLAT_ROLES = (QPalette.ColorRole.Highlight, QPalette.ColorRole.Accent)


def apply_theme(app: QApplication, choice: Choice) -> None:
    """Dress the whole application; may be called again at any time, windows change live."""
    follower = app.findChild(_SystemFollower) or _SystemFollower(app)
    follower.choice = choice
    follower.dress()


def palette_from(tokens: Tokens) -> QPalette:
    """Give a palette with every role of every group set, disabled ones included."""
    palette = QPalette()
    for role, name in _ROLES.items():
        palette.setColor(role, tokens.color(name))
    disabled = QPalette.ColorGroup.Disabled
    faded = faded_ink(tokens)
    for role in _TEXT_ROLES:
        palette.setColor(disabled, role, faded)
    for role in _FLAT_ROLES:
        palette.setColor(disabled, role, tokens.color("line"))
    for role in (QPalette.ColorRole.Base, QPalette.ColorRole.Button):
        palette.setColor(disabled, role, tokens.color("bg"))
    return palette


def faded_ink(tokens: Tokens) -> QColor:
    """Give the colour of what cannot be used now: still readable, clearly asleep."""
    return blend(tokens.color("muted"), tokens.color("surface"), 0.72)


def style_sheet(tokens: Tokens) -> str:
    """Give the style sheet for a set of tokens: `$role` becomes a colour, `8dp` a size."""
    source = resource_files.path("qss", "window.qss").read_text(encoding="utf-8")
    colours = tokens.as_dict() | {
        "faded": faded_ink(tokens).name(),
        "hover": blend(tokens.color("accent"), tokens.color("surface"), 0.06).name(),
        "pressed": blend(tokens.color("accent"), tokens.color("surface"), 0.14).name(),
        "accent_hover": blend(tokens.color("ink"), tokens.color("accent"), 0.16).name(),
        "thumb": blend(tokens.color("muted"), tokens.color("bg"), 0.45).name(),
        **chevron_files(tokens),
    }
    filled = Template(source).substitute(colours)
    return re.sub(r"(\d+)dp", lambda found: f"{metrics.px(int(found[1]))}px", filled)


def set_look(widget: QWidget, look: str) -> None:
    """Give a widget one of the looks of window.qss ("primary", "muted", "card"…), live."""
    widget.setProperty("look", look)
    # A widget that was never shown is dressed when it is; doing it twice would cost at start-up.
    if widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
        widget.style().unpolish(widget)
        widget.style().polish(widget)


class _SystemFollower(QObject):
    """Dresses the application again when the desktop turns dark or light."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._app = app
        self.choice: Choice = "system"
        self._dressed = ""
        app.setStyle("Fusion")
        app.setFont(metrics.font())
        app.styleHints().colorSchemeChanged.connect(self._on_scheme_changed)

    def dress(self) -> None:
        """Put on the palette, then the style sheet that was made for it; once is enough."""
        worn = self._worn()
        if worn == self._dressed:
            return
        self._dressed = worn
        tokens = load_tokens()[worn]
        self._app.setPalette(palette_from(tokens))
        self._app.setStyleSheet(style_sheet(tokens))

    def _worn(self) -> str:
        if self.choice != "system":
            return self.choice
        dark = self._app.styleHints().colorScheme() == Qt.ColorScheme.Dark
        return "dark" if dark else "light"

    def _on_scheme_changed(self) -> None:
        if self.choice == "system":
            self.dress()
