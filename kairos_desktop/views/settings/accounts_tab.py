# SPDX-License-Identifier: MIT
"""The accounts of the organisation, and what its RGC does of them.

What the RGC does most: open an account and hand its password over; renew a password that ran out;
close the account of whoever leaves. Every change carries the RGC's own password (docs/adr/0112).
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import UUID

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kairos_desktop.models.vocabulary import Role
from kairos_desktop.services.queries.accounts import AccountsSeen, accounts_seen
from kairos_desktop.services.sync.people_wire import AccountAsked, RightsAsked
from kairos_desktop.services.wording.account_words import expiry, scope
from kairos_desktop.services.wording.exchange_words import when
from kairos_desktop.services.wording.hand_over import hand_over_message
from kairos_desktop.services.wording.labels import label
from kairos_desktop.views.settings import account_dialogs
from kairos_desktop.views.toolkit import metrics
from kairos_desktop.views.toolkit.banners import Banner
from kairos_desktop.views.toolkit.buttons import button
from kairos_desktop.views.toolkit.columns import Column, Pill, RowAct
from kairos_desktop.views.toolkit.empty_state import Empty
from kairos_desktop.views.toolkit.list_card import ListCard

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from kairos_desktop.models.rows import AccountRow, SiteRow
    from kairos_desktop.services.sync.directory import Directory
    from kairos_desktop.services.sync.people_wire import AccountState, PasswordGiven
    from kairos_desktop.views.settings.people_keeper import PeopleKeeper, Refusal
    from kairos_desktop.views.toolkit.desk import Desk

# « expire dans 4 h 12 min » moves on alone.
_TOLD_AGAIN_MS = 20_000
_CLOSED = "Ce compte est fermé."
_RETRIED = frozenset({"password_wrong", "login_taken", "login_shape", "full_name_missing", "nir"})
"""Refusals after which what was typed is worth showing again."""


class AccountsTab(QWidget):
    """The list; read-only for whoever is not RGC."""

    def __init__(self, desk: Desk, keeper: PeopleKeeper) -> None:
        super().__init__()
        self._desk, self._keeper = desk, keeper
        self._seen = AccountsSeen(has_joined=False)
        self._by_id: dict[UUID, AccountRow] = {}
        self._sites: dict[UUID, SiteRow] = {}
        self._locked: frozenset[UUID] = frozenset()
        self.open_new = button("Créer un compte…", self._on_create, look="primary")
        self.card = ListCard(
            "Comptes",
            self._columns(),
            self._fetch,
            self._acts(),
            buttons=[self.open_new],
            noun=("compte", "comptes"),
        )
        self._banners = QVBoxLayout()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(metrics.px(12))
        column.addLayout(self._banners)
        column.addWidget(self.card, 1)
        self.card.refused.connect(desk.say)
        self.card.table.row_opened.connect(lambda row: self._on_change([row]))
        self._again = QTimer(self)
        self._again.setInterval(_TOLD_AGAIN_MS)
        self._again.timeout.connect(self.tick)
        self._again.start()

    def read(self) -> None:
        """Read the accounts as this post has them; for the RGC, those that are locked too."""
        self._desk.read(accounts_seen, done=self._show, owner=self, key="accounts")

    def tick(self) -> None:
        """Say again how long the provisional passwords serve."""
        if self.isVisible() and any(each.provisional_until for each in self._by_id.values()):
            self.card.model.refresh_all()

    def _columns(self) -> tuple[Column, ...]:
        return (
            Column(
                "Nom et prénom",
                lambda row: row.full_name,
                220,
                "strong",
                is_search=True,
                second=lambda row: row.login,
            ),
            Column("Rôle", lambda row: label(row.role), 120),
            Column("Lieux", self._where, 0, "muted"),
            Column("Mot de passe", self._password, 200, "muted", tooltip=self._password),
            Column("État", width=100, kind="pill", pill=self._state),
        )

    def _acts(self) -> list[RowAct]:
        open_only = partial(self._why_not, is_open=True)
        return [
            RowAct("Modifier…", self._on_change, why_not=open_only, in_row=False),
            RowAct("Nouveau mot de passe…", self._on_renew, why_not=open_only, in_row=False),
            RowAct("Débloquer…", self._on_unlock, why_not=self._why_not_unlock, in_row=False),
            RowAct("Nommer RGC…", self._on_hand_over, why_not=self._why_not_rgc, in_row=False),
            RowAct("Fermer le compte…", self._on_close, why_not=open_only, in_row=False),
        ]

    def _show(self, seen: AccountsSeen) -> None:
        self._seen = seen
        self._sites = {site.id: site for site in seen.sites}
        self._by_id = {account.id: account for account in seen.accounts}
        self.open_new.setVisible(self._is_rgc())
        self.card.show_ids(list(self._by_id), self._empty())
        self.card.model.refresh_all()
        self._show_banners()
        if self._is_rgc():
            self._keeper.ask(_accounts, self._show_locked, _ignore, self)

    def _show_locked(self, accounts: Sequence[AccountState]) -> None:
        self._locked = frozenset(each.id for each in accounts if each.locked)
        self.card.model.refresh_all()

    def _show_banners(self) -> None:
        while (item := self._banners.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        if self._seen.has_joined and self._seen.is_offline:
            at = self._seen.last_ok_at
            since = f" de {when(at, self._desk.now())}" if at else ""
            self._banners.addWidget(
                Banner(
                    "warn",
                    f"Le serveur ne répond pas : cette liste est celle du dernier échange{since}. "
                    "Il faut le réseau pour créer ou changer un compte.",
                )
            )

    def _empty(self) -> Empty:
        if self._seen.has_joined:
            return Empty(
                "Les comptes ne sont pas encore reçus.",
                "Ils arrivent avec le premier échange. Rien n’est perdu.",
            )
        return Empty(
            "Ce poste travaille seul : il n’a pas de comptes.",
            "Les comptes relient les postes d’un même organisme par son serveur. Ce qui ouvre ce "
            "poste-ci se règle dans « Mes données et sauvegardes ».",
            "Rejoindre un serveur…" if self._keeper.can_join() else "",
            self._keeper.ask_join,
        )

    def _is_rgc(self) -> bool:
        me = self._seen.me
        return me is not None and me.active and me.role is Role.RGC

    def _where(self, row: AccountRow) -> str:
        return scope(row.sites, self._sites)

    def _password(self, row: AccountRow) -> str:
        if not row.active:
            return ""
        if row.provisional_until is None:
            return "Choisi par la personne"
        return f"Provisoire, {expiry(row.provisional_until, self._desk.now())}"

    def _state(self, row: AccountRow) -> Pill:
        if not row.active:
            return Pill("Fermé")
        if row.id in self._locked:
            return Pill("Bloqué", "danger")
        return Pill("Ouvert", "ok")

    def _why_not(self, row: AccountRow, *, is_open: bool) -> str:
        if not self._is_rgc():
            return "Seul le RGC change les comptes."
        return _CLOSED if is_open and not row.active else ""

    def _why_not_unlock(self, row: AccountRow) -> str:
        if why := self._why_not(row, is_open=True):
            return why
        return "" if row.id in self._locked else "Ce compte n’est pas bloqué."

    def _why_not_rgc(self, row: AccountRow) -> str:
        if why := self._why_not(row, is_open=True):
            return why
        return "Cette personne est déjà RGC." if row.role is Role.RGC else ""

    def _fetch(self, ids: Sequence[Any], arrived: Callable[[Sequence[AccountRow]], None]) -> None:
        arrived([self._by_id[each] for each in ids if each in self._by_id])

    def _on_create(self) -> None:
        self._create(self._desk.new_id(), {}, "")

    def _create(self, account_id: UUID, typed: dict[str, Any], lead: str) -> None:
        sites = [site for site in self._seen.sites if not site.closed]
        values = account_dialogs.ask_new(self, sites, typed, lead)
        if values is None:
            return

        def job(directory: Directory) -> PasswordGiven:
            return directory.create(AccountAsked(account_id, **values))

        again = partial(self._create, account_id, account_dialogs.retyped(values))
        self._ask(job, self._show_password, again)

    def _on_change(self, rows: Sequence[AccountRow]) -> None:
        if why := self._why_not(rows[0], is_open=True):
            self._desk.say(why)
        else:
            self._change(rows[0], {}, "")

    def _change(self, row: AccountRow, typed: dict[str, Any], lead: str) -> None:
        values = account_dialogs.ask_change(self, row, self._seen.sites, typed, lead)
        if values is None:
            return

        def job(directory: Directory) -> None:
            directory.change(row.id, RightsAsked(**values))

        done = partial(self._say, f"Droits de {values['full_name']} modifiés.")
        self._ask(job, done, partial(self._change, row, account_dialogs.retyped(values)))

    def _on_renew(self, rows: Sequence[AccountRow]) -> None:
        name = rows[0].full_name
        lead = (
            f"{name} sera déconnecté partout et choisira un autre mot de passe avec celui que vous "
            "lui remettrez, valable 72 heures. Ce qui attend sur ses postes y reste."
        )
        title, done = "Nouveau mot de passe provisoire", self._show_password
        self._confirm(rows[0], title, lead, "Préparer le mot de passe", _renew, done)

    def _on_unlock(self, rows: Sequence[AccountRow]) -> None:
        name = rows[0].full_name
        lead = f"Les essais manqués de {name} sont oubliés ; son mot de passe ne change pas."
        done = partial(self._say, f"Compte de {name} débloqué.")
        self._confirm(rows[0], "Débloquer le compte", lead, "Débloquer", _unlock, done)

    def _on_close(self, rows: Sequence[AccountRow]) -> None:
        name = rows[0].full_name
        lead = (
            f"{name} ne pourra plus se connecter, sur aucun poste. Ce qui a été saisi sous son nom "
            "reste ; son identifiant ne servira plus à personne. Un compte fermé ne se rouvre pas."
        )
        done = partial(self._say, f"Compte de {name} fermé.")
        self._confirm(rows[0], "Fermer le compte", lead, "Fermer le compte", _close, done)

    def _on_hand_over(self, rows: Sequence[AccountRow]) -> None:
        name = rows[0].full_name
        lead = (
            f"{name} devient RGC et gère les comptes ; vous devenez gestionnaire. France Travail "
            "doit en être prévenu : le message sera prêt à copier."
        )
        done = partial(self._on_handed_over, name)
        self._confirm(rows[0], "Nommer un autre RGC", lead, "Nommer RGC", _hand_over, done)

    def _on_handed_over(self, name: str, _nothing: object) -> None:
        self._say(f"{name} est maintenant RGC.")
        provider, me = self._seen.provider, self._seen.me
        if provider is not None and me is not None:
            today = self._desk.now().date()
            message = hand_over_message(provider, me.full_name, name, today)
            account_dialogs.show_message(self, message)

    def _show_password(self, given: PasswordGiven) -> None:
        self._say(f"Mot de passe provisoire de « {given.login} » prêt.")
        account_dialogs.show_password(self, given)

    def _confirm(
        self,
        row: AccountRow,
        title: str,
        lead: str,
        accept: str,
        change: Callable[[Directory, UUID, str], Any],
        done: Callable[[Any], None],
        refused: str = "",
    ) -> None:
        """Ask for the password, then make one change of an account."""
        shown = f"{refused} {lead}".strip()
        password = account_dialogs.ask_password(self, title, shown, accept)
        if password is None:
            return

        def job(directory: Directory) -> Any:
            return change(directory, row.id, password)

        self._ask(job, done, partial(self._confirm, row, title, lead, accept, change, done))

    def _ask(
        self,
        job: Callable[[Directory], Any],
        done: Callable[[Any], None],
        again: Callable[[str], None],
    ) -> None:
        """Have a change made; after a refusal that typing can mend, ask once more."""

        def refused(why: Refusal) -> None:
            if why.code in _RETRIED:
                again(why.sentence)
            else:
                self._desk.say(why.sentence)

        self._desk.say("Demande faite au serveur…")
        self._keeper.ask(job, done, refused, self)

    def _say(self, sentence: str, _nothing: object = None) -> None:
        """Say what was done, and have it come back as everybody sees it."""
        self._desk.say(sentence)
        self._keeper.synchronise()


def _accounts(directory: Directory) -> Sequence[AccountState]:
    return directory.accounts()


def _renew(directory: Directory, account: UUID, password: str) -> PasswordGiven:
    return directory.renew(account, password)


def _unlock(directory: Directory, account: UUID, password: str) -> None:
    directory.unlock(account, password)


def _close(directory: Directory, account: UUID, password: str) -> None:
    directory.close(account, password)


def _hand_over(directory: Directory, account: UUID, password: str) -> None:
    directory.hand_over(account, password)


def _ignore(_refusal: Refusal) -> None:
    """Without an answer nobody is shown as locked: the list stays that of the last exchange."""
