# SPDX-License-Identifier: MIT
"""What is due of absences: those that lack something, and the work accidents to notify."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from kairos_desktop.services.due.line import Due, DueKind, Risk, Source, uuid_of
from kairos_desktop.services.due.naming import names_of, people_of
from kairos_desktop.services.rules.attendance import month_of
from kairos_desktop.services.rules.deadlines import attendance_by
from kairos_desktop.services.wording.dates import day_number
from kairos_desktop.services.wording.people import upper_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kairos_desktop.services.due.line import Ask, Scope

_TABLES = frozenset({"absence", "enrolment", "training_session", "jobseeker"})
# As rules.absences.is_incomplete, in the words of the index that holds them alone.
_INCOMPLETE = "(reason = '' OR justification = 'to_qualify' OR (reason = 'late' AND minutes = 0))"
_UNTOLD = "work_accident AND accident_told_on IS NULL"


def incomplete(ask: Ask, scope: Scope) -> list[Due]:
    """Absences without reason, justification or length, by session and month (domain 2.9, 3.6)."""
    found = list(
        ask(
            "SELECT g.session_id, g.first, g.much, g.enrolment_id, s.title FROM ("
            "SELECT org_id, session_id, min(starts_on) AS first, count(*) AS much, enrolment_id "
            f"FROM absence WHERE org_id = ? AND {_INCOMPLETE}{scope.only('session_id')} "
            "GROUP BY session_id, substr(starts_on, 1, 7)) g "
            "CROSS JOIN training_session s ON s.org_id = g.org_id AND s.id = g.session_id",
            (scope.org.bytes, *scope.values),
        )
    )
    alone = [line[3] for line in found if line[2] == 1]
    people = people_of(ask, scope, alone)
    names = names_of(ask, scope, people.values())
    return [_missing(line, names.get(people.get(line[3]))) for line in found]


def _missing(line: Sequence[Any], name: str | None) -> Due:
    session, first, count, path, title = line
    session_id, month = uuid_of(session), month_of(date.fromisoformat(first))
    one = count == 1
    return Due(
        kind=DueKind.ABSENCE,
        about=UUID(int=session_id.int ^ month.toordinal()),
        session_id=session_id,
        risk=Risk.PAY,
        by=attendance_by(month),
        since=date.fromisoformat(first),
        act="Compléter l’absence" if one else "Compléter les absences",
        whom=f"{name if one and name else f'{count} absences'} · {title}",
        why="Motif, justification ou durée à donner : la rémunération en dépend (R6341-45)",
        arguments={"enrolment_id": uuid_of(path)}
        if one
        else {"session_id": session_id, "month": month},
        page="absences" if one else "month",
        count=count,
    )


def accidents(ask: Ask, scope: Scope) -> list[Due]:
    """Work accidents that the organisation has not notified (domain 3.6; R6341-35)."""
    found = ask(
        "SELECT a.id, a.session_id, a.enrolment_id, a.starts_on, j.last_name, j.first_name, "
        "s.title FROM absence a "
        "CROSS JOIN enrolment e ON e.org_id = a.org_id AND e.id = a.enrolment_id "
        "CROSS JOIN jobseeker j ON j.org_id = e.org_id AND j.id = e.jobseeker_id "
        "CROSS JOIN training_session s ON s.org_id = a.org_id AND s.id = a.session_id "
        f"WHERE a.org_id = ? AND {_UNTOLD}{scope.only('a.session_id')}",
        (scope.org.bytes, *scope.values),
    )
    return [_accident(line) for line in found]


def _accident(line: Sequence[Any]) -> Due:
    row, session, path, first, last_name, first_name, title = line
    day = date.fromisoformat(first)
    return Due(
        kind=DueKind.ACCIDENT,
        about=uuid_of(row),
        session_id=uuid_of(session),
        risk=Risk.LAW,
        by=None,
        since=day,
        act="Signaler l’accident du travail",
        whom=f"{upper_name(last_name)} {first_name} · {title}",
        why=f"Accident du {day_number(day)} · l’organisme le signale (R6341-35), puis « Signalé »",
        arguments={"enrolment_id": uuid_of(path)},
        page="absences",
    )


SOURCES = (
    Source(DueKind.ACCIDENT, _TABLES, accidents),
    Source(DueKind.ABSENCE, _TABLES, incomplete),
)
