# SPDX-License-Identifier: MIT
"""« Journal des droits »: every change of rights, for everybody, with its author."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from kairos_desktop.models.vocabulary import Role
from kairos_desktop.services.acts.accounts import CreateAccount, HandOver, RenewPassword
from kairos_desktop.views.settings.accounts_page import AccountsPage
from kairos_desktop.views.toolkit.empty_state import EmptyState
from tests.views.hearing import button_of, shown, texts
from tests.views.settings.people import MARIE, ODILE, PAUL, KeptPeople, People
from tests.views.settings.playing import Answers
from tests.views.walks import cut_texts, misnamed

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from kairos_desktop.views.toolkit.desk import Desk
    from tests.factories import Scene


def test_every_change_of_rights_is_in_the_journal_for_everybody(
    accounts_page: AccountsPage,
    people: People,
    answers: Callable[..., Answers],
    scene: Scene,
    qtbot: QtBot,
) -> None:
    page = accounts_page
    people.be(MARIE)
    rights = {"full_name": "Paul Abadie", "role": Role.MANAGER}
    first = people.said(CreateAccount(account_id=PAUL, login="p", **rights), "Odile Roux", 1)
    second = people.said(RenewPassword(account_id=PAUL), "Odile Roux", 2)
    third = people.said(HandOver(from_id=ODILE, to_id=PAUL), "Odile Roux", 3)
    scene.person()
    shown(qtbot, page, tab="rights")
    tab = page.tab("rights")
    qtbot.waitUntil(lambda: tab.card.model.ids()[:3] == (third, second, first))
    assert texts(qtbot, tab.card, 1) == [
        "Changement de RGC : Paul Abadie",
        "Mot de passe provisoire remis : Paul Abadie",
        "Compte créé : Paul Abadie",
        # From before the first download of this post.
        "Compte créé : Marie Nay",
        "Compte créé : Odile Roux",
    ]
    spoken = tab.card.model.index(2, 1).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken.endswith("Gestionnaire · Tout l’organisme")
    assert texts(qtbot, tab.card, 2) == ["Odile Roux"] * 3 + ["Serveur"] * 2
    played = answers()
    tab.card.table.choose([second])
    assert not button_of(qtbot, page, "Message à France Travail…").isEnabled()
    tab.card.table.choose([third])
    button_of(qtbot, page, "Message à France Travail…").click()
    assert "Ancien RGC : Odile Roux" in played.shown[0]["body"]
    assert not misnamed(page)
    assert not cut_texts(page)


def test_an_empty_journal_says_why(
    scene: Scene, desk: Desk, keeper: KeptPeople, qtbot: QtBot
) -> None:
    page = AccountsPage(desk, keeper)
    shown(qtbot, page, tab="rights")
    qtbot.waitUntil(lambda: any(each.isVisibleTo(page) for each in page.findChildren(EmptyState)))
