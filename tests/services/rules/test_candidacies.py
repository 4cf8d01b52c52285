# SPDX-License-Identifier: MIT
"""Candidacies: every state against every act, the window, the delay (domain 2.6, 3.3, 3.4, 4)."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from itertools import product
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kairos_desktop.models.rows import SlotRow
from kairos_desktop.models.vocabulary import (
    CANDIDATE,
    Contact,
    Presence,
    RecruitmentState,
    RegistrationState,
    Result,
    SlotKind,
    SlotState,
)
from kairos_desktop.services.rules.candidacies import (
    contact_refusal,
    contact_warnings,
    fixing_refusal,
    fixing_state_refusal,
    window_refusal,
)
from kairos_desktop.services.rules.deadlines import contact_by
from kairos_desktop.services.rules.half_days import public_holidays
from kairos_desktop.services.rules.slots import (
    ends,
    is_past,
    modality_guard,
    registration_warnings,
    transfer_refusal,
)
from kairos_desktop.services.rules.transitions import (
    cancel_refusal,
    presence_refusal,
    result_refusal,
)
from kairos_desktop.services.rules.verdicts import Refused
from tests.factories import MEETING_DAY, TODAY, a_session

R = RegistrationState
SESSION, OTHER = UUID(int=1), UUID(int=2)
NOW = datetime.combine(TODAY, time(10))
ENDED = {R.CANCELLED, R.REMOVED, R.TRANSFERRED}
DAYS = st.dates(date(2001, 1, 1), date(2098, 12, 31))


def a_window(number: int = 1, **fields: Any) -> SlotRow:
    typed: dict[str, Any] = {
        "session_id": SESSION,
        "kind": SlotKind.CANDIDACY,
        "held_on": TODAY,
        "until": MEETING_DAY,
        "starts_at": time(),
        "ends_at": None,
        "capacity": 20,
    } | fields
    return SlotRow(id=UUID(int=number), **typed)


def an_appointment(**fields: Any) -> SlotRow:
    typed = {"kind": SlotKind.APPOINTMENT, "held_on": MEETING_DAY, "until": None, "capacity": 1}
    return a_window(2, **(typed | {"starts_at": time(9), "ends_at": time(9, 30)} | fields))


def code(refusal: Refused | None) -> str:
    return refusal.code if refusal else ""


@pytest.mark.parametrize(("state", "result"), list(product(R, Result)))
def test_domain_3_4_a_candidate_is_contacted_until_the_candidacy_ends(
    state: R, result: Result
) -> None:
    expected = "" if state in CANDIDATE else "not_a_candidacy"
    expected = "candidacy_ended" if state in ENDED else expected
    assert code(contact_refusal(state, result, Contact.CONTACTED)) == expected


@pytest.mark.parametrize(("state", "result"), list(product(sorted(CANDIDATE), Result)))
def test_domain_3_4_unreachable_is_no_longer_said_once_there_is_a_result(
    state: R, result: Result
) -> None:
    refused = code(contact_refusal(state, result, Contact.UNREACHABLE))
    assert refused == ("" if result is Result.NONE else "result_before_contact")


@pytest.mark.parametrize(("state", "asked"), list(product(R, Result)))
def test_domain_3_4_a_result_comes_after_the_contact_but_for_an_override(
    state: R, asked: Result
) -> None:
    plainly = code(result_refusal(state, Result.NONE, asked))
    overridden = code(result_refusal(state, Result.NONE, asked, without_contact=True))
    decided = "" if asked is not Result.NONE else "already_selected"
    if state in {R.PROPOSED, R.UNREACHABLE}:
        assert (plainly, overridden) == ("not_contacted", decided)
    elif state in {R.CONTACTED, R.PRESENT}:
        assert (plainly, overridden) == (decided, decided)
    else:
        # No reason makes somebody who never came to a meeting a candidate.
        assert (plainly, overridden) == ("not_present", "not_present")


@pytest.mark.parametrize(("state", "asked"), list(product(sorted(CANDIDATE), Presence)))
def test_domain_3_4_a_candidacy_has_no_presence_step(state: R, asked: Presence) -> None:
    assert code(presence_refusal(state, Result.NONE, asked)) == "no_presence_step"


@pytest.mark.parametrize(("state", "result"), list(product(sorted(CANDIDATE), Result)))
def test_domain_3_4_a_candidate_withdraws_as_long_as_nothing_final_is_decided(
    state: R, result: Result
) -> None:
    final = result in {Result.SELECTED, Result.NOT_SELECTED}
    assert code(cancel_refusal(state, result)) == ("candidacy_decided" if final else "")


@pytest.mark.parametrize(("state", "result"), list(product(R, Result)))
def test_domain_3_3_an_appointment_is_fixed_for_a_candidate_not_decided_on(
    state: R, result: Result
) -> None:
    final = result in {Result.SELECTED, Result.NOT_SELECTED}
    if state in CANDIDATE:
        expected = "candidacy_decided" if final else ""
    else:
        expected = "candidacy_ended" if state in ENDED else "not_a_candidacy"
    assert code(fixing_state_refusal(state, result)) == expected


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        (a_window(), an_appointment(), ""),
        # Still to be seen, though the window is over or gone.
        (a_window(until=TODAY - timedelta(days=1)), an_appointment(), ""),
        (a_window(state=SlotState.DELETED), an_appointment(), ""),
        (an_appointment(), an_appointment(), "not_a_window"),
        (a_window(), an_appointment(session_id=OTHER), "transfer_other_session"),
        (a_window(), an_appointment(kind=SlotKind.MEETING), "not_an_appointment"),
        (a_window(), a_window(3), "not_an_appointment"),
        (a_window(), an_appointment(state=SlotState.DELETED), "slot_deleted"),
        (a_window(), an_appointment(held_on=TODAY), "transfer_target_past"),
    ],
)
def test_domain_3_3_where_an_appointment_may_be_fixed(
    source: SlotRow, target: SlotRow, expected: str
) -> None:
    assert code(fixing_refusal(source, target, NOW)) == expected


@pytest.mark.parametrize("state", R)
def test_domain_3_3_a_candidacy_is_in_none_of_the_four_pairs(state: R) -> None:
    for source, target in ((a_window(), an_appointment()), (an_appointment(), a_window())):
        assert code(transfer_refusal(state, source, target, NOW)) == "transfer_candidacy"


@pytest.mark.parametrize(
    ("opens", "closes", "most", "expected"),
    [
        (0, 0, None, ""),
        (0, 14, 1, ""),
        (-30, -2, 500, ""),
        (1, 0, None, "window_dates"),
        (0, 1, 0, "candidates_out_of_range"),
        (0, 1, 501, "candidates_out_of_range"),
        (0, 40_000, None, "day_out_of_range"),
        (-40_000, 0, None, "day_out_of_range"),
    ],
)
def test_domain_2_6_what_a_window_may_be(
    opens: int, closes: int, most: int | None, expected: str
) -> None:
    first, last = TODAY + timedelta(days=opens), TODAY + timedelta(days=closes)
    assert code(window_refusal(first, last, most)) == expected


def test_domain_2_6_a_window_lasts_to_the_end_of_its_last_day() -> None:
    window = a_window()
    evening = datetime.combine(MEETING_DAY, time(23, 59))
    assert not is_past(window, evening)
    assert is_past(window, evening + timedelta(minutes=1))
    assert ends(window) == datetime.combine(MEETING_DAY + timedelta(days=1), time())
    assert registration_warnings(window, evening) == ()
    (late,) = registration_warnings(window, evening + timedelta(days=1))
    assert (late.code, late.facts) == ("window_past", {"day": MEETING_DAY})


@pytest.mark.parametrize(
    ("window", "warns"),
    [
        (a_window(), False),
        (a_window(state=SlotState.DELETED), True),
        (a_window(until=TODAY), False),
        (a_window(until=TODAY - timedelta(days=1)), True),
    ],
)
def test_domain_3_1_an_open_window_is_an_open_modality(window: SlotRow, warns: bool) -> None:
    session = a_session(SESSION, recruitment_state=RecruitmentState.OPEN)
    guard = modality_guard(session, [window], NOW)
    assert (guard is not None and guard.code == "no_modality") == warns


def test_a_contact_dated_after_today_is_flagged() -> None:
    assert contact_warnings(TODAY, TODAY) == ()
    (late,) = contact_warnings(TODAY + timedelta(days=1), TODAY)
    assert late.code == "contact_in_the_future"


@pytest.mark.parametrize(
    ("placed", "by"),
    [
        # A Monday, a Friday, a Sunday: the count starts the day after, weekends left out.
        (date(2026, 11, 23), date(2026, 11, 30)),
        (date(2026, 11, 27), date(2026, 12, 4)),
        (date(2026, 11, 29), date(2026, 12, 4)),
        # Christmas and New Year's Day are on Fridays.
        (date(2026, 12, 21), date(2026, 12, 29)),
        (date(2026, 12, 28), date(2027, 1, 5)),
    ],
)
def test_domain_4_a_candidate_is_contacted_within_five_working_days(placed: date, by: date) -> None:
    assert contact_by(placed) == by


@given(DAYS)
def test_domain_4_five_days_between_are_worked_and_no_more(placed: date) -> None:
    by = contact_by(placed)
    between = [placed + timedelta(days=n + 1) for n in range((by - placed).days)]
    worked = [d for d in between if d.weekday() < 5 and d not in public_holidays(d.year)]
    assert len(worked) == 5
    assert worked[-1] == by


@given(DAYS)
def test_domain_4_who_came_later_is_never_due_earlier(placed: date) -> None:
    assert contact_by(placed) <= contact_by(placed + timedelta(days=1))
