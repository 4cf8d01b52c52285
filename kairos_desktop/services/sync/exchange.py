# SPDX-License-Identifier: MIT
"""One exchange with the back end: acts out, verdicts in, then what changed.

Runs on the net lane and never writes itself: each step on the database is a short job for the
write lane. Cut anywhere, it leaves a state from which the next exchange goes on.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol, TypeVar
from uuid import UUID

import msgspec
from sqlalchemy import select, update

from kairos_desktop.models.exchange_tables import EXCHANGE
from kairos_desktop.services.ledger import ChangeSet
from kairos_desktop.services.sync.beside import Beside, when_waited_for
from kairos_desktop.services.sync.comparing import digest_here, same_rows
from kairos_desktop.services.sync.outbox import heard_of, note_verdicts, number_anew, to_send
from kairos_desktop.services.sync.rebase import Post, Received, drop_staged, integrate, stage
from kairos_desktop.services.sync.standing import Standing, standing_of
from kairos_desktop.services.sync.wire import (
    MOST_ACTS,
    MOST_ROWS,
    ActVerdict,
    Digest,
    PullAnswer,
    PushAnswer,
    PushAsked,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

T = TypeVar("T")
POLL_AFTER = 20.0
"""Seconds between two exchanges until the back end has said how many."""
_MOST_FRESH_STARTS = 3
_MOST_UNDER_WAY = 2
"""Batches sent whose answers are awaited."""


class NoContact(Exception):
    """The back end was not reached: nothing is known of what was asked."""


class Unserved(Exception):
    """The back end answered with a problem; `error` is a code of docs/protocol.md."""

    def __init__(
        self, error: str, *, expect: int | None = None, retry_after: float | None = None
    ) -> None:
        super().__init__(error)
        self.error = error
        self.expect = expect
        self.retry_after = retry_after


class Wire(Protocol):
    """The back end as a post reaches it. Every call may raise NoContact or Unserved."""

    def pack(self, asked: PushAsked) -> Callable[[], PushAnswer]:
        """Write a batch of acts; what is given hands it over, as often as it is called."""
        ...

    def pull(self, stream: UUID, cursor: str, limit: int) -> PullAnswer | None:
        """The next page after a cursor; None where nothing is new."""
        ...

    def digest(self) -> Digest:
        """What the copy of this post is compared with."""
        ...


class Writing(Protocol):
    """Runs a job in one transaction on the write lane, and gives its result."""

    def __call__(self, job: Callable[[Connection], T]) -> T: ...


class Round(msgspec.Struct, frozen=True):
    """What an exchange brought."""

    changes: ChangeSet
    sent: int
    poll_after: float
    held: str = ""


class _Batch(msgspec.Struct, frozen=True):
    """Acts that are written, and what hands them over."""

    asked: PushAsked
    hand_over: Callable[[], PushAnswer]

    @property
    def after(self) -> int | None:
        """The number after which the next batch may be read before this one has its answer.

        None where there is none, or the history is not known yet that it would be said to.
        """
        is_full = len(self.asked.acts) == MOST_ACTS and self.asked.epoch is not None
        return self.asked.acts[-1].n if is_full else None


class _UnderWay(msgspec.Struct, frozen=True):
    """A batch that was sent, what waits for its answer, and whether another one's was awaited."""

    batch: _Batch
    answer: Callable[[], PushAnswer]
    ahead: bool


