# SPDX-License-Identifier: MIT
"""Goes between this post and the back end as long as the profile is open. Two threads of its own.

One sends and receives, one exchange at a time, when asked, when news came, or when the next try is
due; the other only waits for news. Neither writes: the exchange does, through the write lane.
"""

from __future__ import annotations

import logging
import random
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from time import monotonic
from typing import TYPE_CHECKING, Any, Protocol

import msgspec
from sqlalchemy import select, update

from kairos_desktop.models.exchange_tables import EXCHANGE
from kairos_desktop.services.sync.exchange import Exchange, NoContact, Round, Unserved, Writing
from kairos_desktop.services.sync.wire import News

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy import Connection

_log = logging.getLogger(__name__)

CALM = 1.0
"""Seconds after a local act before it is sent: what is typed in one go goes in one batch."""
SHORTEST_REST = 1.0
LONGEST_REST = 300.0
"""Seconds between two exchanges when nothing happens, and between two tries at the most.

Between these bounds the back end says how long, in each answer.
"""
NEWS_WAIT = 25.0
_NEVER = float("inf")
DIGEST_EVERY = timedelta(hours=24)
_FINAL = frozenset({"refresh_refused", "signed_out", "post_revoked", "account_closed"})
"""Problems that only a person can mend: nothing is tried again until somebody asks."""


class Listener(Protocol):
    """Where news comes from."""

    def news(self, since: int, wait: float) -> News:
        """Where the history stands, as soon as it is past `since`. NoContact, Unserved."""
        ...


class Closing(Exception):
    """The profile is being closed: nothing more may be written, and that is no fault."""


class Told(msgspec.Struct, frozen=True):
    """What became of one exchange: what it brought, or the code of what stopped it."""

    brought: Round | None = None
    problem: str = ""


class _Wanted(msgspec.Struct, frozen=True):
    failures: int
    next_try_at: datetime | None
    digest_ok_at: datetime | None
    head: int


