# SPDX-License-Identifier: MIT
"""Every act on every state of a registration, played for real (domain 3.2, 3.3).

Each act is recorded, looked at, and undone, so that one workspace serves the whole product.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest

from kairos_desktop.models.rows import EnrolmentRow
from kairos_desktop.models.vocabulary import (
    CancelReason,
    NotSelectedReason,
    Presence,
    Result,
)
from kairos_desktop.services.acts.act import Act
from kairos_desktop.services.acts.outcomes import RecordPresence, RecordResult
from kairos_desktop.services.acts.registrations import CancelRegistration, GivePlace, Transfer
from kairos_desktop.services.acts.slots import DeleteSlot
from tests.factories import Scene

SITUATIONS = (
    "registered", "waitlisted", "absent", "cancelled", "removed", "transferred",
    "present", "present/on_hold", "present/not_selected", "present/selected",
)  # fmt: skip
ACTS = (
    "present", "absent", "selected", "not_selected", "on_hold",
    "cancel", "transfer", "delete", "give_place",
)  # fmt: skip

# domain 3.2 and 3.3: whatever is not here is refused.
AFTER = {
    ("registered", "present"): "present",
    ("registered", "absent"): "absent",
    ("registered", "cancel"): "cancelled",
    ("registered", "transfer"): "transferred",
    ("registered", "delete"): "removed",
    ("waitlisted", "present"): "present",
    ("waitlisted", "absent"): "absent",
    ("waitlisted", "cancel"): "cancelled",
    ("waitlisted", "transfer"): "transferred",
    ("waitlisted", "delete"): "removed",
    ("waitlisted", "give_place"): "registered",
    ("absent", "present"): "present",
    ("absent", "absent"): "absent",
    ("absent", "transfer"): "transferred",
    ("absent", "delete"): "removed",
    ("present", "present"): "present",
    ("present", "absent"): "absent",
    ("present", "selected"): "present/selected",
    ("present", "not_selected"): "present/not_selected",
    ("present", "on_hold"): "present/on_hold",
    ("present/on_hold", "present"): "present/on_hold",
    ("present/on_hold", "selected"): "present/selected",
    ("present/on_hold", "not_selected"): "present/not_selected",
    ("present/on_hold", "on_hold"): "present/on_hold",
    ("present/not_selected", "present"): "present/not_selected",
    ("present/not_selected", "selected"): "present/selected",
    ("present/not_selected", "not_selected"): "present/not_selected",
    ("present/not_selected", "on_hold"): "present/on_hold",
    ("present/selected", "present"): "present/selected",
    # The slot goes, those who already left it stay as they are.
    ("cancelled", "delete"): "cancelled",
    ("transferred", "delete"): "transferred",
}


def result(registration_id: UUID, asked: Result) -> RecordResult:
    reason = NotSelectedReason.PROJECT if asked is Result.NOT_SELECTED else None
    return RecordResult(registration_id=registration_id, result=asked, reason=reason)


def cancel(registration_id: UUID) -> CancelRegistration:
    return CancelRegistration(registration_id=registration_id, reason=CancelReason.JOB)


def transfer(scene: Scene, registration_id: UUID, target: UUID) -> Transfer:
    return Transfer(
        registration_id=registration_id, target_slot_id=target, new_registration_id=scene.id()
    )


def put_in(scene: Scene, situation: str, slot: UUID, other: UUID) -> UUID:
    """A registration on the slot, in a situation."""
    state, _, outcome = situation.partition("/")
    registration_id = scene.register(slot)
    if state in ("present", "absent"):
        presence = RecordPresence(registration_id=registration_id, presence=Presence(state))
        scene.say(presence)
    arrive: dict[str, Callable[[], Act]] = {
        "cancelled": lambda: cancel(registration_id),
        "removed": lambda: DeleteSlot(slot_id=slot),
        "transferred": lambda: transfer(scene, registration_id, other),
    }
    if state in arrive:
        scene.say(arrive[state]())
    if outcome:
        scene.say(result(registration_id, Result(outcome)))
    return registration_id


@pytest.fixture(scope="module")
def stage(shared_scene: Scene) -> dict[str, Any]:
    """One slot for each situation, with a free place but for the waiting one's own."""
    session = shared_scene.session()
    other = shared_scene.meeting(session)
    stage: dict[str, Any] = {"scene": shared_scene, "other": other}
    for situation in SITUATIONS:
        waits = situation == "waitlisted"
        slot = shared_scene.meeting(session, capacity=1 if waits else 3)
        first = shared_scene.register(slot) if waits else None
        stage[situation] = (slot, put_in(shared_scene, situation, slot, other))
        if first:
            shared_scene.say(cancel(first))
    return stage


def act_of(name: str, scene: Scene, slot: UUID, registration_id: UUID, other: UUID) -> Act:
    match name:
        case "present" | "absent":
            return RecordPresence(registration_id=registration_id, presence=Presence(name))
        case "cancel":
            return cancel(registration_id)
        case "transfer":
            return transfer(scene, registration_id, other)
        case "delete":
            return DeleteSlot(slot_id=slot)
        case "give_place":
            return GivePlace(registration_id=registration_id)
        case _:
            return result(registration_id, Result(name))


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("situation", SITUATIONS)
def test_domain_3_2_every_act_on_every_state(
    stage: dict[str, Any], situation: str, act: str
) -> None:
    scene: Scene = stage["scene"]
    slot, registration_id = stage[situation]
    before = scene.registration(registration_id)
    said = act_of(act, scene, slot, registration_id, stage["other"])
    recorded = scene.workspace.record([said])
    row = scene.registration(registration_id)
    expected = AFTER.get((situation, act))
    if expected is None:
        assert recorded.refusals
        assert row == before
        return
    assert not recorded.refusals
    outcome = "" if row.result is Result.NONE else f"/{row.result}"
    assert f"{row.state}{outcome}" == expected
    if recorded.changes.ids:
        assert not scene.workspace.undo().refusals
    assert scene.registration(registration_id) == before


def test_domain_3_5_only_a_retenu_enrols(stage: dict[str, Any]) -> None:
    scene: Scene = stage["scene"]
    _slot, selected = stage["present/selected"]
    assert [row.registration_id for row in scene.rows(EnrolmentRow)] == [selected]
