# SPDX-License-Identifier: MIT
"""« Postes »: who works where, since when silent; named and taken off by the RGC."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

import msgspec
import pytest
from PySide6.QtCore import Qt

from kairos_desktop.models.vocabulary import PostState
from kairos_desktop.services.acts.provider import DescribeSite
from kairos_desktop.views.settings.accounts_page import AccountsPage
from kairos_desktop.views.settings.posts_tab import PostsTab
from kairos_desktop.views.toolkit.empty_state import EmptyState
from kairos_desktop.views.toolkit.label import Label
from tests.factories import POST
from tests.views.hearing import Heard, button_of, shown, texts, wait_for_ids
from tests.views.settings.people import LAPTOP, PAUL, FakeDirectory, KeptPeople, People
from tests.views.settings.playing import Answers
from tests.views.walks import cut_texts, misnamed

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from kairos_desktop.views.toolkit.desk import Desk
    from tests.factories import Scene


def show(qtbot: QtBot, page: AccountsPage) -> PostsTab:
    shown(qtbot, page, tab="posts")
    tab = page.tab("posts")
    assert isinstance(tab, PostsTab)
    wait_for_ids(qtbot, tab.card, [POST, LAPTOP])
    return tab


def said(page: AccountsPage) -> str:
    return " ".join(each.text() for each in page.findChildren(Label) if each.isVisibleTo(page))


def test_each_post_is_shown_with_its_people_its_last_contact_and_its_lease(
    accounts_page: AccountsPage, scene: Scene, directory: FakeDirectory, qtbot: QtBot
) -> None:
    site = DescribeSite(site_id=scene.id(), label="Harfleur")
    scene.say(site)
    directory.listed[1] = msgspec.structs.replace(directory.listed[1], sites=(site.site_id,))
    tab = show(qtbot, accounts_page)
    assert texts(qtbot, tab.card, 0) == ["Accueil (ce poste)", "Portable d’Harfleur"]
    assert texts(qtbot, tab.card, 1) == ["Odile Roux", "Paul Abadie"]
    spoken = [
        tab.card.model.index(row, 1).data(Qt.ItemDataRole.AccessibleTextRole) for row in (0, 1)
    ]
    assert spoken == ["Odile Roux, Tout l’organisme", "Paul Abadie, Harfleur"]
    assert texts(qtbot, tab.card, 2)[1].startswith("sam. 21 nov. 2026")
    assert texts(qtbot, tab.card, 3) == ["jusqu’au lun. 7 déc. 2026", "jusqu’au sam. 5 déc. 2026"]
    assert texts(qtbot, tab.card, 4) == ["Actif", "Actif"]
    assert not misnamed(accounts_page)
    assert not cut_texts(accounts_page)


def test_a_post_that_is_silent_for_too_long_says_so(
    accounts_page: AccountsPage, scene: Scene, qtbot: QtBot
) -> None:
    tab = show(qtbot, accounts_page)
    scene.clock.now += timedelta(days=13)
    tab.card.model.refresh_all()
    assert texts(qtbot, tab.card, 3) == [
        "jusqu’au lun. 7 déc. 2026",
        "dépassé depuis le sam. 5 déc. 2026",
    ]


def test_a_post_is_renamed(
    accounts_page: AccountsPage,
    directory: FakeDirectory,
    answers: Callable[..., Answers],
    heard: Heard,
    qtbot: QtBot,
) -> None:
    tab = show(qtbot, accounts_page)
    tab.card.table.choose([LAPTOP])
    played = answers({"label": "Salle 3"})
    button_of(qtbot, accounts_page, "Renommer…").click()
    assert played.shown == [{"label": "Portable d’Harfleur"}]
    qtbot.waitUntil(lambda: texts(qtbot, tab.card, 0)[1] == "Salle 3")
    assert ("rename", (LAPTOP, "Salle 3")) in directory.asked
    assert heard.notices[-1].sentence == "Le poste s’appelle « Salle 3 »."


def test_a_post_is_taken_off_once_its_consequences_were_read(
    accounts_page: AccountsPage,
    directory: FakeDirectory,
    answers: Callable[..., Answers],
    qtbot: QtBot,
) -> None:
    tab = show(qtbot, accounts_page)
    tab.card.table.choose([LAPTOP])
    played = answers(None)
    button_of(qtbot, accounts_page, "Retirer le poste…").click()
    assert "utilisé par : Paul Abadie" in played.leads[0]
    assert "oubliera la clé" in played.leads[0]
    assert ("revoke", LAPTOP) not in directory.asked
    answers({})
    button_of(qtbot, accounts_page, "Retirer le poste…").click()
    qtbot.waitUntil(lambda: texts(qtbot, tab.card, 4) == ["Actif", "Retiré"])
    assert directory.listed[1].state is PostState.REVOKED
    tab.card.table.choose([LAPTOP])
    assert not button_of(qtbot, accounts_page, "Retirer le poste…").isEnabled()


def test_one_does_not_take_off_the_post_where_one_is(
    accounts_page: AccountsPage, qtbot: QtBot
) -> None:
    tab = show(qtbot, accounts_page)
    tab.card.table.choose([POST])
    revoke = button_of(qtbot, accounts_page, "Retirer le poste…")
    assert not revoke.isEnabled()
    assert "depuis un autre" in revoke.accessibleDescription()


@pytest.mark.parametrize(("typed", "kept"), [("21", 21), ("31", 14), ("6", 14)])
def test_the_days_without_contact_are_set_within_their_bounds(
    accounts_page: AccountsPage,
    directory: FakeDirectory,
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
    typed: str,
    kept: int,
) -> None:
    from kairos_desktop.views.toolkit.dialogs import FormDialog

    def play(dialog: FormDialog) -> int:
        assert dialog.form.values() == {"days": 14}
        dialog.form.field("days").control.setText(typed)  # type: ignore[attr-defined]
        dialog.accept_button.click()
        return 0

    show(qtbot, accounts_page)
    monkeypatch.setattr(FormDialog, "exec", play)
    button_of(qtbot, accounts_page, "Durée hors ligne…").click()
    assert directory.lease_days == kept


def test_whoever_is_not_rgc_sees_the_posts_and_changes_none(
    accounts_page: AccountsPage, people: People, directory: FakeDirectory, qtbot: QtBot
) -> None:
    people.be(PAUL)
    tab = show(qtbot, accounts_page)
    tab.card.table.choose([LAPTOP])
    rename = button_of(qtbot, accounts_page, "Renommer…")
    assert rename.accessibleDescription() == "Seul le RGC change les postes."
    assert not tab.lease.isVisibleTo(accounts_page)
    tab.card.table.row_opened.emit(tab.card.model.row_at(0))
    assert [what for what, _ in directory.asked] == ["posts"]


def test_without_a_network_the_page_says_where_the_list_lies_and_asks_again(
    accounts_page: AccountsPage, directory: FakeDirectory, heard: Heard, qtbot: QtBot
) -> None:
    directory.refuses = ["no_contact"]
    shown(qtbot, accounts_page, tab="posts")
    again = button_of(qtbot, accounts_page, "Recommencer")
    assert "Le serveur n’a pas répondu" in said(accounts_page)
    again.click()
    tab = accounts_page.tab("posts")
    wait_for_ids(qtbot, tab.card, [POST, LAPTOP])
    # What was seen stays in sight when the network leaves again.
    directory.refuses = ["no_contact"]
    tab.read()
    qtbot.waitUntil(lambda: bool(heard.notices))
    assert "Le serveur n’a pas répondu" in heard.notices[-1].sentence
    assert tab.card.model.ids() == (POST, LAPTOP)


def test_a_post_that_works_alone_has_no_list(
    scene: Scene, desk: Desk, keeper: KeptPeople, qtbot: QtBot
) -> None:
    page = AccountsPage(desk, keeper)
    shown(qtbot, page, tab="posts")
    button_of(qtbot, page, "Rejoindre un serveur…").click()
    assert keeper.joins == 1
    assert any(each.isVisibleTo(page) for each in page.findChildren(EmptyState))
