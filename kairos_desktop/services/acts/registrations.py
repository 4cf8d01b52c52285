# SPDX-License-Identifier: MIT
"""Registrations on a slot: register, cancel, give the freed place, transfer.

Claims on a place, all of them: they may be refused. Sources: domain 3.1 to 3.3; guide p. 20, 23.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import ClassVar
from uuid import UUID

import msgspec

from kairos_desktop.models.rows import (
    HoldRow,
    JobseekerRow,
    RegistrationRow,
    SeatsRow,
    SlotRow,
)
from kairos_desktop.models.vocabulary import (
    CANDIDATE,
    HOLDS_SEAT,
    LIVE,
    CancelReason,
    Prescriber,
    RegistrationState,
    SlotState,
)
from kairos_desktop.services.acts.act import Act, Changes, Made, tidy
from kairos_desktop.services.acts.held import held_needs, left_for
from kairos_desktop.services.acts.known import Known, Need, by_id, having
from kairos_desktop.services.rules.candidacies import is_window
from kairos_desktop.services.rules.capacity import free_places, placement
from kairos_desktop.services.rules.holds import is_open
from kairos_desktop.services.rules.slots import (
    registration_refusal,
    registration_warnings,
    transfer_refusal,
)
from kairos_desktop.services.rules.transitions import cancel_refusal
from kairos_desktop.services.rules.verdicts import Refused, Warned

replace = msgspec.structs.replace


def live_on(known: Known, slot_id: UUID, jobseeker_id: UUID) -> list[RegistrationRow]:
    """The live registrations of a person on a slot; at most one by our own rule."""
    found = known.find(RegistrationRow, slot_id=slot_id, jobseeker_id=jobseeker_id)
    return [row for row in found if row.state in LIVE]


class Register(Act, frozen=True):
    """« Inscrire un DE », « Saisir une candidature »: who comes, and who placed the person.

    Refuses "slot_deleted", "already_registered", "slot_full" (no waiting list), "merged_away", and
    on a window of candidacies "already_candidate", "window_full". Warns "waitlisted", "slot_past",
    "window_past", and "also_registered" where the person already has another slot of the session:
    an info coll and an RDV complement each other (guide p. 18).
    """

    name: ClassVar = "registration.create"
    creates: ClassVar = ("registration_id",)
    registration_id: UUID
    slot_id: UUID
    jobseeker_id: UUID
    placed_by: Prescriber
    placed_on: date | None = None
    source: str = ""

    def needs(self, known: Known, made: Made) -> Iterator[Need]:
        """The slot, its places, the person, and the person's other registrations."""
        yield by_id(SlotRow, self.slot_id)
        yield by_id(SeatsRow, self.slot_id)
        yield by_id(JobseekerRow, self.jobseeker_id)
        yield by_id(RegistrationRow, self.registration_id)
        yield having(RegistrationRow, slot_id=self.slot_id, jobseeker_id=self.jobseeker_id)
        yield from held_needs(known, self.slot_id)
        slot = known.peek(SlotRow, self.slot_id)
        if isinstance(slot, SlotRow):
            yield having(
                RegistrationRow, session_id=slot.session_id, jobseeker_id=self.jobseeker_id
            )

    def decide(self, known: Known, made: Made) -> Changes | Refused:
        """The person registered, or on the waiting list."""
        slot, person = known.get(SlotRow, self.slot_id), known.get(JobseekerRow, self.jobseeker_id)
        if person.merged_into_id:
            return Refused("merged_away", {"last_name": person.last_name})
        if refusal := registration_refusal(slot):
            return refusal
        if live_on(known, slot.id, person.id):
            if is_window(slot):
                return Refused("already_candidate", {"last_name": person.last_name})
            return Refused("already_registered", {"last_name": person.last_name})
        if known.one(RegistrationRow, self.registration_id):
            return Refused("id_taken", {})
        seats = known.get(SeatsRow, slot.id)
        kept = left_for(known, made, slot.id)
        state = _placed(slot, seats, kept)
        if isinstance(state, Refused):
            return state
        waits = state is RegistrationState.WAITLISTED
        row = RegistrationRow(
            id=self.registration_id,
            slot_id=slot.id,
            session_id=slot.session_id,
            jobseeker_id=person.id,
            state=state,
            placed_by=self.placed_by,
            placed_on=self.placed_on or made.today,
            source=tidy(self.source),
            rank=seats.last_rank + 1 if waits else None,
        )
        warned = list(registration_warnings(slot, made.local))
        if waits:
            warned.append(Warned("waitlisted", {"rank": seats.waiting + 1}))
        elsewhere = known.find(RegistrationRow, session_id=slot.session_id, jobseeker_id=person.id)
        if any(other.state in LIVE for other in elsewhere):
            warned.append(Warned("also_registered", {"last_name": person.last_name}))
        return Changes(put=(row,), warned=tuple(warned))


