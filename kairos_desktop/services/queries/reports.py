# SPDX-License-Identifier: MIT
"""The « bilan » of a trainee, and those of the same session who still owe one. Lane: read."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

import msgspec
from sqlalchemy import and_, select

from kairos_desktop.models.rows import (
    AbsenceRow,
    EnrolmentRow,
    InterruptionRow,
    JobseekerRow,
    ReasonRow,
    RemoteWorkRow,
    ReportRow,
    SessionRow,
)
from kairos_desktop.models.tables import (
    ABSENCE,
    ENROLMENT,
    INTERRUPTION,
    JOBSEEKER,
    REMOTE_WORK,
    REPORT,
    SESSION,
)
from kairos_desktop.services.queries.reading import columns, rows_of, take
from kairos_desktop.services.queries.timetables import timetables_of
from kairos_desktop.services.queries.training import reasons
from kairos_desktop.services.rules.attendance import Figures, figures_between
from kairos_desktop.services.rules.reports import days_attended, owes_report

if TYPE_CHECKING:
    from sqlalchemy import Connection, Select

_KINDS = (EnrolmentRow, JobseekerRow, SessionRow, ReportRow)
_JOIN = (
    ENROLMENT.join(
        JOBSEEKER,
        and_(JOBSEEKER.c.org_id == ENROLMENT.c.org_id, JOBSEEKER.c.id == ENROLMENT.c.jobseeker_id),
    )
    .join(
        SESSION,
        and_(SESSION.c.org_id == ENROLMENT.c.org_id, SESSION.c.id == ENROLMENT.c.session_id),
    )
    .outerjoin(
        REPORT,
        and_(REPORT.c.org_id == ENROLMENT.c.org_id, REPORT.c.enrolment_id == ENROLMENT.c.id),
    )
)


class OwedReport(msgspec.Struct, frozen=True):
    """Somebody who has left and whose « bilan » is to be filled in."""

    enrolment: EnrolmentRow
    jobseeker: JobseekerRow

    @property
    def id(self) -> UUID:
        """The enrolment's id."""
        return self.enrolment.id


class ReportCard(msgspec.Struct, frozen=True):
    """What the form of a « bilan » shows; `hours` are those of the path so far."""

    enrolment: EnrolmentRow
    jobseeker: JobseekerRow
    session: SessionRow
    report: ReportRow | None
    hours: Figures | None
    owed: tuple[OwedReport, ...]
    reasons: tuple[ReasonRow, ...]


def report_card(conn: Connection, org: UUID, enrolment_id: UUID, today: date) -> ReportCard | None:
    """The report of one trainee, filled in or not; None where there is no such enrolment."""
    found = conn.execute(_query(org).where(ENROLMENT.c.id == enrolment_id)).first()
    if found is None:
        return None
    enrolment, jobseeker, session, report = take(_KINDS, found)
    there = _query(org).where(
        ENROLMENT.c.session_id == session.id,
        ENROLMENT.c.left_on.is_not(None),
        REPORT.c.id.is_(None),
    )
    lines = (take(_KINDS, line) for line in conn.execute(there))
    return ReportCard(
        enrolment,
        jobseeker,
        session,
        report,
        _hours(conn, org, enrolment, session, today),
        tuple(OwedReport(row, who) for row, who, _, _ in lines if owes_report(row, today)),
        tuple(reasons(conn, org)),
    )


def _query(org: UUID) -> Select[tuple[object, ...]]:
    return (
        select(*columns(_KINDS, (ENROLMENT, JOBSEEKER, SESSION, REPORT)))
        .select_from(_JOIN)
        .where(ENROLMENT.c.org_id == org)
        .order_by(JOBSEEKER.c.sort_key, ENROLMENT.c.id)
    )


def _hours(
    conn: Connection, org: UUID, enrolment: EnrolmentRow, session: SessionRow, today: date
) -> Figures | None:
    days = days_attended(enrolment, session, today)
    if days is None:
        return None
    return figures_between(
        enrolment.id,
        *days,
        timetables_of(conn, org, [session])[session.id],
        rows_of(conn, org, AbsenceRow, ABSENCE.c.enrolment_id == enrolment.id),
        rows_of(conn, org, InterruptionRow, INTERRUPTION.c.session_id == session.id),
        rows_of(conn, org, RemoteWorkRow, REMOTE_WORK.c.enrolment_id == enrolment.id),
    )
