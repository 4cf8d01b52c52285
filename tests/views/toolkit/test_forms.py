# SPDX-License-Identifier: MIT
from collections.abc import Sequence
from datetime import date, time
from typing import Any

import pytest
from PySide6.QtCore import QItemSelectionModel, QObject, Qt, QTimer
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from kairos_desktop.views.toolkit import dialogs
from kairos_desktop.views.toolkit.dialogs import FormDialog
from kairos_desktop.views.toolkit.fields import (
    MISSING,
    CheckField,
    ChoiceField,
    DateField,
    Field,
    FindField,
    NotesField,
    NumberField,
    TextField,
    TimeField,
)
from kairos_desktop.views.toolkit.forms import Form
from kairos_desktop.views.toolkit.type_ahead import Suggestion

PEOPLE = [Suggestion(1, "LEFÈVRE Anne", "1234567A"), Suggestion(2, "LEROY Paul", "7654321B")]


class Source:
    """Answers a search at once, or when told to."""

    def __init__(self) -> None:
        self.waiting: list[Any] = []
        self.at_once = True

    def search(self, typed: str, owner: QObject, done: Any) -> None:
        assert isinstance(owner, QWidget)
        self.waiting.append((typed, done))
        if self.at_once:
            self.answer()

    def answer(self, place: int = 0) -> None:
        typed, done = self.waiting.pop(place)
        done([each for each in PEOPLE if typed.lower() in each.label.lower()])


@pytest.fixture
def source() -> Source:
    return Source()


@pytest.fixture
def form(app: QApplication, qtbot: QtBot, source: Source) -> Form:
    made = Form()
    made.add("name", TextField("Nom", is_required=True))
    made.add("day", DateField("Date", is_required=True, today=lambda: date(2026, 11, 23)))
    made.add("hour", TimeField("Heure de début"), beside=True)
    made.add("places", NumberField("Nombre de places", 1, 99))
    made.add("site", ChoiceField("Lieu", [("a", "Le Havre"), ("b", "Harfleur")], is_required=True))
    made.add("wait", CheckField("Ouvrir une liste d’attente"))
    made.add("notes", NotesField("Commentaire"))
    made.add("who", FindField("Contact", source.search))
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    return made


def type_in(field: Field, text: str) -> None:
    field.control.setFocus()
    QTest.keyClicks(field.control, text)


def leave(field: Field) -> None:
    QTest.keyClick(field.control, Qt.Key.Key_Tab)


def test_values_as_typed(form: Form) -> None:
    for name, text in (("name", " Marie "), ("day", "7/12"), ("hour", "930"), ("notes", "deux")):
        type_in(form.field(name), text)
    form.set_values({"places": 15, "site": "b", "wait": True})
    assert form.checked() == {
        "name": "Marie",
        "day": date(2026, 12, 7),
        "hour": time(9, 30),
        "places": 15,
        "site": "b",
        "wait": True,
        "notes": "deux",
        "who": None,
    }


def test_what_was_understood_shows_when_one_leaves(qtbot: QtBot, form: Form) -> None:
    day, hour = form.field("day"), form.field("hour")
    type_in(day, "071226")
    qtbot.waitUntil(day.control.hasFocus)
    leave(day)
    type_in(hour, "9h")
    qtbot.waitUntil(hour.control.hasFocus)
    leave(hour)
    assert day.control.text() == "07/12/2026"  # type: ignore[attr-defined]
    assert day._hint.text() == "lundi"
    assert hour.control.text() == "9 h"  # type: ignore[attr-defined]


def test_errors_are_said_below_and_the_first_takes_the_focus(qtbot: QtBot, form: Form) -> None:
    type_in(form.field("name"), "Marie")
    type_in(form.field("day"), "31/2/2026")
    type_in(form.field("hour"), "25h")
    assert form.checked() is None
    assert form.field("name").error() == ""
    assert form.field("day").error().startswith("Cette date n’est pas comprise")
    assert form.field("hour").error().startswith("Cette heure n’est pas comprise")
    assert form.field("places").error() == MISSING
    assert form.field("site").error() == MISSING
    qtbot.waitUntil(form.field("day").control.hasFocus)
    described = form.field("day").control.accessibleDescription()
    assert described == form.field("day").error()
    type_in(form.field("hour"), "0")
    assert form.field("hour").error() == "", "typing again takes the reproach back"


def test_names_are_the_visible_labels(form: Form) -> None:
    for name in form.values():
        field = form.field(name)
        assert field.control.accessibleName() == field.label
        if not isinstance(field, CheckField):
            assert field._title.buddy() is field.control
            assert field._title.text() == field.label


