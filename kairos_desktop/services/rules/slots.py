# SPDX-License-Identifier: MIT
"""Opening a slot, laying out a group of appointments, and the modality guard rails.

Source: domain 3.1, 3.3; guide p. 21 « ne jamais laisser le prescripteur sans aucune modalité ».
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, NamedTuple

from kairos_desktop.models.vocabulary import (
    RecruitmentState,
    RegistrationState,
    SlotKind,
    SlotState,
)
from kairos_desktop.services.rules.transitions import TRANSFERABLE
from kairos_desktop.services.rules.verdicts import Refused, Warned

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kairos_desktop.models.rows import SessionRow, SlotRow

MOST_APPOINTMENTS = 60
MOST_PLACES = 500
FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2099, 12, 31)


class Span(NamedTuple):
    """Two local times of one day, the second excluded."""

    start: time
    end: time


def opening_refusal(session: SessionRow) -> Refused | None:
    """None where the session may receive a slot.

    Refuses "no_carif_numbers" before the session has its action and session numbers: the offer
    reaches KAIROS at J+1 at the earliest. Source: guide p. 21; domain 3.1.
    """
    if session.carif_action_number and session.carif_session_number:
        return None
    return Refused("no_carif_numbers", {"title": session.title})


def day_refusal(day: date) -> Refused | None:
    """None for a day of this century. Refuses "day_out_of_range": a year typed wrong."""
    if FIRST_DAY <= day <= LAST_DAY:
        return None
    return Refused("day_out_of_range", {"day": day})


def times_refusal(starts_at: time, ends_at: time | None) -> Refused | None:
    """None for an end after the start, or no end. Refuses "ends_before_start"."""
    if ends_at is not None and ends_at <= starts_at:
        return Refused("ends_before_start", {"start": starts_at, "end": ends_at})
    return None


def capacity_refusal(capacity: int) -> Refused | None:
    """None for 1 to 500 places. Refuses "capacity_out_of_range"."""
    if 1 <= capacity <= MOST_PLACES:
        return None
    return Refused("capacity_out_of_range", {"capacity": capacity, "most": MOST_PLACES})


def kind_refusal(kind: SlotKind, capacity: int) -> Refused | None:
    """None where a slot of this kind may have so many places.

    Refuses "appointment_one_place": an RDV individuel receives one person; several at one hour
    are several RDV, or an info coll. Source: domain 2.6; guide p. 22.
    """
    if kind is SlotKind.APPOINTMENT and capacity != 1:
        return Refused("appointment_one_place", {"capacity": capacity})
    return None


def opening_warnings(session: SessionRow, held_on: date, today: date) -> tuple[Warned, ...]:
    """What must be seen when a slot is opened: a past day, a start passed, recruitment closed."""
    warned: list[Warned] = []
    if held_on < today:
        warned.append(Warned("slot_in_the_past", {"day": held_on}))
    if session.starts_on and held_on > session.starts_on and not session.permanent_entry:
        warned.append(Warned("slot_after_start", {"day": held_on, "start": session.starts_on}))
    if session.recruitment_state in (RecruitmentState.CLOSED, RecruitmentState.SUSPENDED):
        warned.append(Warned("recruitment_not_open", {"state": session.recruitment_state}))
    return tuple(warned)


def appointment_spans(
    first_start: time, minutes: int, count: int, breaks: Sequence[Span]
) -> tuple[Span, ...] | Refused:
    """The times of `count` appointments of `minutes` each, none of them across a break.

    Refuses "group_shape" (1 to 60 appointments of 5 to 480 minutes) and "group_past_midnight".
    Source: domain 2.6, guide p. 22.
    """
    if not (1 <= count <= MOST_APPOINTMENTS and 5 <= minutes <= 480):
        return Refused("group_shape", {"count": count, "minutes": minutes})
    day = date(2000, 1, 3)
    moment, length = datetime.combine(day, first_start), timedelta(minutes=minutes)
    spans: list[Span] = []
    while len(spans) < count:
        crossed = [b for b in breaks if _overlap(moment, length, b, day)]
        if crossed:
            moment = max(datetime.combine(day, b.end) for b in crossed)
            continue
        if (moment + length).date() != day:
            return Refused("group_past_midnight", {"count": count, "fits": len(spans)})
        spans.append(Span(moment.time(), (moment + length).time()))
        moment += length
    return tuple(spans)


def _overlap(moment: datetime, length: timedelta, pause: Span, day: date) -> bool:
    start, end = datetime.combine(day, pause.start), datetime.combine(day, pause.end)
    return start < end and moment < end and start < moment + length


def starts(slot: SlotRow) -> datetime:
    """The local moment at which the slot begins (naive, Europe/Paris)."""
    return datetime.combine(slot.held_on, slot.starts_at)


def ends(slot: SlotRow) -> datetime:
    """The local moment at which the slot is past; an hour after its start if no end is typed.

    A window of candidacies ends with its last day.
    """
    if slot.until is not None:
        return datetime.combine(slot.until + timedelta(days=1), time())
    if slot.ends_at is None:
        return starts(slot) + timedelta(hours=1)
    return datetime.combine(slot.held_on, slot.ends_at)


def is_past(slot: SlotRow, now: datetime) -> bool:
    """Whether the slot's end has passed at a local moment."""
    return ends(slot) <= now


