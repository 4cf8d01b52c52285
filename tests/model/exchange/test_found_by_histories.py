# SPDX-License-Identifier: MIT
"""The faults that the random histories found, each as the short story that shows it."""

from __future__ import annotations

from uuid import UUID

import msgspec
from sqlalchemy import delete

from kairos_desktop.models.exchange_tables import OUTBOX
from kairos_desktop.models.rows import (
    JobseekerRow,
    OutcomeRow,
    RegistrationRow,
    SeatsRow,
    SlotRow,
)
from kairos_desktop.services.sync.exchange import Unserved
from kairos_desktop.services.sync.wire import PushAsked
from tests.model.exchange.office import (
    cut,
    level,
    mended,
    own_acts,
    pair,
    place,
    waiting_acts,
)
from tests.model.exchange.world import World


def test_what_is_undone_before_it_was_sent_is_undone_there_too(world: World) -> None:
    """The back end looked for the rows before in its tables, where the batch had not come yet."""
    sabine, karim = pair(world)
    registration = sabine.register(place(world))
    sabine.present(registration)
    assert not sabine.workspace.undo().refusals
    assert not sabine.workspace.redo().refusals
    assert not sabine.workspace.undo().refusals
    level(world)
    assert not karim.rows(OutcomeRow)
    assert karim.registration(registration).state.value == "registered"


def test_a_page_that_ends_among_the_rows_of_the_last_act(world: World) -> None:
    """The head was reached, so that nothing was new: the rest of the act never came."""
    sabine, karim = pair(world)
    slot = place(world)
    sabine.register(slot)
    sabine.exchange.round()
    karim.wire.limit = 1
    karim.exchange.round()
    assert karim.rows(RegistrationRow)
    assert karim.seats(slot).taken == 1
    level(world)


def test_two_rows_of_one_id_that_go_together(world: World) -> None:
    """A slot and its places have one id: of their two tombstones one took the other's place."""
    sabine, karim = pair(world)
    place(world)
    sabine.workspace.undo()
    for limit in (None, 1):
        karim.wire.limit = limit
        level(world)
    assert not karim.rows(SlotRow)
    assert not karim.rows(SeatsRow)


def test_an_act_that_came_another_way_is_acknowledged(world: World) -> None:
    """Sent again it moves no head: no page covers it, and it waited for ever."""
    sabine, _karim = pair(world)
    level(world)
    sabine.person("Martin")
    carried = PushAsked(UUID(int=77), (msgspec.structs.replace(waiting_acts(sabine)[0], n=1),))
    sabine.wire.serve(carried)
    sabine.exchange._pull(0)
    assert sabine.waiting()
    sabine.exchange.round()
    assert not sabine.waiting()
    level(world)


def test_verdicts_of_a_history_that_was_lost(world: World) -> None:
    """First answer, then the restoration, then the first page: the verdicts spoke of no row."""
    sabine, _karim = world.posts
    world.backend.back_up()
    sabine.describe_provider()
    person = sabine.person("Martin")
    cut(sabine, "before:pull")
    assert sabine.try_round() == "cut"
    mended(sabine)
    world.backend.restore()
    level(world)
    assert person in {row.id for row in world.posts[1].rows(JobseekerRow)}


def test_a_clone_whose_acts_bear_our_name(world: World) -> None:
    """Its acts took numbers of ours in the ledger, which refused them and every page after."""
    sabine, _karim = pair(world)
    level(world)
    world.clone(sabine)
    twin = world.posts[-1]
    for _ in range(4):
        sabine.person()
        twin.person()
        level(world)
    sabine.restart()
    sabine.person()
    level(world)


def test_places_that_a_restored_back_end_gives_again(world: World) -> None:
    """A colleague's act had the number of its place, which another act of theirs now has."""
    sabine, karim = pair(world)
    level(world)
    world.backend.back_up()
    karim.person("Martin")
    level(world)
    world.backend.restore()
    karim.exchange._mend(Unserved("epoch_changed"))
    karim.workspace.write(lambda conn: conn.execute(delete(OUTBOX)))
    forgotten = own_acts(karim)
    sabine.exchange.round()
    karim.person("Durand")
    for _ in range(2):
        karim.exchange.round()
        sabine.exchange.round()
    assert [row.last_name for row in sabine.rows(JobseekerRow)] == ["Durand"]
    assert forgotten
