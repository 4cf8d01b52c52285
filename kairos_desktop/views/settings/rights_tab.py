# SPDX-License-Identifier: MIT
"""« Journal des droits »: every creation and change of rights, seen by all, hidden from nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from kairos_desktop.services.queries.accounts import (
    AccountsSeen,
    RightsLine,
    accounts_seen,
    rights_journal,
)
from kairos_desktop.services.wording.account_words import rights_detail, rights_title
from kairos_desktop.services.wording.exchange_words import civil, when
from kairos_desktop.services.wording.hand_over import hand_over_message
from kairos_desktop.views.settings import account_dialogs
from kairos_desktop.views.toolkit.buttons import button
from kairos_desktop.views.toolkit.columns import Column, RowAct
from kairos_desktop.views.toolkit.empty_state import Empty
from kairos_desktop.views.toolkit.list_buttons import save_whole_table
from kairos_desktop.views.toolkit.list_card import ListCard

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from uuid import UUID

    from kairos_desktop.models.rows import SiteRow
    from kairos_desktop.views.toolkit.desk import Desk

TITLE = "Journal des droits"
_EMPTY = Empty(
    "Aucun changement de droits.",
    "Chaque compte créé, modifié ou fermé s’inscrit ici, pour tous les postes.",
)


class RightsTab(QWidget):
    """The lines, the latest first."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._lines: dict[UUID, RightsLine] = {}
        self._sites: dict[UUID, SiteRow] = {}
        self._seen = AccountsSeen(has_joined=False)
        export = button("Exporter tout le tableau", self._on_export)
        message = RowAct(
            "Message à France Travail…",
            self._on_message,
            why_not=_why_no_message,
            in_row=False,
        )
        self.card = ListCard(
            TITLE,
            self._columns(),
            self._fetch,
            [message],
            buttons=[export],
            noun=("changement", "changements"),
        )
        self.card.refused.connect(desk.say)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.card, 1)

    def read(self) -> None:
        """Read the journal again."""
        self.card.wait()
        self._desk.read(_journal, done=self._show, owner=self, key="rights")

    def _columns(self) -> tuple[Column, ...]:
        return (
            Column("Quand", self._when, 210),
            Column("Quoi", rights_title, 0, "strong", is_search=True, second=self._detail),
            Column("Par qui", lambda line: line.by, 200),
        )

    def _when(self, line: RightsLine) -> str:
        return when(line.at, self._desk.now())

    def _detail(self, line: RightsLine) -> str:
        return rights_detail(line, self._sites)

    def _show(self, read: tuple[AccountsSeen, Sequence[RightsLine]]) -> None:
        self._seen, lines = read
        self._sites = {site.id: site for site in self._seen.sites}
        self._lines = {line.id: line for line in lines}
        self.card.show_ids(list(self._lines), _EMPTY)
        self.card.model.refresh_all()

    def _fetch(self, ids: Sequence[Any], arrived: Callable[[Sequence[RightsLine]], None]) -> None:
        arrived([self._lines[each] for each in ids if each in self._lines])

    def _on_message(self, rows: Sequence[RightsLine]) -> None:
        line, provider = rows[0], self._seen.provider
        former = str(line.args.get("from_id", ""))
        names = {str(each.id): each.full_name for each in self._seen.accounts}
        if provider is not None:
            on = civil(line.at).date()
            message = hand_over_message(provider, names.get(former, line.by), line.whom, on)
            account_dialogs.show_message(self, message)

    def _on_export(self) -> None:
        save_whole_table(self._desk, TITLE, self.card.model)


def _why_no_message(line: RightsLine) -> str:
    if line.name == "account.hand_over":
        return ""
    return "Seul un changement de RGC se signale à France Travail."


def _journal(conn: Any, org: UUID) -> tuple[AccountsSeen, list[RightsLine]]:
    return accounts_seen(conn, org), rights_journal(conn, org)
