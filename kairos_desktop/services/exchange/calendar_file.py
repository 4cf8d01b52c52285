# SPDX-License-Identifier: MIT
"""Slots as an iCalendar file (RFC 5545, 7986) that another calendar program reads or follows.

No name of a jobseeker ever goes in it: such a file is mailed and put on shared folders.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from kairos_desktop.models.paris import PARIS
from kairos_desktop.services.exchange.export import ExportFailed, write_whole
from kairos_desktop.services.wording.holds import filled
from kairos_desktop.services.wording.labels import label

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from icalendar import Event

    from kairos_desktop.models.rows import SessionRow
    from kairos_desktop.services.queries.sessions import SlotLine

PRODUCT = "-//Kairos Desktop//Calendrier des RDV//FR"
_USUAL = timedelta(hours=1)
_FOLLOWED_EVERY = timedelta(hours=1)


def calendar_bytes(events: Sequence[Event]) -> bytes:
    """The file of these events, with the rules of Europe/Paris."""
    from icalendar import Calendar

    made = Calendar.new(
        name="Calendrier des RDV",
        prodid=PRODUCT,
        method="PUBLISH",
        refresh_interval=_FOLLOWED_EVERY,
        subcomponents=events,
    )
    made.add_missing_timezones()
    return made.to_ical()


def save_calendar(path: Path, found: Sequence[tuple[SlotLine, SessionRow]], now: datetime) -> str:
    """Write the file whole or not at all; give the sentence that says so, or why not."""
    events = [slot_event(line, session, now) for line, session in found]
    try:
        write_whole(path, calendar_bytes(events))
    except ExportFailed as failed:
        return failed.sentence
    return f"Agenda enregistré : {len(found)} rendez-vous. Fichier : {path}"


def slot_event(line: SlotLine, session: SessionRow, now: datetime) -> Event:
    """One slot. Its UID is the slot's id, so that a later file replaces it."""
    from icalendar import Event

    slot = line.slot
    start = datetime.combine(slot.held_on, slot.starts_at, PARIS)
    end = datetime.combine(slot.held_on, slot.ends_at, PARIS) if slot.ends_at else start + _USUAL
    return Event.new(
        uid=f"{slot.id}@kairos-desktop",
        stamp=now,
        start=start,
        end=end,
        summary=f"{label(slot.kind)} – {session.title}",
        description=filled(line.seats.taken, slot.capacity),
        location=line.place or None,
        url=slot.link or None,
    )
