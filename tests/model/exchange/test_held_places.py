# SPDX-License-Identifier: MIT
"""Stories of places that a laptop keeps, under the invariants of every history."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from kairos_desktop.models.rows import HoldRow, OutcomeRow, RegistrationRow
from kairos_desktop.models.vocabulary import RegistrationState
from kairos_desktop.services.acts.holds import PlaceHold
from tests.factories import TODAY
from tests.model.exchange.office import cut, level, mended, pair, place, registering
from tests.model.exchange.world import SimPost, World


def keep(world: World, laptop: SimPost, slot: UUID, places: int = 1) -> None:
    until = TODAY + timedelta(days=1)
    laptop.say(PlaceHold(hold_id=laptop.id(), slot_id=slot, places=places, until=until))
    level(world)


def states(post: SimPost) -> list[RegistrationState]:
    return sorted(row.state for row in post.rows(RegistrationRow))


def test_the_office_leaves_what_the_laptop_keeps(world: World) -> None:
    office, laptop = pair(world)
    slot = place(world, capacity=2, waitlist=False)
    keep(world, laptop, slot)
    cut(laptop, "before:push")
    assert not office.workspace.record([registering(office, slot, office.person())]).refusals
    late = registering(office, slot, office.person())
    assert [r.code for r in office.workspace.record([late]).refusals] == ["slot_full"]
    laptop.register(slot)
    laptop.try_round()
    mended(laptop)
    level(world)
    assert states(office) == [RegistrationState.REGISTERED] * 2
    assert not office.rows(OutcomeRow)


def test_who_waits_does_not_stop_the_laptop(world: World) -> None:
    office, laptop = pair(world)
    slot = place(world, capacity=1, waitlist=True)
    keep(world, laptop, slot)
    office.workspace.record([registering(office, slot, office.person())])
    office.exchange.round()
    mine = laptop.register(slot)
    level(world)
    assert office.registration(mine).state is RegistrationState.REGISTERED
    assert not office.rows(OutcomeRow)


def test_a_laptop_that_never_comes_back(world: World) -> None:
    office, laptop = pair(world)
    slot = place(world, capacity=1, waitlist=False)
    keep(world, laptop, slot)
    world.clock.now += timedelta(days=3)
    office.person()
    level(world)
    (hold,) = office.rows(HoldRow)
    assert hold.released_by == "Serveur"
    assert not office.workspace.record([registering(office, slot, office.person())]).refusals
    level(world)
