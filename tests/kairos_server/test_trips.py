# SPDX-License-Identifier: MIT
"""Several statements in one round trip on a real PostgreSQL, and what ends with it."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Coroutine, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from kairos_server import policies
from kairos_server.engines import Busy, Pools, Unreachable, postgresql_line
from kairos_server.trips import Said, Statement, Trips
from tests import postgres

WHO = Statement(
    b"who", b"SELECT current_user || '|' || coalesce(current_setting('app.org', true), '')"
)
ENTER = Statement(
    b"enter",
    f"SELECT set_config('role', '{policies.DIRECTORY}', true),"
    " set_config('app.org', 'somebody', true)".encode(),
)
SLEEP = Statement(b"sleep", b"SELECT pg_sleep(60)")
WRONG = Statement(b"wrong", b"SELECT token FROM directory_access")
NONE = Statement(b"none", b"SELECT 1 WHERE false")
ECHO = Statement(b"echo", b"SELECT encode($1::bytea, 'hex')")


class Asking:
    """Trips to a database, and the one loop that they are of."""

    def __init__(self, url: str, pools: Pools) -> None:
        self.trips = Trips(postgresql_line(url), pools)
        self._runner = asyncio.Runner()

    def ask(self, *said: Said) -> list[bytes | None]:
        return self.run(self.trips.ask(said))

    def run(self, work: Coroutine[Any, Any, Any]) -> Any:
        return self._runner.run(work)

    def close(self) -> None:
        self.trips.close()
        self._runner.close()


@pytest.fixture
def url(cluster: postgres.Cluster, database: str) -> str:
    return cluster.url(database)


@pytest.fixture
def asking(url: str) -> Iterator[Asking]:
    asking = Asking(url, Pools())
    yield asking
    asking.close()


def test_each_statement_has_its_answer_in_its_place(asking: Asking) -> None:
    for _ in range(3):
        answers = asking.ask((ECHO, (b"\x00\xff",)), (NONE, ()), (ECHO, (b"a",)))
        assert answers == [b"00ff", None, b"61"]


def test_role_and_tenant_end_with_the_trip(asking: Asking) -> None:
    assert asking.ask((ENTER, ()), (WHO, ()))[1] == f"{policies.DIRECTORY}|somebody".encode()
    assert asking.ask((WHO, ())) == [f"{policies.LOGIN}|".encode()]


def test_what_fails_takes_its_trip_and_no_other(asking: Asking) -> None:
    for _ in range(2):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            asking.ask((ECHO, (b"a",)), (WRONG, ()), (WHO, ()))
        assert asking.ask((WHO, ())) == [f"{policies.LOGIN}|".encode()]


def test_connections_that_died_at_rest_are_replaced(
    asking: Asking, cluster: postgres.Cluster
) -> None:
    async def two() -> None:
        await asyncio.gather(*(asking.trips.ask([(WHO, ())]) for _ in range(2)))

    asking.run(two())
    cluster.run(
        "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
        f" WHERE usename = '{policies.LOGIN}'"
    )
    assert asking.ask((ECHO, (b"a",))) == [b"61"]


def test_what_lasts_is_stopped_and_may_come_back(asking: Asking) -> None:
    limit = Statement(b"limit", b"SELECT set_config('statement_timeout', '10ms', true)")
    for _ in range(2):
        with pytest.raises(Busy):
            asking.ask((limit, ()), (SLEEP, ()))
    assert asking.ask((ECHO, (b"a",))) == [b"61"]


def test_who_finds_no_room_is_told_to_come_back(url: str) -> None:
    asking = Asking(url, Pools(readers=1, for_connection=0.01))

    async def second() -> None:
        first = asyncio.create_task(asking.trips.ask([(SLEEP, ())]))
        await asyncio.sleep(0)
        with pytest.raises(Busy):
            await asking.trips.ask([(ECHO, (b"a",))])
        first.cancel()
        with pytest.raises(asyncio.CancelledError):
            await first
        # Whoever is cut leaves its room, and not its connection.
        assert await asking.trips.ask([(ECHO, (b"a",))]) == [b"61"]

    asking.run(second())
    asking.close()


def test_a_connection_that_nobody_waits_for_any_more_is_closed(url: str) -> None:
    made = list[psycopg.Connection[Any]]()
    arrived = threading.Event()

    def slowly() -> psycopg.Connection[Any]:
        arrived.wait(10)
        made.append(postgresql_line(url)())
        return made[0]

    trips = Trips(slowly, Pools(readers=1))

    async def cut() -> None:
        asked = asyncio.create_task(trips.ask([(WHO, ())]))
        await asyncio.sleep(0)
        asked.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asked
        arrived.set()

    # The loop may end before the connection is there.
    asyncio.run(asyncio.wait_for(cut(), 10))
    assert made[0].closed


def test_a_database_that_is_not_there_is_unreachable(tmp_path: Path) -> None:
    asking = Asking(f"postgresql+psycopg://somebody:secret@/kairos?host={tmp_path}", Pools())
    with pytest.raises(Unreachable) as caught:
        asking.ask((WHO, ()))
    assert "secret" not in f"{caught.value} {caught.value.__cause__}"
    asking.close()
