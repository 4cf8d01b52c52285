# SPDX-License-Identifier: MIT
"""Info coll and RDV individuels: open, change, duplicate, delete.

Sources: domain 2.6, 3.1; guide p. 20 to 23.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, time
from typing import Any, ClassVar
from uuid import UUID, uuid5

import msgspec

from kairos_desktop.models.rows import (
    HoldRow,
    RegistrationRow,
    SeatsRow,
    SessionRow,
    SiteRow,
    SlotRow,
)
from kairos_desktop.models.vocabulary import (
    RegistrationState,
    SlotKind,
    SlotOrigin,
    SlotState,
)
from kairos_desktop.services.acts.act import Act, Changes, LocalTime, Made, tidy
from kairos_desktop.services.acts.held import released
from kairos_desktop.services.acts.known import Known, Need, by_id, having
from kairos_desktop.services.rules.candidacies import no_window_refusal
from kairos_desktop.services.rules.holds import is_open
from kairos_desktop.services.rules.slots import (
    Span,
    appointment_spans,
    capacity_refusal,
    day_refusal,
    kind_refusal,
    modality_guard,
    opening_refusal,
    opening_warnings,
    times_refusal,
)
from kairos_desktop.services.rules.transitions import REMOVED_WITH_SLOT
from kairos_desktop.services.rules.verdicts import Refused, Warned

replace = msgspec.structs.replace


class Where(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where people are received, and whom they ask."""

    site_id: UUID | None = None
    place: str = ""
    link: str = ""
    contact: str = ""
    comment: str = ""

    def tidied(self) -> dict[str, Any]:
        """The texts as they are kept."""
        return {
            "place": tidy(self.place),
            "link": tidy(self.link),
            "contact": tidy(self.contact),
            "comment": tidy(self.comment),
        }


