# SPDX-License-Identifier: MIT
"""Two laptops, one half-day: each goes on with its own chain, and nothing looks altered."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest

from kairos_desktop.models.rows import OutcomeRow, SessionRow
from kairos_desktop.models.sheet_rows import SheetRow, SignatureChainRow, SignatureRow
from kairos_desktop.models.vocabulary import HalfDay, OutcomeKind
from kairos_desktop.services.acts.enrolments import ProposeEnrolment
from kairos_desktop.services.acts.sheets import RecordSheet
from kairos_desktop.services.acts.signatures import SignHalfDay
from kairos_desktop.services.rules.signatures import faults, standing
from kairos_desktop.services.rules.strokes import written
from tests.kairos_server.exchange.test_exchange import level, pair
from tests.kairos_server.exchange.universe import TestPost, Universe
from tests.training_scene import a_training

DAY, MORNING = date(2026, 11, 26), HalfDay.MORNING
LINE = written([[(100, 100), (900, 700), (1500, 200)]])
Office = tuple[TestPost, TestPost, SessionRow, list[UUID]]


@pytest.fixture
def office(universe: Universe) -> Office:
    """Sabine and Karim, and two people enrolled."""
    universe.clock.be(DAY, 9, 1)
    sabine, karim = pair(universe)
    session = a_training(sabine)
    people: list[UUID] = []
    for name in ("Martin", "Durand"):
        enrolment = sabine.id()
        person = sabine.person(name, ft_id=f"123456{len(people)}A")
        sabine.say(
            ProposeEnrolment(enrolment_id=enrolment, session_id=session.id, jobseeker_id=person)
        )
        people.append(enrolment)
    level(universe)
    return sabine, karim, session, people


def sign(post: TestPost, session: SessionRow, who: UUID | None) -> None:
    post.say(
        SignHalfDay(
            signature_id=post.id(),
            session_id=session.id,
            day=DAY,
            half=MORNING,
            strokes=LINE,
            enrolment_id=who,
            trainer="" if who else "Mme Lo",
        )
    )


def signed(post: TestPost) -> dict[UUID, SignatureRow]:
    return {row.id: row for row in post.rows(SignatureRow)}


def whole(post: TestPost) -> bool:
    return not list(faults(post.rows(SignatureRow), post.rows(SignatureChainRow)))


def test_two_laptops_sign_one_half_day_offline_and_both_chains_hold(
    universe: Universe, office: Office
) -> None:
    sabine, karim, session, (martin, durand) = office
    sign(sabine, session, martin)
    sign(karim, session, durand)
    sabine.sync()
    # What is received goes under what waits, and is played again on it.
    sign(karim, session, None)
    before = signed(karim)
    karim.sync()
    sign(karim, session, None)
    karim.workspace.undo()
    level(universe)
    assert len(signed(sabine)) == 4
    assert signed(sabine) == signed(karim)
    assert {key: signed(sabine)[key] for key in before} == before
    assert len(standing(sabine.rows(SignatureRow))) == 3
    assert {chain.count for chain in sabine.rows(SignatureChainRow)} == {1, 3}
    assert whole(sabine)
    assert whole(karim)


def test_who_signed_on_both_laptops_is_one_line_to_settle_and_both_stay(
    universe: Universe, office: Office
) -> None:
    sabine, karim, session, (martin, _durand) = office
    sign(sabine, session, martin)
    sign(karim, session, martin)
    sabine.sync()
    karim.sync()
    level(universe)
    assert len(signed(sabine)) == 2
    told = [(row.kind, row.code, row.made_by) for row in karim.rows(OutcomeRow)]
    assert told == [(OutcomeKind.FLAGGED, "signed_twice", "Karim")]
    assert whole(sabine)


def test_one_sheet_read_twice_offline_ends_with_the_last_and_is_told(
    universe: Universe, office: Office
) -> None:
    sabine, karim, session, (martin, durand) = office
    for post, who in ((sabine, martin), (karim, durand)):
        post.say(RecordSheet(session_id=session.id, day=DAY, half=MORNING, signed=(who,)))
    sabine.sync()
    karim.sync()
    level(universe)
    for post in (sabine, karim):
        (row,) = post.rows(SheetRow)
        assert (row.signed, row.recorded_by) == ((str(durand),), "Karim")
    assert [row.code for row in sabine.rows(OutcomeRow)] == ["concurrent_change"]
