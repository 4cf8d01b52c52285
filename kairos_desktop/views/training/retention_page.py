# SPDX-License-Identifier: MIT
"""« Conservation des pièces »: until when what proves each session is kept; nothing is deleted.

What its user does most, once a year: read which sessions are past their time before sorting the
archives. So: these stand first, and each line opens the file of evidence.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from kairos_desktop.services.rules.retention import Keeping
from kairos_desktop.services.wording.dates import day_number
from kairos_desktop.services.wording.retention import KEEPING, RETENTION
from kairos_desktop.views.toolkit.buttons import button
from kairos_desktop.views.toolkit.columns import Column, Pill, PillRole, RowAct
from kairos_desktop.views.toolkit.empty_state import Empty
from kairos_desktop.views.toolkit.list_buttons import export_button, help_button
from kairos_desktop.views.toolkit.list_card import ListCard
from kairos_desktop.views.toolkit.page import Page
from kairos_desktop.views.training import reads

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping, Sequence

    from kairos_desktop.services.ledger import ChangeSet
    from kairos_desktop.services.queries.retention import RetentionLine
    from kairos_desktop.views.toolkit.desk import Desk

_ROLES: dict[Keeping, PillRole] = {
    Keeping.PAST: "warn",
    Keeping.KEPT: "ok",
    Keeping.UNKNOWN: "neutral",
}
_SHOWS = frozenset({"training_session", "enrolment", "provider"})
_NOTHING_LEAVES = "Rien n’est supprimé d’ici : c’est à vous de trier vos archives."
_KEPT = 400
"""Lines handed to the model at once; the others are fetched as they show."""

COLUMNS = (
    Column(
        "Session",
        lambda line: line.session.title,
        0,
        "strong",
        is_search=True,
        second=lambda line: line.session.carif_session_number,
    ),
    Column("Fin", lambda line: day_number(line.ended_on), 100),
    Column(
        "Financeur",
        lambda line: line.session.funder,
        190,
        is_optional=True,
        second=lambda line: "cofinancement européen" if line.is_cofunded else "",
    ),
    Column(
        "À conserver jusqu’au",
        lambda line: day_number(line.until),
        170,
        second=lambda line: f"{line.years} ans",
    ),
    Column("État", width=124, kind="pill", pill=lambda line: _pill(line)),
)


def _pill(line: RetentionLine) -> Pill:
    return Pill(KEEPING[line.keeping], _ROLES[line.keeping])


class RetentionPage(Page):
    """Every session, those past their time first."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, RETENTION)
        self._lines: dict[Hashable, RetentionLine] = {}
        opening = RowAct("Dossier de preuves", self._open_first, "", in_row=False)
        self.card = ListCard(
            RETENTION, COLUMNS, self._fetch, [opening], noun=("session", "sessions")
        )
        self.add_button(button("Durées de conservation", partial(desk.open, "provider")))
        self.add_button(export_button(desk, RETENTION, self.card.model))
        self.add_button(help_button(desk, "dossier-de-preuves"))
        self.body.addWidget(self.card, 1)
        self.card.refused.connect(desk.say)
        self.card.table.row_opened.connect(self._open)
        desk.hub.changed.connect(self._on_changed)

    def show_place(self, arguments: Mapping[str, Any]) -> None:
        """Read every session again: a year may have passed."""
        self.card.wait()
        self._read()

    def focus_start(self) -> None:
        """Put the keyboard in the list."""
        self.card.table.setFocus()

    def _read(self) -> None:
        today = self.desk.now().date()
        self.desk.read(reads.retention, today, done=self._show, owner=self, key="retention")

    def _show(self, lines: list[RetentionLine]) -> None:
        self._lines = {line.id: line for line in lines}
        past = sum(line.keeping is Keeping.PAST for line in lines)
        count = f"Délai passé : {past} session{'s' if past > 1 else ''}. " if past else ""
        self.set_title(RETENTION, f"{count}{_NOTHING_LEAVES}")
        empty = Empty("Aucune session n’est encore ouverte ici.")
        self.card.model.keep(lines[:_KEPT])
        self.card.show_ids(list(self._lines), empty)
        self.card.model.refresh_all()

    def _fetch(self, ids: Sequence[Hashable], arrived: Callable[..., None]) -> None:
        arrived([self._lines[each] for each in ids if each in self._lines])

    def _open_first(self, lines: Sequence[RetentionLine]) -> None:
        self._open(lines[0])

    def _open(self, line: RetentionLine) -> None:
        self.desk.open("evidence", session_id=line.id)

    def _on_changed(self, changes: ChangeSet) -> None:
        if changes.tables & _SHOWS and self.isVisible():
            self._read()
