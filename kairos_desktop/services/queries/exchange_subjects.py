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
    AbsenceRow,
    AttendanceRow,
    EnrolmentRow,
    InterruptionRow,
    JobseekerRow,
    RegistrationRow,
    ReportRow,
    Row,
    SessionRow,
    SlotRow,
)
from kairos_desktop.models.tables import TABLE_OF_ROW
from kairos_desktop.models.vocabulary import Reportable
from kairos_desktop.services.acts.kairos_reports import SUBJECTS
from kairos_desktop.services.acts.outcomes import enrolment_of
from kairos_desktop.services.exchange_seen import Subject
from kairos_desktop.services.queries.reading import columns
from kairos_desktop.services.rules.transitions import LIVE_ENROLMENT

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sqlalchemy import Connection

R = TypeVar("R", bound=Row)
Fact = AbsenceRow | InterruptionRow | AttendanceRow | ReportRow
"""What happened on a path: an act that names one is about its trainee."""
_NAMES_OF_FACTS = ("absence_id", "interruption_id", "about_id")


def subjects_of(
    conn: Connection, org: UUID, every: Mapping[UUID, Mapping[str, Any]]
) -> dict[UUID, Subject]:
    """The subject of each act by its id; a statement for each kind of row, however many acts."""
    read = _Reading(conn, org)
    registrations = read.of(
        RegistrationRow, _ids(every, "registration_id") | _reported(every, RegistrationRow)
    )
    facts: dict[UUID, Fact] = {
        **read.of(AbsenceRow, _ids(every, "absence_id") | _reported(every, AbsenceRow)),
        **read.of(
            InterruptionRow, _ids(every, "interruption_id") | _reported(every, InterruptionRow)
        ),
        **read.of(AttendanceRow, _reported(every, AttendanceRow)),
        **read.of(ReportRow, _reported(every, ReportRow)),
    }
    enrolments = read.of(EnrolmentRow, _enrolment_ids(every, facts))
    quotes = read.of(AifQuoteRow, _ids(every, "quote_id"))
    held = [*registrations.values(), *enrolments.values(), *quotes.values()]
    slot_ids = {row.slot_id for row in registrations.values()}
    slots = read.of(SlotRow, slot_ids | _ids(every, "slot_id") | _ids(every, "target_slot_id"))
    people_ids = {row.jobseeker_id for row in held}
    session_ids = {row.session_id for row in (*held, *slots.values(), *facts.values())}
    around = _Around(
        registrations,
        enrolments,
        facts,
        quotes,
        slots,
        people=read.of(JobseekerRow, people_ids | _ids(every, "jobseeker_id")),
        sessions=read.of(SessionRow, session_ids | _ids(every, "session_id")),
    )
    return {act_id: around.subject_of(act_id, args) for act_id, args in every.items()}


def in_place(
    conn: Connection, org: UUID, registrations: Iterable[RegistrationRow]
) -> dict[UUID, EnrolmentRow]:
    """By registration, the enrolment that its person has in its session; one statement."""
    wanted = {(row.session_id, row.jobseeker_id): row.id for row in registrations}
    if not wanted:
        return {}
    table = TABLE_OF_ROW[EnrolmentRow.table]
    query = select(*columns([EnrolmentRow], [table])).where(
        table.c.org_id == org,
        table.c.session_id.in_({session for session, _ in wanted}),
        table.c.jobseeker_id.in_({person for _, person in wanted}),
        table.c.state.in_(LIVE_ENROLMENT),
    )
    found = (EnrolmentRow(*each) for each in conn.execute(query))
    return {
        wanted[key]: row for row in found if (key := (row.session_id, row.jobseeker_id)) in wanted
    }


