# SPDX-License-Identifier: MIT
"""Places kept by a post: given to nobody else, never refused to it, given back."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kairos_desktop.models.rows import HoldRow, JobseekerRow, RegistrationRow
from kairos_desktop.models.vocabulary import (
    CancelReason,
    Prescriber,
    Presence,
    RegistrationState,
)
from kairos_desktop.services.acts.act import Act, Made
from kairos_desktop.services.acts.holds import ExpireHold, PlaceHold, ReleaseHold
from kairos_desktop.services.acts.outcomes import RecordPresence
from kairos_desktop.services.acts.registrations import (
    CancelRegistration,
    GivePlace,
    Register,
    Transfer,
)
from kairos_desktop.services.acts.slots import ChangeSlot, DeleteSlot
from kairos_desktop.services.deciding import Bench, Said, write_rows
from kairos_desktop.services.rules.verdicts import Refused
from tests.factories import POST, TODAY, Scene, a_meeting
from tests.model.exchange.invariants import bounds, rows_at

OTHER = UUID(int=8)


def keep(scene: Scene, slot: UUID, places: int, days: int = 3) -> UUID:
    hold = scene.id()
    until = TODAY + timedelta(days=days)
    scene.say(PlaceHold(hold_id=hold, slot_id=slot, places=places, until=until, label="Fécamp"))
    return hold


def elsewhere(scene: Scene, *acts: Act, post: UUID = OTHER) -> list[Refused | None]:
    """The acts of another post, as a back end decides them."""
    told: list[Refused | None] = []
    with scene.workspace._write.begin() as conn:
        bench = Bench(conn, scene.workspace.org)
        for act in acts:
            made = Made(
                id=scene.id(), gesture=scene.id(), at=scene.workspace.now(), by="Paul", post=post,
                post_range="Z", org=scene.workspace.org,
            )  # fmt: skip
            decided = bench.decide(Said(act, made))
            if not isinstance(decided, Refused):
                bench.accept(decided)
            told.append(decided if isinstance(decided, Refused) else None)
        write_rows(conn, scene.workspace.org, bench)
    return told


def registering(scene: Scene, slot: UUID, row: UUID | None = None) -> Register:
    return Register(
        registration_id=row or scene.id(), slot_id=slot, jobseeker_id=scene.person(),
        placed_by=Prescriber.FRANCE_TRAVAIL,
    )  # fmt: skip


def test_a_kept_place_is_nobody_elses(scene: Scene) -> None:
    slot = scene.meeting(scene.session(), capacity=3, waitlist=False)
    keep(scene, slot, 2)
    assert scene.seats(slot).held == 2
    first, second = elsewhere(scene, registering(scene, slot), registering(scene, slot))
    assert first is None
    assert second is not None
    assert second.code == "slot_full"


def test_the_post_that_keeps_spends_its_places_first(scene: Scene) -> None:
    slot = scene.meeting(scene.session(), capacity=3, waitlist=False)
    hold = keep(scene, slot, 2)
    elsewhere(scene, registering(scene, slot))
    rows = [scene.register(slot), scene.register(slot)]
    assert [scene.registration(row).hold_id for row in rows] == [hold, hold]
    assert (scene.seats(slot).taken, scene.seats(slot).held) == (3, 0)
    assert scene.refusal_code(registering(scene, slot)) == "slot_full"


def test_it_passes_before_those_who_wait(scene: Scene) -> None:
    slot = scene.meeting(scene.session(), capacity=1)
    keep(scene, slot, 1)
    waiting = scene.id()
    elsewhere(scene, registering(scene, slot, waiting))
    assert scene.registration(waiting).state is RegistrationState.WAITLISTED
    mine = scene.register(slot)
    assert scene.registration(mine).state is RegistrationState.REGISTERED


def test_a_place_that_is_cancelled_is_kept_again(scene: Scene) -> None:
    slot = scene.meeting(scene.session(), capacity=1)
    keep(scene, slot, 1)
    mine, waiting = scene.register(slot), scene.id()
    elsewhere(scene, registering(scene, slot, waiting))
    cancel = CancelRegistration(registration_id=mine, reason=CancelReason.OTHER)
    assert "place_freed" not in scene.warning_codes(cancel)
    assert scene.seats(slot).held == 1
    (refused,) = elsewhere(scene, GivePlace(registration_id=waiting))
    assert refused is not None
    # The post itself may give it to whom it likes.
    scene.say(GivePlace(registration_id=waiting))
    assert scene.seats(slot).held == 0


def test_giving_back_frees_what_is_not_used(scene: Scene) -> None:
    slot = scene.meeting(scene.session(), capacity=4)
    hold = keep(scene, slot, 3)
    mine = scene.register(slot)
    (refused,) = elsewhere(scene, ReleaseHold(hold_id=hold))
    assert refused is not None
    assert refused.code == "hold_of_other"
    scene.say(ReleaseHold(hold_id=hold))
    assert (scene.seats(slot).taken, scene.seats(slot).held) == (1, 0)
    assert scene.registration(mine).hold_id == hold
    # Said again, by a laptop that comes back late: nothing more.
    scene.say(ReleaseHold(hold_id=hold))
    assert scene.row(HoldRow, hold).released_by == scene.workspace.operator


def test_a_hold_is_given_back_the_day_after_its_last(scene: Scene) -> None:
    slot = scene.meeting(scene.session(), capacity=4)
    hold = keep(scene, slot, 3, days=1)
    (early,) = elsewhere(scene, ExpireHold(hold_id=hold), post=UUID(int=0))
    assert early is not None
    assert early.code == "hold_lasts"
    scene.clock.now += timedelta(days=2)
    assert elsewhere(scene, ExpireHold(hold_id=hold), post=UUID(int=0)) == [None]
    assert scene.seats(slot).held == 0
    # No post says it.
    assert scene.refusal_code(ExpireHold(hold_id=hold)) == "server_only"


def test_past_its_last_day_the_post_competes_like_others(scene: Scene) -> None:
    slot = scene.meeting(scene.session(), capacity=1, waitlist=False)
    keep(scene, slot, 1, days=1)
    scene.clock.now += timedelta(days=2)
    assert scene.refusal_code(registering(scene, slot)) == "slot_full"


def test_one_hold_a_post_and_a_slot(scene: Scene) -> None:
    slot = scene.meeting(scene.session(), capacity=4)
    hold = keep(scene, slot, 1)
    again = PlaceHold(hold_id=scene.id(), slot_id=slot, places=2, until=TODAY)
    assert scene.refusal_code(again) == "hold_stands"
    scene.say(ReleaseHold(hold_id=hold), again)
    assert scene.seats(slot).held == 2
    other = PlaceHold(hold_id=scene.id(), slot_id=slot, places=3, until=TODAY)
    (refused,) = elsewhere(scene, other)
    assert refused is not None
    assert (refused.code, refused.facts["free"]) == ("hold_no_room", 2)


def test_holding_is_undone_and_done_again(scene: Scene) -> None:
    slot = scene.meeting(scene.session(), capacity=4)
    hold = keep(scene, slot, 3)
    scene.workspace.undo()
    assert scene.seats(slot).held == 0
    scene.workspace.redo()
    assert scene.seats(slot).held == 3
    mine = scene.register(slot)
    scene.workspace.undo()
    assert (scene.seats(slot).taken, scene.seats(slot).held) == (0, 3)
    scene.workspace.redo()
    assert scene.registration(mine).hold_id == hold
    assert scene.seats(slot).held == 2


def test_giving_back_is_undone_only_while_there_is_room(scene: Scene) -> None:
    slot = scene.meeting(scene.session(), capacity=1, waitlist=False)
    hold = keep(scene, slot, 1)
    theirs = registering(scene, slot)
    scene.say(ReleaseHold(hold_id=hold))
    assert elsewhere(scene, theirs) == [None]
    (refused,) = scene.workspace.undo().refusals
    assert refused.code == "place_taken"


def test_a_slot_does_not_shrink_under_what_is_kept(scene: Scene) -> None:
    slot = scene.meeting(scene.session(), capacity=4)
    keep(scene, slot, 3)
    smaller = ChangeSlot(slot_id=slot, meeting=a_meeting(capacity=2))
    assert scene.refusal_code(smaller) == "capacity_below_held"


def test_a_deleted_slot_keeps_nothing(scene: Scene) -> None:
    slot = scene.meeting(scene.session(), capacity=4)
    hold = keep(scene, slot, 3)
    scene.say(DeleteSlot(slot_id=slot))
    assert scene.seats(slot).held == 0
    assert scene.row(HoldRow, hold).released_at is not None
    scene.workspace.undo()
    assert scene.seats(slot).held == 3


def test_who_waited_and_came_takes_a_kept_place_before_a_surplus(scene: Scene) -> None:
    slot = scene.meeting(scene.session(), capacity=1)
    waiting = scene.id()
    keep(scene, slot, 1)
    elsewhere(scene, registering(scene, slot, waiting))
    scene.say(RecordPresence(registration_id=waiting, presence=Presence.PRESENT))
    seats = scene.seats(slot)
    assert (seats.taken, seats.held, seats.surplus) == (1, 0, 0)


def test_a_transfer_takes_a_kept_place(scene: Scene) -> None:
    session = scene.session()
    full = scene.meeting(session, capacity=1, waitlist=False)
    source = scene.meeting(session, capacity=1)
    hold, row, new = keep(scene, full, 1), scene.register(source), scene.id()
    scene.say(Transfer(registration_id=row, target_slot_id=full, new_registration_id=new))
    assert scene.registration(new).hold_id == hold


STEPS = ("register", "register_elsewhere", "cancel", "hold", "release", "expire", "present",
         "give", "undo", "redo", "day", "hold_elsewhere")  # fmt: skip


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    steps=st.lists(st.tuples(st.sampled_from(STEPS), st.integers(0, 5)), max_size=25),
    capacity=st.integers(1, 4),
    waitlist=st.booleans(),
)
def test_never_over_and_never_refused(
    scene: Scene, steps: list[tuple[str, int]], capacity: int, waitlist: bool
) -> None:
    """Whatever is done, by whom: the places are within bounds, and a kept one is given."""
    scene.clock.be(TODAY)
    slot = scene.meeting(scene.session(), capacity=capacity, waitlist=waitlist)
    for step, number in steps:
        _do(scene, slot, step, number)
        with scene.workspace._read.connect() as conn, conn.begin():
            bounds(rows_at(conn, scene.workspace.org), "post")
        _kept_place_is_given(scene, slot)


def _kept_place_is_given(scene: Scene, slot: UUID) -> None:
    mine = [h for h in scene.rows(HoldRow) if h.slot_id == slot and h.post_id == POST]
    today = scene.workspace.now().date()
    rows = [r for r in scene.rows(RegistrationRow) if r.slot_id == slot]
    from kairos_desktop.services.rules.holds import left, serves

    kept = sum(left(h, rows) for h in mine if serves(h, POST, today))
    if kept:
        done = scene.workspace.record([registering(scene, slot)])
        assert not done.refusals
        row = max((r for r in scene.rows(RegistrationRow) if r.slot_id == slot), key=_newest)
        assert row.state is RegistrationState.REGISTERED
        scene.workspace.undo()


def _newest(row: RegistrationRow) -> UUID:
    return row.id


def _do(scene: Scene, slot: UUID, step: str, number: int) -> None:
    rows = sorted(r.id for r in scene.rows(RegistrationRow) if r.slot_id == slot)
    holds = sorted(h.id for h in scene.rows(HoldRow) if h.slot_id == slot)
    row, hold = rows[number % len(rows)] if rows else None, None
    if holds:
        hold = holds[number % len(holds)]
    record = scene.workspace.record
    place = PlaceHold(
        hold_id=scene.id(), slot_id=slot, places=1 + number % 3, until=TODAY + timedelta(days=2)
    )
    match step:
        case "register":
            record([registering(scene, slot)])
        case "register_elsewhere":
            elsewhere(scene, registering(scene, slot))
        case "hold":
            record([place])
        case "hold_elsewhere":
            elsewhere(scene, place)
        case "release" if hold:
            record([ReleaseHold(hold_id=hold)])
        case "expire" if hold:
            elsewhere(scene, ExpireHold(hold_id=hold), post=UUID(int=0))
        case "cancel" if row:
            record([CancelRegistration(registration_id=row, reason=CancelReason.OTHER)])
        case "present" if row:
            record([RecordPresence(registration_id=row, presence=Presence.PRESENT)])
        case "give" if row:
            record([GivePlace(registration_id=row)])
        case "undo":
            scene.workspace.undo()
        case "redo":
            scene.workspace.redo()
        case "day":
            scene.clock.now += timedelta(days=1)
        case _:
            assert scene.rows(JobseekerRow) is not None