class Exchange:
    """The exchange of one post. One at a time: two would send the same acts twice, for nothing."""

    def __init__(
        self,
        post: Post,
        wire: Wire,
        writing: Writing,
        now: Callable[[], datetime],
        new_id: Callable[[], UUID],
        beside: Beside = when_waited_for,
    ) -> None:
        """`beside` lets this post work while the back end judges."""
        self._post = post
        self._wire = wire
        self._writing = writing
        self._now = now
        self._new_id = new_id
        self._beside = beside
        self._poll_after = POLL_AFTER
        self._most = MOST_ACTS

    def round(self) -> Round:
        """Send all that waits, then take in all that changed.

        NoContact and Unserved leave everything as far as it had come.
        """
        for _start in range(_MOST_FRESH_STARTS):
            try:
                return self._round()
            except Unserved as problem:
                if not self._mend(problem):
                    raise
        raise NoContact

    def agrees(self) -> bool:
        """Whether the copy of this post is that of the back end; False where they are not level.

        A difference makes the next exchange download everything again: the acts that wait stay.
        """
        theirs = self._wire.digest()
        if self._writing(self._standing).staged_cursor:
            return False
        ours = self._writing(lambda conn: digest_here(conn, self._post.org))
        if theirs.epoch != ours.epoch or theirs.head != ours.head:
            return False
        agrees = same_rows(theirs.tables, ours.tables)
        until = _here(theirs.lease_until, theirs.time, self._now())
        self._writing(lambda conn: self._note_digest(conn, agrees, until))
        return agrees

    def send(self) -> tuple[int, str]:
        """Hand over all that waits: how many acts have a verdict, and why the others are held.

        While the back end judges a batch, the next has come to it and the one after is read here.
        A program that stops in between has lost their answers: the acts are sent again, to the
        same verdicts. NoContact and Unserved, whose problem is not mended.
        """
        sent, held, told, under_way = 0, "", None, deque[_UnderWay]()
        self._most = MOST_ACTS
        batch = self._next(None, 0)
        while batch is not None or under_way:
            while batch is not None and len(under_way) < _MOST_UNDER_WAY:
                under_way.append(self._set_off(batch, ahead=bool(under_way)))
                batch, told = self._next(told, batch.after), None
            first = under_way.popleft()
            try:
                told = self._answer(first)
            except Unserved as problem:
                # What follows it comes after a gap: nobody waits for it.
                under_way.clear()
                batch = self._smaller(problem, first.batch.asked)
                continue
            sent += len(told.results)
            self._poll_after = told.poll_after
            is_whole = len(told.results) == len(first.batch.asked.acts)
            held = told.held or ("" if is_whole else "nothing_taken")
            if held:
                # What follows an act without a verdict comes after a gap: nobody waits for it.
                self._next(told, None)
                break
            if batch is None:
                batch, told = self._next(told, None if under_way else 0), None
        return sent, held

    def _smaller(self, problem: Unserved, asked: PushAsked) -> _Batch | None:
        """The first half of a batch that was too large, and of all that follow in this exchange.

        A few acts with pictures are more than a body may hold. Raises any other problem.
        """
        if problem.error != "too_large" or len(asked.acts) == 1:
            raise problem
        self._most = len(asked.acts) // 2
        return self._next(None, 0)

    def _next(self, told: PushAnswer | None, after: int | None) -> _Batch | None:
        """Keep an answer, and write the batch after a number; None asks for no batch."""
        if told is None and after is None:
            return None
        asked = self._writing(lambda conn: self._turn(conn, told, after))
        return None if asked is None else _Batch(asked, self._wire.pack(asked))

    def _set_off(self, batch: _Batch, *, ahead: bool) -> _UnderWay:
        """A batch of which more follow goes beside this post's own work."""
        beside = self._beside if ahead or batch.after is not None else when_waited_for
        return _UnderWay(batch, beside(batch.hand_over), ahead)

    def _answer(self, sent: _UnderWay) -> PushAnswer:
        """The answer to the first of those under way."""
        try:
            return sent.answer()
        except Unserved:
            if not sent.ahead:
                raise
        # It may have overtaken the one before: a gap then, and none now.
        return sent.batch.hand_over()

    def _turn(
        self, conn: Connection, told: PushAnswer | None, after: int | None
    ) -> PushAsked | None:
        """Keep an answer, and read the batch after a number; None asks for no batch."""
        if told is not None:
            self._note_answer(conn, told)
        if after is None:
            return None
        standing = standing_of(conn, self._post.org)
        acts = to_send(conn, self._post.org, self._most, after)
        return PushAsked(standing.stream, tuple(acts), standing.epoch) if acts else None

    def _round(self) -> Round:
        sent, held = self.send()
        return Round(self._pull(), sent, self._poll_after, held)

    def _pull(self) -> ChangeSet:
        standing = self._writing(self._standing)
        answer = self._page_after(standing, standing.staged_cursor or standing.cursor)()
        while answer is not None:
            self._poll_after = answer.poll_after
            if standing.epoch not in (None, answer.epoch):
                # A whole download takes any history: what is here speaks of another one.
                raise Unserved("epoch_changed")
            if not answer.more:
                return self._writing(lambda conn, a=answer: self._take_in(conn, a))
            # The back end makes the next page while this one is kept.
            following = self._beside(self._page_after(standing, answer.cursor))
            self._writing(lambda conn, a=answer: self._stage(conn, a))
            standing = self._writing(self._standing)
            if standing.staged_cursor != answer.cursor:
                # A file that somebody carried has had this post begin anew meanwhile.
                following = self._page_after(standing, standing.staged_cursor or standing.cursor)
            answer = following()
        # Said by no body: what the last answer asked for still holds.
        return self._writing(self._note_contact)

    def _standing(self, conn: Connection) -> Standing:
        return standing_of(conn, self._post.org)

    def _page_after(self, standing: Standing, cursor: str) -> Callable[[], PullAnswer | None]:
        return partial(self._wire.pull, standing.stream, cursor, MOST_ROWS)

    def _stage(self, conn: Connection, answer: PullAnswer) -> None:
        stage(conn, self._post.org, answer.rows, answer.cursor, full=answer.full)

    def _take_in(self, conn: Connection, answer: PullAnswer) -> ChangeSet:
        return take_in(conn, self._post, answer, self._now())

    def _mend(self, problem: Unserved) -> bool:
        """Whether the exchange can begin again at once, after what the problem asks for."""
        org = self._post.org
        return self._writing(lambda conn: mend(conn, org, problem.error, self._new_id))

    def _note_answer(self, conn: Connection, answer: PushAnswer) -> None:
        note_answers(conn, self._post.org, answer.epoch, answer.results)

    def _note_contact(self, conn: Connection) -> ChangeSet:
        """Nothing is new: what waits and is known to stand below the head is covered already."""
        org = self._post.org
        conn.execute(_change(org, last_ok_at=self._now(), failures=0, next_try_at=None, problem=""))
        kept = conn.execute(
            select(
                EXCHANGE.c.epoch, EXCHANGE.c.head, EXCHANGE.c.cursor, EXCHANGE.c.lease_until
            ).where(EXCHANGE.c.org_id == org)
        ).one()
        upto = heard_of(conn, org, kept.head)
        if not upto:
            return ChangeSet(origin="exchange")
        received = Received(
            epoch=kept.epoch,
            head=kept.head,
            last_n=upto,
            cursor=kept.cursor,
            full=False,
            at=self._now(),
            lease_until=kept.lease_until,
        )
        return integrate(conn, self._post, (), received)

    def _note_digest(self, conn: Connection, agrees: bool, until: datetime | None) -> None:
        if agrees:
            noted: dict[str, Any] = {"digest_ok_at": self._now()}
            # Where nothing is new for weeks, no page comes that would renew the lease.
            noted |= {"lease_until": until} if until is not None else {}
            conn.execute(_change(self._post.org, **noted))
        else:
            # Until the copies are found the same again, nothing says that they are.
            conn.execute(_change(self._post.org, digest_ok_at=None))
            _download_anew(conn, self._post.org)


