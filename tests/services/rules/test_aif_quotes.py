# SPDX-License-Identifier: MIT
"""« Devis AIF »: its steps, its money, its days (domain 2.11, 3.7, 4; D6353-1)."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product
from typing import Any
from uuid import UUID

import pytest

from kairos_desktop.models.quote_rows import AifQuoteRow
from kairos_desktop.models.quote_rows import QuoteState as Q
from kairos_desktop.models.rows import ProviderRow
from kairos_desktop.services.rules import aif_quotes as rules
from kairos_desktop.services.rules.deadlines import quote_answer_by
from kairos_desktop.services.wording.aif_words import distance_text, lacking_text, money
from tests.factories import a_session

START = date(2027, 3, 1)
A_LINE = "quelque chose"


def a_quote(**fields: Any) -> AifQuoteRow:
    """A quote with everything that D6353-1 asks for."""
    typed: dict[str, Any] = {
        "state": Q.DRAFT,
        "drafted_on": date(2027, 1, 4),
        "starts_on": START,
        "ends_on": date(2027, 6, 30),
        "hours_centre": 300.0,
        "hours_company": 100.0,
        "hours_distance": 60.0,
        "objective": A_LINE,
        "content": A_LINE,
        "means": A_LINE,
        "arrangements": A_LINE,
        "follow_up": A_LINE,
        "payment": A_LINE,
        "teaching": 450_000,
    } | fields
    return AifQuoteRow(id=UUID(int=1), session_id=UUID(int=2), jobseeker_id=UUID(int=3), **typed)


ALLOWED = {
    (Q.SENT, Q.ACCEPTED),
    (Q.SENT, Q.DECLINED),
    (Q.SENT, Q.GRANTED),
    (Q.SENT, Q.REFUSED),
    (Q.ACCEPTED, Q.ACCEPTED),
    (Q.ACCEPTED, Q.DECLINED),
    (Q.ACCEPTED, Q.GRANTED),
    (Q.ACCEPTED, Q.REFUSED),
    (Q.DECLINED, Q.DECLINED),
    (Q.DECLINED, Q.ACCEPTED),
    (Q.GRANTED, Q.GRANTED),
    (Q.GRANTED, Q.REFUSED),
    (Q.GRANTED, Q.INVOICED),
    (Q.GRANTED, Q.PAID),
    (Q.REFUSED, Q.REFUSED),
    (Q.REFUSED, Q.GRANTED),
    (Q.INVOICED, Q.INVOICED),
    (Q.INVOICED, Q.PAID),
    (Q.PAID, Q.PAID),
}
HEARD_LATE = {
    (Q.GRANTED, Q.ACCEPTED),
    (Q.REFUSED, Q.ACCEPTED),
    (Q.INVOICED, Q.ACCEPTED),
    (Q.INVOICED, Q.GRANTED),
    (Q.PAID, Q.ACCEPTED),
    (Q.PAID, Q.GRANTED),
    (Q.PAID, Q.INVOICED),
}
KEPT = sorted(set(Q) - {Q.EXPIRED, Q.ENROLLED})


@pytest.mark.parametrize("state", KEPT)
def test_domain_3_7_these_steps_follow_a_state_and_no_other(state: Q) -> None:
    for step in Q:
        taken = rules.step_refusal(state, step) is None
        assert taken == ((state, step) in ALLOWED | HEARD_LATE), step
        if (state, step) in HEARD_LATE:
            assert rules.after_step(state, step) is state
        elif taken:
            assert rules.after_step(state, step) is step


def test_domain_3_7_only_a_draft_is_editable() -> None:
    assert [state for state in Q if rules.draft_refusal(state) is None] == [Q.DRAFT]


def test_domain_3_7_a_quote_is_taken_back_until_it_is_invoiced_or_has_ended() -> None:
    taken = {state for state in Q if rules.cancel_refusal(state) is None}
    assert taken == {Q.DRAFT, Q.SENT, Q.ACCEPTED, Q.GRANTED}


def test_domain_3_7_sent_expires_the_day_after_its_last_one() -> None:
    last = date(2027, 2, 10)
    for state, days in product(KEPT, (0, 1)):
        row = a_quote(state=state, valid_until=last)
        stands = rules.standing(row, last + timedelta(days=days), is_enrolled=False)
        assert stands is (Q.EXPIRED if state is Q.SENT and days else state)
    assert rules.standing(a_quote(state=Q.SENT), date.max, is_enrolled=False) is Q.SENT


def test_domain_3_7_granted_is_enrolled_once_the_person_is() -> None:
    for state in KEPT:
        stands = rules.standing(a_quote(state=state), START, is_enrolled=True)
        assert stands is (Q.ENROLLED if state is Q.GRANTED else state)


@pytest.mark.parametrize(
    ("sent", "codes"),
    [
        (START - timedelta(days=31), []),
        (START - timedelta(days=30), []),
        (START - timedelta(days=29), ["quote_soon"]),
        (START - timedelta(days=15), ["quote_soon"]),
        (START - timedelta(days=14), ["quote_late_reason_missing"]),
        (START, ["quote_late_reason_missing"]),
    ],
)
def test_domain_4_an_aif_is_asked_for_fifteen_calendar_days_before_the_start(
    sent: date, codes: list[str]
) -> None:
    row, provider = a_quote(), ProviderRow(id=UUID(int=9), siret="", name="", quality_reference="Q")
    flags = [flag.code for flag in rules.sending_flags(row, a_session(UUID(int=2)), provider, sent)]
    assert flags == (["quote_late"] if codes == ["quote_late_reason_missing"] else [])
    assert [each.code for each in rules.sending_warnings(row, sent, sent, "")] == codes
    told = [each.code for each in rules.sending_warnings(row, sent, sent, "Place libérée")]
    assert told == [code for code in codes if code != "quote_late_reason_missing"]


def test_domain_4_an_answer_is_called_for_ten_days_after_the_sending() -> None:
    assert quote_answer_by(date(2027, 2, 22)) == date(2027, 3, 4)


def test_guide_p_7_a_quote_that_leaves_without_qualiopi_or_numbers_is_flagged() -> None:
    row, session, day = a_quote(), a_session(UUID(int=2)), START - timedelta(days=40)

    def flags(provider: ProviderRow | None, carif: str = session.carif_session_number) -> list[str]:
        opened = a_session(UUID(int=2), carif_session_number=carif)
        return [each.code for each in rules.sending_flags(row, opened, provider, day)]

    certified = ProviderRow(id=UUID(int=9), siret="", name="", quality_reference="Q")
    over = ProviderRow(
        id=UUID(int=9), siret="", name="", quality_reference="Q",
        quality_valid_until=day - timedelta(days=1),
    )  # fmt: skip
    assert flags(certified) == []
    assert flags(None) == ["no_quality_reference"]
    assert flags(ProviderRow(id=UUID(int=9), siret="", name="")) == ["no_quality_reference"]
    assert flags(over) == ["quality_over"]
    assert flags(certified, "") == ["quote_unpublished"]


def test_domain_2_11_the_agency_is_asked_for_the_teaching_less_what_others_pay() -> None:
    row = a_quote(cpf=120_050, opco=1, region=2, agefiph=3, own=4)
    assert (rules.cofunded(row), rules.requested(row)) == (120_060, 329_940)
    assert rules.typed_refusal(row) is None
    assert rules.typed_refusal(a_quote(cpf=450_000)) is None
    refused = rules.typed_refusal(a_quote(cpf=450_000, own=1))
    assert refused is not None
    assert refused.code == "cofunding_beyond"


@pytest.mark.parametrize(
    ("cents", "hours", "hourly"),
    [(450_000, 400.0, 1_125), (100, 0.25, 400), (5, 2.0, 3), (7, 2.0, 4), (1_000, 3.0, 333)],
)
def test_domain_2_11_the_hourly_cost_is_rounded_half_up(
    cents: int, hours: float, hourly: int
) -> None:
    row = a_quote(teaching=cents, hours_centre=hours, hours_company=None, hours_distance=None)
    assert rules.hourly_cost(row) == hourly


def test_domain_2_11_without_hours_there_is_no_hourly_cost() -> None:
    assert rules.hourly_cost(a_quote(hours_centre=None, hours_company=None)) is None


def test_d6353_1_what_a_quote_lacks_to_stand_for_the_agreement() -> None:
    assert rules.lacking(a_quote()) == ()
    bare = AifQuoteRow(
        id=UUID(int=1), session_id=UUID(int=2), jobseeker_id=UUID(int=3),
        state=Q.DRAFT, drafted_on=START,
    )  # fmt: skip
    assert lacking_text(bare) == (
        "objectif, contenu, moyens, modalités de déroulement, suivi et sanction, modalités de "
        "règlement, durée, période, part à distance, prix"
    )
    assert rules.lacking(a_quote(hours_distance=0.0)) == ()
    assert rules.lacking(a_quote(ends_on=None)) == ("period",)


def test_d6353_1_the_share_at_a_distance_is_that_of_the_whole() -> None:
    assert distance_text(a_quote()) == "60\u00a0h à distance, soit 15\u00a0% de la durée totale"
    none = distance_text(a_quote(hours_distance=0.0))
    assert none == "aucun, la formation se fait en présence"
    assert distance_text(a_quote(hours_distance=None)) == ""
    refused = rules.typed_refusal(a_quote(hours_distance=400.25))
    assert refused is not None
    assert refused.code == "distance_beyond"


def test_money_is_said_in_euros() -> None:
    assert [money(cents) for cents in (0, 5, 1_125, 450_000, 123_456_789)] == [
        "0\u00a0€",
        "0,05\u00a0€",
        "11,25\u00a0€",
        "4\u00a0500\u00a0€",
        "1\u00a0234\u00a0567,89\u00a0€",
    ]
