# SPDX-License-Identifier: MIT
"""Places kept by a post that leaves: between real posts and a real back end."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest

from kairos_desktop.models.rows import HoldRow, OutcomeRow, SeatsRow
from kairos_desktop.models.vocabulary import Prescriber, RegistrationState
from kairos_desktop.services.acts.enrolments import ProposeEnrolment
from kairos_desktop.services.acts.holds import PlaceHold, PlaceTrainingHold, ReleaseHold
from kairos_desktop.services.acts.registrations import Register
from kairos_server.exchange.expiry import Expiries
from tests.factories import TODAY
from tests.kairos_server.exchange.universe import ORG, TestPost, Universe


@pytest.fixture
def office(universe: Universe) -> TestPost:
    made = universe.post("Sabine", "A")
    made.describe_provider()
    return made


@pytest.fixture
def laptop(universe: Universe) -> TestPost:
    return universe.post("Karim", "B")


def prepared(universe: Universe, office: TestPost, laptop: TestPost, **fields: int) -> UUID:
    """A slot of which the laptop keeps two places, as everybody knows."""
    typed = {"capacity": 3} | fields
    slot = office.meeting(office.session(), waitlist=False, **typed)
    universe.settle()
    until = TODAY + timedelta(days=2)
    laptop.act(PlaceHold(hold_id=laptop.id(), slot_id=slot, places=2, until=until, label="Fécamp"))
    universe.settle()
    return slot


def fill(post: TestPost, slot: UUID, count: int = 1) -> list[str]:
    """So many persons registered; the codes of the refusals."""
    codes: list[str] = []
    for _ in range(count):
        act = Register(
            registration_id=post.id(), slot_id=slot, jobseeker_id=post.person(),
            placed_by=Prescriber.FRANCE_TRAVAIL,
        )  # fmt: skip
        codes += [refused.code for refused in post.act(act).refusals]
    return codes


def seats(universe: Universe) -> SeatsRow:
    (row,) = universe.truth()["seats"]
    assert isinstance(row, SeatsRow)
    return row


def holds(universe: Universe) -> list[HoldRow]:
    return [row for row in universe.truth()["place_hold"] if isinstance(row, HoldRow)]


def outcomes(universe: Universe) -> list[str]:
    return [row.code for row in universe.truth()["outcome"] if isinstance(row, OutcomeRow)]


def test_what_a_laptop_does_offline_is_never_refused_for_room(
    universe: Universe, office: TestPost, laptop: TestPost
) -> None:
    slot = prepared(universe, office, laptop)
    (hold,) = office.rows_named("place_hold")
    assert (hold.letter, hold.label, hold.places) == ("B", "Fécamp", 2)
    # The office fills what it may while the laptop is away, and arrives first.
    assert fill(office, slot, 2) == ["slot_full"]
    office.sync()
    assert fill(laptop, slot, 2) == []
    universe.settle()
    assert outcomes(universe) == []
    assert (seats(universe).taken, seats(universe).held) == (3, 0)
    states = {row.state for row in universe.truth()["registration"]}
    assert states == {RegistrationState.REGISTERED}
    assert office.dump() == laptop.dump() == universe.truth()


def test_unused_places_go_back_at_the_return(
    universe: Universe, office: TestPost, laptop: TestPost
) -> None:
    slot = prepared(universe, office, laptop)
    (hold,) = laptop.rows_named("place_hold")
    fill(laptop, slot)
    laptop.act(ReleaseHold(hold_id=hold.id))
    universe.settle()
    assert (seats(universe).taken, seats(universe).held) == (1, 0)
    assert fill(office, slot, 2) == []


def test_a_laptop_that_never_comes_back_loses_its_places_by_date(
    universe: Universe, office: TestPost, laptop: TestPost
) -> None:
    slot = prepared(universe, office, laptop)
    universe.clock.now += timedelta(days=2)
    office.sync()
    assert fill(office, slot, 2) == ["slot_full"]
    universe.clock.now += timedelta(days=1)
    office.person()
    office.sync()
    (hold,) = holds(universe)
    assert (hold.released_by, seats(universe).held) == ("Serveur", 0)
    assert fill(office, slot, 2) == []
    office.sync()
    # It comes back after all: it competes, and gives back what it no longer has.
    fill(laptop, slot)
    laptop.act(ReleaseHold(hold_id=hold.id))
    universe.settle()
    assert outcomes(universe) == ["slot_full"]
    assert laptop.dump() == universe.truth()


def test_what_is_given_back_at_the_beginning_of_a_batch_is_given_back_for_its_acts(
    universe: Universe, office: TestPost, laptop: TestPost
) -> None:
    slot = prepared(universe, office, laptop)
    (hold,) = laptop.rows_named("place_hold")
    fill(laptop, slot, 2)
    laptop.act(ReleaseHold(hold_id=hold.id))
    # Offline until then: the places are the laptop's no more when its acts are decided.
    universe.clock.now += timedelta(days=3)
    laptop.sync()
    (hold,) = holds(universe)
    assert (hold.released_by, seats(universe).taken, seats(universe).held) == ("Serveur", 2, 0)
    assert laptop.dump() == universe.truth()


def test_who_only_reads_sees_them_go_back(
    universe: Universe, office: TestPost, laptop: TestPost
) -> None:
    prepared(universe, office, laptop)
    expiries = Expiries()
    assert not expiries.look(universe.store, ORG, universe.clock())
    universe.clock.now += timedelta(days=3)
    assert expiries.look(universe.store, ORG, universe.clock())
    assert not expiries.look(universe.store, ORG, universe.clock())
    office.sync()
    assert office.rows_named("seats")[0].held == 0
    assert office.exchange.agrees()


def test_a_clock_a_year_ahead_keeps_nothing_for_a_year(
    universe: Universe, office: TestPost, laptop: TestPost
) -> None:
    slot = office.meeting(office.session())
    universe.settle()
    office.workspace.now = lambda: universe.clock() + timedelta(days=365)
    far = TODAY + timedelta(days=367)
    office.act(PlaceHold(hold_id=office.id(), slot_id=slot, places=2, until=far))
    office.sync()
    laptop.person()
    universe.settle()
    assert seats(universe).held == 0


def test_two_posts_that_keep_the_last_places_offline(
    universe: Universe, office: TestPost, laptop: TestPost
) -> None:
    slot = office.meeting(office.session(), capacity=3)
    universe.settle()
    for post in (office, laptop):
        act = PlaceHold(hold_id=post.id(), slot_id=slot, places=2, until=TODAY)
        assert not post.act(act).refusals
    universe.settle()
    assert outcomes(universe) == ["hold_no_room"]
    assert seats(universe).held == 2
    assert laptop.dump() == universe.truth()


def enrol(post: TestPost, session: UUID, count: int = 1) -> list[str]:
    """So many persons proposed; the codes of the warnings."""
    codes: list[str] = []
    for _ in range(count):
        act = ProposeEnrolment(
            enrolment_id=post.id(), session_id=session, jobseeker_id=post.person()
        )
        codes += [w.code for verdict in post.act(act).verdicts for w in verdict.warnings]
    return codes


def test_two_posts_that_fill_a_training_offline_are_told_and_nobody_is_refused(
    universe: Universe, office: TestPost, laptop: TestPost
) -> None:
    session = office.session(places=2).id
    universe.settle()
    assert enrol(office, session, 2) == []
    assert enrol(laptop, session) == []
    universe.settle()
    assert outcomes(universe) == ["beyond_places"]
    assert (seats(universe).taken, seats(universe).surplus) == (3, 1)
    # Known by now: said at once, and no second line.
    assert enrol(laptop, session) == ["beyond_places"]
    universe.settle()
    assert outcomes(universe) == ["beyond_places"]


def test_what_a_laptop_keeps_of_a_training_is_told_to_those_who_take_it(
    universe: Universe, office: TestPost, laptop: TestPost
) -> None:
    session = office.session(places=3).id
    universe.settle()
    hold = PlaceTrainingHold(
        hold_id=laptop.id(), session_id=session, places=2, until=TODAY + timedelta(days=2)
    )
    laptop.act(hold)
    universe.settle()
    assert enrol(office, session, 2) == ["beyond_places"]
    office.sync()
    assert enrol(laptop, session, 2) == []
    universe.settle()
    assert outcomes(universe) == []
    assert (seats(universe).taken, seats(universe).held, seats(universe).surplus) == (4, 0, 1)
