# SPDX-License-Identifier: MIT
"""What is due of those in training: months to declare, exits to confirm, « bilans » to fill in."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from kairos_desktop.services.due.doubted_months import opened
from kairos_desktop.services.due.line import Due, DueKind, Risk, Source, people
from kairos_desktop.services.due.naming import batches
from kairos_desktop.services.rules.attendance import end_of_month
from kairos_desktop.services.rules.deadlines import (
    attendance_by,
    declare_by,
    is_month_called_for,
    report_by,
    working_days_left,
)
from kairos_desktop.services.wording.articles import of
from kairos_desktop.services.wording.dates import MONTHS, day_number
from kairos_desktop.services.wording.people import upper_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kairos_desktop.services.due.line import Ask, Scope

_TABLES = frozenset({"enrolment", "training_session"})
_REPORTS_BACK = 92
"""Days looked at for an exit without its « bilan »: the board shows the older ones."""
_END = "coalesce(e.left_on, e.planned_end, s.ends_on)"


def months(ask: Ask, scope: Scope) -> list[Due]:
    """The opened months that some trainees of a session are not declared for (guide p. 29, 30).

    Those in training, then those who left lately: each by the index that holds them alone.
    """
    counts: Counter[tuple[bytes, date]] = Counter()
    # Whose end is the session's: counted once it is known to reach the month.
    with_session: Counter[tuple[bytes, date]] = Counter()
    months = opened(scope.today)
    for month in months:
        for session, has_own, count in _undeclared(ask, scope, month):
            (counts if has_own else with_session)[session, month] += count
    sessions = _sessions(ask, scope, {session for session, _ in (*counts, *with_session)})
    for (session, month), count in with_session.items():
        ends = sessions[session][1]
        if ends is None or ends >= month.isoformat():
            counts[session, month] += count
    urged = {month: _urged(month, scope.today) for month in months}
    return [
        _month((session, sessions[session][0], count), month, urged[month])
        for (session, month), count in counts.items()
    ]


def _undeclared(ask: Ask, scope: Scope, month: date) -> Iterator[Sequence[Any]]:
    """By session, how many of a month are not declared; apart, those with an end of their own."""
    first, last = month.isoformat(), end_of_month(month).isoformat()
    for end, there in (
        ("e.planned_end", "e.state = 'entered' AND (e.planned_end IS NULL OR e.planned_end >= ?)"),
        ("e.left_on", "e.left_on IS NOT NULL AND e.left_on >= ?"),
    ):
        yield from ask(
            f"SELECT e.session_id, {end} IS NOT NULL AS has_own, count(*) FROM enrolment e "
            f"WHERE e.org_id = ? AND {there} AND e.entered_on <= ? "
            "AND NOT EXISTS (SELECT 1 FROM attendance a WHERE a.org_id = e.org_id "
            "AND a.enrolment_id = e.id AND a.month = ?)"
            f"{scope.only('e.session_id')} GROUP BY e.session_id, has_own",
            (scope.org.bytes, first, last, first, *scope.values),
        )


def _sessions(ask: Ask, scope: Scope, ids: Iterable[bytes]) -> dict[bytes, tuple[str, str | None]]:
    """The titles and the last days of some sessions."""
    return {
        row: (title, ends)
        for some in batches(ids)
        for row, title, ends in ask(
            "SELECT id, title, ends_on FROM training_session "
            f"WHERE org_id = ? AND id IN ({', '.join('?' * len(some))})",
            (scope.org.bytes, *some),
        )
    }


def _urged(month: date, today: date) -> str:
    """Since when a month is open, or how little of it is left."""
    if not is_month_called_for(month, today):
        return "Ouverte le 25"
    left = working_days_left(attendance_by(month), today)
    return f"Plus que {left} jours ouvrés" if left > 1 else "Dernier jour ouvré ou passé"


def _month(line: Sequence[Any], month: date, urged: str) -> Due:
    session, title, count = line
    session_id = UUID(bytes=session)
    return Due(
        kind=DueKind.MONTH,
        # One line a session and a month: the day tells two months of a session apart.
        about=UUID(int=session_id.int ^ month.toordinal()),
        session_id=session_id,
        risk=Risk.PAY,
        by=attendance_by(month),
        since=month,
        act=f"Saisir l’assiduité {of(MONTHS[month.month - 1])}",
        whom=f"{people(count)} · {title}",
        why=f"{urged} · la rémunération des stagiaires en dépend (R6341-35, R6341-45)",
        arguments={"session_id": session_id, "month": month},
        page="month",
        count=count,
    )


def exits(ask: Ask, scope: Scope) -> list[Due]:
    """Those whose planned end has passed: the exit is proposed, a person confirms it.

    As `rules.exits.is_exit_due` says; to be declared within three days (L6121-5).
    """
    found = ask(
        "SELECT e.id, e.session_id, coalesce(e.planned_end, s.ends_on) AS planned, "
        "j.last_name, j.first_name, s.title FROM enrolment e "
        "CROSS JOIN training_session s ON s.org_id = e.org_id AND s.id = e.session_id "
        "JOIN jobseeker j ON j.org_id = e.org_id AND j.id = e.jobseeker_id "
        f"WHERE e.org_id = ? AND e.state = 'entered' AND planned < ?{scope.only('e.session_id')}",
        (scope.org.bytes, scope.today.isoformat(), *scope.values),
    )
    return [_exit(line) for line in found]


def _exit(line: Sequence[Any]) -> Due:
    row, session, planned, last, first, title = line
    end, row_id = date.fromisoformat(planned), UUID(bytes=row)
    return Due(
        kind=DueKind.EXIT,
        about=row_id,
        session_id=UUID(bytes=session),
        risk=Risk.LAW,
        by=declare_by(end),
        since=end,
        act="Confirmer la sortie",
        whom=f"{upper_name(last)} {first} · {title}",
        why=f"Fin prévue le {day_number(end)} · à déclarer sous 3 jours "
        "(décret 2019-1386, L6121-5)",
        arguments={"enrolment_id": row_id},
        page="absences",
    )


def reports(ask: Ask, scope: Scope) -> list[Due]:
    """Those who left lately without a « bilan », as `rules.reports.owes_report` says.

    A line a session: the form goes from one to the next.
    """
    oldest = scope.today - timedelta(days=_REPORTS_BACK)
    found = ask(
        # SQLite takes the other columns from the row of the earliest exit.
        "SELECT e.id, e.session_id, min(e.left_on), count(*), j.last_name, j.first_name, s.title "
        "FROM enrolment e "
        "CROSS JOIN training_session s ON s.org_id = e.org_id AND s.id = e.session_id "
        "JOIN jobseeker j ON j.org_id = e.org_id AND j.id = e.jobseeker_id "
        "WHERE e.org_id = ? AND e.left_on BETWEEN ? AND ? "
        "AND e.state IN ('dropped', 'excluded', 'completed') "
        "AND NOT EXISTS (SELECT 1 FROM report r WHERE r.org_id = e.org_id "
        f"AND r.enrolment_id = e.id){scope.only('e.session_id')} GROUP BY e.session_id",
        (scope.org.bytes, oldest.isoformat(), scope.today.isoformat(), *scope.values),
    )
    return [_report(line) for line in found]


def _report(line: Sequence[Any]) -> Due:
    row, session, left, count, last, first, title = line
    left_on, session_id = date.fromisoformat(left), UUID(bytes=session)
    whom = f"{upper_name(last)} {first}" if count == 1 else people(count)
    return Due(
        kind=DueKind.REPORT,
        about=session_id,
        session_id=session_id,
        risk=Risk.SCHEME,
        by=report_by(left_on),
        since=left_on,
        act="Saisir le bilan" if count == 1 else "Saisir les bilans",
        whom=f"{whom} · {title}",
        why=f"Sortie {'' if count == 1 else 'la plus ancienne '}le {day_number(left_on)} · "
        "bilan de fin de formation attendu du prescripteur",
        arguments={"enrolment_id": UUID(bytes=row)},
        page="report",
        count=count,
    )


SOURCES = (
    Source(DueKind.EXIT, _TABLES | {"jobseeker"}, exits),
    Source(DueKind.MONTH, _TABLES | {"attendance"}, months),
    Source(DueKind.REPORT, _TABLES | {"jobseeker", "report"}, reports),
)
