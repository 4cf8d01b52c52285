# SPDX-License-Identifier: MIT
"""How far an organisation is in joining KAIROS, and what must be done by when.

Sources: domain 2.1, 6.1; guide p. 7, 8: the credentials must be validated within 72 hours of their
receipt, Saturdays and Sundays included.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from uuid import UUID, uuid5

import msgspec

from kairos_desktop.models.rows import AdhesionRow, ClearanceRow
from kairos_desktop.models.vocabulary import AdhesionStep
from kairos_desktop.services.rules.folding import fold
from kairos_desktop.services.rules.verdicts import Warned

CREDENTIALS_LAST = timedelta(hours=72)


class Progress(msgspec.Struct, frozen=True):
    """The step awaited (None once all are done), and the moment by which it must come."""

    awaited: AdhesionStep | None
    deadline: datetime | None = None
    is_late: bool = False


def day_of(row: AdhesionRow, step: AdhesionStep) -> date | None:
    """The day of a step; None while it has not come."""
    match step:
        case AdhesionStep.REQUESTED:
            return row.requested_on
        case AdhesionStep.CREDENTIALS:
            return row.credentials_on
        case AdhesionStep.AGREEMENT:
            return row.agreement_on
        case AdhesionStep.CLEARANCES:
            return row.clearances_on


def with_step(row: AdhesionRow, step: AdhesionStep, on: date, at: time | None) -> AdhesionRow:
    """The row with a step on its day; the hour counts for the credentials alone."""
    match step:
        case AdhesionStep.REQUESTED:
            return msgspec.structs.replace(row, requested_on=on)
        case AdhesionStep.CREDENTIALS:
            return msgspec.structs.replace(row, credentials_on=on, credentials_at=at)
        case AdhesionStep.AGREEMENT:
            return msgspec.structs.replace(row, agreement_on=on)
        case AdhesionStep.CLEARANCES:
            return msgspec.structs.replace(row, clearances_on=on)


def credentials_deadline(row: AdhesionRow) -> datetime | None:
    """The civil moment at which the credentials lapse; of a day without hour, its first minute."""
    if row.credentials_on is None:
        return None
    return datetime.combine(row.credentials_on, row.credentials_at or time()) + CREDENTIALS_LAST


def progress(row: AdhesionRow, now: datetime) -> Progress:
    """What is awaited at this civil moment."""
    # Whoever has a later step has the earlier ones, typed or not.
    done = [place for place, step in enumerate(AdhesionStep) if day_of(row, step) is not None]
    following = list(AdhesionStep)[(done[-1] + 1 if done else 0) :]
    if not following:
        return Progress(None)
    if following[0] is not AdhesionStep.AGREEMENT:
        return Progress(following[0])
    deadline = credentials_deadline(row)
    return Progress(following[0], deadline, deadline is not None and now >= deadline)


def step_warnings(row: AdhesionRow, step: AdhesionStep, on: date, today: date) -> list[Warned]:
    """What must be seen of a step: "step_in_the_future", "step_out_of_order"."""
    warned: list[Warned] = []
    if on > today:
        warned.append(Warned("step_in_the_future", {"day": on}))
    for other in AdhesionStep:
        day = day_of(row, other)
        order = list(AdhesionStep)
        before = order.index(other) < order.index(step)
        if day is not None and other is not step and (day > on if before else day < on):
            warned.append(Warned("step_out_of_order", {"step": other, "day": day}))
            break
    return warned


def clearance_id(org: UUID, funder: str) -> UUID:
    """The id of a funder's line, the same however its name is typed."""
    return uuid5(org, f"funder {fold(funder)}")


def has_access(row: AdhesionRow | None) -> bool:
    """Whether the organisation transmits by itself in KAIROS.

    Not between the request and the agreement (guide p. 7, 8). Of whom nothing is known, it is.
    """
    if row is None or row.requested_on is None:
        return True
    return row.agreement_on is not None or row.clearances_on is not None


def is_on_paper(row: ClearanceRow | None, day: date) -> bool:
    """Whether what happens on a day is told to this funder on paper (décret 2019-1386, art. 1)."""
    return row is not None and row.allowed != (day >= row.since)
