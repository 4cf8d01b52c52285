# SPDX-License-Identifier: MIT
"""« Gestion des comptes »: who may sign in, with which rights.

The back end alone records these acts, in the transaction that changes its directory; the others
see them like any act. No secret is in them. Sources: domain 2.3; guide p. 8.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar
from uuid import UUID

import msgspec

from kairos_desktop.models.rows import AccountRow, SiteRow
from kairos_desktop.models.vocabulary import Role
from kairos_desktop.services.acts.act import Act, Changes, Made, tidy
from kairos_desktop.services.acts.known import Known, Need, by_id, having
from kairos_desktop.services.rules.accounts import (
    PROVISIONAL_LASTS,
    closed_refusal,
    last_rgc_refusal,
)
from kairos_desktop.services.rules.logins import folded_login, login_refusal
from kairos_desktop.services.rules.verdicts import Refused

_RGCS = having(AccountRow, role=Role.RGC)


class CreateAccount(Act, frozen=True):
    """A new account, its password provisional for 72 hours.

    Refuses "login_shape", "login_taken" (by a closed account too: a name stays somebody's),
    "full_name_missing".
    """

    name: ClassVar = "account.create"
    server_only: ClassVar = True
    creates: ClassVar = ("account_id",)
    account_id: UUID
    login: str
    full_name: str
    role: Role
    sites: tuple[UUID, ...] = ()

    def needs(self, known: Known, made: Made) -> Iterator[Need]:
        """Whoever has the login, and the sites."""
        yield by_id(AccountRow, self.account_id)
        yield having(AccountRow, login=folded_login(self.login))
        yield from (by_id(SiteRow, site) for site in self.sites)

    def decide(self, known: Known, made: Made) -> Changes | Refused:
        """The account."""
        login = folded_login(self.login)
        if refusal := login_refusal(self.login):
            return refusal
        if known.find(AccountRow, login=login) or known.one(AccountRow, self.account_id):
            return Refused("login_taken", {"login": login})
        if not self.full_name.strip():
            return Refused("full_name_missing", {})
        row = AccountRow(
            id=self.account_id,
            login=login,
            full_name=tidy(self.full_name),
            role=self.role,
            created_at=made.at,
            created_by=made.by,
            sites=_sites(known, self.sites),
            provisional_until=made.at + PROVISIONAL_LASTS,
        )
        return Changes(put=(row,))


class _OfAccount(Act, frozen=True):
    """An act about one account that is open."""

    server_only: ClassVar = True
    account_id: UUID

    def needs(self, known: Known, made: Made) -> Iterator[Need]:
        """The account, and who else answers for the accounts."""
        yield by_id(AccountRow, self.account_id)
        yield _RGCS

    def decide(self, known: Known, made: Made) -> Changes | Refused:
        """The account after."""
        account = known.get(AccountRow, self.account_id)
        if refusal := closed_refusal(account):
            return refusal
        after = self._after(known, made, account)
        return after if isinstance(after, Refused) else Changes(put=(after,))

    def _after(self, known: Known, made: Made, account: AccountRow) -> AccountRow | Refused:
        raise NotImplementedError


class ChangeAccount(_OfAccount, frozen=True):
    """Name, role and sites of an account.

    Refuses "account_closed", "full_name_missing", and "last_rgc" where nobody else would answer
    for the accounts.
    """

    name: ClassVar = "account.change"
    full_name: str
    role: Role
    sites: tuple[UUID, ...] = ()

    def needs(self, known: Known, made: Made) -> Iterator[Need]:
        """The account, its sites, and who else answers for the accounts."""
        yield from super().needs(known, made)
        yield from (by_id(SiteRow, site) for site in self.sites)

    def _after(self, known: Known, made: Made, account: AccountRow) -> AccountRow | Refused:
        if not self.full_name.strip():
            return Refused("full_name_missing", {})
        rgcs = known.find(AccountRow, role=Role.RGC)
        if self.role is not Role.RGC and (refusal := last_rgc_refusal(account, rgcs)):
            return refusal
        return _with(
            account,
            full_name=tidy(self.full_name),
            role=self.role,
            sites=_sites(known, self.sites),
        )


class RenewPassword(_OfAccount, frozen=True):
    """Another provisional password is handed over, for 72 hours. Refuses "account_closed"."""

    name: ClassVar = "account.renew"

    def _after(self, known: Known, made: Made, account: AccountRow) -> AccountRow | Refused:
        return _with(account, provisional_until=made.at + PROVISIONAL_LASTS)


class ActivateAccount(_OfAccount, frozen=True):
    """The person has chosen a password. Refuses "account_closed"."""

    name: ClassVar = "account.activate"

    def _after(self, known: Known, made: Made, account: AccountRow) -> AccountRow | Refused:
        return _with(account, provisional_until=None)


class CloseAccount(_OfAccount, frozen=True):
    """Nobody signs in with this account any more. Refuses "account_closed", "last_rgc"."""

    name: ClassVar = "account.close"

    def _after(self, known: Known, made: Made, account: AccountRow) -> AccountRow | Refused:
        if refusal := last_rgc_refusal(account, known.find(AccountRow, role=Role.RGC)):
            return refusal
        return _with(
            account,
            active=False,
            closed_at=made.at,
            closed_by=made.by,
            provisional_until=None,
        )


class HandOver(Act, frozen=True):
    """Another person becomes RGC; the former one stays, as « Gestionnaire ».

    The agency must be told: services.wording.hand_over has the message. Refuses "not_rgc",
    "hand_over_same", "account_closed".
    """

    name: ClassVar = "account.hand_over"
    server_only: ClassVar = True
    from_id: UUID
    to_id: UUID

    def needs(self, known: Known, made: Made) -> Iterator[Need]:
        """Both accounts."""
        yield by_id(AccountRow, self.from_id)
        yield by_id(AccountRow, self.to_id)

    def decide(self, known: Known, made: Made) -> Changes | Refused:
        """Both accounts after."""
        former, following = known.get(AccountRow, self.from_id), known.get(AccountRow, self.to_id)
        if former.id == following.id:
            return Refused("hand_over_same", {})
        if former.role is not Role.RGC:
            return Refused("not_rgc", {"name": former.full_name})
        if refusal := closed_refusal(former) or closed_refusal(following):
            return refusal
        return Changes(
            put=(_with(former, role=Role.MANAGER), _with(following, role=Role.RGC, sites=()))
        )


def _sites(known: Known, sites: tuple[UUID, ...]) -> tuple[str, ...]:
    """The sites as they are kept, each once; an unknown one is refused "unknown_row"."""
    return tuple(str(known.get(SiteRow, site).id) for site in dict.fromkeys(sites))


def _with(account: AccountRow, **fields: Any) -> AccountRow:
    return msgspec.structs.replace(account, **fields)
