# SPDX-License-Identifier: MIT
"""What is read before acts are decided, and what is written of them when."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import event

from kairos_desktop.models.rows import (
    EnrolmentRow,
    JobseekerRow,
    RegistrationRow,
    SeatsRow,
    SessionRow,
    SlotRow,
)
from kairos_desktop.models.vocabulary import Prescriber
from kairos_desktop.services import row_store
from kairos_desktop.services.acts.act import Act, Made
from kairos_desktop.services.acts.jobseekers import CreateJobseeker, Person
from kairos_desktop.services.acts.registrations import Register
from kairos_desktop.services.deciding import Bench, Decided, Said
from tests.factories import POST, Scene


@pytest.fixture
def slot(scene: Scene) -> UUID:
    return scene.meeting(scene.session())


def create(person: UUID) -> CreateJobseeker:
    return CreateJobseeker(jobseeker_id=person, person=Person(last_name="Roux", first_name="Anne"))


def register(scene: Scene, slot: UUID, person: UUID) -> Register:
    return Register(
        registration_id=scene.id(), slot_id=slot, jobseeker_id=person,
        placed_by=Prescriber.PROVIDER,
    )  # fmt: skip


def asked_of_registrations(scene: Scene, acts: list[Act]) -> int:
    """How many questions about registrations are asked until these acts are recorded."""
    said = list[str]()

    def note(*about: Any) -> None:
        said.append(about[2])

    event.listen(scene.workspace._write, "before_cursor_execute", note)
    try:
        assert not scene.workspace.record(acts).refusals
    finally:
        event.remove(scene.workspace._write, "before_cursor_execute", note)
    reads = [words for words in said if words.startswith("SELECT")]
    return sum("registration.slot_id = " in words for words in reads)


def test_nothing_is_looked_for_on_a_row_that_is_not_there(scene: Scene, slot: UUID) -> None:
    """Somebody who is only now created is on no slot yet: the database need not be asked."""
    new, known = scene.id(), scene.person()
    assert asked_of_registrations(scene, [create(new), register(scene, slot, new)]) == 0
    assert asked_of_registrations(scene, [register(scene, slot, known)]) > 0


def test_the_acts_before_are_seen_all_the_same(scene: Scene, slot: UUID) -> None:
    new = scene.id()
    acts = [create(new), register(scene, slot, new), register(scene, slot, new)]
    recorded = scene.workspace.record(acts)
    assert [refused.code for refused in recorded.refusals] == ["already_registered"]


@pytest.mark.parametrize(
    ("kind", "names", "found"),
    [
        (RegistrationRow, ("slot_id", "jobseeker_id"), {(0, SlotRow), (1, JobseekerRow)}),
        (EnrolmentRow, ("session_id",), {(0, SessionRow)}),
        (SlotRow, ("kind",), set()),
        (JobseekerRow, ("ft_id",), set()),
    ],
)
def test_the_links_of_the_tables_say_what_stands_on_what(
    kind: Any, names: tuple[str, ...], found: set[Any]
) -> None:
    assert set(row_store.parents(kind, names)) == found


def test_rows_are_taken_once_and_some_kinds_stay(scene: Scene, slot: UUID) -> None:
    new = scene.id()

    def taken(conn: Any) -> list[set[str]]:
        bench, kinds = Bench(conn, scene.workspace.org), list[set[str]]()
        acts: list[Act] = [create(new), register(scene, slot, new)]
        for place, act in enumerate(acts):
            made = Made(
                id=scene.id(), gesture=scene.id(), at=scene.workspace.now(), by="Sabine", post=POST,
                post_range="A", org=scene.workspace.org,
            )  # fmt: skip
            decided = bench.decide(Said(act, made))
            assert isinstance(decided, Decided)
            bench.accept(decided)
            put, _gone = bench.take((SeatsRow,) if place < len(acts) - 1 else ())
            kinds.append({row.table for row in put})
        (again, _gone) = bench.take()
        return [*kinds, {row.table for row in again}]

    assert scene.workspace.write(taken) == [{"jobseeker"}, {"registration", "seats"}, set()]
