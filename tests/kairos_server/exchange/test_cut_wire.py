# SPDX-License-Identifier: MIT
"""An exchange cut at any of its bytes, either way, slowed, reset or usurped: it comes through.

What is said has one effect, what is received is the back end's, and no session ends because an
answer was lost. `make soak` cuts at every byte, which takes more than half an hour;
`make soak ARGS="-n 2 tests/kairos_server/exchange/test_cut_wire.py"` does only that, on two cores.
"""

from __future__ import annotations

import itertools
import os
import shutil
import ssl
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import TypeVar
from uuid import UUID

import pytest
from sqlalchemy import Connection, select

from kairos_desktop.models.act_tables import ACT
from kairos_desktop.models.rows import JobseekerRow, Row
from kairos_desktop.models.vocabulary import Role
from kairos_desktop.services.sync import exchange as exchange_module
from kairos_desktop.services.sync.exchange import NoContact, Unserved
from kairos_desktop.services.sync.http_wire import HttpWire, open_client, sign_in
from kairos_desktop.services.sync.people_wire import PostAsked, SignInAsked
from kairos_desktop.services.sync.post_tokens import MemoryTokens
from kairos_server.directory import tokens as server_tokens
from tests.factories import SIRET
from tests.kairos_server.certificates import Authority
from tests.kairos_server.cut_wire import Cut, FaultyWire, Way, faulty_wire
from tests.kairos_server.exchange.site import Site, sessions_live
from tests.kairos_server.exchange.universe import ORG
from tests.kairos_server.house import PASSWORD

T = TypeVar("T")
# Cuts of each test, "all" for every byte.
CUTS = os.environ.get("KAIROS_CUTS", "60")
# An exchange costs more with each person that the cuts before it left: every byte is reached in
# legs, each on a back end of its own and far from the bytes of the others.
LEGS = 48 if CUTS == "all" else 1
MOST_TRIES = 3
in_legs = pytest.mark.parametrize("leg", range(LEGS))
on_sqlite = pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)
on_postgresql = pytest.mark.parametrize("store_url", ["postgresql"], indirect=True)


@pytest.fixture
def wire(site: Site) -> Iterator[FaultyWire]:
    with faulty_wire(site.address) as made:
        yield made


class Insistent:
    """Asks again where the connection was lost, and counts how often it was."""

    failures = 0

    def through(self, asked: Callable[[], T]) -> T:
        """What this gives, at last."""
        for _ in range(MOST_TRIES):
            try:
                return asked()
            except NoContact:
                self.failures += 1
        raise AssertionError(f"no contact in {MOST_TRIES} tries")


class Traveller(Insistent):
    """A post whose every exchange goes by the faulty wire, and begins by renewing its tokens."""

    def __init__(self, site: Site, wire: FaultyWire) -> None:
        self.site, self.wire = site, wire
        self.post = site.signed("Sabine", "A")
        self.tokens = self.post.http._tokens
        self.post.describe_provider()
        self.session = self.post.session()
        self.slot = self.post.meeting(self.session, capacity=500)
        self.post.sync()

    def connect(self) -> None:
        """Go by the faulty wire from now on."""
        self.post.client.close()
        self.post.client = open_client(self.wire.address)
        self.begin()

    def begin(self) -> None:
        """As a program that was just started: it has no access token yet."""
        self.post.http = HttpWire(self.post.client, self.post.post, self.tokens)
        self.post.exchange._wire = self.post.http

    def work(self) -> None:
        """Somebody new, registered, and found present: three acts."""
        if self.post.people % 500 == 499:
            self.slot = self.post.meeting(self.session, capacity=500)
        self.post.present(self.post.register(self.slot))

    def whole_exchange(self) -> None:
        """Renewal, acts out, rows in, both copies compared."""
        self.through(self.post.sync)
        assert self.through(self.post.exchange.agrees)

    def all_is_well(self) -> None:
        """Nothing lost, nothing doubled, both sides equal, every session alive."""
        assert self.post.waiting() == 0
        assert self.post.dump() == self.site.truth()
        said = self.post.workspace.read(lambda conn, _org: _acts(conn))
        with self.site.store.reading(self.site.house.org) as (conn, head):
            kept = _acts(conn)
            assert head.head == len(kept)
        assert kept == said
        assert len(self.post.rows(JobseekerRow)) == self.post.people
        sessions_live(self.site)


def _acts(conn: Connection) -> set[UUID]:
    return set(conn.execute(select(ACT.c.id).where(ACT.c.org_id == ORG)).scalars())


