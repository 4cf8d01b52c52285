# SPDX-License-Identifier: MIT
"""« Reporter dans KAIROS »: what was typed here, to be typed there by a person.

The three gestures its user repeats most, and what they cost:
1. The next thing to report: it is chosen already; the down arrow takes another.
2. Copy a value: C, which goes to the next one by itself; a digit copies its own.
3. Mark it reported: R, and the next line is in hand.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from kairos_desktop.models.vocabulary import Reportable, SlotKind
from kairos_desktop.services.acts.kairos_reports import ReportToKairos, UnreportToKairos
from kairos_desktop.services.rules.kairos_reports import LOOKED_BACK, ReportState
from kairos_desktop.services.rules.lists import SESSION_TABS
from kairos_desktop.services.wording.dates import moment
from kairos_desktop.services.wording.kairos_words import kairos_values, summary, where_in_kairos
from kairos_desktop.services.wording.labels import label
from kairos_desktop.views.boards.due_words import day_pill
from kairos_desktop.views.boards.values_card import ValuesCard
from kairos_desktop.views.toolkit import dialogs
from kairos_desktop.views.toolkit.columns import Column, Pill, RowAct
from kairos_desktop.views.toolkit.empty_state import Empty
from kairos_desktop.views.toolkit.list_buttons import export_button, help_button
from kairos_desktop.views.toolkit.list_card import ListCard
from kairos_desktop.views.toolkit.page import Page
from kairos_desktop.views.toolkit.side_by_side import SideBySide
from kairos_desktop.views.toolkit.tabs import CounterTabs

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping, Sequence
    from datetime import date
    from uuid import UUID

    from kairos_desktop.services.ledger import ChangeSet
    from kairos_desktop.services.queries.kairos_reports import KairosBoard, KairosLine
    from kairos_desktop.views.toolkit.desk import Desk

TITLE = "Reporter dans KAIROS"
_DONE = "reported"
_GROUPS: dict[str, frozenset[Reportable]] = {
    "Entrées, sorties": frozenset(
        {Reportable.ENTRY, Reportable.EXIT, Reportable.INTERRUPTION, Reportable.REPORT}
    ),
    "Assiduité": frozenset({Reportable.MONTH, Reportable.ABSENCE}),
    "Recrutement": frozenset({Reportable.PRESENCE, Reportable.RESULT}),
}
_SHOWS = frozenset(
    {
        "reported", "registration", "slot", "enrolment", "absence", "interruption", "attendance",
        "jobseeker", "training_session", "reason", "report",
    }
)  # fmt: skip
_STATES = {
    ReportState.AGAIN: Pill("De nouveau", "warn"),
    ReportState.TO_TAKE_BACK: Pill("À retirer", "danger"),
    ReportState.REPORTED: Pill("Reporté", "ok"),
}
_ASIDE = 356
_KEPT = 400
_DONE_WHY = "C’est reporté : il n’y a plus rien à marquer."
_NOT_DONE_WHY = "Ce n’est pas noté comme reporté."


class KairosPage(Page):
    """What remains, and the values of the line in hand.

    Arguments: `kind` and `session_id`, or `reported`, a fact that somebody reported.
    """

    momentary = frozenset({"kind", "session_id", "reported"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, TITLE)
        self.board: KairosBoard | None = None
        self._done: list[KairosLine] = []
        self._by_id: dict[Hashable, KairosLine] = {}
        self._wanted: tuple[Any, Any] = (None, None)
        self._reported: UUID | None = None
        self._shown: Hashable | None = None
        self.kinds = CounterTabs(TITLE)
        self.kinds.add("", "Tout", 0)
        for group in _GROUPS:
            self.kinds.add(group, group, 0)
        self.kinds.add(_DONE, "Reportés", 0)
        self.card = ListCard(
            TITLE,
            self._columns(),
            self._fetch,
            [
                RowAct(
                    "Reporté", self._mark, "R", why_not=_why_not_mark, in_row=False, is_primary=True
                ),
                RowAct("Pas reporté", self._unmark, "Del", why_not=_why_not_unmark, in_row=False),
            ],
            head=self.kinds,
            noun=("chose à reporter", "choses à reporter"),
        )
        self.values = ValuesCard()
        self.add_button(export_button(desk, TITLE, self.card.model))
        self.add_button(help_button(desk, "reporter"))
        self.body.addWidget(SideBySide(self.card, self.values, width=_ASIDE, least=860), 1)
        self.kinds.chosen.connect(self._on_tab)
        self.card.refused.connect(desk.say)
        self.card.table.chosen_changed.connect(self._on_chosen)
        self.card.table.row_opened.connect(self._open)
        desk.hub.changed.connect(self._on_changed)

    def show_place(self, arguments: Mapping[str, Any]) -> None:
        """Show what remains, or what is reported; the first line that is asked for is chosen."""
        self._wanted = (arguments.get("kind"), arguments.get("session_id"))
        self._reported = arguments.get("reported")
        if self._reported is not None:
            # What was read of them before is older than what is asked for.
            self._done = []
            self.kinds.choose(_DONE)
        elif self._wanted[0] is not None:
            kind = Reportable(self._wanted[0])
            self.kinds.choose(next(group for group, kinds in _GROUPS.items() if kind in kinds))
        self.card.wait()
        self._read()

    def focus_start(self) -> None:
        """Give the focus to the lines."""
        self.card.table.setFocus()

    def _today(self) -> date:
        return self.desk.now().date()

    def _read(self) -> None:
        self.desk.read(_board, self._today(), done=self._show, owner=self, key="board")
        if self.kinds.current_key() == _DONE:
            self._read_done()

    def _read_done(self) -> None:
        self.desk.read(_reported, self._today(), done=self._show_done, owner=self, key="done")

    def _show(self, board: KairosBoard) -> None:
        self.board = board
        remain = len(board.lines)
        whole = remain + board.reported
        verb = "choses à reporter" if remain > 1 else "chose à reporter"
        facts = f"{remain} {verb} · {board.reported} sur {whole} reportées"
        self.set_title(TITLE, facts if whole else "")
        self.kinds.set_counter("", remain)
        for group, kinds in _GROUPS.items():
            self.kinds.set_counter(group, sum(line.kind in kinds for line in board.lines))
        self.kinds.set_counter(_DONE, board.reported)
        self._show_lines()

    def _show_done(self, lines: list[KairosLine]) -> None:
        self._done = lines
        if self._reported is not None and not any(map(self._is_wanted, lines)):
            # It has changed since, and is to be reported again.
            self.kinds.choose("")
        self._show_lines()

    def _on_tab(self, key: str) -> None:
        if key == _DONE:
            self.card.wait()
            self._read_done()
        else:
            self._show_lines()

    def _lines(self) -> list[KairosLine]:
        key = str(self.kinds.current_key())
        if key == _DONE:
            return self._done
        kinds = _GROUPS.get(key)
        lines = self.board.lines if self.board is not None else ()
        return [line for line in lines if kinds is None or line.kind in kinds]

    def _show_lines(self) -> None:
        if self.board is None:
            return
        lines = self._lines()
        self._by_id = {line.id: line for line in lines}
        self.card.model.keep(lines[:_KEPT])
        ids = [line.id for line in lines]
        self.card.show_ids(ids, self._empty())
        self.card.model.refresh_all()
        wanted = next((line.id for line in lines if self._is_wanted(line)), None)
        if wanted is not None:
            self.card.table.choose([wanted])
        elif ids and not self.card.table.chosen_ids():
            self.card.table.choose(ids[:1])
        self._wanted = (None, None)
        if lines:
            self._reported = None
        self._show_values()

    def _is_wanted(self, line: KairosLine) -> bool:
        if self._reported is not None:
            return line.about_id == self._reported
        return (line.kind, line.session_id) == self._wanted

    def _empty(self) -> Empty:
        if self.kinds.current_key() == _DONE:
            return Empty("Rien n’est encore noté comme reporté.", "R le note, ligne par ligne.")
        if self.kinds.current_key():
            return Empty("Rien à reporter de ce côté.", "Les autres onglets disent ce qui reste.")
        return Empty(
            "Tout ce qui est saisi ici est reporté dans KAIROS.",
            f"Ce qui n’a jamais été reporté n’est plus proposé après {LOOKED_BACK} jours.",
            "À faire",
            partial(self.desk.open, "todo"),
        )

    def _on_chosen(self) -> None:
        """Show the values of another line; those that are being copied stay."""
        ids = self.card.table.chosen_ids()
        if (ids[0] if ids else None) != self._shown:
            self._show_values()

    def _show_values(self) -> None:
        ids = self.card.table.chosen_ids()
        line = self._by_id.get(ids[0]) if ids else None
        self._shown = line.id if line is not None else None
        if line is None or self.board is None:
            self.values.show_values([], "", "", None)
            return
        kind = label(line.kind)
        title = f"{kind} · {line.name or line.title}"
        pill = _STATES.get(line.state, Pill(label(line.state), "accent"))
        found = kairos_values(line, self.board.reasons)
        self.values.show_values(found, title, f"Dans KAIROS : {where_in_kairos(line)}", pill)

    def _mark(self, lines: Sequence[KairosLine]) -> None:
        """« Reporté »: with the values that show; what is gone here was taken back there."""
        if len(lines) > 1 and not self._confirmed(lines):
            return
        acts = [
            UnreportToKairos(kind=line.kind, about_id=line.about_id)
            if line.said is None
            else ReportToKairos(kind=line.kind, about_id=line.about_id, said=line.said)
            for line in lines
        ]
        is_back = all(line.said is None for line in lines)
        done = "retiré de KAIROS" if is_back else "reporté dans KAIROS"
        self.desk.record(acts, f"{_named(lines)} : {done}.")

    def _unmark(self, lines: Sequence[KairosLine]) -> None:
        acts = [UnreportToKairos(kind=line.kind, about_id=line.about_id) for line in lines]
        self.desk.record(acts, f"{_named(lines)} : de nouveau à reporter dans KAIROS.")

    def _confirmed(self, lines: Sequence[KairosLine]) -> bool:
        return dialogs.confirm(
            self,
            "Marquer comme reportés",
            f"{len(lines)} lignes seront notées comme saisies dans KAIROS, avec les valeurs "
            "affichées ici, et quitteront la liste. Ctrl+Z les y remet.",
            accept="Marquer comme reportés",
        )

    def _open(self, line: KairosLine) -> None:
        page, arguments = _form_of(line)
        self.desk.open(page, **arguments)

    def _columns(self) -> tuple[Column, ...]:
        return (
            Column("Échéance", width=112, kind="pill", pill=self._pill),
            Column("Acte", lambda line: label(line.kind), 188, "strong", second=_title),
            Column(
                "Pour qui",
                lambda line: line.name or "Toute la session",
                0,
                is_search=True,
                second=self._fact,
            ),
        )

    def _pill(self, line: KairosLine) -> Pill:
        return _STATES.get(line.state) or day_pill(line.by, self._today())

    def _fact(self, line: KairosLine) -> str:
        said = summary(line, self.board.reasons if self.board is not None else ())
        if line.reported_at is None:
            return said
        return f"{said} · reporté {moment(line.reported_at)} par {line.reported_by}"

    def _fetch(
        self, ids: Sequence[Hashable], arrived: Callable[[Sequence[KairosLine]], None]
    ) -> None:
        arrived([self._by_id[each] for each in ids if each in self._by_id])

    def _on_changed(self, changes: ChangeSet) -> None:
        if self.isVisible() and changes.tables & _SHOWS:
            self._read()


def _named(lines: Sequence[KairosLine]) -> str:
    line = lines[0]
    if len(lines) > 1:
        return f"{len(lines)} lignes"
    return f"{label(line.kind)} · {line.name or line.title}"


def _title(line: KairosLine) -> str:
    return line.title


def _why_not_mark(line: KairosLine) -> str:
    return _DONE_WHY if line.state is ReportState.REPORTED else ""


def _why_not_unmark(line: KairosLine) -> str:
    return "" if line.reported is not None else _NOT_DONE_WHY


def _form_of(line: KairosLine) -> tuple[str, dict[str, Any]]:
    """Where the fact is typed here: its page, and what chooses it there."""
    session = {"session_id": line.session_id}
    match line.kind:
        case Reportable.PRESENCE | Reportable.RESULT if line.slot_id is not None:
            tab = SESSION_TABS[SlotKind(line.slot_kind)]
            return "session", session | {"tab": tab, "list": "registered", "slot_id": line.slot_id}
        case Reportable.MONTH if line.said is not None:
            return "month", session | {"month": line.day}
        case Reportable.ABSENCE | Reportable.EXIT if line.enrolment_id is not None:
            return "absences", {"enrolment_id": line.enrolment_id}
        case Reportable.ENTRY if line.enrolment_id is not None:
            chosen = {"tab": "enrolled", "list": "enrolled", "enrolment_id": line.enrolment_id}
            return "session", session | chosen
        case Reportable.REPORT if line.enrolment_id is not None:
            return "report", {"enrolment_id": line.enrolment_id}
        case Reportable.INTERRUPTION if line.enrolment_id is not None:
            return "absences", {"enrolment_id": line.enrolment_id}
        case _:
            return "session", session | {"tab": "summary"}


# Loaded by the lane that runs it.


def _board(conn: Any, org: UUID, today: date) -> KairosBoard:
    from kairos_desktop.services.queries import kairos_reports

    return kairos_reports.board(conn, org, today)


def _reported(conn: Any, org: UUID, today: date) -> list[KairosLine]:
    from kairos_desktop.services.queries import kairos_reports

    return kairos_reports.reported_lines(conn, org, today)
