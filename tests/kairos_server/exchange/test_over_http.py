# SPDX-License-Identifier: MIT
"""The exchange over real sockets: signed in, in gzip, with news, beside a hotel's page."""

from __future__ import annotations

import gzip
import hashlib
import threading
from collections.abc import Callable
from datetime import datetime
from uuid import UUID

import httpx
import msgspec
import pytest
from sqlalchemy import select

from kairos_desktop.models.exchange_tables import EXCHANGE
from kairos_desktop.models.paris import PARIS
from kairos_desktop.models.vocabulary import RegistrationState, Role
from kairos_desktop.services.acts.provider import DescribeProvider, Provider
from kairos_desktop.services.ledger import ChangeSet
from kairos_desktop.services.sync import exchange as exchange_module
from kairos_desktop.services.sync.carriage import pack, take_answers
from kairos_desktop.services.sync.courier import Courier, Told, rest_after
from kairos_desktop.services.sync.exchange import NoContact, Round, Unserved
from kairos_desktop.services.sync.http_wire import (
    BadAddress,
    HttpWire,
    base_url,
    open_client,
)
from kairos_desktop.services.sync.post_tokens import MemoryTokens
from kairos_desktop.services.sync.rebase import Post
from kairos_desktop.services.sync.wire import PushAnswer, PushAsked, WireAct
from kairos_server.directory import posts
from kairos_server.exchange import pull as pull_module
from kairos_server.exchange import push as push_module
from kairos_server.routes import hygiene
from tests.factories import SIRET
from tests.kairos_server.exchange.site import Site
from tests.kairos_server.exchange.universe import TestPost


def test_two_posts_work_together(site: Site) -> None:
    sabine, karim = site.signed("Sabine", "A"), site.signed("Karim", "B", Role.MANAGER)
    sabine.describe_provider()
    slot = sabine.meeting(sabine.session())
    for _ in range(12):
        sabine.register(slot)
    sabine.sync()
    karim.sync()
    registration = karim.register(slot)
    karim.sync()
    sabine.sync()
    assert sabine.registration(registration).state is RegistrationState.WAITLISTED
    assert sabine.dump() == karim.dump() == site.truth()
    assert karim.exchange.agrees()


def test_a_file_that_a_colleague_carries(site: Site) -> None:
    sabine, tom = site.signed("Sabine", "A"), site.signed("Tom", "B", Role.READER)
    lea = site.signed("Léa", "C", Role.MANAGER)
    sabine.describe_provider()
    slot = sabine.meeting(sabine.session())
    for post in (sabine, tom, lea):
        post.sync()
    lea.register(slot)
    tom.register(slot)
    files = [
        post.workspace.read(pack, post.post, post.workspace.now()).content for post in (lea, tom)
    ]
    # The carrier may everything: it lends none of its rights, and none of its name.
    kept, refused = (sabine.http.carry(file) for file in files)
    assert kept.outcomes == {"applied": 2}
    assert (kept.letter, kept.label) == ("C", "Poste de Léa")
    assert refused.outcomes == {"refused": 2}
    assert {row.code for row in site.truth()["outcome"]} == {"right_missing"}
    assert {row.made_by for row in site.truth()["outcome"]} == {"Tom"}
    new_id, who = lea.workspace.new_id, Post(lea.workspace.org, lea.post, "C")
    told = lea.workspace.write(
        lambda conn: take_answers(conn, who, kept.file, lea.workspace.now(), new_id)
    )
    assert told.is_current
    assert lea.waiting() == 0
    with pytest.raises(Unserved, match="file_damaged"):
        sabine.http.carry(files[0][:-1])


def test_what_a_role_may_not_do_is_refused_with_its_reason(site: Site) -> None:
    sabine, tom = site.signed("Sabine", "A"), site.signed("Tom", "B", Role.READER)
    sabine.describe_provider()
    slot = sabine.meeting(sabine.session())
    sabine.sync()
    tom.sync()
    tom.register(slot)
    tom.sync()
    codes = {row.code for row in tom.rows_named("outcome")}
    assert codes == {"right_missing"}
    assert tom.dump() == site.truth()
    assert not site.truth()["registration"]


def test_a_token_that_ran_out_is_renewed_in_passing(site: Site) -> None:
    sabine = site.signed("Sabine", "A")
    sabine.describe_provider()
    sabine.sync()
    site.house.later(minutes=30)
    sabine.person("Martin")
    sabine.sync()
    assert len(site.truth()["jobseeker"]) == 1