def cut_everywhere(
    wire: FaultyWire, leg: int, who: Insistent, exchange: Callable[[], None]
) -> None:
    """Cut an exchange on its way up, then on its way down, each until it has no byte more.

    It is the same each time but for some bytes; the first, uncut, tells its length.
    """
    wire.cut(None)
    exchange()
    assert who.failures == 0
    length, done = sum(wire.passed.values()), 0
    step = LEGS if CUTS == "all" else max(1, length // int(CUTS))
    ways: tuple[Way, ...] = ("up", "down")
    for way in ways:
        for number in itertools.count():
            wire.cut(Cut(way, leg + number * step, is_reset=(leg + number) % 3 == 0))
            exchange()
            if wire.is_whole:
                break
            done += 1
    # A run may be some bytes shorter than the one that was measured.
    assert done >= length / step * 0.95
    assert who.failures > done * 0.8


def exchange_cut_everywhere(site: Site, wire: FaultyWire, leg: int) -> None:
    traveller = Traveller(site, wire)
    traveller.connect()

    def exchange() -> None:
        traveller.begin()
        traveller.work()
        traveller.whole_exchange()

    cut_everywhere(wire, leg, traveller, exchange)
    traveller.all_is_well()


@in_legs
@on_sqlite
def test_an_exchange_cut_anywhere_has_one_effect(site: Site, wire: FaultyWire, leg: int) -> None:
    exchange_cut_everywhere(site, wire, leg)


@in_legs
@on_postgresql
def test_an_exchange_cut_anywhere_has_one_effect_on_postgresql(
    site: Site, wire: FaultyWire, leg: int
) -> None:
    exchange_cut_everywhere(site, wire, leg)


class Newcomer(Insistent):
    """A post that signs in and downloads everything, on a new file each time."""

    def __init__(self, site: Site, wire: FaultyWire, empty: Path) -> None:
        self.site, self.empty = site, empty
        site.house.account("karim", Role.MANAGER)
        self.post = site.post("Karim", "B", joined=False)
        self.post.client = open_client(wire.address)

    def join(self, truth: dict[str, list[Row]]) -> None:
        """From nothing to a copy of the back end."""
        post, client = self.post, self.post.client
        post.engines.dispose()
        for path in self.site.folder.glob("Karim.db*"):
            path.unlink()
        shutil.copy(self.empty, post.path)
        asked = SignInAsked(SIRET, "karim", PASSWORD, PostAsked(post.post, "B", "B"))
        # One address may not sign in all the time.
        self.site.house.later(minutes=1)
        given = self.through(lambda: sign_in(client, asked))
        post.join(given.account.id, given.file_key)
        post.exchange._wire = HttpWire(client, post.post, MemoryTokens(given.refresh))
        self.through(post.sync)
        assert self.through(post.exchange.agrees)
        assert post.dump() == truth


@in_legs
@on_postgresql
def test_a_first_download_cut_anywhere_goes_on(
    site: Site, wire: FaultyWire, leg: int, empty_database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exchange_module, "MOST_ROWS", 25)
    traveller = Traveller(site, wire)
    for _ in range(6):
        traveller.work()
    traveller.whole_exchange()
    newcomer, truth = Newcomer(site, wire, empty_database), site.truth()
    cut_everywhere(wire, leg, newcomer, lambda: newcomer.join(truth))
    sessions_live(site)


@on_sqlite
def test_what_makes_the_cuts_survivable_is_seen(
    site: Site, wire: FaultyWire, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Control: where the token just before is not answered again, a cut ends the session."""
    monkeypatch.setattr(server_tokens, "ANSWER_AGAIN", timedelta(seconds=-1))
    traveller = Traveller(site, wire)
    traveller.connect()
    wire.cut(Cut("down", 0, is_reset=False))
    with pytest.raises(Unserved, match="refresh_refused"):
        traveller.whole_exchange()
    with pytest.raises(AssertionError):
        sessions_live(site)


@on_sqlite
@pytest.mark.parametrize(
    ("most", "pause"), [(1, 0.0), (100, 0.05), (65536, 0.1)], ids=["slices", "2 kB/s", "latency"]
)
def test_a_poor_network_is_enough(site: Site, wire: FaultyWire, most: int, pause: float) -> None:
    traveller = Traveller(site, wire)
    traveller.connect()
    traveller.work()
    wire.most, wire.pause = most, pause
    traveller.whole_exchange()
    assert traveller.failures == 0
    traveller.all_is_well()


@on_sqlite
def test_a_captive_portal_is_believed_in_nothing(site: Site, wire: FaultyWire) -> None:
    """Its page comes with 200: at the renewal, at a push, at a pull, and at a sign-in."""
    traveller = Traveller(site, wire)
    for renewed in (False, True):
        traveller.connect()
        traveller.work()
        if renewed:
            assert traveller.post.exchange.agrees()
            traveller.post.client.close()
            traveller.post.client = open_client(wire.address)
            traveller.post.http._client = traveller.post.client
        wire.usurped = True
        with pytest.raises(NoContact):
            traveller.post.sync()
        assert traveller.post.waiting() >= 3
        again = SignInAsked(SIRET, "sabine", PASSWORD, PostAsked(traveller.post.post, "A"))
        with open_client(wire.address) as client, pytest.raises(NoContact):
            sign_in(client, again)
        wire.usurped = False
        traveller.whole_exchange()
    traveller.all_is_well()


@on_sqlite
def test_an_expired_certificate_is_no_back_end(
    site: Site, wire: FaultyWire, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is sent to it, not even a token; with a good one all goes through."""
    authority = Authority(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.file))
    stranger = Authority(tmp_path / "other")
    traveller = Traveller(site, wire)
    traveller.work()
    shown: list[tuple[ssl.SSLContext, bool]] = [
        (authority.certificate(expired=True), False),
        (stranger.certificate(), False),
        (authority.certificate(name="kairos.exemple.fr"), False),
        (authority.certificate(), True),
    ]
    for certificate, is_good in shown:
        wire.tls = certificate
        wire.cut(None)
        traveller.connect()
        if is_good:
            traveller.whole_exchange()
            continue
        with pytest.raises(NoContact):
            traveller.post.sync()
        assert wire.passed == {"up": 0, "down": 0}
    traveller.all_is_well()
