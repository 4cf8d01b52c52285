# SPDX-License-Identifier: MIT
"""The ledger: one transaction, one effect, nothing half kept."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec
import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from kairos_desktop.models import failures
from kairos_desktop.models.act_tables import ACT, IMAGE
from kairos_desktop.models.rows import JobseekerRow, RegistrationRow, SeatsRow, digest
from kairos_desktop.models.vocabulary import CancelReason, Prescriber, RegistrationState
from kairos_desktop.services.acts.jobseekers import CreateJobseeker, Person
from kairos_desktop.services.acts.registrations import CancelRegistration, Register
from kairos_desktop.services.acts.slots import ChangeSlot
from tests.factories import POST, TODAY, Clock, Scene, a_meeting

ROOT = Path(__file__).parents[2]


def acts(scene: Scene) -> list[dict[str, Any]]:
    """The ledger's acts in the order of their numbers."""
    query = select(ACT).order_by(ACT.c.n)
    return scene.workspace.read(
        lambda conn, _org: [dict(row) for row in conn.execute(query).mappings()]
    )


def images(scene: Scene, act_id: UUID) -> list[dict[str, Any]]:
    query = select(IMAGE).where(IMAGE.c.act_id == act_id).order_by(IMAGE.c.step)
    return scene.workspace.read(
        lambda conn, _org: [dict(row) for row in conn.execute(query).mappings()]
    )


def create(scene: Scene, last_name: str = "Roux") -> CreateJobseeker:
    return CreateJobseeker(
        jobseeker_id=scene.id(), person=Person(last_name=last_name, first_name="Anne")
    )


def register(scene: Scene, slot: UUID, person: UUID) -> Register:
    return Register(
        registration_id=scene.id(), slot_id=slot, jobseeker_id=person,
        placed_by=Prescriber.PROVIDER,
    )  # fmt: skip


def test_the_same_act_twice_has_one_effect(scene: Scene) -> None:
    act, act_id = create(scene), scene.id()
    first = scene.workspace.record([act], ids=[act_id])
    again = scene.workspace.record([create(scene, "Autre")], ids=[act_id])
    assert (first.verdicts[0].repeated, again.verdicts[0].repeated) == (False, True)
    assert not again.changes.ids
    assert [row.last_name for row in scene.rows(JobseekerRow)] == ["Roux"]


def test_the_same_act_twice_in_one_batch_has_one_effect(scene: Scene) -> None:
    act_id = scene.id()
    batch = [create(scene), create(scene)]
    recorded = scene.workspace.record(batch, ids=[act_id, act_id])
    assert [verdict.repeated for verdict in recorded.verdicts] == [False, True]
    assert len(scene.rows(JobseekerRow)) == 1


def test_an_act_refused_once_may_be_played_again_under_its_id(scene: Scene) -> None:
    act_id = scene.id()
    nameless = create(scene, " ")
    recorded = scene.workspace.record([nameless, nameless], ids=[act_id, act_id])
    assert [bool(verdict.refusal) for verdict in recorded.verdicts] == [True, True]
    assert not scene.workspace.record([create(scene)], ids=[act_id]).verdicts[0].repeated
    assert len(scene.rows(JobseekerRow)) == 1


def test_an_act_may_stand_on_what_the_batch_made_before_it(scene: Scene) -> None:
    slot = scene.meeting(scene.session(), capacity=1)
    people = [create(scene) for _ in range(2)]
    batch = [
        *people,
        *(register(scene, slot, person.jobseeker_id) for person in people),
    ]
    scene.say(*batch)
    states = [row.state for row in scene.rows(RegistrationRow)]
    assert sorted(states) == [RegistrationState.REGISTERED, RegistrationState.WAITLISTED]
    backwards = create(scene)
    early = register(scene, slot, backwards.jobseeker_id)
    recorded = scene.workspace.record([early, backwards])
    assert [bool(verdict.refusal) for verdict in recorded.verdicts] == [True, False]


def test_a_batch_keeps_what_is_not_refused(scene: Scene) -> None:
    recorded = scene.workspace.record([create(scene), create(scene, " "), create(scene, "Petit")])
    assert [bool(verdict.refusal) for verdict in recorded.verdicts] == [False, True, False]
    assert {row.last_name for row in scene.rows(JobseekerRow)} == {"Roux", "Petit"}


def test_a_batch_said_together_is_kept_whole_or_not_at_all(scene: Scene) -> None:
    before, told = scene.dump(), len(acts(scene))
    recorded = scene.workspace.record([create(scene), create(scene, " ")], together=True)
    assert [bool(verdict.refusal) for verdict in recorded.verdicts] == [False, True]
    assert not recorded.changes.ids
    assert scene.dump() == before
    assert len(acts(scene)) == told


def test_a_refused_act_leaves_no_trace(scene: Scene) -> None:
    told = acts(scene)
    scene.workspace.record([create(scene, " ")])
    assert acts(scene) == told


def test_the_numbers_of_a_post_have_no_hole(scene: Scene) -> None:
    for name in ("A", " ", "B"):
        scene.workspace.record([create(scene, name)])
        scene.workspace.record([create(scene), create(scene, " ")], together=True)
    scene.workspace.undo()
    scene.workspace.redo()
    numbers = [row["n"] for row in acts(scene)]
    assert numbers == list(range(1, len(numbers) + 1))


