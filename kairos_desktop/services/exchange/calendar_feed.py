# SPDX-License-Identifier: MIT
"""The subscription file: one iCalendar file that another program follows, kept up to date.

What the last one said is read from the file itself: an event keeps its UID and its stamp, its
SEQUENCE grows when its day, hours, place or state change (RFC 5545, 3.8.7.4), and a meeting that
was deleted or undone stays in it as CANCELLED, so that whoever follows sees it crossed out.
No name of a jobseeker, ever; the name of who receives only where somebody chose so.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from kairos_desktop.models.paris import PARIS
from kairos_desktop.models.vocabulary import SlotState
from kairos_desktop.services.exchange.calendar_file import PRODUCT, calendar_bytes, slot_event
from kairos_desktop.services.exchange.export import ExportFailed, write_whole

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from icalendar import Event

    from kairos_desktop.models.rows import SessionRow
    from kairos_desktop.services.queries.sessions import SlotLine

BEFORE, AFTER = timedelta(days=31), timedelta(days=550)
"""What the file holds: the last month and all that comes."""
_EPOCH = datetime(2026, 1, 1, tzinfo=UTC)
_MOST_READ = 20_000_000


class Updated(NamedTuple):
    """What became of the file: how many meetings it holds, or why it could not be written."""

    meetings: int
    failure: str = ""
    written: bool = False


class _Told(NamedTuple):
    """One meeting as the file says it."""

    start: datetime
    end: datetime
    summary: str
    location: str
    url: str
    cancelled: bool
    description: str
    contact: str
    sequence: int
    stamp: datetime

    @property
    def tells(self) -> tuple[object, ...]:
        """What a follower must be told of: a change of these makes a new SEQUENCE."""
        return self[:6]

    @property
    def says(self) -> tuple[object, ...]:
        """Everything that one reads."""
        return self[:8]


def update_feed(
    path: Path,
    found: Sequence[tuple[SlotLine, SessionRow]],
    now: datetime,
    *,
    with_contact: bool = False,
) -> Updated:
    """Bring the file up to date in one durable step; untouched where nothing has changed.

    `now` is the local moment (naive), or one with its offset. Lane: read, one at a time.
    """
    now = now if now.tzinfo else now.replace(tzinfo=PARIS)
    kept = _kept(path)
    # A file that was lost may have told more than we know: begin above all it may have said.
    first = 0 if kept is not None else max(0, int((now - _EPOCH).total_seconds() // 60))
    told = dict(_present(found, kept or {}, now, first, with_contact=with_contact))
    told |= dict(_gone(kept or {}, set(told), now))
    meetings = sum(not each.cancelled for each in told.values())
    if told == kept:
        return Updated(meetings)
    try:
        write_whole(path, calendar_bytes([_event(uid, each) for uid, each in told.items()]))
    except ExportFailed as failed:
        return Updated(meetings, failed.sentence)
    return Updated(meetings, written=True)


def _present(
    found: Iterable[tuple[SlotLine, SessionRow]],
    kept: dict[str, _Told],
    now: datetime,
    first: int,
    *,
    with_contact: bool,
) -> Iterator[tuple[str, _Told]]:
    """The slots, each after what the file said of it."""
    stamp = now.astimezone(UTC).replace(microsecond=0)
    for line, session in found:
        slot, event = line.slot, slot_event(line, session, now)
        before = kept.get(str(event["UID"]))
        cancelled = slot.state is SlotState.DELETED
        if before is None and cancelled:
            # Nobody was ever told of it.
            continue
        fresh = _told(event)._replace(
            cancelled=cancelled,
            contact=slot.contact if with_contact else "",
            sequence=first,
            stamp=stamp,
        )
        yield str(event["UID"]), _after(fresh, before)


def _after(fresh: _Told, before: _Told | None) -> _Told:
    """What is said now, with the SEQUENCE and the stamp that follow from what was said."""
    if before is None:
        return fresh
    if fresh.says == before.says:
        return before
    return fresh._replace(sequence=before.sequence + (fresh.tells != before.tells))


def _gone(kept: dict[str, _Told], present: set[str], now: datetime) -> Iterator[tuple[str, _Told]]:
    """Meetings that the file told of and that are no more (undone): cancelled, for a month."""
    for uid, told in kept.items():
        if uid in present or told.start.date() < (now - BEFORE).date():
            continue
        if told.cancelled:
            yield uid, told
        else:
            stamp = now.astimezone(UTC).replace(microsecond=0)
            yield uid, told._replace(cancelled=True, sequence=told.sequence + 1, stamp=stamp)


def _event(uid: str, told: _Told) -> Event:
    from icalendar import STATUS, TRANSP, Event

    return Event.new(
        uid=uid,
        stamp=told.stamp,
        last_modified=told.stamp,
        sequence=told.sequence,
        start=told.start,
        end=told.end,
        summary=told.summary,
        description=told.description or None,
        location=told.location or None,
        url=told.url or None,
        contacts=told.contact or None,
        status=STATUS.CANCELLED if told.cancelled else STATUS.CONFIRMED,
        transparency=TRANSP.TRANSPARENT if told.cancelled else None,
    )


def _told(event: Event) -> _Told:
    """What an event of the file says. Raises KeyError or ValueError for one that is not ours."""

    start, end, stamp = event.start, event.end, event.stamp
    if not isinstance(start, datetime) or not isinstance(end, datetime) or stamp is None:
        raise ValueError
    return _Told(
        start=start.astimezone(PARIS),
        end=end.astimezone(PARIS),
        summary=str(event.summary or ""),
        location=str(event.location or ""),
        url=str(event.url or ""),
        cancelled=str(event.status or "") == "CANCELLED",
        description=str(event.description or ""),
        contact=str(event.contacts[0]) if event.contacts else "",
        sequence=int(event.sequence or 0),
        stamp=stamp.astimezone(UTC),
    )


def _kept(path: Path) -> dict[str, _Told] | None:
    """What the file says, by UID; None where no file of ours can be read.

    Somebody may have chosen another program's file to be replaced: its events are not ours to tell.
    """
    from icalendar import Calendar

    try:
        if path.stat().st_size > _MOST_READ:
            return None
        calendar = Calendar.from_ical(path.read_bytes())
        if calendar.get("PRODID") != PRODUCT:
            return None
        return {str(event["UID"]): _told(event) for event in calendar.events}
    except (OSError, ValueError, KeyError, IndexError, AttributeError):
        return None
