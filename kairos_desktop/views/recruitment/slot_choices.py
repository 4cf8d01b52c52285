# SPDX-License-Identifier: MIT
"""The dates of a session as choices: an info coll, a day of RDV, a window of candidacies."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from kairos_desktop.models.vocabulary import SlotKind, SlotState
from kairos_desktop.services.rules.candidacies import NO_LIMIT
from kairos_desktop.services.rules.capacity import free_places
from kairos_desktop.services.rules.holds import serves
from kairos_desktop.services.rules.lists import Tab
from kairos_desktop.services.rules.slots import is_past
from kairos_desktop.services.wording.dates import hour, hours, plain_day, short_day

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from kairos_desktop.services.queries.holds import Kept
    from kairos_desktop.services.queries.sessions import SlotLine


@dataclass(frozen=True)
class SlotChoice:
    """One chip: an info coll or a window (its key is its id), or a day of RDV (the day)."""

    key: UUID | date
    label: str
    lines: tuple[SlotLine, ...]
    is_past: bool
    is_deleted: bool

    @property
    def slot_id(self) -> UUID | None:
        """The slot of an info coll, the window."""
        return self.key if isinstance(self.key, UUID) else None

    @property
    def held_on(self) -> date | None:
        """The day of a choice of RDV."""
        return self.key if isinstance(self.key, date) else None

    @property
    def day(self) -> date:
        """The day, whatever the kind; of a window the first one."""
        return self.lines[0].slot.held_on

    @property
    def last_day(self) -> date:
        """The last day: another one for a window only."""
        return self.lines[0].slot.until or self.day

    @property
    def open_lines(self) -> tuple[SlotLine, ...]:
        """The slots that were not deleted."""
        return tuple(line for line in self.lines if line.slot.state is SlotState.OPEN)


def free_of(lines: Iterable[SlotLine]) -> int:
    """« Places disponibles » of some slots."""
    return sum(free_places(each.seats) for each in lines if each.slot.state is SlotState.OPEN)


def kept_here(kept: Iterable[Kept], post: UUID, today: date) -> int:
    """The places that a post keeps and may still give: those whom it places take them first."""
    return sum(each.left for each in kept if serves(each.hold, post, today))


def waiting_of(lines: Iterable[SlotLine]) -> int:
    """« Mises en attente » of some slots."""
    return sum(each.seats.waiting for each in lines)


def places_text(lines: Sequence[SlotLine]) -> str:
    """« Places disponibles : 4 · Mises en attente : 2 »; of a window, its candidates."""
    if lines[0].slot.until is not None:
        most = lines[0].slot.capacity
        limit = f" · {most} au plus" if most < NO_LIMIT else ""
        return f"Candidatures : {lines[0].seats.taken}{limit}"
    return f"Places disponibles : {free_of(lines)} · Mises en attente : {waiting_of(lines)}"


def registered_text(count: int) -> str:
    """« 15 inscrits »."""
    return "1 inscrit" if count == 1 else f"{count} inscrits"


def slot_choices(lines: Sequence[SlotLine], kind: SlotKind, now: datetime) -> list[SlotChoice]:
    """The choices of one kind: by day and hour, deleted ones last."""
    of_kind = [line for line in lines if line.slot.kind is kind]
    if kind is SlotKind.CANDIDACY:
        made = [_window_choice(line, now) for line in of_kind]
    elif kind is SlotKind.MEETING:
        made = [_meeting_choice(line, now) for line in of_kind]
    else:
        days: dict[date, list[SlotLine]] = {}
        for line in of_kind:
            days.setdefault(line.slot.held_on, []).append(line)
        made = [_day_choice(day, group, now) for day, group in days.items()]
    return sorted(made, key=lambda choice: choice.is_deleted)


def first_choice(
    choices: Sequence[SlotChoice], tab: Tab, today: date, wanted: UUID | date | None = None
) -> SlotChoice | None:
    """The choice to show first: the one asked for, else today's, else the nearest that serves.

    Presences and results are typed of what has been, registrations of what is to come.
    """
    for choice in choices:
        if wanted is not None and (
            choice.key == wanted or any(line.id == wanted for line in choice.lines)
        ):
            return choice
    alive = [choice for choice in choices if not choice.is_deleted]
    todays = [choice for choice in alive if choice.day <= today <= choice.last_day]
    past = [choice for choice in alive if choice.last_day < today]
    coming = [choice for choice in alive if choice.day > today]
    if todays:
        return todays[0]
    if past and (tab is not Tab.REGISTERED or not coming):
        return past[-1]
    return coming[0] if coming else next(iter(choices), None)


def slot_label(line: SlotLine, now: datetime) -> str:
    """« Lun. 7 déc. 2026 · 9 h – 11 h »; without the year in the present one."""
    slot = line.slot
    return f"{day_label(slot.held_on, now)} · {hours(slot.starts_at, slot.ends_at)}"


def day_label(day: date, now: datetime) -> str:
    """« Lun. 7 déc. »; with the year when it is not the present one."""
    text = short_day(day, year=day.year != now.year)
    return text[0].upper() + text[1:]


def free_times(choice: SlotChoice) -> str:
    """« RDV libres : 10 h, 10 h 30 » for a day of RDV; empty when all are taken."""
    times = [hour(each.slot.starts_at) for each in choice.open_lines if free_places(each.seats)]
    if not times:
        return ""
    shown = ", ".join(times[:6])
    return f"RDV libres : {shown}" + (" …" if len(times) > 6 else "")


def _mark(*, past: bool, deleted: bool, feminine: bool) -> str:
    end = "e" if feminine else ""
    if deleted:
        return f" · supprimé{end}"
    return f" · passé{end}" if past else ""


def _meeting_choice(line: SlotLine, now: datetime) -> SlotChoice:
    deleted, past = line.slot.state is SlotState.DELETED, is_past(line.slot, now)
    count = "" if deleted else f" · {registered_text(line.seats.taken)}"
    label = slot_label(line, now) + count + _mark(past=past, deleted=deleted, feminine=True)
    return SlotChoice(line.id, label, (line,), past, deleted)


def _window_choice(line: SlotLine, now: datetime) -> SlotChoice:
    """« Du 1er au 15 déc. · 3 candidatures »."""
    slot, count = line.slot, line.seats.taken
    deleted, past = slot.state is SlotState.DELETED, is_past(slot, now)
    last = slot.until or slot.held_on
    with_year = any(day.year != now.year for day in (slot.held_on, last))
    label = f"Du {plain_day(slot.held_on, year=with_year)} au {plain_day(last, year=with_year)}"
    if not deleted:
        label += f" · {count} candidature{'s' if count > 1 else ''}"
    if deleted or past:
        label += " · supprimée" if deleted else " · terminée"
    return SlotChoice(line.id, label, (line,), past, deleted)


def _day_choice(day: date, lines: Sequence[SlotLine], now: datetime) -> SlotChoice:
    alive = [line for line in lines if line.slot.state is SlotState.OPEN]
    deleted, past = not alive, all(is_past(line.slot, now) for line in lines)
    count = f" · {len(alive)} RDV · {registered_text(sum(each.seats.taken for each in alive))}"
    label = (
        day_label(day, now)
        + ("" if deleted else count)
        + _mark(past=past, deleted=deleted, feminine=False)
    )
    return SlotChoice(day, label, tuple(lines), past, deleted)
