# SPDX-License-Identifier: MIT
"""« Inscrits en formation » and their papers. Lane: read."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

import msgspec
from sqlalchemy import and_, func, or_, select

from kairos_desktop.models.rows import DocumentRow, EnrolmentRow, JobseekerRow, SessionRow
from kairos_desktop.models.tables import DOCUMENT, ENROLMENT, JOBSEEKER, REPORT, SESSION
from kairos_desktop.models.vocabulary import DocumentKind
from kairos_desktop.services.exchange_seen import RowMark
from kairos_desktop.services.queries.reading import columns, in_order, take
from kairos_desktop.services.rules.entries import WAITED_FOR
from kairos_desktop.services.rules.folding import words_of
from kairos_desktop.services.rules.transitions import ENTERABLE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

_SORTS = {
    "name": (JOBSEEKER.c.sort_key,),
    "ft_id": (JOBSEEKER.c.ft_id,),
    "funding": (ENROLMENT.c.funding,),
    "dates": (ENROLMENT.c.planned_start,),
    "entered": (ENROLMENT.c.entered_on,),
    "state": (ENROLMENT.c.state,),
}

awaited_on = func.coalesce(ENROLMENT.c.planned_start, SESSION.c.starts_on)
"""The day on which somebody is awaited; as `rules.entries.planned_start`."""

_JOIN = ENROLMENT.join(
    JOBSEEKER,
    and_(JOBSEEKER.c.org_id == ENROLMENT.c.org_id, JOBSEEKER.c.id == ENROLMENT.c.jobseeker_id),
).join(
    SESSION, and_(SESSION.c.org_id == ENROLMENT.c.org_id, SESSION.c.id == ENROLMENT.c.session_id)
)


class EnrolmentLine(msgspec.Struct, frozen=True):
    """One line of « Inscrits en formation », with the last version of each of its papers."""

    enrolment: EnrolmentRow
    jobseeker: JobseekerRow
    session: SessionRow
    papers: tuple[DocumentRow, ...] = ()
    mark: RowMark | None = None
    """What its last act awaits, where the posts exchange."""
    has_report: bool = False
    """Whether its « bilan de fin de formation » is filled in."""

    @property
    def id(self) -> UUID:
        """The enrolment's id."""
        return self.enrolment.id

    def paper(self, kind: DocumentKind) -> DocumentRow | None:
        """The paper of one kind that was issued last, in its last version."""
        of_kind = [paper for paper in self.papers if paper.kind is kind]
        return max(of_kind, key=lambda paper: (paper.issued_at, paper.version), default=None)


def ids_for(
    conn: Connection,
    org: UUID,
    session_id: UUID,
    text: str = "",
    *,
    sort: str = "name",
    descending: bool = False,
) -> list[UUID]:
    """The ids of a session's enrolments, all states."""
    order = [c.desc() if descending else c.asc() for c in _SORTS[sort]]
    query = (
        select(ENROLMENT.c.id)
        .select_from(_JOIN)
        .where(ENROLMENT.c.org_id == org, ENROLMENT.c.session_id == session_id)
        .order_by(*order, JOBSEEKER.c.sort_key, ENROLMENT.c.id)
    )
    for word in words_of(text):
        query = query.where(JOBSEEKER.c.search_key.contains(word, autoescape=True))
    return list(conn.execute(query).scalars())


class EntryList(msgspec.Struct, frozen=True):
    """« Saisie des entrées en formation »: its lines, and how many are still to type."""

    ids: list[UUID]
    missing: int


def entries(
    conn: Connection,
    org: UUID,
    session_id: UUID,
    today: date,
    *,
    with_entered: bool = False,
    sort: str = "name",
    descending: bool = False,
) -> EntryList:
    """Those whose start has come and who have not entered, as `rules.entries.is_to_enter` says.

    `with_entered` shows those who have as well. Somebody noted absent stays, and is not missing.
    """
    here = and_(ENROLMENT.c.org_id == org, ENROLMENT.c.session_id == session_id)
    come = or_(awaited_on.is_(None), awaited_on <= today)
    shown = and_(ENROLMENT.c.state.in_(ENTERABLE), come)
    if with_entered:
        shown = or_(shown, ENROLMENT.c.entered_on.is_not(None))
    order = [c.desc() if descending else c.asc() for c in _SORTS[sort]]
    listed = (
        select(ENROLMENT.c.id)
        .select_from(_JOIN)
        .where(here, shown)
        .order_by(*order, JOBSEEKER.c.sort_key, ENROLMENT.c.id)
    )
    missing = (
        select(func.count()).select_from(_JOIN).where(here, come, ENROLMENT.c.state.in_(WAITED_FOR))
    )
    return EntryList(list(conn.execute(listed).scalars()), conn.execute(missing).scalar() or 0)


def rows_for(conn: Connection, org: UUID, ids: Sequence[UUID]) -> list[EnrolmentLine]:
    """The lines with these ids, in their order."""
    kinds = (EnrolmentRow, JobseekerRow, SessionRow)
    query = (
        select(*columns(kinds, (ENROLMENT, JOBSEEKER, SESSION)))
        .select_from(_JOIN)
        .where(ENROLMENT.c.org_id == org, ENROLMENT.c.id.in_(ids))
    )
    papers: dict[UUID, list[DocumentRow]] = {}
    for paper in _papers(conn, org, ids):
        papers.setdefault(paper.enrolment_id or paper.id, []).append(paper)
    reported = set(
        conn.execute(
            select(REPORT.c.enrolment_id).where(
                REPORT.c.org_id == org, REPORT.c.enrolment_id.in_(ids)
            )
        ).scalars()
    )
    lines: list[EnrolmentLine] = []
    for row in conn.execute(query):
        enrolment, jobseeker, session = take(kinds, row)
        own = tuple(papers.get(enrolment.id, ()))
        has_report = enrolment.id in reported
        lines.append(EnrolmentLine(enrolment, jobseeker, session, own, has_report=has_report))
    return in_order(ids, lines)


def _papers(conn: Connection, org: UUID, enrolment_ids: Sequence[UUID]) -> list[DocumentRow]:
    query = (
        select(*columns([DocumentRow], [DOCUMENT]))
        .where(DOCUMENT.c.org_id == org, DOCUMENT.c.enrolment_id.in_(enrolment_ids))
        .order_by(DOCUMENT.c.number, DOCUMENT.c.version)
    )
    return [DocumentRow(*row) for row in conn.execute(query)]
