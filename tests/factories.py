# SPDX-License-Identifier: MIT
"""A small fictional organisation over a real encrypted workspace, for tests to act upon."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import select

from kairos_desktop.models.paris import PARIS
from kairos_desktop.models.rows import (
    ROWS,
    EnrolmentRow,
    RegistrationRow,
    Row,
    SeatsRow,
    SessionRow,
    SlotRow,
)
from kairos_desktop.models.tables import TABLE_OF_ROW
from kairos_desktop.models.vocabulary import Prescriber, Presence, Result
from kairos_desktop.services import profile as profiles
from kairos_desktop.services.acts.act import Act
from kairos_desktop.services.acts.jobseekers import CreateJobseeker, Person
from kairos_desktop.services.acts.outcomes import RecordPresence, RecordResult
from kairos_desktop.services.acts.provider import DescribeProvider, Provider
from kairos_desktop.services.acts.registrations import Register
from kairos_desktop.services.acts.sessions import OpenSession
from kairos_desktop.services.acts.slots import CreateAppointments, CreateMeeting, Meeting
from kairos_desktop.services.key_slots import DemoKeyFile
from kairos_desktop.services.ledger import Recorded
from kairos_desktop.services.rules.verdicts import Refused, Warned
from kairos_desktop.services.workspace import Workspace
from tests import blank_files
from tests.blank_files import KEY as KEY

R = TypeVar("R", bound=Row)

SIRET = "99900011000026"
OTHER_SIRET = "99900022700002"
POST = UUID(int=7)
TODAY = date(2026, 11, 23)
MEETING_DAY = date(2026, 12, 7)


class Clock:
    """The moment, Europe/Paris, until a test says otherwise."""

    def __init__(self) -> None:
        self.now = datetime.combine(TODAY, time(10), PARIS)

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now

    def be(self, day: date, hour: int = 10, minute: int = 0) -> None:
        self.now = datetime.combine(day, time(hour, minute), PARIS)


class Scene:
    """A workspace, and short ways to say the acts that most tests begin with."""

    def __init__(self, workspace: Workspace, clock: Clock) -> None:
        self.workspace = workspace
        self.clock = clock
        self.people = 0

    @classmethod
    @contextmanager
    def opened(cls, path: Path, clock: Clock) -> Iterator[Scene]:
        engines = blank_files.opened(path)
        try:
            workspace = Workspace(
                engines.write,
                engines.read,
                siret=SIRET,
                post=POST,
                post_range="A",
                operator="Odile",
                now=clock,
            )
            yield cls(workspace, clock)
        finally:
            engines.dispose()

    def id(self) -> UUID:
        return self.workspace.new_id()

    # Saying acts

    def say(self, *acts: Act) -> Recorded:
        """One gesture in which nothing may be refused."""
        recorded = self.workspace.record(acts)
        assert not recorded.refusals, recorded.refusals
        return recorded

    def refused(self, act: Act) -> Refused:
        """The refusal of an act that must be refused, and must leave no trace."""
        before = self.dump()
        recorded = self.workspace.record([act])
        assert recorded.refusals, f"{act.name} was accepted"
        assert self.dump() == before
        return recorded.refusals[0]

    def refusal_code(self, act: Act) -> str:
        return self.refused(act).code

    def warned(self, *acts: Act) -> list[Warned]:
        return [warning for verdict in self.say(*acts).verdicts for warning in verdict.warnings]

    def warning_codes(self, *acts: Act) -> list[str]:
        return [warning.code for warning in self.warned(*acts)]

    # The people and the places

    def describe_provider(self, **fields: Any) -> None:
        typed = {"siret": SIRET, "name": "Atelier des Quais", "quality_reference": "Q-1"} | fields
        self.say(DescribeProvider(provider=Provider(**typed)))

    def session(self, **fields: Any) -> SessionRow:
        row = a_session(self.id(), **fields)
        self.say(OpenSession(session=row))
        return self.row(SessionRow, row.id)

    def meeting(self, session: SessionRow, **fields: Any) -> UUID:
        slot_id = self.id()
        self.say(CreateMeeting(slot_id=slot_id, session_id=session.id, meeting=a_meeting(**fields)))
        return slot_id

    def appointments(self, session: SessionRow, **fields: Any) -> list[UUID]:
        typed: dict[str, Any] = {
            "days": (MEETING_DAY,),
            "first_start": time(9),
            "minutes": 30,
            "count": 3,
        } | fields
        recorded = self.say(CreateAppointments(group_id=self.id(), session_id=session.id, **typed))
        slots = [row for row in self.rows(SlotRow) if row.id in recorded.changes.ids]
        return [row.id for row in sorted(slots, key=lambda slot: (slot.held_on, slot.starts_at))]

    def person(self, last_name: str = "", first_name: str = "Anne", **fields: Any) -> UUID:
        self.people += 1
        row_id = self.id()
        person = Person(last_name=last_name or f"Nom{self.people}", first_name=first_name, **fields)
        self.say(CreateJobseeker(jobseeker_id=row_id, person=person))
        return row_id

    def register(self, slot_id: UUID, person_id: UUID | None = None) -> UUID:
        """Somebody (new if nobody is named) asks for a place; the registration's id."""
        registration_id = self.id()
        self.say(
            Register(
                registration_id=registration_id,
                slot_id=slot_id,
                jobseeker_id=person_id or self.person(),
                placed_by=Prescriber.FRANCE_TRAVAIL,
            )
        )
        return registration_id

    def present(self, registration_id: UUID) -> UUID:
        self.say(RecordPresence(registration_id=registration_id, presence=Presence.PRESENT))
        return registration_id

    def absent(self, registration_id: UUID) -> UUID:
        self.say(RecordPresence(registration_id=registration_id, presence=Presence.ABSENT))
        return registration_id

    def selected(self, registration_id: UUID) -> EnrolmentRow:
        """The enrolment of somebody present who is *retenu*."""
        self.say(RecordResult(registration_id=registration_id, result=Result.SELECTED))
        return next(
            row for row in self.rows(EnrolmentRow) if row.registration_id == registration_id
        )

    # Reading

    def rows(self, kind: type[R]) -> list[R]:
        """Every row of a kind, as the database holds it, in the order of ids."""
        table = TABLE_OF_ROW[kind.table]
        query = select(*(table.c[name] for name in kind.__struct_fields__)).order_by(table.c.id)
        return self.workspace.read(lambda conn, _org: [kind(*row) for row in conn.execute(query)])

    def row(self, kind: type[R], row_id: UUID) -> R:
        return next(row for row in self.rows(kind) if row.id == row_id)

    def registration(self, registration_id: UUID) -> RegistrationRow:
        return self.row(RegistrationRow, registration_id)

    def seats(self, slot_id: UUID) -> SeatsRow:
        return self.row(SeatsRow, slot_id)

    def dump(self) -> dict[str, list[Row]]:
        """Every business row."""
        return {kind.table: list(self.rows(kind)) for kind in ROWS}


