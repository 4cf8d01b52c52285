# SPDX-License-Identifier: MIT
"""What waits goes in several batches, the next one read while the back end judges one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from threading import Event
from typing import TypeVar

import pytest
from sqlalchemy import select

from kairos_desktop.models.exchange_tables import OUTBOX
from kairos_desktop.services.sync import exchange
from kairos_desktop.services.sync.beside import in_a_thread
from kairos_desktop.services.sync.exchange import NoContact
from kairos_desktop.services.sync.wire import PushAnswer, PushAsked
from kairos_server.exchange import recorder
from tests.model.exchange.histories import play
from tests.model.exchange.office import level, mended, pair
from tests.model.exchange.world import SimPost, World

T = TypeVar("T")
PATIENCE = 20.0
"""Seconds that a fault would take to be seen; nothing waits so long otherwise."""


@pytest.fixture(autouse=True)
def two_acts_a_batch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exchange, "MOST_ACTS", 2)


def people(post: SimPost, count: int) -> None:
    for number in range(count):
        post.person(f"Martin{number}")


def verdicts(post: SimPost) -> list[bool]:
    """Whether each act has its verdict, in the order of their numbers."""
    query = select(OUTBOX.c.outcome.is_not(None)).order_by(OUTBOX.c.n)
    return post.workspace.read(lambda conn, _org: [bool(x) for x in conn.execute(query).scalars()])


def batches(post: SimPost) -> list[list[int]]:
    """The numbers of the acts of each batch that was sent."""
    sent = [asked for wire, asked in post.world.in_flight if wire is post.wire]
    return [[act.n for act in asked.acts] for asked in sent]


def cut_after(post: SimPost, left: int) -> None:
    """The back end judges every batch; of the answers only the first ones come."""
    coming = iter([True] * left)

    def fault(call: str) -> None:
        if call == "after:push" and not next(coming, False):
            raise NoContact

    post.wire.fault = fault


@pytest.fixture
def sabine(world: World) -> SimPost:
    sabine, _karim = pair(world)
    level(world)
    world.in_flight.clear()
    return sabine


@pytest.mark.parametrize(("seed", "batch"), [(0, 2), (1, 200)])
def test_every_promise_holds(
    seed: int, batch: int, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two acts a batch, or many that the back end writes one by one while it judges the next."""
    monkeypatch.setattr(exchange, "MOST_ACTS", batch)
    monkeypatch.setattr(recorder, "_AT_A_TIME", 1)
    play(seed, folder)


def test_each_act_goes_once_in_its_order(world: World, sabine: SimPost) -> None:
    people(sabine, 5)
    first = sabine.waiting()
    assert sabine.exchange.send() == (5, "")
    numbers = [n for batch in batches(sabine) for n in batch]
    assert numbers == list(range(numbers[0], numbers[0] + 5))
    assert [len(batch) for batch in batches(sabine)] == [2, 2, 1]
    # Sent and answered: they wait for the rows all the same.
    assert sabine.waiting() == first
    assert all(verdicts(sabine))
    level(world)


@pytest.mark.parametrize("left", [0, 1, 2])
def test_an_answer_that_does_not_come(world: World, sabine: SimPost, left: int) -> None:
    """What was answered before it is kept; the rest is sent again, to the same verdicts."""
    people(sabine, 6)
    known = len(verdicts(sabine)) - 6
    _epoch, head = world.backend.head()
    cut_after(sabine, left)
    assert sabine.try_round() == "cut"
    answered = 2 * left
    assert verdicts(sabine)[known:] == [True] * answered + [False] * (6 - answered)
    mended(sabine)
    level(world)
    assert world.backend.head() == (_epoch, head + 6)


def test_nothing_follows_an_act_that_is_held(world: World, sabine: SimPost) -> None:
    """A later act would find its number after a gap, and the post would begin anew."""
    people(sabine, 1)
    sabine.session()
    people(sabine, 2)
    world.unknown = {"session.open"}
    stream = sabine.standing().stream
    assert sabine.exchange.round().held == "unknown_version"
    assert len(batches(sabine)) == 1
    assert sabine.standing().stream == stream
    world.unknown = set()
    level(world)
    assert sabine.standing().stream == stream


class Overlapping:
    """A wire whose answer comes once this post has gone on working; an exchange that does."""

    def __init__(self, post: SimPost) -> None:
        self._push, self._writing = post.wire.push, post.exchange._writing
        self._worked = Event()
        self.overlaps = list[bool]()
        post.wire.push = self.push  # type: ignore[method-assign]
        post.exchange._writing = self.writing
        post.exchange._beside = in_a_thread

    def push(self, asked: PushAsked) -> PushAnswer:
        self._worked.clear()
        answer = self._push(asked)
        if len(asked.acts) == exchange.MOST_ACTS:
            self.overlaps.append(self._worked.wait(PATIENCE))
        return answer

    def writing(self, job: Callable[..., T]) -> T:
        done = self._writing(job)
        self._worked.set()
        return done


def test_this_post_works_while_the_back_end_judges(world: World, sabine: SimPost) -> None:
    people(sabine, 5)
    overlapping = Overlapping(sabine)
    assert sabine.exchange.round().sent == 5
    assert overlapping.overlaps == [True, True]
    level(world)


def test_what_a_call_raised_is_raised_where_it_is_waited_for() -> None:
    def cut() -> None:
        raise NoContact

    waiting = in_a_thread(cut)
    with pytest.raises(NoContact):
        waiting()
