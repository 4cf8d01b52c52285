# SPDX-License-Identifier: MIT
"""The tour during the training: timetable, sign-in sheet, absence, the month by keys."""

from __future__ import annotations

from datetime import date, time
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit

from kairos_desktop.assembly.tour import hands
from kairos_desktop.assembly.tour.stage import closed, no_dialog_then
from kairos_desktop.models.vocabulary import EnrolmentState, HalfDay
from kairos_desktop.services.queries import sheets
from kairos_desktop.views.training.absences_page import AbsencesPage
from kairos_desktop.views.training.month_grid import MonthGrid
from kairos_desktop.views.training.month_page import MonthPage

if TYPE_CHECKING:
    from uuid import UUID

    from kairos_desktop.assembly.tour.stage import Steps, Tour
    from kairos_desktop.services.queries.enrolments import EnrolmentLine

FIRST_DAY = date(2027, 1, 11)
JANUARY = date(2027, 1, 1)


def trainee(tour: Tour, place: int = 0) -> UUID:
    """The enrolment of one of those who entered, in the order of the list."""
    return in_state(tour, EnrolmentState.ENTERED)[place].id


def in_state(tour: Tour, state: EnrolmentState) -> list[EnrolmentLine]:
    """Those whose enrolment stands there, in the order of the list."""
    return [line for line in tour.enrolled() if line.enrolment.state is state]


def timetable(tour: Tour) -> Steps:
    """The whole session in one go, from one week."""
    window, session_id = tour.window, tour.the_session()
    window.desk.open("timetable", session_id=session_id)
    yield tour.settled()
    hands.click_and_go_on(window.pages, "Répéter une semaine…")
    yield hands.dialog_is_active
    hands.write(hands.front(), QLineEdit, "Module", "Bureautique")
    hands.write(hands.front(), QLineEdit, "Formateur", "Marc Quesnel")
    yield tour.settled()
    tour.picture("emploi-du-temps-semaine", "Emploi du temps : une semaine, répétée")
    hands.click(hands.front(), "Planifier")
    yield closed
    yield lambda: tour.rows() > 100
    yield tour.settled()
    tour.picture("emploi-du-temps", "Toute la session est planifiée, jours fériés à part")
    tour.facts["half_days_planned"] = tour.rows()


def sheet(tour: Tour) -> Steps:
    """The sheet of the first morning: printed, then what it says typed in two keys."""
    window, session_id = tour.window, tour.the_session()
    half = {"session_id": session_id, "day": FIRST_DAY, "half": HalfDay.MORNING}

    def is_typed() -> bool:
        view = tour.workspace.read(sheets.sheet_view, *half.values())
        return view is not None and view.card.sheet is not None

    tour.clock.go(FIRST_DAY, time(12, 40))
    window.desk.open("sheet", **half)
    yield lambda: hands.seen(window.pages, QAbstractButton, "Imprimer la feuille") is not None
    yield tour.settled()
    hands.click(window.pages, "Imprimer la feuille")
    yield hands.paper_shows
    yield tour.settled()
    tour.picture("feuille-emargement", "La feuille d’émargement, à imprimer")
    hands.front().close()
    yield closed
    table = tour.take_table()
    yield table.hasFocus
    hands.first_row(table)
    hands.press(table, Qt.Key.Key_Down, Qt.Key.Key_Down, "n", "t")
    yield tour.settled()
    hands.press_with_control(table, Qt.Key.Key_Return)
    yield is_typed
    yield tour.settled()
    tour.picture("emargement-saisi", "Tous ont signé, sauf un : absent, à qualifier")


def absence(tour: Tour) -> Steps:
    """Two days of somebody, typed as they come."""
    window, enrolment_id = tour.window, trainee(tour)
    tour.clock.go(date(2027, 1, 19), time(8, 45))
    window.desk.open("absences", enrolment_id=enrolment_id, act="absence")
    yield hands.dialog_is_active
    box = hands.front()
    hands.write(box, QLineEdit, "Premier jour", "18/1")
    hands.write(box, QLineEdit, "Dernier jour", "19/1")
    hands.press(hands.find(box, QComboBox, "Motif"), "ar")
    hands.press(hands.find(box, QComboBox, "Justifiée"), "o")
    yield tour.settled()
    tour.picture("saisir-absence", "Saisir une absence : ce que le choix change se dit avant")
    hands.click(box, "Enregistrer")
    yield no_dialog_then(
        lambda: hands.find(window.pages, AbsencesPage).absences.model.rowCount() > 0
    )
    yield tour.settled()
    tour.picture("absences", "Les absences d’un stagiaire, et ses interruptions")


def month(tour: Tour) -> Steps:
    """January, from its 25th day: all assiduous but three half-days, then declared."""
    window, session_id = tour.window, tour.the_session()
    tour.clock.go(date(2027, 1, 26), time(9))
    window.desk.open("month", session_id=session_id, month=JANUARY)
    yield lambda: hands.seen(window.pages, MonthGrid) is not None
    page = hands.find(window.pages, MonthPage)
    yield lambda: page.card is not None and page.card.month == JANUARY
    window.activateWindow()
    page.focus_start()
    yield page.grid.hasFocus
    yield tour.settled()
    tour.picture("mois-avant", "Le mois : repris des absences et des émargements")
    hands.press(page.grid, "t")
    yield lambda: page.grid.months.confirmed
    hands.press(page.grid, Qt.Key.Key_Down, Qt.Key.Key_Down, "7", "e", "3", "r")
    yield tour.settled()
    tour.picture("mois-touches", "Tous assidus, puis les exceptions : une lettre chacune")
    hands.press_with_control(page.grid, Qt.Key.Key_Return)
    yield hands.dialog_is_active
    yield tour.settled()
    tour.picture("mois-declarer", "Déclarer : ce que cela donne, ce qui manque")
    hands.click(hands.front(), "Déclarer")
    yield hands.paper_shows
    yield tour.settled()
    tour.picture("etat-de-presence", "L’état de présence de chacun, aussitôt prêt")
    hands.front().close()
    yield closed
    yield tour.settled()
    tour.picture("mois-declare", "Le mois est déclaré")
    tour.facts["trainees_declared_in_january"] = page.grid.months.rowCount()
