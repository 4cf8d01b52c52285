# SPDX-License-Identifier: MIT
"""Which slots an act touches: an account that is kept to some sites acts there alone."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from kairos_desktop.models.rows import DocumentRow, HoldRow, RegistrationRow, Row, SlotRow
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


def _slots_of(bench: Bench, row: Row | None) -> Iterator[SlotRow]:
    if isinstance(row, SlotRow):
        yield row
    elif isinstance(row, RegistrationRow | HoldRow | DocumentRow) and row.slot_id is not None:
        slot = bench.look(SlotRow, row.slot_id)
        if isinstance(slot, SlotRow):
            yield slot