class Meeting(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is typed of an info coll."""

    held_on: date
    starts_at: LocalTime
    ends_at: LocalTime | None = None
    capacity: int
    waitlist: bool = True
    where: Where = Where()


def site_needs(where: Where) -> Iterator[Need]:
    """The site that is named, if one is."""
    if where.site_id:
        yield by_id(SiteRow, where.site_id)


def refuse_unknown_site(known: Known, where: Where) -> None:
    """Raise UnknownRow for a site that is not there."""
    if where.site_id:
        known.get(SiteRow, where.site_id)


def link_refusal(where: Where) -> Refused | None:
    """Refuses "link_shape" for a link that is no web address."""
    if where.link and not where.link.strip().lower().startswith(("https://", "http://")):
        return Refused("link_shape", {})
    return None


def meeting_refusal(meeting: Meeting) -> Refused | None:
    """Refuses "day_out_of_range", "ends_before_start", "capacity_out_of_range", "link_shape"."""
    return (
        day_refusal(meeting.held_on)
        or times_refusal(meeting.starts_at, meeting.ends_at)
        or capacity_refusal(meeting.capacity)
        or link_refusal(meeting.where)
    )


class CreateMeeting(Act, frozen=True):
    """« Saisir une Info coll ». Refuses "no_carif_numbers" and what `meeting_refusal` does."""

    name: ClassVar = "meeting.create"
    creates: ClassVar = ("slot_id",)
    slot_id: UUID
    session_id: UUID
    meeting: Meeting
    origin: SlotOrigin = SlotOrigin.TYPED

    def needs(self, known: Known, made: Made) -> Iterator[Need]:
        """The session and the site."""
        yield by_id(SessionRow, self.session_id)
        yield by_id(SlotRow, self.slot_id)
        yield from site_needs(self.meeting.where)

    def decide(self, known: Known, made: Made) -> Changes | Refused:
        """The meeting, open."""
        session, typed = known.get(SessionRow, self.session_id), self.meeting
        refusal = opening_refusal(session) or meeting_refusal(typed)
        if refusal is None and known.one(SlotRow, self.slot_id):
            refusal = Refused("id_taken", {})
        if refusal:
            return refusal
        refuse_unknown_site(known, typed.where)
        slot = SlotRow(
            id=self.slot_id,
            session_id=session.id,
            kind=SlotKind.MEETING,
            held_on=typed.held_on,
            starts_at=typed.starts_at,
            ends_at=typed.ends_at,
            capacity=typed.capacity,
            waitlist=typed.waitlist,
            site_id=typed.where.site_id,
            origin=self.origin,
            **typed.where.tidied(),
        )
        return Changes(put=(slot,), warned=opening_warnings(session, typed.held_on, made.today))


class ChangeSlot(Act, frozen=True):
    """Changes an info coll or one appointment as a whole.

    Refuses what `meeting_refusal` does, "is_a_window", "slot_deleted", "appointment_one_place",
    "capacity_below_taken" where more people hold a place than the new capacity, and
    "capacity_below_held" where posts keep more for them than would be left.
    """

    name: ClassVar = "slot.change"
    slot_id: UUID
    meeting: Meeting

    def needs(self, known: Known, made: Made) -> Iterator[Need]:
        """The slot, its places and its session."""
        yield by_id(SlotRow, self.slot_id)
        yield by_id(SeatsRow, self.slot_id)
        yield from site_needs(self.meeting.where)

    def decide(self, known: Known, made: Made) -> Changes | Refused:
        """The slot changed; those registered keep their places."""
        slot, typed = known.get(SlotRow, self.slot_id), self.meeting
        if refusal := no_window_refusal(slot):
            return refusal
        if slot.state is SlotState.DELETED:
            return Refused("slot_deleted", {"day": slot.held_on})
        if refusal := meeting_refusal(typed) or kind_refusal(slot.kind, typed.capacity):
            return refusal
        refuse_unknown_site(known, typed.where)
        seats = known.get(SeatsRow, slot.id)
        taken = seats.taken
        if typed.capacity < min(taken, slot.capacity):
            return Refused("capacity_below_taken", {"taken": taken, "capacity": typed.capacity})
        if typed.capacity < min(taken + seats.held, slot.capacity):
            return Refused("capacity_below_held", {"taken": taken, "held": seats.held})
        moved = (slot.held_on, slot.starts_at) != (typed.held_on, typed.starts_at)
        after = replace(
            slot,
            held_on=typed.held_on,
            starts_at=typed.starts_at,
            ends_at=typed.ends_at,
            capacity=typed.capacity,
            waitlist=typed.waitlist,
            site_id=typed.where.site_id,
            **typed.where.tidied(),
        )
        warned = (Warned("tell_the_registered", {"count": taken}),) if moved and taken else ()
        return Changes(put=(after,), warned=warned)


class DeleteSlot(Act, frozen=True):
    """« Supprimer », by the organisation: its live registrations become *supprimé*.

    Refuses "slot_deleted", "slot_has_presences" and, for a window of candidacies,
    "window_has_contacts". Warns "transfer_no_longer_possible" with the
    number of people to call, and as `modality_guard` does where nothing else is open.
    Source: guide p. 21, 23.
    """

    name: ClassVar = "slot.delete"
    slot_id: UUID

    def needs(self, known: Known, made: Made) -> Iterator[Need]:
        """The slot, its registrations, its session and the session's other slots."""
        yield by_id(SlotRow, self.slot_id)
        yield having(RegistrationRow, slot_id=self.slot_id)
        yield having(HoldRow, slot_id=self.slot_id)
        slot = known.peek(SlotRow, self.slot_id)
        if isinstance(slot, SlotRow):
            yield by_id(SessionRow, slot.session_id)
            yield having(SlotRow, session_id=slot.session_id)

    def decide(self, known: Known, made: Made) -> Changes | Refused:
        """The slot deleted, its registrations removed."""
        slot = known.get(SlotRow, self.slot_id)
        if slot.state is SlotState.DELETED:
            return Refused("slot_deleted", {"day": slot.held_on})
        registrations = known.find(RegistrationRow, slot_id=slot.id)
        present = [r for r in registrations if r.state is RegistrationState.PRESENT]
        if present:
            return Refused("slot_has_presences", {"count": len(present)})
        contacted = [r for r in registrations if r.state is RegistrationState.CONTACTED]
        if contacted:
            return Refused("window_has_contacts", {"count": len(contacted)})
        live = [r for r in registrations if r.state in REMOVED_WITH_SLOT]
        warned: list[Warned] = []
        if live:
            warned.append(Warned("transfer_no_longer_possible", {"count": len(live)}))
        others = [s for s in known.find(SlotRow, session_id=slot.session_id) if s.id != slot.id]
        if guard := modality_guard(known.get(SessionRow, slot.session_id), others, made.local):
            warned.append(guard)
        removed = (
            replace(r, state=RegistrationState.REMOVED, rank=None, recorded_on=made.today)
            for r in live
        )
        given_back = (
            released(hold, made) for hold in known.find(HoldRow, slot_id=slot.id) if is_open(hold)
        )
        deleted = replace(slot, state=SlotState.DELETED)
        return Changes(put=(deleted, *removed, *given_back), warned=tuple(warned))


class Pause(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A break in a group of appointments."""

    start: LocalTime
    end: LocalTime


def _days_refusal(days: tuple[date, ...]) -> Refused | None:
    if not 1 <= len(set(days)) <= 31:
        return Refused("group_days", {"most": 31})
    return day_refusal(min(days)) or day_refusal(max(days))


class CreateAppointments(Act, frozen=True):
    """« Saisir RDV individuel(s) »: a group of appointments on one or several days.

    Refuses "no_carif_numbers", "group_days", "day_out_of_range", "group_shape",
    "group_past_midnight", "link_shape", "id_taken".
    """

    name: ClassVar = "appointments.create"
    creates: ClassVar = ("group_id",)
    group_id: UUID
    session_id: UUID
    days: tuple[date, ...]
    first_start: LocalTime
    minutes: int
    count: int
    pauses: tuple[Pause, ...] = ()
    where: Where = Where()
    origin: SlotOrigin = SlotOrigin.TYPED

    def needs(self, known: Known, made: Made) -> Iterator[Need]:
        """The session, the site, and the group's slots, wherever they are."""
        yield by_id(SessionRow, self.session_id)
        yield having(SlotRow, group_id=self.group_id)
        yield from site_needs(self.where)

    def decide(self, known: Known, made: Made) -> Changes | Refused:
        """The appointments, open, one place each."""
        session = known.get(SessionRow, self.session_id)
        if refusal := opening_refusal(session) or link_refusal(self.where):
            return refusal
        if refusal := _days_refusal(self.days):
            return refusal
        spans = appointment_spans(
            self.first_start, self.minutes, self.count, [Span(p.start, p.end) for p in self.pauses]
        )
        if isinstance(spans, Refused):
            return spans
        refuse_unknown_site(known, self.where)
        slots = tuple(
            _appointment(self.group_id, session.id, day, span, self.where, self.origin)
            for day in sorted(set(self.days))
            for span in spans
        )
        taken = {slot.id for slot in known.find(SlotRow, group_id=self.group_id)}
        if any(slot.id in taken for slot in slots):
            return Refused("id_taken", {})
        first = min(self.days)
        return Changes(put=slots, warned=opening_warnings(session, first, made.today))


class DuplicateAppointments(Act, frozen=True):
    """« Dupliquer le groupe » to other days: the same times, free places.

    Refuses "unknown_group", "group_days", "day_out_of_range", and "group_day_taken" for a day that
    the group has.
    """

    name: ClassVar = "appointments.duplicate"
    group_id: UUID
    session_id: UUID
    source_day: date
    days: tuple[date, ...]

    def needs(self, known: Known, made: Made) -> Iterable[Need]:
        """The session and its slots."""
        return by_id(SessionRow, self.session_id), having(SlotRow, session_id=self.session_id)

    def decide(self, known: Known, made: Made) -> Changes | Refused:
        """The same appointments on the other days."""
        session = known.get(SessionRow, self.session_id)
        slots = known.find(SlotRow, session_id=session.id)
        group = [s for s in slots if s.group_id == self.group_id and s.state is SlotState.OPEN]
        model = [slot for slot in group if slot.held_on == self.source_day]
        if not model:
            return Refused("unknown_group", {"day": self.source_day})
        if refusal := _days_refusal(self.days):
            return refusal
        days = sorted(set(self.days))
        ids = {slot.id for slot in slots}
        copies: list[SlotRow] = []
        for day in days:
            for slot in sorted(model, key=lambda slot: slot.starts_at):
                span = Span(slot.starts_at, slot.ends_at or slot.starts_at)
                copy_id = _appointment_id(self.group_id, day, span.start)
                if copy_id in ids:
                    return Refused("group_day_taken", {"day": day})
                copies.append(replace(slot, id=copy_id, held_on=day, origin=SlotOrigin.TYPED))
        return Changes(put=tuple(copies), warned=opening_warnings(session, days[0], made.today))


def _appointment_id(group_id: UUID, day: date, start: time) -> UUID:
    # Two posts that duplicate the same group to the same day make the same appointments.
    return uuid5(group_id, f"{day.isoformat()}T{start.isoformat()}")


def _appointment(
    group_id: UUID, session_id: UUID, day: date, span: Span, where: Where, origin: SlotOrigin
) -> SlotRow:
    return SlotRow(
        id=_appointment_id(group_id, day, span.start),
        session_id=session_id,
        kind=SlotKind.APPOINTMENT,
        held_on=day,
        starts_at=span.start,
        ends_at=span.end,
        capacity=1,
        waitlist=False,
        group_id=group_id,
        site_id=where.site_id,
        origin=origin,
        **where.tidied(),
    )