def demo_folder(folder: Path, *sessions: dict[str, Any]) -> Path:
    """The folder of a new demonstration profile, closed, with these sessions opened."""
    profiles.create_profile(folder, SIRET, "Atelier des Quais", [DemoKeyFile()], demo=True)
    with profiles.open_profile(folder, DemoKeyFile()) as opened:
        engines = opened.engines
        workspace = Workspace(
            engines.write, engines.read, siret=SIRET, post=POST, post_range="A", operator="Odile"
        )
        scene = Scene(workspace, Clock())
        scene.describe_provider()
        for place, fields in enumerate(sessions):
            scene.session(carif_session_number=f"99_S{place}", **fields)
    return folder


def a_session(row_id: UUID, **fields: Any) -> SessionRow:
    """A session of the offer as the CARIF-OREF would describe it."""
    typed: dict[str, Any] = {
        "carif_training_number": "99_F1",
        "carif_action_number": "99_A1",
        "carif_session_number": "99_S1",
        "title": "Secrétaire assistant",
        "starts_on": date(2027, 1, 11),
        "ends_on": date(2027, 6, 25),
        "delivering_siret": SIRET,
    } | fields
    return SessionRow(id=row_id, **typed)


def a_meeting(**fields: Any) -> Meeting:
    """An info coll of a Monday in December."""
    typed: dict[str, Any] = {
        "held_on": MEETING_DAY,
        "starts_at": time(9),
        "ends_at": time(11),
        "capacity": 12,
    } | fields
    return Meeting(**typed)
