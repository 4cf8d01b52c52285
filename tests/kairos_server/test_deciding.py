# SPDX-License-Identifier: MIT
"""The door of a batch: all that it asks is answered on what stands once it has the lock."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Connection, Engine, bindparam, func, select

from kairos_desktop.services import row_store
from kairos_desktop.services.row_store import Question
from kairos_server.store import (
    HEAD,
    Busy,
    Pools,
    Store,
    UnknownOrganisation,
    Unreachable,
    open_store,
)
from kairos_server.tables import TOMBSTONE
from tests import postgres
from tests.kairos_server.test_sent_ahead import stone
from tests.kairos_server.test_store import HEADS

ON_POSTGRESQL = pytest.mark.parametrize("store_url", ["postgresql"], indirect=True)
STONES = select(TOMBSTONE.c.rev).where(TOMBSTONE.c.org_id == bindparam("org"))
_WAITING = "FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
# One statement, whose snapshot of who waits is taken anew each time.
_UNTIL_SOMEBODY_WAITS = (
    "DO $$ BEGIN SET LOCAL statement_timeout = '30s';"
    f" WHILE NOT EXISTS (SELECT 1 {_WAITING}) LOOP"
    " PERFORM pg_stat_clear_snapshot(), pg_sleep(0.001); END LOOP; END $$"
)


@pytest.fixture
def one_line(store_url: str) -> Iterator[Store]:
    """A store whose batches share one connection: what one leaves of it, the next one finds."""
    made = open_store(store_url, Pools(writers=1, for_connection=1))
    yield made
    made.close()


@pytest.fixture
def administrator(cluster: postgres.Cluster, database: str) -> Iterator[Engine]:
    engine = cluster.administrator(database)
    yield engine
    engine.dispose()


def nothing(_conn: Connection) -> list[Question]:
    return []


def asked(org: UUID, *more: Question) -> Callable[[Connection], list[Question]]:
    return lambda _conn: [(STONES, {"org": org}), (HEAD, {"org": org}), *more]


def decided(store: Store, org: UUID, *more: Question) -> tuple[int, list[Any]]:
    """The head under which a batch is decided, and what it was answered."""
    with store.deciding(org, asked(org, *more)) as (_conn, head, told):
        return head.head, [[row[0] for row in told[0]], told[1][0][3]]


def test_the_answers_are_those_of_the_questions(store: Store, org: UUID) -> None:
    with store.writing(org) as (conn, _head):
        row_store.insert(conn, TOMBSTONE, [stone(org, 3)])
        conn.execute(HEADS, {"p_org": org})
    assert decided(store, org) == (1, [[3], 1])
    with pytest.raises(UnknownOrganisation):
        decided(store, uuid4())
    with store.deciding(org, nothing) as (_conn, head, told):
        assert (head.head, told) == (1, [])


@ON_POSTGRESQL
def test_what_was_committed_while_it_waited_is_what_it_is_answered(
    store: Store, org: UUID, administrator: Engine
) -> None:
    """Each statement behind the lock has a snapshot of its own, taken when the lock was there."""
    with ThreadPoolExecutor(1) as pool, administrator.connect() as watching:
        with store.writing(org) as (conn, _head):
            late = pool.submit(decided, store, org)
            watching.exec_driver_sql(_UNTIL_SOMEBODY_WAITS)
            # Said after the other has asked: it is in line already.
            row_store.insert(conn, TOMBSTONE, [stone(org, 7)])
            conn.execute(HEADS, {"p_org": org})
        assert late.result(60) == (1, [[7], 1])


@ON_POSTGRESQL
def test_a_lock_that_does_not_come_passes_and_its_line_serves_again(
    store: Store, store_url: str, org: UUID
) -> None:
    impatient = open_store(store_url, Pools(writers=1, for_connection=1, for_lock=0.01))
    with store.writing(org), pytest.raises(Busy) as caught:
        decided(impatient, org)
    assert not isinstance(caught.value, Unreachable)
    assert decided(impatient, org) == (0, [[], 0])
    impatient.close()


@ON_POSTGRESQL
def test_an_answer_that_lasts_passes_and_the_head_is_free(one_line: Store, org: UUID) -> None:
    one_line.limits["answer"] = "10ms"
    with pytest.raises(Busy) as caught:
        # Answered before it and after it: neither hides which one failed.
        decided(one_line, org, (select(func.pg_sleep(60)), {}), (HEAD, {"org": org}))
    assert not isinstance(caught.value, Unreachable)
    one_line.limits["answer"] = "15s"
    assert decided(one_line, org) == (0, [[], 0])


@ON_POSTGRESQL
def test_a_line_that_dies_while_it_waits_is_not_used_again(
    store: Store, one_line: Store, org: UUID, administrator: Engine
) -> None:
    with ThreadPoolExecutor(1) as pool, administrator.connect() as watching:
        with store.writing(org):
            waits = pool.submit(decided, one_line, org)
            watching.exec_driver_sql(_UNTIL_SOMEBODY_WAITS)
            watching.exec_driver_sql(f"SELECT pg_terminate_backend(pid, 5000) {_WAITING}")
            with pytest.raises(Unreachable):
                waits.result(60)
        assert decided(one_line, org) == (0, [[], 0])
