# SPDX-License-Identifier: MIT
"""Accounts as an exchange brings them, and a back end that remembers what it was asked."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

import msgspec
from sqlalchemy import insert, update

from kairos_desktop.models.act_tables import ACT
from kairos_desktop.models.exchange_tables import EXCHANGE
from kairos_desktop.models.rows import AccountRow
from kairos_desktop.models.tables import ACCOUNT
from kairos_desktop.models.vocabulary import PostState, Role
from kairos_desktop.services.acts.act import Act
from kairos_desktop.services.sync.membership import ServerRefused
from kairos_desktop.services.sync.people_wire import (
    AccountAsked,
    AccountState,
    PasswordGiven,
    Posts,
    PostSaid,
    RightsAsked,
)
from tests.exchange_scene import Exchanged
from tests.factories import POST

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import QObject

    from kairos_desktop.services.workspace import Workspace

ODILE, PAUL, MARIE = UUID(int=0x101), UUID(int=0x102), UUID(int=0x103)
LAPTOP = UUID(int=0xB)
PASSWORD = "un vieux cheval traverse la Garonne"
HANDED = "rivage-cadran-mouette-7"


class People:
    """Three accounts on a post that has joined; Odile, who works there, is the RGC."""

    def __init__(self, workspace: Workspace, me: UUID = ODILE) -> None:
        self._workspace = workspace
        self._engine, self._org = workspace._write, workspace.org
        at = workspace.now()
        self.exchanged = Exchanged(workspace)
        self.exchanged.join(account_id=me, last_ok_at=at, digest_ok_at=at)
        self.add(ODILE, "odile.roux", "Odile Roux", Role.RGC)
        self.add(PAUL, "paul.abadie", "Paul Abadie", Role.MANAGER)
        self.add(MARIE, "marie.nay", "Marie Nay", Role.TRAINER)

    def add(self, account: UUID, login: str, name: str, role: Role, **fields: Any) -> None:
        made = self._workspace.now() - timedelta(days=30)
        row = AccountRow(account, login, name, role, made, "Serveur", **fields)
        values = {each: getattr(row, each) for each in row.__struct_fields__}
        with self._engine.begin() as conn:
            conn.execute(insert(ACCOUNT).values(org_id=self._org, **values))

    def change(self, account: UUID, **fields: Any) -> None:
        with self._engine.begin() as conn:
            conn.execute(update(ACCOUNT).where(ACCOUNT.c.id == account).values(**fields))

    def be(self, account: UUID) -> None:
        """Somebody else has signed in on this post."""
        with self._engine.begin() as conn:
            conn.execute(update(EXCHANGE).values(account_id=account))

    def said(self, act: Act, by: str, seq: int, at: datetime | None = None) -> UUID:
        """An act of the back end, as the feed brings it."""
        act_id = self._workspace.new_id()
        values = {
            "id": act_id,
            "post_id": UUID(int=1),
            "gesture_id": act_id,
            "n": -seq,
            "seq": seq,
            "type": act.name,
            "v": act.version,
            "args": msgspec.json.encode(act).decode(),
            "made_at": at or self._workspace.now(),
            "made_by": by,
        }
        with self._engine.begin() as conn:
            conn.execute(insert(ACT).values(org_id=self._org, **values))
        return act_id


class FakeDirectory:
    """The back end's accounts and posts: what it was asked, and what it refuses."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self.asked: list[tuple[str, Any]] = []
        self.refuses: list[str] = []
        self.locked: list[UUID] = []
        self.lease_days = 14
        self.listed: list[PostSaid] = [
            self._post(POST, "Accueil", "A", hours=0, people=("Odile Roux",)),
            self._post(
                UUID(int=0xB), "Portable d’Harfleur", "B", hours=50, people=("Paul Abadie",)
            ),
        ]

    def _post(self, post: UUID, label: str, letter: str, hours: int, **more: Any) -> PostSaid:
        seen = self._now() - timedelta(hours=hours)
        return PostSaid(post, label, letter, PostState.ACTIVE, seen, seen, 0, **more)

    def _take(self, what: str, given: Any, password: str | None = None) -> None:
        if self.refuses:
            raise ServerRefused(self.refuses.pop(0))
        if password not in (None, PASSWORD):
            raise ServerRefused("password_wrong")
        self.asked.append((what, given))

    def accounts(self) -> tuple[AccountState, ...]:
        self._take("accounts", None)
        return tuple(
            AccountState(each, "x", "X", Role.MANAGER, (), True, each in self.locked, None)
            for each in (ODILE, PAUL, MARIE)
        )

    def create(self, asked: AccountAsked) -> PasswordGiven:
        self._take("create", asked, asked.password)
        return self._given(asked.account_id, asked.login)

    def change(self, account: UUID, asked: RightsAsked) -> None:
        self._take("change", (account, asked), asked.password)

    def renew(self, account: UUID, password: str) -> PasswordGiven:
        self._take("renew", account, password)
        return self._given(account, "paul.abadie")

    def unlock(self, account: UUID, password: str) -> None:
        self._take("unlock", account, password)

    def close(self, account: UUID, password: str) -> None:
        self._take("close", account, password)

    def hand_over(self, account: UUID, password: str) -> None:
        self._take("hand_over", account, password)

    def posts(self) -> Posts:
        self._take("posts", None)
        return Posts(tuple(self.listed), self.lease_days)

    def rename(self, post: UUID, label: str) -> PostSaid:
        self._take("rename", (post, label))
        return self._replace(post, label=label)

    def revoke(self, post: UUID) -> PostSaid:
        self._take("revoke", post)
        return self._replace(post, state=PostState.REVOKED)

    def set_lease(self, days: int) -> None:
        self._take("lease", days)
        self.lease_days = days

    def _replace(self, post: UUID, **fields: Any) -> PostSaid:
        self.listed = [
            msgspec.structs.replace(each, **fields) if each.id == post else each
            for each in self.listed
        ]
        return next(each for each in self.listed if each.id == post)

    def _given(self, account: UUID, login: str) -> PasswordGiven:
        return PasswordGiven(account, login, HANDED, self._now() + timedelta(hours=72))


class KeptPeople:
    """What the page asked of the program; the answers come at once."""

    def __init__(self, directory: FakeDirectory) -> None:
        self.post = POST
        self.directory = directory
        self.exchanges = 0
        self.joins = 0

    def ask(
        self,
        job: Callable[[Any], Any],
        done: Callable[[Any], None],
        refused: Callable[[ServerRefused], None],
        owner: QObject,
    ) -> None:
        del owner
        try:
            answer = job(self.directory)
        except ServerRefused as why:
            refused(why)
        else:
            done(answer)

    def synchronise(self) -> None:
        self.exchanges += 1

    def can_join(self) -> bool:
        return True

    def ask_join(self) -> None:
        self.joins += 1
