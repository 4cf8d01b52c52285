# SPDX-License-Identifier: MIT
"""Questions that PostgreSQL answers in one round trip read as those that it is asked one by one."""

from __future__ import annotations

import os
import socket
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from sqlalchemy import Connection, bindparam, func, literal, select
from sqlalchemy.exc import DataError, IntegrityError

from kairos_desktop.services import row_store
from kairos_server.store import HEAD, Busy, Store
from kairos_server.tables import ORG_HEAD, TOMBSTONE
from kairos_server.tenant_guard import UnguardedStatement
from tests.kairos_server.test_sent_ahead import stone, twice_the_same

pytestmark = pytest.mark.parametrize("store_url", ["postgresql"], indirect=True)
STONES = select(TOMBSTONE.c.rev, TOMBSTONE.c.id).where(TOMBSTONE.c.org_id == bindparam("org"))


def test_each_question_has_its_own_answer(store: Store, org: UUID) -> None:
    row_id = uuid4()
    with store.writing(org) as (conn, head):
        row_store.insert(conn, TOMBSTONE, [stone(org, 3, row_id)])
        questions = [(HEAD, {"org": org}), (STONES, {"org": org}), (STONES, {"org": uuid4()})]
        heads, stones, none = row_store.answers(conn, questions)
    assert [list(each) for each in (heads, stones, none)] == [
        [(head.org, head.siret, head.epoch, head.head, head.floor, head.lease_days)],
        [(3, row_id)],
        [],
    ]


def asked(conn: Connection, org: UUID) -> None:
    row_store.answers(conn, [(HEAD, {"org": org})])
    pytest.fail("it was answered")


def test_what_was_sent_ahead_raises_before_anything_is_asked(store: Store, org: UUID) -> None:
    with pytest.raises(IntegrityError):
        twice_the_same(store, org, asked)


def test_the_guard_hears_of_it(store: Store, org: UUID) -> None:
    with pytest.raises(UnguardedStatement), store.reading(org) as (conn, _head):
        row_store.answers(conn, [(select(ORG_HEAD.c.head), {})])


def test_an_error_is_told_as_any_other(store: Store, org: UUID) -> None:
    failing = select(literal(1) / func.length(""))
    with pytest.raises(DataError), store.reading(org) as (conn, _head):
        row_store.answers(conn, [(HEAD, {"org": org}), (failing, {})])
    # The connection serves whoever comes next.
    with store.reading(org) as (_conn, head):
        assert head.org == org


def test_a_question_that_takes_too_long_passes(store: Store, org: UUID) -> None:
    slow = select(func.pg_sleep(60))

    def slowly() -> None:
        with store.reading(org) as (conn, _head):
            conn.exec_driver_sql("SET LOCAL statement_timeout = 1")
            row_store.answers(conn, [(slow, {})])

    with pytest.raises(Busy):
        slowly()


def test_all_of_it_is_handed_over_before_anything_is_read(
    store: Store, org: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    results: list[int] = []
    cursor = psycopg.Cursor[Any]
    execute = cursor.execute

    def said(self: Any, *what: Any, **how: Any) -> Any:
        given = execute(self, *what, **how)
        results.append(0 if self.pgresult is None else 1)
        return given

    with store.writing(org) as (conn, _head):
        monkeypatch.setattr(psycopg.Cursor, "execute", said)
        row_store.answers(conn, [(HEAD, {"org": org}), (STONES, {"org": org})])
        monkeypatch.undo()
    assert results == [0, 0]


def test_a_batch_fits_between_both(store: Store, org: UUID) -> None:
    """A local socket takes a megabyte, as far as the system allows, before it is full."""
    with store.writing(org) as (conn, _head):
        raw: Any = conn.connection.driver_connection
        with socket.socket(fileno=os.dup(raw.fileno())) as line:
            room = line.getsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF)
    # Of a system that allows no more than the usual size, twice that: what it counts with.
    usual = int(Path("/proc/sys/net/core/wmem_default").read_text())
    assert room > usual
