# SPDX-License-Identifier: MIT
"""The seventeen ways in which other people's systems lost what their users typed.

One test each, named after the cause, on the real client and the real server.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import msgspec
import pytest
from sqlalchemy import select, update

from kairos_desktop.models.exchange_tables import EXCHANGE, OUTBOX
from kairos_desktop.models.rows import (
    DocumentRow,
    JobseekerRow,
    OutcomeRow,
    RegistrationRow,
)
from kairos_desktop.models.vocabulary import OutcomeKind
from kairos_desktop.services.acts.jobseekers import CreateJobseeker
from kairos_desktop.services.acts.outcomes import RecordPresence
from kairos_desktop.services.acts.slot_papers import IssueConvocation
from kairos_desktop.services.queries import provisional
from kairos_desktop.services.sync.exchange import Unserved, mend
from kairos_desktop.services.sync.wire import PushAsked
from tests.model.exchange.mortal import Crash
from tests.model.exchange.office import (
    cut,
    level,
    mended,
    pair,
    place,
    registering,
    waiting_acts,
)
from tests.model.exchange.world import SimPost, World

# The seventeen


def test_01_deleted_before_acknowledged(world: World) -> None:
    sabine, _karim = pair(world)
    sabine.person("Martin")
    cut(sabine, "before:pull")
    assert sabine.try_round() == "cut"
    # The answer has come; nothing here is taken away before the rows themselves have.
    assert len(sabine.waiting()) == 2
    mended(sabine)
    sabine.exchange.round()
    assert sabine.waiting() == []
    assert sabine.workspace.read(lambda c, _o: len(c.execute(select(OUTBOX)).all())) == 2


def test_02_download_over_a_local_change(world: World) -> None:
    sabine, karim = pair(world)
    registration = sabine.register(place(world))
    level(world)
    karim.absent(registration)
    karim.exchange.round()
    sabine.present(registration)
    cut(sabine, "before:push")
    sabine.try_round()
    sabine.exchange._pull()
    assert sabine.registration(registration).state.value == "present"
    mended(sabine)
    level(world)
    assert karim.registration(registration).state.value == "present"


def test_03_a_cleaner_over_the_unsent(world: World) -> None:
    sabine, _karim = pair(world)
    sabine.person("Martin")
    world.clock.now += timedelta(days=400)
    cut(sabine, "before:push")
    sabine.try_round()
    sabine.exchange._pull()
    assert len(sabine.waiting()) == 2
    mended(sabine)
    level(world)


def test_04_the_right_or_the_account_changed(world: World) -> None:
    sabine, karim = pair(world)
    level(world)
    karim.person("Martin")
    karim.wire.is_closed = True
    karim.exchange.round()
    (line,) = karim.rows(OutcomeRow)
    assert (line.kind, line.code) == (OutcomeKind.QUARANTINED, "account_closed")
    # What was typed is in the line, to be said again by somebody who may.
    assert msgspec.json.decode(line.args)["person"]["last_name"] == "Martin"
    karim.wire.is_closed, karim.wire.is_revoked = False, True
    karim.person("Durand")
    karim.exchange.round()
    assert {row.code for row in sabine_sees(sabine)} == {"account_closed", "post_revoked"}
    karim.wire.is_revoked = False
    level(world)


def sabine_sees(post: SimPost) -> list[OutcomeRow]:
    post.exchange.round()
    return post.rows(OutcomeRow)


def test_05_order_broken_between_parent_and_child(world: World) -> None:
    sabine, _karim = pair(world)
    slot = place(world)
    person = sabine.person("Martin")
    registration = sabine.register(slot, person)
    sabine.present(registration)
    acts = waiting_acts(sabine)
    child_first = PushAsked(sabine.standing().stream, (acts[1], acts[2]), None)
    with pytest.raises(Unserved, match="gap"):
        sabine.wire.push(child_first)
    level(world)
    assert not sabine.rows(OutcomeRow)


def test_06_sent_twice(world: World) -> None:
    sabine, karim = pair(world)
    slot = place(world)
    sabine.register(slot)
    sabine.wire.doubled = True
    cut(sabine, "after:pull")
    sabine.try_round()
    mended(sabine)
    level(world)
    assert karim.seats(slot).taken == len(karim.rows(RegistrationRow)) == 1


def test_07_edited_while_being_sent(world: World) -> None:
    sabine, karim = pair(world)
    registration = sabine.register(place(world))

    def meanwhile(call: str) -> None:
        if call == "after:push" and not sabine.rows(DocumentRow):
            mended(sabine)
            sabine.present(registration)

    sabine.wire.fault = meanwhile
    sabine.exchange.round()
    level(world)
    assert karim.registration(registration).state.value == "present"


@pytest.mark.expects_log
def test_08_one_bad_item_blocks_the_rest(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    sabine, karim = pair(world)
    registration = sabine.register(place(world))
    sabine.present(registration)
    person = sabine.person("Martin")

    def fails(*_args: object) -> None:
        raise ZeroDivisionError

    with monkeypatch.context() as broken:
        from kairos_server.exchange import judging

        decide = judging.Bench.decide
        broken.setattr(
            judging.Bench,
            "decide",
            lambda self, said: (
                fails() if isinstance(said.act, RecordPresence) else decide(self, said)
            ),
        )
        sabine.exchange.round()
    level(world, failing=["presence.record"])
    assert [row.code for row in karim.rows(OutcomeRow)] == ["act_failed"]
    assert person in {row.id for row in karim.rows(JobseekerRow)}


def test_09_a_silent_refusal_or_a_green_light_too_early(world: World) -> None:
    sabine, karim = pair(world)
    slot = place(world, capacity=1, waitlist=False)
    people = sabine.person("Martin"), sabine.person("Durand")
    level(world)
    sabine.workspace.record([registering(sabine, slot, people[0])])
    karim.workspace.record([registering(karim, slot, people[1])])
    assert not sabine.exchange.agrees() or sabine.waiting()
    sabine.exchange.round()
    cut(karim, "after:push")
    karim.try_round()
    assert karim.waiting(), "green before anything has come back"
    mended(karim)
    karim.exchange.round()
    assert [row.code for row in karim.rows(OutcomeRow)] == ["slot_full"]
    level(world)


def test_10_a_rebuild_that_is_not_atomic(world: World) -> None:
    sabine, _karim = pair(world)
    sabine.register(place(world))
    level(world)
    sabine.person("Durand")
    shown = sabine.dump()
    sabine.workspace.write(
        lambda conn: conn.execute(update(EXCHANGE).values(cursor="", staged_cursor=""))
    )
    sabine.wire.limit = 2
    write, jobs = sabine.workspace.write, 0

    def dying(job: Any) -> Any:
        nonlocal jobs
        jobs += 1
        if jobs == 9:
            sabine.dies_at_commit()
        return write(job)

    sabine.exchange._writing = dying
    assert sabine.try_round() == "crashed"
    assert sabine.dump() == shown
    sabine.wire.limit = None
    level(world)


def test_11_attachments_not_part_of_the_acknowledgement(world: World) -> None:
    """A paper is a row of facts: it comes with the act that made it, in the same answer."""
    sabine, karim = pair(world)
    registration = sabine.present(sabine.register(place(world)))
    sabine.selected(registration)
    karim.wire.limit = 1
    level(world)
    ours, theirs = sabine.rows(DocumentRow), karim.rows(DocumentRow)
    assert ours == theirs
    assert [row.sha256 for row in theirs if row.facts]


def test_12_a_draft_older_than_the_program(world: World) -> None:
    """An act of a version that the server does not know stays here until it does."""
    sabine, karim = pair(world)
    level(world)
    world.unknown = {CreateJobseeker.name}
    person = sabine.person("Martin")
    assert sabine.exchange.round().held == "unknown_version"
    assert len(sabine.waiting()) == 1
    karim.exchange.round()
    world.unknown = set()
    level(world)
    assert person in {row.id for row in karim.rows(JobseekerRow)}


def test_13_the_server_restored_to_last_week(world: World) -> None:
    sabine, karim = pair(world)
    slot = place(world)
    world.backend.back_up()
    registration = sabine.register(slot)
    level(world)
    karim.present(registration)
    level(world)
    world.backend.restore()
    level(world)
    assert sabine.registration(registration).state.value == "present"


def test_14_the_clock_is_wrong(world: World) -> None:
    sabine, karim = pair(world)
    slot = place(world)
    sabine.offset, karim.offset = timedelta(days=365), timedelta(days=-365)
    registration = sabine.register(slot)
    level(world)
    karim.present(registration)
    level(world)
    sabine.absent(registration)
    level(world)
    # The order is that of arrival, whatever the clocks say.
    assert karim.registration(registration).state.value == "absent"


def test_15_power_is_cut(world: World) -> None:
    sabine, _karim = pair(world)
    slot = place(world)
    sabine.dies_at_commit()
    with pytest.raises(Crash):
        sabine.register(slot)
    sabine.restart()
    assert not sabine.rows(RegistrationRow)
    assert not sabine.waiting()
    sabine.register(slot)
    sabine.restart()
    assert len(sabine.waiting()) == 2
    level(world)


def test_16_absence_taken_for_a_deletion(world: World) -> None:
    sabine, karim = pair(world)
    for name in ("Martin", "Durand", "Roux"):
        sabine.person(name)
    level(world)
    sabine.person("Petit")
    sabine.exchange.round()
    # What a page of changes does not speak of is still there.
    karim.exchange.round()
    assert len(karim.rows(JobseekerRow)) == 4
    # Nor does a download of everything, page by page, take away what it cannot know of.
    karim.person("Leroy")
    karim.workspace.write(
        lambda conn: conn.execute(update(EXCHANGE).values(cursor="", staged_cursor=""))
    )
    karim.wire.limit = 2
    cut(karim, "before:push")
    karim.try_round()
    karim.exchange._pull()
    assert {row.last_name for row in karim.rows(JobseekerRow)} >= {"Petit", "Leroy"}
    assert len(karim.rows(JobseekerRow)) == 5
    mended(karim)
    karim.wire.limit = None
    level(world)
    assert len(sabine.rows(JobseekerRow)) == 5


def test_17_printed_before_it_was_accepted(world: World) -> None:
    """A paper printed here keeps its id; its number is the back end's, whatever came between."""
    sabine, _karim = pair(world)
    registration = sabine.present(sabine.register(place(world)))
    sabine.selected(registration)
    (printed,) = sabine.rows(DocumentRow)
    level(world)
    (kept,) = sabine.rows(DocumentRow)
    assert (kept.id, kept.number) == (printed.id, printed.number)