class _Around(NamedTuple):
    """The rows that some acts speak of, by their ids."""

    registrations: Mapping[UUID, RegistrationRow]
    enrolments: Mapping[UUID, EnrolmentRow]
    facts: Mapping[UUID, Fact]
    quotes: Mapping[UUID, AifQuoteRow]
    slots: Mapping[UUID, SlotRow]
    people: Mapping[UUID, JobseekerRow]
    sessions: Mapping[UUID, SessionRow]

    def subject_of(self, act_id: UUID, args: Mapping[str, Any]) -> Subject:
        """Who and what one act is about; a *retenu* is about the enrolment that it makes too."""
        registration = _at(self.registrations, args, "registration_id", "about_id")
        fact = _at(self.facts, args, *_NAMES_OF_FACTS)
        several = self._several(args)
        enrolment = self._enrolment(act_id, args, fact)
        if enrolment is None and len(several) == 1:
            enrolment = several[0]
        about = registration or enrolment or _at(self.quotes, args, "quote_id")
        slot = _at(self.slots, args, "target_slot_id", "slot_id")
        if slot is None and registration is not None:
            slot = self.slots.get(registration.slot_id)
        person = _at(self.people, args, "jobseeker_id")
        session = _at(self.sessions, args, "session_id")
        holder = slot or about or fact or next(iter(several), None)
        return Subject(
            jobseeker=self.people.get(about.jobseeker_id) if about else person,
            registration=registration,
            enrolment=enrolment,
            enrolments=several,
            slot=slot,
            session=self.sessions.get(holder.session_id) if holder else session,
            person_name=_typed_name(args),
        )

    def _enrolment(
        self, act_id: UUID, args: Mapping[str, Any], fact: Fact | None
    ) -> EnrolmentRow | None:
        named = _at(self.enrolments, args, "enrolment_id", "about_id")
        if named is None and "result" in args:
            return self.enrolments.get(enrolment_of(act_id))
        if named is None and fact is not None and fact.enrolment_id is not None:
            return self.enrolments.get(fact.enrolment_id)
        return named

    def _several(self, args: Mapping[str, Any]) -> tuple[EnrolmentRow, ...]:
        ids = dict.fromkeys(_each_enrolment(args))
        return tuple(row for row_id in ids if (row := self.enrolments.get(row_id)) is not None)


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


def _enrolment_ids(
    every: Mapping[UUID, Mapping[str, Any]], facts: Mapping[UUID, Fact]
) -> set[UUID]:
    """Those that acts name, each in its way, and those that they make."""
    made = {enrolment_of(act_id) for act_id, args in every.items() if "result" in args}
    several = {row_id for args in every.values() for row_id in _each_enrolment(args)}
    paths = {row.enrolment_id for row in facts.values() if row.enrolment_id is not None}
    reported = _reported(every, EnrolmentRow)
    return made | several | paths | reported | _ids(every, "enrolment_id")


def _each_enrolment(args: Mapping[str, Any]) -> tuple[UUID, ...]:
    """Those of an act that names several: a declared month, the distance work of one."""
    try:
        told = msgspec.convert(args, _Several)
    except msgspec.ValidationError:
        return ()
    return (*told.enrolment_ids, *(each.enrolment_id for each in told.lines))


class _OfTrainee(msgspec.Struct):
    enrolment_id: UUID


class _Several(msgspec.Struct):
    enrolment_ids: tuple[UUID, ...] = ()
    lines: tuple[_OfTrainee, ...] = ()


def _reported(every: Mapping[UUID, Mapping[str, Any]], kind: type[Row]) -> set[UUID]:
    """The rows of a kind that somebody said to have typed in KAIROS."""
    kinds = {str(each) for each in Reportable if SUBJECTS[each] is kind}
    said = (args for args in every.values() if args.get("kind") in kinds)
    return {row_id for args in said if (row_id := _as_id(args.get("about_id"))) is not None}


def _ids(every: Mapping[UUID, Mapping[str, Any]], name: str) -> set[UUID]:
    found = (_as_id(args.get(name)) for args in every.values())
    return {row_id for row_id in found if row_id is not None}


def _as_id(value: object) -> UUID | None:
    try:
        return UUID(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _at(rows: Mapping[UUID, R], args: Mapping[str, Any], *names: str) -> R | None:
    """The first row that is known of those that an act names so."""
    for name in names:
        row_id = _as_id(args.get(name))
        if row_id is not None and row_id in rows:
            return rows[row_id]
    return None


def _typed_name(args: Mapping[str, Any]) -> str:
    person = args.get("person")
    if not isinstance(person, dict):
        return ""
    typed: dict[str, Any] = msgspec.convert(person, dict[str, Any])
    return f"{typed.get('last_name', '')} {typed.get('first_name', '')}".strip()
