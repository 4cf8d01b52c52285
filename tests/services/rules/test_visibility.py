# SPDX-License-Identifier: MIT
"""Why a session does not show in KAIROS: from J+1 to J+8, and what is never exported (domain 4)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kairos_desktop.services.rules.visibility import (
    Answer,
    Expected,
    Why,
    expected,
    findings,
    has_left,
)
from kairos_desktop.services.wording.visibility import (
    ANSWERS,
    REASONS,
    conclusion,
    expected_text,
    known_text,
)
from tests.factories import SIRET, a_session

PUBLISHED, TODAY = date(2026, 12, 1), date(2026, 12, 20)
OTHER = "99900022000015"


def answers(today: date = TODAY, flags: Any = (), **fields: Any) -> dict[Why, Answer]:
    session = a_session(UUID(int=1), **({"offer_dated": PUBLISHED} | fields))
    return {each.why: each.answer for each in findings(session, SIRET, flags, today)}


@given(st.dates(date(2026, 1, 1), date(2029, 12, 31)), st.integers(-5, 30))
def test_domain_4_a_session_is_expected_from_the_next_day_to_the_eighth(
    published: date, later: int
) -> None:
    session = a_session(UUID(int=1), offer_dated=published)
    days = expected(session)
    assert days == Expected(published + timedelta(days=1), published + timedelta(days=8))
    # Nobody is alarmed before the ninth.
    is_cause = answers(published + timedelta(days=later), offer_dated=published)[Why.TOO_EARLY]
    assert (is_cause is Answer.CAUSE) == (later <= 8)


@pytest.mark.parametrize(("later", "left"), [(0, False), (30, False), (31, True)])
def test_domain_4_a_session_leaves_the_export_thirty_days_after_its_end(
    later: int, left: bool
) -> None:
    end = date(2026, 11, 27)
    session = a_session(UUID(int=1), ends_on=end)
    today = end + timedelta(days=later)
    assert has_left(session, today) is left
    assert (answers(today, ends_on=end)[Why.ENDED] is Answer.CAUSE) is left
    assert not has_left(a_session(UUID(int=1), ends_on=None), today)


@pytest.mark.parametrize(
    ("fields", "flags", "why"),
    [
        ({"carif_session_number": ""}, (), Why.NUMBERS),
        ({"delivering_siret": "99900011000027"}, (), Why.SIRET),
        ({"delivering_siret": OTHER}, (), Why.OTHER_PROVIDER),
        ({"delivering_siret": "", "lead_siret": OTHER}, (), Why.OTHER_PROVIDER),
        ({}, ("withdrawn",), Why.WITHDRAWN),
        ({}, ("expired", "no_contact"), Why.WITHDRAWN),
        ({"ends_on": date(2026, 11, 1)}, (), Why.ENDED),
    ],
)
def test_domain_4_what_keeps_a_session_out_is_said(
    fields: dict[str, Any], flags: tuple[str, ...], why: Why
) -> None:
    assert answers()[why] is Answer.CLEAR
    assert answers(flags=flags, **fields)[why] is Answer.CAUSE


def test_a_session_without_any_siret_is_nobody_s() -> None:
    found = answers(delivering_siret="", lead_siret="")
    assert (found[Why.SIRET], found[Why.OTHER_PROVIDER]) == (Answer.CAUSE, Answer.CHECK)
    led = answers(delivering_siret="", lead_siret=SIRET)
    assert (led[Why.SIRET], led[Why.OTHER_PROVIDER]) == (Answer.CLEAR, Answer.CLEAR)


def test_domain_4_what_the_offer_does_not_say_is_to_be_asked() -> None:
    found = answers(flags=None, offer_dated=None, ends_on=None)
    asked = {why for why, answer in found.items() if answer is Answer.CHECK}
    assert asked == {Why.TOO_EARLY, Why.ENDED, Why.WITHDRAWN, Why.KIND}
    assert answers()[Why.KIND] is Answer.CHECK


def test_every_reason_is_said_in_french() -> None:
    assert set(REASONS) == set(Why)
    assert set(ANSWERS) == set(Answer)
    session = a_session(UUID(int=1), offer_dated=PUBLISHED)
    said = {each.why: known_text(each) for each in findings(session, SIRET, (), TODAY)}
    assert said[Why.TOO_EARLY] == "Elle devrait y être depuis le 09/12/2026."
    assert said[Why.SIRET] == f"L’offre porte {SIRET}."
    assert said[Why.KIND] == "À vérifier auprès du CARIF-OREF."
    assert expected_text(expected(session)) == (
        "Session attendue dans KAIROS entre le 02/12/2026 et le 09/12/2026 (J+1 à J+8)"
    )


def test_the_conclusion_says_whom_to_call_and_when_not_to() -> None:
    session = a_session(UUID(int=1), offer_dated=PUBLISHED)
    early = findings(session, SIRET, (), PUBLISHED)
    assert conclusion(early, "CARIF-OREF") == ("Rien d’anormal : elle n’est pas encore attendue.")
    late = findings(session, SIRET, (), TODAY)
    assert conclusion(late, "CARIF-OREF").startswith("Rien d’ici ne l’explique : appelez le CARIF")
    gone = findings(session, SIRET, ("withdrawn",), TODAY)
    assert conclusion(gone, "CARIF-OREF").startswith("À corriger auprès du CARIF-OREF")
