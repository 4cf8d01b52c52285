# SPDX-License-Identifier: MIT
"""What an act was about, from its arguments: the person, the appointment, the session. Lane: read.

The rows are those of now: a registration that was refused does not exist, the person does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar
from uuid import UUID

import msgspec
from sqlalchemy import select

from kairos_desktop.models.quote_rows import AifQuoteRow
from kairos_desktop.models.rows import (
    EnrolmentRow,
    JobseekerRow,
    RegistrationRow,
    Row,
    SessionRow,
    SlotRow,
)
from kairos_desktop.models.tables import TABLE_OF_ROW
from kairos_desktop.services.acts.outcomes import enrolment_of
from kairos_desktop.services.exchange_seen import Subject
from kairos_desktop.services.queries.reading import columns

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sqlalchemy import Connection

R = TypeVar("R", bound=Row)


def subjects_of(
    conn: Connection, org: UUID, every: Mapping[UUID, Mapping[str, Any]]
) -> dict[UUID, Subject]:
    """The subject of each act by its id; six statements, however many acts."""
    read = _Reading(conn, org)
    registrations = read.of(RegistrationRow, _ids(every, "registration_id"))
    made = {enrolment_of(act_id) for act_id, args in every.items() if "result" in args}
    enrolments = read.of(EnrolmentRow, made | _ids(every, "enrolment_id"))
    quotes = read.of(AifQuoteRow, _ids(every, "quote_id"))
    held = [*registrations.values(), *enrolments.values(), *quotes.values()]
    slot_ids = {row.slot_id for row in registrations.values()}
    slots = read.of(SlotRow, slot_ids | _ids(every, "slot_id") | _ids(every, "target_slot_id"))
    people_ids = {row.jobseeker_id for row in held}
    session_ids = {row.session_id for row in (*held, *slots.values())}
    around = _Around(
        registrations,
        enrolments,
        quotes,
        slots,
        people=read.of(JobseekerRow, people_ids | _ids(every, "jobseeker_id")),
        sessions=read.of(SessionRow, session_ids | _ids(every, "session_id")),
    )
    return {act_id: around.subject_of(act_id, args) for act_id, args in every.items()}


class _Around(NamedTuple):
    """The rows that some acts speak of, by their ids."""

    registrations: Mapping[UUID, RegistrationRow]
    enrolments: Mapping[UUID, EnrolmentRow]
    quotes: Mapping[UUID, AifQuoteRow]
    slots: Mapping[UUID, SlotRow]
    people: Mapping[UUID, JobseekerRow]
    sessions: Mapping[UUID, SessionRow]

    def subject_of(self, act_id: UUID, args: Mapping[str, Any]) -> Subject:
        """Who and what one act is about; a *retenu* is about the enrolment that it makes too."""
        registration = _at(self.registrations, args, "registration_id")
        enrolment = _at(self.enrolments, args, "enrolment_id")
        if enrolment is None and "result" in args:
            enrolment = self.enrolments.get(enrolment_of(act_id))
        about = registration or enrolment or _at(self.quotes, args, "quote_id")
        slot = _at(self.slots, args, "target_slot_id") or _at(self.slots, args, "slot_id")
        if slot is None and registration is not None:
            slot = self.slots.get(registration.slot_id)
        person = _at(self.people, args, "jobseeker_id")
        session = _at(self.sessions, args, "session_id")
        holder = slot or about
        return Subject(
            jobseeker=self.people.get(about.jobseeker_id) if about else person,
            registration=registration,
            enrolment=enrolment,
            slot=slot,
            session=self.sessions.get(holder.session_id) if holder else session,
            person_name=_typed_name(args),
        )


class _Reading:
    """Rows of one organisation, by their ids."""

    def __init__(self, conn: Connection, org: UUID) -> None:
        self._conn, self._org = conn, org

    def of(self, kind: type[R], ids: Iterable[UUID]) -> dict[UUID, R]:
        """The rows of a kind that exist among these."""
        wanted = set(ids)
        if not wanted:
            return {}
        table = TABLE_OF_ROW[kind.table]
        query = select(*columns([kind], [table])).where(
            table.c.org_id == self._org, table.c.id.in_(wanted)
        )
        return {row.id: row for row in (kind(*each) for each in self._conn.execute(query))}


def _ids(every: Mapping[UUID, Mapping[str, Any]], name: str) -> set[UUID]:
    found = (_id(args, name) for args in every.values())
    return {row_id for row_id in found if row_id is not None}


def _id(args: Mapping[str, Any], name: str) -> UUID | None:
    value = args.get(name)
    try:
        return UUID(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _at(rows: Mapping[UUID, R], args: Mapping[str, Any], name: str) -> R | None:
    row_id = _id(args, name)
    return rows.get(row_id) if row_id else None


def _typed_name(args: Mapping[str, Any]) -> str:
    person = args.get("person")
    if not isinstance(person, dict):
        return ""
    typed: dict[str, Any] = msgspec.convert(person, dict[str, Any])
    return f"{typed.get('last_name', '')} {typed.get('first_name', '')}".strip()
