# SPDX-License-Identifier: MIT
"""Choosing, unlocking, recovering: with the keyboard, on real profiles."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from kairos_desktop.services import post_settings, vault
from kairos_desktop.services.key_slots import LOWEST_COST, Passphrase, RecoveryCode
from kairos_desktop.services.profile_door import DoorRefused, Trouble
from kairos_desktop.views.profiles.passphrase_fields import CAPS_LOCK
from kairos_desktop.views.toolkit import dialogs
from tests.views import walks
from tests.views.profiles.conftest import (
    ANOTHER,
    PHRASE,
    SIRET,
    MemoryStore,
    Post,
    Start,
    press,
    type_in,
)

Begin = Callable[..., Start]
LA_POSTE = "35600000000048"


def unlock(start: Start, phrase: str = PHRASE) -> None:
    step = start.window.opening.unlock
    step.operator.set_value("Odile")
    type_in(step.passphrase.control, phrase)
    press(step.passphrase.control)


def test_enter_opens_and_the_window_waits_without_freezing(begin: Begin, post: Post) -> None:
    start = begin(post)
    step = start.window.opening.unlock
    assert start.window.step is step
    assert step.passphrase.control.hasFocus()
    unlock(start)
    assert step.is_busy()
    assert not step.open.isEnabled()
    assert start.opened().profile.folder == post.folder
    kept = post_settings.read(post.home / "post.json")
    assert (kept.last_profile, kept.operators) == (str(post.folder), {str(post.folder): "Odile"})


def test_a_wrong_phrase_is_said_and_typed_again(
    begin: Begin, post: Post, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    start = begin(post)
    step = start.window.opening.unlock
    unlock(start, "une phrase fausse")
    start.wait()
    assert "ne correspond pas" in step.passphrase.error()
    assert step.passphrase.value() == ""
    assert step.passphrase.control.hasFocus()
    assert "une phrase fausse" not in caplog.text
    unlock(start)
    start.opened()


def test_nothing_typed_is_said_at_its_field(begin: Begin, post: Post) -> None:
    start = begin(post)
    step = start.window.opening.unlock
    press(step.passphrase.control)
    assert step.passphrase.error()
    assert step.operator.error()
    assert not step.is_busy()


def test_caps_lock_is_told_from_the_keys(begin: Begin, post: Post) -> None:
    field = begin(post).window.opening.unlock.passphrase
    field.control.setFocus()
    QTest.keyClick(field.control, "A", Qt.KeyboardModifier.ShiftModifier)
    assert field._hint.text() != CAPS_LOCK
    QTest.keyClick(field.control, "A")
    assert field._hint.text() == CAPS_LOCK
    QTest.keyClick(field.control, "a", Qt.KeyboardModifier.ShiftModifier)
    assert field._hint.text() == CAPS_LOCK
    QTest.keyClick(field.control, "a")
    assert field._hint.text() != CAPS_LOCK


def test_arrows_choose_among_several_and_the_last_one_comes_first(begin: Begin, post: Post) -> None:
    post.door().create(post.new(siret=LA_POSTE)).profile.close()
    start = begin(post)
    step = start.window.opening.unlock
    assert step.chosen().siret == LA_POSTE
    assert step.operator.value() == "Odile"
    press(step.passphrase.control, Qt.Key.Key_Down)
    press(step.passphrase.control, Qt.Key.Key_Down)
    assert step.chosen().siret == SIRET
    assert step.passphrase.control.hasFocus()
    unlock(start)
    assert start.opened().profile.card.siret == SIRET


def test_a_personal_post_opens_alone_unless_one_chooses(begin: Begin, bare: Post) -> None:
    bare.store = MemoryStore()
    bare.door().create(bare.new(personal=True)).profile.close()
    chosen = begin(bare, choose=True)
    assert chosen.window.step is chosen.window.opening.unlock
    assert chosen.taken == []
    assert begin(bare, wait=False).opened().profile.card.personal


def test_a_keyring_that_forgot_asks_for_the_phrase(begin: Begin, bare: Post) -> None:
    bare.store = MemoryStore()
    bare.door().create(bare.new(personal=True)).profile.close()
    bare.store.kept.clear()
    start = begin(bare)
    start.qtbot.waitUntil(lambda: start.window.step is start.window.opening.unlock)
    assert "ne contient plus la clé" in start.window.opening.unlock.said()
    unlock(start)
    start.opened()


def test_the_variable_opens_without_asking(
    begin: Begin, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KAIROS_PASSPHRASE", PHRASE)
    assert begin(post, wait=False).opened().profile.folder == post.folder


def test_a_forgotten_phrase_is_replaced_by_the_code_however_it_is_typed(
    begin: Begin, post: Post
) -> None:
    start = begin(post)
    opening = start.window.opening
    opening.unlock.operator.set_value("Odile")
    press(opening.unlock.forgot)
    assert opening.code.code.control.hasFocus()
    type_in(opening.code.code.control, "0123 4567")
    press(opening.code.code.control)
    start.wait()
    assert "n’ouvre pas" in opening.code.code.error()
    opening.code.code.set_value("")
    type_in(opening.code.code.control, post.code.lower().replace("0", "o").replace("1", "i"))
    press(opening.code.code.control)
    start.qtbot.waitUntil(lambda: start.window.step is opening.renew)
    type_in(opening.renew.passphrase.first.control, ANOTHER)
    type_in(opening.renew.passphrase.again.control, ANOTHER)
    press(opening.renew.passphrase.again.control)
    start.opened().close()
    assert opening.code.code.value() == ""
    assert opening.renew.passphrase.text() == ""
    door = post.door()
    with pytest.raises(DoorRefused) as refused:
        door.open(post.folder, Passphrase(PHRASE), "Odile")
    assert refused.value.trouble is Trouble.WRONG_SECRET
    for way in (Passphrase(ANOTHER), RecoveryCode(post.code)):
        door.open(post.folder, way, "Odile").close()


def test_another_persons_phrase_is_left_alone(post: Post) -> None:
    door = post.door()
    with door.open(post.folder, Passphrase(PHRASE), "Odile") as opened:
        hers = Passphrase(ANOTHER, person="Aïcha", cost=LOWEST_COST)
        vault.add(post.folder, opened.key, hers)
        door.replace_passphrase(opened.unlocked, "zG4!pWq8$Tk2:m", "Odile")
    for phrase in (ANOTHER, "zG4!pWq8$Tk2:m"):
        door.open(post.folder, Passphrase(phrase), "x").close()
    with pytest.raises(DoorRefused):
        door.open(post.folder, Passphrase(PHRASE), "x")


def test_a_new_sheet_cancels_the_one_before(post: Post) -> None:
    door = post.door()
    with door.open(post.folder, Passphrase(PHRASE), "Odile") as opened:
        sheet = door.recovery_sheet_pdf(opened.unlocked)
    assert sheet.startswith(b"%PDF")
    with pytest.raises(DoorRefused):
        door.check_code(post.folder, post.code)


def test_escape_goes_back_to_the_profiles(begin: Begin, post: Post) -> None:
    window = begin(post).window
    window.opening.unlock.forgot.click()
    press(window.opening.code.code.control, Qt.Key.Key_Escape)
    assert window.step is window.opening.unlock
    window.opening.unlock.new.click()
    press(window.welcome.alone, Qt.Key.Key_Escape)
    assert window.step is window.opening.unlock


def test_a_profile_elsewhere_is_opened_and_found_again(
    begin: Begin, post: Post, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    moved = tmp_path / "clé" / "profil"
    moved.parent.mkdir()
    post.folder.rename(moved)
    start = begin(post)
    assert start.window.step is start.window.welcome
    monkeypatch.setattr(dialogs, "folder_path", lambda *_: moved)
    start.window.welcome.elsewhere.click()
    start.qtbot.waitUntil(lambda: start.window.step is start.window.opening.unlock)
    unlock(start)
    start.opened().close()
    assert [one.folder for one in post.door().list()] == [moved]


def test_a_folder_without_a_profile_says_so(
    begin: Begin, bare: Post, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    start = begin(bare)
    monkeypatch.setattr(dialogs, "folder_path", lambda *_: tmp_path)
    start.window.welcome.elsewhere.click()
    start.wait()
    assert start.window.step is start.window.welcome
    assert "pas de profil" in start.window.welcome.said()


def test_a_window_closed_while_it_opens_lets_the_profile_go(begin: Begin, post: Post) -> None:
    start = begin(post)
    unlock(start)
    start.window.close()
    # In the queue of the same lane: once it answers, the opening has ended.
    answers: list[int] = []
    start.window._asking._lanes.write(lambda: 1, answers.append, lambda _error: None)
    start.qtbot.waitUntil(lambda: answers == [1])
    assert start.taken == []
    post.door().open(post.folder, Passphrase(PHRASE), "Odile").close()


@pytest.mark.parametrize("size", [(1366, 768), (911, 512), (800, 1280)])
def test_every_control_is_named_as_it_shows_and_nothing_is_cut(
    begin: Begin, post: Post, size: tuple[int, int]
) -> None:
    post.door().create(post.new(siret=LA_POSTE)).profile.close()
    window = begin(post).window
    window.resize(*size)
    for step in (window.opening.unlock, window.opening.code, window.opening.renew):
        window.show_step(step)
        QTest.qWait(0)
        assert walks.misnamed(window) == []
        assert walks.cut_texts(window) == []