def test_17_printed_and_then_refused(world: World) -> None:
    """A summons to a place that somebody else took stays on the list until it is decided upon."""
    sabine, karim = pair(world)
    slot = place(world, capacity=1, waitlist=False)
    karim.register(slot)
    karim.exchange.round()
    mine = sabine.register(slot)
    sabine.say(IssueConvocation(registration_id=mine))
    (printed,) = sabine.rows(DocumentRow)
    assert sabine.workspace.read(provisional.not_accepted, [printed]) == {printed.id}
    now = sabine.clock()
    sabine.workspace.write(
        lambda conn: provisional.keep_drawn(conn, sabine.workspace.org, [printed.id], now)
    )
    level(world)
    assert sabine.rows(DocumentRow) == []
    (found,) = sabine.workspace.read(provisional.to_confirm)
    assert (found.id, found.is_accepted, found.row) == (printed.id, False, None)
    assert "slot_full" in {row.code for row in sabine.rows(OutcomeRow)}


def test_a_post_that_begins_anew_between_two_pages_downloads_from_where_it_stands(
    world: World,
) -> None:
    sabine, karim = pair(world)
    for _ in range(3):
        sabine.register(place(world))
    level(world)
    karim.workspace.write(
        lambda conn: conn.execute(update(EXCHANGE).values(cursor="", staged_cursor=""))
    )
    karim.wire.limit = 4
    write, pages = karim.workspace.write, 0

    def beginning_anew(job: Any) -> Any:
        nonlocal pages
        done = write(job)
        pages += getattr(job, "__defaults__", None) is not None
        if pages == 2:
            pages += 1
            org, new_id = karim.workspace.org, karim.workspace.new_id
            write(lambda conn: mend(conn, org, "gap", new_id))
        return done

    karim.exchange._writing = beginning_anew
    karim.exchange.round()
    assert pages > 3
    karim.exchange._writing = write
    assert karim.exchange.agrees()
    assert karim.dump() == sabine.dump()
