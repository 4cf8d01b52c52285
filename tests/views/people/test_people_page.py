# SPDX-License-Identifier: MIT
"""« Rechercher un DE » and « Parcours de formation DE »."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from kairos_desktop.services.queries import paths
from kairos_desktop.views.people.people_page import paths_page, people_page
from kairos_desktop.views.toolkit.desk import Desk
from tests.factories import Scene
from tests.views.hearing import Heard, button_of, shown, texts, wait_for_ids, wait_for_place
from tests.views.walks import misnamed


def test_it_finds_without_accents_and_in_any_order(
    scene: Scene, desk: Desk, heard: Heard, qtbot: QtBot
) -> None:
    anne = scene.person("Lefèvre", "Anne", ft_id="1234567A")
    other = scene.person("d’Hérouville", "Marie-Ange", birth_name="Œdipe")
    page = people_page(desk)
    shown(qtbot, page)
    wait_for_ids(qtbot, page.card, [other, anne])
    for typed, found in (
        ("anne lef", [anne]),
        ("LEFEVRE", [anne]),
        ("567a", [anne]),
        ("herou mar", [other]),
        ("oedipe", [other]),
    ):
        page.search.setText(typed)
        wait_for_ids(qtbot, page.card, found)


def test_enter_opens_what_was_typed_even_before_the_answer(
    scene: Scene, desk: Desk, heard: Heard, qtbot: QtBot
) -> None:
    scene.person("Barbier", "Lucas")
    wanted = scene.person("Zola", "Émile")
    page = people_page(desk)
    shown(qtbot, page)
    qtbot.keyClicks(page.search, "emile")
    qtbot.keyClick(page.search, Qt.Key.Key_Return)
    assert wait_for_place(qtbot, heard, "person") == {"jobseeker_id": wanted}


def test_arrows_move_without_leaving_the_line(
    scene: Scene, desk: Desk, heard: Heard, qtbot: QtBot
) -> None:
    first, second = scene.person("Barbier"), scene.person("Diallo")
    page = people_page(desk)
    shown(qtbot, page)
    wait_for_ids(qtbot, page.card, [first, second])
    qtbot.keyClick(page.search, Qt.Key.Key_Down)
    qtbot.keyClick(page.search, Qt.Key.Key_Return)
    assert wait_for_place(qtbot, heard, "person") == {"jobseeker_id": second}


def test_nobody_leads_to_a_creation_with_what_was_typed(
    desk: Desk, heard: Heard, qtbot: QtBot
) -> None:
    page = people_page(desk)
    shown(qtbot, page)
    page.search.setText("Inconnue")
    qtbot.waitUntil(lambda: "Inconnue" in page.card._empty._why.text())
    button_of(qtbot, page.card, "Créer un DE").click()
    assert wait_for_place(qtbot, heard, "person-create") == {"text": "Inconnue"}


def test_sorting_is_done_in_the_database(
    scene: Scene, desk: Desk, heard: Heard, qtbot: QtBot
) -> None:
    rouen, caen = scene.person("Barbier", town="Rouen"), scene.person("Diallo", town="Caen")
    page = people_page(desk)
    shown(qtbot, page)
    wait_for_ids(qtbot, page.card, [rouen, caen])
    page.card.table.ask_sort(3)
    wait_for_ids(qtbot, page.card, [caen, rouen])


def test_the_export_has_every_line_and_column_of_the_screen(
    scene: Scene, desk: Desk, heard: Heard, qtbot: QtBot
) -> None:
    ids = [scene.person(f"Nom{place:03d}") for place in range(250)]
    page = people_page(desk)
    shown(qtbot, page)
    qtbot.waitUntil(lambda: page.card.model.ids() == tuple(ids))
    button_of(qtbot, page, "Exporter tout le tableau").click()
    qtbot.waitUntil(lambda: bool(heard.saved))
    title, headings, lines = heard.saved[0]
    assert title == "Rechercher un DE"
    assert headings[:2] == ["N° DE", "Nom – Prénom"]
    assert [line[1] for line in lines] == [f"NOM{place:03d} Anne" for place in range(250)]


def test_paths_show_only_those_who_were_registered_and_their_last_step(
    scene: Scene, desk: Desk, heard: Heard, qtbot: QtBot
) -> None:
    scene.person("Personne")
    somebody = scene.person("Barbier")
    meeting = scene.meeting(scene.session())
    scene.selected(scene.present(scene.register(meeting, somebody)))
    page = paths_page(desk)
    shown(qtbot, page)
    wait_for_ids(qtbot, page.card, [somebody])
    assert texts(qtbot, page.card, 3) == ["1 Info coll · 1 formation"]
    assert texts(qtbot, page.card, 4) == ["07/12/2026 · Info coll · Retenu"]


def test_every_control_is_named_as_it_reads(desk: Desk, qtbot: QtBot) -> None:
    for made in (people_page(desk), paths_page(desk)):
        shown(qtbot, made)
        assert misnamed(made) == []


def test_a_long_list_shows_its_beginning_then_counts_the_rest(
    scene: Scene, desk: Desk, heard: Heard, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = [scene.person(name) for name in ("Abadie", "Barbier", "Courtois")]
    monkeypatch.setattr(paths, "FIRST", 2)
    counts: list[int] = []
    page = people_page(desk)
    page.card.model.modelReset.connect(lambda: counts.append(page.card.model.rowCount()))
    page.card.model.rowsInserted.connect(lambda: counts.append(page.card.model.rowCount()))
    shown(qtbot, page)
    wait_for_ids(qtbot, page.card, people)
    assert counts[0] == 2
    said = [label.text() for label in page.card.findChildren(QLabel)]
    assert "3 personnes" in said
