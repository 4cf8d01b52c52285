# SPDX-License-Identifier: MIT
"""The help: every topic exists, every link leads somewhere, every « ? Aide » has its text."""

import re
from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtWidgets import QDialog, QMainWindow
from pytestqt.qtbot import QtBot

import kairos_desktop.views
from kairos_desktop import resource_files
from kairos_desktop.services.acts.registry import ACT_OF_NAME
from kairos_desktop.services.wording.act_words import ACTS
from kairos_desktop.views.help.help_page import HelpPage
from kairos_desktop.views.help.topics import ORDER, found, topics
from kairos_desktop.views.shell.history_dialog import HistoryDialog, attach_history
from kairos_desktop.views.toolkit.desk import Desk
from tests.factories import Scene
from tests.views.hearing import Heard, shown, texts, wait_for_place
from tests.views.walks import misnamed

VIEWS = Path(kairos_desktop.views.__file__).parent
ASKED = re.compile(r'(?:help_button\([^"]*|help_topic=|"help", topic=)"([\w-]+)"')
ALSO = re.compile(r'help_button\(self\.desk, "([\w-]+)" if [^"]*"([\w-]+)"')


def asked_topics() -> set[str]:
    """The topics that the pages ask for, as their source says."""
    sources = [path.read_text(encoding="utf-8") for path in VIEWS.rglob("*.py")]
    once = {name for source in sources for name in ASKED.findall(source)}
    return once | {name for source in sources for pair in ALSO.findall(source) for name in pair}


def test_every_help_button_has_its_text() -> None:
    asked = asked_topics()
    assert {"rechercher-de", "parcours", "creer-de", "prestataire"} <= asked
    assert asked <= set(topics())


def test_every_text_is_listed_and_every_link_leads_to_one() -> None:
    files = {path.stem for path in resource_files.path("help").glob("*.md")}
    assert files == set(ORDER)
    for topic in topics().values():
        for target in re.findall(r"\]\(([^)]+)\)", topic.text):
            assert target.removesuffix(".md") in files, f"{topic.key} → {target}"


def test_a_text_has_a_title_and_says_what_it_is_about() -> None:
    for topic in topics().values():
        assert topic.title
        assert topic.text


def test_r5411_7_the_help_says_when_the_jobseeker_tells_the_agency() -> None:
    for key in ("entrees", "inscrits-en-formation"):
        text = topics()[key].text
        assert "R5411-7" in text
        assert "au plus tard à sa prochaine actualisation" in text


@pytest.mark.parametrize(
    ("typed", "first"), [("fusion", "fusionner"), ("rdv", "rdv-individuel"), ("AIF", "devis-aif")]
)
def test_the_search_looks_in_titles_then_in_texts(typed: str, first: str) -> None:
    assert first in {topic.key for topic in found(typed)[:3]}


def test_the_page_shows_a_topic_and_follows_links_inside_the_help(
    desk: Desk, heard: Heard, qtbot: QtBot
) -> None:
    page = HelpPage(desk)
    shown(qtbot, page, topic="creer-de")
    assert page.accessibleName() == "Créer un DE"
    assert "Jamais de numéro de sécurité sociale" in page.text.toPlainText()
    page.text.anchorClicked.emit(QUrl("fiche-de.md"))
    assert wait_for_place(qtbot, heard, "help") == {"topic": "fiche-de"}
    page.text.anchorClicked.emit(QUrl("https://ailleurs.example"))
    assert len(heard.places) == 1


def test_an_unknown_topic_shows_the_first_page(desk: Desk, qtbot: QtBot) -> None:
    page = HelpPage(desk)
    shown(qtbot, page, topic="n-existe-pas")
    assert page.topic == "accueil"


def test_typing_finds_and_shows_the_first_page_found(desk: Desk, qtbot: QtBot) -> None:
    page = HelpPage(desk)
    shown(qtbot, page)
    page.search.setText("fusionner deux")
    assert page.topic == "fusionner"
    page.search.setText("zzzz")
    assert page.list.count() == 0
    assert misnamed(page) == []


def test_every_act_has_a_french_name_for_the_history() -> None:
    assert set(ACTS) == set(ACT_OF_NAME)


def test_the_history_of_a_line_says_what_was_done_and_undone(
    scene: Scene, desk: Desk, qtbot: QtBot
) -> None:
    person = scene.person("Barbier")
    registration = scene.register(scene.meeting(scene.session()), person)
    scene.present(registration)
    scene.workspace.undo()
    window = QMainWindow()
    qtbot.addWidget(window)
    attach_history(window, desk)
    desk.show_history([registration], "BARBIER Anne")
    dialog = next(each for each in window.findChildren(QDialog))
    assert isinstance(dialog, HistoryDialog)
    qtbot.waitUntil(lambda: dialog.card.model.rowCount() == 3)
    assert texts(qtbot, dialog.card, 1) == [
        "Annulé : Présence saisie",
        "Présence saisie",
        "Inscription à un créneau",
    ]
    assert texts(qtbot, dialog.card, 2) == ["Odile"] * 3
    assert texts(qtbot, dialog.card, 4) == ["En vigueur", "Annulé depuis", "En vigueur"]
    assert misnamed(dialog) == []
