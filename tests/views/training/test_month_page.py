# SPDX-License-Identifier: MIT
"""The month's grid: by key, at once, recorded; declared, rectified (domain 3.6)."""

from __future__ import annotations

from datetime import date, time
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QDialog

from kairos_desktop.models.rows import AbsenceRow, AttendanceRow
from kairos_desktop.models.vocabulary import AttendanceState, HalfDay, Justification, Mark
from kairos_desktop.services.acts.attendance import DeclareAttendance
from kairos_desktop.services.acts.exits import DropTrainee
from kairos_desktop.services.acts.timetables import Lesson, PlanLessons, RecordClosure, Taught
from kairos_desktop.services.rules.attendance import MonthState
from kairos_desktop.services.wording.labels import label
from kairos_desktop.views.toolkit.folding_row import FoldingRow
from kairos_desktop.views.toolkit.tokens import tokens_for
from kairos_desktop.views.training.declare_dialog import sentences
from kairos_desktop.views.training.month_cells import Cell, Where, nth_of_week, other_week, runs
from kairos_desktop.views.training.month_page import MonthPage
from kairos_desktop.views.training.months_page import MonthsPage, title
from tests.views.hearing import Heard
from tests.views.recruitment.driving import dialog_of, press, save
from tests.views.training.classroom import MONTH, Classroom
from tests.views.walks import crammed_lists, cut_texts, misnamed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

    from tests.factories import Scene

KEY = Qt.Key
AM, PM = HalfDay.MORNING, HalfDay.AFTERNOON


@pytest.fixture
def room(scene: Scene, app: QApplication, request: pytest.FixtureRequest) -> Iterator[Classroom]:
    made = Classroom(scene, getattr(request, "param", 6))
    yield made
    made.desk.lanes.close()


@pytest.fixture
def page(room: Classroom, qtbot: QtBot) -> MonthPage:
    made = MonthPage(room.desk)
    qtbot.addWidget(made)
    made.resize(1058, 690)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    made.show_place({"session_id": room.session.id, "month": MONTH})
    made.focus_start()
    return made


class Typist:
    """Presses keys on the grid, and counts them."""

    def __init__(self, page: MonthPage, qtbot: QtBot) -> None:
        self.page, self.qtbot, self.count = page, qtbot, 0

    def press(self, *keys: Qt.Key, shift: bool = False, control: bool = False) -> None:
        modifier = Qt.KeyboardModifier.NoModifier
        if shift:
            modifier = Qt.KeyboardModifier.ShiftModifier
        if control:
            modifier = Qt.KeyboardModifier.ControlModifier
        for key in keys:
            self.qtbot.keyClick(self.page.grid, key, modifier)
            self.count += 1


@pytest.fixture
def typist(page: MonthPage, qtbot: QtBot) -> Typist:
    return Typist(page, qtbot)


def settle(page: MonthPage, qtbot: QtBot) -> None:
    """Until the month was read again after the last key."""
    qtbot.waitUntil(lambda: not page._calm.isActive())


