# SPDX-License-Identifier: MIT
"""The tour after the certificate: the first day of training, and its AES."""

from __future__ import annotations

from datetime import date, time
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QPlainTextEdit

from kairos_desktop.assembly.tour import hands
from kairos_desktop.assembly.tour.attending import in_state
from kairos_desktop.assembly.tour.stage import closed
from kairos_desktop.models.vocabulary import DocumentKind, EnrolmentState, Verdict
from kairos_desktop.services import demonstration
from kairos_desktop.services.acts.enrolments import ProposeEnrolment, RecordVerdict
from kairos_desktop.services.queries import people

if TYPE_CHECKING:
    from kairos_desktop.assembly.tour.stage import Steps, Tour
    from kairos_desktop.services.acts.act import Act


def entries(tour: Tour) -> Steps:
    """The first morning: one absent, the others present, two of whom nobody has validated."""
    _proposed_before(tour)
    starts_on = tour.enrolled()[0].session.starts_on
    assert starts_on is not None
    tour.clock.go(starts_on, time(9, 30))
    window = tour.window
    window.desk.open("session", session_id=tour.the_session(), tab="enrolled", list="entries")
    yield tour.settled()
    yield lambda: tour.rows() == 10
    tour.picture("entrees-avant", "Saisie des entrées en formation : ceux qui doivent être là")
    table = tour.take_table()
    yield table.hasFocus
    yield tour.settled()
    hands.first_row(table)
    hands.press(table, "a")
    yield lambda: len(in_state(tour, EnrolmentState.NOT_ENTERED)) == 1
    yield tour.settled()
    hands.press(table, "*")
    yield hands.dialog_is_active
    box = hands.front()
    hands.find(box, QPlainTextEdit, "Motif de l’entrée").setPlainText(
        "Accord donné au téléphone par le conseiller"
    )
    yield tour.settled()
    tour.picture("entree-sans-validation", "Sans validation : un avertissement et un motif")
    hands.click(box, "Enregistrer l’entrée")
    yield closed
    yield lambda: len(in_state(tour, EnrolmentState.ENTERED)) == 9
    yield tour.settled()
    tour.picture("entrees-apres", "Les présents sont partis, leurs AES sont émises")
    window.desk.open("session", session_id=tour.the_session(), tab="enrolled")
    yield tour.settled()
    tour.picture("inscrits-entres", "Inscrits en formation : entrés, et leur AES")
    tour.save_last(DocumentKind.ENTRY_ATTESTATION, "entry_attestation", "aes.pdf")


def _proposed_before(tour: Tour) -> None:
    """Those whom a colleague proposed in December, all validated: typed as on any other day."""
    tour.clock.go(date(2026, 12, 14), time(10))
    acts: list[Act] = []
    for last, first, *_rest in demonstration.PEOPLE[15:]:
        enrolment_id = tour.workspace.new_id()
        (person,) = tour.workspace.read(people.ids_for, f"{last} {first}")
        acts += (
            ProposeEnrolment(
                enrolment_id=enrolment_id,
                session_id=tour.the_session(),
                jobseeker_id=person,
                source="Courriel du conseiller",
            ),
            RecordVerdict(
                enrolment_id=enrolment_id,
                verdict=Verdict.REGISTERED,
                given_on=tour.clock.now.date(),
                source="KAIROS",
            ),
        )
    tour.record(acts)
