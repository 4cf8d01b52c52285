# SPDX-License-Identifier: MIT
"""kill -9 of a post and of a server at the writes of an exchange: what was told is kept, once."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kairos_desktop.models.exchange_tables import OUTBOX
from kairos_desktop.models.rows import JobseekerRow
from kairos_desktop.services.sync.exchange import NoContact
from kairos_desktop.services.sync.http_wire import HttpWire, open_client
from tests.kairos_server.exchange import exchanging
from tests.kairos_server.exchange.site import Site, sessions_live
from tests.kairos_server.exchange.universe import TestPost
from tests.kairos_server.killing import KILLS, at_write, can_trace, killed, writes_of

ROOT = Path(__file__).resolve().parents[3]
on_sqlite = pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)
with_strace = pytest.mark.skipif(not can_trace(), reason="strace is missing, or may not inject")


class Mortal:
    """A post whose exchanges are those of processes that are killed."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.post = site.signed("Sabine", "A")
        self.post.describe_provider()
        self.post.sync()
        access = self.post.http._access
        assert access
        self._given = f"{self.post.post}\n{self.post.letter}\n{access}\n"
        self.said: list[str] = []

    def command(self, *more: str) -> list[str]:
        module = exchanging.__name__
        return [sys.executable, "-m", module, str(self.post.path), self.site.address, *more]

    def writes(self, *more: str, until: str = "") -> int:
        """What a life that nothing ends writes; by lines where nobody can count writes."""
        self.post.engines.dispose()
        if not can_trace():
            return 2 * exchanging.ROUNDS
        return writes_of(self.command(*more), self._given, until)

    def dies(self, number: int, *more: str) -> None:
        self.post.engines.dispose()
        said = killed(self.command(*more), self._given, number)
        self.said += [line for line in said if line != exchanging.QUEUEING]

    def is_whole(self) -> None:
        """After the last death: everything told is on both sides, once, and nothing half."""
        self.post.restart()
        self.post.exchange._wire = self.post.http
        self.post.sync()
        assert self.post.exchange.agrees()
        with self.post.engines.read.connect() as conn:
            assert conn.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
            numbers = [row.n for row in conn.execute(OUTBOX.select().order_by(OUTBOX.c.n))]
        assert numbers == sorted(set(numbers))
        here = {str(row.id) for row in self.post.rows(JobseekerRow)}
        assert set(self.said) <= here
        assert self.post.waiting() == 0
        assert self.post.dump() == self.site.truth()


@on_sqlite
def test_a_post_killed_at_its_writes_loses_nothing_that_it_told(site: Site) -> None:
    mortal = Mortal(site)
    most = mortal.writes()
    for place in range(KILLS):
        mortal.dies(1 + place * (most - 1) // KILLS)
    mortal.is_whole()
    assert mortal.said


@on_sqlite
@with_strace
def test_an_act_queued_after_its_own_transaction_would_be_lost(site: Site) -> None:
    """Control: a death there finds the fault of a program that commits, then queues."""
    mortal = Mortal(site)
    number = mortal.writes("late", until=exchanging.QUEUEING)
    for more in (1, 3, 5):
        mortal.dies(number + more, "late")
    with pytest.raises(AssertionError):
        mortal.is_whole()


class ServedAlone:
    """A server's process over the file of a site, that may be killed at one of its writes."""

    def __init__(self, url: str, folder: Path) -> None:
        self._environment = os.environ | {"KAIROS_SERVER_DATABASE": url, "HOME": str(folder)}
        self._process: subprocess.Popen[str] | None = None

    def start(self, number: int | None = None) -> str | None:
        """Its address; None where it died before it had one."""
        command = [sys.executable, "-m", "kairos_server", "serve", "--port", "0"]
        self._process = subprocess.Popen(
            command if number is None else at_write(command, number),
            env=self._environment,
            stderr=subprocess.PIPE,
            text=True,
            cwd=ROOT,
        )
        assert self._process.stderr
        for line in self._process.stderr:
            if "Uvicorn running on" in line:
                return next(word for word in line.split() if word.startswith("http://"))
        return None

    def end(self, how: signal.Signals = signal.SIGTERM) -> int:
        """Stop it, unless it is dead; how it ended."""
        process, self._process = self._process, None
        if process is None:
            return 0
        if process.poll() is None:
            process.send_signal(how)
        process.communicate()
        return process.returncode


@pytest.fixture
def alone(site: Site, store_url: str, tmp_path: Path) -> Iterator[ServedAlone]:
    # Its clock is the machine's: the tokens of the site must be of today.
    site.house.moment = datetime.now(UTC)
    made = ServedAlone(store_url, tmp_path)
    yield made
    made.end()


def reach(post: TestPost, address: str) -> None:
    post.client.close()
    post.client = open_client(address)
    post.http = HttpWire(post.client, post.post, post.http._tokens)
    post.exchange._wire = post.http


def works_until_it_dies(post: TestPost) -> None:
    for _ in range(5 * KILLS + 20):
        post.person()
        post.sync()


@on_sqlite
@with_strace
def test_a_server_killed_at_its_writes_loses_nothing_that_it_acknowledged(
    site: Site, alone: ServedAlone
) -> None:
    post = site.signed("Sabine", "A")
    post.describe_provider()
    post.sync()
    deaths = 0
    for place in range(KILLS):
        address = alone.start(3 + 5 * place)
        if address is not None:
            reach(post, address)
            with pytest.raises(NoContact):
                works_until_it_dies(post)
            assert post.waiting() >= 1
        deaths += alone.end(signal.SIGKILL) != 0
    assert deaths == KILLS
    address = alone.start()
    assert address is not None
    reach(post, address)
    post.sync()
    assert post.exchange.agrees()
    assert post.waiting() == 0
    assert len(post.rows(JobseekerRow)) == post.people
    assert post.dump() == site.truth()
    sessions_live(site)
