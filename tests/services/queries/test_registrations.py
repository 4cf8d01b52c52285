# SPDX-License-Identifier: MIT
"""The three lists in SQL against the rules that say who shows where (domain 3.2)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time
from itertools import product
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import insert

from kairos_desktop.models.rows import RegistrationRow, SessionRow
from kairos_desktop.models.tables import REGISTRATION
from kairos_desktop.models.vocabulary import (
    CancelReason,
    Prescriber,
    RegistrationState,
    Result,
    SlotKind,
)
from kairos_desktop.services.acts.registrations import CancelRegistration
from kairos_desktop.services.queries import registrations
from kairos_desktop.services.queries.registrations import RegistrationFilter
from kairos_desktop.services.rules.lists import Tab, already_entered, remains_to_do, shows
from tests.factories import TODAY, Scene

R = RegistrationState


@pytest.fixture(scope="module")
def everyone(shared_scene: Scene) -> Iterator[tuple[Scene, SessionRow]]:
    """One registration for every state and every result, whether an act can make it or not."""
    session = shared_scene.session()
    slot = shared_scene.meeting(session)
    with shared_scene.workspace._write.begin() as conn:
        for state, result in product(R, Result):
            row = RegistrationRow(
                id=shared_scene.id(), slot_id=slot, session_id=session.id,
                jobseeker_id=shared_scene.id(), state=state, result=result,
                placed_by=Prescriber.PROVIDER, placed_on=TODAY,
            )  # fmt: skip
            values = {name: getattr(row, name) for name in row.__struct_fields__}
            person = {"id": row.jobseeker_id, "last_name": "A", "first_name": "B"}
            conn.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
            conn.execute(insert(REGISTRATION), {"org_id": shared_scene.workspace.org, **values})
            _insert_person(conn, shared_scene, person)
    return shared_scene, session


def _insert_person(conn: Any, scene: Scene, values: dict[str, Any]) -> None:
    from kairos_desktop.models.rows import JobseekerRow
    from kairos_desktop.models.tables import JOBSEEKER

    row = JobseekerRow(**values)
    every = {name: getattr(row, name) for name in row.__struct_fields__}
    conn.execute(insert(JOBSEEKER), {"org_id": scene.workspace.org, **every})


def listed(scene: Scene, **fields: Any) -> list[RegistrationRow]:
    asked = RegistrationFilter(**fields)
    ids = scene.workspace.read(registrations.ids_for, asked)
    lines = scene.workspace.read(registrations.rows_for, ids)
    assert [line.id for line in lines] == ids
    return [line.registration for line in lines]


@pytest.mark.parametrize(("tab", "with_entered"), list(product(Tab, [False, True])))
def test_domain_3_2_the_sql_of_a_list_agrees_with_the_rule(
    everyone: tuple[Scene, SessionRow], tab: Tab, with_entered: bool
) -> None:
    scene, session = everyone
    shown = listed(
        scene, session_id=session.id, kind=SlotKind.MEETING, tab=tab, with_entered=with_entered
    )
    expected = {
        (state, result)
        for state, result in product(R, Result)
        if shows(tab, state, result) or (with_entered and already_entered(tab, state, result))
    }
    assert {(row.state, row.result) for row in shown} == expected
    assert len(shown) == len(expected)


def test_domain_3_2_the_sql_of_the_badges_agrees_with_the_rule(
    everyone: tuple[Scene, SessionRow],
) -> None:
    scene, session = everyone
    counts = scene.workspace.read(registrations.counts, session.id, SlotKind.MEETING)
    for tab, count in zip(Tab, (counts.registered, counts.presence, counts.result), strict=True):
        assert count == sum(remains_to_do(tab, *each) for each in product(R, Result))
    empty = scene.workspace.read(registrations.counts, session.id, SlotKind.APPOINTMENT)
    assert (empty.registered, empty.presence, empty.result) == (0, 0, 0)


@pytest.fixture
def meeting(scene: Scene) -> tuple[Scene, SessionRow, UUID, dict[str, UUID]]:
    """Four people on a meeting of three places."""
    session = scene.session()
    slot = scene.meeting(session, capacity=3)
    people = {"Zola": "3333333C", "Éluard": "2222222B", "Aragon": "4444444D", "d’Hérouville": ""}
    rows = {
        name: scene.register(slot, scene.person(name, ft_id=ft_id))
        for name, ft_id in people.items()
    }
    return scene, session, slot, rows


def names(scene: Scene, session: SessionRow, **fields: Any) -> list[str]:
    typed: dict[str, Any] = {"kind": SlotKind.MEETING, "tab": Tab.REGISTERED} | fields
    asked = RegistrationFilter(session_id=session.id, **typed)
    ids = scene.workspace.read(registrations.ids_for, asked)
    lines = scene.workspace.read(registrations.rows_for, ids)
    return [line.jobseeker.last_name for line in lines]


Four = tuple[Scene, SessionRow, UUID, dict[str, UUID]]


def test_a_list_is_in_the_order_of_french_names_those_gone_last(meeting: Four) -> None:
    scene, session, _slot, rows = meeting
    assert names(scene, session) == ["Aragon", "d’Hérouville", "Éluard", "Zola"]
    scene.say(CancelRegistration(registration_id=rows["Aragon"], reason=CancelReason.JOB))
    assert names(scene, session) == ["d’Hérouville", "Éluard", "Zola", "Aragon"]
    backwards = names(scene, session, descending=True)
    assert backwards == ["Zola", "Éluard", "d’Hérouville", "Aragon"]


@pytest.mark.parametrize(
    ("sort", "first"),
    [("name", "Aragon"), ("ft_id", "d’Hérouville"), ("state", "Aragon"), ("placed_by", "Aragon"),
     ("slot", "Aragon"), ("rank", "Aragon")],
)  # fmt: skip
def test_every_column_sorts(meeting: Four, sort: str, first: str) -> None:
    scene, session, _slot, _rows = meeting
    assert names(scene, session, sort=sort)[0] == first


def test_a_list_is_narrowed_by_slot_day_and_words(meeting: Four) -> None:
    scene, session, slot, _rows = meeting
    other = scene.meeting(session, held_on=date(2026, 12, 8), starts_at=time(14), ends_at=None)
    scene.register(other, scene.person("Breton"))
    assert names(scene, session, slot_id=other) == ["Breton"]
    assert names(scene, session, held_on=date(2026, 12, 8)) == ["Breton"]
    assert names(scene, session, text="herou ann") == ["d’Hérouville"]
    assert names(scene, session, text="2222") == ["Éluard"]
    assert names(scene, session, slot_id=slot, text="breton") == []
    assert names(scene, session, kind=SlotKind.APPOINTMENT) == []


def test_the_waiting_list_is_in_order_of_arrival(meeting: Four) -> None:
    scene, _session, slot, rows = meeting
    scene.register(slot, scene.person("Aaron"))
    waiting = scene.workspace.read(registrations.waiting, slot)
    assert [line.jobseeker.last_name for line in waiting] == ["d’Hérouville", "Aaron"]
    assert waiting[0].id == rows["d’Hérouville"]


def test_those_whom_a_deletion_would_remove_are_named(meeting: Four) -> None:
    scene, _session, slot, rows = meeting
    scene.present(rows["Zola"])
    scene.absent(rows["Éluard"])
    expected = scene.workspace.read(registrations.still_expected, [slot])
    assert [line.jobseeker.last_name for line in expected] == ["Aragon", "d’Hérouville", "Éluard"]
