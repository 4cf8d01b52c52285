# SPDX-License-Identifier: MIT
"""« Gestion des comptes »: the list, the countdown, every change with the RGC's password."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from kairos_desktop.models.vocabulary import Role
from kairos_desktop.services.acts.provider import DescribeSite
from kairos_desktop.services.sync.people_wire import AccountAsked, RightsAsked
from kairos_desktop.views.settings.account_dialogs import suggested_login
from kairos_desktop.views.settings.accounts_page import AccountsPage
from kairos_desktop.views.settings.accounts_tab import AccountsTab
from kairos_desktop.views.toolkit.banners import Banner
from kairos_desktop.views.toolkit.dialogs import FormDialog
from kairos_desktop.views.toolkit.empty_state import EmptyState
from tests.views.hearing import Heard, button_of, shown, texts, wait_for_ids
from tests.views.settings.people import (
    HANDED,
    MARIE,
    ODILE,
    PASSWORD,
    PAUL,
    FakeDirectory,
    KeptPeople,
    People,
)
from tests.views.settings.playing import Answers
from tests.views.walks import cut_texts, misnamed

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from kairos_desktop.views.toolkit.desk import Desk
    from kairos_desktop.views.toolkit.page import Page
    from tests.factories import Scene

NBSP = "\u00a0"


@pytest.fixture
def page(accounts_page: AccountsPage) -> AccountsPage:
    return accounts_page


def accounts(page: AccountsPage) -> AccountsTab:
    tab = page.tab("accounts")
    assert isinstance(tab, AccountsTab)
    return tab


def show(qtbot: QtBot, page: AccountsPage) -> AccountsTab:
    shown(qtbot, page)
    tab = accounts(page)
    wait_for_ids(qtbot, tab.card, [MARIE, ODILE, PAUL])
    return tab


def press(qtbot: QtBot, page: Page, label: str) -> None:
    button_of(qtbot, page, label).click()


def banners(page: Page) -> str:
    return " ".join(
        each._sentence.text() for each in page.findChildren(Banner) if each.isVisibleTo(page)
    )


# The list


def test_each_account_is_shown_with_its_rights_and_its_state(
    page: AccountsPage, people: People, scene: Scene, qtbot: QtBot
) -> None:
    site = DescribeSite(site_id=scene.id(), label="Harfleur")
    scene.say(site)
    people.change(MARIE, sites=(str(site.site_id),))
    people.change(PAUL, provisional_until=scene.clock.now + timedelta(days=2, hours=4, minutes=20))
    tab = show(qtbot, page)
    assert texts(qtbot, tab.card, 0) == ["Marie Nay", "Odile Roux", "Paul Abadie"]
    assert texts(qtbot, tab.card, 1) == ["Formateur", "RGC", "Gestionnaire"]
    assert texts(qtbot, tab.card, 2) == ["Harfleur", "Tout l’organisme", "Tout l’organisme"]
    assert texts(qtbot, tab.card, 3)[1:] == [
        "Choisi par la personne",
        f"Provisoire, expire dans 2{NBSP}j 4{NBSP}h",
    ]
    assert texts(qtbot, tab.card, 4) == ["Ouvert"] * 3
    spoken = tab.card.model.index(2, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "Paul Abadie, paul.abadie"
    assert not misnamed(page)
    assert not cut_texts(page)


def test_the_countdown_goes_on_to_the_minute_without_a_read(
    page: AccountsPage, people: People, scene: Scene, qtbot: QtBot
) -> None:
    until = scene.clock.now + timedelta(hours=4, minutes=30)
    people.change(PAUL, provisional_until=until)
    tab = show(qtbot, page)
    for before, words in [
        (timedelta(hours=4, minutes=12, seconds=30), f"expire dans 4{NBSP}h 12{NBSP}min"),
        (timedelta(minutes=9, seconds=30), f"expire dans 9{NBSP}min"),
        (timedelta(seconds=30), "expire dans moins d’une minute"),
        (timedelta(minutes=-5), "expiré depuis le lun. 23 nov. 2026"),
    ]:
        scene.clock.now = until - before
        tab._again.timeout.emit()
        assert words in texts(qtbot, tab.card, 3)[2]


def test_what_an_exchange_brings_is_shown(
    page: AccountsPage, people: People, desk: Desk, qtbot: QtBot
) -> None:
    tab = show(qtbot, page)
    people.change(PAUL, active=False, closed_by="Odile Roux")
    desk.hub.changed.emit(None)
    qtbot.waitUntil(lambda: texts(qtbot, tab.card, 4) == ["Ouvert", "Ouvert", "Fermé"])


def test_a_locked_account_is_marked_and_alone_can_be_unlocked(
    page: AccountsPage,
    directory: FakeDirectory,
    answers: Callable[..., Answers],
    keeper: KeptPeople,
    heard: Heard,
    qtbot: QtBot,
) -> None:
    directory.locked = [PAUL]
    tab = show(qtbot, page)
    qtbot.waitUntil(lambda: texts(qtbot, tab.card, 4)[2] == "Bloqué")
    tab.card.table.choose([MARIE])
    assert not button_of(qtbot, page, "Débloquer…").isEnabled()
    tab.card.table.choose([PAUL])
    answers({"password": PASSWORD})
    press(qtbot, page, "Débloquer…")
    assert directory.asked[-1] == ("unlock", PAUL)
    assert keeper.exchanges == 1
    assert heard.notices[-1].sentence == "Compte de Paul Abadie débloqué."


def test_whoever_is_not_rgc_reads_and_is_told_who_is(
    page: AccountsPage, people: People, directory: FakeDirectory, heard: Heard, qtbot: QtBot
) -> None:
    people.be(PAUL)
    tab = show(qtbot, page)
    qtbot.waitUntil(lambda: "Consultation seule" in page._facts.accessibleName())
    assert "RGC, Odile Roux" in page._facts.accessibleName()
    assert not tab.open_new.isVisibleTo(page)
    tab.card.table.choose([MARIE])
    change = button_of(qtbot, page, "Modifier…")
    assert not change.isEnabled()
    assert change.accessibleDescription() == "Seul le RGC change les comptes."
    tab.card.table.row_opened.emit(tab.card.model.row_at(0))
    assert heard.notices[-1].sentence == "Seul le RGC change les comptes."
    assert directory.asked == []


def test_a_post_that_works_alone_says_why_it_has_no_accounts(
    scene: Scene, desk: Desk, keeper: KeptPeople, qtbot: QtBot
) -> None:
    page = AccountsPage(desk, keeper)
    shown(qtbot, page)
    press(qtbot, page, "Rejoindre un serveur…")
    assert keeper.joins == 1
    assert not accounts(page).open_new.isVisibleTo(page)
    assert any(each.isVisibleTo(page) for each in page.findChildren(EmptyState))


def test_offline_the_list_says_of_when_it_is(
    page: AccountsPage, people: People, directory: FakeDirectory, qtbot: QtBot
) -> None:
    people.exchanged.state(failures=3)
    directory.refuses = ["no_contact"]
    show(qtbot, page)
    qtbot.waitUntil(lambda: "Le serveur ne répond pas" in banners(page))
    assert "aujourd’hui à 10" in banners(page)
    assert "Il faut le réseau" in banners(page)


# The changes


def test_an_account_is_opened_and_its_password_shown_once(
    page: AccountsPage,
    directory: FakeDirectory,
    keeper: KeptPeople,
    answers: Callable[..., Answers],
    scene: Scene,
    qtbot: QtBot,
) -> None:
    site = DescribeSite(site_id=scene.id(), label="Harfleur")
    scene.say(site)
    show(qtbot, page)
    played = answers(
        {
            "full_name": "Anne Le Gall",
            "login": "anne.le.gall",
            "role": Role.MANAGER,
            f"site {site.site_id}": True,
            "password": PASSWORD,
        }
    )
    page.focus_start()
    QTest.keyClick(button_of(qtbot, page, "Créer un compte…"), Qt.Key.Key_Space)
    what, asked = directory.asked[-1]
    assert what == "create"
    assert isinstance(asked, AccountAsked)
    assert (asked.login, asked.full_name, asked.role) == (
        "anne.le.gall",
        "Anne Le Gall",
        Role.MANAGER,
    )
    assert asked.sites == (site.site_id,)
    # Then the password, with the way to copy it, and until when it serves.
    assert played.shown[1] == {"login": "anne.le.gall", "password": HANDED}
    assert "n’est montré qu’une fois" in played.leads[1]
    assert "jeu. 26 nov. 2026" in played.leads[1]
    assert QGuiApplication.clipboard().text() == HANDED
    assert keeper.exchanges == 1


def test_a_wrong_password_asks_again_with_what_was_typed_and_without_the_password(
    page: AccountsPage,
    directory: FakeDirectory,
    answers: Callable[..., Answers],
    qtbot: QtBot,
) -> None:
    show(qtbot, page)
    typed = {"full_name": "Anne Le Gall", "login": "anne", "role": Role.READER}
    played = answers(typed | {"password": "autre chose"}, {"password": PASSWORD}, None)
    press(qtbot, page, "Créer un compte…")
    assert played.shown[1] == typed | {"password": ""}
    assert "Ce n’est pas votre mot de passe actuel" in played.leads[1]
    assert [what for what, _ in directory.asked if what == "create"] == ["create"]


def test_a_login_that_cannot_be_is_said_before_anything_is_asked(
    page: AccountsPage,
    directory: FakeDirectory,
    answers: Callable[..., Answers],
    qtbot: QtBot,
) -> None:
    show(qtbot, page)
    before = list(directory.asked)
    answers({"full_name": "Anne", "login": "un espace", "role": Role.READER, "password": PASSWORD})
    press(qtbot, page, "Créer un compte…")
    assert directory.asked == before


def test_rights_are_changed_as_a_whole(
    page: AccountsPage,
    directory: FakeDirectory,
    answers: Callable[..., Answers],
    scene: Scene,
    people: People,
    heard: Heard,
    qtbot: QtBot,
) -> None:
    site = DescribeSite(site_id=scene.id(), label="Harfleur")
    scene.say(site)
    people.change(PAUL, sites=(str(site.site_id),))
    tab = show(qtbot, page)
    tab.card.table.choose([PAUL])
    played = answers({"role": Role.TRAINER, f"site {site.site_id}": False, "password": PASSWORD})
    press(qtbot, page, "Modifier…")
    assert played.shown[0]["role"] is Role.MANAGER
    assert played.shown[0][f"site {site.site_id}"] is True
    assert directory.asked[-1] == (
        "change",
        (PAUL, RightsAsked("Paul Abadie", Role.TRAINER, PASSWORD, ())),
    )
    assert heard.notices[-1].sentence == "Droits de Paul Abadie modifiés."


@pytest.mark.parametrize(
    ("label", "what", "said"),
    [
        ("Fermer le compte…", "close", "Compte de Paul Abadie fermé."),
        ("Nouveau mot de passe…", "renew", "Mot de passe provisoire de « paul.abadie » prêt."),
    ],
)
def test_a_change_is_confirmed_by_a_password_after_its_consequences_were_read(
    page: AccountsPage,
    directory: FakeDirectory,
    answers: Callable[..., Answers],
    heard: Heard,
    qtbot: QtBot,
    label: str,
    what: str,
    said: str,
) -> None:
    tab = show(qtbot, page)
    tab.card.table.choose([PAUL])
    played = answers(None)
    press(qtbot, page, label)
    assert "Paul Abadie" in played.leads[0]
    assert all(each != what for each, _ in directory.asked)
    answers({"password": PASSWORD})
    press(qtbot, page, label)
    assert directory.asked[-1] == (what, PAUL)
    assert heard.notices[-1].sentence == said


def test_the_role_of_rgc_is_handed_over_with_the_message_to_send(
    page: AccountsPage,
    directory: FakeDirectory,
    answers: Callable[..., Answers],
    qtbot: QtBot,
) -> None:
    tab = show(qtbot, page)
    tab.card.table.choose([ODILE])
    assert not button_of(qtbot, page, "Nommer RGC…").isEnabled()
    tab.card.table.choose([PAUL])
    played = answers({"password": PASSWORD})
    press(qtbot, page, "Nommer RGC…")
    assert directory.asked[-1] == ("hand_over", PAUL)
    message = played.shown[1]
    assert message["subject"] == "KAIROS – changement de RGC – SIRET 99900011000026"
    assert "Ancien RGC : Odile Roux" in message["body"]
    assert "Nouveau RGC : Paul Abadie" in message["body"]
    assert QGuiApplication.clipboard().text().endswith(message["body"])


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("no_answer", "On ne sait pas si le changement est fait"),
        ("last_rgc", "C’est le seul RGC"),
        ("not_connected", "n’est relié à aucun serveur"),
        ("too_many_tries", "attendez quelques minutes"),
    ],
)
def test_what_the_server_does_not_do_is_said_in_french(
    page: AccountsPage,
    directory: FakeDirectory,
    answers: Callable[..., Answers],
    heard: Heard,
    qtbot: QtBot,
    code: str,
    words: str,
) -> None:
    tab = show(qtbot, page)
    tab.card.table.choose([PAUL])
    answers({"password": PASSWORD})
    directory.refuses = [code]
    press(qtbot, page, "Fermer le compte…")
    assert words in heard.notices[-1].sentence


def test_a_login_is_suggested_until_the_person_types_one(
    page: AccountsPage, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    seen: list[str] = []

    def play(dialog: FormDialog) -> int:
        name, login = dialog.form.field("full_name"), dialog.form.field("login")
        QTest.keyClicks(name.control, "Zoe Le-Gall")
        seen.append(login.value())
        login.set_value("zoe")
        QTest.keyClicks(name.control, "s")
        seen.append(login.value())
        return 0

    monkeypatch.setattr(FormDialog, "exec", play)
    show(qtbot, page)
    press(qtbot, page, "Créer un compte…")
    assert seen == ["zoe.le.gall", "zoe"]
    assert (suggested_login("  "), suggested_login("Zoé Œuf")) == ("", "zoe.oeuf")


# The page


def test_the_tabs_are_walked_by_the_keyboard(page: AccountsPage, qtbot: QtBot) -> None:
    show(qtbot, page)
    page.tabs.setFocus()
    QTest.keyClick(page.tabs, Qt.Key.Key_Right)
    assert page.stack.currentWidget() is page.tab("posts")
