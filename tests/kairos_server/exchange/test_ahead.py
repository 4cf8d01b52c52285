# SPDX-License-Identifier: MIT
"""Pages that are made before they are asked for: the very ones that would be read, or none."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from concurrent.futures import Future
from typing import Any
from uuid import UUID, uuid4

import msgspec
import pytest
from sqlalchemy import bindparam, insert, update

from kairos_desktop.models.rows import SiteRow
from kairos_desktop.models.tables import SITE
from kairos_desktop.services.sync.wire import PullAnswer
from kairos_server.directory.door import utc_now
from kairos_server.exchange import ahead as module
from kairos_server.exchange.ahead import Ahead, Asked, _Download
from kairos_server.exchange.pull import pull
from kairos_server.store import Head, Store
from kairos_server.tables import ORG_HEAD

STREAM = UUID(int=5)
IN_A_PAGE = 3


class Kitchen:
    """A store with sites, and who makes pages of them."""

    def __init__(self, store: Store, org: UUID) -> None:
        self.store, self.org = store, org
        self.ahead = Ahead(store)
        for _ in range(11):
            self.change()

    def change(self) -> None:
        with self.store.writing(self.org) as (conn, head):
            site = msgspec.structs.asdict(SiteRow(uuid4(), "Centre « de l’été »"))
            conn.execute(insert(SITE), site | {"org_id": self.org, "rev": head.head + 1})
            conn.execute(_ADVANCE, {"p_org": self.org})

    def head(self) -> Head:
        with self.store.reading(self.org) as (_conn, head):
            return head

    def asked(self, cursor: str) -> PullAnswer | None:
        page = self.ahead.page(Asked(self.org, STREAM, cursor, IN_A_PAGE), self.head())
        if page is None:
            return None
        return msgspec.json.decode(zlib.decompress(page.body(utc_now()), 31), type=PullAnswer)

    def ready(self) -> list[str]:
        """The cursors of the pages that wait to be asked for, once all that were begun are made."""
        seen = dict[str, bool]()
        while new := self._begun().keys() - seen.keys():
            # Each begins the next before it ends.
            seen |= {cursor: self._begun()[cursor].exception() is None for cursor in new}
        return [cursor for cursor, is_made in seen.items() if is_made]

    def _begun(self) -> dict[str, Future[Any]]:
        (download,) = self.ahead._downloads.values() or [_Download()]
        return dict(download.pages)


_ADVANCE = (
    update(ORG_HEAD).where(ORG_HEAD.c.org_id == bindparam("p_org")).values(head=ORG_HEAD.c.head + 1)
)


@pytest.fixture
def made() -> list[str]:
    """The cursors of the pages that were read from the database."""
    return []


@pytest.fixture
def kitchen(
    store: Store, org: UUID, made: list[str], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Kitchen]:
    if store.dialect == "sqlite":
        pytest.skip("nothing is made ahead on an embedded file")
    monkeypatch.setattr(module, "_WORTH_IT", IN_A_PAGE)
    read = module.next_page

    def counted(store: Store, org: UUID, stream: UUID, cursor: str, *more: Any) -> Any:
        made.append(cursor)
        return read(store, org, stream, cursor, *more)

    monkeypatch.setattr(module, "next_page", counted)
    kitchen = Kitchen(store, org)
    yield kitchen
    kitchen.ahead._threads.shutdown()


def same(one: PullAnswer | None, other: PullAnswer | None) -> bool:
    if one is None or other is None:
        return one is other
    return msgspec.structs.replace(one, time=other.time, lease_until=other.lease_until) == other


def test_a_download_is_the_same_and_each_page_is_read_once(
    kitchen: Kitchen, made: list[str]
) -> None:
    cursor, pages = "", 0
    while page := kitchen.asked(cursor):
        assert same(page, pull(kitchen.store, kitchen.org, STREAM, cursor, IN_A_PAGE, utc_now()))
        assert page.more == (len(kitchen.ready()) > 0)
        cursor, pages = page.cursor, pages + 1
    # The last is where nothing is new, which nobody makes ahead.
    assert (pages, len(made), len(set(made))) == (4, 5, 5)


def test_no_more_than_two_pages_wait(kitchen: Kitchen) -> None:
    first = kitchen.asked("")
    assert first
    ready = kitchen.ready()
    assert len(ready) == 2
    assert ready[0] == first.cursor


def test_a_page_of_another_head_is_not_given_out(kitchen: Kitchen) -> None:
    first = kitchen.asked("")
    assert first
    assert kitchen.ready()
    kitchen.change()
    page = kitchen.asked(first.cursor)
    assert page
    assert page.head == kitchen.head().head == first.head + 1
    rest = [page]
    while rest[-1].more:
        following = kitchen.asked(rest[-1].cursor)
        assert following
        rest.append(following)
    assert len(first.rows) + sum(len(page.rows) for page in rest) == 12


def test_a_page_that_failed_is_made_by_who_asks(
    kitchen: Kitchen, monkeypatch: pytest.MonkeyPatch
) -> None:
    read, asked = module.next_page, list[str]()

    def fails_ahead(store: Store, org: UUID, stream: UUID, cursor: str, *more: Any) -> Any:
        asked.append(cursor)
        if cursor and asked.count(cursor) == 1:
            raise RuntimeError
        return read(store, org, stream, cursor, *more)

    monkeypatch.setattr(module, "next_page", fails_ahead)
    first = kitchen.asked("")
    assert first
    assert kitchen.ready() == []
    page = kitchen.asked(first.cursor)
    assert same(page, pull(kitchen.store, kitchen.org, STREAM, first.cursor, 3, utc_now()))
