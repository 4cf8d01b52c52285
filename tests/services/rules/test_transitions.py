# SPDX-License-Identifier: MIT
"""Every state against every act, for a registration, its result and an enrolment (domain 3.2, 3.5).

The tables are written here from domain.md; the rules are held against the whole product.
"""

from __future__ import annotations

from itertools import product

import pytest

from kairos_desktop.models.vocabulary import (
    CANDIDATE,
    EnrolmentState,
    Presence,
    RegistrationState,
    Result,
    Verdict,
)
from kairos_desktop.services.rules.transitions import (
    cancel_refusal,
    certificate_refusal,
    file_error_refusal,
    presence_refusal,
    result_refusal,
    verdict_refusal,
    withdrawal_refusal,
)

R, E = RegistrationState, EnrolmentState
SITUATIONS = [(state, Result.NONE) for state in R] + [
    (R.PRESENT, result) for result in Result if result is not Result.NONE
]

# domain 3.2. Whoever is on the slot may be present or absent, the waiting list too: it is a fact.
PRESENCE = {
    Presence.PRESENT: {
        (R.REGISTERED, Result.NONE),
        (R.WAITLISTED, Result.NONE),
        (R.ABSENT, Result.NONE),
        *((R.PRESENT, result) for result in Result),
    },
    # « present → absent: allowed while result = none »
    Presence.ABSENT: {
        (R.REGISTERED, Result.NONE),
        (R.WAITLISTED, Result.NONE),
        (R.ABSENT, Result.NONE),
        (R.PRESENT, Result.NONE),
    },
}
# « results only for present »; « not_selected → selected / on_hold »; « selected → – »
RESULTS = {
    (Result.NONE, Result.SELECTED),
    (Result.NONE, Result.NOT_SELECTED),
    (Result.NONE, Result.ON_HOLD),
    (Result.NOT_SELECTED, Result.SELECTED),
    (Result.NOT_SELECTED, Result.ON_HOLD),
    (Result.NOT_SELECTED, Result.NOT_SELECTED),
    (Result.ON_HOLD, Result.SELECTED),
    (Result.ON_HOLD, Result.NOT_SELECTED),
    (Result.ON_HOLD, Result.ON_HOLD),
}
# The answer is kept beside the entry, which stands.
AFTER_THE_START = {E.ENTERED, E.NOT_ENTERED, E.DROPPED, E.EXCLUDED, E.COMPLETED}
VERDICTS = {
    Verdict.REGISTERED: {E.SELECTED, E.TO_VALIDATE, E.NOT_REGISTERED, *AFTER_THE_START},
    Verdict.NOT_REGISTERED: {E.SELECTED, E.TO_VALIDATE, *AFTER_THE_START},
}


@pytest.mark.parametrize("asked", Presence)
@pytest.mark.parametrize(("state", "result"), SITUATIONS)
def test_domain_3_2_presence_and_absence_from_every_state(
    state: RegistrationState, result: Result, asked: Presence
) -> None:
    refusal = presence_refusal(state, result, asked)
    assert (refusal is None) == ((state, result) in PRESENCE[asked])


def test_domain_3_2_an_absent_person_may_still_be_made_present() -> None:
    assert presence_refusal(R.ABSENT, Result.NONE, Presence.PRESENT) is None


@pytest.mark.parametrize("ended", [R.CANCELLED, R.REMOVED, R.TRANSFERRED])
def test_domain_3_2_cancelled_removed_and_transferred_are_terminal(ended: R) -> None:
    for asked in Presence:
        refusal = presence_refusal(ended, Result.NONE, asked)
        assert refusal
        assert refusal.code == "registration_ended"
    assert cancel_refusal(ended)


@pytest.mark.parametrize(("state", "now", "asked"), list(product(R, Result, Result)))
def test_domain_3_2_a_result_is_for_those_present_and_retenu_is_the_last_one(
    state: RegistrationState, now: Result, asked: Result
) -> None:
    allowed = state in {R.PRESENT, R.CONTACTED} and (now, asked) in RESULTS
    assert (result_refusal(state, now, asked) is None) == allowed


@pytest.mark.parametrize("state", R)
def test_domain_3_2_only_those_expected_are_cancelled_by_the_jobseeker(state: R) -> None:
    assert (cancel_refusal(state) is None) == (state in {R.REGISTERED, R.WAITLISTED} | CANDIDATE)


@pytest.mark.parametrize(("state", "verdict"), list(product(E, Verdict)))
def test_domain_3_5_the_prescriber_answers_from_every_state(state: E, verdict: Verdict) -> None:
    assert (verdict_refusal(state, verdict) is None) == (state in VERDICTS[verdict])


@pytest.mark.parametrize("state", E)
def test_domain_3_5_withdrawal_is_before_the_entry(state: E) -> None:
    allowed = state in {E.SELECTED, E.TO_VALIDATE, E.REGISTERED}
    assert (withdrawal_refusal(state) is None) == allowed


@pytest.mark.parametrize("state", E)
def test_domain_3_5_an_error_in_the_file_sends_only_a_retenu_back_to_a_valider(state: E) -> None:
    assert (file_error_refusal(state) is None) == (state is E.SELECTED)


@pytest.mark.parametrize("state", E)
def test_domain_3_5_the_certificate_is_for_retenu_or_inscrit_only(state: E) -> None:
    assert (certificate_refusal(state) is None) == (state in {E.SELECTED, E.REGISTERED})
