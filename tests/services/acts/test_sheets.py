# SPDX-License-Identifier: MIT
"""The sheet of a half-day read back: what is kept, refused, warned of, undone (domain 2.9, 5)."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any
from uuid import UUID

import pytest

from kairos_desktop.models.rows import SessionRow
from kairos_desktop.models.sheet_rows import SheetRow
from kairos_desktop.models.vocabulary import HalfDay, Mark
from kairos_desktop.services.acts.absences import MarkHalfDays
from kairos_desktop.services.acts.sheets import RecordSheet
from kairos_desktop.services.queries import sheets as queries
from kairos_desktop.services.queries.attendance import month_card
from kairos_desktop.services.queries.evidence import evidence
from kairos_desktop.services.rules.evidence import Chapter, Lack
from kairos_desktop.services.rules.sheet_codes import read_code, sheet_code
from kairos_desktop.services.rules.sheets import Expectation, sheet_id
from kairos_desktop.services.rules.verdicts import Refused
from tests.factories import Scene
from tests.training_scene import a_training, entered, on

DAY, TODAY = date(2026, 11, 16), date(2026, 11, 26)
MORNING = HalfDay.MORNING


@pytest.fixture
def session(scene: Scene) -> SessionRow:
    scene.clock.be(TODAY)
    return a_training(scene)


def record(session: SessionRow, **fields: Any) -> RecordSheet:
    values: dict[str, Any] = {"day": DAY, "half": MORNING, "trainer_signed": True} | fields
    return RecordSheet(session_id=session.id, **values)


def kept(scene: Scene, session: SessionRow) -> SheetRow:
    return scene.row(SheetRow, sheet_id(session.id, DAY, MORNING))


def test_a_sheet_says_who_signed_and_who_did_not_and_is_said_again(
    scene: Scene, session: SessionRow
) -> None:
    here, missing = entered(scene, session), entered(scene, session)
    assert scene.warning_codes(record(session, signed=(here,), missing=(missing, here))) == []
    row = kept(scene, session)
    assert (row.signed, row.missing) == ((str(here),), (str(missing),))
    assert (row.recorded_by, row.trainer_signed) == ("Odile", True)
    scene.say(record(session, signed=(missing, here)))
    assert kept(scene, session).missing == ()
    scene.workspace.undo()
    assert kept(scene, session) == row
    scene.workspace.undo()
    assert scene.rows(SheetRow) == []


def test_the_same_sheet_said_twice_changes_nothing(scene: Scene, session: SessionRow) -> None:
    here = entered(scene, session)
    scene.say(record(session, signed=(here,)))
    row = kept(scene, session)
    scene.say(record(session, signed=(here,)))
    assert kept(scene, session) == row


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"trainer_signed": False}, "sheet_empty"),
        ({"day": date(2226, 11, 16)}, "day_out_of_range"),
        ({"signed": (UUID(int=9),)}, "unknown_row"),
    ],
)
def test_what_says_nothing_is_refused(
    scene: Scene, session: SessionRow, fields: dict[str, Any], code: str
) -> None:
    assert scene.refusal_code(record(session, **fields)) == code


def test_somebody_of_another_session_is_refused(scene: Scene, session: SessionRow) -> None:
    other = entered(scene, a_training(scene, carif_session_number="99_S2"))
    assert scene.refusal_code(record(session, signed=(other,))) == "sheet_of_other_session"


@pytest.mark.parametrize(
    ("fields", "codes"),
    [
        ({"trainer_signed": False}, ["sheet_without_trainer"]),
        ({"day": date(2026, 12, 1)}, ["sheet_to_come"]),
    ],
)
def test_a_fact_is_recorded_and_warned_of(
    scene: Scene, session: SessionRow, fields: dict[str, Any], codes: list[str]
) -> None:
    here = entered(scene, session)
    assert scene.warning_codes(record(session, signed=(here,), **fields)) == codes
    assert len(scene.rows(SheetRow)) == 1


def test_the_month_is_prefilled_by_who_signed(scene: Scene, session: SessionRow) -> None:
    here = entered(scene, session)
    scene.say(record(session, signed=(here,)))
    card = scene.workspace.read(month_card, session.id, date(2026, 11, 1), TODAY)
    assert card is not None
    assert card.signed == {(here, DAY, MORNING)}


def test_the_card_of_a_half_day_knows_its_sheet_its_absences_and_its_neighbours(
    scene: Scene, session: SessionRow
) -> None:
    here, away = entered(scene, session), entered(scene, session)
    dates = on(DAY, end=MORNING)
    scene.say(
        record(session, signed=(here,), missing=(away,)),
        MarkHalfDays(enrolment_id=away, dates=dates, mark=Mark.TO_QUALIFY),
    )
    view = scene.workspace.read(queries.sheet_view, session.id, DAY, MORNING)
    assert view is not None
    assert view.card.sheet == kept(scene, session)
    found = {each.id: each for each in view.card.signers}
    assert found[here].expectation is Expectation.EXPECTED
    assert found[away].expectation is Expectation.ABSENT
    assert found[away].absence is not None
    assert view.previous is not None
    assert view.next is not None
    assert (view.previous.day, view.previous.half) == (date(2026, 11, 13), HalfDay.AFTERNOON)
    assert (view.next.day, view.next.half) == (DAY, HalfDay.AFTERNOON)


def test_a_sheet_of_a_day_off_is_there_to_be_seen(scene: Scene, session: SessionRow) -> None:
    armistice = date(2026, 11, 11)
    assert scene.workspace.read(queries.sheets, [session.id], armistice, armistice) == []
    here = entered(scene, session)
    scene.say(record(session, day=armistice, signed=(here,)))
    (card,) = scene.workspace.read(queries.sheets_of_days, armistice, armistice)
    assert card.sheet is not None
    assert card.half.is_assumed


def test_a_code_finds_its_session_and_another_finds_none(scene: Scene, session: SessionRow) -> None:
    named = read_code(sheet_code(session.id, DAY, MORNING))
    assert not isinstance(named, Refused)
    assert scene.workspace.read(queries.session_of_code, named) == session.id
    other = read_code(sheet_code(UUID(int=3), DAY, MORNING))
    assert not isinstance(other, Refused)
    assert scene.workspace.read(queries.session_of_code, other) is None


def test_the_check_of_a_session_finds_what_is_missing_and_what_is_odd(
    scene: Scene, session: SessionRow
) -> None:
    today = date(2026, 9, 10)
    scene.clock.be(today)
    here, away = entered(scene, session), entered(scene, session)
    first, second = date(2026, 9, 7), date(2026, 9, 8)
    scene.say(
        record(session, day=first, signed=(here,), missing=(away,)),
        record(session, day=first, half=HalfDay.AFTERNOON, signed=(here, away)),
        MarkHalfDays(enrolment_id=away, dates=on(second), mark=Mark.JUSTIFIED),
        record(session, day=second, signed=(here, away), trainer_signed=False),
    )
    found = scene.workspace.read(evidence, session.id, datetime.combine(today, time(9)))
    assert found is not None
    told: dict[tuple[int, HalfDay], list[str]] = {}
    for line in found.gaps:
        gap = line.gap
        if gap.chapter is Chapter.SHEETS and gap.day and gap.half:
            what = gap.doubt.code if gap.doubt else gap.lack
            told.setdefault((gap.day.day, gap.half), []).append(what)
    assert [(card.half.day, card.half.half) for card in found.sheets] == [
        (first, MORNING),
        (first, HalfDay.AFTERNOON),
        (second, MORNING),
    ]
    assert told == {
        (7, MORNING): [Lack.SIGNATURE],
        (8, MORNING): ["sheet_without_trainer", "signed_while_absent"],
        (8, HalfDay.AFTERNOON): [Lack.SHEET],
        (9, MORNING): [Lack.SHEET],
        (9, HalfDay.AFTERNOON): [Lack.SHEET],
    }
    assert scene.workspace.read(evidence, UUID(int=5), datetime.combine(today, time(9))) is None
