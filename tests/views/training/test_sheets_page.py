# SPDX-License-Identifier: MIT
"""« Émargements »: the half-days of a week or of a day, and the sheets printed from there."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt

from kairos_desktop.models.vocabulary import HalfDay
from kairos_desktop.services.acts.sheets import RecordSheet
from kairos_desktop.services.acts.timetables import Lesson, PlanLessons, Taught
from kairos_desktop.services.rules.timetables import USUAL_HOURS
from kairos_desktop.views.toolkit import dialogs
from kairos_desktop.views.training.sheet_printing import BACKWARDS, TOO_LONG, check_days
from kairos_desktop.views.training.sheets_page import ASSUMED, PRINT, SheetsPage
from tests.views.recruitment.driving import offered, press
from tests.views.walks import crammed_lists, cut_texts, misnamed

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from tests.views.training.classroom import Classroom

MONDAY, SUNDAY = date(2026, 11, 23), date(2026, 11, 29)


class KeptSheets:
    """Keeps what was to be printed."""

    def __init__(self) -> None:
        self.asked: list[tuple[Any, ...]] = []

    def show_sheets(self, *asked: Any) -> None:
        self.asked.append(asked)


@pytest.fixture
def papers(room: Classroom) -> KeptSheets:
    kept = KeptSheets()
    room.desk.papers = kept  # pyright: ignore[reportAttributeAccessIssue]
    return kept


@pytest.fixture
def page(room: Classroom, qtbot: QtBot) -> SheetsPage:
    made = SheetsPage(room.desk)
    qtbot.addWidget(made)
    made.resize(1058, 690)
    made.show()
    made.show_place({"session_id": room.session.id})
    return made


def what(page: SheetsPage) -> list[str]:
    column = next(each for each in page.card.model.columns if each.title == "Formation")
    rows = (page.card.model.row_at(n) for n in range(page.card.model.rowCount()))
    return [column.display(row) for row in rows if row is not None]


def test_a_week_of_a_session_is_ten_half_days_and_everything_is_named(
    page: SheetsPage, qtbot: QtBot
) -> None:
    assert len(page.card.model.ids()) == 10
    qtbot.waitUntil(lambda: len(what(page)) == 10)
    assert set(what(page)) == {ASSUMED}
    assert misnamed(page) == []
    for size in ((1366, 768), (911, 512)):
        page.resize(*size)
        qtbot.wait(1)
        assert cut_texts(page) == []
        assert crammed_lists(page) == []


def test_the_week_shown_is_printed_by_two_presses_and_the_next_one_too(
    page: SheetsPage, room: Classroom, papers: KeptSheets
) -> None:
    choices = offered(page, PRINT)
    assert next(iter(choices)) == "Semaine du 23/11/2026 au 29/11/2026 (10 feuilles)"
    next(iter(choices.values())).click()
    offered(page, PRINT)["Semaine du 30/11/2026 au 06/12/2026"].click()
    own = (room.session.id,)
    assert papers.asked == [
        (own, MONDAY, SUNDAY),
        (own, date(2026, 11, 30), date(2026, 12, 6)),
    ]


def test_from_to_is_asked_and_held_to_two_months(
    page: SheetsPage, papers: KeptSheets, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fill(_parent: object, _title: str, form: Any, **words: Any) -> dict[str, Any]:
        form.set_values({"last": date(2026, 11, 24)})
        assert words["check"](form.values()) == {}
        return form.values()

    monkeypatch.setattr(dialogs, "ask", fill)
    offered(page, PRINT)["Du … au …"].click()
    assert papers.asked[0][1:] == (MONDAY, date(2026, 11, 24))
    assert check_days({"first": MONDAY, "last": date(2026, 11, 22)}) == {"last": BACKWARDS}
    assert check_days({"first": MONDAY, "last": date(2027, 2, 1)}) == {"last": TOO_LONG}


def test_chosen_half_days_are_printed_alone_by_one_key(
    page: SheetsPage, room: Classroom, papers: KeptSheets, qtbot: QtBot
) -> None:
    page.card.table.choose(page.card.model.ids()[1:3])
    page.card.table.setFocus()
    qtbot.keyClick(page.card.table, Qt.Key.Key_I)
    ((sessions, first, last, halves),) = papers.asked
    assert sessions == [room.session.id]
    assert (first, last) == (MONDAY, date(2026, 11, 24))
    assert halves == [
        (room.session.id, MONDAY, HalfDay.AFTERNOON),
        (room.session.id, date(2026, 11, 24), HalfDay.MORNING),
    ]


def test_a_day_shows_every_session_with_its_module(
    page: SheetsPage, room: Classroom, papers: KeptSheets, qtbot: QtBot
) -> None:
    start, end = USUAL_HOURS[HalfDay.MORNING]
    taught = Taught(starts_at=start, ends_at=end, module="Excel", trainer="Mme Lo")
    lesson = Lesson(day=date(2026, 11, 26), half=HalfDay.MORNING, taught=taught)
    room.scene.say(PlanLessons(session_id=room.session.id, lessons=(lesson,)))
    page.show_place({})
    qtbot.waitUntil(lambda: what(page) == [f"{room.session.title} · Excel"])
    choices = offered(page, PRINT)
    assert [*choices] == [
        "Le 26/11/2026 (1 feuille)",
        "Le 27/11/2026",
        "Semaine du 23/11/2026 au 29/11/2026",
        "Du … au …",
    ]
    assert papers.asked == []
    choices["Le 27/11/2026"].click()
    press(page, "Suivant")
    qtbot.waitUntil(lambda: len(what(page)) == 2)
    # Of another day other sessions are taught: none is named.
    assert papers.asked == [((), date(2026, 11, 27), date(2026, 11, 27))]


def test_a_page_asked_to_print_offers_it_at_once_and_once(
    page: SheetsPage, room: Classroom
) -> None:
    from kairos_desktop.views.toolkit.choice_panel import ChoicePanel

    page.show_place({"session_id": room.session.id, "act": "print"})
    (panel,) = page.findChildren(ChoicePanel)
    panel.close_panel()
    page.read()
    assert page.findChildren(ChoicePanel) == []


def test_what_must_be_looked_at_shows_in_the_list(
    page: SheetsPage, room: Classroom, qtbot: QtBot
) -> None:
    signed = tuple(room.trainees.values())[:2]
    room.scene.say(
        RecordSheet(session_id=room.session.id, day=MONDAY, half=HalfDay.MORNING, signed=signed)
    )
    page.read()
    column = next(each for each in page.card.model.columns if each.title == "À vérifier")
    state = next(each for each in page.card.model.columns if each.title == "Feuille")
    qtbot.waitUntil(lambda: page.card.model.row_at(0) is not None)
    first, second = page.card.model.row_at(0), page.card.model.row_at(1)
    assert column.display(first) == "Sans formateur"
    assert column.tooltip is not None
    assert "contrôle" in column.tooltip(first)
    assert column.display(second) == ""
    assert state.display(first) == "Saisie, 2 sur 6"
    assert state.display(second) == "À saisir"
