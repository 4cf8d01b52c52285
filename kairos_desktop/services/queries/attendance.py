# SPDX-License-Identifier: MIT
"""The month of a session, trainee by trainee, and the sessions whose month is to be declared.

Lane: read.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

import msgspec
from sqlalchemy import and_, exists, or_, select

from kairos_desktop.models.rows import (
    AbsenceRow,
    AttendanceRow,
    EnrolmentRow,
    InterruptionRow,
    JobseekerRow,
    ReasonRow,
    RemoteWorkRow,
    SessionRow,
)
from kairos_desktop.models.tables import (
    ABSENCE,
    ATTENDANCE,
    ENROLMENT,
    INTERRUPTION,
    JOBSEEKER,
    REMOTE_WORK,
    SESSION,
)
from kairos_desktop.models.vocabulary import HalfDay
from kairos_desktop.services.queries.reading import columns, grouped, rows_of, take
from kairos_desktop.services.queries.signatures import signed_between
from kairos_desktop.services.queries.timetables import typed_between
from kairos_desktop.services.queries.training import reasons
from kairos_desktop.services.rules.attendance import (
    Figures,
    MonthState,
    counted_now,
    end_of_month,
    figures,
    month_state,
    period,
)
from kairos_desktop.services.rules.half_days import Planned, Timetable

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Connection

_DUE = frozenset({MonthState.TO_DECLARE, MonthState.OVERDUE, MonthState.TO_RECTIFY})


class TraineeMonth(msgspec.Struct, frozen=True):
    """One trainee's month: what happened, what it comes to, what was declared."""

    enrolment: EnrolmentRow
    jobseeker: JobseekerRow
    absences: tuple[AbsenceRow, ...]
    figures: Figures
    state: MonthState
    declared: AttendanceRow | None = None

    @property
    def id(self) -> UUID:
        """The enrolment's id."""
        return self.enrolment.id


class MonthCard(msgspec.Struct, frozen=True):
    """The month of a session; `planned` holds every half-day of any of its trainees."""

    session: SessionRow
    month: date
    trainees: tuple[TraineeMonth, ...]
    planned: tuple[Planned, ...]
    pauses: tuple[InterruptionRow, ...]
    reasons: tuple[ReasonRow, ...] = ()
    signed: frozenset[tuple[UUID, date, HalfDay]] = frozenset()
    """The half-days whose sheet a trainee has signed."""


class DueLine(msgspec.Struct, frozen=True):
    """A session with « assiduité à saisir » for a month."""

    session: SessionRow
    month: date
    period_from: date
    period_to: date
    trainees: int
    to_declare: int
    to_rectify: int
    state: MonthState

    @property
    def id(self) -> UUID:
        """The session's id."""
        return self.session.id


def month_card(
    conn: Connection, org: UUID, session_id: UUID, month: date, today: date
) -> MonthCard | None:
    """The month of one session; None where the session is not open here."""
    found = _cards(conn, org, month, today, SESSION.c.id == session_id)
    if found:
        return msgspec.structs.replace(
            found[0],
            reasons=tuple(reasons(conn, org)),
            signed=signed_between(conn, org, session_id, month, end_of_month(month)),
        )
    session = conn.execute(
        select(*columns([SessionRow], [SESSION])).where(
            SESSION.c.org_id == org, SESSION.c.id == session_id
        )
    ).first()
    return MonthCard(SessionRow(*session), month, (), (), ()) if session else None


def months_due(conn: Connection, org: UUID, month: date, today: date) -> list[DueLine]:
    """« Assiduité à saisir pour le mois d'actualisation de … »: sessions with something due."""
    last = end_of_month(month)
    begun = or_(SESSION.c.starts_on.is_(None), SESSION.c.starts_on <= last)
    lines = [_due(card) for card in _cards(conn, org, month, today, begun)]
    return [line for line in lines if line.to_declare or line.to_rectify]


def _due(card: MonthCard) -> DueLine:
    due = [each.state for each in card.trainees if each.state in _DUE]
    to_rectify = due.count(MonthState.TO_RECTIFY)
    worst = MonthState.OVERDUE if MonthState.OVERDUE in due else MonthState.TO_DECLARE
    return DueLine(
        session=card.session,
        month=card.month,
        period_from=min(each.figures.period_from for each in card.trainees),
        period_to=max(each.figures.period_to for each in card.trainees),
        trainees=len(card.trainees),
        to_declare=len(due) - to_rectify,
        to_rectify=to_rectify,
        state=worst if len(due) > to_rectify else MonthState.TO_RECTIFY,
    )


