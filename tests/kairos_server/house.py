# SPDX-License-Identifier: MIT
"""A back end with two organisations in it, its clock set by hand, its hashes made cheap."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

import httpx
from sqlalchemy import insert, select

from kairos_desktop.models.ids import organisation_id
from kairos_desktop.models.vocabulary import Role
from kairos_desktop.services.acts.accounts import CreateAccount
from kairos_desktop.services.rules.logins import folded_login
from kairos_server import organisations
from kairos_server.application import create_app
from kairos_server.directory.accounts import AccountBook, Asker
from kairos_server.directory.door import Door
from kairos_server.directory.passwords import Cost, Passwords
from kairos_server.directory.tables import ACCOUNT
from kairos_server.store import Store
from tests.factories import OTHER_SIRET, SIRET

if TYPE_CHECKING:
    from fastapi import FastAPI

PASSWORD = "un vieux cheval traverse la Garonne"
CHEAP = Cost(memory=8, passes=1, lanes=1)


class Published:
    publish_description = True
    requests_at_once = 100


class House:
    """What a test of the back end needs."""

    def __init__(self, store: Store) -> None:
        self._begin(store, Passwords(CHEAP))
        self.org = organisations.create(store, SIRET, "GRETA des Pyrénées")
        self.other_org = organisations.create(store, OTHER_SIRET, "AFPA de Lille")

    @classmethod
    def over(cls, store: Store, passwords: Passwords) -> House:
        """Around a store that has its organisations already."""
        house = cls.__new__(cls)
        house._begin(store, passwords)
        return house

    def _begin(self, store: Store, passwords: Passwords) -> None:
        # One loop for all requests, as a server has: what waits for news stays on it.
        self._runner = asyncio.Runner()
        self.moment = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
        self.store = store
        self.passwords = passwords
        self.door = Door(store, passwords, now=self.now, new_id=uuid4)
        self.book = AccountBook(store, passwords, now=self.now, new_id=uuid4)
        self.app: FastAPI = create_app(store, Published(), now=self.now, passwords=passwords)

    def close(self) -> None:
        self._runner.close()

    def now(self) -> datetime:
        return self.moment

    def later(self, **amount: float) -> None:
        self.moment += timedelta(**amount)

    def account(
        self,
        login: str = "odile",
        role: Role = Role.RGC,
        *,
        org: UUID | None = None,
        **more: Any,
    ) -> UUID:
        """An account put straight into the directory."""
        values: dict[str, Any] = {
            "org_id": org or self.org,
            "id": uuid4(),
            "login": folded_login(login),
            "full_name": login.title(),
            "role": role,
            "sites": (),
            "active": True,
            "password": self.passwords.hash(PASSWORD),
            "password_at": self.now(),
        }
        with self.store.directory() as conn:
            conn.execute(insert(ACCOUNT).values(values | more))
        return values["id"]

    def member(
        self,
        login: str = "odile",
        role: Role = Role.RGC,
        *,
        sites: tuple[UUID, ...] = (),
        siret: str = SIRET,
        post: UUID | None = None,
        chosen: bool = True,
    ) -> dict[str, Any]:
        """A person who was given an account, chose a password or is about to, and is signed in."""
        act = CreateAccount(
            account_id=uuid4(), login=login, full_name=login.title(), role=role, sites=sites
        )
        handed = self.book.create(Asker(organisation_id(siret), "Serveur"), act)
        first = self.sign_in(login, siret=siret, post=post, password=handed.password).json()
        if not chosen:
            return first
        asked = {"current": handed.password, "new": PASSWORD}
        done = self.request("POST", "/v1/auth/password", access=first["access"], json=asked)
        assert done.status_code == 204, done.text
        return first

    def kept(self, account_id: UUID, org: UUID | None = None) -> Any:
        """An account as the directory has it."""
        where = (ACCOUNT.c.org_id == (org or self.org), ACCOUNT.c.id == account_id)
        with self.store.reading_directory() as conn:
            return conn.execute(select(ACCOUNT).where(*where)).one()

    def request(
        self, method: str, path: str, *, access: str = "", headers: Any = None, **body: Any
    ) -> httpx.Response:
        """One request to the application, without a socket."""
        sent = dict(headers or {})
        if access:
            sent["Authorization"] = f"Bearer {access}"

        async def send() -> httpx.Response:
            transport = httpx.ASGITransport(self.app, client=("192.0.2.7", 4242))
            async with httpx.AsyncClient(transport=transport, base_url="http://server") as client:
                return await client.request(method, path, headers=sent, **body)

        return self._runner.run(send())

    def sign_in(
        self, login: str = "odile", *, siret: str = SIRET, post: UUID | None = None, **more: Any
    ) -> httpx.Response:
        asked = {
            "siret": siret,
            "login": login,
            "password": PASSWORD,
            "post": {"id": str(post or uuid4()), "label": "Accueil"},
        }
        return self.request("POST", "/v1/auth/sign-in", json=asked | more)

    def refresh(self, refresh: str, post: UUID) -> httpx.Response:
        asked = {"refresh": refresh, "post": str(post)}
        return self.request("POST", "/v1/auth/refresh", json=asked)


def error_of(response: httpx.Response) -> tuple[int, str]:
    """The status and the code of a problem."""
    return response.status_code, response.json()["error"]
