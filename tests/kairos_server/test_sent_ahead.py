# SPDX-License-Identifier: MIT
"""Rows that are sent ahead to PostgreSQL are of their transaction, and so is what they raise."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Connection, func, select
from sqlalchemy.exc import IntegrityError

from kairos_desktop.services import row_store
from kairos_server.store import Busy, Store
from kairos_server.tables import TOMBSTONE
from kairos_server.tenant_guard import UnguardedStatement

pytestmark = pytest.mark.parametrize("store_url", ["postgresql"], indirect=True)


def stone(org: UUID, rev: int = 1, row_id: UUID | None = None) -> dict[str, Any]:
    return {"org_id": org, "row_table": "slot", "id": row_id or uuid4(), "rev": rev}


def stones(store: Store, org: UUID) -> int:
    query = select(func.count()).where(TOMBSTONE.c.org_id == org)
    with store.reading(org) as (conn, _head):
        return conn.execute(query).scalar() or 0


def test_what_follows_sees_it(store: Store, org: UUID) -> None:
    query = select(TOMBSTONE.c.rev).where(TOMBSTONE.c.org_id == org).order_by(TOMBSTONE.c.rev)
    with store.writing(org) as (conn, _head):
        for rev in range(1, 8):
            row_store.insert(conn, TOMBSTONE, [stone(org, rev)])
        assert conn.execute(query).scalars().all() == list(range(1, 8))
        row_store.insert(conn, TOMBSTONE, [stone(org, 8)])
    assert stones(store, org) == 8


def test_nobody_waits_for_it(store: Store, org: UUID) -> None:
    """The driver is in the mode in which it does not wait, until something else is said."""
    with store.writing(org) as (conn, head):
        raw: Any = conn.connection.driver_connection
        row_store.insert(conn, TOMBSTONE, [stone(org)])
        assert raw.info.pipeline_status
        assert head.org == org
        conn.execute(select(func.count()).where(TOMBSTONE.c.org_id == org))
        assert not raw.info.pipeline_status


def count(conn: Connection, org: UUID) -> None:
    conn.execute(select(func.count()).where(TOMBSTONE.c.org_id == org))


def one_more(conn: Connection, org: UUID) -> None:
    row_store.insert(conn, TOMBSTONE, [stone(org)])


def nothing(_conn: Connection, _org: UUID) -> None:
    """The end of the transaction alone."""


def twice_the_same(store: Store, org: UUID, then: Callable[[Connection, UUID], None]) -> None:
    stones = [stone(org)] * 2
    with store.writing(org) as (conn, _head):
        for each in stones:
            row_store.insert(conn, TOMBSTONE, [each])
        then(conn, org)


@pytest.mark.parametrize("then", [one_more, count, nothing])
def test_what_it_raises_is_raised_by_what_follows(
    store: Store, org: UUID, then: Callable[[Connection, UUID], None]
) -> None:
    with pytest.raises(IntegrityError):
        twice_the_same(store, org, then)
    # Nothing was kept, and the connection serves whoever comes next.
    assert stones(store, org) == 0
    with store.writing(org) as (conn, _head):
        one_more(conn, org)
    assert stones(store, org) == 1


class Undone(Exception):
    pass


def undone(_conn: Connection, _org: UUID) -> None:
    raise Undone


def test_what_is_taken_back_raises_nothing_of_its_own(store: Store, org: UUID) -> None:
    with pytest.raises(Undone):
        twice_the_same(store, org, undone)
    assert stones(store, org) == 0


def test_a_statement_that_takes_too_long_passes(store: Store, org: UUID) -> None:
    def slowly() -> None:
        with store.writing(org) as (conn, _head):
            conn.exec_driver_sql("SET LOCAL statement_timeout = 1")
            row_store.insert(conn, TOMBSTONE, [stone(org) for _ in range(20_000)])

    with pytest.raises(Busy):
        slowly()


def test_the_guard_hears_of_it(store: Store, org: UUID) -> None:
    unheld = {"row_table": "slot", "id": uuid4(), "rev": 1}
    with store.writing(org) as (conn, _head), pytest.raises(UnguardedStatement):
        row_store.insert(conn, TOMBSTONE, [unheld])
