# SPDX-License-Identifier: MIT
"""« Reporter dans KAIROS » in a real window: the next line, its values copied, reported."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from kairos_desktop.services.acts.enrolments import ProposeEnrolment
from kairos_desktop.services.acts.entries import CorrectEntry, RecordEntry
from kairos_desktop.services.acts.kairos_reports import ReportToKairos
from kairos_desktop.services.queries import kairos_reports
from kairos_desktop.views.boards.kairos_page import KairosPage
from kairos_desktop.views.boards.todo_page import TodoPage
from kairos_desktop.views.boards.values_card import forget_copied
from kairos_desktop.views.toolkit import dialogs
from kairos_desktop.views.toolkit.theme import apply_theme
from tests.views.recruitment.driving import press
from tests.views.recruitment.scene import FIFTEEN, Scene
from tests.views.walks import cut_texts, misnamed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from kairos_desktop.services.queries.kairos_reports import KairosLine
    from kairos_desktop.views.toolkit.desk import Place

FIRST_DAY = datetime(2027, 1, 11, 9, 30, tzinfo=ZoneInfo("Europe/Paris"))
TODAY = date(2027, 1, 11)
KEY = Qt.Key


@pytest.fixture
def scene(tmp_path: Path, qapp: Any) -> Iterator[Scene]:
    """Two people who have entered today."""
    apply_theme(qapp, "light")
    made = Scene(tmp_path, now=FIRST_DAY)
    made.create(FIFTEEN[:2])
    for name in ("Barbier", "Courtois"):
        row_id = made.workspace.new_id()
        made.record(
            ProposeEnrolment(
                enrolment_id=row_id, session_id=made.session, jobseeker_id=made.people[name]
            ),
            RecordEntry(enrolment_id=row_id, entered_on=TODAY, reason="accord"),
        )
    yield made
    forget_copied()
    assert not QGuiApplication.clipboard().text()
    made.desk.lanes.close()
    made.close()


@pytest.fixture
def page(scene: Scene, qtbot: QtBot) -> KairosPage:
    made = KairosPage(scene.desk)
    qtbot.addWidget(made)
    made.resize(1058, 690)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    made.show_place({})
    made.focus_start()
    return made


def named(page: KairosPage) -> list[str]:
    return [page._by_id[each].name for each in page.card.model.ids()]


def reported(scene: Scene) -> list[KairosLine]:
    return scene.workspace.read(kairos_reports.reported_lines, TODAY)


def copied() -> str:
    return QGuiApplication.clipboard().text()


def test_one_key_copies_and_goes_to_the_next_value_and_another_marks_the_line(
    scene: Scene, page: KairosPage, qtbot: QtBot
) -> None:
    assert named(page) == ["BARBIER Lucas", "COURTOIS Inès"]
    ft_id = FIFTEEN[0][3]
    for wanted, following in (("N° CARIF", "N° DE"), ("N° DE", "Nom-Prénom")):
        assert page.values.next.accessibleName() == f"Copier {wanted}"
        qtbot.keyClick(page.card.table, KEY.Key_C)
        after = f"Copier {following}"
        qtbot.waitUntil(lambda after=after: page.values.next.accessibleName() == after)
    assert copied() == ft_id
    QGuiApplication.clipboard().clear()
    qtbot.keyClick(page.card.table, KEY.Key_2)
    qtbot.waitUntil(lambda: copied() == ft_id)
    assert page.values.next.accessibleName() == "Copier Nom-Prénom"
    data = QGuiApplication.clipboard().mimeData()
    assert bytes(data.data("x-kde-passwordManagerHint").data()) == b"secret"
    qtbot.keyClick(page.card.table, KEY.Key_R)
    qtbot.waitUntil(lambda: named(page) == ["COURTOIS Inès"])
    assert page.values.accessibleName() == "Entrée · COURTOIS Inès"
    (line,) = reported(scene)
    assert line.said == ("present", "2027-01-11")
    assert "1 chose à reporter · 1 sur 2 reportées" in page._facts.text()
    scene.desk.undo()
    assert len(named(page)) == 2


def test_the_last_value_says_what_is_next(page: KairosPage) -> None:
    for _ in range(20):
        page.values.copy_next()
    assert not page.values.next.isEnabled()
    assert page.values.next.accessibleName() == "Tout est copié"
    assert copied() == "11/01/2027"


def test_what_is_corrected_comes_back_with_what_kairos_has(
    scene: Scene, page: KairosPage, qtbot: QtBot
) -> None:
    line = page._by_id[page.card.model.ids()[0]]
    assert not page.values._values[-1].before
    qtbot.keyClick(page.card.table, KEY.Key_R)
    qtbot.waitUntil(lambda: len(named(page)) == 1)
    page.kinds.choose("reported")
    assert named(page) == [line.name]
    assert not cut_texts(page)
    day = date(2027, 1, 12)
    scene.desk.record(
        [CorrectEntry(enrolment_id=line.about_id, entered_on=day, reason="erreur")], "Corrigé."
    )
    page.kinds.choose("")
    assert sorted(named(page)) == ["BARBIER Lucas", "COURTOIS Inès"]
    page.card.table.choose([line.id])
    texts = [each.before for each in page.values._values]
    assert texts[-1] == "11/01/2027"
    press(page, "Pas reporté")
    assert not reported(scene)


def test_several_lines_are_asked_about_then_reported_at_once(
    scene: Scene, page: KairosPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def answer(_parent: Any, _title: str, sentence: str, **_words: Any) -> bool:
        asked.append(sentence)
        return len(asked) > 1

    monkeypatch.setattr(dialogs, "confirm", answer)
    page.card.table.selectAll()
    press(page, "Reporté")
    assert len(named(page)) == 2
    press(page, "Reporté")
    assert not named(page)
    assert asked[0].startswith("2 lignes seront notées")
    assert len(reported(scene)) == 2
    scene.desk.undo()
    assert len(named(page)) == 2


def test_enter_opens_the_form_where_the_fact_is_typed(
    scene: Scene, page: KairosPage, qtbot: QtBot
) -> None:
    places: list[Place] = []
    scene.desk.place_asked.connect(places.append)
    qtbot.keyClick(page.card.table, KEY.Key_Return)
    assert (places[-1].page, places[-1].arguments["tab"]) == ("session", "enrolled")


def test_a_line_of_what_is_due_leads_to_its_values(scene: Scene, page: KairosPage) -> None:
    todo = TodoPage(scene.desk)
    todo.show_place({})
    todo.kinds.choose("À reporter")
    (line,) = [todo._by_id[each] for each in todo.card.model.ids()]
    assert (line.count, todo.figures["À reporter dans KAIROS"].figure()) == (2, "2")
    page.show_place(line.arguments)
    assert page.kinds.current_key() == "Entrées, sorties"
    assert page.values.accessibleName() == "Entrée · BARBIER Lucas"
    todo.deleteLater()


def test_a_fact_that_is_reported_is_found_among_the_others(scene: Scene, page: KairosPage) -> None:
    wanted = [page._by_id[each].about_id for each in page.card.model.ids()]
    for _ in wanted:
        page.show_place({})
        page._mark([page._by_id[page.card.model.ids()[0]]])
    for about_id, name in zip(wanted, ("BARBIER Lucas", "COURTOIS Inès"), strict=True):
        page.show_place({"reported": about_id})
        assert page.kinds.current_key() == "reported"
        assert len(named(page)) == 2
        assert page.values.accessibleName() == f"Entrée · {name}"


def test_a_fact_reported_with_other_values_is_found_among_what_remains(
    scene: Scene, page: KairosPage
) -> None:
    last = page._by_id[page.card.model.ids()[-1]]
    scene.record(
        ReportToKairos(kind=last.kind, about_id=last.about_id, said=("present", "2027-01-12"))
    )
    page.show_place({"reported": last.about_id})
    assert page.kinds.current_key() == ""
    assert page.values.accessibleName() == "Entrée · COURTOIS Inès"


@pytest.mark.parametrize("size", [(1058, 690), (911, 512)])
def test_everything_has_its_name_and_its_whole_words(
    page: KairosPage, size: tuple[int, int]
) -> None:
    page.resize(*size)
    page.show_place({})
    assert not misnamed(page)
    assert not cut_texts(page)
