# SPDX-License-Identifier: MIT
"""The places of a training after an act: counted where its session says how many there are.

An enrolment is never refused for room: one beyond the places is warned of ("beyond_places"), so
that somebody looks at it, and `surplus` counts it. Sources: reference sync 2.12 (« entrée en
surnombre »), ADR 0320.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import msgspec

from kairos_desktop.models.rows import EnrolmentRow, HoldRow, SeatsRow, SessionRow
from kairos_desktop.services.acts.act import Changes
from kairos_desktop.services.acts.held import HoldBook, had_place, moves_holds
from kairos_desktop.services.acts.known import by_id, having
from kairos_desktop.services.rules.capacity import training_places
from kairos_desktop.services.rules.holds import occupies
from kairos_desktop.services.rules.verdicts import Warned

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from uuid import UUID

    from kairos_desktop.models.rows import Row
    from kairos_desktop.services.acts.act import Made
    from kairos_desktop.services.acts.known import Known, Need

replace = msgspec.structs.replace
BEYOND_PLACES = "beyond_places"
"""The warning of an enrolment that the training has no place for."""


def seats_needs(known: Known, session_id: UUID) -> Iterator[Need]:
    """What `training_seats` reads."""
    seats = by_id(SeatsRow, session_id)
    yield seats
    if not known.missing([seats]) and known.peek(SeatsRow, session_id) is None:
        yield having(HoldRow, session_id=session_id)
        yield having(EnrolmentRow, session_id=session_id)


def training_seats(known: Known, session_id: UUID, places: int) -> SeatsRow:
    """The places of a training as they stand, counted from who is on it where no row says so."""
    if (seats := known.one(SeatsRow, session_id)) is not None:
        return seats
    rows = known.find(EnrolmentRow, session_id=session_id)
    taken = sum(map(occupies, rows))
    held = HoldBook(_of_training(known.find(HoldRow, session_id=session_id)), rows).held()
    surplus = max(0, taken + held - places)
    return SeatsRow(id=session_id, capacity=places, taken=taken, held=held, surplus=surplus)


def training_needs(changes: Changes, known: Known) -> Iterator[Need]:
    """The rows to load before settling; asked again until nothing is missing."""
    for session_id in _sessions_of(changes, known):
        yield by_id(SessionRow, session_id)
        if _places(session_id, changes, known) is None:
            yield by_id(SeatsRow, session_id)
            continue
        yield from seats_needs(known, session_id)
        if not known.missing([by_id(SeatsRow, session_id)]) and _has_holds(
            session_id, changes, known
        ):
            yield having(HoldRow, session_id=session_id)
            yield having(EnrolmentRow, session_id=session_id)


def settle_trainings(changes: Changes, known: Known, made: Made) -> Changes:
    """The changes with the places of the trainings that follow from them.

    A post that keeps places of the training gives these first. Invariant kept:
    taken + held ≤ capacity + surplus.
    """
    sessions = _sessions_of(changes, known)
    if not sessions:
        return changes
    put, gone, warned = list(changes.put), list(changes.gone), list(changes.warned)
    for session_id in sessions:
        places = _places(session_id, changes, known)
        if places is None:
            before = known.one(SeatsRow, session_id)
            gone.extend([before] if before else [])
            continue
        seats = training_seats(known, session_id, places)
        moved = _moved(session_id, changes, known)
        held = _give(session_id, put, changes, known, made)
        held = seats.held if held is None else held
        taken = seats.taken + moved
        surplus = max(0, taken + held - places)
        if moved > 0 and surplus > seats.surplus:
            warned.append(Warned(BEYOND_PLACES, {"places": places}))
        after = replace(seats, capacity=places, taken=taken, held=held, surplus=surplus)
        if after != known.one(SeatsRow, session_id):
            put.append(after)
    return Changes(put=tuple(put), gone=tuple(gone), warned=tuple(warned))


def _sessions_of(changes: Changes, known: Known) -> list[UUID]:
    """The sessions whose places these changes may move."""
    ids: dict[UUID, None] = {}
    for row in changes.put + changes.gone:
        if isinstance(row, EnrolmentRow):
            if _move(row, changes, known):
                ids[row.session_id] = None
        elif isinstance(row, HoldRow):
            if row.slot_id is None:
                ids[row.session_id] = None
        elif isinstance(row, SessionRow):
            was = known.peek(SessionRow, row.id)
            if isinstance(was, SessionRow) and (was.places != row.places or row in changes.gone):
                ids[row.id] = None
    return list(ids)


def _move(row: EnrolmentRow, changes: Changes, known: Known) -> int:
    """What the row changes of the places taken: 1, 0 or -1."""
    stays = row not in changes.gone and occupies(row)
    return stays - had_place(known, row)


def _moved(session_id: UUID, changes: Changes, known: Known) -> int:
    return sum(
        _move(row, changes, known)
        for row in changes.put + changes.gone
        if isinstance(row, EnrolmentRow) and row.session_id == session_id
    )


def _places(session_id: UUID, changes: Changes, known: Known) -> int | None:
    """How many places the training then has; None where nobody says."""
    for row in changes.put:
        if isinstance(row, SessionRow) and row.id == session_id:
            return training_places(row)
    session = known.peek(SessionRow, session_id)
    is_gone = any(row.id == session_id for row in changes.gone)
    if not isinstance(session, SessionRow) or is_gone:
        return None
    return training_places(session)


def _has_holds(session_id: UUID, changes: Changes, known: Known) -> bool:
    """Whether places of the training are kept, were, or come to be so by these changes.

    Where no row counts its places, what is kept is counted with them.
    """
    seats = known.peek(SeatsRow, session_id)
    if not isinstance(seats, SeatsRow) or seats.held:
        return True
    return moves_holds(changes, known, partial(_is_of_training, session_id))


def _is_of_training(session_id: UUID, row: Row) -> bool:
    if isinstance(row, HoldRow):
        return row.slot_id is None and row.session_id == session_id
    return isinstance(row, EnrolmentRow) and row.session_id == session_id


def _give(
    session_id: UUID, put: list[Row], changes: Changes, known: Known, made: Made
) -> int | None:
    """Give the places that this post keeps; how many posts then keep, None where none does."""
    if not _has_holds(session_id, changes, known):
        return None
    book = HoldBook(
        _of_training(known.left_by(changes, HoldRow, session_id=session_id)),
        known.left_by(changes, EnrolmentRow, session_id=session_id),
    )
    book.give(put, known, made)
    return book.held()


def _of_training(holds: Iterable[HoldRow]) -> list[HoldRow]:
    """Those of the training, among the holds of a session."""
    return [hold for hold in holds if hold.slot_id is None]
