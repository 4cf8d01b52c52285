# SPDX-License-Identifier: MIT
"""What an issued paper is drawn from: the rows kept with it, in its words (domain 5)."""

from __future__ import annotations

from datetime import date
from typing import Any

from kairos_desktop.models.rows import DocumentRow, EnrolmentRow
from kairos_desktop.models.vocabulary import (
    DocumentKind,
    Prescriber,
    Verdict,
)
from kairos_desktop.services.acts.enrolments import ProposeEnrolment, RecordVerdict
from kairos_desktop.services.acts.sessions import PlanInterruption
from kairos_desktop.services.documents.facts import EnrolmentAttestation, PauseFacts
from kairos_desktop.services.paperwork import document_of
from tests.factories import TODAY, Scene

SESSION = {
    "place": "Atelier des Quais, 7 quai des Exemples",
    "town": "Le Havre",
    "hours_total": 770.0,
    "hours_centre": 595.0,
    "hours_company": 175.0,
    "hours_weekly": 35.0,
    "rhythm": "temps plein",
    "entry_level": "Niveau 3",
    "certification": "RNCP99999",
    "distance_share": "En présentiel",
    "funder": "Conseil régional",
}


def attestation(scene: Scene) -> Any:
    (paper,) = [
        row for row in scene.rows(DocumentRow) if row.kind is DocumentKind.ENROLMENT_ATTESTATION
    ]
    made = document_of(paper, None, demo=False)
    assert isinstance(made, EnrolmentAttestation)
    return made


def test_domain_5_an_ais_has_everything_that_the_session_and_the_person_carry(
    scene: Scene,
) -> None:
    session = scene.session(**SESSION)
    scene.say(
        PlanInterruption(
            interruption_id=scene.id(),
            session_id=session.id,
            starts_on=date(2027, 4, 12),
            ends_on=date(2027, 5, 2),
            reason="centre_closure",
        )
    )
    person = scene.person(
        "Lefèvre",
        birth_name="Delamare",
        birth_date=date(1990, 3, 14),
        ft_id="4567890D",
        prescriber=Prescriber.FRANCE_TRAVAIL,
        agency="Le Havre Centre",
    )
    scene.selected(scene.present(scene.register(scene.meeting(session), person)))
    made = attestation(scene)
    told = made.session
    assert told.place == "Atelier des Quais, 7 quai des Exemples, Le Havre"
    hours = (told.hours_total, told.hours_centre, told.hours_company, told.hours_weekly)
    assert hours == (770, 595, 175, 35)
    assert (told.rhythm, told.distance_share) == ("temps plein", "En présentiel")
    assert (told.entry_level, told.certification) == ("Niveau 3", "RNCP99999")
    pause = PauseFacts(
        starts_on=date(2027, 4, 12), ends_on=date(2027, 5, 2), reason="Fermeture du centre"
    )
    assert told.pauses == (pause,)
    assert (made.person.birth_name, made.person.born_on) == ("Delamare", date(1990, 3, 14))
    said = made.enrolment
    assert (said.funding, said.prescriber) == (
        "Conseil régional",
        "France Travail – Le Havre Centre",
    )
    assert (said.state, said.to_validate, said.presents_at) == ("Retenu", True, None)


def test_the_prescriber_is_that_of_the_enrolment(scene: Scene) -> None:
    session = scene.session()
    person = scene.person(prescriber=Prescriber.FRANCE_TRAVAIL, agency="Le Havre Centre")
    scene.say(
        ProposeEnrolment(
            enrolment_id=scene.id(),
            session_id=session.id,
            jobseeker_id=person,
            prescriber=Prescriber.MISSION_LOCALE,
        )
    )
    (row,) = scene.rows(EnrolmentRow)
    scene.say(
        RecordVerdict(
            enrolment_id=row.id, verdict=Verdict.REGISTERED, given_on=TODAY, source="courriel"
        )
    )
    assert attestation(scene).enrolment.prescriber == "Mission locale"
