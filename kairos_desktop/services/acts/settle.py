# SPDX-License-Identifier: MIT
"""The places of a slot after an act, in one spot for every act and for undo.

No act counts places itself: they follow from the registrations that it changes, so that undoing
one registration never touches the count of another. Those of a training: acts/training_places.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from kairos_desktop.models.rows import (
    EnrolmentRow,
    HoldRow,
    RegistrationRow,
    Row,
    SeatsRow,
    SessionRow,
    SlotRow,
)
from kairos_desktop.models.vocabulary import HOLDS_SEAT, RegistrationState
from kairos_desktop.services.acts.act import Changes
from kairos_desktop.services.acts.held import HoldBook, had_place, hold_rows, moves_holds
from kairos_desktop.services.acts.known import by_id
from kairos_desktop.services.acts.training_places import settle_trainings, training_needs
from kairos_desktop.services.rules.verdicts import Refused, Warned

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

    from kairos_desktop.services.acts.act import Made
    from kairos_desktop.services.acts.known import Known, Need

replace = msgspec.structs.replace
BEYOND = "beyond_capacity"
"""The flag of somebody who came beyond the capacity; kept until the person leaves the slot."""
_COUNTED = (RegistrationRow, HoldRow, SlotRow, EnrolmentRow, SessionRow)
_FACTS = (RegistrationState.PRESENT, RegistrationState.ABSENT)


def moves_places(changes: Changes) -> bool:
    """Whether places may follow from these rows: from a person's own record none do."""
    return any(isinstance(row, _COUNTED) for row in changes.put + changes.gone)


def settle_needs(changes: Changes, known: Known) -> Iterator[Need]:
    """The rows to load before settling; asked again until nothing is missing."""
    for slot_id in _slots_of(changes):
        yield by_id(SeatsRow, slot_id)
        if _has_holds(slot_id, changes, known):
            yield from hold_rows(slot_id)
    yield from training_needs(changes, known)


def _slots_of(changes: Changes) -> list[UUID]:
    ids: dict[UUID, None] = {}
    for row in changes.put + changes.gone:
        if isinstance(row, RegistrationRow | HoldRow) and row.slot_id is not None:
            ids[row.slot_id] = None
        elif isinstance(row, SlotRow):
            ids[row.id] = None
    return list(ids)


def _has_holds(slot_id: UUID, changes: Changes, known: Known) -> bool:
    """Whether places of the slot are kept, were, or come to be so by these changes."""
    seats = known.peek(SeatsRow, slot_id)
    if isinstance(seats, SeatsRow) and seats.held:
        return True
    return moves_holds(
        changes,
        known,
        lambda row: isinstance(row, HoldRow | RegistrationRow) and row.slot_id == slot_id,
    )


def settle(changes: Changes, known: Known, made: Made) -> Changes | Refused:
    """The changes with the places that follow from them.

    A post that keeps places of the slot gives these first. Somebody who came is a fact: beyond
    the capacity the row is flagged "beyond_capacity", and `surplus` counts such rows. Anything
    else that lacks room is a claim, refused "place_taken".
    Invariant kept: taken + held ≤ capacity + surplus.
    """
    put: list[Row] = list(changes.put)
    gone: list[Row] = list(changes.gone)
    warned: list[Warned] = list(changes.warned)
    for slot_id in _slots_of(changes):
        before = known.one(SeatsRow, slot_id)
        after = _recount(slot_id, before, changes, known)
        if after is None:
            gone.extend([before] if before else [])
            continue
        if _has_holds(slot_id, changes, known):
            book = HoldBook(
                known.left_by(changes, HoldRow, slot_id=slot_id),
                known.left_by(changes, RegistrationRow, slot_id=slot_id),
            )
            book.give(put, known, made)
            after = replace(after, held=book.held())
        lacking = after.taken + after.held - after.capacity - after.surplus
        if lacking > 0:
            if _flag_facts(put, slot_id, lacking, known) < lacking:
                return Refused("place_taken", {"capacity": after.capacity})
            warned.append(Warned(BEYOND, {"capacity": after.capacity}))
            after = replace(after, surplus=after.surplus + lacking)
        if after != before:
            put.append(after)
    return settle_trainings(
        Changes(put=tuple(put), gone=tuple(gone), warned=tuple(warned)), known, made
    )


def _flag_facts(put: list[Row], slot_id: UUID, lacking: int, known: Known) -> int:
    """Flag those who take a place of the slot by a fact, `lacking` at most; how many there were."""
    flagged = 0
    for place, row in enumerate(put):
        if flagged == lacking or not isinstance(row, RegistrationRow) or row.slot_id != slot_id:
            continue
        if row.state in _FACTS and not had_place(known, row) and BEYOND not in row.flags:
            put[place] = replace(row, flags=(*row.flags, BEYOND))
            flagged += 1
    return flagged


def _recount(
    slot_id: UUID, before: SeatsRow | None, changes: Changes, known: Known
) -> SeatsRow | None:
    seats = before or SeatsRow(id=slot_id, capacity=0)
    for row in changes.put:
        if isinstance(row, SlotRow) and row.id == slot_id:
            seats = replace(seats, capacity=row.capacity)
        elif isinstance(row, RegistrationRow) and row.slot_id == slot_id:
            was = known.peek(RegistrationRow, row.id)
            seats = _shift(seats, was, -1)
            seats = _shift(seats, row, 1)
    for row in changes.gone:
        if isinstance(row, SlotRow) and row.id == slot_id:
            return None
        if isinstance(row, RegistrationRow) and row.slot_id == slot_id:
            seats = _shift(seats, row, -1)
    return seats


def _shift(seats: SeatsRow, row: Row | None, by: int) -> SeatsRow:
    if not isinstance(row, RegistrationRow):
        return seats
    seated = row.state in HOLDS_SEAT
    return replace(
        seats,
        taken=seats.taken + by * seated,
        surplus=seats.surplus + by * (seated and BEYOND in row.flags),
        waiting=seats.waiting + by * (row.state is RegistrationState.WAITLISTED),
        last_rank=max(seats.last_rank, row.rank or 0),
    )
