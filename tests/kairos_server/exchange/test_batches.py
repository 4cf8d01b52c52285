# SPDX-License-Identifier: MIT
"""What one batch may hold, and what of it is recorded when it cannot be taken."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID, uuid4

import msgspec
import pytest
from sqlalchemy import update

from kairos_desktop.models.rows import SeatsRow
from kairos_desktop.models.vocabulary import OutcomeKind, Prescriber
from kairos_desktop.services.acts.act import Act
from kairos_desktop.services.acts.holds import PlaceHold
from kairos_desktop.services.acts.jobseekers import CreateJobseeker, Person
from kairos_desktop.services.acts.registrations import Register
from kairos_desktop.services.rules import outcome_codes as codes
from kairos_desktop.services.sync.wire import ActVerdict, PushAsked, WireAct
from kairos_server.exchange.judging import APPLIED, Sender
from kairos_server.exchange.problems import EpochChanged, ForeignStream, NumberGap, StreamForked
from kairos_server.exchange.push import push
from kairos_server.store import UnknownOrganisation
from kairos_server.tables import ORG_HEAD
from tests.factories import TODAY
from tests.kairos_server.exchange.universe import ORG, Everybody, TestPost, Universe


class Line:
    """A post of which nothing is but the batches that it sends."""

    def __init__(self, universe: Universe, post: UUID, *, is_revoked: bool = False) -> None:
        self.universe = universe
        self.stream = uuid4()
        self.people = Everybody(Sender(post, "C", is_revoked=is_revoked))

    def says(self, act: Act, n: int) -> WireAct:
        args = msgspec.json.decode(msgspec.json.encode(act))
        at = self.universe.clock()
        return WireAct(uuid4(), n, act.name, act.version, at, "Odile", uuid4(), args)

    def push(
        self, *acts: WireAct, org: UUID = ORG, epoch: UUID | None = None
    ) -> Sequence[ActVerdict]:
        asked = PushAsked(self.stream, acts, epoch)
        now = self.universe.clock()
        return push(self.universe.store, org, self.people, asked, now).results


@pytest.fixture
def line(universe: Universe) -> Line:
    return Line(universe, uuid4())


def somebody() -> CreateJobseeker:
    return CreateJobseeker(
        jobseeker_id=uuid4(), person=Person(last_name="Martin", first_name="Anne")
    )


def standing(universe: Universe) -> tuple[UUID, int]:
    with universe.store.reading(ORG) as (_conn, head):
        return head.epoch, head.head


def test_an_act_that_stands_twice_in_a_batch_is_decided_once(
    universe: Universe, line: Line
) -> None:
    said = somebody()
    act = line.says(said, 1)
    again = msgspec.structs.replace(act, n=2)
    altered = msgspec.structs.replace(line.says(somebody(), 3), id=act.id)
    first, second, changed = line.push(act, again, altered)
    assert (first.outcome, second) == (APPLIED, first)
    assert (changed.outcome, changed.code) == (OutcomeKind.QUARANTINED, codes.ACT_ALTERED)
    assert standing(universe)[1] == 1
    # Of two contents, the first stands.
    assert [row.id for row in universe.truth()["jobseeker"]] == [said.jobseeker_id]
    # The numbers that it came under are used: the next batch goes on from there.
    assert [each.seq for each in line.push(again, line.says(somebody(), 4))] == [1, 2]


def test_nothing_is_kept_of_a_batch_that_cannot_be_taken(universe: Universe, line: Line) -> None:
    line.push(line.says(somebody(), 1))
    stands = standing(universe)
    other = Line(universe, uuid4())
    other.stream = line.stream
    with pytest.raises(ForeignStream):
        other.push(other.says(somebody(), 2))
    with pytest.raises(StreamForked):
        line.push(line.says(somebody(), 2), line.says(somebody(), 2))
    with pytest.raises(NumberGap) as gap:
        line.push(line.says(somebody(), 2), line.says(somebody(), 4))
    assert gap.value.expect == 3
    with pytest.raises(UnknownOrganisation):
        line.push(line.says(somebody(), 2), org=uuid4())
    assert standing(universe) == stands
    assert len(universe.truth()["jobseeker"]) == 1


def _kept(universe: Universe) -> tuple[UUID, TestPost]:
    """A slot of one place, which a laptop keeps until a day that is over."""
    office, laptop = universe.post("Sabine", "A"), universe.post("Karim", "B")
    office.describe_provider()
    slot = office.meeting(office.session(), capacity=1, waitlist=False)
    universe.settle()
    until = TODAY + timedelta(days=2)
    laptop.act(PlaceHold(hold_id=laptop.id(), slot_id=slot, places=1, until=until))
    universe.settle()
    universe.clock.now += timedelta(days=3)
    return slot, laptop


def seats(universe: Universe) -> tuple[int, int]:
    (row,) = universe.truth()["seats"]
    assert isinstance(row, SeatsRow)
    return row.taken, row.held


def registered(line: Line, slot: UUID) -> list[WireAct]:
    person = somebody()
    register = Register(
        registration_id=uuid4(), slot_id=slot, jobseeker_id=person.jobseeker_id,
        placed_by=Prescriber.FRANCE_TRAVAIL,
    )  # fmt: skip
    return [line.says(person, 1), line.says(register, 2)]


def test_a_place_that_the_batch_gives_back_is_one_that_its_acts_may_take(
    universe: Universe, line: Line
) -> None:
    slot, _laptop = _kept(universe)
    assert [each.outcome for each in line.push(*registered(line, slot))] == [APPLIED, APPLIED]
    assert seats(universe) == (1, 0)


def test_a_batch_that_cannot_be_taken_gives_no_place_back(universe: Universe, line: Line) -> None:
    slot, _laptop = _kept(universe)
    acts, (epoch, head) = registered(line, slot), standing(universe)
    with universe.store.writing(ORG) as (conn, _head):
        conn.execute(update(ORG_HEAD).where(ORG_HEAD.c.org_id == ORG).values(epoch=uuid4()))
    with pytest.raises(EpochChanged):
        line.push(*acts, epoch=epoch)
    assert (standing(universe)[1], seats(universe)) == (head, (0, 1))


def test_what_a_revoked_post_says_is_put_aside_whatever_it_names(universe: Universe) -> None:
    slot, laptop = _kept(universe)
    line = Line(universe, laptop.post, is_revoked=True)
    told = line.push(*registered(line, slot))
    assert {(each.outcome, each.code) for each in told} == {
        (OutcomeKind.QUARANTINED, codes.POST_REVOKED)
    }
    assert (universe.truth()["registration"], seats(universe)) == ([], (0, 0))
