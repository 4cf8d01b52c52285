# SPDX-License-Identifier: MIT
"""« Tableaux de bord › Actions » as the guide has it: meetings to come, to type, entries to type.

Plain SQL, as « À faire ». Lane: read. Source: guide p. 28, 30; domain 6.3.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import UUID

import msgspec

from kairos_desktop.models.quote_rows import Cofunder, QuoteState
from kairos_desktop.models.vocabulary import EnrolmentState, SlotKind
from kairos_desktop.services.due.aif_quotes import OPEN_QUOTES
from kairos_desktop.services.due.line import asking, day_of, uuid_of
from kairos_desktop.services.rules.aif_quotes import is_past
from kairos_desktop.services.rules.deadlines import is_overdue

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

_DAY = "CASE sl.kind WHEN 'meeting' THEN sl.id ELSE sl.session_id END"


class Between(NamedTuple):
    """« à partir du … au … »: both days included, None for no limit."""

    first: date | None = None
    last: date | None = None

    @property
    def values(self) -> tuple[str, str]:
        """As SQLite compares them."""
        first, last = self.first or date.min, self.last or date.max
        return first.isoformat(), last.isoformat()


class SlotBoardLine(msgspec.Struct, frozen=True):
    """An info coll, or the RDV of one day: to come, or with something missing."""

    id: tuple[UUID, str]
    session_id: UUID
    slot_id: UUID
    kind: SlotKind
    held_on: date
    title: str
    number: str
    places: int = 0
    registered: int = 0
    waiting: int = 0
    presences: int = 0
    results: int = 0

    @property
    def choice(self) -> UUID | date:
        """What chooses it on the session's page."""
        return self.slot_id if self.kind is SlotKind.MEETING else self.held_on


class EntryBoardLine(msgspec.Struct, frozen=True):
    """A session with AES to enter; `begun` is the oldest start of those who are missing."""

    id: UUID
    number: str
    title: str
    starts_on: date | None
    ends_on: date | None
    begun: date
    missing: int
    is_late: bool


class ReportBoardLine(msgspec.Struct, frozen=True):
    """Somebody who has left, without a « bilan »."""

    id: UUID
    number: str
    title: str
    last_name: str
    first_name: str
    ft_id: str
    state: EnrolmentState
    left_on: date


class QuoteBoardLine(msgspec.Struct, frozen=True):
    """A « devis AIF » of which something is still awaited; money in cents."""

    id: UUID
    number: str
    title: str
    last_name: str
    first_name: str
    ft_id: str
    state: QuoteState
    starts_on: date | None
    sent_on: date | None
    requested: int


class ActionBoard(NamedTuple):
    """The blocks of the board."""

    upcoming: list[SlotBoardLine]
    to_type: list[SlotBoardLine]
    late: list[EntryBoardLine]
    recent: list[EntryBoardLine]
    reports: list[ReportBoardLine]
    drafts: list[QuoteBoardLine]
    quotes: list[QuoteBoardLine]


def board(conn: Connection, org: UUID, now: datetime, between: Between) -> ActionBoard:
    """Everything that the board shows at a local moment (naive), between two days."""
    entries = _entries(conn, org, now.date(), between)
    quotes = _quotes(conn, org, now.date(), between)
    return ActionBoard(
        upcoming=_upcoming(conn, org, now, between),
        to_type=_to_type(conn, org, now, between),
        late=[line for line in entries if line.is_late],
        recent=[line for line in entries if not line.is_late],
        reports=_reports(conn, org, now.date(), between),
        drafts=[line for line in quotes if line.state is QuoteState.DRAFT],
        quotes=[line for line in quotes if line.state is not QuoteState.DRAFT],
    )


def _upcoming(conn: Connection, org: UUID, now: datetime, between: Between) -> list[SlotBoardLine]:
    """« RDV non échus »: open slots still to come, with their places."""
    today, hour = now.date().isoformat(), now.time().isoformat("microseconds")
    found = asking(conn)(
        "SELECT sl.session_id, min(sl.id), sl.kind, sl.held_on, s.title, s.carif_session_number, "
        "sum(se.capacity), sum(se.taken), sum(se.waiting) FROM slot sl "
        "JOIN seats se ON se.org_id = sl.org_id AND se.id = sl.id "
        "JOIN training_session s ON s.org_id = sl.org_id AND s.id = sl.session_id "
        "WHERE sl.org_id = ? AND sl.state = 'open' AND sl.kind <> 'candidacy' "
        "AND (sl.held_on > ? OR (sl.held_on = ? "
        "AND coalesce(sl.ends_at, time(sl.starts_at, '+1 hour')) > ?)) "
        f"AND sl.held_on BETWEEN ? AND ? GROUP BY {_DAY}, sl.held_on "
        "ORDER BY sl.held_on, min(sl.starts_at), s.title",
        (org.bytes, today, today, hour, *between.values),
    )
    return [
        _slot_line(line[:6], places=line[6], registered=line[7], waiting=line[8]) for line in found
    ]


