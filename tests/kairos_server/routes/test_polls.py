# SPDX-License-Identifier: MIT
"""A poll with nothing new: one question to the database, and who may not ask is still refused."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import event, update

from kairos_desktop.models.vocabulary import PostState
from kairos_server.directory import posts, tokens
from kairos_server.directory.tables import ACCOUNT
from kairos_server.routes.hygiene import HEADERS
from kairos_server.store import Store, open_store
from kairos_server.tables import ORG_HEAD
from tests.kairos_server.house import House, error_of

if TYPE_CHECKING:
    import httpx

PULL = "/v1/exchange/pull"


class Poller:
    """A post that has all there is."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.signed = house.member()
        self.stream = str(uuid4())
        first = self.ask()
        assert first.status_code == 200
        self.cursor: str = first.json()["cursor"]

    def ask(self, **asked: Any) -> httpx.Response:
        params = {"stream": self.stream, "limit": 2000} | asked
        access = self.signed["access"]
        return self.house.request("GET", PULL, access=access, params=params)

    def poll(self) -> httpx.Response:
        return self.ask(cursor=self.cursor)


@pytest.fixture
def poller(house: House) -> Poller:
    return Poller(house)


@pytest.fixture
def elsewhere(store_url: str, store: Store) -> Iterator[Store]:
    """The same database, as another process has it."""
    other = open_store(store_url)
    yield other
    other.close()


class Counted:
    """How often the database is asked."""

    def __init__(self, store: Store, patched: pytest.MonkeyPatch) -> None:
        self.by_doors = list[str]()
        self.in_trips = list[int]()
        for engine in (store._read, store._write):
            event.listen(
                engine, "before_cursor_execute", lambda *about: self.by_doors.append(about[2])
            )
        if store.trips is None:
            return
        ask = store.trips.ask

        async def counted(said: Any) -> Any:
            self.in_trips.append(len(said))
            return await ask(said)

        patched.setattr(store.trips, "ask", counted)


def test_nothing_new_is_one_question(poller: Poller, monkeypatch: pytest.MonkeyPatch) -> None:
    counted = Counted(poller.house.store, monkeypatch)
    answer = poller.poll()
    assert (answer.status_code, answer.content) == (204, b"")
    if poller.house.store.trips is None:
        begin, _holder, head = counted.by_doors
        assert begin == "BEGIN"
        assert "org_head" in head
    else:
        assert (counted.by_doors, len(counted.in_trips)) == ([], 1)


def test_it_is_dressed_and_counted_as_any_answer(poller: Poller) -> None:
    answer = poller.poll()
    for name, value in HEADERS.items():
        assert answer.headers.get_list(name) == [value]
    figures = poller.house.request("GET", "/metrics").text
    assert f'kairos_requests_total{{method="GET",route="{PULL}",status="204"}} 1.0' in figures


def test_what_is_new_comes_at_the_next_poll(
    poller: Poller, elsewhere: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert poller.poll().status_code == 204
    org = poller.house.org
    with elsewhere.writing(org) as (conn, _head):
        where = ORG_HEAD.c.org_id == org
        conn.execute(update(ORG_HEAD).where(where).values(head=ORG_HEAD.c.head + 1))
    counted = Counted(poller.house.store, monkeypatch)
    assert poller.poll().status_code == 200
    # The caller is not looked up again for the page.
    assert len(counted.in_trips) == (poller.house.store.trips is not None)


def end(store: Store, poller: Poller) -> None:
    with store.directory() as conn:
        tokens.end(conn, "x", poller.house.now(), org=poller.house.org, post_id=_post(poller))


def close(store: Store, poller: Poller) -> None:
    with store.directory() as conn:
        conn.execute(
            update(ACCOUNT).where(ACCOUNT.c.org_id == poller.house.org).values(active=False)
        )


def revoke(store: Store, poller: Poller) -> None:
    with store.writing(poller.house.org) as (conn, _head):
        posts.revoke(conn, poller.house.org, _post(poller))
        tokens.mark_post(conn, poller.house.org, _post(poller), PostState.REVOKED)


def make_provisional(store: Store, poller: Poller) -> None:
    with store.directory() as conn:
        where = ACCOUNT.c.org_id == poller.house.org
        conn.execute(update(ACCOUNT).where(where).values(provisional_until=poller.house.now()))


def _post(poller: Poller) -> UUID:
    return UUID(poller.signed["post"]["id"])


@pytest.mark.parametrize(
    ("change", "refused"),
    [
        (end, (401, "access_refused")),
        (close, (401, "access_refused")),
        (revoke, (403, "post_revoked")),
        (make_provisional, (403, "password_to_choose")),
    ],
)
def test_what_another_process_took_away_holds_at_the_very_next_poll(
    poller: Poller,
    elsewhere: Store,
    change: Callable[[Store, Poller], None],
    refused: tuple[int, str],
) -> None:
    assert poller.poll().status_code == 204
    change(elsewhere, poller)
    assert error_of(poller.poll()) == refused


def test_a_token_that_ran_out_or_is_not_there_is_refused(poller: Poller) -> None:
    poller.house.later(minutes=11)
    assert error_of(poller.poll()) == (401, "access_refused")
    asked = {"stream": poller.stream, "cursor": poller.cursor}
    assert error_of(poller.house.request("GET", PULL, params=asked)) == (401, "access_missing")


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({"limit": 0}, 422),
        ({"limit": "x"}, 422),
        ({"limit": 10_001}, 422),
        ({"stream": "somebody"}, 422),
        ({"cursor": "AAAA"}, 400),
        ({"limit": 10_000}, 204),
        ({"more": "unknown fields are ignored"}, 204),
    ],
)
def test_a_poll_that_is_asked_otherwise_is_answered_by_the_route(
    poller: Poller, asked: dict[str, Any], status: int
) -> None:
    assert poller.ask(**{"cursor": poller.cursor} | asked).status_code == status
