# SPDX-License-Identifier: MIT
"""What a calendar draws: an info coll, or the RDV of one group on one day as a single block."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, NamedTuple

from kairos_desktop.models.vocabulary import SlotKind
from kairos_desktop.services.rules.capacity import free_places
from kairos_desktop.services.rules.slots import is_past
from kairos_desktop.services.wording.dates import hour, hours, long_day
from kairos_desktop.services.wording.labels import label

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from kairos_desktop.models.rows import SessionRow
    from kairos_desktop.services.queries.sessions import SlotLine

_USUAL = timedelta(hours=1)
_LAST_MINUTE = time(23, 59)


class Event(NamedTuple):
    """One block: its slots in order of time, all of one day, and their session."""

    lines: tuple[SlotLine, ...]
    session: SessionRow

    @property
    def id(self) -> UUID:
        """The id of the first slot."""
        return self.lines[0].id

    @property
    def kind(self) -> SlotKind:
        """Info coll or RDV individuel."""
        return self.lines[0].slot.kind

    @property
    def day(self) -> date:
        """The day it is held."""
        return self.lines[0].slot.held_on

    @property
    def start(self) -> time:
        """When the first slot starts."""
        return self.lines[0].slot.starts_at

    @property
    def end(self) -> time | None:
        """When the last slot ends; None where nobody typed it."""
        return self.lines[-1].slot.ends_at

    @property
    def drawn_end(self) -> time:
        """Until when it is drawn: an hour after the last start where no end is known."""
        last = self.lines[-1].slot
        if last.ends_at is not None:
            return last.ends_at
        until = datetime.combine(last.held_on, last.starts_at) + _USUAL
        return until.time() if until.date() == last.held_on else _LAST_MINUTE

    @property
    def taken(self) -> int:
        """People who hold a place."""
        return sum(line.seats.taken for line in self.lines)

    @property
    def places(self) -> int:
        """Places, those added for people who came beyond them not counted."""
        return sum(line.slot.capacity for line in self.lines)

    @property
    def is_full(self) -> bool:
        """Whether nobody more may be registered without waiting."""
        return not any(free_places(line.seats) for line in self.lines)

    @property
    def where(self) -> str:
        """The site, else the place typed, else the link."""
        line = self.lines[0]
        return line.place or line.slot.link

    @property
    def short(self) -> str:
        """« 9 h Info coll », « 9 h RDV »."""
        kind = label(self.kind) if self.kind is SlotKind.MEETING else "RDV"
        return f"{hour(self.start)} {kind}"

    @property
    def figures(self) -> str:
        """« 12/18 », and « complet » where it is."""
        return f"{self.taken}/{self.places}" + (" · complet" if self.is_full else "")

    @property
    def spoken(self) -> str:
        """The whole, for a tooltip and a screen reader."""
        when = f"{long_day(self.day, weekday=True)}, {hours(self.start, self.end)}"
        count = len(self.lines)
        what = label(self.kind) if count == 1 else f"{count} RDV individuels"
        said = f"{what}, {when}, {self.session.title}, {self.taken} sur {self.places} places prises"
        return f"{said}, {self.where}" if self.where else said

    def is_past(self, now: datetime) -> bool:
        """Whether its first slot has begun."""
        return is_past(self.lines[0].slot, now)


def events_of(found: Iterable[tuple[SlotLine, SessionRow]]) -> list[Event]:
    """The blocks of these slots, by day, hour and title."""
    blocks: dict[object, list[tuple[SlotLine, SessionRow]]] = {}
    for line, session in found:
        slot = line.slot
        alone = slot.kind is SlotKind.MEETING or slot.group_id is None
        key = slot.id if alone else (slot.group_id, slot.held_on)
        blocks.setdefault(key, []).append((line, session))
    made = [
        Event(
            tuple(sorted((line for line, _ in each), key=lambda line: line.slot.starts_at)),
            each[0][1],
        )
        for each in blocks.values()
    ]
    return sorted(made, key=lambda event: (event.day, event.start, event.session.title))