def _to_type(conn: Connection, org: UUID, now: datetime, between: Between) -> list[SlotBoardLine]:
    """« Résultat RDV »: slots that have begun, with presences or results missing."""
    today, hour = now.date().isoformat(), now.time().isoformat("microseconds")
    ask, counts = asking(conn), dict[tuple[bytes, str, str, bytes], list[int]]()
    told: dict[tuple[bytes, str, str, bytes], Sequence[Any]] = {}
    for place, missing in enumerate(
        ("r.state = 'registered'", "r.state = 'present' AND r.result IN ('none', 'on_hold')")
    ):
        for line in ask(
            "SELECT sl.session_id, min(sl.id), sl.kind, sl.held_on, s.title, "
            "s.carif_session_number, count(*) FROM registration r "
            "JOIN slot sl ON sl.org_id = r.org_id AND sl.id = r.slot_id "
            "JOIN training_session s ON s.org_id = sl.org_id AND s.id = sl.session_id "
            f"WHERE r.org_id = ? AND {missing} AND sl.state = 'open' "
            "AND (sl.held_on < ? OR (sl.held_on = ? AND sl.starts_at <= ?)) "
            f"AND sl.held_on BETWEEN ? AND ? GROUP BY {_DAY}, sl.held_on",
            (org.bytes, today, today, hour, *between.values),
        ):
            meeting = line[1] if line[2] == SlotKind.MEETING else b""
            key = (line[0], line[2], line[3], meeting)
            told.setdefault(key, line)
            counts.setdefault(key, [0, 0])[place] = line[6]
    lines = [
        _slot_line(line[:6], presences=counts[key][0], results=counts[key][1])
        for key, line in told.items()
    ]
    return sorted(lines, key=lambda line: (line.held_on, line.title))


def _slot_line(line: Sequence[Any], **counts: int) -> SlotBoardLine:
    session, slot, kind, held, title, number = line
    slot_id = uuid_of(slot)
    return SlotBoardLine(
        id=(slot_id, held),
        session_id=uuid_of(session),
        slot_id=slot_id,
        kind=SlotKind(kind),
        held_on=date.fromisoformat(held),
        title=title,
        number=number,
        **counts,
    )


def _entries(conn: Connection, org: UUID, today: date, between: Between) -> list[EntryBoardLine]:
    """« Entrées formation »: sessions with AES to enter, the oldest first (guide p. 28)."""
    found = asking(conn)(
        "SELECT s.id, s.carif_session_number, s.title, s.starts_on, s.ends_on, "
        "min(coalesce(e.planned_start, s.starts_on)) AS begun, count(*) FROM enrolment e "
        "JOIN training_session s ON s.org_id = e.org_id AND s.id = e.session_id "
        "WHERE e.org_id = ? AND e.state IN ('selected', 'to_validate', 'registered') "
        "AND coalesce(e.planned_start, s.starts_on) <= ? "
        "AND coalesce(e.planned_start, s.starts_on) BETWEEN ? AND ? GROUP BY s.id "
        "ORDER BY begun, s.title",
        (org.bytes, today.isoformat(), *between.values),
    )
    lines: list[EntryBoardLine] = []
    for session, number, title, starts, ends, begun, missing in found:
        since = date.fromisoformat(begun)
        lines.append(
            EntryBoardLine(
                id=uuid_of(session),
                number=number,
                title=title,
                starts_on=day_of(starts),
                ends_on=day_of(ends),
                begun=since,
                missing=missing,
                is_late=is_overdue(since, today),
            )
        )
    return lines


def _reports(conn: Connection, org: UUID, today: date, between: Between) -> list[ReportBoardLine]:
    """« Bilan »: the exits without one, the last first (guide p. 28)."""
    found = asking(conn)(
        "SELECT e.id, s.carif_session_number, s.title, j.last_name, j.first_name, j.ft_id, "
        "e.state, e.left_on FROM enrolment e "
        "CROSS JOIN training_session s ON s.org_id = e.org_id AND s.id = e.session_id "
        "JOIN jobseeker j ON j.org_id = e.org_id AND j.id = e.jobseeker_id "
        "WHERE e.org_id = ? AND e.left_on <= ? AND e.left_on BETWEEN ? AND ? "
        "AND e.state IN ('dropped', 'excluded', 'completed') "
        "AND NOT EXISTS (SELECT 1 FROM report r WHERE r.org_id = e.org_id "
        "AND r.enrolment_id = e.id) ORDER BY e.left_on DESC, j.sort_key",
        (org.bytes, today.isoformat(), *between.values),
    )
    return [
        ReportBoardLine(
            id=uuid_of(row),
            number=number,
            title=title,
            last_name=last,
            first_name=first,
            ft_id=ft_id,
            state=EnrolmentState(state),
            left_on=date.fromisoformat(left),
        )
        for row, number, title, last, first, ft_id, state, left in found
    ]


def _quotes(conn: Connection, org: UUID, today: date, between: Between) -> list[QuoteBoardLine]:
    """« Devis AIF brouillon », and those that have left, by their start (guide p. 28)."""
    asked = "".join(f" - q.{funder.value}" for funder in Cofunder)
    found = asking(conn)(
        "SELECT q.id, s.carif_session_number, s.title, j.last_name, j.first_name, j.ft_id, "
        f"q.state, q.starts_on, q.sent_on, q.valid_until, q.teaching{asked} FROM aif_quote q "
        "CROSS JOIN training_session s ON s.org_id = q.org_id AND s.id = q.session_id "
        "JOIN jobseeker j ON j.org_id = q.org_id AND j.id = q.jobseeker_id "
        f"WHERE q.org_id = ? AND {OPEN_QUOTES} "
        "AND coalesce(q.starts_on, q.drafted_on) BETWEEN ? AND ? "
        "ORDER BY q.starts_on IS NULL, q.starts_on, j.sort_key, q.id",
        (org.bytes, *between.values),
    )
    lines: list[QuoteBoardLine] = []
    for row, number, title, last, first, ft_id, state, starts, sent, until, requested in found:
        is_over = state == QuoteState.SENT and is_past(day_of(until), today)
        lines.append(
            QuoteBoardLine(
                id=uuid_of(row),
                number=number,
                title=title,
                last_name=last,
                first_name=first,
                ft_id=ft_id,
                state=QuoteState.EXPIRED if is_over else QuoteState(state),
                starts_on=day_of(starts),
                sent_on=day_of(sent),
                requested=requested,
            )
        )
    return lines
