# SPDX-License-Identifier: MIT
"""People with where they stand: how many appointments and trainings, and the latest. Lane: read."""

from __future__ import annotations

from collections import defaultdict
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
from kairos_desktop.models.vocabulary import SlotKind
from kairos_desktop.services.queries.people import PersonMoment, rows_for
from kairos_desktop.services.queries.reading import columns, take
from kairos_desktop.services.rules.folding import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

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
    enrolments: int
    latest: PersonMoment | None
    """The last appointment held or to come, or the last change of an enrolment."""

    @property
    def id(self) -> UUID:
        """The jobseeker's id."""
        return self.jobseeker.id


def ids_for(
    conn: Connection,
    org: UUID,
    text: str,
    sort: str = "name",
    descending: bool = False,
    only_known_paths: bool = False,
) -> list[UUID]:
    """The ids of the people whose name or identifier holds every word typed, sorted.

    `only_known_paths` leaves out those who were never registered nor enrolled anywhere.
    """
    column = _SORTS[sort]
    order = (column.desc() if descending else column.asc(), JOBSEEKER.c.sort_key, JOBSEEKER.c.id)
    query = (
        select(JOBSEEKER.c.id)
        .where(JOBSEEKER.c.org_id == org, JOBSEEKER.c.merged_into_id.is_(None))
        .order_by(*order)
    )
    for word in fold(text).split():
        query = query.where(JOBSEEKER.c.search_key.contains(word, autoescape=True))
    if only_known_paths:
        paths = [
            select(table.c.id)
            .where(table.c.org_id == org, table.c.jobseeker_id == JOBSEEKER.c.id)
            .exists()
            for table in (REGISTRATION, ENROLMENT)
        ]
        query = query.where(or_(*paths))
    return list(conn.execute(query).scalars())


def lines_for(conn: Connection, org: UUID, ids: Sequence[UUID]) -> list[PersonPath]:
    """The lines of these people, in their order; as many as an export wants."""
    lines: list[PersonPath] = []
    # SQLite takes 32,766 values in one statement.
    for start in range(0, len(ids), _SLICE):
        some = ids[start : start + _SLICE]
        moments = _moments(conn, org, some)
        lines += [_path(person, moments[person.id]) for person in rows_for(conn, org, some)]
    return lines


def count(conn: Connection, org: UUID) -> int:
    """How many people there are, merged records left out."""
    query = select(func.count()).where(
        JOBSEEKER.c.org_id == org, JOBSEEKER.c.merged_into_id.is_(None)
    )
    return conn.execute(query).scalar() or 0


def moment_day(moment: PersonMoment) -> date:
    """The day of an appointment, or since when an enrolment is what it is."""
    if moment.slot:
        return moment.slot.held_on
    return moment.enrolment.since if moment.enrolment else date.min


def _path(person: JobseekerRow, moments: list[PersonMoment]) -> PersonPath:
    kinds = [moment.slot.kind if moment.slot else None for moment in moments]
    return PersonPath(
        jobseeker=person,
        meetings=kinds.count(SlotKind.MEETING),
        appointments=kinds.count(SlotKind.APPOINTMENT),
        enrolments=kinds.count(None),
        # Of one day, the enrolment follows from the appointment.
        latest=max(moments, key=lambda m: (moment_day(m), m.slot is None), default=None),
    )


def _moments(
    conn: Connection, org: UUID, ids: Sequence[UUID]
) -> defaultdict[UUID, list[PersonMoment]]:
    found: defaultdict[UUID, list[PersonMoment]] = defaultdict(list)
    kinds = (SessionRow, RegistrationRow, SlotRow)
    join = REGISTRATION.join(
        SLOT, and_(SLOT.c.org_id == REGISTRATION.c.org_id, SLOT.c.id == REGISTRATION.c.slot_id)
    ).join(SESSION, and_(SESSION.c.org_id == SLOT.c.org_id, SESSION.c.id == SLOT.c.session_id))
    query = (
        select(*columns(kinds, (SESSION, REGISTRATION, SLOT)))
        .select_from(join)
        .where(REGISTRATION.c.org_id == org, REGISTRATION.c.jobseeker_id.in_(ids))
    )
    for values in conn.execute(query):
        session, registration, slot = take(kinds, values)
        moment = PersonMoment(session, registration, slot, None)
        found[registration.jobseeker_id].append(moment)
    kinds = (SessionRow, EnrolmentRow)
    same = and_(SESSION.c.org_id == ENROLMENT.c.org_id, SESSION.c.id == ENROLMENT.c.session_id)
    query = (
        select(*columns(kinds, (SESSION, ENROLMENT)))
        .select_from(ENROLMENT.join(SESSION, same))
        .where(ENROLMENT.c.org_id == org, ENROLMENT.c.jobseeker_id.in_(ids))
    )
    for values in conn.execute(query):
        session, enrolment = take(kinds, values)
        found[enrolment.jobseeker_id].append(PersonMoment(session, None, None, enrolment))
    return found
