# SPDX-License-Identifier: MIT
"""The declared months to rectify: what has changed since is to be declared again (domain 3.6)."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from kairos_desktop.services.due.doubted_months import to_rectify
from kairos_desktop.services.due.line import Due, DueKind, Risk, Source, people, uuid_of
from kairos_desktop.services.due.naming import batches
from kairos_desktop.services.rules.deadlines import rectify_by
from kairos_desktop.services.wording.articles import of
from kairos_desktop.services.wording.dates import MONTHS, day_number
from kairos_desktop.services.wording.people import upper_name

if TYPE_CHECKING:
    from kairos_desktop.services.due.line import Ask, Scope

_TABLES = frozenset(
    {
        "attendance", "absence", "interruption", "remote_work", "enrolment", "lesson", "closure",
        "training_session", "jobseeker",
    }
)  # fmt: skip


def rectifications(ask: Ask, scope: Scope) -> list[Due]:
    """The months to rectify, by session and month: a timetable typed late concerns everybody."""
    paths: defaultdict[tuple[bytes, str], list[bytes]] = defaultdict(list)
    for changed in to_rectify(ask, scope):
        paths[changed.session, changed.month].append(changed.enrolment)
    told = _told(ask, scope, [several[0] for several in paths.values()])
    return [
        _line(uuid_of(session), date.fromisoformat(month), several, told[several[0]], scope.today)
        for (session, month), several in paths.items()
    ]


def _told(ask: Ask, scope: Scope, paths: list[bytes]) -> dict[bytes, tuple[str, str]]:
    """The name and the session of some trainees."""
    return {
        row: (f"{upper_name(last)} {first}", title)
        for some in batches(paths)
        for row, last, first, title in ask(
            "SELECT e.id, j.last_name, j.first_name, s.title FROM enrolment e "
            "CROSS JOIN jobseeker j ON j.org_id = e.org_id AND j.id = e.jobseeker_id "
            "CROSS JOIN training_session s ON s.org_id = e.org_id AND s.id = e.session_id "
            f"WHERE e.org_id = ? AND e.id IN ({', '.join('?' * len(some))})",
            (scope.org.bytes, *some),
        )
    }


def _line(
    session_id: UUID, month: date, paths: list[bytes], told: tuple[str, str], today: date
) -> Due:
    name, title = told
    arguments: dict[str, Any] = {"session_id": session_id, "month": month}
    if len(paths) == 1:
        arguments["enrolment_id"] = uuid_of(paths[0])
    by = rectify_by(month)
    said = f"sans motif jusqu’au {day_number(by)}" if today <= by else "avec un motif désormais"
    return Due(
        kind=DueKind.RECTIFY,
        # One line a session and a month: the day tells two months of a session apart.
        about=UUID(int=session_id.int ^ month.toordinal()),
        session_id=session_id,
        risk=Risk.PAY,
        by=by,
        since=None,
        act=f"Rectifier l’assiduité {of(MONTHS[month.month - 1])}",
        whom=f"{name if len(paths) == 1 else people(len(paths))} · {title}",
        why=f"Changée depuis, {said} · la rémunération en dépend (R6341-35, R6341-45)",
        arguments=arguments,
        page="month",
        count=len(paths),
    )


SOURCES = (Source(DueKind.RECTIFY, _TABLES, rectifications),)