def _cards(
    conn: Connection, org: UUID, month: date, today: date, sessions: ColumnElement[bool]
) -> list[MonthCard]:
    """The months of the sessions that have anybody in training in it, by their first day.

    Somebody declared stays in it whatever came after: an exit before the month is to be rectified.
    """
    last = end_of_month(month)
    kinds = (EnrolmentRow, JobseekerRow, SessionRow)
    query = (
        select(*columns(kinds, (ENROLMENT, JOBSEEKER, SESSION)), _is_declared(month))
        .select_from(_JOIN)
        .where(
            ENROLMENT.c.org_id == org,
            sessions,
            or_(
                and_(
                    ENROLMENT.c.entered_on <= last,
                    or_(ENROLMENT.c.left_on.is_(None), ENROLMENT.c.left_on >= month),
                ),
                _is_declared(month),
            ),
        )
        .order_by(SESSION.c.starts_on, SESSION.c.id, JOBSEEKER.c.sort_key, ENROLMENT.c.id)
    )
    people: dict[UUID, list[tuple[EnrolmentRow, JobseekerRow]]] = defaultdict(list)
    rows: dict[UUID, SessionRow] = {}
    for *line, is_declared in conn.execute(query):
        enrolment, jobseeker, session = take(kinds, line)
        if is_declared or period(enrolment, session, month) is not None:
            rows.setdefault(session.id, session)
            people[session.id].append((enrolment, jobseeker))
    ids = list(people)
    absences, pauses = _absences(conn, org, ids, month, last), _pauses(conn, org, ids)
    declared, remote = _declared(conn, org, ids, month), _remote(conn, org, ids, month)
    # The half-days of the month alone: a whole timetable is ten times as many.
    taught = typed_between(conn, org, rows.values(), month, last)
    return [
        _card(
            rows[each], month, today, people[each], absences,
            pauses.get(each, []), declared, remote, taught[each].timetable,
        )
        for each in ids
    ]  # fmt: skip


def _is_declared(month: date) -> ColumnElement[bool]:
    return exists().where(
        ATTENDANCE.c.org_id == ENROLMENT.c.org_id,
        ATTENDANCE.c.enrolment_id == ENROLMENT.c.id,
        ATTENDANCE.c.month == month,
    )


_JOIN = ENROLMENT.join(
    JOBSEEKER,
    and_(JOBSEEKER.c.org_id == ENROLMENT.c.org_id, JOBSEEKER.c.id == ENROLMENT.c.jobseeker_id),
).join(
    SESSION, and_(SESSION.c.org_id == ENROLMENT.c.org_id, SESSION.c.id == ENROLMENT.c.session_id)
)


def _card(
    session: SessionRow,
    month: date,
    today: date,
    people: list[tuple[EnrolmentRow, JobseekerRow]],
    absences: dict[UUID, list[AbsenceRow]],
    pauses: list[InterruptionRow],
    declared: dict[UUID, AttendanceRow],
    remote: dict[UUID, RemoteWorkRow],
    timetable: Timetable,
) -> MonthCard:
    trainees: list[TraineeMonth] = []
    for enrolment, jobseeker in people:
        own = tuple(absences.get(enrolment.id, ()))
        work = (remote[enrolment.id],) if enrolment.id in remote else ()
        now = figures(enrolment, session, month, timetable, own, pauses, work)
        kept = declared.get(enrolment.id)
        if kept is not None:
            now = counted_now(kept, now)
        if now is None:
            continue
        state = month_state(month, today, kept, now)
        trainees.append(TraineeMonth(enrolment, jobseeker, own, now, state, kept))
    first = min(each.figures.period_from for each in trainees)
    last = max(each.figures.period_to for each in trainees)
    planned = tuple(timetable.planned(first, last))
    return MonthCard(session, month, tuple(trainees), planned, tuple(pauses))


def _absences(
    conn: Connection, org: UUID, sessions: list[UUID], month: date, last: date
) -> dict[UUID, list[AbsenceRow]]:
    query = (
        select(*columns([AbsenceRow], [ABSENCE]))
        .where(
            ABSENCE.c.org_id == org,
            ABSENCE.c.session_id.in_(sessions),
            ABSENCE.c.starts_on <= last,
            ABSENCE.c.ends_on >= month,
        )
        .order_by(ABSENCE.c.starts_on, ABSENCE.c.id)
    )
    found: dict[UUID, list[AbsenceRow]] = defaultdict(list)
    for line in conn.execute(query):
        row = AbsenceRow(*line)
        found[row.enrolment_id].append(row)
    return found


def _pauses(conn: Connection, org: UUID, sessions: list[UUID]) -> dict[UUID, list[InterruptionRow]]:
    rows = rows_of(conn, org, InterruptionRow, INTERRUPTION.c.session_id.in_(sessions))
    return grouped(rows, lambda row: row.session_id)


def _declared(
    conn: Connection, org: UUID, sessions: list[UUID], month: date
) -> dict[UUID, AttendanceRow]:
    own = ATTENDANCE.c.session_id.in_(sessions)
    rows = rows_of(conn, org, AttendanceRow, own, ATTENDANCE.c.month == month)
    return {row.enrolment_id: row for row in rows}


def _remote(
    conn: Connection, org: UUID, sessions: list[UUID], month: date
) -> dict[UUID, RemoteWorkRow]:
    own = REMOTE_WORK.c.session_id.in_(sessions)
    rows = rows_of(conn, org, RemoteWorkRow, own, REMOTE_WORK.c.month == month)
    return {row.enrolment_id: row for row in rows}
