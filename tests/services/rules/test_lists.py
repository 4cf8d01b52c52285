# SPDX-License-Identifier: MIT
"""Who shows in which of the three lists, in every state (domain 3.2, guide p. 20 and 22)."""

from __future__ import annotations

from itertools import product

import pytest

from kairos_desktop.models.vocabulary import RegistrationState, Result
from kairos_desktop.services.rules.lists import Tab, already_entered, remains_to_do, shows

R = RegistrationState
EVERY = list(product(RegistrationState, Result))
# domain 3.4: a candidate is called where others come, and decided on when contacted.
TO_CALL = {R.PROPOSED, R.UNREACHABLE}
DECIDED = {R.PRESENT, R.CONTACTED}

# domain 3.2 « Which list shows whom »
PRESENCE = {R.REGISTERED, R.ABSENT}
RESULT = {Result.NONE, Result.ON_HOLD, Result.NOT_SELECTED}


@pytest.mark.parametrize(("state", "result"), EVERY)
def test_domain_3_2_inscrits_shows_everyone_ever_registered(state: R, result: Result) -> None:
    assert shows(Tab.REGISTERED, state, result)


@pytest.mark.parametrize(("state", "result"), EVERY)
def test_domain_3_2_saisie_presence_shows_registered_and_absent(state: R, result: Result) -> None:
    assert shows(Tab.PRESENCE, state, result) == (state in PRESENCE | TO_CALL)


@pytest.mark.parametrize(("state", "result"), EVERY)
def test_domain_3_2_saisie_resultat_shows_those_present_but_retenu(
    state: R, result: Result
) -> None:
    assert shows(Tab.RESULT, state, result) == (state in DECIDED and result in RESULT)


def test_domain_3_2_a_present_one_leaves_the_presence_and_a_retenu_leaves_the_result() -> None:
    assert not shows(Tab.PRESENCE, R.PRESENT, Result.NONE)
    assert not shows(Tab.RESULT, R.PRESENT, Result.SELECTED)


def test_domain_3_2_a_non_retenu_stays_in_the_result() -> None:
    assert shows(Tab.RESULT, R.PRESENT, Result.NOT_SELECTED)


@pytest.mark.parametrize(("state", "result"), EVERY)
def test_domain_3_2_badges_count_what_is_still_to_type(state: R, result: Result) -> None:
    gone = {R.CANCELLED, R.REMOVED, R.TRANSFERRED}
    assert remains_to_do(Tab.REGISTERED, state, result) == (state not in gone)
    # « not the absent, otherwise it never reaches 0 »
    assert remains_to_do(Tab.PRESENCE, state, result) == (state in {R.REGISTERED, R.PROPOSED})
    assert remains_to_do(Tab.RESULT, state, result) == (
        state in DECIDED and result in {Result.NONE, Result.ON_HOLD}
    )


@pytest.mark.parametrize(("tab", "state", "result"), list(product(Tab, R, Result)))
def test_lines_already_entered_are_those_that_left_the_list_by_being_typed(
    tab: Tab, state: R, result: Result
) -> None:
    left = {
        Tab.REGISTERED: False,
        Tab.PRESENCE: state in DECIDED,
        Tab.RESULT: state in DECIDED and result is Result.SELECTED,
    }
    assert already_entered(tab, state, result) == left[tab]
    assert not (already_entered(tab, state, result) and shows(tab, state, result))
