# SPDX-License-Identifier: MIT
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from kairos_desktop.views.shell.palette import FixedProvider, Found, Palette
from kairos_desktop.views.shell.palette_ranking import rank, score

ACTS = [
    "Rechercher formation",
    "Saisir une période d’interruption",
    "Saisir une Info coll",
    "Inscrire un DE à une Info coll",
    "Saisir une présence en Info coll",
    "Saisir les résultats d’une Info coll",
    "Saisir une présence en RDV individuel",
    "Rechercher un DE",
    "Créer un DE",
]


def best(typed: str) -> list[str]:
    return rank(typed, ACTS, str, 4)


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("presence", "Saisir une présence en Info coll"),
        ("présence rdv", "Saisir une présence en RDV individuel"),
        ("rdv pres", "Saisir une présence en RDV individuel"),
        ("CREER", "Créer un DE"),
        ("interr", "Saisir une période d’interruption"),
        ("saisir une info coll", "Saisir une Info coll"),
        ("rech de", "Rechercher un DE"),
        ("sprdv", "Saisir une présence en RDV individuel"),
        ("resultat", "Saisir les résultats d’une Info coll"),
    ],
)
def test_what_one_means_comes_first(typed: str, first: str) -> None:
    assert best(typed)[0] == first


def test_nothing_typed_keeps_the_order() -> None:
    assert best("") == ACTS[:4]


def test_what_does_not_answer_is_left_out() -> None:
    assert best("zzz") == []


def test_better_answers_score_higher() -> None:
    label = "Créer un DE"
    scores = [score(typed, label) for typed in ("créer un de", "créer", "de cr", "rée", "crude")]
    assert scores == sorted(scores, reverse=True)
    assert all(scores)


class LateProvider:
    """People, found later."""

    title = "Personnes"

    def __init__(self) -> None:
        self.waiting: list[tuple[str, Callable[[Sequence[Found]], None]]] = []
        self.ran: list[str] = []

    def find(self, typed: str, owner: QObject, done: Any) -> None:
        assert isinstance(owner, QObject)
        self.waiting.append((typed, done))

    def answer(self, place: int) -> None:
        typed, done = self.waiting[place]
        label = f"LEFÈVRE {typed}"
        done([Found(label, lambda: self.ran.append(label), "1234567A")])


class Scene:
    """A window, a line that had the focus, and the palette."""

    def __init__(self, qtbot: QtBot) -> None:
        self.window = QWidget()
        self.line = QLineEdit(self.window)
        self.line.setAccessibleName("Champ")
        self.ran: list[str] = []
        items = [Found(label, lambda label=label: self.ran.append(label)) for label in ACTS]
        self.late = LateProvider()
        providers = [FixedProvider("Actes", items), self.late]
        self.palette = Palette(self.window, "Rechercher…", providers)
        qtbot.addWidget(self.window)
        self.window.resize(900, 700)
        self.window.show()
        self.window.activateWindow()
        self.line.setFocus()
        qtbot.waitUntil(self.line.hasFocus)
        self.palette.open()
        qtbot.waitUntil(self.palette._line.hasFocus)

    def type(self, text: str) -> None:
        QTest.keyClicks(self.palette._line, text)

    def press(self, key: Qt.Key) -> None:
        QTest.keyClick(self.palette._line, key)


@pytest.fixture
def scene(app: QApplication, qtbot: QtBot) -> Scene:
    return Scene(qtbot)


def test_type_and_enter(scene: Scene) -> None:
    scene.type("rdv")
    scene.press(Qt.Key.Key_Return)
    assert scene.ran == ["Saisir une présence en RDV individuel"]
    assert not scene.palette.isVisible()


def test_arrows_go_over_headings_and_round(scene: Scene) -> None:
    scene.type("info coll")
    scene.late.answer(-1)
    shown = scene.palette.labels()
    assert shown[-1].startswith("LEFÈVRE")
    for _ in range(len(shown) - 1):
        scene.press(Qt.Key.Key_Down)
    scene.press(Qt.Key.Key_Return)
    assert scene.late.ran == ["LEFÈVRE info coll"]
    scene.palette.open()
    scene.press(Qt.Key.Key_Up)
    scene.press(Qt.Key.Key_Return)
    assert scene.ran == [ACTS[5]], "up from the first is the last of those that show"


def test_late_people_join_and_older_answers_vanish(scene: Scene) -> None:
    scene.type("le")
    scene.late.answer(1)
    assert not [each for each in scene.palette.labels() if each.startswith("LEFÈVRE")]
    scene.late.answer(2)
    assert scene.palette.labels()[-1] == "LEFÈVRE le"


def test_escape_gives_the_focus_back(qtbot: QtBot, scene: Scene) -> None:
    scene.press(Qt.Key.Key_Escape)
    assert not scene.palette.isVisible()
    qtbot.waitUntil(scene.line.hasFocus)
    assert scene.ran == []


def test_losing_the_focus_closes(qtbot: QtBot, scene: Scene) -> None:
    scene.line.setFocus()
    qtbot.waitUntil(lambda: not scene.palette.isVisible())


def test_no_answer_says_so_and_enter_does_nothing(scene: Scene) -> None:
    scene.type("zzz")
    assert scene.palette.labels() == []
    assert scene.palette._list.item(0).text() == "Aucun résultat. Essayez un autre mot."
    scene.press(Qt.Key.Key_Return)
    assert scene.palette.isVisible()


def test_it_stays_inside_a_small_window(scene: Scene) -> None:
    scene.palette.dismiss()
    scene.window.resize(400, 300)
    scene.palette.open()
    assert scene.window.rect().contains(scene.palette.geometry())


def test_people_are_spoken_with_their_detail(scene: Scene) -> None:
    scene.type("x")
    scene.late.answer(-1)
    item = scene.palette._list.item(scene.palette._list.count() - 1)
    assert item.data(Qt.ItemDataRole.AccessibleTextRole) == "LEFÈVRE x, 1234567A"
