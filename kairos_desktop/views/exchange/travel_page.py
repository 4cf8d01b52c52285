# SPDX-License-Identifier: MIT
"""« Préparer un déplacement »: keep places, print the sheets, see that all is on the laptop.

What its user does: choose the slots and trainings of the site, « Garder des places… »,
« Feuilles », and read at the right whether anything lacks. Back again: « Rendre toutes les
places ».
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea

from kairos_desktop.models.vocabulary import DocumentKind, SlotKind
from kairos_desktop.services.acts.holds import PlaceHold, PlaceTrainingHold, ReleaseHold
from kairos_desktop.services.exchange_seen import ANSWERED, RowMark
from kairos_desktop.services.rules.capacity import free_places
from kairos_desktop.services.rules.holds import LONGEST, holdable
from kairos_desktop.services.wording.dates import day_number, hours, short_day
from kairos_desktop.services.wording.exchange_words import ALONE
from kairos_desktop.services.wording.holds import given_back_sentence, kept_sentence, places
from kairos_desktop.services.wording.labels import label
from kairos_desktop.views.exchange import reads
from kairos_desktop.views.exchange.checklist import Checklist
from kairos_desktop.views.exchange.readiness import checks
from kairos_desktop.views.exchange.state_pill import state_pill
from kairos_desktop.views.toolkit import dialogs
from kairos_desktop.views.toolkit.buttons import button
from kairos_desktop.views.toolkit.columns import Column, Pill, RowAct
from kairos_desktop.views.toolkit.empty_state import Empty
from kairos_desktop.views.toolkit.fields import DateField, NumberField, TextField
from kairos_desktop.views.toolkit.forms import Form
from kairos_desktop.views.toolkit.list_buttons import help_button
from kairos_desktop.views.toolkit.list_card import ListCard
from kairos_desktop.views.toolkit.page import Page
from kairos_desktop.views.toolkit.side_by_side import SideBySide

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping, Sequence
    from datetime import date
    from uuid import UUID

    from kairos_desktop.services.acts.act import Act
    from kairos_desktop.services.ledger import ChangeSet
    from kairos_desktop.services.queries.travel import TravelLine
    from kairos_desktop.views.exchange.keeper import ExchangeKeeper
    from kairos_desktop.views.toolkit.desk import Desk

TITLE = "Préparer un déplacement"
_LEAD = "Les places gardées ici ne vont à personne d’autre."
_CONCERNED = frozenset(
    {"slot", "training_session", "seats", "place_hold", "registration", "enrolment", "document",
     ANSWERED}
)  # fmt: skip
_MARKS = {
    RowMark.PENDING: "accord attendu",
    RowMark.DOUBTFUL: "refus probable",
    RowMark.REFUSED: "refusées",
}
_USUAL = 3
"""Places proposed first: near what a site asks for, and it may be changed."""


class TravelPage(Page):
    """The slots and trainings to come, and what is kept of them for this post."""

    def __init__(self, desk: Desk, keeper: ExchangeKeeper) -> None:
        super().__init__(desk, TITLE)
        self._keeper = keeper
        self._lines: dict[Hashable, TravelLine] = {}
        self.synchronise = button("Synchroniser maintenant", self._on_synchronise)
        self.give_back = button("Rendre toutes les places", self._on_give_back)
        self.checklist = Checklist()
        self.card = ListCard(
            "Créneaux et formations", self._columns(), self._fetch, self._acts(),
            noun=("ligne", "lignes"),
        )  # fmt: skip
        self.card.refused.connect(desk.say)
        for made in (self.synchronise, self.give_back, help_button(desk, "deplacement")):
            self.add_button(made)
        self._side = QScrollArea()
        self._side.setWidgetResizable(True)
        self._side.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._side.setAccessibleName("Avant de partir")
        self._side.setWidget(self.checklist)
        self.body.addWidget(SideBySide(self.card, self._side, width=304), 1)
        self._show_offered(None)
        desk.hub.changed.connect(self._on_changed)

    def show_place(self, arguments: Mapping[str, Any]) -> None:
        """Read what is to come and what is kept."""
        self.card.wait()
        self._read()

    def _columns(self) -> tuple[Column, ...]:
        return (
            Column("Jour", _day, 116, "strong", second=_hours),
            Column("Session", lambda row: row.session.title, 0, second=_where, is_search=True),
            Column("Libres", _free, 60, "muted"),
            Column("Gardées ici", _mine, 112, second=_until),
            Column("Par d’autres", _others, 100, "muted", tooltip=_others_whole, is_optional=True),
            Column("Émargement", width=108, kind="pill", pill=_sheet_pill),
        )

    def _acts(self) -> list[RowAct]:
        return [
            RowAct("Garder…", self._keep, "G", _why_not_keep, in_row=False, is_primary=True),
            RowAct("Rendre", self._release, "R", _why_not_release, in_row=False),
            RowAct("Feuilles", self._print, "F", _why_no_sheet, in_row=False),
        ]

    def _read(self) -> None:
        self.desk.read(
            reads.travel,
            self._keeper.operator,
            self._keeper.post,
            self.desk.now(),
            done=self._show,
            owner=self,
            key="travel",
        )

    def look_again(self) -> None:
        """Read again what still lacks: an exchange that changed no row may have moved it."""
        self._read()

    def _on_changed(self, changes: ChangeSet | None) -> None:
        if self.isVisible() and (changes is None or changes.tables & _CONCERNED):
            self._read()

    def _show(self, read: reads.TravelRead) -> None:
        now = self.desk.now()
        self._lines = {line.id: line for line in read.lines}
        self.set_title(TITLE, _LEAD if read.state else ALONE)
        self.set_pills([state_pill(read.state, now)[0]])
        self._show_offered(read)
        ids = list(self._lines) if read.state else []
        self.card.show_ids(ids, self._empty(read))
        self.card.model.refresh_all()
        if read.state is not None:
            self.checklist.show_checks(checks(read.state, read.lines, now))

    def _show_offered(self, read: reads.TravelRead | None) -> None:
        """Offer what can be done: nothing is to be given back where nothing is kept."""
        joined = read is not None and read.state is not None
        self._side.setVisible(joined)
        self.synchronise.setVisible(joined and self._keeper.can_synchronise())
        self.give_back.setVisible(any(line.mine for line in self._lines.values()) and joined)

    def _empty(self, read: reads.TravelRead) -> Empty:
        if read.state is None:
            return Empty(
                "Ce poste travaille seul : personne d’autre ne prend ses places.",
                "Quand votre organisme a un serveur, un poste peut garder des places avant de "
                "partir sans réseau.",
                "Rejoindre un serveur…" if self._keeper.can_join() else "",
                self._keeper.ask_join,
            )
        return Empty(
            "Aucun créneau ni aucune entrée à venir.",
            "Les Info coll et les RDV individuels se saisissent dans leur session.",
            "Sessions de formation",
            partial(self.desk.open, "sessions"),
        )

    def _fetch(
        self, ids: Sequence[Hashable], arrived: Callable[[Sequence[TravelLine]], None]
    ) -> None:
        arrived([self._lines[each] for each in ids if each in self._lines])

    def _keep(self, lines: Sequence[TravelLine]) -> None:
        typed = self._ask(lines)
        if typed is None:
            return
        acts: list[Act] = []
        total = 0
        for line in lines:
            count = min(typed["places"], room(line))
            if not count:
                continue
            if line.mine is not None:
                # Kept anew: what this post had goes back first, in the same gesture.
                acts.append(ReleaseHold(hold_id=line.mine.id))
            total += count
            acts.append(_hold(line, self.desk.new_id(), typed | {"places": count}))
        self.desk.record(acts, _kept_said(total, lines, typed["until"]))

    def _ask(self, lines: Sequence[TravelLine]) -> dict[str, Any] | None:
        today = self.desk.now().date()
        form = Form()
        form.add("label", TextField("Pour quel site", hint="Par exemple : site de Fécamp"))
        form.add(
            "places",
            NumberField("Places à garder par ligne", 1, 500, hint="au plus celles qui sont libres"),
        )
        form.add(
            "until",
            DateField("Retour prévu le", is_required=True, today=lambda: today),
            beside=True,
        )
        days = [line.line.slot.held_on for line in lines if line.line]
        sites = (line.line.site.label for line in lines if line.line and line.line.site)
        form.set_values(
            {
                "label": next(sites, ""),
                "places": max(1, min(_USUAL, max(map(room, lines)))),
                "until": min(max(days, default=today + LONGEST), today + LONGEST),
            }
        )
        lead = (
            f"{_counted(lines)}. Les places non utilisées reviennent aux autres à votre retour, "
            "au plus tard le lendemain du jour prévu."
        )
        return dialogs.ask(
            self, "Garder des places", form, accept="Garder", lead=lead,
            check=lambda typed: _until_problem(typed["until"], today, max(days, default=today)),
        )  # fmt: skip

    def _release(self, lines: Sequence[TravelLine]) -> None:
        kept = [line.mine for line in lines if line.mine is not None]
        acts = [ReleaseHold(hold_id=each.id) for each in kept]
        self.desk.record(acts, given_back_sentence(sum(each.left for each in kept)))

    def _on_give_back(self) -> None:
        self._release([line for line in self._lines.values() if line.mine])

    def _print(self, lines: Sequence[TravelLine]) -> None:
        seen: dict[object, TravelLine] = {}
        for line in lines:
            if line.line is None:
                continue
            slot = line.line.slot
            # Appointments of a session share the sheet of their day.
            alone = slot.id if slot.kind is SlotKind.MEETING else None
            seen.setdefault((slot.session_id, slot.held_on, alone), line)
        ids = [line.id for line in seen.values()]
        self.desk.papers.show(DocumentKind.SIGN_IN_SHEET, slot_ids=ids)

    def _on_synchronise(self) -> None:
        self._keeper.synchronise()
        self.desk.say("Échange demandé. Vous pouvez continuer à travailler.")


def room(line: TravelLine) -> int:
    """How many places of a slot this post may keep, those that it keeps already included."""
    mine = line.mine.left if line.mine is not None else 0
    return holdable(line.seats) + mine


def _hold(line: TravelLine, hold_id: UUID, typed: dict[str, Any]) -> Act:
    if line.line is None:
        return PlaceTrainingHold(hold_id=hold_id, session_id=line.session.id, **typed)
    return PlaceHold(hold_id=hold_id, slot_id=line.id, **typed)


def _counted(lines: Sequence[TravelLine]) -> str:
    """« 2 créneaux, 1 formation »."""
    slots = sum(line.line is not None for line in lines)
    trainings = len(lines) - slots
    parts = (
        f"{slots} créneau{'x' if slots > 1 else ''}" if slots else "",
        f"{trainings} formation{'s' if trainings > 1 else ''}" if trainings else "",
    )
    return ", ".join(filter(None, parts))


def _until_problem(until: date, today: date, last: date) -> dict[str, str]:
    if until < today:
        return {"until": "Ce jour est passé."}
    if until < min(last, today + LONGEST):
        return {"until": f"Un créneau est le {day_number(last)} : ses places reviendraient avant."}
    if until > today + LONGEST:
        return {"until": f"Au plus le {day_number(today + LONGEST)}, dans {LONGEST.days} jours."}
    return {}


def _kept_said(total: int, lines: Sequence[TravelLine], until: date) -> str:
    full = [line for line in lines if not room(line)]
    said = f"{places(total)} gardée{'s' if total > 1 else ''} jusqu’au {day_number(until)}."
    return f"{said} Sans place libre : {_counted(full)}." if full else said


def _why_not_keep(row: TravelLine) -> str:
    return "" if room(row) else f"{_this(row)} n’a pas de place libre à garder."


def _why_not_release(row: TravelLine) -> str:
    if row.mine is not None:
        return ""
    what = "de ce créneau" if row.line else "de cette formation"
    return f"Ce poste ne garde pas de place {what}."


def _why_no_sheet(row: TravelLine) -> str:
    if row.line is not None:
        return ""
    return "Les feuilles d’une formation s’éditent de sa session, par demi-journée."


def _this(row: TravelLine) -> str:
    return "Ce créneau" if row.line else "Cette formation"


def _day(row: TravelLine) -> str:
    day = row.line.slot.held_on if row.line else row.session.starts_on
    if day is None:
        return ""
    text = short_day(day, year=False)
    return text[0].upper() + text[1:]


def _hours(row: TravelLine) -> str:
    if row.line is None:
        return "entrée permanente" if row.session.permanent_entry else "entrée"
    return hours(row.line.slot.starts_at, row.line.slot.ends_at)


def _where(row: TravelLine) -> str:
    if row.line is None:
        parts = ("Formation", row.session.town)
    else:
        parts = (label(row.line.slot.kind), row.line.place)
    return " · ".join(part for part in parts if part)


def _free(row: TravelLine) -> str:
    return str(free_places(row.seats))


def _mine(row: TravelLine) -> str:
    return places(row.mine.left) if row.mine is not None else ""


def _until(row: TravelLine) -> str:
    if row.mine is None:
        return ""
    return _MARKS[row.mark] if row.mark else f"au {day_number(row.mine.hold.until)}"


def _others(row: TravelLine) -> str:
    return ", ".join(f"{each.left} (poste {each.hold.letter})" for each in row.others if each.left)


def _others_whole(row: TravelLine) -> str:
    return "\n".join(kept_sentence(each.hold, each.left) for each in row.others if each.left)


def _sheet_pill(row: TravelLine) -> Pill:
    if row.line is None:
        return Pill("Sans objet", "neutral")
    return Pill("Éditée", "ok") if row.sheet_at is not None else Pill("À éditer", "neutral")
