# SPDX-License-Identifier: MIT
"""A real profile in a folder, with the fictional people of the design, and its desk.

python -m tests.views.recruitment.scene OUT_FOLDER [light|dark] [WIDTHxHEIGHT] draws every screen.
"""

from __future__ import annotations

import sys
from datetime import date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID
from zoneinfo import ZoneInfo

from kairos_desktop.models.rows import SessionRow
from kairos_desktop.models.vocabulary import (
    Civility,
    NotSelectedReason,
    Prescriber,
    Presence,
    RecruitmentState,
    Result,
)
from kairos_desktop.services.acts import jobseekers, outcomes, provider, registrations, slots
from kairos_desktop.services.acts import sessions as session_acts
from kairos_desktop.services.workspace import Workspace
from kairos_desktop.views.toolkit.desk import Desk
from kairos_desktop.views.toolkit.lanes import InlineLanes
from tests import blank_files

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kairos_desktop.services.ledger import Recorded
    from kairos_desktop.views.toolkit.lanes import Lanes

SIRET = "99900011000026"
NOW = datetime(2026, 12, 7, 11, 20, tzinfo=ZoneInfo("Europe/Paris"))

FT, ML, CE, SELF = (
    Prescriber.FRANCE_TRAVAIL,
    Prescriber.MISSION_LOCALE,
    Prescriber.CAP_EMPLOI,
    Prescriber.SELF,
)
MRS, MR = Civility.MRS, Civility.MR

# Name, first name, civility, identifier, who placed them, agency.
FIFTEEN = (
    ("Barbier", "Lucas", MR, "1234567A", FT, "Le Havre Centre"),
    ("Courtois", "Inès", MRS, "7890123G", FT, "Le Havre Centre"),
    ("Diallo", "Aminata", MRS, "10000000017", ML, ""),
    ("Evrard", "Nicolas", MR, "8901234H", FT, "Harfleur"),
    ("Ferreira", "João", MR, "3456789C", FT, "Le Havre Ville haute"),
    ("Garnier", "Sophie", MRS, "10000000025", SELF, ""),
    ("d'Hérouville", "Marie-Ange", MRS, "2345678B", CE, "76"),
    ("Ibarra", "Paula", MRS, "9012345J", ML, ""),
    ("Joly", "Kevin", MR, "0123456K", FT, "Le Havre Centre"),
    ("Lefèvre", "Anne", MRS, "4567890D", FT, "Le Havre Centre"),
    ("Łukaszewicz", "Paweł", MR, "5678901E", ML, ""),
    ("Martin", "Chloé", MRS, "1357913M", FT, "Harfleur"),
    ("Nguyen", "Thi Mai", MRS, "6789012F", FT, "Harfleur"),
    ("Şahin", "Elif", MRS, "10000000033", FT, "Le Havre Centre"),
    ("Weber", "Hugo", MR, "2468024W", CE, "76"),
)
OTHERS = (
    ("Roux", "Théo", MR, "3692581R", FT, "Le Havre Centre"),
    ("Ben Salah", "Nour", MRS, "10000000041", ML, ""),
    ("Œuvrard", "Colette", MRS, "7531597P", FT, "Harfleur"),
    ("Petit", "Marc", MR, "8642086T", SELF, ""),
)


