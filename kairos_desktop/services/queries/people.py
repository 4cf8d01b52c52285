# SPDX-License-Identifier: MIT
"""Jobseekers: search by any part of a name or identifier, likely duplicates. Lane: read."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

import msgspec
from sqlalchemy import and_, func, or_, select

from kairos_desktop.models.rows import (
    EnrolmentRow,
    JobseekerRow,
    RegistrationRow,
    SessionRow,
    SlotRow,
)
from kairos_desktop.models.tables import ENROLMENT, JOBSEEKER, REGISTRATION, SESSION, SLOT
from kairos_desktop.services.queries.reading import all_ids, bare_id, columns, in_order, take
from kairos_desktop.services.rules.duplicates import Likeness, digits, likeness
from kairos_desktop.services.rules.folding import fold, words_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import ColumnElement, Connection

_SORTS = {
    "name": JOBSEEKER.c.sort_key,
    "ft_id": JOBSEEKER.c.ft_id,
    "town": JOBSEEKER.c.town,
    "birth_date": JOBSEEKER.c.birth_date,
}


class PersonMoment(msgspec.Struct, frozen=True):
    """One registration or enrolment of a person, for the record « Parcours »."""

    session: SessionRow
    registration: RegistrationRow | None
    slot: SlotRow | None
    enrolment: EnrolmentRow | None


class PersonCard(msgspec.Struct, frozen=True):
    """A person with everything that hangs on the record."""

    jobseeker: JobseekerRow
    moments: tuple[PersonMoment, ...]
    absorbed: tuple[JobseekerRow, ...]
    """Records that were merged into this one."""


class Suspect(msgspec.Struct, frozen=True):
    """A record that may be the same person, and why."""

    jobseeker: JobseekerRow
    likeness: Likeness


def ids_for(
    conn: Connection,
    org: UUID,
    text: str = "",
    *,
    sort: str = "name",
    descending: bool = False,
    most: int | None = None,
) -> list[UUID]:
    """The ids of the people whose name or identifier holds every word typed."""
    column = _SORTS[sort]
    query = (
        select(bare_id(JOBSEEKER))
        .where(JOBSEEKER.c.org_id == org, JOBSEEKER.c.merged_into_id.is_(None))
        .order_by(column.desc() if descending else column, JOBSEEKER.c.id)
    )
    for word in words_of(text):
        query = query.where(JOBSEEKER.c.search_key.contains(word, autoescape=True))
    return all_ids(conn, query.limit(most))


def rows_for(conn: Connection, org: UUID, ids: Sequence[UUID]) -> list[JobseekerRow]:
    """The people with these ids, in their order."""
    query = select(*columns([JobseekerRow], [JOBSEEKER])).where(
        JOBSEEKER.c.org_id == org, JOBSEEKER.c.id.in_(ids)
    )
    return in_order(ids, [JobseekerRow(*row) for row in conn.execute(query)])


def search(conn: Connection, org: UUID, text: str, most: int = 12) -> list[JobseekerRow]:
    """The first people found, for a type-ahead."""
    return rows_for(conn, org, ids_for(conn, org, text, most=most))


def suspects(
    conn: Connection,
    org: UUID,
    typed: JobseekerRow,
    most: int = 5,
) -> list[Suspect]:
    """Records that may be the person being typed, the surest first, with the reason."""
    near: list[ColumnElement[bool]] = [JOBSEEKER.c.sort_key.in_(_names(typed))]
    ids = [i for i in (typed.ft_id, typed.previous_ft_id) if i]
    if ids:
        near += [JOBSEEKER.c.ft_id.in_(ids), JOBSEEKER.c.previous_ft_id.in_(ids)]
    if typed.email.strip():
        near.append(func.lower(JOBSEEKER.c.email) == typed.email.strip().lower())
    if len(digits(typed.phone)) >= 9:
        near.append(func.substr(_bare_phone(), -9) == digits(typed.phone)[-9:])
    query = select(*columns([JobseekerRow], [JOBSEEKER])).where(
        JOBSEEKER.c.org_id == org,
        JOBSEEKER.c.id != typed.id,
        JOBSEEKER.c.merged_into_id.is_(None),
        or_(*near),
    )
    found = (JobseekerRow(*row) for row in conn.execute(query))
    alike = [Suspect(row, why) for row in found if (why := likeness(typed, row))]
    rank = list(Likeness)
    return sorted(alike, key=lambda suspect: rank.index(suspect.likeness))[:most]


def _bare_phone() -> ColumnElement[str]:
    """The number without what people put between its digits (rules.duplicates, in SQL)."""
    bare: ColumnElement[str] = JOBSEEKER.c.phone
    for mark in " .-/()\u00a0\u202f":
        bare = func.replace(bare, mark, "")
    return bare


def _names(typed: JobseekerRow) -> list[str]:
    return [
        fold(f"{typed.last_name} {typed.first_name}"),
        fold(f"{typed.first_name} {typed.last_name}"),
    ]


def card(conn: Connection, org: UUID, jobseeker_id: UUID) -> PersonCard | None:
    """A person's record with registrations and enrolments, the latest first."""
    people = rows_for(conn, org, [jobseeker_id])
    if not people:
        return None
    absorbed = select(*columns([JobseekerRow], [JOBSEEKER])).where(
        JOBSEEKER.c.org_id == org, JOBSEEKER.c.merged_into_id == jobseeker_id
    )
    moments = _registrations(conn, org, jobseeker_id) + _enrolments(conn, org, jobseeker_id)
    moments.sort(key=moment_day, reverse=True)
    return PersonCard(
        people[0],
        tuple(moments),
        tuple(JobseekerRow(*row) for row in conn.execute(absorbed)),
    )


def moment_day(moment: PersonMoment) -> date:
    """The day of an appointment or a candidacy, or since when an enrolment is what it is."""
    if moment.slot and moment.registration:
        is_candidacy = moment.slot.until is not None
        return moment.registration.placed_on if is_candidacy else moment.slot.held_on
    return moment.enrolment.since if moment.enrolment else date.min


def _registrations(conn: Connection, org: UUID, jobseeker_id: UUID) -> list[PersonMoment]:
    kinds = (SessionRow, RegistrationRow, SlotRow)
    join = REGISTRATION.join(
        SLOT, and_(SLOT.c.org_id == REGISTRATION.c.org_id, SLOT.c.id == REGISTRATION.c.slot_id)
    ).join(
        SESSION,
        and_(SESSION.c.org_id == SLOT.c.org_id, SESSION.c.id == SLOT.c.session_id),
    )
    query = (
        select(*columns(kinds, (SESSION, REGISTRATION, SLOT)))
        .select_from(join)
        .where(REGISTRATION.c.org_id == org, REGISTRATION.c.jobseeker_id == jobseeker_id)
    )
    lines = (take(kinds, row) for row in conn.execute(query))
    return [PersonMoment(session, row, slot, None) for session, row, slot in lines]


def _enrolments(conn: Connection, org: UUID, jobseeker_id: UUID) -> list[PersonMoment]:
    kinds = (SessionRow, EnrolmentRow)
    join = ENROLMENT.join(
        SESSION,
        and_(SESSION.c.org_id == ENROLMENT.c.org_id, SESSION.c.id == ENROLMENT.c.session_id),
    )
    query = (
        select(*columns(kinds, (SESSION, ENROLMENT)))
        .select_from(join)
        .where(ENROLMENT.c.org_id == org, ENROLMENT.c.jobseeker_id == jobseeker_id)
    )
    lines = (take(kinds, row) for row in conn.execute(query))
    return [PersonMoment(session, None, None, enrolment) for session, enrolment in lines]
