# SPDX-License-Identifier: MIT
"""What the acts ask of the places that posts keep: what to load, what is left, giving back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING
from uuid import UUID

import msgspec

from kairos_desktop.models.rows import EnrolmentRow, HoldRow, RegistrationRow, SeatsRow
from kairos_desktop.services.acts.known import Known, Need, having
from kairos_desktop.services.rules.holds import OnPlace, left, occupies, serves

if TYPE_CHECKING:
    from kairos_desktop.models.rows import Row
    from kairos_desktop.services.acts.act import Changes, Made

replace = msgspec.structs.replace


def hold_rows(slot_id: UUID) -> tuple[Need, Need]:
    """The holds of a slot, and the registrations that they are counted from."""
    return having(HoldRow, slot_id=slot_id), having(RegistrationRow, slot_id=slot_id)


def held_needs(known: Known, slot_id: UUID) -> Iterator[Need]:
    """`hold_rows` where places are kept; nothing more is read where none is."""
    seats = known.peek(SeatsRow, slot_id)
    if isinstance(seats, SeatsRow) and seats.held:
        yield from hold_rows(slot_id)


def left_for(known: Known, made: Made, slot_id: UUID) -> int:
    """The places of a slot that are kept for the post that speaks."""
    seats = known.one(SeatsRow, slot_id)
    if seats is None or not seats.held:
        return 0
    registrations = known.find(RegistrationRow, slot_id=slot_id)
    holds = known.find(HoldRow, slot_id=slot_id)
    return sum(left(hold, registrations) for hold in holds if serves(hold, made.post, made.today))


def moves_holds(changes: Changes, known: Known, is_there: Callable[[Row], bool]) -> bool:
    """Whether what is kept of a slot or a training may change: a hold, or who had or has one."""
    for row in filter(is_there, changes.put + changes.gone):
        if isinstance(row, HoldRow):
            return True
        if isinstance(row, OnPlace):
            was = known.peek(type(row), row.id)
            if row.hold_id or (isinstance(was, OnPlace) and was.hold_id):
                return True
    return False


def released(hold: HoldRow, made: Made) -> HoldRow:
    """The hold given back: what is not used of it is free again."""
    return replace(hold, released_at=made.at, released_by=made.by)


class HoldBook:
    """What posts keep of one slot or training, counted from who is on it as an act leaves them."""

    def __init__(self, holds: Iterable[HoldRow], rows: Iterable[OnPlace]) -> None:
        self._holds = list(holds)
        self._rows = {row.id: row for row in rows}

    def held(self) -> int:
        """The places kept and not used."""
        rows = self._rows.values()
        return sum(left(hold, rows) for hold in self._holds)

    def give(self, put: list[Row], known: Known, made: Made) -> None:
        """Give a held place to each one that the post of the hold seats; `put` changes."""
        for place, row in enumerate(put):
            if not isinstance(row, OnPlace) or row.id not in self._rows:
                continue
            if row.hold_id is not None or not occupies(row) or had_place(known, row):
                continue
            hold = self._of(made)
            if hold is not None:
                put[place] = self._rows[row.id] = replace(row, hold_id=hold.id)

    def _of(self, made: Made) -> HoldRow | None:
        """A hold of the post that speaks which has a place left."""
        serving = sorted(
            (hold for hold in self._holds if serves(hold, made.post, made.today)),
            key=lambda hold: hold.id,
        )
        rows = self._rows.values()
        return next((hold for hold in serving if left(hold, rows)), None)


def had_place(known: Known, row: OnPlace) -> bool:
    """Whether a person had one of the places before the act."""
    was = known.peek(type(row), row.id)
    return isinstance(was, RegistrationRow | EnrolmentRow) and occupies(was)
