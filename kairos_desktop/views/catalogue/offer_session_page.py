# SPDX-License-Identifier: MIT
"""A session of the offer, as the CARIF-OREF describes it: read, never corrected here.

What its user does most: check dates, place and number before opening; open the session with the
info coll that the CARIF-OREF announces; see whom to call about an error. So: opening is one key
(Ctrl+Entrée) and takes the ticked slots along, and the contacts stand beside the description.
"""

from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

import msgspec
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from kairos_desktop.models.rows import SessionRow, SlotRow
from kairos_desktop.models.vocabulary import SlotOrigin
from kairos_desktop.services.acts.act import Act
from kairos_desktop.services.acts.sessions import OpenSession, RefreshSession, refreshed
from kairos_desktop.services.acts.slots import CreateMeeting, Meeting, Where
from kairos_desktop.services.catalogue.proposals import ProposedSlot, proposals
from kairos_desktop.services.catalogue.snapshot import SessionSnapshot, session_row
from kairos_desktop.services.ledger import ChangeSet, Recorded
from kairos_desktop.services.queries.sessions import rows_for, slots_of
from kairos_desktop.services.wording.visibility import WHY_NOT_SEEN
from kairos_desktop.views.catalogue.announced_slots import AnnouncedSlots
from kairos_desktop.views.catalogue.phrases import (
    CORRECTED_AT,
    address_line,
    contact_lines,
    facts_of,
    numbers_line,
    state_pill,
    warnings_of,
)
from kairos_desktop.views.catalogue.shelf import Shelf
from kairos_desktop.views.toolkit import metrics
from kairos_desktop.views.toolkit.banners import Banner
from kairos_desktop.views.toolkit.buttons import button
from kairos_desktop.views.toolkit.desk import Desk
from kairos_desktop.views.toolkit.facts import Facts
from kairos_desktop.views.toolkit.label import Label
from kairos_desktop.views.toolkit.list_buttons import help_button
from kairos_desktop.views.toolkit.page import Page
from kairos_desktop.views.toolkit.side_by_side import SideBySide
from kairos_desktop.views.toolkit.theme import set_look

_OPEN = "Ouvrir la session au recrutement"
_GO = "Aller à la session"
_GONE = "Cette session n’est plus dans l’offre importée. Retrouvez-la par une nouvelle recherche."


