# SPDX-License-Identifier: MIT
"""Statements that PostgreSQL answers all in one round trip, in a transaction of their own.

What every request begins with: who holds its token. A door of the store costs six round trips for
that (connection tried, BEGIN, role, question, ROLLBACK, reset) and two turns of threads; here the
statements are prepared once a connection, sent together, and awaited by the event loop itself.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from typing import Any

import msgspec
import psycopg
from psycopg import pq

from kairos_server import engines, plans


class Statement(msgspec.Struct, frozen=True):
    """What is said, with $1, $2… for its values, which travel as bytes."""

    name: bytes
    text: bytes


_MARGIN = 5.0
"""Seconds past its own limit in which PostgreSQL may still say that it was reached."""

Said = tuple[Statement, Sequence[bytes]]
"""A statement and its values."""


class Trips:
    """Asks in one round trip. Of one event loop at a time; `close` is of any thread.

    Busy and Unreachable as from a door of the store. A statement that fails takes all of its trip
    with it.
    """

    def __init__(
        self, connect: Callable[[], psycopg.Connection[Any]], pools: engines.Pools
    ) -> None:
        self._connect = connect
        self._pools = pools
        self._idle = deque[_Line]()
        self._room = asyncio.Semaphore(pools.readers)

    async def ask(self, said: Sequence[Said]) -> list[bytes | None]:
        """The first value of the first row of each statement; None where it has no row."""
        if self._room.locked():
            try:
                await asyncio.wait_for(self._room.acquire(), self._pools.for_connection)
            except TimeoutError as error:
                raise engines.Busy from error
        else:
            await self._room.acquire()
        try:
            return await self._ask(said)
        finally:
            self._room.release()

    async def _ask(self, said: Sequence[Said]) -> list[bytes | None]:
        while True:
            line = self._idle.pop() if self._idle else None
            waited = line is not None
            try:
                line = line or await self._new()
                async with asyncio.timeout(self._pools.for_answer + _MARGIN):
                    found = await line.ask(said)
            except psycopg.Error as error:
                # A connection that waited may have died meanwhile: another is tried.
                if not waited or error.sqlstate in engines.LATER:
                    engines.explain(error, is_lost=error.sqlstate is None)
                    raise
            except TimeoutError as error:
                raise engines.Unreachable from error
            else:
                self._idle.append(line)
                return found

    async def _new(self) -> _Line:
        made = Future[psycopg.Connection[Any]]()

        def make() -> None:
            made.set_result(self._connect())

        try:
            await asyncio.to_thread(make)
        except asyncio.CancelledError:
            # Nobody waits for it any more, and a thread is not cut: it closes what it has made,
            # for the loop may be gone by then.
            made.add_done_callback(_close)
            raise
        return _Line(made.result())

    def close(self) -> None:
        """Close the connections at rest."""
        while self._idle:
            self._idle.pop().close()


class _Line:
    """A connection, which remembers what was prepared on it. One that failed is not used again."""

    def __init__(self, connection: psycopg.Connection[Any]) -> None:
        self._connection = connection
        self._wire = connection.pgconn
        self._wire.enter_pipeline_mode()
        self._prepared = set[bytes]()
        self._kept: dict[Any, Any] = {}

    async def ask(self, said: Sequence[Said]) -> list[bytes | None]:
        """What Trips.ask gives. psycopg.Error."""
        try:
            places = self._send(said)
            results = await self._results()
        except BaseException:
            self.close()
            raise
        return [_first(results[place]) for place in places]

    def close(self) -> None:
        self._connection.close()

    def _send(self, said: Sequence[Said]) -> list[int]:
        """Hands the statements over; where the result of each will stand among all."""
        wire, places, sent = self._wire, list[int](), 0
        if plans.are_old(self._kept):
            wire.send_query_params(plans.ANEW.encode(), None)
            sent += 1
        for statement, values in said:
            if statement.name not in self._prepared:
                wire.send_prepare(statement.name, statement.text)
                self._prepared.add(statement.name)
                sent += 1
            wire.send_query_prepared(statement.name, values, param_formats=[1] * len(values))
            places.append(sent)
            sent += 1
        wire.pipeline_sync()
        return places

    async def _results(self) -> list[pq.abc.PGresult]:
        """What came until the end of the trip; psycopg.Error for the first that failed."""
        results, wire = list[Any](), self._wire
        loop = asyncio.get_running_loop()
        while wire.flush():
            await _ready(wire.socket, loop.add_writer, loop.remove_writer)
        while True:
            while wire.is_busy():
                await _ready(wire.socket, loop.add_reader, loop.remove_reader)
                wire.consume_input()
            result = wire.get_result()
            if result is None:
                continue
            if result.status == pq.ExecStatus.PIPELINE_SYNC:
                return results
            if result.status == pq.ExecStatus.FATAL_ERROR:
                raise psycopg.errors.error_from_result(result)
            results.append(result)


async def _ready(socket: int, watch: Callable[..., None], leave: Callable[[int], bool]) -> None:
    """Waits until a socket may be read or written."""
    ready = asyncio.get_running_loop().create_future()
    watch(socket, _settle, ready)
    try:
        await ready
    finally:
        leave(socket)


def _close(made: Future[psycopg.Connection[Any]]) -> None:
    made.result().close()


def _settle(ready: asyncio.Future[None]) -> None:
    if not ready.done():
        ready.set_result(None)


def _first(result: pq.abc.PGresult) -> bytes | None:
    return result.get_value(0, 0) if result.ntuples else None
