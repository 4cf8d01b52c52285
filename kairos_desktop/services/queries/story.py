# SPDX-License-Identifier: MIT
"""« Parcours de formation DE »: everything that happened to one person, in the order of time.

Registrations, meetings, results, enrolments, verdicts, entries, absences, interruptions, months
declared, exits, « devis AIF », papers; several sessions one after the other. Lane: read.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID

import msgspec
from sqlalchemy import and_

from kairos_desktop.models.paris import PARIS
from kairos_desktop.models.quote_rows import AifQuoteRow
from kairos_desktop.models.rows import (
    AbsenceRow,
    AttendanceRow,
    DocumentRow,
    EnrolmentRow,
    InterruptionRow,
    JobseekerRow,
    ReasonRow,
    RegistrationRow,
    Row,
    SessionRow,
    SlotRow,
)
from kairos_desktop.models.tables import (
    ABSENCE,
    AIF_QUOTE,
    ATTENDANCE,
    DOCUMENT,
    INTERRUPTION,
    SESSION,
)
from kairos_desktop.models.vocabulary import DocumentKind, DocumentState, RegistrationState, Result
from kairos_desktop.services.queries import training
from kairos_desktop.services.queries.people import PersonMoment, card
from kairos_desktop.services.queries.reading import rows_of
from kairos_desktop.services.rules.interruptions import concerns

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any, TypeVar

    from sqlalchemy import Connection

    R = TypeVar("R", bound=Row)


class Happening(StrEnum):
    """What a line of the story tells, in the order in which they follow on one day."""

    REGISTERED = "registered"
    MEETING = "meeting"
    RESULT = "result"
    ENROLLED = "enrolled"
    VERDICT = "verdict"
    ENTRY = "entry"
    ABSENCE = "absence"
    INTERRUPTION = "interruption"
    MONTH = "month"
    EXIT = "exit"
    QUOTE = "quote"
    PAPER = "paper"


_ORDER = {kind: place for place, kind in enumerate(Happening)}


class StoryLine(msgspec.Struct, frozen=True):
    """One thing that happened or will, on its day; the rows that it is told from."""

    id: tuple[str, UUID]
    day: date
    kind: Happening
    session: SessionRow
    registration: RegistrationRow | None = None
    slot: SlotRow | None = None
    enrolment: EnrolmentRow | None = None
    absence: AbsenceRow | None = None
    pause: InterruptionRow | None = None
    month: AttendanceRow | None = None
    paper: DocumentRow | None = None
    quote: AifQuoteRow | None = None

    @property
    def place(self) -> tuple[date, int, bytes]:
        """Where the line stands: by day, then as things follow from one another."""
        return self.day, _ORDER[self.kind], self.id[1].bytes


class Story(msgspec.Struct, frozen=True):
    """One person, everything that happened, and the sessions in the order of their first line."""

    jobseeker: JobseekerRow
    lines: tuple[StoryLine, ...]
    sessions: tuple[SessionRow, ...]
    reasons: tuple[ReasonRow, ...]


def story(conn: Connection, org: UUID, jobseeker_id: UUID) -> Story | None:
    """The whole story of a person, the oldest first; None for somebody unknown."""
    found = card(conn, org, jobseeker_id)
    if found is None:
        return None
    lines: list[StoryLine] = []
    for moment in found.moments:
        lines += _registered(moment) if moment.registration else _enrolled(moment)
    lines += _followed(conn, org, jobseeker_id, found.moments)
    lines += _quoted(conn, org, jobseeker_id)
    lines.sort(key=_place)
    sessions = {line.session.id: line.session for line in lines}
    return Story(
        found.jobseeker, tuple(lines), tuple(sessions.values()), tuple(training.reasons(conn, org))
    )


def _place(line: StoryLine) -> tuple[date, int, bytes]:
    return line.place


def _registered(moment: PersonMoment) -> Iterator[StoryLine]:
    """A registration: the day it was made, the meeting itself, its result."""
    row, slot, session = moment.registration, moment.slot, moment.session
    assert row is not None
    assert slot is not None

    def line(kind: Happening, day: date) -> StoryLine:
        return StoryLine((kind.value, row.id), day, kind, session, registration=row, slot=slot)

    if slot.until is not None:
        yield line(Happening.REGISTERED, row.placed_on)
        told = row.contacted_on or row.recorded_on or row.placed_on
        if row.state in {RegistrationState.CONTACTED, RegistrationState.UNREACHABLE} and (
            row.contacted_on or row.result is Result.NONE
        ):
            yield line(Happening.MEETING, told)
        if row.result is not Result.NONE:
            yield line(Happening.RESULT, row.recorded_on or told)
        return
    yield line(Happening.REGISTERED, min(row.placed_on, slot.held_on))
    if row.state not in {RegistrationState.TRANSFERRED, RegistrationState.REMOVED}:
        yield line(Happening.MEETING, slot.held_on)
    if row.result is not Result.NONE:
        yield line(Happening.RESULT, max(row.recorded_on or slot.held_on, slot.held_on))


def _enrolled(moment: PersonMoment) -> Iterator[StoryLine]:
    """An enrolment: the verdict, the entry, the exit, each on its day; else where it stands."""
    row, session = moment.enrolment, moment.session
    assert row is not None

    def line(kind: Happening, day: date) -> StoryLine:
        return StoryLine((kind.value, row.id), day, kind, session, enrolment=row)

    if row.verdict is not None:
        yield line(Happening.VERDICT, row.verdict_on or row.since)
    if row.entered_on is not None:
        yield line(Happening.ENTRY, row.entered_on)
    if row.left_on is not None:
        yield line(Happening.EXIT, row.left_on)
    if row.entered_on is None and row.verdict is None:
        yield line(Happening.ENROLLED, row.since)


def _paused(pause: InterruptionRow, enrolled: dict[UUID, PersonMoment]) -> PersonMoment | None:
    """The path that an interruption pauses: of two in one session, the last one begun by then."""

    def begun(moment: PersonMoment) -> date:
        entered = moment.enrolment.entered_on if moment.enrolment else None
        return entered if entered and entered <= pause.ends_on else date.min

    own = [
        moment
        for row_id, moment in enrolled.items()
        if moment.session.id == pause.session_id and concerns(pause, row_id)
    ]
    return max(own, key=begun, default=None)


def _followed(
    conn: Connection, org: UUID, jobseeker_id: UUID, moments: tuple[PersonMoment, ...]
) -> Iterator[StoryLine]:
    """What hangs on the enrolments; and the papers about the person."""
    enrolled = {each.enrolment.id: each for each in moments if each.enrolment}
    sessions = {each.session.id: each.session for each in moments}
    ids = list(enrolled)
    for absence in rows_of(conn, org, AbsenceRow, ABSENCE.c.enrolment_id.in_(ids)):
        moment = enrolled[absence.enrolment_id]
        yield _line(Happening.ABSENCE, absence.id, absence.starts_on, moment, absence=absence)
    for pause in rows_of(conn, org, InterruptionRow, INTERRUPTION.c.session_id.in_(list(sessions))):
        if moment := _paused(pause, enrolled):
            yield _line(Happening.INTERRUPTION, pause.id, pause.starts_on, moment, pause=pause)
    for month in rows_of(conn, org, AttendanceRow, ATTENDANCE.c.enrolment_id.in_(ids)):
        day = month.declared_at.astimezone(PARIS).date()
        yield _line(Happening.MONTH, month.id, day, enrolled[month.enrolment_id], month=month)
    about = (DOCUMENT.c.jobseeker_id == jobseeker_id) | DOCUMENT.c.enrolment_id.in_(ids)
    stands = and_(
        about,
        DOCUMENT.c.state != DocumentState.SUPERSEDED,
        # Told by the quote itself.
        DOCUMENT.c.kind != DocumentKind.AIF_QUOTE,
    )
    for paper in rows_of(conn, org, DocumentRow, stands):
        moment = enrolled.get(paper.enrolment_id) if paper.enrolment_id else None
        session = moment.session if moment else sessions.get(paper.session_id or UUID(int=0))
        if session is not None:
            day = paper.issued_at.astimezone(PARIS).date()
            enrolment = moment.enrolment if moment else None
            kind = Happening.PAPER
            yield StoryLine(
                (kind.value, paper.id), day, kind, session, enrolment=enrolment, paper=paper
            )


def _quoted(conn: Connection, org: UUID, jobseeker_id: UUID) -> Iterator[StoryLine]:
    """The « devis AIF », on the day each left, else on that of its draft."""
    quotes = rows_of(conn, org, AifQuoteRow, AIF_QUOTE.c.jobseeker_id == jobseeker_id)
    wanted = {row.session_id for row in quotes}
    sessions = {row.id: row for row in rows_of(conn, org, SessionRow, SESSION.c.id.in_(wanted))}
    for row in quotes:
        kind = Happening.QUOTE
        day = row.sent_on or row.drafted_on
        yield StoryLine((kind.value, row.id), day, kind, sessions[row.session_id], quote=row)


def _line(kind: Happening, row_id: UUID, day: date, moment: PersonMoment, **told: Any) -> StoryLine:
    key = (kind.value, row_id)
    return StoryLine(key, day, kind, moment.session, enrolment=moment.enrolment, **told)