def test_a_revoked_post_hands_over_its_acts_and_receives_nothing(site: Site) -> None:
    sabine, karim = site.signed("Sabine", "A"), site.signed("Karim", "B")
    sabine.describe_provider()
    sabine.sync()
    karim.sync()
    karim.person("Durand")
    with site.store.writing(site.house.org) as (conn, _head):
        posts.revoke(conn, site.house.org, karim.post)
    with pytest.raises(Unserved, match="post_revoked"):
        karim.sync()
    sabine.sync()
    (aside,) = sabine.rows_named("outcome")
    assert (aside.kind, aside.code) == ("quarantined", "post_revoked")
    assert not site.truth()["jobseeker"]


def a_batch(acts: int) -> PushAsked:
    nobody, at = UUID(int=0), datetime(2026, 11, 23, 10, tzinfo=PARIS)
    said = [WireAct(UUID(int=n), n, "a.b", 1, at, "Odile", nobody, {}) for n in range(1, acts + 1)]
    return PushAsked(nobody, tuple(said))


def test_a_batch_is_written_once_and_handed_over_as_often_as_one_likes() -> None:
    """Two may wait, in any order: each stays its own. A lost answer takes nothing away."""
    told = list[int]()

    def served(request: httpx.Request) -> httpx.Response:
        told.append(len(msgspec.json.decode(gzip.decompress(request.content))["acts"]))
        raise httpx.ConnectError("cut")

    with open_client("http://localhost", httpx.MockTransport(served)) as client:
        wire = HttpWire(client, UUID(int=0), MemoryTokens("x" * 43))
        wire._access = "known"
        nine, eight = wire.pack(a_batch(9)), wire.pack(a_batch(8))
        for hand_over in (eight, nine, eight):
            with pytest.raises(NoContact):
                hand_over()
    assert told == [8, 9, 8]


def test_a_hotels_page_is_no_answer(site: Site) -> None:
    sabine = site.signed("Sabine", "A")
    sabine.describe_provider()
    page = httpx.MockTransport(lambda _request: httpx.Response(200, html="<h1>Bienvenue</h1>"))
    sabine.exchange._wire = HttpWire(
        open_client(site.address, page), sabine.post, MemoryTokens("x" * 43)
    )
    with pytest.raises(NoContact):
        sabine.sync()
    assert sabine.waiting() == 1


@pytest.mark.parametrize(
    ("most", "sizes"),
    [
        (200, [9, 4, 4, 1]),
        # The batch that was to follow it is let go.
        (3, [3, 1, 1, 1, 1, 1, 1, 1, 1, 1]),
    ],
)
def test_a_batch_that_is_too_large_goes_in_smaller_ones(
    site: Site, monkeypatch: pytest.MonkeyPatch, most: int, sizes: list[int]
) -> None:
    """Pictures weigh: « Informations prestataire » said some times in a row passes the limit."""
    sabine = site.signed("Sabine", "A")
    sabine.describe_provider()
    sabine.sync()
    handed_over, pack = list[int](), sabine.http.pack

    def counted(asked: PushAsked) -> Callable[[], PushAnswer]:
        hand_over = pack(asked)

        def count() -> PushAnswer:
            handed_over.append(len(asked.acts))
            return hand_over()

        return count

    monkeypatch.setattr(sabine.http, "pack", counted)
    monkeypatch.setattr(exchange_module, "MOST_ACTS", most)
    monkeypatch.setattr(hygiene, "LARGEST_BODY", 6_000 if most == 200 else 2_000)
    for number in range(9):
        noise = "".join(hashlib.sha256(b"%d-%d" % (number, n)).hexdigest() for n in range(30))
        sabine.act(DescribeProvider(provider=Provider(siret=SIRET, name="Atelier", address=noise)))
    sabine.sync()
    assert sabine.waiting() == 0
    assert sabine.dump() == site.truth()
    assert handed_over == sizes
    assert sabine.exchange.agrees()


def test_a_proxy_that_takes_less_than_the_back_end_is_given_less(site: Site) -> None:
    """Its page is no answer, and is believed in this alone."""
    sabine = site.signed("Sabine", "A")
    for _ in range(3):
        sabine.describe_provider()
    page = httpx.MockTransport(lambda _request: httpx.Response(413, html="<h1>Too large</h1>"))
    wire = HttpWire(open_client(site.address, page), sabine.post, MemoryTokens("x" * 43))
    wire._access = "known"
    sabine.exchange._wire = wire
    with pytest.raises(Unserved, match="too_large"):
        sabine.sync()
    assert sabine.waiting() == 3


