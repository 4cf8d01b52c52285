# SPDX-License-Identifier: MIT
"""« Émargements »: the half-days of a session's week, or of one day of every session.

The gestures its user repeats most: print the sheets of the week (« Imprimer les feuilles », Enter),
print some half-days (choose them, I).
"""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QHBoxLayout

from kairos_desktop.services.wording.dates import hours, long_day, period, short_day
from kairos_desktop.services.wording.labels import label
from kairos_desktop.views.toolkit import metrics
from kairos_desktop.views.toolkit.buttons import button
from kairos_desktop.views.toolkit.columns import Column, Pill, RowAct
from kairos_desktop.views.toolkit.empty_state import Empty
from kairos_desktop.views.toolkit.list_buttons import export_button, help_button
from kairos_desktop.views.toolkit.list_card import ListCard
from kairos_desktop.views.toolkit.page import ElidedLabel, Page
from kairos_desktop.views.toolkit.theme import set_look
from kairos_desktop.views.training import reads
from kairos_desktop.views.training.sheet_code_field import SheetCodeField
from kairos_desktop.views.training.sheet_lines import sheet_state
from kairos_desktop.views.training.sheet_printing import PrintedSpan, offer_sheets
from kairos_desktop.views.training.sheet_words import to_check, to_check_whole

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping, Sequence
    from datetime import date
    from uuid import UUID

    from kairos_desktop.services.ledger import ChangeSet
    from kairos_desktop.services.queries.sheets import SheetCard, SheetWeek
    from kairos_desktop.views.toolkit.desk import Desk

TITLE = "Émargements"
ASSUMED = "horaires supposés, sans emploi du temps"
PRINT = "Imprimer les feuilles d’émargement"
_CONCERNED = frozenset(
    {
        "lesson", "closure", "interruption", "absence", "enrolment", "jobseeker", "site",
        "training_session", "sheet", "signature",
    }
)  # fmt: skip
_WEEK = timedelta(days=7)
_ONE_DAY = timedelta(days=1)


