# SPDX-License-Identifier: MIT
"""« À faire »: everything due, in the order of the law, each line opening its form.

What its user does most: see each morning what is late; open it, do it, come back. So: the first
line is chosen, Enter opens the form with the person chosen, Alt+Left comes back, and what was done
has left the list.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QHBoxLayout

from kairos_desktop.services.wording.dates import long_day
from kairos_desktop.views.boards.due_words import GROUPS, REPORTS, Tally, columns, figures
from kairos_desktop.views.toolkit import metrics
from kairos_desktop.views.toolkit.buttons import button
from kairos_desktop.views.toolkit.cards import FigureCard
from kairos_desktop.views.toolkit.columns import RowAct
from kairos_desktop.views.toolkit.empty_state import Empty
from kairos_desktop.views.toolkit.list_buttons import export_button, help_button
from kairos_desktop.views.toolkit.list_card import ListCard
from kairos_desktop.views.toolkit.list_printing import print_list
from kairos_desktop.views.toolkit.page import Page
from kairos_desktop.views.toolkit.tabs import CounterTabs

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
    from datetime import date, datetime
    from uuid import UUID

    from kairos_desktop.services.due.board import Merged, Reread
    from kairos_desktop.services.due.line import Due
    from kairos_desktop.services.ledger import ChangeSet
    from kairos_desktop.views.toolkit.desk import Desk

_TITLE = "À faire"


class TodoPage(Page):
    """The list of what is due, its kinds as tabs. No argument."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _TITLE)
        self._lines: list[Due] | None = None
        self._by_id: dict[Hashable, Due] = {}
        self._tally = Tally(self._today())
        self._day: date | None = None
        # What has changed since the lines were read, until its lines are read again.
        self._tables: set[str] = set()
        self._ids: set[UUID] = set()
        self.kinds = CounterTabs(_TITLE)
        self.kinds.add("", "Tout", 0)
        for group in GROUPS:
            self.kinds.add(group, group, 0)
        self.card = ListCard(
            _TITLE,
            columns(self._today),
            self._fetch,
            [RowAct("Ouvrir", self._open_first)],
            head=self.kinds,
            noun=("chose à faire", "choses à faire"),
        )
        self.figures = {label: FigureCard(label, "0") for label in figures(self._tally)}
        self._lay_out()
        self.kinds.chosen.connect(self._show_lines)
        self.card.table.row_opened.connect(self._open)
        desk.hub.changed.connect(self._on_changed)

    def show_place(self, arguments: Mapping[str, Any]) -> None:
        """Read everything: what is due depends on the hour."""
        del arguments
        self._say_day()
        self._tables.clear()
        self._ids.clear()
        self.card.wait()
        self.desk.read(_whole, self.desk.now(), done=self.show_first, owner=self, key="due")

    def show_first(self, lines: list[Due]) -> None:
        """Show what is due, maybe read before the profile was open."""
        self._say_day()
        self._take(lines)

    def _today(self) -> date:
        return self.desk.now().date()

    def _say_day(self) -> None:
        self._day = self._today()
        day = long_day(self._day, weekday=True)
        self.set_title(
            _TITLE, f"{day[0].upper()}{day[1:]} · du plus urgent au moins urgent, selon la loi"
        )

    def _lay_out(self) -> None:
        self.add_button(button("Imprimer la liste", self._print))
        self.add_button(export_button(self.desk, _TITLE, self.card.model))
        self.add_button(help_button(self.desk, "a-faire"))
        row = QHBoxLayout()
        row.setSpacing(metrics.px(12))
        for card in self.figures.values():
            row.addWidget(card, 1)
        self.body.addLayout(row)
        self.body.addWidget(self.card, 1)

    def _print(self) -> None:
        day = long_day(self._today(), weekday=True)
        print_list(self, self.desk, _TITLE, f"Le {day}", self.card.model)

    def _take(self, lines: list[Due]) -> None:
        self._lines = lines
        self._by_id = {line.id: line for line in lines}
        self._tally = Tally(self._today()).count(lines)
        self._show_counts()
        self._show_lines()

    def _take_changes(self, merged: Merged) -> None:
        """Take the lines that left and came; what they do not touch stays as it is."""
        self._lines = merged.lines
        for line in merged.gone:
            self._by_id.pop(line.id, None)
        self._by_id.update((line.id, line) for line in merged.come)
        self._tally.count(merged.come, merged.gone)
        self._show_counts()
        come = self._of_the_tab(merged.come)
        self._show(self._of_the_tab(merged.lines), come, loose={line.id for line in come})

    def _show_counts(self) -> None:
        for label, figure in figures(self._tally).items():
            self.figures[label].show_figure(str(figure.number), figure.detail, figure.role)
        much = self._tally.lines
        self.kinds.set_counter("", much.total())
        # Kept up to date behind any page: the panel says it everywhere.
        self.desk.show_counter("todo", much.total())
        self.desk.show_counter("kairos", self._tally.people_of(REPORTS))
        for group, kinds in GROUPS.items():
            self.kinds.set_counter(group, sum(much[kind] for kind in kinds))

    def _show_lines(self) -> None:
        if self._lines is not None:
            shown = self._of_the_tab(self._lines)
            self._show(shown, shown[:_KEPT])

    def _of_the_tab(self, lines: list[Due]) -> list[Due]:
        kinds = GROUPS.get(str(self.kinds.current_key()))
        return lines if kinds is None else [line for line in lines if line.kind in kinds]

    def _show(self, lines: list[Due], at_hand: list[Due], loose: Collection[Hashable] = ()) -> None:
        """Show these lines; the list may not have seen those `at_hand`, the `loose` may move."""
        self.card.model.keep(at_hand)
        ids = [line.id for line in lines]
        self.card.show_ids(ids, self._empty(), loose=loose)
        if ids and not self.card.table.chosen_ids():
            self.card.table.choose(ids[:1])

    def _empty(self) -> Empty:
        if self.kinds.current_key():
            return Empty("Rien à faire de ce côté.", "Les autres onglets disent ce qui reste.")
        return Empty(
            "Rien à faire : tout est saisi.",
            "Ce qui devient dû arrive ici le jour même, avec sa date limite et l’article.",
            "Sessions de formation",
            partial(self.desk.open, "sessions"),
        )

    def _fetch(self, ids: Sequence[Hashable], arrived: Callable[[Sequence[Due]], None]) -> None:
        arrived([self._by_id[each] for each in ids if each in self._by_id])

    def _open_first(self, lines: Sequence[Due]) -> None:
        self._open(lines[0])

    def _open(self, line: Due) -> None:
        self.desk.open(line.page, **line.arguments)

    def _on_changed(self, changes: ChangeSet) -> None:
        """Read again the kinds and the sessions that the change touched, and nothing else."""
        if self._lines is None or self._day != self._today():
            return
        self._tables |= changes.tables
        self._ids |= changes.ids
        self.desk.read(
            _again,
            self.desk.now(),
            frozenset(self._tables),
            frozenset(self._ids),
            done=self._on_again,
            owner=self,
            key="due",
        )

    def _on_again(self, read: Reread) -> None:
        # Whatever changed meanwhile asked anew, and this answer would not have come.
        self._tables.clear()
        self._ids.clear()
        if self._lines is not None and read.kinds:
            self._take_changes(_merged(self._lines, read))


_KEPT = 400
"""Lines handed to the model at once; the others are fetched as they show."""

# The sources are loaded by the lane that runs them: the page shows before SQLAlchemy is there.


def _whole(conn: Any, org: UUID, now: datetime) -> list[Due]:
    from kairos_desktop.services.due import board

    return board.whole(conn, org, now)


def _again(
    conn: Any, org: UUID, now: datetime, tables: frozenset[str], ids: frozenset[UUID]
) -> Reread:
    from kairos_desktop.services.due import board

    return board.again(conn, org, now, tables, ids)


def _merged(lines: list[Due], read: Reread) -> Merged:
    from kairos_desktop.services.due import board

    return board.merged(lines, read)