class Scene:
    """A workspace over a real encrypted file, one session, and what tests do with them."""

    def __init__(self, folder: Path, lanes: Lanes | None = None, now: datetime = NOW) -> None:
        path = folder / "kairos.db"
        path.write_bytes(blank_files.of_post())
        self.engines = blank_files.opened(path)
        self.workspace = Workspace(
            self.engines.write,
            self.engines.read,
            siret=SIRET,
            post=UUID(int=7),
            post_range="A",
            operator="Odile Tremblaie",
            now=lambda: now,
        )
        self.desk = Desk(self.workspace, lanes or InlineLanes())
        self.people: dict[str, UUID] = {}
        self.registrations: dict[str, UUID] = {}
        described = provider.Provider(
            siret=SIRET,
            name="Atelier des Quais",
            manager_name="Odile Tremblaie",
            phone="02 35 00 00 00",
            town="Le Havre",
        )
        self.record(provider.DescribeProvider(provider=described))
        self.session = self.open_session()

    def close(self) -> None:
        """Give the files back."""
        self.engines.dispose()

    def record(self, *acts: Any) -> Recorded:
        """Record acts that must not be refused."""
        recorded = self.workspace.record(acts)
        assert not recorded.refusals, recorded.refusals
        return recorded

    def open_session(self, title: str = "Secrétaire assistant : bureautique et accueil") -> UUID:
        """Open a session for recruitment."""
        row = SessionRow(
            id=self.workspace.new_id(),
            carif_training_number="99_SE_0000000500",
            carif_action_number="99_SE_0000000501",
            carif_session_number="SE_0000009001",
            title=title,
            starts_on=date(2027, 1, 11),
            ends_on=date(2027, 6, 25),
            town="Le Havre",
            places=15,
            recruitment_state=RecruitmentState.OPEN,
            funder="Région",
            carif_contact="Carif-Oref de Normandie, offre@exemple.fr",
            delivering_siret=SIRET,
        )
        self.record(session_acts.OpenSession(session=row))
        return row.id

    def meeting(self, day: date, start: int, end: int | None = None, places: int = 18) -> UUID:
        """Type an info coll."""
        slot_id = self.workspace.new_id()
        where = slots.Where(place="Salle 12", contact="Odile Tremblaie")
        meeting = slots.Meeting(
            held_on=day,
            starts_at=time(start),
            ends_at=time(end) if end else None,
            capacity=places,
            where=where,
        )
        self.record(slots.CreateMeeting(slot_id=slot_id, session_id=self.session, meeting=meeting))
        return slot_id

    def group(self, day: date, first: time = time(9), count: int = 6) -> UUID:
        """Type a group of appointments of half an hour."""
        group_id = self.workspace.new_id()
        self.record(
            slots.CreateAppointments(
                group_id=group_id,
                session_id=self.session,
                days=(day,),
                first_start=first,
                minutes=30,
                count=count,
            )
        )
        return group_id

    def create(self, people: Sequence[tuple[Any, ...]]) -> list[UUID]:
        """Create people; they are found again by their name."""
        acts: list[Any] = []
        for last, first, civility, ft_id, prescriber, agency in people:
            row_id = self.people[last] = self.workspace.new_id()
            person = jobseekers.Person(
                last_name=last,
                first_name=first,
                civility=civility,
                ft_id=ft_id,
                prescriber=prescriber,
                agency=agency,
            )
            acts.append(jobseekers.CreateJobseeker(jobseeker_id=row_id, person=person))
        self.record(*acts)
        return [act.jobseeker_id for act in acts]

    def register(self, slot_id: UUID, people: Sequence[tuple[Any, ...]]) -> list[UUID]:
        """Create people if need be and register them on a slot."""
        missing = [person for person in people if person[0] not in self.people]
        if missing:
            self.create(missing)
        ids = [self.workspace.new_id() for _ in people]
        self.record(
            *(
                registrations.Register(
                    registration_id=registration_id,
                    slot_id=slot_id,
                    jobseeker_id=self.people[person[0]],
                    placed_by=person[4],
                )
                for registration_id, person in zip(ids, people, strict=True)
            )
        )
        self.registrations |= {
            person[0]: row_id for person, row_id in zip(people, ids, strict=True)
        }
        return ids

    def present(self, *names: str, what: Presence = Presence.PRESENT) -> None:
        """Record who came."""
        self.record(
            *(
                outcomes.RecordPresence(registration_id=self.registrations[name], presence=what)
                for name in names
            )
        )

    def result(self, name: str, result: Result, reason: NotSelectedReason | None = None) -> None:
        """Record a result."""
        self.record(
            outcomes.RecordResult(
                registration_id=self.registrations[name], result=result, reason=reason
            )
        )


def furnish(scene: Scene) -> dict[str, UUID]:
    """Fill a scene as on a busy Monday; give the slots by name."""
    monday = scene.meeting(date(2026, 12, 7), 9, 11)
    thursday = scene.meeting(date(2026, 12, 10), 14, places=2)
    scene.meeting(date(2026, 11, 30), 9, 11)
    scene.group(date(2026, 12, 14))
    scene.register(monday, FIFTEEN)
    scene.register(thursday, OTHERS)
    scene.present("Courtois", "Evrard", "Ibarra", "Joly", "Martin", "Weber")
    scene.present("Ferreira", "Şahin", what=Presence.ABSENT)
    scene.result("Courtois", Result.SELECTED)
    scene.result("Evrard", Result.NOT_SELECTED, NotSelectedReason.PREREQUISITES)
    scene.result("Ibarra", Result.ON_HOLD)
    scene.result("Martin", Result.SELECTED)
    return {"monday": monday, "thursday": thursday}


def main(out: str, theme: str = "light", size: str = "1366x768") -> None:
    """Draw every screen of this folder."""
    from tests.views.recruitment.pictures import draw

    draw(Path(out), theme, size)


if __name__ == "__main__":
    main(*sys.argv[1:])