def test_tab_follows_the_order_of_the_fields(qtbot: QtBot, form: Form) -> None:
    first = form.field("name").control
    first.setFocus()
    qtbot.waitUntil(first.hasFocus)
    for name in ("day", "hour", "places", "site", "wait", "notes", "who"):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        assert form.field(name).control.hasFocus(), name


def test_arrows_count(form: Form) -> None:
    field = form.field("places")
    field.set_value(98)
    for key in (Qt.Key.Key_Up, Qt.Key.Key_Up, Qt.Key.Key_Down):
        QTest.keyClick(field.control, key)
    assert field.value() == 98
    field.control.setText("100")  # type: ignore[attr-defined]
    assert field.problem() == "Un nombre entier, de 1 à 99."


def test_finding_as_one_types(qtbot: QtBot, form: Form) -> None:
    field = form.field("who")
    assert isinstance(field, FindField)
    heard: list[Any] = []
    field.line.chosen.connect(heard.append)
    type_in(field, "le")
    qtbot.waitUntil(field.line.popup().isVisible)
    assert field.line.suggestions() == ["LEFÈVRE Anne – 1234567A", "LEROY Paul – 7654321B"]
    popup = field.line.popup()
    assert popup.accessibleName() == "Contact"
    assert field.line.text() == "le", "what is typed stays as it is"
    QTest.keyClick(popup, Qt.Key.Key_Down)
    QTest.keyClick(popup, Qt.Key.Key_Return)
    assert field.value() == 2
    assert field.line.text() == "LEROY Paul"
    QTest.keyClick(field.line, "x")
    assert field.value() is None
    assert heard == [PEOPLE[1], None]
    assert field.problem() == "Choisissez une des réponses proposées sous le champ."


def test_enter_takes_the_first_answer(qtbot: QtBot, form: Form) -> None:
    field = form.field("who")
    assert isinstance(field, FindField)
    type_in(field, "lef")
    qtbot.waitUntil(field.line.popup().isVisible)
    QTest.keyClick(field.line.popup(), Qt.Key.Key_Return)
    assert field.value() == 1


def put_by_a_screen_reader(field: Field, text: str) -> None:
    """Put a text in a field without a key, as a screen reader does."""
    interface = QAccessible.queryAccessibleInterface(field.control)
    interface.setText(QAccessible.Text.Value, text)


def test_a_text_put_in_by_a_screen_reader_counts_as_typed(form: Form) -> None:
    edited: list[str] = []
    for name in ("name", "day", "hour", "places"):
        form.field(name).edited.connect(lambda name=name: edited.append(name))
    put_by_a_screen_reader(form.field("name"), "Info coll")
    put_by_a_screen_reader(form.field("day"), "30/11")
    put_by_a_screen_reader(form.field("hour"), "9h30")
    put_by_a_screen_reader(form.field("places"), "12")
    assert edited == ["name", "day", "hour", "places"]
    values = form.values()
    assert (values["name"], values["day"]) == ("Info coll", date(2026, 11, 30))
    assert (values["hour"], values["places"]) == (time(9, 30), 12)


def test_showing_a_value_is_no_edit(form: Form) -> None:
    edited: list[str] = []
    form.edited.connect(lambda: edited.append("form"))
    form.set_values({"name": "A", "day": date(2026, 11, 30), "hour": time(9), "places": 3})
    assert edited == []


@pytest.mark.parametrize("place", [0, 1])
def test_a_screen_reader_chooses_an_answer(qtbot: QtBot, form: Form, place: int) -> None:
    field = form.field("who")
    assert isinstance(field, FindField)
    put_by_a_screen_reader(field, "le")
    popup = field.line.popup()
    qtbot.waitUntil(popup.isVisible)
    assert popup.windowType() != Qt.WindowType.Popup, "Qt hides popups from screen readers"
    answer = popup.model().index(place, 0)
    popup.selectionModel().select(answer, QItemSelectionModel.SelectionFlag.Toggle)
    qtbot.waitUntil(lambda: field.value() == place + 1)
    assert popup.isHidden()


def test_escape_leaves_the_answers_and_not_the_dialogue(qtbot: QtBot, form: Form) -> None:
    field = form.field("who")
    assert isinstance(field, FindField)
    type_in(field, "le")
    qtbot.waitUntil(field.line.popup().isVisible)
    QTest.keyClick(field.line, Qt.Key.Key_Down)
    QTest.keyClick(field.line, Qt.Key.Key_Escape)
    assert field.line.popup().isHidden()
    assert field.value() is None
    type_in(field, "f")
    QTest.keyClick(field.line, Qt.Key.Key_Return)
    assert field.value() == 1


