# SPDX-License-Identifier: MIT
"""The slots that the CARIF-OREF announces for a session, to confirm one by one (origin CARIF).

Pure. Source: LHEO 2.3 `recrutement` (9 info coll, 8 RDV individuel); LHEO 2.2 has only the day of
`date-information`; standards 0.2, A3, A5.
"""

from __future__ import annotations

from datetime import time
from typing import TYPE_CHECKING
from uuid import UUID

import msgspec

from kairos_desktop.models.vocabulary import SlotKind
from kairos_desktop.services.catalogue.codes import APPOINTMENT, MEETING
from kairos_desktop.services.catalogue.holed import HoledDate
from kairos_desktop.services.catalogue.offer import Address

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kairos_desktop.models.rows import SlotRow
    from kairos_desktop.services.catalogue.offer import RecruitmentSlot
    from kairos_desktop.services.catalogue.snapshot import SessionSnapshot

_KINDS = {MEETING: SlotKind.MEETING, APPOINTMENT: SlotKind.APPOINTMENT}


class ProposedSlot(msgspec.Struct, frozen=True):
    """An announced slot; `typed` holds the ids of the slots already typed that it stands for.

    Appointments run from `day` to `last_day`, every day within the same hours.
    """

    kind: SlotKind
    day: HoledDate
    last_day: HoledDate
    starts_at: time | None = None
    ends_at: time | None = None
    seats: int | None = None
    remote: bool = False
    url: str = ""
    address: Address | None = None
    comment: str = ""
    typed: tuple[UUID, ...] = ()

    @property
    def to_confirm(self) -> bool:
        """Whether nobody has typed it yet."""
        return not self.typed


def proposals(snapshot: SessionSnapshot, typed_slots: Sequence[SlotRow]) -> list[ProposedSlot]:
    """Every announced info coll and RDV, by day and hour, matched with what is typed already.

    A typed slot matches by kind, day and hour; where the announcement gives no hour, by day. Those
    deleted here match too: they are not proposed again.
    """
    announced = [_announced(slot) for slot in snapshot.slots if slot.modality in _KINDS]
    meetings = {slot.day for slot in announced if slot.kind is SlotKind.MEETING}
    announced += [
        ProposedSlot(SlotKind.MEETING, day, day, address=snapshot.information_address)
        for day in dict.fromkeys(snapshot.information_dates)
        if day not in meetings
    ]
    announced.sort(key=lambda slot: (slot.day.lheo, slot.starts_at or time.min))
    return [
        msgspec.structs.replace(
            slot, typed=tuple(row.id for row in typed_slots if _same(slot, row))
        )
        for slot in announced
    ]


def _announced(slot: RecruitmentSlot) -> ProposedSlot:
    return ProposedSlot(
        kind=_KINDS[slot.modality],
        day=slot.start,
        last_day=slot.end if slot.end.exact else slot.start,
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        seats=slot.seats,
        remote=bool(slot.remote),
        url=slot.url,
        address=slot.address,
        comment=slot.comment or slot.hours_text,
    )


def _same(slot: ProposedSlot, typed: SlotRow) -> bool:
    first, last = slot.day.exact, slot.last_day.exact
    if typed.kind is not slot.kind or first is None or last is None:
        return False
    if not first <= typed.held_on <= last:
        return False
    if slot.starts_at is None:
        return True
    if slot.kind is SlotKind.MEETING:
        return typed.starts_at == slot.starts_at
    # Appointments of a group follow one another inside the hours announced.
    return slot.starts_at <= typed.starts_at and (
        slot.ends_at is None or typed.starts_at < slot.ends_at
    )