def test_an_act_says_who_when_where_and_what(scene: Scene) -> None:
    act = create(scene)
    recorded = scene.say(act)
    row = acts(scene)[-1]
    assert (row["id"], row["gesture_id"]) == (recorded.verdicts[0].act_id, recorded.gesture)
    assert (row["type"], row["v"], row["made_by"], row["post_id"]) == (
        "jobseeker.create",
        1,
        "Odile",
        POST,
    )
    assert row["made_at"].date() == TODAY
    assert row["made_at"].utcoffset().total_seconds() == 3600
    assert "Roux" in row["args"]


def test_a_moment_given_with_another_offset_is_read_in_paris(scene: Scene) -> None:
    slot = scene.meeting(scene.session())
    act = register(scene, slot, scene.person())
    late = datetime(2026, 11, 30, 23, 30, tzinfo=UTC)
    scene.workspace.record([act], at=late)
    assert scene.registration(act.registration_id).placed_on.isoformat() == "2026-12-01"


def test_images_hold_every_row_as_it_was(scene: Scene) -> None:
    slot = scene.meeting(scene.session(), capacity=1)
    row_id = scene.register(slot)
    before = scene.registration(row_id)
    recorded = scene.say(
        CancelRegistration(registration_id=row_id, reason=CancelReason.UNAVAILABLE)
    )
    (image,) = images(scene, recorded.verdicts[0].act_id)
    assert (image["row_table"], image["id"]) == ("registration", row_id)
    assert msgspec.json.decode(image["before"], type=RegistrationRow) == before
    assert image["after"] == digest(scene.registration(row_id))


def test_a_change_set_names_what_was_touched(scene: Scene) -> None:
    slot = scene.meeting(scene.session())
    act = register(scene, slot, scene.person())
    changes = scene.say(act).changes
    assert changes.tables == {"registration", "seats"}
    assert changes.ids == {act.registration_id, slot}


def test_the_places_are_checked_by_the_database_too(scene: Scene) -> None:
    slot = scene.meeting(scene.session(), capacity=1)
    with (
        pytest.raises(DBAPIError, match="places"),
        scene.workspace._write.begin() as conn,
    ):
        conn.execute(text("UPDATE seats SET taken = 2 WHERE id = :slot"), {"slot": slot.bytes})
    assert scene.seats(slot) == SeatsRow(id=slot, capacity=1)


def test_nothing_is_written_through_the_reading_engine(scene: Scene) -> None:
    def write(conn: Any, _org: UUID) -> None:
        conn.execute(text("DELETE FROM act"))

    with pytest.raises(failures.ReadOnlyProfile):
        scene.workspace.read(write)
    assert acts(scene)


def test_a_reader_sees_the_last_commit_while_the_writer_is_at_work(scene: Scene) -> None:
    seen = len(scene.rows(JobseekerRow))
    with scene.workspace._write.begin() as conn:
        conn.execute(text("DELETE FROM act"))
        assert len(acts(scene)) == 1
        assert len(scene.rows(JobseekerRow)) == seen
        conn.rollback()
    assert len(acts(scene)) == 1


def test_two_workspaces_on_one_file_read_each_other_s_rows(scene: Scene, database: Path) -> None:
    with Scene.opened(database, Clock()) as other:
        person = scene.person("Roux")
        assert other.row(JobseekerRow, person).last_name == "Roux"


@pytest.mark.parametrize("breath", [3, 17, 40])
def test_a_killed_writer_loses_no_act_it_was_told_of_and_never_half_a_gesture(
    database: Path, breath: int
) -> None:
    writer = subprocess.Popen(
        [sys.executable, "-m", "tests.services.ledger_writer", str(database)],
        stdout=subprocess.PIPE, text=True, cwd=ROOT,
    )  # fmt: skip
    assert writer.stdout
    told = 0
    for line in writer.stdout:
        told = int(line)
        if told == breath:
            writer.send_signal(signal.SIGKILL)
            break
    told = max([told, *(int(line) for line in writer.stdout if line.endswith("\n"))])
    writer.stdout.close()
    writer.wait()
    with Scene.opened(database, Clock()) as scene:
        gestures = Counter(row.last_name for row in scene.rows(JobseekerRow))
        assert set(gestures.values()) == {3}
        assert {f"Nom{n}" for n in range(1, told + 1)} <= set(gestures)
        assert len(gestures) <= told + 1
        assert len(acts(scene)) == 3 * len(gestures)
        scene.person()
        assert [row["n"] for row in acts(scene)] == list(range(1, 3 * len(gestures) + 2))


def test_a_workspace_without_acts_records_nothing(scene: Scene) -> None:
    told = len(acts(scene))
    recorded = scene.workspace.record([])
    assert (recorded.verdicts, recorded.changes.ids) == ((), frozenset())
    assert len(acts(scene)) == told


def test_a_row_put_as_it_was_is_no_change(scene: Scene) -> None:
    slot = scene.meeting(scene.session())
    same = scene.say(ChangeSlot(slot_id=slot, meeting=a_meeting()))
    assert same.changes.ids == frozenset()
    assert images(scene, same.verdicts[0].act_id) == []
