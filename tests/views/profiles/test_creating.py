# SPDX-License-Identifier: MIT
"""From the first start to an open profile, by keyboard."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from kairos_desktop.services import post_settings
from kairos_desktop.services.key_slots import Passphrase, RecoveryCode, SessionKeyring
from kairos_desktop.services.queries.provider import provider
from kairos_desktop.services.workspace import Workspace
from kairos_desktop.views.profiles.creating import Creating
from kairos_desktop.views.toolkit import dialogs
from tests.views import walks
from tests.views.profiles.conftest import (
    PHRASE,
    SIRET,
    MemoryStore,
    Post,
    Start,
    press,
    printed_code,
    type_in,
)

Begin = Callable[..., Start]


def fill(creating: Creating, siret: str = "999 000 110 00026") -> None:
    questions = creating.questions
    type_in(questions.siret.control, siret)
    type_in(questions.name.control, "Étape & fils")
    type_in(questions.operator.control, "Odile Tremblaie")
    type_in(questions.passphrase.first.control, PHRASE)
    type_in(questions.passphrase.again.control, PHRASE)


def test_the_first_start_offers_three_ways_and_says_why_one_is_not_there(
    begin: Begin, bare: Post
) -> None:
    window = begin(bare).window
    welcome = window.welcome
    assert window.step is welcome
    labels = [each.accessibleName() for each in (welcome.demo, welcome.alone, welcome.server)]
    assert labels == ["Découvrir", "Poste autonome", "Se connecter"]
    assert not welcome.server.isEnabled()
    assert "serveur" in welcome.server.accessibleDescription()
    assert welcome.alone.hasFocus()


def test_the_demonstration_is_asked(begin: Begin, bare: Post) -> None:
    start = begin(bare)
    with (
        start.qtbot.waitSignal(start.window.demo_asked),
        start.qtbot.assertNotEmitted(start.window.closed),
    ):
        start.window.welcome.demo.setFocus()
        press(start.window.welcome.demo)
        start.window.close()


def test_a_profile_is_made_by_keyboard_its_sheet_put_away_then_opened(
    begin: Begin, bare: Post
) -> None:
    start = begin(bare)
    window, creating = start.window, start.window.creating
    press(window.welcome.alone)
    fill(creating)
    press(creating.questions.passphrase.again.control)
    assert creating.questions.is_busy()
    start.qtbot.waitUntil(lambda: window.step is creating.sheet)
    assert not creating.sheet.go_on.isEnabled()
    assert start.taken == []
    start.qtbot.waitUntil(lambda: not creating.sheet.page.pixmap().isNull())
    assert "Code de secours" in creating.sheet.page.accessibleDescription()
    press(creating.sheet.stored, Qt.Key.Key_Space)
    press(creating.sheet.stored)
    profile = start.opened()
    card = profile.profile.card
    assert (card.siret, card.name, card.personal) == (SIRET, "Étape & fils", False)
    workspace = Workspace(
        profile.engines.write,
        profile.engines.read,
        siret=SIRET,
        post=card.post_id,
        post_range=card.letter,
        operator="Odile",
    )
    row = workspace.read(provider)
    assert row is not None
    assert row.name == "Étape & fils"
    kept = post_settings.read(bare.home / "post.json")
    assert kept.last_profile == str(bare.folder)
    assert kept.operators == {str(bare.folder): "Odile Tremblaie"}


def test_the_printed_code_and_the_phrase_both_open(bare: Post) -> None:
    created = bare.door().create(bare.new())
    created.profile.close()
    code = printed_code(created.sheet)
    for way in (RecoveryCode(code), Passphrase(PHRASE)):
        bare.door().open(bare.folder, way, "Odile").close()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("999 000 110 00025", "pas valable"),
        ("99900011000062", "pas valable"),
        ("999000110000261", "pas valable"),
        ("99900A", "que des chiffres"),
    ],
)
def test_a_siret_is_checked_while_one_types(
    begin: Begin, bare: Post, typed: str, said: str
) -> None:
    creating = begin(bare).window.creating
    creating.begin()
    type_in(creating.questions.siret.control, typed)
    assert said in creating.questions.siret.error()


def test_a_right_siret_is_said_and_a_short_one_only_counted(begin: Begin, bare: Post) -> None:
    creating = begin(bare).window.creating
    creating.begin()
    type_in(creating.questions.siret.control, "999 000 110 0002")
    assert creating.questions.siret.error() == ""
    assert creating.questions.siret.control.accessibleDescription() != "SIRET valable."
    type_in(creating.questions.siret.control, "6")
    assert creating.questions.siret.error() == ""
    assert creating.questions.siret._hint.text() == "SIRET valable."


def test_what_is_missing_is_said_at_its_field_and_nothing_is_made(begin: Begin, bare: Post) -> None:
    window = begin(bare).window
    questions = window.creating.questions
    window.creating.begin()
    press(questions.siret.control)
    assert questions.siret.hasFocus() or questions.siret.control.hasFocus()
    assert questions.siret.error()
    assert questions.name.error()
    assert not questions.is_busy()
    assert not bare.root.exists()


def test_two_phrases_that_differ_or_are_weak_are_refused(begin: Begin, bare: Post) -> None:
    window = begin(bare).window
    questions = window.creating.questions
    window.creating.begin()
    fill(window.creating)
    type_in(questions.passphrase.again.control, "x")
    press(questions.siret.control)
    assert "pas identiques" in questions.passphrase.again.error()
    questions.passphrase.clear()
    type_in(questions.passphrase.first.control, "soleil maison")
    press(questions.siret.control)
    assert "devinerait" in questions.passphrase.first.error()
    assert not questions.is_busy()


def test_a_personal_post_gets_its_keyring_and_then_opens_alone(begin: Begin, bare: Post) -> None:
    bare.store = MemoryStore()
    created = bare.door().create(bare.new(personal=True))
    created.profile.close()
    assert created.keyring_refused == ""
    assert bare.door().way_without_asking(bare.folder) == SessionKeyring()
    start = begin(bare, wait=False)
    assert start.opened().profile.card.personal


def test_without_a_keyring_the_profile_is_made_and_it_is_said(begin: Begin, bare: Post) -> None:
    start = begin(bare)
    window, creating = start.window, start.window.creating
    creating.begin()
    fill(creating)
    creating.questions.personal.set_value(True)
    press(creating.questions.siret.control)
    start.qtbot.waitUntil(lambda: window.step is creating.sheet)
    assert "demandera la phrase de passe" in creating.sheet.said()
    assert "trousseau" in creating.sheet.said()
    assert not bare.door().known(bare.folder).personal


def test_a_second_profile_of_a_siret_leads_to_the_first(begin: Begin, post: Post) -> None:
    start = begin(post)
    window = start.window
    window.creating.begin()
    fill(window.creating)
    press(window.creating.questions.siret.control)
    start.wait()
    questions = window.creating.questions
    assert "contient déjà" in questions.said()
    assert questions.existing.isVisible()
    questions.existing.click()
    start.qtbot.waitUntil(lambda: window.step is window.opening.unlock)
    assert window.opening.unlock.chosen().folder == post.folder


def test_a_synchronised_place_is_refused_and_another_folder_proposed(
    begin: Begin, bare: Post, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bare.home = tmp_path / "OneDrive" / "post"
    start = begin(bare)
    window = start.window
    window.creating.begin()
    fill(window.creating)
    press(window.creating.questions.siret.control)
    start.wait()
    questions = window.creating.questions
    assert "OneDrive" in questions.said()
    monkeypatch.setattr(dialogs, "folder_path", lambda *_: tmp_path / "ici")
    questions.elsewhere.click()
    assert str(tmp_path / "ici" / SIRET) in questions.said()
    press(questions.siret.control)
    start.qtbot.waitUntil(lambda: window.step is window.creating.sheet)
    assert (tmp_path / "ici" / SIRET / "kairos.db").exists()


def test_closing_on_the_sheet_lets_the_profile_go(begin: Begin, bare: Post) -> None:
    start = begin(bare)
    window, creating = start.window, start.window.creating
    creating.begin()
    fill(creating)
    press(creating.questions.siret.control)
    start.qtbot.waitUntil(lambda: window.step is creating.sheet)
    with start.qtbot.waitSignal(window.closed):
        window.close()
    bare.door().open(bare.folder, Passphrase(PHRASE), "Odile").close()


@pytest.mark.expects_log
def test_the_sheet_is_saved_and_a_refused_place_is_said(
    begin: Begin, bare: Post, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    start = begin(bare)
    sheet = start.window.creating.sheet
    created = bare.door().create(bare.new())
    created.profile.close()
    sheet.show_sheet(created.sheet)
    saved = tmp_path / "feuille.pdf"
    monkeypatch.setattr(dialogs, "save_path", lambda *_: saved)
    sheet.save_button.click()
    start.qtbot.waitUntil(lambda: "enregistrée" in sheet.said())
    assert saved.read_bytes() == created.sheet
    monkeypatch.setattr(dialogs, "save_path", lambda *_: tmp_path / "absent" / "feuille.pdf")
    sheet.save_button.click()
    start.qtbot.waitUntil(lambda: "n’a pas pu être écrit" in sheet.said())


def test_no_secret_is_in_a_repr_a_title_or_the_log(
    begin: Begin, bare: Post, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    start = begin(bare)
    window, creating = start.window, start.window.creating
    creating.begin()
    fill(creating)
    assert PHRASE not in repr(bare.new())
    press(creating.questions.siret.control)
    start.qtbot.waitUntil(lambda: window.step is creating.sheet)
    assert creating.questions.passphrase.text() == ""
    assert PHRASE not in window.windowTitle() + window.accessibleName() + caplog.text


@pytest.mark.parametrize("size", [(1366, 768), (911, 512), (800, 1280)])
def test_every_control_is_named_as_it_shows_and_nothing_is_cut(
    begin: Begin, bare: Post, size: tuple[int, int]
) -> None:
    window = begin(bare).window
    window.resize(*size)
    for step in (window.welcome, window.creating.questions, window.creating.sheet):
        window.show_step(step)
        QTest.qWait(0)
        assert walks.misnamed(window) == []
        assert walks.cut_texts(window) == []


def test_tab_goes_through_the_questions_in_their_order(begin: Begin, bare: Post) -> None:
    window = begin(bare).window
    window.creating.begin()
    names = [each.accessibleName() for each in walks.tab_order(window)]
    assert names == [
        "SIRET",
        "Nom de l’organisme",
        "Votre nom",
        "Phrase de passe",
        "Répétez la phrase de passe",
        "Afficher ce que je tape",
        "Ce poste est à moi seul",
        "Retour",
        "Créer le profil",
    ]
