# SPDX-License-Identifier: MIT
"""A post asks, before it records, whether the role of who signed in may say an act."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from kairos_desktop.models import engine
from kairos_desktop.models.account_rows import AccountRow
from kairos_desktop.models.vocabulary import Prescriber, Presence, RegistrationState, Role
from kairos_desktop.services import row_store
from kairos_desktop.services.acts.outcomes import RecordPresence
from kairos_desktop.services.acts.registrations import Register
from kairos_desktop.services.wording.sentences import sentence
from kairos_desktop.services.workspace import Workspace
from tests.exchange_scene import Exchanged
from tests.factories import KEY, POST, SIRET, Clock, Scene

ME = UUID(int=5)


@pytest.fixture
def scene(database: Path, clock: Clock) -> Iterator[Scene]:
    engines = engine.open_engines(database, KEY)
    workspace = Workspace(
        engines.write, engines.read, siret=SIRET, post=POST, post_range="A", operator="Odile",
        now=clock, keeps_to_role=True,
    )  # fmt: skip
    yield Scene(workspace, clock)
    engines.dispose()


def receive(scene: Scene, role: Role) -> None:
    """What an exchange brings of the account."""
    row = AccountRow(
        id=ME, login="tom", full_name="Tom", role=role, created_at=scene.clock.now, created_by="RGC"
    )
    workspace = scene.workspace
    workspace.write(lambda conn: row_store.write(conn, workspace.org, [row], ()))


def test_an_act_of_another_role_is_refused_at_once_and_nothing_of_its_gesture_is_kept(
    scene: Scene,
) -> None:
    scene.describe_provider()
    slot, person = scene.meeting(scene.session()), scene.person()
    line = scene.register(slot, person)
    Exchanged(scene.workspace).join(account_id=ME)
    present = RecordPresence(registration_id=line, presence=Presence.PRESENT)
    other: Any = Register(
        registration_id=scene.id(), slot_id=slot, jobseeker_id=scene.person("Courtois"),
        placed_by=Prescriber.FRANCE_TRAVAIL,
    )  # fmt: skip

    def codes(*acts: Any) -> list[str]:
        verdicts = scene.workspace.record(acts).verdicts
        return [each.refusal.code if each.refusal else "" for each in verdicts]

    receive(scene, Role.TRAINER)
    assert codes(present, other) == ["right_missing"] * 2
    assert scene.registration(line).state is RegistrationState.REGISTERED
    assert codes(present) == [""]
    assert [each.refusal.code for each in scene.workspace.undo().verdicts if each.refusal] == [
        "right_missing"
    ]
    receive(scene, Role.READER)
    refused = scene.workspace.record([present]).verdicts[0].refusal
    assert refused is not None
    assert sentence(refused).startswith("Votre rôle (Lecture) ne permet pas cet acte.")
    receive(scene, Role.MANAGER)
    assert codes(other) == [""]