def _placed(slot: SlotRow, seats: SeatsRow, kept: int) -> RegistrationState | Refused:
    """The state of a newcomer: on a window a candidate, as long as it takes any."""
    state = placement(seats, waitlist=slot.waitlist, kept=kept)
    if not is_window(slot):
        return state
    if isinstance(state, Refused):
        return Refused("window_full", {"capacity": seats.capacity})
    return RegistrationState.PROPOSED


class CancelRegistration(Act, frozen=True):
    """« Annuler le RDV », « Retirer la candidature », by the jobseeker: *annulé*, with the reason.

    Refuses "cannot_cancel", and "candidacy_decided" for a candidate *retenu* or *non retenu*. Warns
    "place_freed" with the first person waiting, if any.
    """

    name: ClassVar = "registration.cancel"
    registration_id: UUID
    reason: CancelReason
    note: str = ""

    def needs(self, known: Known, made: Made) -> Iterator[Need]:
        """The registration, the slot's places and its waiting list."""
        yield by_id(RegistrationRow, self.registration_id)
        row = known.peek(RegistrationRow, self.registration_id)
        if isinstance(row, RegistrationRow):
            yield from _freed_needs(row)

    def decide(self, known: Known, made: Made) -> Changes | Refused:
        """The registration cancelled."""
        row = known.get(RegistrationRow, self.registration_id)
        if refusal := cancel_refusal(row.state, row.result):
            return refusal
        after = replace(
            row,
            state=RegistrationState.CANCELLED,
            reason=self.reason,
            note=tidy(self.note) or (row.note if row.state in CANDIDATE else ""),
            rank=None,
            recorded_on=made.today,
        )
        return Changes(put=(after,), warned=_freed(known, row))


def _freed_needs(row: RegistrationRow) -> Iterator[Need]:
    yield by_id(SeatsRow, row.slot_id)
    yield having(RegistrationRow, slot_id=row.slot_id, state=RegistrationState.WAITLISTED)
    if row.hold_id is not None:
        yield by_id(HoldRow, row.hold_id)


def _freed(known: Known, row: RegistrationRow) -> tuple[Warned, ...]:
    """The word that a place is free for the first one waiting."""
    seats = known.get(SeatsRow, row.slot_id)
    hold = known.one(HoldRow, row.hold_id) if row.hold_id else None
    if hold is not None and is_open(hold):
        # It goes back among those that the post keeps.
        return ()
    if row.state not in HOLDS_SEAT or not free_places(replace(seats, taken=seats.taken - 1)):
        return ()
    waiting = known.find(RegistrationRow, slot_id=row.slot_id, state=RegistrationState.WAITLISTED)
    if not waiting:
        return ()
    first = min(waiting, key=lambda other: other.rank or 0)
    return (Warned("place_freed", {"registration_id": first.id}),)