class OfferSessionPage(Page):
    """One session. Arguments: `session_id`."""

    def __init__(self, desk: Desk, shelf: Shelf) -> None:
        super().__init__(desk, "Session de l’offre")
        self._shelf = shelf
        self._id: UUID | None = None
        self._snapshot: SessionSnapshot | None = None
        self._held: SessionRow | None = None
        self._description, self._contacts = Facts(), Facts()
        self.slots = AnnouncedSlots()
        self._banners = QVBoxLayout()
        self.main = button(_OPEN, self._on_main, look="primary", key="Ctrl+Return")
        self.refresh = button("Reprendre la description à jour", self._on_refresh)
        self.confirm = button("Confirmer les créneaux cochés", self._on_confirm)
        self.add_button(button(WHY_NOT_SEEN, self._ask_why))
        self.add_button(help_button(desk, "ouvrir-session"))
        for each in (self.refresh, self.confirm):
            each.hide()
        self._lay_out()
        self.slots.ticked.connect(self._dress)
        desk.hub.changed.connect(self._on_changed)

    def show_place(self, arguments: Mapping[str, Any]) -> None:
        """Show a session; the one before if none is named."""
        self._id = arguments.get("session_id", self._id)
        self._ask()

    def focus_start(self) -> None:
        """Give the focus to the main button: Enter opens."""
        self.main.setFocus()

    def _lay_out(self) -> None:
        unit = metrics.px(metrics.UNIT)
        card = QFrame()
        set_look(card, "card")
        column = QVBoxLayout(card)
        column.setContentsMargins(2 * unit, 2 * unit, 2 * unit, 2 * unit)
        column.setSpacing(2 * unit)
        for title, facts in (("Description", self._description), ("Contacts", self._contacts)):
            label = Label(title)
            set_look(label, "section")
            column.addWidget(label)
            column.addWidget(facts)
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setAccessibleName("Description")
        holder = QWidget()
        inner = QVBoxLayout(holder)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.addWidget(SideBySide(card, self.slots, width=384))
        scroll.setWidget(holder)
        self._banners.setSpacing(unit)
        self.body.addLayout(self._banners)
        self.body.addWidget(scroll, 1)
        foot = QHBoxLayout()
        foot.addStretch(1)
        for each in (self.refresh, self.confirm, self.main):
            foot.addWidget(each)
        self.body.addLayout(foot)

    def _ask(self) -> None:
        if self._id is not None:
            self.desk.fetch(
                partial(self._shelf.snapshot, self._id),
                done=self._on_snapshot,
                owner=self,
                key="snapshot",
            )

    def _on_snapshot(self, snapshot: SessionSnapshot | None) -> None:
        self._snapshot = snapshot
        if snapshot is None:
            self.desk.say(_GONE)
            self.desk.open("offer")
            return
        self.set_title(
            snapshot.title, numbers_line(snapshot.action_number, snapshot.session_number)
        )
        to_list = partial(self.desk.open, "offer")
        self.set_trail([("Rechercher formation", to_list), (snapshot.title, None)])
        self._description.show_facts(facts_of(snapshot))
        self._contacts.show_facts(contact_lines(snapshot.contacts))
        self.desk.read(_held, snapshot.id, done=self._on_held, owner=self, key="held")

    def _on_held(self, held: tuple[SessionRow | None, list[SlotRow]]) -> None:
        self._held, typed = held
        assert self._snapshot is not None
        self.slots.show_slots(proposals(self._snapshot, typed))
        pills = [state_pill(self._snapshot.state)]
        self.set_pills(pills)
        self._show_banners(self._snapshot)
        self._dress()

    def _show_banners(self, snapshot: SessionSnapshot) -> None:
        while (item := self._banners.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        corrected = CORRECTED_AT.format(carif=snapshot.carif)
        self._banners.addWidget(Banner("info", corrected, word="Lecture seule"))
        for sentence in warnings_of(snapshot):
            self._banners.addWidget(Banner("warn", sentence))

    def _dress(self) -> None:
        """Say on the buttons what can be done now."""
        is_open = self._held is not None
        self.main.setText(_GO if is_open else _OPEN)
        self.main.setAccessibleName(self.main.text())
        self.confirm.setVisible(is_open)
        self.confirm.setEnabled(bool(self.slots.chosen()))
        self.refresh.setVisible(self._is_outdated())

    def _is_outdated(self) -> bool:
        """Whether the session was opened on an older description than this one."""
        if self._held is None or self._snapshot is None:
            return False
        new = session_row(self._snapshot, self._shelf.siret)
        if self._held.offer_dated and (new.offer_dated or date.min) < self._held.offer_dated:
            return False
        as_old = msgspec.structs.replace(new, offer_dated=self._held.offer_dated)
        return refreshed(self._held, as_old) != self._held

    def _on_main(self) -> None:
        if self._snapshot is None:
            return
        if self._held is not None:
            self._go()
            return
        row = session_row(self._snapshot, self._shelf.siret)
        acts: list[Act] = [OpenSession(session=row), *self._meetings()]
        count = len(acts) - 1
        said = f"Session « {row.title} » ouverte au recrutement."
        if count:
            said += f" {count} Info coll confirmée{'s' if count > 1 else ''}."

        def on_recorded(recorded: Recorded) -> None:
            if all(verdict.refusal is None for verdict in recorded.verdicts):
                self._go()

        self.desk.record(acts, said, on_recorded, together=True)

    def _on_confirm(self) -> None:
        acts = self._meetings()
        if acts:
            plural = "s" if len(acts) > 1 else ""
            self.desk.record(acts, f"{len(acts)} Info coll confirmée{plural}.", together=True)

    def _on_refresh(self) -> None:
        if self._snapshot is not None:
            row = session_row(self._snapshot, self._shelf.siret)
            self.desk.record([RefreshSession(session=row)], f"« {row.title} » est à jour.")

    def _ask_why(self) -> None:
        if self._id is not None:
            self.desk.open("visibility", session_id=self._id)

    def _go(self) -> None:
        if self._snapshot is not None:
            self.desk.open("session", session_id=self._snapshot.id, tab="summary")

    def _meetings(self) -> list[CreateMeeting]:
        assert self._snapshot is not None
        session_id = self._snapshot.id
        return [_meeting(self.desk.new_id(), session_id, slot) for slot in self.slots.chosen()]

    def _on_changed(self, changes: ChangeSet) -> None:
        if changes.tables & {"training_session", "slot"} and self._snapshot is not None:
            self.desk.read(_held, self._snapshot.id, done=self._on_held, owner=self, key="held")


def _held(conn: Any, org: UUID, session_id: UUID) -> tuple[SessionRow | None, list[SlotRow]]:
    """The session as it is open here, with its slots."""
    found = rows_for(conn, org, [session_id])
    slots = [line.slot for line in slots_of(conn, org, session_id)]
    return (found[0] if found else None), slots


def _meeting(slot_id: UUID, session_id: UUID, slot: ProposedSlot) -> CreateMeeting:
    """The act that confirms an announced info coll, which says its day, hour and places."""
    assert slot.day.exact is not None
    assert slot.starts_at is not None
    where = Where(
        place="" if slot.remote else address_line(slot.address),
        link=slot.url if slot.remote else "",
        comment=slot.comment,
    )
    meeting = Meeting(
        held_on=slot.day.exact,
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        capacity=slot.seats or 1,
        where=where,
    )
    return CreateMeeting(
        slot_id=slot_id, session_id=session_id, meeting=meeting, origin=SlotOrigin.CARIF
    )
