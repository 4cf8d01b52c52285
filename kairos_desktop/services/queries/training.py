# SPDX-License-Identifier: MIT
"""One trainee's path from the entry on: absences, interruptions, months declared. Lane: read."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

import msgspec
from sqlalchemy import and_, select

from kairos_desktop.models.rows import (
    AbsenceRow,
    AttendanceRow,
    DocumentRow,
    EnrolmentRow,
    InterruptionRow,
    JobseekerRow,
    ProviderRow,
    ReasonRow,
    ReportRow,
    SessionRow,
)
from kairos_desktop.models.tables import (
    ABSENCE,
    ATTENDANCE,
    DOCUMENT,
    ENROLMENT,
    INTERRUPTION,
    JOBSEEKER,
    PROVIDER,
    REASON,
    REPORT,
    SESSION,
)
from kairos_desktop.services.queries.reading import columns, rows_of, take
from kairos_desktop.services.rules.absences import ToCheck, span_of, to_check
from kairos_desktop.services.rules.interruptions import concerns

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy import Connection

_KINDS = (EnrolmentRow, JobseekerRow, SessionRow)


class PathLine(msgspec.Struct, frozen=True):
    """One training of the person: « Session de formation » of the guide's panel."""

    enrolment: EnrolmentRow
    session: SessionRow
    provider: str
    papers: tuple[DocumentRow, ...] = ()
    is_interrupted: bool = False
    report: ReportRow | None = None

    @property
    def id(self) -> UUID:
        """The enrolment's id."""
        return self.enrolment.id


class AbsenceLine(msgspec.Struct, frozen=True):
    """One absence, with what must be checked of it."""

    absence: AbsenceRow
    checks: tuple[ToCheck, ...] = ()

    @property
    def id(self) -> UUID:
        """The absence's id."""
        return self.absence.id


class TraineeCard(msgspec.Struct, frozen=True):
    """What « Saisie des absences et/ou abandon » shows of one trainee."""

    enrolment: EnrolmentRow
    jobseeker: JobseekerRow
    session: SessionRow
    paths: tuple[PathLine, ...]
    absences: tuple[AbsenceLine, ...]
    pauses: tuple[InterruptionRow, ...]
    months: tuple[AttendanceRow, ...]
    reasons: tuple[ReasonRow, ...]


def reasons(conn: Connection, org: UUID) -> list[ReasonRow]:
    """What the RGC changed in the lists of reasons."""
    query = select(*columns([ReasonRow], [REASON])).where(REASON.c.org_id == org)
    return [ReasonRow(*row) for row in conn.execute(query)]


def enrolment_of(conn: Connection, org: UUID, jobseeker_id: UUID) -> UUID | None:
    """The last training that a person entered, else the last one of all."""
    query = (
        select(ENROLMENT.c.id)
        .where(ENROLMENT.c.org_id == org, ENROLMENT.c.jobseeker_id == jobseeker_id)
        .order_by(ENROLMENT.c.entered_on.desc().nulls_last(), ENROLMENT.c.id.desc())
    )
    return conn.execute(query).scalars().first()


def trainee_card(
    conn: Connection, org: UUID, enrolment_id: UUID, today: date
) -> TraineeCard | None:
    """A trainee with everything that was recorded since the entry; None where there is none."""
    query = select(*columns(_KINDS, (ENROLMENT, JOBSEEKER, SESSION))).select_from(_JOIN)
    found = conn.execute(
        query.where(ENROLMENT.c.org_id == org, ENROLMENT.c.id == enrolment_id)
    ).first()
    if found is None:
        return None
    enrolment, jobseeker, session = take(_KINDS, found)
    kept = _absences(conn, org, enrolment_id)
    pauses = _pauses(conn, org, session.id)
    return TraineeCard(
        enrolment=enrolment,
        jobseeker=jobseeker,
        session=session,
        paths=tuple(_paths(conn, org, jobseeker.id, today)),
        absences=tuple(_line(row, enrolment, session, kept) for row in kept),
        pauses=tuple(row for row in pauses if concerns(row, enrolment_id)),
        months=tuple(_months(conn, org, enrolment_id)),
        reasons=tuple(reasons(conn, org)),
    )