class GivePlace(Act, frozen=True):
    """Gives a free place to somebody waiting. Refuses "not_waitlisted", "place_taken".

    Warns "not_first_waiting" where somebody arrived earlier. Source: domain 3.1, 8.
    """

    name: ClassVar = "registration.give_place"
    registration_id: UUID

    def needs(self, known: Known, made: Made) -> Iterator[Need]:
        """The registration, the places and the waiting list."""
        yield by_id(RegistrationRow, self.registration_id)
        row = known.peek(RegistrationRow, self.registration_id)
        if isinstance(row, RegistrationRow):
            yield by_id(SeatsRow, row.slot_id)
            yield by_id(SlotRow, row.slot_id)
            yield having(RegistrationRow, slot_id=row.slot_id, state=RegistrationState.WAITLISTED)
            yield from held_needs(known, row.slot_id)

    def decide(self, known: Known, made: Made) -> Changes | Refused:
        """The person registered."""
        row = known.get(RegistrationRow, self.registration_id)
        if row.state is not RegistrationState.WAITLISTED:
            return Refused("not_waitlisted", {"state": row.state})
        slot, seats = known.get(SlotRow, row.slot_id), known.get(SeatsRow, row.slot_id)
        if slot.state is SlotState.DELETED:
            return Refused("slot_deleted", {"day": slot.held_on})
        if not free_places(seats) and not left_for(known, made, slot.id):
            return Refused("place_taken", {"capacity": seats.capacity})
        waiting = known.find(
            RegistrationRow, slot_id=row.slot_id, state=RegistrationState.WAITLISTED
        )
        earlier = any((other.rank or 0) < (row.rank or 0) for other in waiting)
        after = replace(row, state=RegistrationState.REGISTERED, rank=None)
        warned = (Warned("not_first_waiting", {}),) if earlier else ()
        return Changes(put=(after,), warned=warned)


class Transfer(Act, frozen=True):
    """« Transférer » one person to another slot of the same session, the four pairs.

    Refuses what `transfer_refusal` does, "already_registered", "slot_full". The one who placed
    the person first is kept. Warns "waitlisted" where the target has no place. Source: guide p. 23.
    """

    name: ClassVar = "registration.transfer"
    creates: ClassVar = ("new_registration_id",)
    registration_id: UUID
    target_slot_id: UUID
    new_registration_id: UUID

    def needs(self, known: Known, made: Made) -> Iterable[Need]:
        """Both slots, their places, and the person's registration on the target."""
        yield by_id(RegistrationRow, self.registration_id)
        yield by_id(RegistrationRow, self.new_registration_id)
        yield by_id(SlotRow, self.target_slot_id)
        yield by_id(SeatsRow, self.target_slot_id)
        row = known.peek(RegistrationRow, self.registration_id)
        if isinstance(row, RegistrationRow):
            yield by_id(SlotRow, row.slot_id)
            yield having(
                RegistrationRow, slot_id=self.target_slot_id, jobseeker_id=row.jobseeker_id
            )
            yield from _freed_needs(row)
            yield from held_needs(known, self.target_slot_id)

    def refusal(
        self, row: RegistrationRow, source: SlotRow, target: SlotRow, made: Made
    ) -> Refused | None:
        """Why this registration does not move there."""
        return transfer_refusal(row.state, source, target, made.local)

    def decide(self, known: Known, made: Made) -> Changes | Refused:
        """The old registration transferred, the new one in its place."""
        row = known.get(RegistrationRow, self.registration_id)
        source, target = known.get(SlotRow, row.slot_id), known.get(SlotRow, self.target_slot_id)
        if refusal := self.refusal(row, source, target, made):
            return refusal
        if live_on(known, target.id, row.jobseeker_id):
            return Refused("already_registered", {})
        if known.one(RegistrationRow, self.new_registration_id):
            return Refused("id_taken", {})
        seats = known.get(SeatsRow, target.id)
        kept = left_for(known, made, target.id)
        state = placement(seats, waitlist=target.waitlist, kept=kept)
        if isinstance(state, Refused):
            return state
        waits = state is RegistrationState.WAITLISTED
        new = RegistrationRow(
            id=self.new_registration_id,
            slot_id=target.id,
            session_id=target.session_id,
            jobseeker_id=row.jobseeker_id,
            state=state,
            placed_by=row.placed_by,
            placed_on=row.placed_on,
            source=row.source,
            rank=seats.last_rank + 1 if waits else None,
            transferred_from_id=row.id,
        )
        old = replace(
            row,
            state=RegistrationState.TRANSFERRED,
            transferred_to_id=new.id,
            rank=None,
            recorded_on=made.today,
        )
        warned = (Warned("waitlisted", {"rank": seats.waiting + 1}),) if waits else ()
        return Changes(put=(old, new), warned=warned + _freed(known, row))
