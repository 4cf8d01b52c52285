# SPDX-License-Identifier: MIT
"""« Gestion des comptes »: who may sign in with which rights, on which posts, and what was done.

Each tab is made at its first visit.
"""

from __future__ import annotations

from collections.abc import Hashable
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QStackedWidget, QWidget

from kairos_desktop.services.queries.accounts import AccountsSeen, accounts_seen
from kairos_desktop.services.wording.account_words import rgc_names
from kairos_desktop.views.settings.accounts_tab import AccountsTab
from kairos_desktop.views.settings.adhesion_tab import AdhesionTab
from kairos_desktop.views.settings.posts_tab import PostsTab
from kairos_desktop.views.settings.rights_tab import RightsTab
from kairos_desktop.views.toolkit import metrics
from kairos_desktop.views.toolkit.buttons import button
from kairos_desktop.views.toolkit.page import Page
from kairos_desktop.views.toolkit.table import ActTable
from kairos_desktop.views.toolkit.tabs import CounterTabs
from kairos_desktop.views.toolkit.theme import set_look

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from kairos_desktop.views.settings.people_keeper import PeopleKeeper
    from kairos_desktop.views.toolkit.desk import Desk

TITLE = "Gestion des comptes"
ACCOUNTS, POSTS, ADHESION, RIGHTS = "accounts", "posts", "adhesion", "rights"
_TABLES = frozenset({"account", "site", "provider", "adhesion", "clearance"})
_HELP: dict[Hashable, str] = {
    ACCOUNTS: "comptes",
    POSTS: "postes",
    ADHESION: "adhesion",
    RIGHTS: "comptes",
}


class Tab(Protocol):
    """What a tab does for the page."""

    def read(self) -> None:
        """Read again what it shows."""
        ...


class AccountsPage(Page):
    """The tabs; argument `tab` says which one."""

    def __init__(self, desk: Desk, keeper: PeopleKeeper) -> None:
        super().__init__(desk, TITLE)
        self._makers: dict[Hashable, tuple[str, Callable[[], QWidget]]] = {
            ACCOUNTS: ("Comptes", partial(AccountsTab, desk, keeper)),
            POSTS: ("Postes", partial(PostsTab, desk, keeper)),
            ADHESION: ("Adhésion KAIROS", partial(AdhesionTab, desk)),
            RIGHTS: ("Journal des droits", partial(RightsTab, desk)),
        }
        self._made: dict[Hashable, QWidget] = {}
        self.tabs = CounterTabs(TITLE)
        self.stack = QStackedWidget()
        for key, (label, _make) in self._makers.items():
            self.tabs.add(key, label)
        rule = QFrame()
        set_look(rule, "rule")
        self.add_button(button("? Aide", self._on_help, key="F1"))
        self.body.setSpacing(0)
        self.body.addWidget(self.tabs)
        self.body.addWidget(rule)
        self.body.addSpacing(metrics.px(12))
        self.body.addWidget(self.stack, 1)
        self.tabs.chosen.connect(self._on_tab_chosen)
        desk.hub.changed.connect(self._on_changed)

    def show_place(self, arguments: Mapping[str, Any]) -> None:
        """Show a tab, read anew; the first one unless another is named."""
        key = arguments.get("tab", ACCOUNTS)
        if key != self.tabs.current_key():
            self.tabs.choose(key)
        else:
            self._show_tab(key)
        # Whatever tab was asked for, the line of the menu is the page's.
        self.desk.mark_act("accounts")
        self._read()

    def focus_start(self) -> None:
        """Give the focus to the list of the tab that shows, else to the tabs."""
        shown = self.stack.currentWidget()
        table = shown.findChild(ActTable) if shown is not None else None
        if table is not None and table.isVisibleTo(self):
            table.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.tabs.setFocus()

    def tab(self, key: Hashable) -> Any:
        """Give a tab, made now if it was never shown."""
        if key not in self._made:
            self._made[key] = self._makers[key][1]()
            self.stack.addWidget(self._made[key])
        return self._made[key]

    def _on_help(self) -> None:
        """Open the topic of the tab that shows."""
        self.desk.open("help", topic=_HELP[self.tabs.current_key()])

    def _on_tab_chosen(self, key: Hashable) -> None:
        self._show_tab(key)

    def _show_tab(self, key: Hashable) -> None:
        shown = self.tab(key)
        self.stack.setCurrentWidget(shown)
        shown.read()

    def _read(self) -> None:
        self.desk.read(accounts_seen, done=self._show_lead, owner=self, key="lead")

    def _show_lead(self, seen: AccountsSeen) -> None:
        self.set_title(TITLE, _lead(seen))

    def _on_changed(self, changes: object) -> None:
        tables: frozenset[str] = getattr(changes, "tables", _TABLES)
        if self.isVisible() and tables & _TABLES:
            self._read()
            self.tab(self.tabs.current_key()).read()


def _lead(seen: AccountsSeen) -> str:
    """Who answers for the accounts, and what the reader may do here."""
    if not seen.has_joined:
        return "Les comptes s’ouvrent quand l’organisme a un serveur"
    names = rgc_names(seen.accounts)
    if seen.me is not None and seen.me.full_name in names and seen.me.role == "rgc":
        return "Vous êtes RGC : vous ouvrez, modifiez et fermez les comptes"
    if not names:
        return "Aucun RGC n’est connu de ce poste"
    return f"Consultation seule : les comptes se demandent au RGC, {names}"