class Courier:
    """Start it once; `ask` may be called from any thread; `stop` waits for no network."""

    def __init__(
        self,
        org: UUID,
        exchange: Exchange,
        listener: Listener,
        writing: Writing,
        now: Callable[[], datetime],
        tell: Callable[[Told], None],
        close: Callable[[], None] = lambda: None,
    ) -> None:
        """`tell` hears of each exchange on the courier's own thread; `close` cuts the network."""
        self._org = org
        self._exchange = exchange
        self._listener = listener
        self._writing = writing
        self._now = now
        self._tell = tell
        self._close = close
        self._wake = threading.Condition()
        # Of the monotonic clock: when the next exchange is due by itself or by a person's wish,
        # and when this post asked for one, which counts only while there is contact.
        self._due = monotonic()
        self._asked = _NEVER
        self._has_contact = True
        self._may_listen = False
        self._head = 0
        self._stopped = False
        self._threads = [
            threading.Thread(target=self._run, args=(work,), name=name, daemon=True)
            for name, work in (("exchange", self._carry), ("news", self._listen))
        ]

    def start(self) -> None:
        """Go on as the last run left it: what waits for its next try still waits."""
        wanted = self._writing(self._wanted)
        if wanted.next_try_at is not None:
            self._has_contact = False
            self._due += max(0.0, (wanted.next_try_at - self._now()).total_seconds())
        for thread in self._threads:
            thread.start()

    def ask(self, within: float = 0.0) -> None:
        """Have an exchange at the latest in `within` seconds; without contact, when it is due."""
        with self._wake:
            self._asked = min(self._asked, monotonic() + within)
            self._wake.notify_all()

    def ask_now(self) -> None:
        """Have an exchange at once, whatever was waited for: a person asks."""
        with self._wake:
            self._due = monotonic()
            self._wake.notify_all()

    def stop(self) -> None:
        """Have no other exchange. One that is under way is cut; nothing is lost by it."""
        with self._wake:
            self._stopped = True
            self._wake.notify_all()
        self._close()

    def join(self, seconds: float) -> bool:
        """Whether both threads ended within these seconds."""
        for thread in self._threads:
            if thread.is_alive():
                thread.join(seconds)
        return not any(thread.is_alive() for thread in self._threads)

    def _run(self, work: Callable[[], None]) -> None:
        try:
            work()
        except Closing:
            self.stop()
        except Exception:
            if not self._stopped:
                _log.exception("The exchange stopped")
                raise

    def _carry(self) -> None:
        while self._rest():
            told = self._once()
            if not self._stopped:
                self._tell(told)

    def _rest(self) -> bool:
        """Wait until an exchange is due; False once stopped. What is asked from now on is new."""
        with self._wake:
            while not self._stopped and (left := self._next() - monotonic()) > 0:
                self._wake.wait(min(left, threading.TIMEOUT_MAX))
            self._due = self._asked = _NEVER
            return not self._stopped

    def _next(self) -> float:
        return min(self._due, self._asked) if self._has_contact else self._due

    def _once(self) -> Told:
        try:
            brought = self._exchange.round()
            self._compare()
        except NoContact:
            return self._fail("")
        except Unserved as problem:
            return self._fail(problem.error, problem.retry_after)
        self._rest_for(rest_after(brought), has_contact=True)
        return Told(brought)

    def _compare(self) -> None:
        """Once a day, see that both copies are the same; a difference downloads all again."""
        wanted = self._writing(self._wanted)
        self._head = wanted.head
        last = wanted.digest_ok_at
        if (last is None or self._now() - last > DIGEST_EVERY) and not self._exchange.agrees():
            self._exchange.round()

    def _fail(self, problem: str, retry_after: float | None = None) -> Told:
        failures = self._writing(self._wanted).failures + 1
        wait = random.uniform(0.1, 1.0) * min(LONGEST_REST, 2.0 * 2 ** min(failures, 10))
        if retry_after is not None:
            wait += retry_after
        if problem in _FINAL:
            wait = _NEVER
        next_try = None if wait == _NEVER else self._now() + timedelta(seconds=wait)
        self._writing(
            lambda conn: _note(
                conn, self._org, failures=failures, next_try_at=next_try, problem=problem
            )
        )
        self._rest_for(wait, has_contact=False)
        return Told(problem=problem or "no_contact")

    def _rest_for(self, seconds: float, *, has_contact: bool) -> None:
        """The next exchange is due then, or when it was asked for meanwhile."""
        with self._wake:
            # A person who asked while a try was failing is not made to wait for the next one.
            self._due = min(self._due, monotonic() + seconds)
            self._has_contact = self._may_listen = has_contact
            self._wake.notify_all()

    def _listen(self) -> None:
        while True:
            with self._wake:
                while not self._stopped and not self._may_listen:
                    self._wake.wait()
                if self._stopped:
                    return
            try:
                told = self._listener.news(self._head, NEWS_WAIT)
            except (NoContact, Unserved):
                # The other thread finds out what it is, and says it.
                self._go_and_see()
                continue
            if told.head != self._head:
                self._go_and_see()

    def _go_and_see(self) -> None:
        """Have an exchange, and listen again after it."""
        with self._wake:
            self._may_listen = False
            self._asked = monotonic()
            self._wake.notify_all()

    def _wanted(self, conn: Connection) -> _Wanted:
        row: Any = conn.execute(_STATE.where(EXCHANGE.c.org_id == self._org)).one()
        return _Wanted(*row)


def rest_after(brought: Round) -> float:
    """Seconds until the next exchange, as the back end asked, within what a post does by itself."""
    return min(max(brought.poll_after, SHORTEST_REST), LONGEST_REST)


def _note(conn: Connection, org: UUID, **values: Any) -> None:
    conn.execute(update(EXCHANGE).where(EXCHANGE.c.org_id == org).values(**values))


_STATE = select(
    EXCHANGE.c.failures, EXCHANGE.c.next_try_at, EXCHANGE.c.digest_ok_at, EXCHANGE.c.head
)