@pytest.mark.parametrize("room", [30], indirect=True)
def test_thirty_people_ten_half_days_twelve_exceptions_in_forty_five_keys(
    room: Classroom, page: MonthPage, typist: Typist, qtbot: QtBot
) -> None:
    # Whom, which half-day of the week, what: spread over the thirty, the last one among them.
    exceptions = [
        (0, 3, KEY.Key_E), (2, 7, KEY.Key_A), (4, 1, KEY.Key_R), (7, 10, KEY.Key_E),
        (9, 5, KEY.Key_A), (12, 2, KEY.Key_E), (15, 8, KEY.Key_E), (18, 4, KEY.Key_A),
        (20, 6, KEY.Key_R), (23, 9, KEY.Key_E), (26, 1, KEY.Key_A), (29, 10, KEY.Key_E),
    ]  # fmt: skip
    assert page.card is not None
    # The week of the 16th, whole; to get there is no exception.
    page.grid.go(Where(0, [each.day for each in page.card.planned].index(date(2026, 11, 16))))
    typist.press(KEY.Key_T)
    # A button pressed by its key clicks when it comes up again.
    qtbot.waitUntil(lambda: page.grid.months.confirmed)
    for row, half, key in exceptions:
        typist.press(*[KEY.Key_Down] * (row - page.grid.current().row))
        typist.press(Qt.Key(KEY.Key_0 + half % 10), key)
    settle(page, qtbot)
    typist.press(KEY.Key_Return, control=True)
    qtbot.waitUntil(lambda: any(each.isVisible() for each in page.findChildren(QDialog)))
    dialog = dialog_of(page, qtbot)
    qtbot.keyClick(dialog, KEY.Key_Return)
    assert typist.count + 1 <= 45
    found = {(row.enrolment_id, row.starts_on.day, row.starts_half) for row in
             room.scene.rows(AbsenceRow)}  # fmt: skip
    ids = [trainee.id for trainee in page.card.trainees]
    assert found == {
        (ids[row], 16 + (half - 1) // 2, AM if half % 2 else PM) for row, half, _ in exceptions
    }
    declared = room.scene.rows(AttendanceRow)
    assert len(declared) == 30
    assert sum(row.justified for row in declared) == 6 * 210
    assert sum(row.to_qualify for row in declared) == 4 * 210


def test_a_key_shows_at_once_is_recorded_and_undone(
    room: Classroom, page: MonthPage, typist: Typist, qtbot: QtBot
) -> None:
    typist.press(KEY.Key_E)
    assert page.grid.months.cells[0][0] is Cell.JUSTIFIED
    assert page.grid.current() == Where(1, 0)
    (row,) = room.scene.rows(AbsenceRow)
    assert (row.starts_on, row.ends_half) == (date(2026, 11, 2), AM)
    room.desk.undo()
    qtbot.waitUntil(lambda: page.grid.months.cells[0][0] is Cell.PRESENT)
    assert room.scene.rows(AbsenceRow) == []


def test_the_month_read_again_repaints_what_differs_and_takes_back_what_was_not_recorded(
    page: MonthPage,
) -> None:
    model, card = page.grid.months, page.card
    assert card is not None
    told: list[Where] = []

    def on_told(first: QModelIndex, last: QModelIndex) -> None:
        assert first == last
        told.append(Where(first.row(), first.column()))

    # On screen alone, as before an answer.
    model.mark([Where(0, 2), Where(1, 4)], Mark.JUSTIFIED)
    model.dataChanged.connect(on_told)
    model.show_card(card)
    assert model.cells[0][2] is model.cells[1][4] is Cell.PRESENT
    assert told == [Where(0, 2), Where(1, 4)]


def test_a_range_is_one_absence_and_space_takes_a_half_day_out(
    room: Classroom, page: MonthPage, typist: Typist, qtbot: QtBot
) -> None:
    typist.press(*[KEY.Key_Right] * 3, shift=True)
    typist.press(KEY.Key_A)
    assert page.grid.current() == Where(0, 3)
    (row,) = room.scene.rows(AbsenceRow)
    assert (row.starts_on, row.ends_on) == (date(2026, 11, 2), date(2026, 11, 3))
    page.grid.go(Where(0, 1))
    typist.press(KEY.Key_Space)
    assert len(room.scene.rows(AbsenceRow)) == 2
    settle(page, qtbot)
    expected = [Cell.TO_QUALIFY, Cell.PRESENT, Cell.TO_QUALIFY, Cell.TO_QUALIFY, Cell.PRESENT]
    assert page.grid.months.cells[0][:5] == expected


def test_filling_down_repeats_the_first_row(
    room: Classroom, page: MonthPage, typist: Typist
) -> None:
    typist.press(KEY.Key_E)
    page.grid.go(Where(0, 0))
    typist.press(KEY.Key_Down, KEY.Key_Down, shift=True)
    typist.press(KEY.Key_D, control=True)
    assert [row[0] for row in page.grid.months.cells[:4]] == [Cell.JUSTIFIED] * 3 + [Cell.PRESENT]
    assert len(room.scene.rows(AbsenceRow)) == 3


def test_a_gesture_on_several_people_is_undone_whole(
    room: Classroom, page: MonthPage, typist: Typist
) -> None:
    typist.press(*[KEY.Key_Down] * 4, shift=True)
    typist.press(KEY.Key_R)
    assert {row.reason for row in room.scene.rows(AbsenceRow)} == {"late"}
    assert len(room.scene.rows(AbsenceRow)) == 5
    room.desk.undo()
    assert room.scene.rows(AbsenceRow) == []


def test_what_is_not_the_trainees_takes_no_mark(
    room: Classroom, page: MonthPage, qtbot: QtBot
) -> None:
    room.happenings()
    page.show_place({})
    assert page.card is not None
    names = [trainee.jobseeker.last_name for trainee in page.card.trainees]
    row = names.index("Garnier")
    days = [each.day for each in page.card.planned]
    column = days.index(date(2026, 11, 9))
    before = len(room.scene.rows(AbsenceRow))
    page.grid.go(Where(row, column))
    page.grid.ask_mark(Mark.JUSTIFIED)
    assert page.grid.months.cells[row][column] is Cell.INTERRUPTED
    assert len(room.scene.rows(AbsenceRow)) == before


def test_whoever_left_before_the_declared_month_has_no_day_in_it_and_is_rectified(
    room: Classroom, page: MonthPage, qtbot: QtBot
) -> None:
    trainee = room.trainees["Barbier"]
    room.scene.say(
        DeclareAttendance(month=MONTH, enrolment_ids=(trainee,)),
        DropTrainee(enrolment_id=trainee, last_day=date(2026, 10, 30), reason="job"),
    )
    page.show_place({"session_id": room.session.id, "month": MONTH})
    assert set(page.grid.months.cells[0]) == {Cell.OUTSIDE}
    (own,) = [each for each in page.due() if each.id == trainee]
    assert own.state is MonthState.TO_RECTIFY
    assert page.card is not None
    assert sentences(page.card, [own])[0] == "1 stagiaire, dont 1 sans absence."


def test_each_cell_says_who_when_and_what(room: Classroom, page: MonthPage, typist: Typist) -> None:
    typist.press(KEY.Key_A)
    role = Qt.ItemDataRole.AccessibleTextRole
    said = page.grid.months.data(page.grid.months.index(0, 0), role)
    assert said == "BARBIER Lucas · lun. 2 nov. 2026, matin : absence à qualifier"
    assert page.grid.months.data(page.grid.months.index(0, 0)) == "A"


def test_the_page_is_named_and_not_cut_at_any_size(
    room: Classroom, page: MonthPage, qtbot: QtBot
) -> None:
    assert misnamed(page) == []
    for size in ((1366, 768), (911, 512)):
        page.resize(*size)
        qtbot.wait(1)
        assert cut_texts(page) == []


def test_on_a_small_laptop_the_tools_are_one_line_and_each_row_is_ruled_to_its_end(
    page: MonthPage, qtbot: QtBot
) -> None:
    assert {each.shape_taken() for each in page.findChildren(FoldingRow)} == {"beside"}
    qtbot.keyClick(page.grid, KEY.Key_PageDown, Qt.KeyboardModifier.AltModifier)
    assert page.card is not None
    qtbot.waitUntil(lambda: page.card is not None and page.card.month == date(2026, 12, 1))
    grid = page.grid
    last = grid.months.index(0, grid.months.columnCount() - 1)
    # A month of twenty-two days shows whole.
    qtbot.waitUntil(lambda: page.grid.horizontalScrollBar().maximum() == 0)
    # The month is not open: the grid has no room for the whole label, its sentence says it.
    assert grid.fontMetrics().horizontalAdvance(last.data()) < grid.columnWidth(last.column()) - 4
    assert grid.months.sentence(0, last.column()).endswith(label(MonthState.NOT_OPEN))
    grid.scrollTo(last)
    seen, cell = grid.viewport().grab().toImage(), grid.visualRect(last)
    line = tokens_for(grid.palette()).color("line")
    assert seen.pixelColor(cell.right() - 4, cell.bottom()) == line


def test_half_days_and_closures_that_change_are_seen_by_an_open_grid(
    room: Classroom, page: MonthPage, qtbot: QtBot
) -> None:
    def days() -> set[date]:
        assert page.card is not None
        return {each.day for each in page.card.planned}

    closed, extra = date(2026, 11, 26), date(2026, 11, 28)
    assert closed in days() - {extra}
    session_id = room.session.id
    taught = Taught(starts_at=time(9), ends_at=time(12))
    closure = RecordClosure(
        closure_id=room.scene.id(), session_id=session_id, starts_on=closed, ends_on=closed
    )
    room.desk.record([closure], "Fermeture notée.")
    qtbot.waitUntil(lambda: closed not in days())
    lesson = Lesson(day=extra, half=AM, taught=taught)
    room.desk.record([PlanLessons(session_id=session_id, lessons=(lesson,))], "Cours noté.")
    qtbot.waitUntil(lambda: extra in days())


def test_an_absence_after_the_declaration_is_rectified_from_the_same_button(
    room: Classroom, page: MonthPage, typist: Typist, qtbot: QtBot
) -> None:
    page.declare()
    qtbot.keyClick(dialog_of(page, qtbot), KEY.Key_Return)
    assert len(room.scene.rows(AttendanceRow)) == 6
    settle(page, qtbot)
    page.focus_start()
    typist.press(KEY.Key_E)
    settle(page, qtbot)
    qtbot.waitUntil(lambda: [each.state for each in page.due()] == [MonthState.TO_RECTIFY])
    page.declare()
    qtbot.keyClick(dialog_of(page, qtbot), KEY.Key_Return)
    states = [row.state for row in room.scene.rows(AttendanceRow)]
    assert states.count(AttendanceState.RECTIFIED) == 1


def test_the_trainee_that_was_asked_for_is_in_hand(room: Classroom, page: MonthPage) -> None:
    last = list(room.trainees.values())[-1]
    assert page.card is not None
    here = {"session_id": room.session.id, "month": MONTH}
    page.show_place(here | {"enrolment_id": last})
    trainee = page.in_hand()
    assert trainee is not None
    assert trainee.id == last
    assert page.grid.current().column == 0
    page.grid.go(Where(0, 3))
    page.show_place(here)
    assert page.grid.current() == Where(0, 3), "nobody was asked for: the cell in hand stays"


def test_nothing_is_declared_before_the_25th_and_the_page_says_why(
    room: Classroom, page: MonthPage
) -> None:
    room.scene.clock.be(date(2026, 11, 24))
    heard = Heard(room.desk)
    page.show_place({})
    page.declare()
    assert "à partir du 25" in heard.notices[-1].sentence
    assert not [each for each in page.findChildren(QDialog) if each.isVisible()]


def test_declaring_offers_to_qualify_first(
    room: Classroom, page: MonthPage, typist: Typist, qtbot: QtBot
) -> None:
    typist.press(KEY.Key_A)
    settle(page, qtbot)
    qtbot.waitUntil(lambda: len(page.incomplete()) == 1)
    page.declare()
    press(dialog_of(page, qtbot), "Qualifier les absences d’abord")
    dialog = dialog_of(page, qtbot)
    save(dialog, qtbot, reason="exam", justification=Justification.JUSTIFIED)
    assert [row.reason for row in room.scene.rows(AbsenceRow)] == ["exam"]
    assert room.scene.rows(AttendanceRow) == []


def test_the_whole_table_is_exported_as_on_screen(
    room: Classroom, page: MonthPage, typist: Typist
) -> None:
    heard = Heard(room.desk)
    typist.press(KEY.Key_E)
    press(page, "Exporter tout le tableau")
    name, headings, lines = heard.saved[0]
    assert name.startswith("Assiduité novembre 2026")
    assert (headings[0], headings[1], headings[-1]) == ("Nom-Prénom", "02/11 Matin", "État")
    assert (lines[0][0], lines[0][1]) == ("BARBIER Lucas", "E")
    assert len({len(line) for line in (headings, *lines)}) == 1


def test_the_list_has_the_guides_columns_and_leads_to_the_grid(
    room: Classroom, qtbot: QtBot
) -> None:
    page, heard = MonthsPage(room.desk), Heard(room.desk)
    qtbot.addWidget(page)
    page.resize(1058, 690)
    page.show()
    page.show_place({})
    assert page.accessibleName() == ("Assiduité à saisir pour le mois d'actualisation de Novembre")
    titles = [column.title for column in page.list.model.columns]
    assert titles[:5] == ["N° CARIF", "Intitulé", "Date début", "Date fin", "Période"]
    line = page.list.model.row_at(0)
    assert line is not None
    assert (line.to_declare, line.trainees) == (6, 6)
    page.list.table.row_opened.emit(line)
    place = heard.places[-1]
    assert (place.page, place.arguments["month"]) == ("month", MONTH)
    assert misnamed(page) == []
    page.resize(911, 512)
    qtbot.waitUntil(lambda: not crammed_lists(page))


def test_months_that_begin_by_a_vowel_are_elided() -> None:
    assert title(date(2026, 4, 1)).endswith("d'actualisation d’Avril")


def test_runs_join_neighbours_on_a_row() -> None:
    cells = [Where(1, 4), Where(0, 2), Where(0, 3), Where(0, 5)]
    assert runs(cells) == [(0, 2, 3), (0, 5, 5), (1, 4, 4)]


def test_digits_and_weeks_find_their_half_day(page: MonthPage) -> None:
    assert page.card is not None
    planned = page.card.planned
    assert nth_of_week(planned, 0, 10) == 9
    # The 11th is not taught: the third and fourth half-days of that week are the Tuesday's.
    assert nth_of_week(planned, 10, 5) is None
    assert other_week(planned, 0, 1) == 10
    assert other_week(planned, 0, -1) is None
