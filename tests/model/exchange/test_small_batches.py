# SPDX-License-Identifier: MIT
"""What waits goes in several batches: the back end judges one, has the next, the post reads on."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from random import Random
from threading import Condition
from typing import TypeVar

import pytest
from sqlalchemy import select

from kairos_desktop.models.exchange_tables import OUTBOX
from kairos_desktop.services.sync import exchange
from kairos_desktop.services.sync.beside import Beside, in_a_thread, when_waited_for
from kairos_desktop.services.sync.exchange import NoContact, Unserved
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


def at_once(call: Callable[[], T]) -> Callable[[], T]:
    result = Future[T]()
    try:
        result.set_result(call())
    except Exception as trouble:  # noqa: BLE001 - raised where it is waited for
        result.set_exception(trouble)
    return result.result


@pytest.fixture
def sabine(world: World) -> SimPost:
    sabine, _karim = pair(world)
    level(world)
    world.in_flight.clear()
    return sabine


def at_times(random: Random) -> Beside:
    """Calls that are made at once, or only where their answer is wanted: as it happens to be.

    So a batch overtakes the one before, comes although that one was lost, or never comes.
    """

    def beside(call: Callable[[], T]) -> Callable[[], T]:
        return at_once(call) if random.random() < 0.5 else call

    return beside


@pytest.mark.parametrize("seed", range(6))
def test_every_promise_holds_in_whatever_order_batches_come(
    seed: int, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(World, "beside", staticmethod(at_times(Random(seed))))
    play(seed, folder)


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


@pytest.mark.parametrize(("beside", "sent"), [(when_waited_for, 1), (at_once, 2)])
def test_nothing_follows_an_act_that_is_held(
    world: World, sabine: SimPost, beside: Beside, sent: int
) -> None:
    """A later act would find its number after a gap, and the post would begin anew.

    What ran ahead of it found one, and is not believed.
    """
    sabine.exchange._beside = beside
    people(sabine, 1)
    sabine.session()
    people(sabine, 2)
    world.unknown = {"session.open"}
    stream = sabine.standing().stream
    assert sabine.exchange.round().held == "unknown_version"
    assert len(batches(sabine)) == sent
    assert verdicts(sabine)[-4:] == [True, False, False, False]
    assert sabine.standing().stream == stream
    world.unknown = set()
    level(world)
    assert sabine.standing().stream == stream


@pytest.mark.parametrize("batches_sent", [2, 3])
def test_a_batch_that_overtakes_the_one_before_is_sent_again(
    world: World, sabine: SimPost, batches_sent: int
) -> None:
    """It found a gap, which was none: the post does not begin anew, and nothing counts twice."""
    people(sabine, 2 * batches_sent)
    stream, (_epoch, head) = sabine.standing().stream, world.backend.head()
    late = iter([True])
    sabine.exchange._beside = lambda call: call if next(late, False) else at_once(call)
    assert sabine.exchange.send() == (2 * batches_sent, "")
    assert len(batches(sabine)) > batches_sent
    assert sabine.standing().stream == stream
    assert world.backend.head() == (_epoch, head + 2 * batches_sent)
    level(world)


def test_a_gap_that_stays_is_a_gap(world: World, sabine: SimPost) -> None:
    """Of a batch that is sent again too: the post begins anew."""
    people(sabine, 6)
    stream = sabine.standing().stream
    refused = iter([False, True, True])

    def fault(call: str) -> None:
        if call == "before:push" and next(refused, False):
            raise Unserved("gap", expect=1)

    sabine.wire.fault = fault
    assert sabine.try_round().startswith("sent")
    assert sabine.standing().stream != stream
    level(world)


class Meeting:
    """A wire on which a full batch is answered once what is waited for has happened."""

    def __init__(self, post: SimPost) -> None:
        self._push, self._writing = post.wire.push, post.exchange._writing
        self._moved = Condition()
        self.come, self.served, self.jobs = 0, 0, 0
        post.wire.push = self.push  # type: ignore[method-assign]
        post.exchange._writing = self.writing
        post.exchange._beside = in_a_thread
        self.until: Callable[[int, int], bool] = lambda _come, _jobs: True
        """Whether a batch may be answered, by how many came and were read since it came."""
        self.met = list[bool]()

    def push(self, asked: PushAsked) -> PushAnswer:
        with self._moved:
            self.come += 1
            self._moved.notify_all()
            come, jobs = self.come, self.jobs
            # In the order in which they came, whichever thread is quicker.
            assert self._moved.wait_for(lambda: self.served == come - 1, PATIENCE)
        answer = self._push(asked)
        with self._moved:
            self.served += 1
            self._moved.notify_all()
        if len(asked.acts) == exchange.MOST_ACTS:
            with self._moved:
                met = self._moved.wait_for(
                    lambda: self.until(self.come - come, self.jobs - jobs), PATIENCE
                )
            self.met.append(met)
        return answer

    def writing(self, job: Callable[..., T]) -> T:
        done = self._writing(job)
        with self._moved:
            self.jobs += 1
            self._moved.notify_all()
        return done


def test_this_post_works_while_the_back_end_judges(world: World, sabine: SimPost) -> None:
    people(sabine, 5)
    meeting = Meeting(sabine)
    meeting.until = lambda _come, jobs: jobs > 0
    assert sabine.exchange.round().sent == 5
    assert meeting.met == [True, True]
    level(world)


def test_the_next_batch_comes_before_the_answer(world: World, sabine: SimPost) -> None:
    people(sabine, 5)
    meeting = Meeting(sabine)
    meeting.until = lambda come, _jobs: come > 0
    assert sabine.exchange.round().sent == 5
    assert meeting.met == [True, True]
    level(world)


def test_what_a_call_raised_is_raised_where_it_is_waited_for() -> None:
    def cut() -> None:
        raise NoContact

    waiting = in_a_thread(cut)
    with pytest.raises(NoContact):
        waiting()
