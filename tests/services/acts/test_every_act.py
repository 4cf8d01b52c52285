# SPDX-License-Identifier: MIT
"""What holds for every act: wire names, reading from JSON, and the texts that never enter."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import msgspec
import pytest

from kairos_desktop.services.acts.act import Act, decide
from kairos_desktop.services.acts.known import Known
from kairos_desktop.services.acts.registry import ACTS, read_act
from kairos_desktop.services.rules.verdicts import Refused
from tests.factories import Scene
from tests.services.acts.examples import MADE, Path, example, field_of, placed, text_paths

NIR = "1 85 05 78 006 084 91"
NEW_ID = UUID(int=42)
TEXTS = [(act, path) for act in ACTS for path in text_paths(act)]


STANDING_ALONE = {
    "provider.describe", "site.describe", "jobseeker.create", "session.open",
    "adhesion.record_step", "clearance.record", "reason.describe",
}  # fmt: skip


def subclasses(kind: type[Act]) -> set[type[Act]]:
    found = set(kind.__subclasses__())
    return found | {each for below in found for each in subclasses(below)}


def read(kind: type[Act], args: dict[str, Any]) -> Act:
    act = read_act(kind.name, kind.version, args, lambda: NEW_ID)
    assert isinstance(act, Act), act
    return act


def name_of(value: object) -> str:
    return value.name if isinstance(value, type) else ".".join(map(str, value))  # pyright: ignore


def test_every_act_is_in_the_registry_under_a_name_of_its_own() -> None:
    named = {kind for kind in subclasses(Act) if "name" in vars(kind)}
    assert named == set(ACTS)
    assert len({act.name for act in ACTS}) == len(ACTS)


@pytest.mark.parametrize("kind", ACTS, ids=name_of)
def test_every_act_is_read_back_from_its_json(kind: type[Act]) -> None:
    act = read(kind, example(kind))
    assert read(kind, msgspec.json.decode(msgspec.json.encode(act))) == act


@pytest.mark.parametrize("kind", ACTS, ids=name_of)
def test_a_script_may_leave_out_the_ids_that_an_act_creates(kind: type[Act]) -> None:
    args = {name: value for name, value in example(kind).items() if name not in kind.creates}
    act = read(kind, args)
    assert [getattr(act, name) for name in kind.creates] == [NEW_ID] * len(kind.creates)


@pytest.mark.parametrize("kind", ACTS, ids=name_of)
def test_a_field_that_no_act_knows_is_refused(kind: type[Act]) -> None:
    refused = read_act(kind.name, kind.version, example(kind) | {"nir": NIR}, lambda: NEW_ID)
    assert isinstance(refused, Refused)
    assert refused.code == "act_arguments"


@pytest.mark.parametrize(("kind", "path"), TEXTS, ids=name_of)
def test_domain_2_5_a_social_security_number_is_refused_in_every_text(
    kind: type[Act], path: Path
) -> None:
    act = read(kind, placed(example(kind), path, f"son numéro : {NIR}"))
    refused = decide(act, Known(), MADE)
    assert isinstance(refused, Refused)
    assert (refused.code, refused.facts["field"]) == ("nir", field_of(path))


@pytest.mark.parametrize("unreadable", ["\x00", "\x07", "\u202e", "\u2066"])
@pytest.mark.parametrize(("kind", "path"), TEXTS, ids=name_of)
def test_what_cannot_be_read_is_refused_in_every_text(
    kind: type[Act], path: Path, unreadable: str
) -> None:
    act = read(kind, placed(example(kind), path, f"Anne{unreadable}"))
    refused = decide(act, Known(), MADE)
    assert isinstance(refused, Refused)
    assert refused.code == "text_unreadable"


@pytest.mark.parametrize(("kind", "path"), TEXTS, ids=name_of)
def test_a_text_without_end_is_refused(kind: type[Act], path: Path) -> None:
    if path[-1] in ("logo", "stamp"):
        return  # Pictures have their own bound.
    act = read(kind, placed(example(kind), path, "a" * 2001))
    refused = decide(act, Known(), MADE)
    assert isinstance(refused, Refused)
    assert refused.code == "text_too_long"


def test_lines_and_tabs_are_text() -> None:
    kind = next(act for act in ACTS if act.name == "enrolment.flag_error")
    act = read(kind, example(kind) | {"reason": "un\n\tdeux"})
    assert not isinstance(_texts_refusal(act), Refused)


def _texts_refusal(act: Act) -> object:
    try:
        return decide(act, Known(), MADE)
    except LookupError:
        return None  # The texts passed: the decision went on to the rows.


@pytest.mark.parametrize(
    ("name", "version", "args", "code"),
    [
        ("jobseeker.vanish", 1, {}, "unknown_act"),
        ("jobseeker.create", 2, {}, "unknown_version"),
        ("jobseeker.create", 1, {}, "act_arguments"),
        ("jobseeker.create", 1, {"person": {"last_name": 3, "first_name": "A"}}, "act_arguments"),
        (
            "presence.record",
            1,
            {"registration_id": str(UUID(int=1)), "presence": "late"},
            "act_arguments",
        ),
    ],
)
def test_what_is_no_act_is_refused(
    name: str, version: int, args: dict[str, Any], code: str
) -> None:
    refused = read_act(name, version, args, lambda: NEW_ID)
    assert isinstance(refused, Refused)
    assert refused.code == code


@pytest.mark.parametrize("hour", ["09:00:00Z", "09:00:00+02:00"])
def test_an_hour_is_that_of_the_clock_on_the_wall(hour: str) -> None:
    for kind in ACTS:
        if kind.name in ("meeting.create", "slot.change", "appointments.create"):
            args = msgspec.json.decode(
                msgspec.json.encode(example(kind)).replace(b"09:00:00", hour.encode())
            )
            refused = read_act(kind.name, 1, args, lambda: NEW_ID)
            assert isinstance(refused, Refused)
            assert refused.code == "act_arguments"


@pytest.mark.parametrize("kind", ACTS, ids=name_of)
def test_an_act_about_rows_that_do_not_exist_is_refused_and_nothing_is_lost(
    kind: type[Act], scene: Scene
) -> None:
    made_up = example(kind)
    before = scene.dump()
    recorded = scene.workspace.record([read(kind, made_up)])
    if kind.name in STANDING_ALONE:
        return  # They stand on nothing that must exist.
    assert recorded.refusals
    assert scene.dump() == before
