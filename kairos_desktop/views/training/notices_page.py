# SPDX-License-Identifier: MIT
"""« Avis et courriers »: what is told on paper within three days; printing closes a line.

The three gestures its user repeats most, and what they cost:
1. Print those of this morning: Enter on the line of « À faire », then I.
2. Print everything that waits: *Tout imprimer*.
3. Print one again: *Montrer aussi ceux qui sont imprimés*, the line, I.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QCheckBox

from kairos_desktop.models.vocabulary import DocumentKind, EnrolmentState, TrainingEvent
from kairos_desktop.services.rules.deadlines import days_left
from kairos_desktop.services.wording.dates import day_number
from kairos_desktop.services.wording.labels import label
from kairos_desktop.services.wording.people import upper_name
from kairos_desktop.views.toolkit.buttons import button
from kairos_desktop.views.toolkit.columns import Column, Pill, RowAct
from kairos_desktop.views.toolkit.empty_state import Empty
from kairos_desktop.views.toolkit.list_buttons import export_button, help_button
from kairos_desktop.views.toolkit.list_card import ListCard
from kairos_desktop.views.toolkit.page import Page
from kairos_desktop.views.training import reads

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping, Sequence
    from datetime import date
    from uuid import UUID

    from kairos_desktop.services.due.notices import Owed
    from kairos_desktop.services.ledger import ChangeSet
    from kairos_desktop.views.toolkit.desk import Desk

TITLE = "Avis et courriers"
_WITH_PRINTED = "Montrer aussi ceux qui sont imprimés"
_NOUNS = {DocumentKind.EVENT_NOTICE: "Avis", DocumentKind.ADVISER_LETTER: "Courrier"}
_SHOWS = frozenset({"enrolment", "interruption", "document", "adhesion", "clearance", "jobseeker"})


class NoticesPage(Page):
    """The list. Arguments: `session_id` keeps to a session, `chosen` chooses lines by their ids."""

    momentary = frozenset({"chosen"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, TITLE)
        self._session_id: UUID | None = None
        self._lines: dict[Hashable, Owed] = {}
        self._wanted: tuple[Hashable, ...] = ()
        self.with_printed = QCheckBox(_WITH_PRINTED)
        self.with_printed.setAccessibleName(_WITH_PRINTED)
        self.with_printed.toggled.connect(self._read)
        self.list = ListCard(
            TITLE,
            columns(lambda: desk.now().date()),
            self._fetch,
            [RowAct("Imprimer", self._print, "I", in_row=False, is_primary=True)],
            noun=("document", "documents"),
        )
        self.list.table.row_opened.connect(self._open)
        self.list.refused.connect(desk.say)
        self._every = button("Toutes les sessions", self._show_every)
        self.print_all = button("Tout imprimer", self._print_all)
        self.add_button(self._every)
        self.add_button(self.print_all)
        self.add_button(export_button(desk, TITLE, self.list.model))
        self.add_button(help_button(desk, "avis-courriers"))
        self.body.addWidget(self.with_printed)
        self.body.addWidget(self.list, 1)
        desk.hub.changed.connect(self._on_changed)

    def show_place(self, arguments: Mapping[str, Any]) -> None:
        """Show what waits, of a session or of all."""
        self._session_id = arguments.get("session_id")
        self._wanted = tuple(arguments.get("chosen", ()))
        self.list.wait()
        self._read()

    def _read(self) -> None:
        self.desk.read(
            reads.notices,
            self.desk.now(),
            self._session_id,
            self.with_printed.isChecked(),
            done=self._show,
            owner=self,
            key="notices",
        )

    def _show(self, lines: Sequence[Owed]) -> None:
        self._lines = {line.id: line for line in lines}
        title = next((line.title for line in lines), "") if self._session_id else ""
        self.set_title(TITLE, title or "À imprimer sous 3 jours (décret 2019-1386, L6121-5)")
        self._every.setVisible(self._session_id is not None)
        self.print_all.setEnabled(bool(lines))
        self.list.model.keep(tuple(lines)[:_KEPT])
        empty = Empty(
            "Aucun avis ni courrier n’attend.",
            "Ce qui est dû sur papier à un financeur sans accès électronique, à la Mission locale "
            "ou à Cap emploi arrive ici.",
            "Adhésion KAIROS",
            partial(self.desk.open, "accounts", tab="adhesion"),
        )
        self.list.show_ids(list(self._lines), empty)
        self.list.model.refresh_all()
        chosen = [each for each in self._wanted if each in self._lines]
        self._wanted = ()
        if chosen:
            self.list.table.choose(chosen)

    def _fetch(self, ids: Sequence[Hashable], arrived: Callable[[Sequence[Owed]], None]) -> None:
        arrived([self._lines[each] for each in ids if each in self._lines])

    def _print(self, lines: Sequence[Owed]) -> None:
        self.desk.papers.show_notices(lines)

    def _print_all(self) -> None:
        self.desk.papers.show_notices(list(self._lines.values()))

    def _open(self, line: Owed) -> None:
        self.desk.open("absences", enrolment_id=line.enrolment_id)

    def _show_every(self) -> None:
        self.desk.open("notices")

    def _on_changed(self, changes: ChangeSet) -> None:
        if changes.tables & _SHOWS and self.isVisible():
            self._read()


_KEPT = 400
"""Lines handed to the model at once; the others are fetched as they show."""


def columns(today: Callable[[], date]) -> tuple[Column, ...]:
    """Until when, which paper, about whom, to whom."""
    return (
        Column("Échéance", width=118, kind="pill", pill=lambda line: _pill(line, today())),
        Column("Document", lambda line: _NOUNS[line.kind], 96),
        Column("Événement", _event, 190, second=lambda line: f"le {day_number(line.day)}"),
        Column(
            "Nom-Prénom",
            lambda line: f"{upper_name(line.last_name)} {line.first_name}",
            0,
            "strong",
            is_search=True,
            second=lambda line: line.title,
        ),
        Column("Destinataire", lambda line: line.recipient, 220),
    )


def _event(line: Owed) -> str:
    if line.event is not TrainingEvent.EXIT or line.state is EnrolmentState.COMPLETED:
        return label(line.event)
    return label(line.state)


def _pill(line: Owed, today: date) -> Pill:
    if line.is_printed:
        return Pill("Imprimé", "ok")
    left = days_left(line.by, today)
    if left < 0:
        return Pill(f"Retard {-left} j", "danger")
    return Pill(f"J–{left}" if left else "Aujourd’hui", "warn")
