# SPDX-License-Identifier: MIT
"""What is due of those in training: months to declare, exits to confirm, « bilans » to fill in."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import UUID

from kairos_desktop.services.due.doubted_months import opened
from kairos_desktop.services.due.line import Due, DueKind, Risk, Source, people, uuid_of
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
    last_months = [_Month(month) for month in opened(scope.today)]
    for group in _groups(ask, scope, last_months):
        for place, month in enumerate(last_months):
            if group.lacks(place, month):
                counted = with_session if group.end is None else counts
                counted[group.session, month.day] += group.much
    sessions = _sessions(ask, scope, {session for session, _ in (*counts, *with_session)})
    for (session, month), count in with_session.items():
        ends = sessions[session][1]
        if ends is None or ends >= month.isoformat():
            counts[session, month] += count
    urged = {month.day: _urged(month.day, scope.today) for month in last_months}
    return [
        _month((session, sessions[session][0], count), month, urged[month])
        for (session, month), count in counts.items()
    ]


class _Month:
    """A month, and its ends as SQLite holds days."""

    def __init__(self, day: date) -> None:
        self.day = day
        self.first, self.last = day.isoformat(), end_of_month(day).isoformat()


class _Group(NamedTuple):
    """Those of a session who have the same days and the same months declared.

    `end` is their own last day, None where it is the session's; `declared` has a bit a month.
    """

    session: bytes
    end: str | None
    entered: str
    declared: int
    much: int

    def lacks(self, place: int, month: _Month) -> bool:
        """Whether they were there in a month, the nth of those looked at, that is not declared."""
        return (
            not self.declared >> place & 1
            and self.entered <= month.last
            and (self.end is None or self.end >= month.first)
        )


def _groups(ask: Ask, scope: Scope, months: Sequence[_Month]) -> Iterator[_Group]:
    """Everybody who was there in one of the months, the newest first."""
    bits = " ".join(f"WHEN ? THEN {1 << place}" for place in range(len(months)))
    days = [month.first for month in months]
    for end, there, more in (
        ("e.planned_end", "e.state = 'entered'", ()),
        ("e.left_on", "e.left_on IS NOT NULL AND e.left_on >= ?", (days[-1],)),
    ):
        found = ask(
            # One look at the months of each, by their index.
            f"SELECT e.session_id, {end}, e.entered_on, "
            f"(SELECT ifnull(sum(CASE a.month {bits} END), 0) "
            "FROM attendance a WHERE a.org_id = e.org_id AND a.enrolment_id = e.id "
            "AND a.month BETWEEN ? AND ?) AS declared, count(*) FROM enrolment e "
            f"WHERE e.org_id = ? AND {there} AND e.entered_on <= ?{scope.only('e.session_id')} "
            f"GROUP BY e.session_id, {end}, e.entered_on, declared",
            (*days, days[-1], days[0], scope.org.bytes, *more,
             months[0].last, *scope.values),
        )  # fmt: skip
        yield from map(_Group._make, found)


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
    session_id = uuid_of(session)
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
    today = scope.today.isoformat()
    found = ask(
        # The sessions first, from an index: of those that go on nobody is read.
        "SELECT e.id, e.session_id, coalesce(e.planned_end, s.ends_on) AS planned, "
        "j.last_name, j.first_name, s.title FROM (SELECT session_id, min(planned_end) AS first_end "
        f"FROM enrolment WHERE org_id = ? AND state = 'entered'{scope.only('session_id')} "
        "GROUP BY session_id) g CROSS JOIN training_session s ON s.org_id = ? "
        "AND s.id = g.session_id AND (s.ends_on < ? OR g.first_end < ?) "
        "CROSS JOIN enrolment e ON e.org_id = s.org_id AND e.session_id = s.id "
        "AND e.state = 'entered' "
        "CROSS JOIN jobseeker j ON j.org_id = e.org_id AND j.id = e.jobseeker_id "
        "WHERE planned < ?",
        (scope.org.bytes, *scope.values, scope.org.bytes, today, today, today),
    )
    return [_exit(line) for line in found]


def _exit(line: Sequence[Any]) -> Due:
    row, session, planned, last, first, title = line
    end, row_id = date.fromisoformat(planned), uuid_of(row)
    return Due(
        kind=DueKind.EXIT,
        about=row_id,
        session_id=uuid_of(session),
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
        # SQLite takes the other columns from the row of the earliest exit: one a session is named.
        "SELECT g.id, g.session_id, g.left_on, g.people, j.last_name, j.first_name, s.title FROM ("
        "SELECT e.org_id, e.id, e.session_id, e.jobseeker_id, min(e.left_on) AS left_on, "
        "count(*) AS people FROM enrolment e WHERE e.org_id = ? AND e.left_on BETWEEN ? AND ? "
        "AND e.state IN ('dropped', 'excluded', 'completed') "
        "AND NOT EXISTS (SELECT 1 FROM report r WHERE r.org_id = e.org_id "
        f"AND r.enrolment_id = e.id){scope.only('e.session_id')} GROUP BY e.session_id) g "
        "CROSS JOIN training_session s ON s.org_id = g.org_id AND s.id = g.session_id "
        "CROSS JOIN jobseeker j ON j.org_id = g.org_id AND j.id = g.jobseeker_id",
        (scope.org.bytes, oldest.isoformat(), scope.today.isoformat(), *scope.values),
    )
    return [_report(line) for line in found]


def _report(line: Sequence[Any]) -> Due:
    row, session, left, count, last, first, title = line
    left_on, session_id = date.fromisoformat(left), uuid_of(session)
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
        arguments={"enrolment_id": uuid_of(row)},
        page="report",
        count=count,
    )


SOURCES = (
    Source(DueKind.EXIT, _TABLES | {"jobseeker"}, exits),
    Source(DueKind.MONTH, _TABLES | {"attendance"}, months),
    Source(DueKind.REPORT, _TABLES | {"jobseeker", "report"}, reports),
)
