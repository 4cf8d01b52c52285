# SPDX-License-Identifier: MIT
"""« Emploi du temps »: repeat a week, change one half-day, close days, import a file."""

from __future__ import annotations

from datetime import date, time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from msgspec.structs import replace
from openpyxl import Workbook
from PySide6.QtCore import Qt

from kairos_desktop.models.vocabulary import HalfDay
from kairos_desktop.services.queries import timetables
from kairos_desktop.views.agenda.pages import PAGES
from kairos_desktop.views.agenda.timetable_page import TimetablePage, _facts
from kairos_desktop.views.toolkit import dialogs
from tests.views.recruitment.driving import press
from tests.views.walks import focusable

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from tests.views.recruitment.conftest import Said
    from tests.views.recruitment.scene import Scene

FIRST = date(2027, 1, 11)


@pytest.fixture
def page(scene: Scene, qtbot: QtBot) -> TimetablePage:
    """The timetable of the scene's session, from 11 January to 25 June 2027."""
    made = PAGES["timetable"](scene.desk)
    assert isinstance(made, TimetablePage)
    qtbot.addWidget(made)
    made.resize(1058, 690)
    made.show()
    made.show_place({"session_id": scene.session})
    return made


@pytest.fixture
def answer(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Answers the next form with the values it proposes, and those given here."""

    def next_form(**typed: Any) -> None:
        def fill(_parent: object, _title: str, form: Any, **words: Any) -> dict[str, Any]:
            form.set_values(typed)
            values = form.values()
            assert words["check"](values) == {}
            return values

        monkeypatch.setattr(dialogs, "ask", fill)

    return next_form


def lessons(scene: Scene) -> list[tuple[date, HalfDay, str]]:
    """What is planned."""
    found = scene.workspace.read(timetables.timetable, scene.session)
    assert found is not None
    return [(row.day, row.half, row.module) for row in found.lessons]


def read(page: TimetablePage, qtbot: QtBot) -> None:
    """Wait until the lines that show are there."""
    qtbot.waitUntil(lambda: page.card.model.row_at(0) is not None)


def test_a_whole_session_is_planned_in_one_go(
    page: TimetablePage, scene: Scene, answer: Callable[..., None]
) -> None:
    answer(module="Bureautique")
    press(page, "Répéter une semaine…")
    planned = lessons(scene)
    assert planned[0] == (FIRST, HalfDay.MORNING, "Bureautique")
    assert planned[-1][0] == date(2027, 6, 25)
    assert page.card.model.rowCount() == len(planned)
    easter_monday = date(2027, 3, 29)
    assert easter_monday not in {day for day, _, _ in planned}


def test_the_hours_of_the_session_are_told_as_the_others(page: TimetablePage) -> None:
    found = page._found
    assert found is not None
    longer = replace(found, session=replace(found.session, hours_total=805.5))
    assert _facts(longer).endswith(" sur 805\N{NO-BREAK SPACE}h\N{NO-BREAK SPACE}30 prévues")


def test_one_half_day_is_changed_and_moved_by_enter(
    page: TimetablePage, scene: Scene, answer: Callable[..., None], qtbot: QtBot
) -> None:
    answer(first=FIRST, last=FIRST, module="Accueil")
    press(page, "Répéter une semaine…")
    read(page, qtbot)
    page.card.table.choose(page.card.model.ids()[:1])
    answer(day=date(2027, 1, 16), module="Visite")
    qtbot.keyClick(page.card.table, Qt.Key.Key_Return)
    assert lessons(scene) == [
        (FIRST, HalfDay.AFTERNOON, "Accueil"),
        (date(2027, 1, 16), HalfDay.MORNING, "Visite"),
    ]
    scene.workspace.undo()
    assert lessons(scene)[0] == (FIRST, HalfDay.MORNING, "Accueil")


def test_half_days_are_added_and_taken_out(
    page: TimetablePage, scene: Scene, answer: Callable[..., None], qtbot: QtBot
) -> None:
    answer(day=FIRST, starts_at=time(14), ends_at=time(16))
    press(page, "Ajouter…")
    assert lessons(scene) == [(FIRST, HalfDay.AFTERNOON, "")]
    read(page, qtbot)
    page.card.table.choose(page.card.model.ids())
    page.card.table.setFocus()
    qtbot.keyClick(page.card.table, Qt.Key.Key_Delete)
    assert lessons(scene) == []


def test_days_closed_show_and_are_opened_again(
    page: TimetablePage, scene: Scene, answer: Callable[..., None]
) -> None:
    answer(first=date(2027, 2, 15), last=date(2027, 2, 19), label="Congés d’hiver")
    press(page, "Fermeture…")
    answer(module="Bureautique")
    press(page, "Répéter une semaine…")
    closed = date(2027, 2, 16)
    assert closed not in {day for day, _, _ in lessons(scene)}
    press(page, "Retirer cette fermeture")
    found = scene.workspace.read(timetables.timetable, scene.session)
    assert found is not None
    assert found.closures == ()


def test_what_is_odd_is_marked(
    page: TimetablePage, answer: Callable[..., None], said: Said, qtbot: QtBot
) -> None:
    answer(day=date(2027, 5, 1))
    press(page, "Ajouter…")
    assert "férié" in said.last
    read(page, qtbot)
    row = page.card.model.row_at(0)
    column = next(each for each in page.card.model.columns if each.title == "À vérifier")
    assert column.display(row) == "Férié"


@pytest.mark.parametrize("take", [True, False])
def test_a_file_tells_what_it_holds_before_it_is_planned(
    page: TimetablePage,
    scene: Scene,
    answer: Callable[..., None],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    *,
    take: bool,
) -> None:
    answer(first=FIRST, last=FIRST)
    press(page, "Répéter une semaine…")
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (("Date", "Horaires", "Module"), (FIRST, "9h-12h", "Excel"), ("?", "9h-12h", "")):
        sheet.append(row)
    book.save(tmp_path / "planning.xlsx")
    asked: list[str] = []

    def confirm(_parent: object, _title: str, sentence: str, **_words: object) -> bool:
        asked.append(sentence)
        return take

    monkeypatch.setattr(dialogs, "open_paths", lambda *_words: [tmp_path / "planning.xlsx"])
    monkeypatch.setattr(dialogs, "confirm", confirm)
    press(page, "Importer…")
    [told] = asked
    assert told.startswith("1 demi-journée, ")
    assert "1 remplaceront" in told
    assert "Ligne 3" in told
    assert lessons(scene)[0][2] == ("Excel" if take else "")


def test_a_file_that_cannot_be_read_says_why(
    page: TimetablePage, said: Said, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dialogs, "open_paths", lambda *_words: [tmp_path / "rien.xlsx"])
    press(page, "Importer…")
    assert "n’a pas pu être ouvert" in said.last


@pytest.mark.parametrize("size", [(1058, 690), (640, 440)])
def test_every_control_has_a_name(page: TimetablePage, size: tuple[int, int]) -> None:
    page.resize(*size)
    assert [each for each in focusable(page) if not each.accessibleName()] == []
