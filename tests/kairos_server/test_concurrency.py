# SPDX-License-Identifier: MIT
"""Many posts at once on a real PostgreSQL: nothing that was committed is missed by a cursor, and
no place is given twice (peers: lost update, over-booking, commits that a cursor passed).
"""

from __future__ import annotations

import os
import random
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID, uuid4

import msgspec
import pytest
from sqlalchemy import func, select

from kairos_desktop.models.base import PARIS
from kairos_desktop.models.rows import RegistrationRow, SeatsRow
from kairos_desktop.models.vocabulary import Prescriber, RegistrationState
from kairos_desktop.services import row_store
from kairos_desktop.services.acts.act import Act
from kairos_desktop.services.acts.jobseekers import CreateJobseeker, Person
from kairos_desktop.services.acts.known import by_id, having
from kairos_desktop.services.acts.provider import DescribeProvider, Provider
from kairos_desktop.services.acts.registrations import Register
from kairos_desktop.services.acts.sessions import OpenSession
from kairos_desktop.services.acts.slots import CreateMeeting
from kairos_desktop.services.row_store import Question
from kairos_desktop.services.sync.wire import ActVerdict, PushAsked, WireAct
from kairos_server import organisations
from kairos_server.exchange.judging import Author, Sender
from kairos_server.exchange.pull import pull
from kairos_server.exchange.push import push
from kairos_server.store import Pools, Store, connect_postgresql
from tests import postgres
from tests.factories import OTHER_SIRET, SIRET, a_meeting, a_session

WRITERS = 12
NOW = datetime(2026, 11, 23, 10, tzinfo=PARIS)
# `make soak` sets it: the same histories, for longer.
TIMES = int(os.environ.get("KAIROS_CONCURRENCY", "1"))


class RolledBack(Exception):
    """The transaction of a batch ends here."""


class Trouble(NamedTuple):
    """What a transaction meets: it is long, it fails."""

    lasts: bool = False
    fails: bool = False


_NONE = Trouble()
_LONG = select(func.count()).select_from(func.generate_series(1, 200_000).alias("each"))


class Everybody:
    """Any author, in a transaction that may be long, and that may fail."""

    def __init__(self, post: UUID, trouble: Trouble) -> None:
        self.post = post
        self.trouble = trouble

    def questions(self) -> list[Question]:
        return [(_LONG, {})] if self.trouble.lasts else []

    def sender(self, told: Sequence[Sequence[Any]]) -> Sender:
        if self.trouble.fails:
            raise RolledBack
        return Sender(self.post, "A")

    def authors(self, acts: Sequence[WireAct]) -> list[Author]:
        return [Author("Odile")] * len(acts)


class Writer:
    """One post with its own numbers; `answered` are the verdicts that it received."""

    def __init__(self, store: Store, org: UUID) -> None:
        self.store = store
        self.org = org
        self.post, self.stream = uuid4(), uuid4()
        self.next_n = 1
        self.answered: dict[UUID, ActVerdict] = {}

    def push(self, acts: Sequence[Act], trouble: Trouble = _NONE) -> list[ActVerdict]:
        numbered = [self._wire(act, self.next_n + place) for place, act in enumerate(acts)]
        asked = PushAsked(self.stream, tuple(numbered))
        answer = push(self.store, self.org, Everybody(self.post, trouble), asked, NOW)
        self.next_n = answer.last_n + 1
        self.answered |= {verdict.id: verdict for verdict in answer.results}
        return list(answer.results)

    def _wire(self, act: Act, n: int) -> WireAct:
        args = msgspec.json.decode(msgspec.json.encode(act))
        return WireAct(uuid4(), n, act.name, act.version, NOW, "Odile", uuid4(), args)


@pytest.fixture
def store(cluster: postgres.Cluster, database: str) -> Iterator[Store]:
    """As many connections as writers: they wait for the organisation's lock, not for a pool."""
    patient = Pools(writers=WRITERS, readers=4, for_connection=60, for_lock=60, for_answer=120)
    store = connect_postgresql(cluster.url(database), patient)
    yield store
    store.close()


def person(name: str) -> CreateJobseeker:
    return CreateJobseeker(jobseeker_id=uuid4(), person=Person(last_name=name, first_name="Anne"))


def in_parallel(works: Sequence[Callable[[], Any]]) -> list[Any]:
    """All these works begin together; the first failure is raised."""
    together = threading.Barrier(len(works))

    def begins(work: Callable[[], Any]) -> Any:
        together.wait()
        return work()

    with ThreadPoolExecutor(len(works)) as pool:
        return [future.result() for future in [pool.submit(begins, work) for work in works]]


