# SPDX-License-Identifier: MIT
"""A trainee's path as a paper counts it: the rows it takes, its hours between two days, its issue.

The timetable is the one that was typed, over the weekly hours.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kairos_desktop.models.rows import (
    AbsenceRow,
    ClosureRow,
    DocumentRow,
    EnrolmentRow,
    InterruptionRow,
    JobseekerRow,
    LessonRow,
    ProviderRow,
    ReasonRow,
    RemoteWorkRow,
    SessionRow,
)
from kairos_desktop.models.vocabulary import ReasonKind
from kairos_desktop.services.acts.known import by_id, having
from kairos_desktop.services.acts.papers import counter_need, issue_or_replace
from kairos_desktop.services.rules.attendance import Figures, figures_between
from kairos_desktop.services.rules.reasons import reason_id
from kairos_desktop.services.rules.timetables import typed_timetable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date
    from uuid import UUID

    from kairos_desktop.models.vocabulary import DocumentKind
    from kairos_desktop.services.acts.act import Changes, Made
    from kairos_desktop.services.acts.known import Known, Need
    from kairos_desktop.services.acts.papers import TraineePaper
    from kairos_desktop.services.rules.half_days import Timetable


def path_needs(known: Known, made: Made, enrolment_id: UUID, kind: DocumentKind) -> Iterator[Need]:
    """The trainee, what happened, when the session is taught, the papers and their counter."""
    yield by_id(ProviderRow, made.org)
    yield by_id(EnrolmentRow, enrolment_id)
    yield having(AbsenceRow, enrolment_id=enrolment_id)
    yield having(RemoteWorkRow, enrolment_id=enrolment_id)
    yield having(DocumentRow, enrolment_id=enrolment_id)
    yield counter_need(made, kind)
    row = known.peek(EnrolmentRow, enrolment_id)
    if isinstance(row, EnrolmentRow):
        yield by_id(SessionRow, row.session_id)
        yield by_id(JobseekerRow, row.jobseeker_id)
        yield having(InterruptionRow, session_id=row.session_id)
        yield having(LessonRow, session_id=row.session_id)
        yield having(ClosureRow, session_id=row.session_id)
        for reasons in (ReasonKind.DROPOUT, ReasonKind.END):
            yield by_id(ReasonRow, reason_id(reasons, row.reason))


def session_timetable(known: Known, session: SessionRow) -> Timetable:
    """When a session is taught, once `path_needs` is loaded."""
    lessons = known.find(LessonRow, session_id=session.id)
    return typed_timetable(session, lessons, known.find(ClosureRow, session_id=session.id))


def hours_between(known: Known, enrolment: EnrolmentRow, first: date, last: date) -> Figures:
    """What was planned and missed between two days, both included."""
    return figures_between(
        enrolment.id,
        first,
        last,
        session_timetable(known, known.get(SessionRow, enrolment.session_id)),
        known.find(AbsenceRow, enrolment_id=enrolment.id),
        known.find(InterruptionRow, session_id=enrolment.session_id),
        known.find(RemoteWorkRow, enrolment_id=enrolment.id),
    )


def exit_reasons(known: Known, enrolment: EnrolmentRow) -> tuple[ReasonRow, ...]:
    """The reason of the exit as the RGC named it, where the RGC did."""
    ids = (reason_id(kind, enrolment.reason) for kind in (ReasonKind.DROPOUT, ReasonKind.END))
    return tuple(row for each in ids if (row := known.one(ReasonRow, each)))


def papers_of(known: Known, enrolment_id: UUID, kind: DocumentKind) -> list[DocumentRow]:
    """The versions of a trainee's papers of one kind."""
    papers = known.find(DocumentRow, enrolment_id=enrolment_id)
    return [paper for paper in papers if paper.kind is kind]


def issue_of_path(
    known: Known,
    made: Made,
    kind: DocumentKind,
    facts: TraineePaper,
    issued: Sequence[DocumentRow],
    **about: date | str,
) -> Changes:
    """A trainee's paper, or its next version; `about` tells it from the others of its kind."""
    row = facts.enrolment
    return issue_or_replace(
        known,
        made,
        kind,
        facts,
        issued,
        enrolment_id=row.id,
        jobseeker_id=row.jobseeker_id,
        session_id=row.session_id,
        **about,
    )
