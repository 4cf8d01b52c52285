# SPDX-License-Identifier: MIT
"""People with where they stand: how many appointments and trainings, and the latest. Lane: read."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID

import msgspec
from sqlalchemy import and_, asc, bindparam, case, desc, func, literal, or_, select

from kairos_desktop.models.rows import (
    EnrolmentRow,
    JobseekerRow,
    RegistrationRow,
    SessionRow,
    SlotRow,
)
from kairos_desktop.models.tables import ENROLMENT, JOBSEEKER, REGISTRATION, SESSION, SLOT
from kairos_desktop.models.vocabulary import SlotKind
from kairos_desktop.services.queries.people import PersonMoment, rows_for
from kairos_desktop.services.queries.reading import all_ids, bare_id, columns, take
from kairos_desktop.services.rules.folding import words_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection, Executable

FIRST = 200
"""A page of the list: as many lines as the window asks for at a time."""

FIRST_FOUND = 60
"""As many lines as no screen shows at once: what somebody who types waits for."""

_SLICE = 1000

_SORTS = {
    "name": JOBSEEKER.c.sort_key,
    "ft_id": JOBSEEKER.c.ft_id,
    "town": JOBSEEKER.c.town,
    "birth_date": JOBSEEKER.c.birth_date,
    "prescriber": JOBSEEKER.c.prescriber,
}


class PersonPath(msgspec.Struct, frozen=True):
    """A line of « Rechercher un DE » and of « Parcours de formation DE »."""

    jobseeker: JobseekerRow
    meetings: int
    appointments: int
    candidacies: int
    enrolments: int
    latest: PersonMoment | None
    """The last appointment held or to come, or the last change of an enrolment, where asked."""

    @property
    def id(self) -> UUID:
        """The jobseeker's id."""
        return self.jobseeker.id


class _Stays(NamedTuple):
    """How often somebody was registered, or enrolled, and the id and day of the last time."""

    meetings: int
    candidacies: int
    others: int
    last: UUID | None
    day: date


_NEVER = _Stays(0, 0, 0, None, date.min)
_IS_MEETING, _IS_CANDIDACY = (
    case((SLOT.c.kind == kind, 1), else_=0) for kind in (SlotKind.MEETING, SlotKind.CANDIDACY)
)
# Counted from the indexes and the slots alone. With max(), SQLite gives the other columns of the
# row that has it: https://www.sqlite.org/lang_select.html#bareagg
_REGISTERED = (
    select(
        REGISTRATION.c.jobseeker_id,
        func.sum(_IS_MEETING),
        func.sum(_IS_CANDIDACY),
        func.sum(1 - _IS_MEETING - _IS_CANDIDACY),
        REGISTRATION.c.id,
        func.max(SLOT.c.held_on),
    )
    .select_from(
        REGISTRATION.join(
            SLOT, and_(SLOT.c.org_id == REGISTRATION.c.org_id, SLOT.c.id == REGISTRATION.c.slot_id)
        )
    )
    .where(
        REGISTRATION.c.org_id == bindparam("org"),
        REGISTRATION.c.jobseeker_id.in_(bindparam("ids", expanding=True)),
    )
    .group_by(REGISTRATION.c.jobseeker_id)
)
_ENROLLED = (
    select(
        ENROLMENT.c.jobseeker_id,
        literal(0),
        literal(0),
        func.count(),
        ENROLMENT.c.id,
        func.max(ENROLMENT.c.since),
    )
    .where(
        ENROLMENT.c.org_id == bindparam("org"),
        ENROLMENT.c.jobseeker_id.in_(bindparam("ids", expanding=True)),
    )
    .group_by(ENROLMENT.c.jobseeker_id)
)


def ids_for(
    conn: Connection,
    org: UUID,
    text: str,
    sort: str = "name",
    descending: bool = False,
    only_known_paths: bool = False,
    most: int | None = None,
) -> list[UUID]:
    """The ids of the people whose name or identifier holds every word typed, sorted.

    `only_known_paths` leaves out those who were never registered nor enrolled anywhere.
    """
    way = desc if descending else asc
    # All one way: the index of names is then read as it lies, forward or backward.
    order = (way(_SORTS[sort]), way(JOBSEEKER.c.sort_key), way(JOBSEEKER.c.id))
    query = (
        select(bare_id(JOBSEEKER))
        .where(JOBSEEKER.c.org_id == org, JOBSEEKER.c.merged_into_id.is_(None))
        .order_by(*order)
    )
    for word in words_of(text):
        query = query.where(JOBSEEKER.c.search_key.contains(word, autoescape=True))
    if only_known_paths:
        paths = [
            select(table.c.id)
            .where(table.c.org_id == org, table.c.jobseeker_id == JOBSEEKER.c.id)
            .exists()
            for table in (REGISTRATION, ENROLMENT)
        ]
        query = query.where(or_(*paths))
    return all_ids(conn, query.limit(most))