class Reader:
    """A post that pulls small pages without a pause, until every writer has finished."""

    def __init__(self, store: Store, org: UUID, finished: threading.Event) -> None:
        self.store = store
        self.org = org
        self.finished = finished
        self.cursor = ""
        self.seen: set[UUID] = set()
        self.polls = 0

    def __call__(self) -> Reader:
        last = False
        while not last:
            # Looked at before the pull: one more follows the end of the last writer.
            last = self.finished.is_set()
            while self._page():
                pass
        return self

    def _page(self) -> bool:
        self.polls += 1
        answer = pull(self.store, self.org, UUID(int=1), self.cursor, 7, NOW)
        if answer is None:
            return False
        for row in answer.rows:
            if row.t == "jobseeker":
                self.seen.add(UUID(msgspec.json.decode(row.b)["id"]))
        self.cursor = answer.cursor
        return answer.more


def test_a_cursor_misses_no_commit_of_twelve_writers(store: Store) -> None:
    """Eight posts of one organisation and four of another; a tenth of the batches roll back."""
    orgs = [organisations.create(store, siret, "x") for siret in (SIRET, OTHER_SIRET)]
    finished = threading.Event()
    committed: dict[UUID, set[UUID]] = {org: set() for org in orgs}
    rolled_back: set[UUID] = set()

    def writes(place: int) -> None:
        org, dice = orgs[0 if place < 8 else 1], random.Random(place)
        writer = Writer(store, org)
        for _ in range(15 * TIMES):
            acts = [person("Nom") for _ in range(dice.randint(1, 4))]
            ids = {act.jobseeker_id for act in acts}
            trouble = Trouble(lasts=dice.random() < 0.2, fails=dice.random() < 0.1)
            if trouble.fails:
                with pytest.raises(RolledBack):
                    writer.push(acts, trouble)
                rolled_back.update(ids)
            else:
                writer.push(acts, trouble)
                committed[org].update(ids)

    def all_write() -> None:
        try:
            in_parallel([lambda place=place: writes(place) for place in range(WRITERS)])
        finally:
            finished.set()

    readers = [Reader(store, org, finished) for org in orgs]
    in_parallel([all_write, *readers])
    for reader in readers:
        assert reader.seen == committed[reader.org]
        assert reader.polls > 10
        with store.reading(reader.org) as (_conn, head):
            # One number an act, none twice and none left out.
            assert head.head == len(committed[reader.org])
    assert rolled_back


def test_fifty_places_are_never_given_twice(store: Store) -> None:
    """3,000 claims by twelve posts, for people of their own: only the places are disputed."""
    org = organisations.create(store, SIRET, "x")
    session, slot = uuid4(), uuid4()
    people = [person("Nom") for _ in range(50 * WRITERS)]
    meeting = CreateMeeting(
        slot_id=slot, session_id=session, meeting=a_meeting(capacity=50, waitlist=False)
    )
    first = Writer(store, org)
    describe = DescribeProvider(provider=Provider(siret=SIRET, name="Atelier"))
    opened = first.push([describe, OpenSession(session=a_session(session)), meeting])
    assert {verdict.outcome for verdict in opened} == {"applied"}, opened
    for start in range(0, len(people), 200):
        first.push(people[start : start + 200])

    def claims(place: int) -> list[ActVerdict]:
        writer = Writer(store, org)
        mine = people[place::WRITERS] * 5 * TIMES
        asked = [
            Register(
                registration_id=uuid4(),
                slot_id=slot,
                jobseeker_id=one.jobseeker_id,
                placed_by=Prescriber.FRANCE_TRAVAIL,
            )
            for one in mine
        ]
        batches = [asked[start : start + 50] for start in range(0, len(asked), 50)]
        return [verdict for batch in batches for verdict in writer.push(batch)]

    works = [lambda place=place: claims(place) for place in range(WRITERS)]
    answers = [verdict for each in in_parallel(works) for verdict in each]
    assert len(answers) == 3000 * TIMES
    refused = {verdict.code for verdict in answers if verdict.outcome != "applied"}
    assert refused == {"slot_full", "already_registered"}
    assert sum(verdict.outcome == "applied" for verdict in answers) == 50
    with store.reading(org) as (conn, _head):
        needs = [by_id(SeatsRow, slot), having(RegistrationRow, slot_id=slot)]
        found = dict(row_store.fetch(conn, org, needs))
    (seats,), live = found[needs[0]], found[needs[1]]
    assert isinstance(seats, SeatsRow)
    assert seats.taken == 50
    assert len({row.jobseeker_id for row in live if isinstance(row, RegistrationRow)}) == 50
    assert {row.state for row in live if isinstance(row, RegistrationRow)} == {
        RegistrationState.REGISTERED
    }
