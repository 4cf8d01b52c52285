# SPDX-License-Identifier: MIT
"""« Historique » of the line in hand: a button above the list, an entry of its menu, Ctrl+H."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kairos_desktop.views.toolkit.columns import RowAct

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


def history_act(show: Callable[[Any], None]) -> RowAct:
    """The act that shows who did what, when, on the first line chosen."""

    def run(rows: Sequence[Any]) -> None:
        show(rows[0])

    return RowAct("Historique", run, "Ctrl+H", in_row=False)