class SheetsPage(Page):
    """A week of one session, or a day of all: a line for each half-day taught.

    Arguments: `session_id` (none: every session), `day`, and `act` "print" to print at once.
    """

    momentary = frozenset({"act"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, TITLE)
        self._session_id: UUID | None = None
        self._day: date | None = None
        self._asked_act = ""
        self.shown: SheetWeek | None = None
        self._cards: dict[Hashable, SheetCard] = {}
        self._period = ElidedLabel()
        set_look(self._period, "section")
        acts = [
            RowAct("Saisir", self._open_first, "", in_row=False, is_primary=True),
            RowAct("Imprimer", self._print_chosen, "I", in_row=False),
        ]
        self.card = ListCard(
            "Demi-journées",
            self._columns(),
            self._fetch,
            acts,
            noun=("demi-journée", "demi-journées"),
        )
        self.code = SheetCodeField(desk)
        self.print_button = button(PRINT, self._offer_print, look="primary", key="Ctrl+P")
        self._lay_out()
        self.card.refused.connect(desk.say)
        self.card.table.row_opened.connect(self._open)
        desk.hub.changed.connect(self._on_changed)

    def show_place(self, arguments: Mapping[str, Any]) -> None:
        """Show the week of a session, or the day of all of them."""
        if arguments.get("session_id") != self._session_id:
            self._session_id, self._day = arguments.get("session_id"), None
        self._day = arguments.get("day", self._day)
        self._asked_act = arguments.get("act", "")
        self.read()

    def read(self) -> None:
        """Read the half-days again."""
        today = self.desk.now().date()
        self.card.wait()
        if self._session_id is None:
            day = self._day = self._day or today
            show = partial(self._show_day, day)
            self.desk.read(reads.sheets_of_day, day, done=show, owner=self, key="sheets")
            return
        read = partial(self.desk.read, reads.sheets_of_week, self._session_id, self._day, today)
        read(done=self._show_week, owner=self, key="sheets")

    def _columns(self) -> tuple[Column, ...]:
        return (
            Column("Jour", lambda card: short_day(card.half.day), 136, "strong"),
            Column(
                "Demi-journée",
                lambda card: label(card.half.half),
                108,
                "muted",
                is_optional=True,
            ),
            Column("Horaires", lambda card: hours(card.half.starts_at, card.half.ends_at), 140),
            Column("Formation", self._what, 0, is_search=True),
            Column("Formateur", lambda card: card.half.trainer, 128, is_optional=True),
            Column("Attendus", lambda card: str(len(card.signers)), 84, "number"),
            Column("Feuille", width=148, kind="pill", pill=self._state),
            Column("À vérifier", to_check, 136, tooltip=to_check_whole),
        )

    def _what(self, card: SheetCard) -> str:
        """The module, after the title of the session where several show."""
        module = ASSUMED if card.half.is_assumed else card.half.module
        titles = [] if self._session_id else [card.session.title]
        return " · ".join(filter(None, (*titles, module)))

    def _state(self, card: SheetCard) -> Pill:
        return sheet_state(card, self.desk.now())

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(metrics.px(metrics.UNIT))
        row.addWidget(button("Précédent", partial(self._step, -1), key="Alt+PgUp"))
        row.addWidget(button("Aujourd’hui", self._today))
        row.addWidget(button("Suivant", partial(self._step, 1), key="Alt+PgDown"))
        row.addWidget(self._period, 1)
        row.addWidget(self.code)
        self.add_button(self.print_button)
        self.add_button(export_button(self.desk, TITLE, self.card.model))
        self.add_button(help_button(self.desk, "emargements"))
        self.body.addLayout(row)
        self.body.addWidget(self.card, 1)

    def _show_week(self, week: SheetWeek | None) -> None:
        self.shown = week
        if week is None:
            self.desk.say("Cette session n’existe plus ici.")
            return
        self._day = week.first
        session = week.session
        opened = partial(self.desk.open, "session", session_id=session.id)
        self.set_trail([(session.title, opened), (TITLE, None)])
        self.set_title(TITLE, f"{session.title} · {period(session.starts_on, session.ends_on)}")
        self._period.setText(f"Semaine {period(week.first, week.last)}")
        timetable = partial(self.desk.open, "timetable", session_id=session.id)
        empty = Empty(
            "Aucune demi-journée de formation cette semaine-là.",
            "Les demi-journées viennent de l’emploi du temps, sinon des heures hebdomadaires.",
            "Emploi du temps",
            timetable,
        )
        self._show(week.cards, empty)

    def _show_day(self, day: date, cards: Sequence[SheetCard]) -> None:
        self.shown = None
        self.set_trail([])
        self.set_title(TITLE, "Toutes les sessions")
        words = long_day(day, weekday=True)
        self._period.setText(words[0].upper() + words[1:])
        empty = Empty(
            "Personne n’est attendu en formation ce jour-là.",
            "Précédent et Suivant mènent à un autre jour.",
        )
        self._show(cards, empty)

    def _show(self, cards: Sequence[SheetCard], empty: Empty) -> None:
        self._cards = {card.id: card for card in cards}
        self.card.show_ids(list(self._cards), empty)
        self.card.model.refresh_all()
        act, self._asked_act = self._asked_act, ""
        if act == "print":
            self._offer_print()

    def _fetch(
        self, ids: Sequence[Hashable], arrived: Callable[[Sequence[SheetCard]], None]
    ) -> None:
        arrived([self._cards[each] for each in ids if each in self._cards])

    def _offer_print(self) -> None:
        if self._day is None:
            return
        last = self._day if self._session_id is None else self._day + _WEEK - _ONE_DAY
        # Other days have other sessions: of all of them none is named.
        own = (self._session_id,) if self._session_id else ()
        span = PrintedSpan(own, self._day, last, len(self._cards))
        offer_sheets(self.desk, self.print_button, PRINT, span)

    def _open_first(self, cards: Sequence[SheetCard]) -> None:
        self._open(cards[0])

    def _open(self, card: SheetCard) -> None:
        half = card.half
        self.desk.open("sheet", session_id=half.session_id, day=half.day, half=half.half)

    def _print_chosen(self, cards: Sequence[SheetCard]) -> None:
        halves = [(card.half.session_id, card.half.day, card.half.half) for card in cards]
        days = [day for _, day, _ in halves]
        sessions = list(dict.fromkeys(session for session, _, _ in halves))
        self.desk.papers.show_sheets(sessions, min(days), max(days), halves)

    def _step(self, by: int) -> None:
        if self._day is not None:
            self._day += by * (_ONE_DAY if self._session_id is None else _WEEK)
            self.read()

    def _today(self) -> None:
        self._day = self.desk.now().date()
        self.read()

    def _on_changed(self, changes: ChangeSet) -> None:
        if changes.tables & _CONCERNED and self.isVisible():
            self.read()
