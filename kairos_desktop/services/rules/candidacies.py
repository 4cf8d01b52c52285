# SPDX-License-Identifier: MIT
"""« Recrutement sur candidature »: its window, the contact, and the appointment that follows.

The third modality: prescribers propose candidates during a window, with no hour and no place, and
the organisation makes contact. What is decided of a candidate is a result like any other
(`transitions.result_refusal`). Sources: guide p. 18, 19; domain 2.6, 3.3, 3.4.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kairos_desktop.models.vocabulary import (
    CANDIDATE,
    Contact,
    RegistrationState,
    Result,
    SlotKind,
    SlotState,
)
from kairos_desktop.services.rules.slots import MOST_PLACES, day_refusal, is_past
from kairos_desktop.services.rules.verdicts import Refused, Warned

if TYPE_CHECKING:
    from datetime import date, datetime

    from kairos_desktop.models.rows import SlotRow

NO_LIMIT = 10_000
"""The places of a window that was given no most."""


def window_refusal(opens_on: date, closes_on: date, most: int | None) -> Refused | None:
    """None for a window that may be opened.

    Refuses "day_out_of_range", "window_dates" for a last day before the first, and
    "candidates_out_of_range" for a most that is not 1 to 500. Source: domain 2.6.
    """
    if refusal := day_refusal(opens_on) or day_refusal(closes_on):
        return refusal
    if closes_on < opens_on:
        return Refused("window_dates", {"start": opens_on, "end": closes_on})
    if most is not None and not 1 <= most <= MOST_PLACES:
        return Refused("candidates_out_of_range", {"most": MOST_PLACES})
    return None


def is_window(slot: SlotRow) -> bool:
    """Whether a slot is a window of candidacies."""
    return slot.kind is SlotKind.CANDIDACY


def only_window_refusal(slot: SlotRow) -> Refused | None:
    """None for a window of candidacies. Refuses "not_a_window"."""
    return None if is_window(slot) else Refused("not_a_window", {})


def no_window_refusal(slot: SlotRow) -> Refused | None:
    """None for what has an hour. Refuses "is_a_window"."""
    return Refused("is_a_window", {}) if is_window(slot) else None


def contact_refusal(state: RegistrationState, result: Result, asked: Contact) -> Refused | None:
    """None where a contact, or that somebody cannot be reached, may be noted.

    Refuses "not_a_candidacy" for a meeting or an appointment, "candidacy_ended" once it is
    withdrawn, deleted or became an appointment, and "result_before_contact" for an « injoignable »
    after a result. Source: domain 3.4.
    """
    if state in CANDIDATE:
        if asked is Contact.UNREACHABLE and result is not Result.NONE:
            return Refused("result_before_contact", {"result": result})
        return None
    if state in _ENDED:
        return Refused("candidacy_ended", {"state": state})
    return Refused("not_a_candidacy", {})


_ENDED = frozenset(
    {RegistrationState.CANCELLED, RegistrationState.REMOVED, RegistrationState.TRANSFERRED}
)


def contact_warnings(on: date, today: date) -> tuple[Warned, ...]:
    """A contact dated after today is noted, and flagged "contact_in_the_future"."""
    return (Warned("contact_in_the_future", {"day": on}),) if on > today else ()


def fixing_state_refusal(state: RegistrationState, result: Result) -> Refused | None:
    """None where a candidacy may become an appointment: while nothing final is decided.

    Refuses "not_a_candidacy", "candidacy_ended" and "candidacy_decided". Source: domain 3.3.
    """
    if refusal := contact_refusal(state, result, Contact.CONTACTED):
        return refusal
    if result in (Result.NONE, Result.ON_HOLD):
        return None
    return Refused("candidacy_decided", {"result": result})


def fixing_refusal(source: SlotRow, target: SlotRow, now: datetime) -> Refused | None:
    """None where the target is an appointment that a candidate of the source may be given.

    Refuses "not_a_window", "transfer_other_session", "not_an_appointment", "slot_deleted" and
    "transfer_target_past". The window may be over or deleted: the candidate is still to be seen.
    Source: domain 3.3.
    """
    if refusal := only_window_refusal(source):
        return refusal
    if source.session_id != target.session_id:
        return Refused("transfer_other_session", {})
    if target.kind is not SlotKind.APPOINTMENT:
        return Refused("not_an_appointment", {})
    if target.state is SlotState.DELETED:
        return Refused("slot_deleted", {"day": target.held_on})
    if is_past(target, now):
        return Refused("transfer_target_past", {"day": target.held_on})
    return None
