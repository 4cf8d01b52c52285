# SPDX-License-Identifier: MIT
"""Moving a block to another day or hour: the acts, and what the person is told before."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from kairos_desktop.models.vocabulary import SlotKind
from kairos_desktop.services.acts.slots import ChangeSlot, Meeting, Where
from kairos_desktop.services.wording.dates import short_day, slot_text
from kairos_desktop.services.wording.labels import label

if TYPE_CHECKING:
    from kairos_desktop.models.rows import SlotRow
    from kairos_desktop.views.agenda.events import Event

_MINUTE = timedelta(minutes=1)
_LAST_MINUTE = 24 * 60 - 1
ALREADY_HELD = "Ce rendez-vous a déjà commencé : il reste à sa date, avec les présences saisies."


def latest_start(event: Event) -> time:
    """The last hour at which the block may start and still end on its day."""
    length = _minutes(event.drawn_end) - _minutes(event.start)
    return _time(max(0, _LAST_MINUTE - max(0, length)))


def moved(event: Event, day: date, start: time) -> tuple[ChangeSlot, ...]:
    """The acts that move every slot of the block together, by the same number of minutes.

    A start too late for the block to end on its day is brought back to `latest_start`.
    """
    shift = _minutes(min(start, latest_start(event))) - _minutes(event.start)
    return tuple(_change(line.slot, day, shift) for line in event.lines)


def is_moved(event: Event, day: date, start: time) -> bool:
    """Whether anything would change."""
    return (day, min(start, latest_start(event))) != (event.day, event.start)


def consequences(event: Event, day: date, start: time, now: datetime) -> str:
    """What moving will do, said before: from where to where, whom to call, what is odd."""
    acts = moved(event, day, start)
    first, last = acts[0].meeting, acts[-1].meeting
    before = slot_text(event.day, event.start, event.end)
    after = slot_text(first.held_on, first.starts_at, last.ends_at)
    said = [f"{event.session.title} : {name_of(event)} du {before} au {after}."]
    if event.taken:
        said.append(f"{registered(event)} : à prévenir, et leur convocation est à refaire.")
    if datetime.combine(first.held_on, first.starts_at, now.tzinfo) < now:
        said.append("Cette date est déjà passée.")
    elif first.held_on.weekday() == 6:
        said.append("C’est un dimanche.")
    starts = event.session.starts_on
    if starts is not None and first.held_on >= starts:
        said.append(f"La formation commence le {short_day(starts)} : ce serait trop tard.")
    return " ".join(said)


def registered(event: Event) -> str:
    """How many people hold a place."""
    return "1 personne est inscrite" if event.taken == 1 else f"{event.taken} sont inscrites"


def name_of(event: Event) -> str:
    """« l’Info coll », « le RDV individuel », « les 6 RDV individuels »."""
    if event.kind is SlotKind.MEETING:
        return f"l’{label(event.kind)}"
    count = len(event.lines)
    return f"les {count} RDV individuels" if count > 1 else "le RDV individuel"


def _change(slot: SlotRow, day: date, shift: int) -> ChangeSlot:
    where = Where(
        site_id=slot.site_id,
        place=slot.place,
        link=slot.link,
        contact=slot.contact,
        comment=slot.comment,
    )
    meeting = Meeting(
        held_on=day,
        starts_at=_later(slot.starts_at, shift),
        ends_at=None if slot.ends_at is None else _later(slot.ends_at, shift),
        capacity=slot.capacity,
        waitlist=slot.waitlist,
        where=where,
    )
    return ChangeSlot(slot_id=slot.id, meeting=meeting)


def _later(moment: time, minutes: int) -> time:
    return _time(_minutes(moment) + minutes)


def _minutes(moment: time) -> int:
    return moment.hour * 60 + moment.minute


def _time(minutes: int) -> time:
    return (datetime(2000, 1, 1) + minutes * _MINUTE).time()