def first_lines(
    conn: Connection,
    org: UUID,
    text: str,
    sort: str = "name",
    descending: bool = False,
    only_known_paths: bool = False,
) -> list[PersonPath]:
    """The lines of the first `first_count` people found, shown while the other ids are read.

    The list of paths shows the latest of each, the list of people does not.
    """
    most = first_count(text)
    ids = ids_for(conn, org, text, sort, descending, only_known_paths, most)
    return lines_for(conn, org, ids, latest=only_known_paths)


def first_count(text: str) -> int:
    """How many lines come first for what is typed; fewer mean that there are no others."""
    return FIRST_FOUND if words_of(text) else FIRST


def lines_for(
    conn: Connection, org: UUID, ids: Sequence[UUID], *, latest: bool = True
) -> list[PersonPath]:
    """The lines of these people, in their order; as many as an export wants.

    Without `latest` none of them says what happened last: half of the work is spared.
    """
    lines: list[PersonPath] = []
    # SQLite takes 32,766 values in one statement.
    for start in range(0, len(ids), _SLICE):
        some = ids[start : start + _SLICE]
        registered = _stays(conn, org, some, _REGISTERED)
        enrolled = _stays(conn, org, some, _ENROLLED)
        last = {
            row_id: _later(registered.get(row_id, _NEVER), enrolled.get(row_id, _NEVER))
            for row_id in some
        }
        wanted = [row_id for row_id in last.values() if row_id] if latest else []
        moments = _moments(conn, org, wanted) if wanted else {}
        lines += [
            PersonPath(
                jobseeker=person,
                meetings=registered.get(person.id, _NEVER).meetings,
                appointments=registered.get(person.id, _NEVER).others,
                candidacies=registered.get(person.id, _NEVER).candidacies,
                enrolments=enrolled.get(person.id, _NEVER).others,
                latest=moments.get(last[person.id]),
            )
            for person in rows_for(conn, org, some)
        ]
    return lines


def count(conn: Connection, org: UUID) -> int:
    """How many people there are, merged records left out."""
    query = select(func.count()).where(
        JOBSEEKER.c.org_id == org, JOBSEEKER.c.merged_into_id.is_(None)
    )
    return conn.execute(query).scalar() or 0


def _later(registered: _Stays, enrolled: _Stays) -> UUID | None:
    """What happened last; of one day, the enrolment follows from the appointment."""
    return registered.last if registered.day > enrolled.day else enrolled.last


def _stays(
    conn: Connection, org: UUID, ids: Sequence[UUID], query: Executable
) -> dict[UUID, _Stays]:
    rows = conn.execute(query, {"org": org, "ids": ids}).all()
    return {row_id: _Stays(*counted) for row_id, *counted in rows}


def _moments(conn: Connection, org: UUID, ids: Sequence[UUID]) -> dict[UUID | None, PersonMoment]:
    """What the lines say of these registrations and enrolments."""
    found: dict[UUID | None, PersonMoment] = {}
    kinds = (SessionRow, RegistrationRow, SlotRow)
    join = REGISTRATION.join(
        SLOT, and_(SLOT.c.org_id == REGISTRATION.c.org_id, SLOT.c.id == REGISTRATION.c.slot_id)
    ).join(SESSION, and_(SESSION.c.org_id == SLOT.c.org_id, SESSION.c.id == SLOT.c.session_id))
    query = (
        select(*columns(kinds, (SESSION, REGISTRATION, SLOT)))
        .select_from(join)
        .where(REGISTRATION.c.org_id == org, REGISTRATION.c.id.in_(ids))
    )
    for values in conn.execute(query).all():
        session, registration, slot = take(kinds, values)
        found[registration.id] = PersonMoment(session, registration, slot, None)
    kinds = (SessionRow, EnrolmentRow)
    same = and_(SESSION.c.org_id == ENROLMENT.c.org_id, SESSION.c.id == ENROLMENT.c.session_id)
    query = (
        select(*columns(kinds, (SESSION, ENROLMENT)))
        .select_from(ENROLMENT.join(SESSION, same))
        .where(ENROLMENT.c.org_id == org, ENROLMENT.c.id.in_(ids))
    )
    for values in conn.execute(query).all():
        session, enrolment = take(kinds, values)
        found[enrolment.id] = PersonMoment(session, None, None, enrolment)
    return found
