# SPDX-License-Identifier: MIT
"""Colours by role, read once from resources/theme/tokens.json.

A widget that paints asks `tokens_for(self.palette())`: the palette that Qt already hands to every
widget says which of the two sets is worn, so no global theme object is needed.
"""

import json
from functools import cache
from typing import NamedTuple

from PySide6.QtGui import QColor, QPalette

from kairos_desktop import resource_files


class Tokens(NamedTuple):
    """One set of colours; each text role reaches 4.5:1 on its ground."""

    bg: str
    surface: str
    raised: str
    ink: str
    muted: str
    line: str
    accent: str
    accent_weak: str
    ok: str
    ok_weak: str
    warn: str
    warn_weak: str
    danger: str
    danger_weak: str
    hold: str
    hold_weak: str
    row: str

    def color(self, role: str) -> QColor:
        """Give the colour of a role, by name."""
        return _color(getattr(self, role))

    def as_dict(self) -> dict[str, str]:
        """Give role → "#RRGGBB"."""
        return self._asdict()


@cache
def _color(value: str) -> QColor:
    return QColor(value)


@cache
def load_tokens() -> dict[str, Tokens]:
    """Give the sets by name: "light" and "dark"; every text role reaches 4.5:1 on its ground."""
    raw = json.loads(resource_files.path("theme", "tokens.json").read_bytes())
    return {name: Tokens(**colours) for name, colours in raw.items()}


def tokens_for(palette: QPalette) -> Tokens:
    """Give the set that a palette was made from."""
    # The link colour, since a style sheet rewrites the grounds and inks of the widgets it matches;
    # of what is awake, since a button asleep has its own.
    dark = load_tokens()["dark"]
    link = palette.color(QPalette.ColorGroup.Active, QPalette.ColorRole.Link)
    is_dark = link == dark.color("accent")
    return dark if is_dark else load_tokens()["light"]


def blend(over: QColor, under: QColor, share: float) -> QColor:
    """Give the opaque colour of `over` laid on `under` at `share` (0 to 1)."""

    def mix(top: int, bottom: int) -> int:
        return round(top * share + bottom * (1 - share))

    return QColor(
        mix(over.red(), under.red()),
        mix(over.green(), under.green()),
        mix(over.blue(), under.blue()),
    )
