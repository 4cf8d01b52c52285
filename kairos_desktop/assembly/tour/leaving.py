# SPDX-License-Identifier: MIT
"""The tour to the last day: an abandon, « À faire », the exits, the bilan and its papers."""

from __future__ import annotations

from datetime import date, time
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit, QPlainTextEdit

from kairos_desktop.assembly.tour import hands
from kairos_desktop.assembly.tour.attending import in_state, trainee
from kairos_desktop.assembly.tour.stage import closed, no_dialog_then
from kairos_desktop.models.vocabulary import DocumentKind, EnrolmentState
from kairos_desktop.services.acts.attendance import DeclareAttendance
from kairos_desktop.services.acts.exits import CompleteTrainee
from kairos_desktop.services.rules.reasons import PLANNED_END
from kairos_desktop.views.training.report_page import ReportPage

if TYPE_CHECKING:
    from kairos_desktop.assembly.tour.stage import Steps, Tour

LAST_DAY = date(2027, 6, 25)
MONDAY_AFTER = date(2027, 6, 28)
_SKILLS = "Traitement de texte\nTableur : formules, tris, graphiques\nAccueil au téléphone"


def abandon(tour: Tour) -> Steps:
    """Somebody leaves in March: what it costs is said at the first press."""
    window = tour.window
    _declare(tour, date(2027, 2, 1))
    tour.clock.go(date(2027, 3, 17), time(14))
    window.desk.open("absences", enrolment_id=trainee(tour, 2), act="drop")
    yield hands.dialog_is_active
    box = hands.front()
    hands.write(box, QLineEdit, "Dernier jour de formation", "16/3")
    hands.press(hands.find(box, QComboBox, "Motif"), "g")
    hands.press(hands.find(box, QComboBox, "Motif légitime"), "o")
    hands.click(box, "Enregistrer")
    yield tour.settled()
    tour.picture("abandon", "Abandon : la conséquence se dit avant d’enregistrer")
    hands.click(box, "Confirmer l’abandon")
    yield no_dialog_then(lambda: in_state(tour, EnrolmentState.DROPPED))


def exits(tour: Tour) -> Steps:
    """« À faire » on the Monday after the end; its first exit, confirmed."""
    for month in (3, 4, 5):
        _declare(tour, date(2027, month, 1))
    window = tour.window
    tour.clock.go(MONDAY_AFTER, time(8, 30))
    window.desk.open("todo")
    yield tour.settled()
    tour.picture("a-faire", "À faire : le lundi qui suit la fin, dans l’ordre de la loi")
    table = tour.take_table()
    yield table.hasFocus
    hands.first_row(table)
    hands.press(table, Qt.Key.Key_Return)
    yield lambda: hands.seen(window.pages, QAbstractButton, "Confirmer la sortie") is not None
    hands.click(window.pages, "Confirmer la sortie")
    yield hands.dialog_is_active
    yield tour.settled()
    tour.picture("confirmer-sortie", "La fin prévue est proposée, une personne la confirme")
    hands.click(hands.front(), "Enregistrer")
    yield no_dialog_then(lambda: in_state(tour, EnrolmentState.COMPLETED))
    rest = in_state(tour, EnrolmentState.ENTERED)
    tour.record(
        [
            CompleteTrainee(enrolment_id=line.id, last_day=LAST_DAY, reason=PLANNED_END)
            for line in rest
        ]
    )
    _declare(tour, date(2027, 6, 1))
    tour.clock.go(MONDAY_AFTER, time(9))


def report(tour: Tour) -> Steps:
    """The bilan of one, then its paper and the « certificat de réalisation »."""
    window = tour.window
    enrolment_id = in_state(tour, EnrolmentState.COMPLETED)[0].id
    window.desk.open("report", enrolment_id=enrolment_id)
    yield lambda: hands.seen(window.pages, ReportPage) is not None
    page = hands.find(window.pages, ReportPage)
    yield lambda: page.card is not None and page.card.enrolment.id == enrolment_id
    for title, letter in (("Objectifs", "a"), ("Certification", "o"), ("Suites envisagées", "e")):
        hands.press(hands.find(page, QComboBox, title), letter)
    hands.find(page, QPlainTextEdit, "Compétences acquises").setPlainText(_SKILLS)
    hands.write(page, QLineEdit, "Formateur", "Marc Quesnel")
    yield tour.settled()
    tour.picture("bilan", "Le bilan de fin de formation, puis celui du suivant")
    hands.click(page, "Enregistrer")
    yield page.print_button.isEnabled
    hands.click(page, "Imprimer le bilan")
    yield hands.paper_shows
    yield tour.settled()
    tour.picture("bilan-papier", "Le bilan, à remettre au stagiaire")
    hands.front().close()
    yield closed
    window.desk.papers.show(DocumentKind.REALISATION, enrolment_ids=[enrolment_id])
    yield hands.paper_shows
    yield tour.settled()
    tour.picture("certificat-realisation", "Le certificat de réalisation")
    hands.front().close()
    yield closed
    tour.save_last(DocumentKind.TRAINING_REPORT, "training_report", "bilan.pdf")
    tour.save_last(DocumentKind.REALISATION, "realisation", "certificat-de-realisation.pdf")
    tour.facts["completed"] = len(in_state(tour, EnrolmentState.COMPLETED))


def _declare(tour: Tour, month: date) -> None:
    """A month without exception, declared on its 26th day as January was."""
    tour.clock.go(month.replace(day=26), time(9))
    within = {EnrolmentState.ENTERED, EnrolmentState.COMPLETED}
    ids = [line.id for line in tour.enrolled() if line.enrolment.state in within]
    tour.record([DeclareAttendance(month=month, enrolment_ids=tuple(ids))])
