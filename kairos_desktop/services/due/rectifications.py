# SPDX-License-Identifier: MIT
"""The declared months to rectify: what has changed since is to be declared again (domain 3.6)."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from kairos_desktop.services.due.doubted_months import to_rectify
from kairos_desktop.services.due.line import Due, DueKind, Risk, Source, people
from kairos_desktop.services.due.naming import names_of, people_of, titles_of
from kairos_desktop.services.rules.deadlines import rectify_by
from kairos_desktop.services.wording.articles import of
from kairos_desktop.services.wording.dates import MONTHS, day_number

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
    titles = titles_of(ask, scope, (session for session, _ in paths))
    whom = people_of(ask, scope, (several[0] for several in paths.values() if len(several) == 1))
    names = names_of(ask, scope, whom.values())
    return [
        _line(
            UUID(bytes=session),
            date.fromisoformat(month),
            several,
            f"{names.get(whom.get(several[0])) or people(len(several))} · {titles[session]}",
            scope.today,
        )
        for (session, month), several in paths.items()
    ]


def _line(session_id: UUID, month: date, paths: list[bytes], whom: str, today: date) -> Due:
    arguments: dict[str, Any] = {"session_id": session_id, "month": month}
    if len(paths) == 1:
        arguments["enrolment_id"] = UUID(bytes=paths[0])
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
        whom=whom,
        why=f"Changée depuis, {said} · la rémunération en dépend (R6341-35, R6341-45)",
        arguments=arguments,
        page="month",
        count=len(paths),
    )


SOURCES = (Source(DueKind.RECTIFY, _TABLES, rectifications),)
