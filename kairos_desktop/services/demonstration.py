# SPDX-License-Identifier: MIT
"""The demonstration organisation: wholly fictional, in a throw-away profile marked DÉMO.

The sample of the offer is moved by whole weeks, so that its sessions are always ahead of today.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from kairos_desktop import resource_files
from kairos_desktop.models.vocabulary import (
    Civility,
    NotSelectedReason,
    Prescriber,
    Presence,
    Result,
    Verdict,
)
from kairos_desktop.services.acts.enrolments import ProposeEnrolment, RecordVerdict
from kairos_desktop.services.acts.jobseekers import CreateJobseeker, Person
from kairos_desktop.services.acts.outcomes import RecordPresence, RecordResult
from kairos_desktop.services.acts.provider import DescribeProvider, DescribeSite, Provider
from kairos_desktop.services.acts.registrations import Register
from kairos_desktop.services.acts.sessions import OpenSession
from kairos_desktop.services.acts.slots import CreateAppointments, CreateMeeting, Meeting, Where
from kairos_desktop.services.queries import enrolments, sessions

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path
    from uuid import UUID

    from kairos_desktop.models.rows import SessionRow
    from kairos_desktop.services.acts.act import Act
    from kairos_desktop.services.workspace import Workspace

SIRET = "99900011000026"
NAME = "Atelier des Quais"
OPERATOR = "Odile Tremblaie"
SAMPLE = ("demo", "example-2.3.xml")
SAMPLE_DAY = date(2026, 11, 23)
"""The Monday for which the sample's dates were chosen."""

FT, ML, CE = Prescriber.FRANCE_TRAVAIL, Prescriber.MISSION_LOCALE, Prescriber.CAP_EMPLOI
OF, SELF = Prescriber.PROVIDER, Prescriber.SELF
PEOPLE: tuple[tuple[str, str, Civility, str, Prescriber, str], ...] = (
    ("Barbier", "Lucas", Civility.MR, "1234567A", FT, "Le Havre Centre"),
    ("Courtois", "Inès", Civility.MRS, "7890123G", FT, "Le Havre Centre"),
    ("Diallo", "Aminata", Civility.MRS, "10000000017", ML, ""),
    ("d’Hérouville", "Marie-Ange", Civility.MRS, "2345678B", CE, "76"),
    ("Ferreira", "João", Civility.MR, "3456789C", FT, "Le Havre Ville haute"),
    ("Garnier", "Sophie", Civility.MRS, "10000000025", SELF, ""),
    ("Koné", "Ibrahim", Civility.MR, "8901234H", ML, ""),
    ("Lefèvre", "Anne", Civility.MRS, "4567890D", FT, "Le Havre Centre"),
    ("Łukaszewicz", "Paweł", Civility.MR, "5678901E", ML, ""),
    ("Martin", "Chloé", Civility.MRS, "9012345J", FT, "Harfleur"),
    ("Nguyen", "Thi Mai", Civility.MRS, "6789012F", FT, "Harfleur"),
    ("Œillet", "Théophile", Civility.MR, "0123456K", FT, "Le Havre Ville haute"),
    ("Roux", "Théo", Civility.MR, "1122334L", CE, "76"),
    ("Şahin", "Elif", Civility.MRS, "10000000033", FT, "Le Havre Centre"),
    ("Vasseur", "Grégory", Civility.MR, "", OF, ""),
    ("Abadie", "Solène", Civility.MRS, "2233445M", FT, "Le Havre Centre"),
    ("Benali", "Karim", Civility.MR, "10000000041", ML, ""),
    ("Delattre", "Josiane", Civility.MRS, "3344556N", CE, "76"),
    ("Haddad", "Nour", Civility.MRS, "4455667P", FT, "Harfleur"),
    ("Le Goff", "Yann", Civility.MR, "5566778Q", FT, "Le Havre Ville haute"),
    ("Petit", "Coralie", Civility.MRS, "6677889R", SELF, ""),
    ("Ŝtefanović", "Miloš", Civility.MR, "10000000058", ML, ""),
)
PLACE = "Salle Pommier, 7 quai des Exemples, 76600 Le Havre"