@pytest.mark.parametrize(
    "address", ["http://example.org", "", "https://a:b@example.org", "file:///x"]
)
def test_an_address_that_is_not_safe_is_refused(address: str) -> None:
    with pytest.raises(BadAddress):
        base_url(address)


def test_an_address_is_completed_as_one_types_it() -> None:
    assert base_url(" kairos.exemple.fr ") == "https://kairos.exemple.fr"
    assert base_url("http://127.0.0.1:8000/") == "http://127.0.0.1:8000"


def courier_of(
    site: Site, post: TestPost, *, starts: bool = True
) -> tuple[Courier, list[Told], threading.Semaphore]:
    """A courier at work, what it told, and a semaphore raised at each telling."""
    told, heard = list[Told](), threading.Semaphore(0)
    lock = threading.Lock()

    def tell(news: Told) -> None:
        told.append(news)
        heard.release()

    def writing(job):
        with lock:
            return post.workspace.write(job)

    courier = Courier(
        site.house.org,
        post.exchange,
        post.http,
        writing,
        site.clock,
        tell,
        post.client.close,
    )
    site.couriers.append(courier)
    if starts:
        courier.start()
    return courier, told, heard


def test_news_of_a_colleague_come_without_being_asked_for(site: Site) -> None:
    sabine, karim = site.signed("Sabine", "A"), site.signed("Karim", "B")
    sabine.describe_provider()
    sabine.sync()
    _courier, told, heard = courier_of(site, karim)
    assert heard.acquire(timeout=30)
    assert not told[-1].problem
    person = sabine.person("Martin")
    sabine.sync()
    assert heard.acquire(timeout=30)
    brought = told[-1].brought
    assert brought is not None
    assert person in brought.changes.ids


def test_the_back_end_says_when_the_next_exchange_is_due(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    sabine = site.signed("Sabine", "A")
    sabine.describe_provider()
    monkeypatch.setattr(push_module, "POLL_AFTER", 0.5)
    monkeypatch.setattr(pull_module, "POLL_AFTER", 0.5)
    courier, told, heard = courier_of(site, sabine)
    # Nobody writes and nobody asks: by itself a post rests for five minutes.
    for _ in range(2):
        assert heard.acquire(timeout=30)
    assert [each.problem for each in told[:2]] == ["", ""]
    assert told[1].brought is not None
    assert not told[1].brought.changes.ids
    assert told[1].brought.poll_after == 0.5
    assert not courier.join(0)


def test_what_is_typed_during_an_exchange_leaves_right_after_it(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    sabine = site.signed("Sabine", "A")
    sabine.describe_provider()
    agrees = sabine.exchange.agrees

    def typed_meanwhile() -> bool:
        sabine.person("Martin")
        courier.ask()
        return agrees()

    monkeypatch.setattr(sabine.exchange, "agrees", typed_meanwhile)
    courier, told, heard = courier_of(site, sabine, starts=False)
    courier.start()
    for _ in range(2):
        # By itself the next exchange would be twenty seconds later.
        assert heard.acquire(timeout=10)
    assert [each.problem for each in told[:2]] == ["", ""]
    assert sabine.waiting() == 0


def test_a_courier_that_stops_cuts_what_it_waits_for(site: Site) -> None:
    sabine = site.signed("Sabine", "A")
    sabine.describe_provider()
    courier, _told, heard = courier_of(site, sabine)
    assert heard.acquire(timeout=30)
    courier.stop()
    # News are waited for during 25 seconds.
    assert courier.join(10)


@pytest.mark.parametrize(("asked", "rest"), [(0.0, 1.0), (45.0, 45.0), (3600.0, 300.0)])
def test_a_rest_stays_within_what_a_post_does_by_itself(asked: float, rest: float) -> None:
    assert rest_after(Round(ChangeSet(), 0, asked)) == rest


def test_without_contact_the_next_try_is_kept_on_the_disk(site: Site) -> None:
    sabine = site.signed("Sabine", "A")
    sabine.describe_provider()
    dead = httpx.MockTransport(_unreachable)
    wire = HttpWire(open_client(site.address, dead), sabine.post, MemoryTokens("x" * 43))
    sabine.exchange._wire, sabine.http = wire, wire
    _courier, told, heard = courier_of(site, sabine)
    assert heard.acquire(timeout=30)
    assert told[-1].problem == "no_contact"
    query = select(EXCHANGE.c.failures, EXCHANGE.c.next_try_at)
    failures, next_try = sabine.workspace.read(lambda conn, _org: conn.execute(query).one())
    assert failures == 1
    assert next_try > site.clock.now


def _unreachable(_request: httpx.Request) -> httpx.Response:
    raise httpx.ConnectError("no route")
