# SPDX-License-Identifier: MIT
"""When something was painted, noted by the widget's own paint event."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable


def after_paint(kind: type[Any], call: Callable[[Any], object]) -> None:
    """Have `call(widget)` run after each paint of a kind of widget; before the first is made."""
    paint = kind.paintEvent

    def paint_and_call(self: Any, event: Any) -> None:
        paint(self, event)
        call(self)

    kind.paintEvent = paint_and_call