def sample_offer(today: date, folder: Path) -> Path:
    """The sample LHEO file with its dates moved by whole weeks, written in a folder."""
    weeks = timedelta(weeks=(today - SAMPLE_DAY).days // 7)
    text = resource_files.path(*SAMPLE).read_text(encoding="utf-8")
    moved = re.sub(r"(?<=[>\"])(20\d{6})(?=[<\"])", lambda m: _moved(m[1], weeks), text)
    target = folder / SAMPLE[-1]
    target.write_text(moved, encoding="utf-8")
    return target


def _moved(digits: str, by: timedelta) -> str:
    try:
        day = datetime.strptime(digits, "%Y%m%d").date()
    except ValueError:
        # A date with holes (AAAAMM00) keeps them; its year follows.
        return f"{int(digits[:4]) + round(by.days / 365)}{digits[4:]}"
    return f"{day + by:%Y%m%d}"


def provider() -> DescribeProvider:
    """« Informations prestataire » of the demonstration."""
    return DescribeProvider(
        provider=Provider(
            siret=SIRET,
            name=NAME,
            legal_name="ATELIER DES QUAIS (FICTIF)",
            nda_number="28760000076",
            quality_reference="QUALIOPI-EXEMPLE-0001",
            quality_valid_until=date(2028, 12, 31),
            manager_name="Renée Brassac",
            signatory_name=OPERATOR,
            signatory_role="secrétaire de formation",
            address="7 quai des Exemples",
            postcode="76600",
            town="Le Havre",
            phone="01 99 00 12 34",
            email="accueil@atelier-des-quais.example",
        )
    )


def jobseekers(workspace: Workspace) -> tuple[list[CreateJobseeker], list[UUID]]:
    """The fictional people, and their ids in the same order."""
    ids = [workspace.new_id() for _ in PEOPLE]
    acts = [
        CreateJobseeker(
            jobseeker_id=person_id,
            person=Person(
                last_name=last,
                first_name=first,
                civility=civility,
                ft_id=ft_id,
                prescriber=prescriber,
                agency=agency,
                birth_date=date(1972 + 2 * place, 1 + place % 12, 3 + place),
                phone=f"06 39 98 {place:02d} 11",
                address=f"{place + 3} rue du Modèle",
                postcode="76600",
                town="Le Havre",
            ),
        )
        for place, (person_id, (last, first, civility, ft_id, prescriber, agency)) in enumerate(
            zip(ids, PEOPLE, strict=True)
        )
    ]
    return acts, ids


def populate(workspace: Workspace, offer: Sequence[SessionRow]) -> None:
    """A week of work: meetings past and to come, appointments, people enrolled."""
    morning = workspace.now().replace(hour=8, minute=30, second=0, microsecond=0)
    workspace.record(
        [
            provider(),
            DescribeSite(
                site_id=workspace.new_id(),
                label="Salle louée de Fécamp",
                address="12 rue Imaginaire",
                postcode="76400",
                town="Fécamp",
            ),
            *(OpenSession(session=session) for session in offer),
        ],
        at=morning - timedelta(days=20),
    )
    people, ids = jobseekers(workspace)
    workspace.record(people, at=morning - timedelta(days=18))
    session_id = offer[0].id
    _first_meeting(workspace, session_id, ids[15:], morning)
    _last_meeting(workspace, session_id, ids[:15], morning)
    _to_come(workspace, session_id, ids, morning)


def _slot(
    workspace: Workspace, session_id: UUID, day: date, start: time, end: time, capacity: int
) -> CreateMeeting:
    return CreateMeeting(
        slot_id=workspace.new_id(),
        session_id=session_id,
        meeting=Meeting(
            held_on=day,
            starts_at=start,
            ends_at=end,
            capacity=capacity,
            where=Where(place=PLACE, contact="Odile Tremblaie, 01 99 00 12 34"),
        ),
    )


def _registered(
    workspace: Workspace, slot_id: UUID, ids: Sequence[UUID]
) -> tuple[list[Act], list[UUID]]:
    made = [workspace.new_id() for _ in ids]
    acts: list[Act] = [
        Register(
            registration_id=registration_id,
            slot_id=slot_id,
            jobseeker_id=person_id,
            placed_by=Prescriber.FRANCE_TRAVAIL,
            source="KAIROS",
        )
        for registration_id, person_id in zip(made, ids, strict=True)
    ]
    return acts, made


def _first_meeting(
    workspace: Workspace, session_id: UUID, ids: Sequence[UUID], morning: datetime
) -> None:
    """A meeting of ten days ago, all typed: retenus, non retenu, en attente, one inscrit."""
    day = morning - timedelta(days=10)
    meeting = _slot(workspace, session_id, day.date(), time(9), time(11), 12)
    acts, made = _registered(workspace, meeting.slot_id, ids)
    workspace.record([meeting, *acts], at=day - timedelta(days=7))
    after = day.replace(hour=11, minute=30)
    present = [RecordPresence(registration_id=row, presence=Presence.PRESENT) for row in made[:-1]]
    workspace.record(
        [*present, RecordPresence(registration_id=made[-1], presence=Presence.ABSENT)], at=after
    )
    results = [RecordResult(registration_id=row, result=Result.SELECTED) for row in made[:3]]
    workspace.record(
        [
            *results,
            RecordResult(
                registration_id=made[3],
                result=Result.NOT_SELECTED,
                reason=NotSelectedReason.PREREQUISITES,
            ),
            RecordResult(registration_id=made[4], result=Result.ON_HOLD),
        ],
        at=after + timedelta(hours=3),
    )
    enrolled = workspace.read(enrolments.ids_for, session_id)
    workspace.record(
        [
            RecordVerdict(
                enrolment_id=enrolled[0],
                verdict=Verdict.REGISTERED,
                given_on=(morning - timedelta(days=5)).date(),
                source="KAIROS",
            )
        ],
        at=morning - timedelta(days=5),
    )


def _last_meeting(
    workspace: Workspace, session_id: UUID, ids: Sequence[UUID], morning: datetime
) -> None:
    """The meeting of this morning, half typed."""
    meeting = _slot(workspace, session_id, morning.date(), time(9), time(11), 15)
    acts, made = _registered(workspace, meeting.slot_id, ids)
    workspace.record([meeting, *acts], at=morning - timedelta(days=6))
    workspace.record(
        [
            *(
                RecordPresence(registration_id=made[place], presence=Presence.PRESENT)
                for place in (1, 6, 9, 11, 12, 14)
            ),
            *(
                RecordPresence(registration_id=made[place], presence=Presence.ABSENT)
                for place in (4, 13)
            ),
        ],
        at=morning.replace(hour=11, minute=5),
    )


def _to_come(
    workspace: Workspace, session_id: UUID, ids: Sequence[UUID], morning: datetime
) -> None:
    """A meeting in ten days with a waiting list, appointments next week, a direct proposal."""
    later = _slot(
        workspace, session_id, (morning + timedelta(days=10)).date(), time(14), time(16), 4
    )
    acts, _made = _registered(workspace, later.slot_id, ids[15:21])
    group = CreateAppointments(
        group_id=workspace.new_id(),
        session_id=session_id,
        days=((morning + timedelta(days=4)).date(),),
        first_start=time(14),
        minutes=30,
        count=6,
        where=Where(place=PLACE),
    )
    workspace.record([later, *acts], at=morning - timedelta(days=2))
    workspace.record([group], at=morning - timedelta(days=2))
    slots = [line.slot.id for line in workspace.read(sessions.group_of, group.group_id)]
    for slot_id, person_id in zip(slots[:3], (ids[4], ids[13], ids[20]), strict=True):
        registrations, _rows = _registered(workspace, slot_id, [person_id])
        workspace.record(registrations, at=morning - timedelta(days=1))
    workspace.record(
        [
            ProposeEnrolment(
                enrolment_id=workspace.new_id(),
                session_id=session_id,
                jobseeker_id=ids[21],
                source="Courriel du conseiller",
            )
        ],
        at=morning - timedelta(days=1),
    )
