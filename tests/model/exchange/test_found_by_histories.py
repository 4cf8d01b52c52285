# SPDX-License-Identifier: MIT
"""The faults that the random histories found, each as the short story that shows it."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import msgspec
from sqlalchemy import Connection, delete, select, update

from kairos_desktop.models.act_tables import ACT
from kairos_desktop.models.exchange_tables import OUTBOX
from kairos_desktop.models.rows import (
    JobseekerRow,
    OutcomeRow,
    RegistrationRow,
    SeatsRow,
    SlotRow,
)
from kairos_desktop.models.vocabulary import CancelReason
from kairos_desktop.services.acts.history import Restore
from kairos_desktop.services.acts.jobseekers import MergeJobseekers, UnmergeJobseekers
from kairos_desktop.services.acts.registrations import CancelRegistration
from kairos_desktop.services.sync.exchange import NoContact, Unserved
from kairos_desktop.services.sync.wire import PushAsked
from kairos_server.exchange import retention
from tests.model.exchange.office import (
    cut,
    level,
    mended,
    own_acts,
    pair,
    place,
    registering,
    waiting_acts,
)
from tests.model.exchange.world import ORG, World


def test_what_is_undone_before_it_was_sent(world: World) -> None:
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
    sabine.exchange._pull()
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


def test_a_row_that_goes_while_everything_is_downloaded(world: World) -> None:
    """Its page had come, the download was cut, and a whole download spoke of no deletion."""
    sabine, karim = pair(world)
    sabine.person("Martin")
    martin = sabine.workspace.read(last_act)
    for name in ("Durand", "Petit"):
        sabine.person(name)
    sabine.exchange.round()
    karim.wire.limit, pages = 1, 0

    def fault(call: str) -> None:
        nonlocal pages
        pages += call == "before:pull"
        if pages == 4:
            raise NoContact

    karim.wire.fault = fault
    assert karim.try_round() == "cut"
    mended(karim)
    sabine.say(Restore(act_id=martin))
    level(world)
    assert {row.last_name for row in karim.rows(JobseekerRow)} == {"Durand", "Petit"}


# Rules that a history rarely meets, each as the story that needs it


def test_an_adapted_act_is_undone_as_it_came_to_be(world: World) -> None:
    """The back end gave the other slot that the person had agreed to: undo must know that row."""
    sabine, karim = pair(world)
    full, other = place(world, capacity=1, waitlist=False), place(world)
    people = sabine.person("Martin"), sabine.person("Durand")
    level(world)
    sabine.workspace.record([registering(sabine, full, people[0])])
    sabine.exchange.round()
    karim.workspace.record([registering(karim, full, people[1])])
    agreed = update(OUTBOX).where(OUTBOX.c.acked_at.is_(None)).values(fallback=f'["slot:{other}"]')
    karim.workspace.write(lambda conn: conn.execute(agreed))
    level(world)
    assert karim.seats(other).taken == 1
    assert not karim.workspace.undo().refusals
    level(world)
    assert sabine.seats(other).taken == 0


def test_a_refused_act_is_not_undone(world: World) -> None:
    """« Annuler » takes back the last thing that stands, not one that never was."""
    sabine, karim = pair(world)
    full = place(world, capacity=1, waitlist=False)
    people = sabine.person("Martin"), sabine.person("Durand")
    level(world)
    sabine.workspace.record([registering(sabine, full, people[0])])
    sabine.exchange.round()
    karim.person("Roux")
    karim.workspace.record([registering(karim, full, people[1])])
    level(world)
    assert not karim.workspace.undo().refusals
    assert "Roux" not in {row.last_name for row in karim.rows(JobseekerRow)}


def test_two_rows_that_exchange_their_states(world: World) -> None:
    """A cancelled line lives again, the other is cancelled, and the first is written first."""
    sabine, karim = pair(world)
    slot, person, other = place(world), sabine.person("Martin"), sabine.person("Durand")
    first = sabine.register(slot, person)
    sabine.say(CancelRegistration(registration_id=first, reason=CancelReason.OTHER))
    cancelled = sabine.workspace.read(last_act)
    second = sabine.register(slot, person)
    level(world)
    # Two records merged and taken apart: both lines change together, in the order of their ids.
    sabine.say(MergeJobseekers(kept_id=other, absorbed_id=person))
    sabine.say(UnmergeJobseekers(absorbed_id=person, merge_act_id=sabine.workspace.read(last_act)))
    sabine.say(CancelRegistration(registration_id=second, reason=CancelReason.OTHER))
    sabine.say(Restore(act_id=cancelled))
    karim.person("Roux")
    karim.exchange.round()
    sabine.exchange._pull()
    assert sabine.registration(first).state.value == "registered"
    sabine.say(MergeJobseekers(kept_id=other, absorbed_id=person))
    sabine.say(UnmergeJobseekers(absorbed_id=person, merge_act_id=sabine.workspace.read(last_act)))
    level(world)
    assert karim.registration(first).state.value == "registered"


def last_act(conn: Connection, org: UUID) -> UUID:
    query = select(ACT.c.id).where(ACT.c.org_id == org).order_by(ACT.c.n.desc()).limit(1)
    return conn.execute(query).scalar_one()


def test_a_deletion_that_nobody_remembers(world: World) -> None:
    """Away for longer than deletions are remembered: everything is downloaded, and swept."""
    sabine, karim = pair(world)
    sabine.person("Martin")
    level(world)
    sabine.workspace.undo()
    sabine.exchange.round()
    sabine.person("Durand")
    sabine.exchange.round()
    world.clock.now += timedelta(days=200)
    assert retention.prune(world.backend.store, ORG, world.clock()) == 1
    karim.exchange.round()
    assert [row.last_name for row in karim.rows(JobseekerRow)] == ["Durand"]
    level(world)


def test_a_download_that_began_before_the_floor_rose(world: World) -> None:
    """Its pages are old, itself is not: told that it is too old, it would never end."""
    sabine, karim = pair(world)
    for _ in range(6):
        sabine.person()
    sabine.exchange.round()
    world.clock.now += timedelta(days=200)
    retention.prune(world.backend.store, ORG, world.clock())
    karim.wire.limit = 2
    assert karim.try_round().startswith("sent")
    assert len(karim.rows(JobseekerRow)) == 6
    level(world)