def test_a_late_answer_of_the_search_vanishes(form: Form, source: Source) -> None:
    field = form.field("who")
    assert isinstance(field, FindField)
    source.at_once = False
    type_in(field, "le")
    assert [typed for typed, _ in source.waiting] == ["l", "le"]
    type_in(field, "r")
    source.answer(2)
    assert field.line.suggestions() == ["LEROY Paul – 7654321B"]
    source.answer(0)
    assert field.line.suggestions() == ["LEROY Paul – 7654321B"]


def test_nothing_found_is_said(form: Form) -> None:
    field = form.field("who")
    assert isinstance(field, FindField)
    type_in(field, "zz")
    assert field.line.suggestions() == ["Aucun résultat. Essayez une autre partie du nom."]
    QTest.keyClick(field.line.popup(), Qt.Key.Key_Return)
    assert field.value() is None


def answer_dialog(qtbot: QtBot, call: Any) -> None:
    """Do something in the dialogue that is about to open."""

    def act() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, FormDialog)
        call(dialog)

    QTimer.singleShot(0, act)


def test_ask_gives_values_or_none(app: QApplication, qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)

    def ask() -> Any:
        form = Form()
        form.add("name", TextField("Nom", is_required=True))
        return dialogs.ask(window, "Créer un DE", form, check=check)

    def check(values: Any) -> dict[str, str]:
        return {"name": "Déjà pris."} if values["name"] == "A" else {}

    def fill(dialog: FormDialog) -> None:
        dialog.accept_button.click()
        assert dialog.form.field("name").error() == MISSING
        dialog.form.set_values({"name": "A"})
        dialog.accept_button.click()
        assert dialog.form.field("name").error() == "Déjà pris."
        dialog.form.set_values({"name": "B"})
        QTest.keyClick(dialog.form.field("name").control, Qt.Key.Key_Return)

    answer_dialog(qtbot, fill)
    assert ask() == {"name": "B"}
    answer_dialog(qtbot, lambda dialog: QTest.keyClick(dialog, Qt.Key.Key_Escape))
    assert ask() is None
    assert not window.findChildren(QDialog) or not any(
        each.isVisible() for each in window.findChildren(QDialog)
    )


def test_confirm_and_reason(app: QApplication, qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    sentence = "Les 3 inscriptions deviendront « supprimé »."
    answer_dialog(qtbot, lambda dialog: dialog.accept_button.click())
    assert dialogs.confirm(window, "Supprimer", sentence, accept="Supprimer", destructive=True)
    answer_dialog(qtbot, lambda dialog: dialog.reject_button.click())
    assert not dialogs.confirm(window, "Supprimer", sentence, accept="Supprimer")

    def pick(dialog: FormDialog) -> None:
        dialog.form.set_values({"reason": "moved", "comment": "à Rouen"})
        dialog.accept_button.click()

    answer_dialog(qtbot, pick)
    reasons: Sequence[tuple[str, str]] = [("ill", "Maladie"), ("moved", "Déménagement")]
    assert dialogs.pick_reason(window, "Annuler le RDV", reasons) == ("moved", "à Rouen")


def test_a_dialogue_fits_its_form_grows_with_it_and_begins_in_its_first_field(
    app: QApplication, qtbot: QtBot
) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    form = Form()
    hidden = form.add("hidden", TextField("Caché"))
    hidden.hide()
    name = form.add("name", TextField("Nom"))
    lead = "Une phrase assez longue pour aller à la ligne, sous le titre de la boîte de dialogue."
    dialog = FormDialog(window, "Créer un DE", form, "Enregistrer", lead, lambda _values: {})
    with qtbot.waitActive(dialog):
        dialog.show()
    assert app.focusWidget() is name.control
    height = dialog.height()
    bottom = form.mapTo(dialog, form.rect().bottomLeft()).y()
    bar = dialog.accept_button.parentWidget()
    assert bar is not None
    assert 0 < bar.y() - bottom < 40
    name.show_error("Ce nom est trop long, il doit tenir sur une ligne du certificat. " * 2)
    qtbot.waitUntil(lambda: dialog.height() > height)
    grown = dialog.height()
    name.show_error("")
    hidden.show()
    qtbot.waitUntil(lambda: hidden.isVisible() and hidden.height() > 0)
    assert dialog.height() >= grown


def test_a_long_value_shows_its_beginning_unless_somebody_types_there(
    app: QApplication, qtbot: QtBot
) -> None:
    field = TextField("Commentaire")
    qtbot.addWidget(field)
    line = field.focusProxy()
    assert isinstance(line, QLineEdit)
    field.set_text("Une adresse plus longue que le champ qui la montre")
    assert line.cursorPosition() == 0
    field.show()
    line.setFocus()
    qtbot.waitUntil(line.hasFocus)
    field.set_text("Fécamp")
    assert line.cursorPosition() == len("Fécamp")
