# SPDX-License-Identifier: MIT
"""What is announced of the next meetings, and when: a place, an hour, counts, nobody's name.

It may stand on a locked screen, so it says no more than a door plate would.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from kairos_desktop.models.vocabulary import SlotKind
from kairos_desktop.services.wording.dates import hour
from kairos_desktop.services.wording.holds import filled

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from kairos_desktop.models.rows import SessionRow
    from kairos_desktop.services.queries.sessions import SlotLine


@dataclass(frozen=True)
class NextMeeting:
    """One info coll, or the RDV of one group on one day, by the first of them."""

    key: tuple[UUID, datetime]
    start: datetime
    title: str
    text: str


def next_meetings(found: Iterable[tuple[SlotLine, SessionRow]]) -> list[NextMeeting]:
    """The meetings of these slots, by hour."""
    groups: dict[tuple[object, ...], list[tuple[SlotLine, SessionRow]]] = {}
    for line, session in found:
        slot = line.slot
        group = slot.group_id if slot.kind is SlotKind.APPOINTMENT and slot.group_id else slot.id
        groups.setdefault((group, slot.held_on), []).append((line, session))
    return sorted((_meeting(group) for group in groups.values()), key=lambda each: each.start)


def due_at(meeting: NextMeeting, minutes: int) -> datetime:
    """When it is announced."""
    return meeting.start - timedelta(minutes=minutes)


def _meeting(group: list[tuple[SlotLine, SessionRow]]) -> NextMeeting:
    first, session = min(group, key=lambda each: each[0].slot.starts_at)
    slot = first.slot
    start = datetime.combine(slot.held_on, slot.starts_at)
    kind = "Info coll" if slot.kind is SlotKind.MEETING else "RDV individuels"
    where = f" – {first.place}" if first.place else ""
    taken = sum(line.seats.taken for line, _ in group)
    room = sum(line.slot.capacity for line, _ in group)
    return NextMeeting(
        key=(slot.id, start),
        start=start,
        title=f"{kind} à {hour(slot.starts_at)}{where}",
        text=f"{filled(taken, room)}. {session.title}",
    )
