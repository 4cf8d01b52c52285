# SPDX-License-Identifier: MIT
"""« Recrutement sur candidature »: its window, the contact, the appointment that follows.

A candidacy is a registration on a window: it is typed by `registration.create`, withdrawn by
`registration.cancel`, decided by `result.record`. Sources: guide p. 18, 19; domain 2.6, 3.3, 3.4.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time
from typing import Any, ClassVar
from uuid import UUID

import msgspec

from kairos_desktop.models.rows import RegistrationRow, SeatsRow, SessionRow, SlotRow
from kairos_desktop.models.vocabulary import Contact, RegistrationState, SlotKind, SlotState
from kairos_desktop.services.acts.act import Act, Changes, Made, tidy
from kairos_desktop.services.acts.known import Known, Need, by_id
from kairos_desktop.services.acts.registrations import Transfer
from kairos_desktop.services.acts.slots import Where, link_refusal, refuse_unknown_site, site_needs
from kairos_desktop.services.rules.candidacies import (
    NO_LIMIT,
    contact_refusal,
    contact_warnings,
    fixing_refusal,
    fixing_state_refusal,
    only_window_refusal,
    window_refusal,
)
from kairos_desktop.services.rules.slots import opening_refusal, opening_warnings
from kairos_desktop.services.rules.verdicts import Refused

replace = msgspec.structs.replace


class Window(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is typed of a window of candidacies; `where.comment` says the papers asked for."""

    opens_on: date
    closes_on: date
    most: int | None = None
    where: Where = Where()

    def refusal(self) -> Refused | None:
        """Refuses what `window_refusal` does, "contact_missing", "link_shape"."""
        if refusal := window_refusal(self.opens_on, self.closes_on, self.most):
            return refusal
        if not tidy(self.where.contact):
            return Refused("contact_missing", {})
        return link_refusal(self.where)

    def fields(self) -> dict[str, Any]:
        """The fields of the slot that it is kept in."""
        return {
            "held_on": self.opens_on,
            "until": self.closes_on,
            "capacity": self.most or NO_LIMIT,
            "site_id": self.where.site_id,
            **self.where.tidied(),
        }


class OpenCandidacies(Act, frozen=True):
    """« Saisir une période de candidature »: prescribers may propose candidates until its last day.

    Refuses "no_carif_numbers", "day_out_of_range", "window_dates", "candidates_out_of_range",
    "contact_missing", "link_shape", "id_taken". Warns as `opening_warnings` does of its last day.
    """

    name: ClassVar = "candidacies.open"
    creates: ClassVar = ("slot_id",)
    slot_id: UUID
    session_id: UUID
    window: Window

    def needs(self, known: Known, made: Made) -> Iterator[Need]:
        """The session and the site."""
        yield by_id(SessionRow, self.session_id)
        yield by_id(SlotRow, self.slot_id)
        yield from site_needs(self.window.where)

    def decide(self, known: Known, made: Made) -> Changes | Refused:
        """The window, open."""
        session, typed = known.get(SessionRow, self.session_id), self.window
        if refusal := opening_refusal(session) or typed.refusal():
            return refusal
        if known.one(SlotRow, self.slot_id):
            return Refused("id_taken", {})
        refuse_unknown_site(known, typed.where)
        slot = SlotRow(
            id=self.slot_id,
            session_id=session.id,
            kind=SlotKind.CANDIDACY,
            starts_at=time(),
            ends_at=None,
            waitlist=False,
            **typed.fields(),
        )
        return Changes(put=(slot,), warned=opening_warnings(session, typed.closes_on, made.today))


class ChangeCandidacies(Act, frozen=True):
    """Changes a window of candidacies as a whole.

    Refuses "not_a_window", "slot_deleted", "day_out_of_range", "window_dates",
    "candidates_out_of_range", "contact_missing", "link_shape", and "candidates_below_taken" where
    there are more candidates already.
    """

    name: ClassVar = "candidacies.change"
    slot_id: UUID
    window: Window

    def needs(self, known: Known, made: Made) -> Iterator[Need]:
        """The window, its places and the site."""
        yield by_id(SlotRow, self.slot_id)
        yield by_id(SeatsRow, self.slot_id)
        yield from site_needs(self.window.where)

    def decide(self, known: Known, made: Made) -> Changes | Refused:
        """The window changed; its candidates stay."""
        slot, typed = known.get(SlotRow, self.slot_id), self.window
        if refusal := only_window_refusal(slot):
            return refusal
        if slot.state is SlotState.DELETED:
            return Refused("slot_deleted", {"day": slot.held_on})
        if refusal := typed.refusal():
            return refusal
        refuse_unknown_site(known, typed.where)
        seats = known.get(SeatsRow, slot.id)
        if (typed.most or NO_LIMIT) < min(seats.taken + seats.held, slot.capacity):
            return Refused("candidates_below_taken", {"taken": seats.taken})
        after = replace(slot, **typed.fields())
        return Changes() if after == slot else Changes(put=(after,))


class RecordContact(Act, frozen=True):
    """« Contacté » or « Injoignable »: the organisation called a candidate.

    Refuses what `contact_refusal` does. Warns "contact_in_the_future". Saying the same again, with
    the same day and note, changes nothing.
    """

    name: ClassVar = "contact.record"
    is_fact: ClassVar = True
    registration_id: UUID
    contact: Contact
    on: date | None = None
    note: str = ""

    def needs(self, known: Known, made: Made) -> Iterator[Need]:
        """The candidacy."""
        yield by_id(RegistrationRow, self.registration_id)

    def decide(self, known: Known, made: Made) -> Changes | Refused:
        """The candidacy with its contact; somebody who cannot be reached keeps no such day."""
        row = known.get(RegistrationRow, self.registration_id)
        if refusal := contact_refusal(row.state, row.result, self.contact):
            return refusal
        on = self.on or made.today
        reached = self.contact is Contact.CONTACTED
        after = replace(
            row,
            state=RegistrationState(self.contact),
            contacted_on=on if reached else None,
            note=tidy(self.note) or row.note,
            recorded_on=on,
        )
        if after == row:
            return Changes()
        return Changes(put=(after,), warned=contact_warnings(on, made.today))


class FixAppointment(Transfer, frozen=True):
    """« Fixer un RDV »: a candidacy becomes an appointment of the session, both rows linked.

    The candidacy ends as *transféré* and the one who placed the candidate first is kept. Refuses
    "not_a_candidacy", "candidacy_ended", "candidacy_decided", what `fixing_refusal` does,
    "already_registered", "slot_full", "id_taken". Source: domain 3.3.
    """

    name: ClassVar = "candidacy.fix_appointment"

    def refusal(
        self, row: RegistrationRow, source: SlotRow, target: SlotRow, made: Made
    ) -> Refused | None:
        """Why this candidacy does not become that appointment."""
        return fixing_state_refusal(row.state, row.result) or fixing_refusal(
            source, target, made.local
        )
