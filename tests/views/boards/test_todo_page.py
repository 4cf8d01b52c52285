# SPDX-License-Identifier: MIT
"""« À faire » in a real window: what is due, opened, done, gone."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec
import pytest
from PySide6.QtCore import Qt

from kairos_desktop.models.vocabulary import WithdrawalReason
from kairos_desktop.services.acts.enrolments import ProposeEnrolment, WithdrawEnrolment
from kairos_desktop.services.acts.entries import RecordEntry
from kairos_desktop.services.due.line import Due, DueKind, Risk
from kairos_desktop.views.boards.due_words import GROUPS, Tally, due_pill, figures
from kairos_desktop.views.boards.todo_page import TodoPage
from kairos_desktop.views.toolkit.columns import Pill
from kairos_desktop.views.toolkit.theme import apply_theme
from tests.views.recruitment.conftest import KeptExports
from tests.views.recruitment.scene import FIFTEEN, Scene
from tests.views.walks import cut_texts, misnamed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from kairos_desktop.views.toolkit.desk import Place

FIRST_DAY = datetime(2027, 1, 11, 9, 30, tzinfo=ZoneInfo("Europe/Paris"))
TODAY = date(2027, 1, 11)


@pytest.fixture
def scene(tmp_path: Path, qapp: Any) -> Iterator[Scene]:
    apply_theme(qapp, "light")
    made = Scene(tmp_path, now=FIRST_DAY)
    made.create(FIFTEEN[:2])
    yield made
    made.desk.lanes.close()
    made.close()


def enrol(scene: Scene, name: str) -> UUID:
    row_id = scene.workspace.new_id()
    scene.record(
        ProposeEnrolment(
            enrolment_id=row_id, session_id=scene.session, jobseeker_id=scene.people[name]
        )
    )
    return row_id


@pytest.fixture
def page(scene: Scene, qtbot: QtBot) -> TodoPage:
    made = TodoPage(scene.desk)
    qtbot.addWidget(made)
    made.resize(1058, 690)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    return made


def shown(page: TodoPage) -> list[str]:
    found: list[str] = []
    page.card.model.load(
        page.card.model.ids(), lambda lines: found.extend(line.whom for line in lines)
    )
    return found


def test_enter_opens_the_form_with_the_person_chosen(
    scene: Scene, page: TodoPage, qtbot: QtBot
) -> None:
    row_id = enrol(scene, "Barbier")
    places: list[Place] = []
    scene.desk.place_asked.connect(places.append)
    page.show_place({})
    assert shown(page)[0].startswith("BARBIER Lucas")
    page.focus_start()
    qtbot.keyClick(page.card.table, Qt.Key.Key_Return)
    assert places[-1].page == "session"
    assert places[-1].arguments["enrolment_id"] == row_id
    assert places[-1].arguments["list"] == "entries"


def test_what_is_done_leaves_and_what_is_undone_comes_back(scene: Scene, page: TodoPage) -> None:
    row_id = enrol(scene, "Barbier")
    page.show_place({})
    act = RecordEntry(enrolment_id=row_id, entered_on=TODAY, reason="accord")
    scene.desk.record([act], "Entrée enregistrée.")
    # Typed here; it is not in KAIROS yet.
    assert [line.act for line in page._lines or ()] == ["Reporter l’entrée dans KAIROS"]
    assert page.figures["À reporter dans KAIROS"].figure() == "1"
    scene.desk.undo()
    assert [line.act for line in page._lines or ()] == ["Saisir l’entrée en formation"]
    assert page.figures["À reporter dans KAIROS"].figure() == "0"


def test_a_tab_shows_its_kinds_alone(scene: Scene, page: TodoPage) -> None:
    scene.meeting(date(2027, 1, 8), 9, 11)
    slot = scene.meeting(date(2027, 1, 7), 9, 11)
    scene.register(slot, FIFTEEN[:1])
    enrol(scene, "Courtois")
    page.show_place({})
    assert len(shown(page)) == 2
    page.kinds.choose("Recrutement")
    assert [line.split(" · ")[1][:9] for line in shown(page)] == ["Info coll"]
    page.kinds.choose("Réponses")
    assert not shown(page)


def test_the_table_is_exported_as_it_shows(scene: Scene, page: TodoPage) -> None:
    enrol(scene, "Barbier")
    scene.desk.exports = kept = KeptExports()
    page.show_place({})
    from tests.views.recruitment.driving import press

    press(page, "Exporter tout le tableau")
    title, headings, lines = kept.saved[0]
    assert title == "À faire"
    assert headings == ["Échéance", "Acte", "Pour qui, pourquoi", "Pour qui, pourquoi (suite)"]
    assert lines[0][0] == "J–3"


@pytest.mark.parametrize("size", [(1058, 690), (911, 512)])
def test_everything_has_its_name_and_its_whole_words(
    scene: Scene, page: TodoPage, size: tuple[int, int]
) -> None:
    enrol(scene, "Barbier")
    page.resize(*size)
    page.show_place({})
    assert not misnamed(page)
    assert not cut_texts(page)


def a_line(kind: DueKind = DueKind.ENTRY, **fields: Any) -> Due:
    typed: dict[str, Any] = {
        "about": UUID(int=1),
        "session_id": UUID(int=2),
        "risk": Risk.LAW,
        "by": TODAY,
        "since": None,
        "act": "",
        "whom": "",
        "why": "",
        "arguments": {},
    } | fields
    return Due(kind=kind, **typed)


@pytest.mark.parametrize(
    ("line", "pill"),
    [
        (a_line(by=date(2027, 1, 9)), Pill("Retard 2 j", "danger")),
        (a_line(), Pill("Aujourd’hui", "warn")),
        (a_line(by=date(2027, 1, 14)), Pill("J–3", "warn")),
        (a_line(by=date(2027, 1, 15)), Pill("J–4", "hold")),
        (a_line(by=None), Pill("—")),
        (a_line(risk=Risk.PEOPLE, since=date(2027, 1, 6)), Pill("Depuis 5 j", "hold")),
        (a_line(risk=Risk.PEOPLE, since=TODAY), Pill("Aujourd’hui", "hold")),
    ],
)
def test_the_day_of_a_line_is_a_word(line: Due, pill: Pill) -> None:
    assert due_pill(line, TODAY) == pill


def test_the_figures_count_people(page: TodoPage) -> None:
    lines = [
        a_line(by=date(2027, 1, 10), count=3),
        a_line(by=TODAY, count=2),
        a_line(DueKind.MONTH, count=4),
        a_line(DueKind.PRESENCE, count=5),
        a_line(DueKind.RESULT, count=6),
        a_line(DueKind.MODALITY, count=0),
        a_line(DueKind.REPORT_ENTRY, count=7),
        a_line(DueKind.REPORT_RESULT, count=1),
    ]
    tally = Tally(TODAY).count(lines)
    assert [figure.number for figure in figures(tally).values()] == [3, 4, 11, 8]
    assert figures(tally)["Entrées en retard"].detail == "et 2 depuis 3 jours ou moins"
    tally.count(lines[-1:], lines[:1])
    assert [figure.number for figure in figures(tally).values()] == [0, 4, 11, 9]
    tally.count((), [*lines[1:], lines[-1]])
    assert [figure.number for figure in figures(tally).values()] == [0, 0, 0, 0]
    assert set(page.figures) == set(figures(tally))


def test_every_kind_has_its_tab() -> None:
    assert frozenset[DueKind]().union(*GROUPS.values()) == set(DueKind)


def test_changes_that_come_while_one_is_read_are_all_taken(scene: Scene, page: TodoPage) -> None:
    one, two = enrol(scene, "Barbier"), enrol(scene, "Courtois")
    page.show_place({})
    assert shown(page) == ["2 personnes · Secrétaire assistant : bureautique et accueil"]
    for row_id in (one, two):
        act = WithdrawEnrolment(enrolment_id=row_id, reason=WithdrawalReason.JOB)
        scene.desk.record([act], "Désistement.")
    assert not shown(page)


def test_the_side_panel_says_how_much_is_due_behind_any_page(scene: Scene, page: TodoPage) -> None:
    from kairos_desktop.assembly.guide_menu import navigation
    from kairos_desktop.views.shell.side_panel import SidePanel

    panel = SidePanel(navigation())
    scene.desk.counted.connect(panel.set_counter)
    row_id = enrol(scene, "Barbier")
    page.show_place({})
    page.hide()
    role = Qt.ItemDataRole.AccessibleDescriptionRole

    def spoken() -> list[str]:
        items = [panel._menu.topLevelItem(place) for place in (0, 1)]
        said = [(item.text(0), item.data(0, role)) for item in items if item is not None]
        return [", ".join(each for each in pair if each) for pair in said]

    assert spoken() == ["À faire, 1", "Reporter dans KAIROS"]
    act = RecordEntry(enrolment_id=row_id, entered_on=TODAY, reason="accord")
    scene.desk.record([act], "Entrée enregistrée.")
    assert spoken() == ["À faire, 1", "Reporter dans KAIROS, 1"]
    panel.deleteLater()


def test_a_line_that_says_something_else_is_painted_again(scene: Scene, page: TodoPage) -> None:
    enrol(scene, "Barbier")
    page.show_place({})
    told: list[int] = []
    page.card.model.dataChanged.connect(lambda first, _last: told.append(first.row()))
    lines = page._lines or []
    page._take([msgspec.structs.replace(line) for line in lines])
    assert not told
    page._take([msgspec.structs.replace(line, whom="1 personne") for line in lines])
    assert told == list(range(len(lines)))
    assert set(shown(page)) == {"1 personne"}
