# SPDX-License-Identifier: MIT
"""Which slots an act touches: an account that is kept to some sites acts there alone.

And which sessions: what a trainer types elsewhere than in their own took place, and is flagged.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from kairos_desktop.models.rows import (
    AbsenceRow,
    DocumentRow,
    HoldRow,
    LessonRow,
    RegistrationRow,
    Row,
    SlotRow,
)
from kairos_desktop.models.sheet_rows import SheetRow, SignatureRow
from kairos_desktop.services.rules.own_sessions import is_own
from kairos_desktop.services.rules.rights import scope_refusal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kairos_desktop.services.deciding import Bench, Decided
    from kairos_desktop.services.rules.verdicts import Refused


def out_of_scope(bench: Bench, decided: Decided, sites: frozenset[UUID]) -> Refused | None:
    """Why an account kept to these sites may not have this effect; before it is accepted."""
    if not sites:
        return None
    slots: dict[tuple[UUID, UUID | None], SlotRow] = {}
    for row, before, after in decided.images:
        for state in (row, before, after):
            # A slot that is moved to another site is touched on both.
            for slot in _slots_of(bench, state):
                slots[slot.id, slot.site_id] = slot
    return scope_refusal(sites, slots.values())


def outside_own_sessions(
    bench: Bench, decided: Decided, trainer: str, sites: frozenset[UUID]
) -> date | None:
    """The first day of what a trainer typed in a session that is not their own; None elsewhere.

    A sheet, an absence, the trainer's own signature; those of the trainees follow it.
    """
    for row, _before, _after in decided.images:
        if isinstance(row, AbsenceRow):
            session_id, day = row.session_id, row.starts_on
        elif isinstance(row, SheetRow) or (
            isinstance(row, SignatureRow) and row.enrolment_id is None
        ):
            session_id, day = row.session_id, row.day
        else:
            continue
        if not is_own(trainer, sites, bench.look_for(LessonRow, session_id=session_id)):
            return day
    return None


def _slots_of(bench: Bench, row: Row | None) -> Iterator[SlotRow]:
    if isinstance(row, SlotRow):
        yield row
    elif isinstance(row, RegistrationRow | HoldRow | DocumentRow) and row.slot_id is not None:
        slot = bench.look(SlotRow, row.slot_id)
        if isinstance(slot, SlotRow):
            yield slot
