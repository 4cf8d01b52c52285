# SPDX-License-Identifier: MIT
"""Accounts: each change is an act that everybody sees, and what the directory keeps follows it.

The act, the copy of the rights and the secrets are one transaction. A change of rights is
confirmed by the password of whoever asks it (reference R-A11): a stolen token opens no account.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

import msgspec
from sqlalchemy import Row, insert, select, update

from kairos_desktop.models.paris import PARIS
from kairos_desktop.models.rows import AccountRow
from kairos_desktop.models.vocabulary import Role
from kairos_desktop.services.acts.accounts import (
    ActivateAccount,
    ChangeAccount,
    CloseAccount,
    CreateAccount,
    HandOver,
    RenewPassword,
)
from kairos_desktop.services.rules.passwords import password_refusal
from kairos_desktop.services.sync.people_wire import AccountState, PasswordAsked, PasswordGiven
from kairos_server.directory import throttle, tokens
from kairos_server.directory.passwords import provisional
from kairos_server.directory.tables import ACCOUNT
from kairos_server.directory.tokens import Bearer
from kairos_server.directory.turned_away import TurnedAway, turn_away
from kairos_server.exchange.recorder import ActRefused, record_own
from kairos_server.tables import ORG_HEAD

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from kairos_desktop.services.acts.act import Act
    from kairos_server.directory.passwords import Passwords
    from kairos_server.store import Head, Store


class Asker(msgspec.Struct, frozen=True):
    """Who asks for a change of accounts: a person, by id, or the command line of the server."""

    org: UUID
    name: str
    account_id: UUID | None = None


class AccountBook:
    """The accounts of every organisation. Safe between threads.

    Every change raises TurnedAway: the code of the act's refusal, "unknown" for what is not the
    organisation's, "password_wrong", "too_many_tries" or "account_locked" for the asker's password.
    """

    def __init__(
        self,
        store: Store,
        passwords: Passwords,
        *,
        now: Callable[[], datetime],
        new_id: Callable[[], UUID],
    ) -> None:
        self._store = store
        self._passwords = passwords
        self._now = now
        self._new_id = new_id

    def all_of(self, org: UUID) -> tuple[AccountState, ...]:
        """Every account of an organisation, by login."""
        with self._store.reading(org) as (conn, _head):
            rows = conn.execute(select(ACCOUNT).where(ACCOUNT.c.org_id == org)).all()
            return tuple(
                _state(row, throttle.is_locked(conn, org, row.login))
                for row in sorted(rows, key=lambda row: row.login)
            )

    def create(self, asker: Asker, act: CreateAccount) -> PasswordGiven:
        """A new account and its provisional password."""
        return self._hand_password(asker, act)

    def renew(self, asker: Asker, account_id: UUID) -> PasswordGiven:
        """Another provisional password: the account is unlocked and signed out everywhere."""
        return self._hand_password(asker, RenewPassword(account_id=account_id))

    def change(self, asker: Asker, act: ChangeAccount) -> None:
        """Other rights, from the next request on."""
        with self._store.writing(asker.org) as (conn, head):
            self._record(conn, head, act, asker.name)

    def close(self, asker: Asker, account_id: UUID) -> None:
        """Nobody signs in with the account any more; its posts are signed out."""
        with self._store.writing(asker.org) as (conn, head):
            self._record(conn, head, CloseAccount(account_id=account_id), asker.name)
            tokens.end(conn, "closed", self._now(), org=asker.org, account_id=account_id)

    def hand_over(self, asker: Asker, to_id: UUID) -> None:
        """The asker, a RGC, makes another person RGC."""
        if asker.account_id is None:
            raise ValueError("a person hands over")
        with self._store.writing(asker.org) as (conn, head):
            act = HandOver(from_id=asker.account_id, to_id=to_id)
            self._record(conn, head, act, asker.name)

    def unlock(self, asker: Asker, account_id: UUID) -> None:
        """The failed tries on an account are forgotten."""
        with self._store.writing(asker.org) as (conn, _head):
            throttle.forgive(conn, asker.org, _one(conn, asker.org, account_id).login)

    def confirm(self, bearer: Bearer, password: str) -> None:
        """TurnedAway unless this is the password of whoever asks; the tries are counted."""
        self._check(bearer, password)

    def choose_password(self, bearer: Bearer, asked: PasswordAsked) -> None:
        """Another password, chosen by its owner; a provisional one is so replaced.

        TurnedAway also "password_short", "password_long", "password_guessable", "password_same",
        "provisional_expired".
        """
        account = self._check(bearer, asked.current)
        now = self._now()
        if account.provisional_until is not None and now >= account.provisional_until:
            raise TurnedAway("provisional_expired")
        self._check_new(account, asked)
        kept = self._passwords.hash(asked.new)
        with self._store.writing(bearer.org) as (conn, head):
            if account.provisional_until is not None:
                act = ActivateAccount(account_id=account.id)
                self._record(conn, head, act, account.full_name)
            _keep_password(conn, bearer.org, account.id, kept, now)
            if asked.end_others:
                mine = {"org": bearer.org, "account_id": account.id, "but": bearer.sign_in_id}
                tokens.end(conn, "password_changed", now, **mine)

    def _check(self, bearer: Bearer, password: str) -> Row[Any]:
        with self._store.directory() as conn:
            account = _one(conn, bearer.org, bearer.account_id)
            refused = throttle.begin(conn, bearer.org, account.login, self._now())
        turn_away(refused)
        if not self._passwords.matches(account.password, password):
            raise TurnedAway("password_wrong")
        with self._store.directory() as conn:
            throttle.forgive(conn, bearer.org, account.login)
        return account

    def _check_new(self, account: Row[Any], asked: PasswordAsked) -> None:
        query = select(ORG_HEAD.c.name).where(ORG_HEAD.c.org_id == account.org_id)
        with self._store.reading(account.org_id) as (conn, _head):
            organisation = conn.execute(query).scalar_one()
        known = (organisation, account.full_name, account.login)
        if refusal := password_refusal(asked.new, known):
            raise TurnedAway(refusal.code)
        if self._passwords.matches(account.password, asked.new):
            raise TurnedAway("password_same")

    def _hand_password(self, asker: Asker, act: CreateAccount | RenewPassword) -> PasswordGiven:
        password, now = provisional(), self._now()
        kept = self._passwords.hash(password)
        with self._store.writing(asker.org) as (conn, head):
            self._record(conn, head, act, asker.name, kept)
            _keep_password(conn, asker.org, act.account_id, kept, now)
            account = _one(conn, asker.org, act.account_id)
            throttle.forgive(conn, asker.org, account.login)
            tokens.end(conn, "password_renewed", now, org=asker.org, account_id=account.id)
        return PasswordGiven(account.id, account.login, password, account.provisional_until)

    def _record(self, conn: Connection, head: Head, act: Act, by: str, kept: str = "") -> None:
        """Record the act, and have the directory follow the rows that it leaves."""
        now = self._now().astimezone(PARIS)
        try:
            judged = record_own(conn, head, (act,), by=by, now=now, new_id=self._new_id())
        except ActRefused as refused:
            code = refused.refusal.code
            raise TurnedAway("unknown" if code == "unknown_row" else code) from None
        for each in judged:
            for row in each.decided.changes.put if each.decided else ():
                if isinstance(row, AccountRow):
                    _follow(conn, head.org, row, kept, now)


def _follow(conn: Connection, org: UUID, row: AccountRow, kept: str, now: datetime) -> None:
    """Have the directory's copy say what the shared row says."""
    values = {
        "login": row.login,
        "full_name": row.full_name,
        "role": row.role,
        "sites": row.sites,
        "active": row.active,
        "provisional_until": row.provisional_until,
    }
    done = conn.execute(_update(org, row.id).values(**values))
    if not done.rowcount:
        secret = {"password": kept, "password_at": now}
        conn.execute(insert(ACCOUNT).values(org_id=org, id=row.id, **values, **secret))


def _keep_password(conn: Connection, org: UUID, account_id: UUID, kept: str, now: datetime) -> None:
    conn.execute(_update(org, account_id).values(password=kept, password_at=now))


def _update(org: UUID, account_id: UUID) -> Any:
    return update(ACCOUNT).where(ACCOUNT.c.org_id == org, ACCOUNT.c.id == account_id)


def _one(conn: Connection, org: UUID, account_id: UUID) -> Row[Any]:
    """The account; TurnedAway "unknown" where the organisation has none of this id."""
    where = (ACCOUNT.c.org_id == org, ACCOUNT.c.id == account_id)
    row = conn.execute(select(ACCOUNT).where(*where)).first()
    if row is None:
        raise TurnedAway("unknown")
    return row


def _state(row: Row[Any], locked: bool) -> AccountState:
    return AccountState(
        id=row.id,
        login=row.login,
        full_name=row.full_name,
        role=Role(row.role),
        sites=tuple(UUID(site) for site in row.sites),
        active=row.active,
        locked=locked,
        password_until=row.provisional_until,
    )