def take_in(conn: Connection, post: Post, answer: PullAnswer, now: datetime) -> ChangeSet:
    """The last page of a pull, with those that are staged. Lane: write."""
    received = Received(
        epoch=answer.epoch,
        head=answer.head,
        last_n=answer.last_n,
        cursor=answer.cursor,
        full=answer.full,
        at=now,
        lease_until=_here(answer.lease_until, answer.time, now),
        told_at=answer.time,
    )
    return integrate(conn, post, answer.rows, received)


def note_answers(conn: Connection, org: UUID, epoch: UUID, results: Sequence[ActVerdict]) -> None:
    """The verdicts, and the history that they belong to: another one would not have them."""
    conn.execute(_change(org, epoch=epoch))
    note_verdicts(conn, org, results)


def mend(conn: Connection, org: UUID, problem: str, new_id: Callable[[], UUID]) -> bool:
    """Do what a problem asks for; False for one that a post cannot mend. Lane: write."""
    if problem in ("epoch_changed", "stream_forked", "gap", "foreign_stream"):
        _begin_anew(conn, org, new_id(), problem == "epoch_changed")
    elif problem in ("cursor_too_old", "bad_cursor"):
        _download_anew(conn, org)
    else:
        return False
    return True


def _here(until: datetime | None, told_at: datetime | None, now: datetime) -> datetime | None:
    """A moment of the back end on the clock of this post, which may be a year off."""
    return now + (until - told_at) if until is not None and told_at is not None else None


def _begin_anew(conn: Connection, org: UUID, stream: UUID, is_other_history: bool) -> None:
    drop_staged(conn, org)
    number_anew(conn, org, stream, is_other_history=is_other_history)


def _download_anew(conn: Connection, org: UUID) -> None:
    drop_staged(conn, org)
    conn.execute(_change(org, cursor=""))


def _change(org: UUID, **values: Any) -> Any:
    return update(EXCHANGE).where(EXCHANGE.c.org_id == org).values(**values)
