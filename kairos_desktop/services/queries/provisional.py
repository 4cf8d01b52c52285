# SPDX-License-Identifier: MIT
"""Papers drawn from what the back end has not accepted yet: which, and what became of them."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import and_, select, update
from sqlalchemy.dialects.sqlite import insert

from kairos_desktop.models.act_tables import IMAGE
from kairos_desktop.models.exchange_tables import OUTBOX, PROVISIONAL
from kairos_desktop.models.rows import DocumentRow
from kairos_desktop.models.tables import DOCUMENT, REGISTRATION
from kairos_desktop.models.vocabulary import DocumentKind
from kairos_desktop.services.exchange_seen import ProvisionalPaper
from kairos_desktop.services.queries.exchange_subjects import subjects_of
from kairos_desktop.services.queries.reading import columns

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import Connection


def not_accepted(conn: Connection, org: UUID, papers: Sequence[DocumentRow]) -> set[UUID]:
    """The papers of which something waits: themselves, or what they speak of. Lane: read.

    A sheet speaks of everybody on its slot.
    """
    slots = [paper.slot_id for paper in papers if paper.slot_id]
    on_slots: dict[UUID, set[UUID]] = {}
    if slots:
        query = select(REGISTRATION.c.slot_id, REGISTRATION.c.id).where(
            REGISTRATION.c.org_id == org, REGISTRATION.c.slot_id.in_(slots)
        )
        for slot_id, row_id in conn.execute(query):
            on_slots.setdefault(slot_id, set()).add(row_id)
    spoken = {paper.id: _rows_of(paper, on_slots) for paper in papers}
    waits = _waiting(conn, org, set[UUID]().union(*spoken.values()))
    return {paper_id for paper_id, rows in spoken.items() if rows & waits}


def _rows_of(paper: DocumentRow, on_slots: Mapping[UUID, set[UUID]]) -> set[UUID]:
    named = {paper.id, paper.enrolment_id, paper.slot_id, paper.jobseeker_id} - {None}
    on_slot = on_slots.get(paper.slot_id, set()) if paper.slot_id else set[UUID]()
    return {row_id for row_id in named if row_id} | on_slot


def _waiting(conn: Connection, org: UUID, row_ids: Collection[UUID]) -> set[UUID]:
    query = (
        select(IMAGE.c.id)
        .join_from(
            OUTBOX,
            IMAGE,
            and_(IMAGE.c.org_id == OUTBOX.c.org_id, IMAGE.c.act_id == OUTBOX.c.act_id),
        )
        .where(OUTBOX.c.org_id == org, OUTBOX.c.acked_at.is_(None), IMAGE.c.id.in_(row_ids))
    )
    return set(conn.execute(query).scalars())


def to_confirm(conn: Connection, org: UUID) -> list[ProvisionalPaper]:
    """The papers drawn before acceptance and not decided upon, the oldest first. Lane: read."""
    drawn = conn.execute(
        select(PROVISIONAL.c.document_id, PROVISIONAL.c.drawn_at)
        .where(PROVISIONAL.c.org_id == org, PROVISIONAL.c.decided_at.is_(None))
        .order_by(PROVISIONAL.c.drawn_at)
    ).all()
    ids = [paper_id for paper_id, _at in drawn]
    found = conn.execute(
        select(*columns([DocumentRow], [DOCUMENT])).where(
            DOCUMENT.c.org_id == org, DOCUMENT.c.id.in_(ids)
        )
    )
    rows = {row.id: row for row in (DocumentRow(*each) for each in found)}
    waits = not_accepted(conn, org, list(rows.values()))
    named = ("enrolment_id", "slot_id", "jobseeker_id")
    about = subjects_of(
        conn,
        org,
        {
            paper_id: {
                name: str(value)
                for name in named
                if paper_id in rows and (value := getattr(rows[paper_id], name))
            }
            for paper_id in ids
        },
    )
    return [
        ProvisionalPaper(
            id=paper_id,
            drawn_at=at,
            row=rows.get(paper_id),
            is_accepted=paper_id in rows and paper_id not in waits,
            subject=about[paper_id],
            registration_ids=_whose(conn, org, rows.get(paper_id)),
        )
        for paper_id, at in drawn
    ]


def _whose(conn: Connection, org: UUID, paper: DocumentRow | None) -> tuple[UUID, ...]:
    """The registrations that a convocation calls."""
    if paper is None or paper.kind is not DocumentKind.CONVOCATION:
        return ()
    query = select(REGISTRATION.c.id).where(
        REGISTRATION.c.org_id == org,
        REGISTRATION.c.slot_id == paper.slot_id,
        REGISTRATION.c.jobseeker_id == paper.jobseeker_id,
    )
    return tuple(conn.execute(query).scalars())


def keep_drawn(conn: Connection, org: UUID, paper_ids: Collection[UUID], at: datetime) -> None:
    """Remember papers drawn before acceptance; drawn once more, they are to confirm again.

    Lane: write.
    """
    if paper_ids:
        values = [{"org_id": org, "document_id": each, "drawn_at": at} for each in paper_ids]
        kept = insert(PROVISIONAL).values(values)
        conn.execute(
            kept.on_conflict_do_update(
                index_elements=["org_id", "document_id"],
                set_={"drawn_at": at, "decided_at": None},
            )
        )


def confirm(conn: Connection, org: UUID, paper_ids: Collection[UUID], at: datetime) -> None:
    """Take papers off the list: drawn anew, or noted. Lane: write."""
    conn.execute(
        update(PROVISIONAL)
        .where(
            PROVISIONAL.c.org_id == org,
            PROVISIONAL.c.document_id.in_(paper_ids),
            PROVISIONAL.c.decided_at.is_(None),
        )
        .values(decided_at=at)
    )
