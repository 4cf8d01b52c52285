# SPDX-License-Identifier: MIT
"""« Tableaux de bord › Pilotage » in a real window: pictures, tables, what one takes away."""

from __future__ import annotations

import errno
import os
import shutil
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QLabel

from kairos_desktop.models.vocabulary import Prescriber
from kairos_desktop.services.acts.registrations import Register
from kairos_desktop.services.documents import preview
from kairos_desktop.views.boards.overview_page import OverviewPage, last_twelve_months
from kairos_desktop.views.boards.pictures import PICTURES
from kairos_desktop.views.toolkit import dialogs
from kairos_desktop.views.toolkit.desk import Desk
from kairos_desktop.views.toolkit.lanes import InlineLanes
from kairos_desktop.views.toolkit.pdf_preview import PdfPreview
from kairos_desktop.views.toolkit.theme import apply_theme
from kairos_desktop.views.toolkit.type_ahead import Suggestion
from tests.factories import TODAY, Clock, Scene
from tests.views.boards.figures_scene import Office
from tests.views.recruitment.conftest import KeptExports
from tests.views.recruitment.driving import press
from tests.views.walks import cut_texts, misnamed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

    from kairos_desktop.views.toolkit.desk import Place


@pytest.fixture(scope="module")
def office(empty_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    path = shutil.copy(empty_database, tmp_path_factory.mktemp("office") / "kairos.db")
    with Scene.opened(Path(path), Clock()) as scene:
        scene.describe_provider()
        yield Office(scene, sessions=3)


@pytest.fixture(scope="module")
def shown(office: Office, qapp: QApplication) -> Iterator[OverviewPage]:
    """The page, made once: seven pictures and as many tables take their time."""
    apply_theme(qapp, "light")
    desk = Desk(office.scene.workspace, InlineLanes())
    made = OverviewPage(desk)
    desk.setParent(made)
    yield made
    desk.lanes.close()
    made.close()
    made.deleteLater()


@pytest.fixture
def page(shown: OverviewPage, qtbot: QtBot) -> OverviewPage:
    """The page as it is at its first visit."""
    shown.resize(1058, 690)
    with qtbot.waitActive(shown):
        shown.show()
        shown.activateWindow()
    first, last = last_twelve_months(TODAY)
    shown.first.set_value(first)
    shown.last.set_value(last)
    shown.session.set_value(None)
    shown.show_place({"tab": "steps"})
    return shown


def test_the_table_and_the_screen_reader_say_what_the_picture_shows(page: OverviewPage) -> None:
    for key in PICTURES:
        page.tabs.choose(key)
        card = page.cards[key]
        chart = card.chart.chart()
        assert chart is not None
        assert not chart.is_empty, key
        assert card.chart.accessibleName() == chart.title
        said = card.chart.accessibleDescription()
        ids = card.table.model().ids()
        assert len(ids) >= len(chart.categories)
        for place, name in enumerate(chart.categories):
            assert chart.said(place) in said
            cells = card._rows[ids[place]].cells
            assert cells[0] == name.replace("\n", " ")
            figures = [each for each in cells[1:] if not isinstance(each, str)]
            assert tuple(figures[: len(chart.series)]) == tuple(
                each.values[place] for each in chart.series
            )


def test_figures_asked_of_other_days_are_not_kept_as_those_of_these(
    page: OverviewPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    waiting: dict[str, Callable[[], None]] = {}
    read = page.desk.read

    def later(fn: Callable[..., Any], *args: Any, key: str, **words: Any) -> None:
        waiting[key] = partial(read, fn, *args, key=key, **words)

    monkeypatch.setattr(page.desk, "read", later)
    page.tabs.choose("delays")
    page.tabs.choose("steps")
    page.first.set_value(date(2020, 1, 1))
    page.last.set_value(date(2020, 1, 31))
    press(page, "Appliquer")
    for answer in waiting.values():
        answer()
    monkeypatch.undo()
    for key in ("steps", "delays"):
        page.tabs.choose(key)
        assert page.cards[key].chart.accessibleDescription() == "Aucune donnée à montrer."


def test_the_steps_narrow_from_registered_to_completed(page: OverviewPage) -> None:
    rows = [row.cells[:3] for row in page.cards["steps"]._rows.values()]
    assert rows == [
        ("Inscrits", 33, 100.0),
        ("Présents", 30, 90.9),
        ("Retenus", 24, 72.7),
        ("Validés", 21, 63.6),
        ("Entrés", 18, 54.5),
        ("Allés au bout", 9, 27.3),
    ]


def test_a_session_and_two_days_narrow_the_pictures_when_applied(
    page: OverviewPage, office: Office, qtbot: QtBot
) -> None:
    from kairos_desktop.services.queries import sessions

    (row,) = office.scene.workspace.read(sessions.rows_for, [office.sessions[0]])
    page.session.set_value(Suggestion(row, row.title))
    press(page, "Appliquer")
    steps = page.cards["steps"]._rows
    assert steps["Inscrits"].cells[1] == 11
    page.tabs.choose("sessions")
    assert len(page.cards["sessions"]._rows) == 1
    page.tabs.choose("steps")
    page.first.set_value(date(2026, 10, 1))
    press(page, "Appliquer")
    assert steps is not page.cards["steps"]._rows
    assert page.cards["steps"]._rows["Inscrits"].cells[1] == 0
    said = [label.text() for label in page.findChildren(QLabel) if label.isVisible()]
    assert "Rien à montrer sur cette période." in said
    page.last.set_value(None)
    qtbot.keyClicks(page.last.control, "xyz")
    press(page, "Appliquer")
    assert page.last.error()


def test_the_arrows_walk_the_columns_and_say_them(page: OverviewPage, qtbot: QtBot) -> None:
    page.tabs.choose("delays")
    chart = page.cards["delays"].chart
    chart.setFocus()
    for _ in range(3):
        qtbot.keyClick(chart, Qt.Key.Key_Right)
    qtbot.keyClick(chart, Qt.Key.Key_Left)
    assert chart._current == 1
    for _ in range(9):
        qtbot.keyClick(chart, Qt.Key.Key_Right)
    assert chart._current == 6
    page.cards["delays"].table.setFocus()
    assert chart._current == -1


def test_enter_on_a_session_opens_it(page: OverviewPage, office: Office, qtbot: QtBot) -> None:
    places: list[Place] = []
    page.desk.place_asked.connect(places.append)
    page.tabs.choose("sessions")
    page.focus_start()
    qtbot.keyClick(page.cards["sessions"].table, Qt.Key.Key_Return)
    assert places[-1].page == "session"
    assert places[-1].arguments["session_id"] in office.sessions


def test_figures_are_exported_as_numbers(page: OverviewPage) -> None:
    page.desk.exports = kept = KeptExports()
    page.tabs.choose("delays")
    press(page, "Exporter tout le tableau")
    title, headings, lines = kept.saved[0]
    assert (title, headings[0]) == ("Délai entre le fait et sa saisie", "Délai")
    assert ["Plus de 15 jours", 0, 0, 6] in [list(line) for line in lines]


@pytest.mark.parametrize("suffix", [".png", ".pdf"])
def test_the_picture_is_saved_as_a_file_that_opens(
    page: OverviewPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, suffix: str
) -> None:
    path = tmp_path / f"image{suffix}"
    monkeypatch.setattr(dialogs, "save_path", lambda *_: path)
    press(page, "Enregistrer l’image")
    if suffix == ".png":
        image = QImage(str(path))
        assert (image.width(), image.height()) == (1920, 1080)
        colours = {image.pixelColor(x, 500).name() for x in range(0, 1900, 5)}
        assert "#1d4f9c" in colours
    else:
        with preview.opened(path.read_bytes()) as pages:
            assert pages.count == 1
            assert "Allésaubout" in "".join(pages.text(0).split())


@pytest.mark.expects_log
def test_a_picture_that_cannot_be_written_says_so(
    page: OverviewPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    page.desk.said.connect(lambda notice: said.append(notice.sentence))
    monkeypatch.setattr(dialogs, "save_path", lambda *_: tmp_path / "gone" / "image.png")
    press(page, "Enregistrer l’image")
    assert said[-1].startswith(f"Le dossier « {tmp_path / 'gone'} » n’existe pas")


@pytest.mark.expects_log
def test_a_full_disk_leaves_the_picture_before_and_no_half_file(
    page: OverviewPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    page.desk.said.connect(lambda notice: said.append(notice.sentence))
    path = tmp_path / "image.png"
    path.write_bytes(b"before")
    monkeypatch.setattr(dialogs, "save_path", lambda *_: path)

    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, "full")

    # Where a full disk is told: what was written is still in the system's memory.
    monkeypatch.setattr(os, "fsync", full)
    press(page, "Enregistrer l’image")
    assert said[-1].startswith("Il n’y a plus de place sur le disque pour « image.png »")
    assert path.read_bytes() == b"before"
    assert list(tmp_path.glob(".image*")) == []


def test_printing_shows_the_picture_then_its_table(page: OverviewPage, qtbot: QtBot) -> None:
    press(page, "Imprimer")
    qtbot.waitUntil(lambda: bool(page.findChildren(PdfPreview)))
    shown = page.findChildren(PdfPreview)[0]
    qtbot.waitUntil(lambda: shown.page_count() == 2)
    shown.close()


@pytest.mark.parametrize("size", [(1058, 690), (891, 420)])
def test_every_tab_has_its_names_and_its_whole_words(
    page: OverviewPage, qtbot: QtBot, size: tuple[int, int]
) -> None:
    page.resize(*size)
    for key in PICTURES:
        page.tabs.choose(key)
        qtbot.waitUntil(lambda: not cut_texts(page))
        assert not misnamed(page), key


def test_a_change_is_seen_at_once(page: OverviewPage, office: Office) -> None:
    before = page.cards["steps"]._rows["Inscrits"].cells[1]
    slot = office.scene.meeting(office.session(0), held_on=TODAY)
    person = office.scene.person()
    registration = office.scene.id()
    page.desk.record(
        [
            Register(
                registration_id=registration, slot_id=slot, jobseeker_id=person,
                placed_by=Prescriber.SELF,
            )
        ],
        "Inscrit.",
    )  # fmt: skip
    assert page.cards["steps"]._rows["Inscrits"].cells[1] == before + 1
    page.desk.undo()
    assert page.cards["steps"]._rows["Inscrits"].cells[1] == before


@pytest.mark.parametrize(
    ("today", "first"),
    [(date(2026, 11, 23), date(2025, 12, 1)), (date(2026, 12, 31), date(2026, 1, 1))],
)
def test_the_first_period_is_twelve_months(today: date, first: date) -> None:
    assert last_twelve_months(today) == (first, today)