def presence_warnings(slot: SlotRow, now: datetime) -> tuple[Warned, ...]:
    """A presence typed before the slot begins is recorded, and flagged "not_started"."""
    if now < starts(slot):
        return (Warned("not_started", {"day": slot.held_on, "start": slot.starts_at}),)
    return ()


def registration_refusal(slot: SlotRow) -> Refused | None:
    """None where somebody may be registered. Refuses "slot_deleted". Source: guide p. 23."""
    if slot.state is SlotState.DELETED:
        return Refused("slot_deleted", {"day": slot.held_on})
    return None


def registration_warnings(slot: SlotRow, now: datetime) -> tuple[Warned, ...]:
    """Registering on a slot that is over is allowed, to catch up, and said."""
    if not is_past(slot, now):
        return ()
    if slot.until is not None:
        return (Warned("window_past", {"day": slot.until}),)
    return (Warned("slot_past", {"day": slot.held_on}),)


def transfer_refusal(
    state: RegistrationState, source: SlotRow, target: SlotRow, now: datetime
) -> Refused | None:
    """None where a registration may move to another slot of the same session.

    The four pairs (IC→IC, IC→RDV, RDV→RDV, RDV→IC) are all allowed. Refuses "transfer_ended"
    (cancelled, removed, transferred or present), "transfer_source_deleted",
    "transfer_other_session", "transfer_same_slot", "slot_deleted", "transfer_target_past", and
    "transfer_candidacy": a candidacy is in none of the pairs. Source: guide p. 23; domain 3.3.
    """
    if SlotKind.CANDIDACY in (source.kind, target.kind):
        return Refused("transfer_candidacy", {})
    if source.state is SlotState.DELETED:
        return Refused("transfer_source_deleted", {"day": source.held_on})
    if state not in TRANSFERABLE:
        return Refused("transfer_ended", {"state": state})
    if source.id == target.id:
        return Refused("transfer_same_slot", {})
    if source.session_id != target.session_id:
        return Refused("transfer_other_session", {})
    if target.state is SlotState.DELETED:
        return Refused("slot_deleted", {"day": target.held_on})
    if is_past(target, now):
        return Refused("transfer_target_past", {"day": target.held_on})
    return None


def has_open_modality(slots: Iterable[SlotRow], now: datetime) -> bool:
    """Whether a prescriber can still place somebody on one of these slots."""
    return any(slot.state is SlotState.OPEN and not is_past(slot, now) for slot in slots)


def modality_guard(session: SessionRow, slots: Iterable[SlotRow], now: datetime) -> Warned | None:
    """The permanent warning of a session that recruits with no way in; None where all is well.

    "no_modality" while recruitment is open, "no_modality_unknown" where the offer does not say,
    "no_carif_numbers" before any can be opened. Source: guide p. 21.
    """
    if opening_refusal(session):
        return Warned("no_carif_numbers", {"title": session.title})
    if has_open_modality(slots, now):
        return None
    if session.starts_on and session.starts_on <= now.date() and not session.permanent_entry:
        return None
    if session.recruitment_state is RecruitmentState.OPEN:
        return Warned("no_modality", {})
    if session.recruitment_state is RecruitmentState.UNKNOWN:
        return Warned("no_modality_unknown", {})
    return None
