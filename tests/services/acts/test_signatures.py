# SPDX-License-Identifier: MIT
"""Signed on the screen: dated, chained, struck and never erased; what was altered shows."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

import msgspec
import pytest

from kairos_desktop.models.rows import SessionRow
from kairos_desktop.models.sheet_rows import SheetRow, SignatureChainRow, SignatureRow
from kairos_desktop.models.vocabulary import HalfDay
from kairos_desktop.services import row_store
from kairos_desktop.services.acts.sheets import RecordSheet
from kairos_desktop.services.acts.signatures import SignHalfDay, StrikeSignature
from kairos_desktop.services.queries import sheets as queries
from kairos_desktop.services.queries.attendance import month_card
from kairos_desktop.services.rules.signatures import Fault, digest_of, faults, standing
from kairos_desktop.services.rules.strokes import written
from tests.factories import Scene
from tests.training_scene import a_training, entered, write

if TYPE_CHECKING:
    from sqlalchemy import Connection

DAY = date(2026, 11, 26)
MORNING = HalfDay.MORNING
LINE = written([[(100, 100), (900, 700), (1500, 200)]])


@pytest.fixture
def session(scene: Scene) -> SessionRow:
    scene.clock.be(DAY, 9, 2)
    return a_training(scene)


def sign(scene: Scene, session: SessionRow, who: UUID | None, **fields: Any) -> SignHalfDay:
    values: dict[str, Any] = {
        "signature_id": scene.id(),
        "day": DAY,
        "half": MORNING,
        "strokes": LINE,
        "enrolment_id": who,
        "trainer": "" if who else "Mme Lo",
    } | fields
    return SignHalfDay(session_id=session.id, **values)


def signed(scene: Scene) -> list[SignatureRow]:
    return sorted(scene.rows(SignatureRow), key=lambda row: row.rank)


def found(scene: Scene) -> list[Fault]:
    return [each.fault for each in faults(scene.rows(SignatureRow), scene.rows(SignatureChainRow))]


@pytest.fixture
def three(scene: Scene, session: SessionRow) -> list[SignatureRow]:
    """Two trainees and the trainer have signed."""
    for who in (entered(scene, session), entered(scene, session), None):
        scene.say(sign(scene, session, who))
    return signed(scene)


def test_a_day_off_that_was_signed_is_there_to_be_seen_once(
    scene: Scene, session: SessionRow
) -> None:
    away = a_training(scene, carif_session_number="99_S2", starts_on=date(2027, 1, 4))
    armistice = date(2026, 11, 11)
    scene.say(sign(scene, away, None, day=armistice))
    (card,) = scene.workspace.read(queries.sheets_of_days, armistice, armistice)
    assert card.trainer_signed
    here = entered(scene, away)
    scene.say(RecordSheet(session_id=away.id, day=armistice, half=MORNING, signed=(here,)))
    (card,) = scene.workspace.read(queries.sheets_of_days, armistice, armistice)
    assert card.signed == {here}
    view = scene.workspace.read(queries.sheet_view, away.id, armistice, MORNING)
    assert view is not None
    assert view.card == card


def test_each_signature_is_dated_and_holds_the_one_before(
    scene: Scene, three: list[SignatureRow]
) -> None:
    assert [row.rank for row in three] == [1, 2, 3]
    assert [row.previous for row in three] == ["", three[0].digest, three[1].digest]
    assert all(row.digest == digest_of(row) for row in three)
    assert [row.name for row in three] == ["", "", "Mme Lo"]
    assert three[0].signed_at < three[1].signed_at
    (chain,) = scene.rows(SignatureChainRow)
    assert (chain.count, chain.digest) == (3, three[2].digest)
    assert found(scene) == []


def test_undo_strikes_and_redo_puts_back_and_nothing_breaks(
    scene: Scene, session: SessionRow, three: list[SignatureRow]
) -> None:
    scene.workspace.undo()
    (last,) = [row for row in signed(scene) if row.struck_at]
    assert (last.id, last.struck_by, last.struck_why) == (three[2].id, "Odile", "annulé")
    assert last.digest == digest_of(last)
    assert found(scene) == []
    scene.workspace.redo()
    assert signed(scene) == three
    scene.workspace.undo()
    scene.say(sign(scene, session, None))
    assert [row.rank for row in signed(scene)] == [1, 2, 3, 4]
    assert len(standing(signed(scene))) == 3
    assert found(scene) == []


def test_a_signature_is_struck_with_a_reason_once(scene: Scene, three: list[SignatureRow]) -> None:
    strike = StrikeSignature(signature_id=three[0].id, reason="Ligne d’un autre")
    assert scene.refusal_code(msgspec.structs.replace(strike, reason=" ")) == "reason_missing"
    scene.say(strike)
    assert signed(scene)[0].struck_why == "Ligne d’un autre"
    assert scene.refusal_code(strike) == "already_struck"
    scene.workspace.undo()
    assert signed(scene) == three
    assert found(scene) == []


@pytest.mark.parametrize("place", [0, 1, 2])
def test_any_signature_removed_shows_the_last_one_too(
    scene: Scene, three: list[SignatureRow], place: int
) -> None:
    def remove(conn: Connection) -> None:
        row_store.write(conn, scene.workspace.org, (), [three[place]])

    scene.workspace.write(remove)
    assert found(scene) == [Fault.MISSING]


@pytest.mark.parametrize(
    "change",
    [
        {"strokes": written([[(0, 0), (9, 9)]])},
        {"day": DAY + timedelta(days=1)},
        {"half": HalfDay.AFTERNOON},
        {"signed_at": timedelta(minutes=-20)},
        {"enrolment_id": None},
    ],
)
def test_anything_altered_shows(
    scene: Scene, three: list[SignatureRow], change: dict[str, Any]
) -> None:
    row = three[1]
    values = {
        name: row.signed_at + value if isinstance(value, timedelta) else value
        for name, value in change.items()
    }
    write(scene.workspace, msgspec.structs.replace(row, **values))
    assert Fault.ALTERED in found(scene)


def test_a_signature_altered_with_its_digest_breaks_the_chain(
    scene: Scene, three: list[SignatureRow]
) -> None:
    other = msgspec.structs.replace(three[0], strokes=written([[(0, 0), (9, 9)]]))
    write(scene.workspace, msgspec.structs.replace(other, digest=digest_of(other)))
    assert found(scene) == [Fault.MISSING]


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"strokes": ""}, "signature_empty"),
        ({"strokes": written([[(3, 3)]])}, "signature_empty"),
        ({"strokes": "un trait"}, "signature_unreadable"),
        ({"trainer": " "}, "trainer_missing"),
        ({"day": date(2226, 1, 1)}, "day_out_of_range"),
        ({"enrolment_id": UUID(int=3)}, "unknown_row"),
    ],
)
def test_what_is_no_signature_is_refused(
    scene: Scene, session: SessionRow, fields: dict[str, Any], code: str
) -> None:
    assert scene.refusal_code(sign(scene, session, None, **fields)) == code


def test_who_signs_twice_is_told_and_both_stay(scene: Scene, session: SessionRow) -> None:
    who = entered(scene, session)
    scene.say(sign(scene, session, who))
    assert scene.warning_codes(sign(scene, session, who)) == ["signed_twice"]
    assert len(signed(scene)) == 2
    assert scene.warning_codes(sign(scene, session, who, half=HalfDay.AFTERNOON)) == []


def test_somebody_of_another_session_does_not_sign_here(scene: Scene, session: SessionRow) -> None:
    other = entered(scene, a_training(scene, carif_session_number="99_S2"))
    assert scene.refusal_code(sign(scene, session, other)) == "sheet_of_other_session"


def test_paper_and_screen_are_one_sheet_and_one_month(scene: Scene, session: SessionRow) -> None:
    paper, screen = entered(scene, session), entered(scene, session)
    scene.say(
        sign(scene, session, screen),
        RecordSheet(session_id=session.id, day=DAY, half=MORNING, signed=(paper,)),
    )
    view = scene.workspace.read(queries.sheet_view, session.id, DAY, MORNING)
    assert view is not None
    assert view.card.signed == {paper, screen}
    assert not view.card.trainer_signed
    assert view.card.faults == ()
    card = scene.workspace.read(month_card, session.id, date(2026, 11, 1), DAY)
    assert card is not None
    assert card.signed == {(paper, DAY, MORNING), (screen, DAY, MORNING)}
    scene.say(StrikeSignature(signature_id=signed(scene)[0].id, reason="Erreur"))
    card = scene.workspace.read(month_card, session.id, date(2026, 11, 1), DAY)
    assert card is not None
    assert card.signed == {(paper, DAY, MORNING)}
    assert scene.rows(SheetRow)[0].signed == (str(paper),)
