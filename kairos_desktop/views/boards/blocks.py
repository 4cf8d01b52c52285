# SPDX-License-Identifier: MIT
"""A block of a board: a title with its number, a list, its export, its print, its *? Aide*."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from kairos_desktop.services.wording.dates import long_day
from kairos_desktop.views.toolkit import metrics
from kairos_desktop.views.toolkit.buttons import button
from kairos_desktop.views.toolkit.columns import Column, RowAct
from kairos_desktop.views.toolkit.label import Label
from kairos_desktop.views.toolkit.list_buttons import export_button
from kairos_desktop.views.toolkit.list_card import ListCard
from kairos_desktop.views.toolkit.list_printing import print_list
from kairos_desktop.views.toolkit.theme import set_look

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence

    from kairos_desktop.views.toolkit.desk import Desk
    from kairos_desktop.views.toolkit.empty_state import Empty

_HELP = "tableau-actions"


class Block(ListCard):
    """The lines of one block, all in hand; `titled` gives the title for their number."""

    def __init__(
        self,
        desk: Desk,
        titled: Callable[[int], str],
        columns: Sequence[Column],
        open_line: Callable[[Any], None],
        empty: Empty,
    ) -> None:
        self._desk, self._titled, self._empty_words = desk, titled, empty
        self._rows: dict[Hashable, Any] = {}
        self._title = Label(titled(0))
        set_look(self._title, "section")
        self._title.setMinimumHeight(metrics.px(40))

        def run(rows: Sequence[Any]) -> None:
            open_line(rows[0])

        super().__init__(
            titled(0),
            (*columns, Column("", kind="acts")),
            self._fetch_rows,
            [RowAct("Ouvrir", run)],
            head=self._title,
        )
        self.table.row_opened.connect(open_line)
        self.refused.connect(desk.say)

    def show_rows(self, rows: Sequence[Any]) -> None:
        """Show these lines, or why there are none."""
        self._rows = {row.id: row for row in rows}
        title = self._titled(len(rows))
        self._title.setText(title)
        self._title.setAccessibleName(title)
        self.model.keep(rows[:200])
        self.show_ids([row.id for row in rows], self._empty_words)
        self.model.refresh_all()

    def tools(self, *, key: str = "") -> list[Any]:
        """« Exporter tout le tableau », « Imprimer la liste », « ? Aide »; `key` opens the help."""
        title = self._titled(0).partition(") ")[2]
        return [
            button("Imprimer la liste", self._print),
            export_button(self._desk, title, self.model),
            button("? Aide", partial(self._desk.open, "help", topic=_HELP), key=key),
        ]

    def _print(self) -> None:
        day = long_day(self._desk.now().date(), weekday=True)
        title = self._titled(len(self._rows))
        print_list(self, self._desk, title, f"Le {day}", self.model)

    def _fetch_rows(
        self, ids: Sequence[Hashable], arrived: Callable[[Sequence[Any]], None]
    ) -> None:
        arrived([self._rows[each] for each in ids if each in self._rows])
