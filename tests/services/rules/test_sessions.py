# SPDX-License-Identifier: MIT
"""Interruptions, how an enrolment begins, the numbers of papers, identifiers (domain 3.4, 3.5)."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kairos_desktop.models.ids import UuidMaker, organisation_id
from kairos_desktop.models.rows import InterruptionRow
from kairos_desktop.models.vocabulary import DocumentKind, EnrolmentOrigin, EnrolmentState
from kairos_desktop.services.rules.enrolments import first_state, issues_attestation
from kairos_desktop.services.rules.interruptions import interruption_refusal, length_in_days
from kairos_desktop.services.rules.numbering import counter_id, document_number
from tests.factories import OTHER_SIRET, SIRET, a_session

SESSION = a_session(UUID(int=1))
APRIL = date(2027, 4, 5)
E = EnrolmentState


def code(starts_on: date, ends_on: date, *others: InterruptionRow) -> str | None:
    refusal = interruption_refusal(SESSION, others, starts_on, ends_on)
    return refusal.code if refusal else None


@pytest.mark.parametrize(
    ("days", "expected"),
    [(1, "interruption_too_short"), (15, "interruption_too_short"), (16, None), (30, None)],
)
def test_domain_3_5_only_interruptions_of_more_than_15_days_are_declared(
    days: int, expected: str | None
) -> None:
    last = APRIL + timedelta(days=days - 1)
    assert length_in_days(APRIL, last) == days
    assert code(APRIL, last) == expected


def test_an_interruption_that_ends_before_it_begins_is_too_short() -> None:
    assert code(APRIL, APRIL - timedelta(days=40)) == "interruption_too_short"


def test_an_interruption_stays_within_the_session() -> None:
    first, last = date(2027, 1, 11), date(2027, 6, 25)
    assert code(first, last) is None
    assert code(first - timedelta(days=1), last) == "interruption_outside"
    assert code(first, last + timedelta(days=1)) == "interruption_outside"


@pytest.mark.parametrize(
    ("shift", "expected"),
    [(-17, None), (-15, "interruption_overlap"), (0, "interruption_overlap"),
     (19, "interruption_overlap"), (20, None)],
)  # fmt: skip
def test_two_interruptions_never_overlap(shift: int, expected: str | None) -> None:
    held = InterruptionRow(
        id=UUID(int=2),
        session_id=SESSION.id,
        starts_on=APRIL,
        ends_on=APRIL + timedelta(days=19),
        reason="centre_closure",
    )
    first = APRIL + timedelta(days=shift)
    assert code(first, first + timedelta(days=15), held) == expected


def test_domain_3_5_an_enrolment_begins_by_its_origin() -> None:
    assert {origin: first_state(origin) for origin in EnrolmentOrigin} == {
        EnrolmentOrigin.FROM_RESULT: E.SELECTED,
        EnrolmentOrigin.DIRECT_PROPOSAL: E.TO_VALIDATE,
        EnrolmentOrigin.SELF_POSITIONING: E.TO_VALIDATE,
    }


@pytest.mark.parametrize("state", E)
def test_domain_3_5_the_ais_is_issued_by_itself_once(state: E) -> None:
    assert issues_attestation(state, has_one=False) == (state in {E.SELECTED, E.REGISTERED})
    assert not issues_attestation(state, has_one=True)


def test_two_posts_never_give_the_same_number() -> None:
    kind = DocumentKind.ENROLMENT_CERTIFICATE
    assert document_number(kind, 2026, "A", 142) == "CI-2026-A-000142"
    numbers = {document_number(kind, 2026, letter, 1) for letter in "ABC"}
    counters = {counter_id(UUID(int=post), k, y) for post in (1, 2) for k in DocumentKind
                for y in (2026, 2027)}  # fmt: skip
    assert (len(numbers), len(counters)) == (3, 2 * len(DocumentKind) * 2)


def test_posts_of_one_siret_agree_on_the_organisation_without_asking() -> None:
    assert organisation_id(SIRET) == organisation_id(SIRET) != organisation_id(OTHER_SIRET)


@given(st.lists(st.integers(0, 1 << 40), min_size=2, max_size=30), st.randoms())
def test_identifiers_grow_even_when_the_clock_goes_back(moments: list[int], chance: object) -> None:
    ticks = iter(moments)
    maker = UuidMaker(lambda: next(ticks), chance.getrandbits)  # pyright: ignore
    made = [maker() for _ in moments]
    assert made == sorted(set(made))
    assert {(each.version, each.variant) for each in made} == {(7, "specified in RFC 4122")}
