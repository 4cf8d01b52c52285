# SPDX-License-Identifier: MIT
"""Issued papers: the one that stands, and the one that it replaces. Lane: read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import and_, select, tuple_

from kairos_desktop.models.rows import DocumentRow
from kairos_desktop.models.tables import DOCUMENT, JOBSEEKER, REGISTRATION
from kairos_desktop.models.vocabulary import DocumentKind, DocumentState
from kairos_desktop.services.queries.reading import columns

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from sqlalchemy import ColumnElement, Connection


def standing(
    conn: Connection,
    org: UUID,
    kind: DocumentKind,
    *,
    slot_id: UUID | None = None,
    enrolment_id: UUID | None = None,
    registration_ids: Sequence[UUID] = (),
) -> list[DocumentRow]:
    """The last version of each paper of a kind, about a slot, an enrolment or registrations.

    By the names of the people, then by number.
    """
    about: list[ColumnElement[bool]] = [DOCUMENT.c.org_id == org, DOCUMENT.c.kind == kind]
    if enrolment_id:
        about.append(DOCUMENT.c.enrolment_id == enrolment_id)
    elif registration_ids:
        people = select(REGISTRATION.c.slot_id, REGISTRATION.c.jobseeker_id).where(
            REGISTRATION.c.org_id == org, REGISTRATION.c.id.in_(registration_ids)
        )
        about.append(tuple_(DOCUMENT.c.slot_id, DOCUMENT.c.jobseeker_id).in_(people))
    else:
        about.append(DOCUMENT.c.slot_id == slot_id)
    named = and_(JOBSEEKER.c.org_id == DOCUMENT.c.org_id, JOBSEEKER.c.id == DOCUMENT.c.jobseeker_id)
    query = (
        select(*columns([DocumentRow], [DOCUMENT]))
        .select_from(DOCUMENT.outerjoin(JOBSEEKER, named))
        # The last version of a number is the one that no other supersedes.
        .where(*about, DOCUMENT.c.state != DocumentState.SUPERSEDED)
        .order_by(JOBSEEKER.c.sort_key, DOCUMENT.c.number)
    )
    return [DocumentRow(*row) for row in conn.execute(query)]


def by_id(conn: Connection, org: UUID, document_id: UUID) -> DocumentRow | None:
    """One version of a paper."""
    query = select(*columns([DocumentRow], [DOCUMENT])).where(
        DOCUMENT.c.org_id == org, DOCUMENT.c.id == document_id
    )
    row = conn.execute(query).first()
    return DocumentRow(*row) if row else None


def replaced_by(conn: Connection, org: UUID, row: DocumentRow) -> DocumentRow | None:
    """The version that this one replaces."""
    return by_id(conn, org, row.replaces_id) if row.replaces_id else None