_JOIN = ENROLMENT.join(
    JOBSEEKER,
    and_(JOBSEEKER.c.org_id == ENROLMENT.c.org_id, JOBSEEKER.c.id == ENROLMENT.c.jobseeker_id),
).join(
    SESSION, and_(SESSION.c.org_id == ENROLMENT.c.org_id, SESSION.c.id == ENROLMENT.c.session_id)
)


def _line(
    row: AbsenceRow, enrolment: EnrolmentRow, session: SessionRow, kept: list[AbsenceRow]
) -> AbsenceLine:
    others = [other for other in kept if other.id != row.id]
    return AbsenceLine(row, tuple(to_check(span_of(row), enrolment, session, others)))


def _absences(conn: Connection, org: UUID, enrolment_id: UUID) -> list[AbsenceRow]:
    query = (
        select(*columns([AbsenceRow], [ABSENCE]))
        .where(ABSENCE.c.org_id == org, ABSENCE.c.enrolment_id == enrolment_id)
        .order_by(ABSENCE.c.starts_on.desc(), ABSENCE.c.starts_half, ABSENCE.c.id)
    )
    return [AbsenceRow(*row) for row in conn.execute(query)]


def _pauses(conn: Connection, org: UUID, session_id: UUID) -> list[InterruptionRow]:
    query = (
        select(*columns([InterruptionRow], [INTERRUPTION]))
        .where(INTERRUPTION.c.org_id == org, INTERRUPTION.c.session_id == session_id)
        .order_by(INTERRUPTION.c.starts_on, INTERRUPTION.c.id)
    )
    return [InterruptionRow(*row) for row in conn.execute(query)]


def _months(conn: Connection, org: UUID, enrolment_id: UUID) -> list[AttendanceRow]:
    query = (
        select(*columns([AttendanceRow], [ATTENDANCE]))
        .where(ATTENDANCE.c.org_id == org, ATTENDANCE.c.enrolment_id == enrolment_id)
        .order_by(ATTENDANCE.c.month)
    )
    return [AttendanceRow(*row) for row in conn.execute(query)]


def _paths(conn: Connection, org: UUID, jobseeker_id: UUID, today: date) -> list[PathLine]:
    query = (
        select(*columns(_KINDS, (ENROLMENT, JOBSEEKER, SESSION)))
        .select_from(_JOIN)
        .where(ENROLMENT.c.org_id == org, ENROLMENT.c.jobseeker_id == jobseeker_id)
        .order_by(SESSION.c.starts_on.desc(), ENROLMENT.c.id)
    )
    found = [take(_KINDS, row) for row in conn.execute(query)]
    ids = [enrolment.id for enrolment, _, _ in found]
    papers: dict[UUID | None, list[DocumentRow]] = {}
    asked = (
        select(*columns([DocumentRow], [DOCUMENT]))
        .where(DOCUMENT.c.org_id == org, DOCUMENT.c.enrolment_id.in_(ids))
        .order_by(DOCUMENT.c.number, DOCUMENT.c.version)
    )
    for row in conn.execute(asked):
        paper = DocumentRow(*row)
        papers.setdefault(paper.enrolment_id, []).append(paper)
    reports = _reports(conn, org, ids)
    provider = conn.execute(
        select(*columns([ProviderRow], [PROVIDER])).where(PROVIDER.c.org_id == org)
    ).first()
    name = ProviderRow(*provider).name if provider else ""
    lines: list[PathLine] = []
    for enrolment, _, session in found:
        pauses = _pauses(conn, org, session.id)
        stands = any(
            concerns(row, enrolment.id) and row.starts_on <= today <= row.ends_on for row in pauses
        )
        lines.append(
            PathLine(
                enrolment,
                session,
                name,
                tuple(papers.get(enrolment.id, ())),
                stands,
                reports.get(enrolment.id),
            )
        )
    return lines


def _reports(conn: Connection, org: UUID, enrolment_ids: list[UUID]) -> dict[UUID, ReportRow]:
    rows = rows_of(conn, org, ReportRow, REPORT.c.enrolment_id.in_(enrolment_ids))
    return {row.enrolment_id: row for row in rows}
