# SPDX-License-Identifier: MIT
"""A back end on a port of loopback, and posts whose people sign in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from kairos_desktop.models.vocabulary import Role
from kairos_desktop.services.sync.exchange import Exchange
from kairos_desktop.services.sync.http_wire import HttpWire, open_client, sign_in
from kairos_desktop.services.sync.people_wire import PostAsked, SignInAsked
from kairos_desktop.services.sync.post_tokens import MemoryTokens
from kairos_desktop.services.sync.rebase import Post
from kairos_server.directory.tables import SIGN_IN
from tests.factories import SIRET
from tests.kairos_server.exchange.universe import TestPost, Universe
from tests.kairos_server.house import PASSWORD, House

if TYPE_CHECKING:
    from kairos_desktop.services.sync.courier import Courier


class Site(Universe):
    """A back end on a port, and posts whose people sign in."""

    def __init__(self, house: House, address: str, folder: Path) -> None:
        self.house, self.address = house, address
        self.couriers: list[Courier] = []
        super().__init__(house.store, folder, found=False)

    def signed(self, name: str, letter: str, role: Role = Role.RGC) -> TestPost:
        """A post on which somebody has signed in."""
        self.house.account(name.lower(), role)
        post = self.post(name, letter, joined=False)
        client = open_client(self.address)
        asked = PostAsked(post.post, f"Poste de {name}", letter)
        given = sign_in(client, SignInAsked(SIRET, name.lower(), PASSWORD, asked))
        post.http = HttpWire(client, post.post, MemoryTokens(given.refresh))
        post.client = client
        post.join(given.account.id, given.file_key)
        post.exchange = Exchange(
            Post(given.org, post.post, given.post.letter),
            post.http,
            post.workspace.write,
            self.clock,
            self.new_id,
        )
        return post

    def close(self) -> None:
        for courier in self.couriers:
            courier.stop()
            assert courier.join(30)
        for post in self.posts:
            post.client.close()
        super().close()


def sessions_live(site: Site) -> None:
    """Nobody was signed out."""
    with site.store.reading_directory() as conn:
        ended = conn.execute(
            select(func.count()).select_from(SIGN_IN).where(SIGN_IN.c.ended_at.is_not(None))
        ).scalar_one()
    assert ended == 0
