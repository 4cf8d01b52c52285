# SPDX-License-Identifier: MIT
"""What these pages read. Lane: read.

The queries are imported when the first of them runs: SQLAlchemy must not load before the window
has painted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime
    from uuid import UUID

    from kairos_desktop.models.rows import ReasonRow
    from kairos_desktop.models.vocabulary import HalfDay
    from kairos_desktop.services.due.notices import Owed
    from kairos_desktop.services.queries.aif_quotes import QuoteCard
    from kairos_desktop.services.queries.attendance import DueLine, MonthCard
    from kairos_desktop.services.queries.evidence import Evidence
    from kairos_desktop.services.queries.reports import ReportCard
    from kairos_desktop.services.queries.retention import RetentionLine
    from kairos_desktop.services.queries.sheets import SheetCard, SheetView, SheetWeek
    from kairos_desktop.services.queries.training import TraineeCard
    from kairos_desktop.services.rules.sheet_codes import SheetName


def trainee(
    conn: Any, org: UUID, enrolment_id: UUID | None, jobseeker_id: UUID | None, today: date
) -> TraineeCard | None:
    """A trainee by the enrolment, or by the person: the last training entered."""
    from kairos_desktop.services.queries import training

    if enrolment_id is None and jobseeker_id is not None:
        enrolment_id = training.enrolment_of(conn, org, jobseeker_id)
    return training.trainee_card(conn, org, enrolment_id, today) if enrolment_id else None


def reasons(conn: Any, org: UUID) -> list[ReasonRow]:
    """What the RGC changed in the lists of reasons."""
    from kairos_desktop.services.queries import training

    return training.reasons(conn, org)


def retention(conn: Any, org: UUID, today: date) -> list[RetentionLine]:
    """Until when the papers of every session are kept."""
    from kairos_desktop.services.queries import retention

    return retention.of_sessions(conn, org, today)


def month(conn: Any, org: UUID, session_id: UUID, month_asked: date, today: date) -> Any:
    """A session's month; None where the session is not open here."""
    from kairos_desktop.services.queries import attendance

    card: MonthCard | None = attendance.month_card(conn, org, session_id, month_asked, today)
    return card


def months_due(conn: Any, org: UUID, month_asked: date, today: date) -> list[DueLine]:
    """The sessions whose month is to be declared or rectified."""
    from kairos_desktop.services.queries import attendance

    return attendance.months_due(conn, org, month_asked, today)


def sheets_of_week(
    conn: Any, org: UUID, session_id: UUID, day: date | None, today: date
) -> SheetWeek | None:
    """The sign-in sheets of a session's week; None where the session is not open here."""
    from kairos_desktop.services.queries import sheets

    return sheets.sheets_of_week(conn, org, session_id, day, today)


def sheets_of_day(conn: Any, org: UUID, day: date) -> list[SheetCard]:
    """The sign-in sheets of a day, of every session."""
    from kairos_desktop.services.queries import sheets

    return sheets.sheets_of_days(conn, org, day, day)


def report(conn: Any, org: UUID, enrolment_id: UUID, today: date) -> ReportCard | None:
    """The « bilan » of a trainee, filled in or not."""
    from kairos_desktop.services.queries import reports

    return reports.report_card(conn, org, enrolment_id, today)


def quote(conn: Any, org: UUID, asked: Mapping[str, UUID], today: date) -> QuoteCard | None:
    """A « devis AIF » by its id; or the one of a person on a session, which may be new."""
    from kairos_desktop.services.queries import aif_quotes

    if "quote_id" in asked:
        return aif_quotes.quote_card(conn, org, asked["quote_id"])
    person, session = asked["jobseeker_id"], asked["session_id"]
    return aif_quotes.card_for(conn, org, person, session, asked["new_id"], today)


def sheet_view(
    conn: Any, org: UUID, session_id: UUID, day: date, half: HalfDay
) -> SheetView | None:
    """The sign-in sheet of a half-day; None where the session is not open here."""
    from kairos_desktop.services.queries import sheets

    return sheets.sheet_view(conn, org, session_id, day, half)


def session_of_code(conn: Any, org: UUID, named: SheetName) -> UUID | None:
    """The session that a sheet's code names; None for no session of this post."""
    from kairos_desktop.services.queries import sheets

    return sheets.session_of_code(conn, org, named)


def notices(
    conn: Any, org: UUID, now: datetime, session_id: UUID | None, with_printed: bool
) -> list[Owed]:
    """The notices and letters to print, of a session or of all."""
    from kairos_desktop.services.due.board import asking
    from kairos_desktop.services.due.line import Scope
    from kairos_desktop.services.due.notices import owed

    sessions = None if session_id is None else (session_id,)
    return owed(asking(conn), Scope(org, now, sessions), with_printed=with_printed)


def evidence(conn: Any, org: UUID, session_id: UUID, now: datetime) -> Evidence | None:
    """What the file of evidence of a session holds and lacks; None where it is not open here."""
    from kairos_desktop.services.queries import evidence as files

    return files.evidence(conn, org, session_id, now)
