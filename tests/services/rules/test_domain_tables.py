# SPDX-License-Identifier: MIT
"""The tables of the domain, row by row: each id is a row of 3.5 (states), 3.6 (month), 4 (delays).

What a row does to the rows of the database stands in the tests of the acts; here is that the row
is allowed, that no other is, and on which day.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

import pytest

from kairos_desktop.models.rows import AbsenceRow, AdhesionRow, EnrolmentRow, SessionRow
from kairos_desktop.models.vocabulary import (
    EnrolmentOrigin,
    EnrolmentState,
    Justification,
    Reportable,
    Scheme,
    Verdict,
)
from kairos_desktop.services.rules import adhesion, deadlines, entries, exits, interruptions
from kairos_desktop.services.rules import transitions as t
from kairos_desktop.services.rules.absences import is_incomplete
from kairos_desktop.services.rules.attendance import (
    Figures,
    MonthState,
    end_of_month,
    needs_reason,
    open_state,
    period,
)
from kairos_desktop.services.rules.enrolments import first_state
from kairos_desktop.services.rules.kairos_reports import report_by

S = EnrolmentState
START, END = date(2026, 9, 7), date(2027, 3, 26)
NOVEMBER = date(2026, 11, 1)
SESSION = SessionRow(
    id=UUID(int=1),
    carif_training_number="",
    carif_action_number="",
    carif_session_number="",
    title="Vente",
    starts_on=START,
    ends_on=END,
)


def path(state: EnrolmentState = S.ENTERED, **fields: Any) -> EnrolmentRow:
    typed: dict[str, Any] = {"entered_on": START if state is S.ENTERED else None} | fields
    return EnrolmentRow(
        id=UUID(int=2),
        session_id=SESSION.id,
        jobseeker_id=UUID(int=3),
        state=state,
        origin=EnrolmentOrigin.FROM_RESULT,
        since=START,
        **typed,
    )


def enters(state: EnrolmentState) -> object:
    return entries.entry_refusal(path(state))


def answered(verdict: Verdict) -> Callable[[EnrolmentState], object]:
    return lambda state: t.verdict_refusal(state, verdict)


BEFORE = {S.SELECTED, S.TO_VALIDATE, S.REGISTERED}
# A verdict that comes after the entry is kept beside it, and changes no state (ADR 0180).
AFTER = {S.ENTERED, S.NOT_ENTERED, S.DROPPED, S.EXCLUDED, S.COMPLETED}


@pytest.mark.parametrize(
    ("refusal", "allowed"),
    [
        pytest.param(t.file_error_refusal, {S.SELECTED}, id="3.5 selected → to_validate"),
        pytest.param(
            answered(Verdict.REGISTERED),
            {S.SELECTED, S.TO_VALIDATE, S.NOT_REGISTERED} | AFTER,
            id="3.5 selected, to_validate, not_registered → registered",
        ),
        pytest.param(
            answered(Verdict.NOT_REGISTERED),
            {S.SELECTED, S.TO_VALIDATE} | AFTER,
            id="3.5 selected, to_validate → not_registered",
        ),
        pytest.param(
            t.withdrawal_refusal, BEFORE, id="3.5 selected, to_validate, registered → withdrawn"
        ),
        pytest.param(
            enters,
            BEFORE | {S.NOT_REGISTERED, S.NOT_ENTERED},
            id="3.5 registered, selected, to_validate, not_registered, not_entered → entered",
        ),
        pytest.param(
            exits.exit_refusal, {S.ENTERED}, id="3.5 entered → dropped, excluded, completed"
        ),
        pytest.param(
            exits.reopen_refusal,
            {S.DROPPED, S.EXCLUDED, S.COMPLETED},
            id="3.5 dropped, completed, excluded → entered (RGC)",
        ),
    ],
)
def test_domain_3_5_a_transition_from_these_states_and_from_no_other(
    refusal: Callable[[EnrolmentState], object], allowed: set[EnrolmentState]
) -> None:
    assert {state for state in EnrolmentState if refusal(state) is None} == allowed


@pytest.mark.parametrize(
    ("origin", "state"),
    [
        pytest.param(EnrolmentOrigin.FROM_RESULT, S.SELECTED, id="3.5 – → selected"),
        pytest.param(
            EnrolmentOrigin.DIRECT_PROPOSAL, S.TO_VALIDATE, id="3.5 – → to_validate, proposed"
        ),
        pytest.param(
            EnrolmentOrigin.SELF_POSITIONING, S.TO_VALIDATE, id="3.5 – → to_validate, by oneself"
        ),
    ],
)
def test_domain_3_5_where_a_path_begins(origin: EnrolmentOrigin, state: EnrolmentState) -> None:
    assert first_state(origin) is state


@pytest.mark.parametrize(
    ("scheme", "days"),
    [
        pytest.param(Scheme.ORDINARY, 0, id="3.5 entered → entered: a new end, the agency told"),
        pytest.param(Scheme.AVENIR, 15, id="3.5, 4 #Avenir new end date: 15 days before"),
    ],
)
def test_domain_3_5_and_4_a_new_end_is_told_in_time(scheme: Scheme, days: int) -> None:
    told_by = deadlines.end_notice_by(END, entries.END_NOTICE_DAYS[scheme])
    assert (END - told_by).days == days


def test_domain_3_5_entered_to_completed_is_proposed_once_the_end_has_passed() -> None:
    day = timedelta(days=1)
    due = [exits.is_exit_due(path(), SESSION, each) for each in (END - day, END, END + day)]
    assert due == [False, False, True]


@pytest.mark.parametrize(
    ("today", "state"),
    [
        pytest.param(date(2026, 11, 24), MonthState.NOT_OPEN, id="3.6 not_open before the 25th"),
        pytest.param(date(2026, 11, 25), MonthState.TO_DECLARE, id="3.6 to_declare from the 25th"),
        pytest.param(date(2026, 11, 30), MonthState.TO_DECLARE, id="3.6 to_declare in the month"),
        pytest.param(date(2026, 12, 1), MonthState.OVERDUE, id="3.6, 4 overdue from the 1st"),
    ],
)
def test_domain_3_6_the_states_of_a_month(today: date, state: MonthState) -> None:
    assert open_state(NOVEMBER, today) is state


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        pytest.param(path(), (NOVEMBER, date(2026, 11, 30)), id="3.6 period: the whole month"),
        pytest.param(
            path(entered_on=date(2026, 11, 9)),
            (date(2026, 11, 9), date(2026, 11, 30)),
            id="3.6 period: month ∩ the own dates, entered in it",
        ),
        pytest.param(
            path(S.DROPPED, entered_on=START, left_on=date(2026, 11, 12)),
            (NOVEMBER, date(2026, 11, 12)),
            id="3.6 who appears: those who left in the month",
        ),
        pytest.param(
            path(S.DROPPED, entered_on=START, left_on=date(2026, 10, 30)),
            None,
            id="3.6 who appears: not those who left before",
        ),
        pytest.param(path(S.NOT_ENTERED), None, id="3.6 who appears: nobody who has not entered"),
    ],
)
def test_domain_3_6_the_period_of_a_month(
    row: EnrolmentRow, expected: tuple[date, date] | None
) -> None:
    assert period(row, SESSION, NOVEMBER) == expected


def test_domain_3_6_a_rectification_is_free_until_the_end_of_the_month_that_follows() -> None:
    last = end_of_month(date(2026, 12, 1))
    assert not needs_reason(NOVEMBER, last)
    assert needs_reason(NOVEMBER, last + timedelta(days=1))


@pytest.mark.parametrize(
    ("fields", "assiduous"),
    [
        pytest.param({}, True, id="3.6 no absence"),
        pytest.param({"justified": 420}, True, id="3.6 justified alone"),
        pytest.param({"to_qualify": 420}, True, id="3.6 not qualified yet"),
        pytest.param({"unjustified": 1}, False, id="3.6 unjustified"),
        pytest.param({"estimated": 600, "validated": 600}, True, id="3.6 distance work done"),
        pytest.param({"estimated": 600, "validated": 599}, False, id="3.6 distance work undone"),
        pytest.param({"estimated": 600}, True, id="3.6 distance work not validated yet"),
    ],
)
def test_domain_3_6_assiduous_is_no_unjustified_absence_and_no_work_undone(
    fields: dict[str, int], assiduous: bool
) -> None:
    counts = dict.fromkeys(("justified", "unjustified", "to_qualify"), 0) | fields
    month = Figures(NOVEMBER, end_of_month(NOVEMBER), planned=8400, **counts)
    assert month.is_assiduous == assiduous


def test_domain_3_5_who_stands_in_the_list_of_entries() -> None:
    eve = START - timedelta(days=1)
    shown = BEFORE | {S.NOT_REGISTERED, S.NOT_ENTERED}
    assert {each for each in S if entries.is_to_enter(path(each), SESSION, START)} == shown
    assert not [each for each in S if entries.is_to_enter(path(each), SESSION, eve)]
    later = path(S.REGISTERED, planned_start=START + timedelta(days=1))
    assert not entries.is_to_enter(later, SESSION, START)


ODD = (date(2026, 10, 24), date(2026, 12, 31), date(2028, 2, 28), date(2027, 3, 27))


@pytest.mark.parametrize("day", ODD, ids=str)
@pytest.mark.parametrize(
    ("by", "days"),
    [
        pytest.param(deadlines.declare_by, 3, id="4 effective entry, interruption, exit: 3 days"),
        pytest.param(
            lambda day: report_by(Reportable.ENTRY, day), 3, id="4 the same, reported in KAIROS"
        ),
        pytest.param(
            lambda day: report_by(Reportable.INTERRUPTION, day), 3, id="4 interruption, in KAIROS"
        ),
        pytest.param(lambda day: report_by(Reportable.EXIT, day), 3, id="4 exit, in KAIROS"),
        pytest.param(deadlines.presence_by, 1, id="4 RIC presence not entered: J+1"),
        pytest.param(deadlines.result_by, 7, id="4 RIC result not entered: J+7"),
    ],
)
def test_domain_4_calendar_days_begin_the_day_after_and_are_not_extended(
    by: Callable[[date], date], days: int, day: date
) -> None:
    assert (by(day) - day).days == days


@pytest.mark.parametrize(
    ("today", "called"),
    [
        pytest.param(date(2026, 11, 25), False, id="4 open since the 25th, four working days left"),
        pytest.param(date(2026, 11, 26), True, id="4 reminder: Thursday, Friday, Monday"),
        pytest.param(date(2026, 11, 29), True, id="4 reminder: a Sunday, one working day left"),
        pytest.param(date(2026, 12, 1), False, id="4 overdue is no reminder any more"),
    ],
)
def test_domain_4_a_month_is_called_for_three_working_days_before_its_end(
    today: date, called: bool
) -> None:
    assert deadlines.is_month_called_for(NOVEMBER, today) == called


def test_domain_4_a_public_holiday_is_no_working_day() -> None:
    # Whit Monday, the 25th of May, is none.
    assert deadlines.working_days_left(date(2026, 5, 31), date(2026, 5, 24)) == 4


@pytest.mark.parametrize(
    ("days", "refused"),
    [
        pytest.param(15, True, id="4 interruption: 15 days are an absence"),
        pytest.param(16, False, id="4 interruption: more than 15 days"),
    ],
)
def test_domain_4_an_interruption_is_longer_than_fifteen_days(days: int, refused: bool) -> None:
    last = NOVEMBER + timedelta(days=days - 1)
    refusal = interruptions.own_interruption_refusal([], NOVEMBER, last)
    assert (refusal is not None) == refused


@pytest.mark.parametrize(
    "day", [date(2026, 11, 26), date(2026, 11, 28)], ids=["4 72 h", "4 weekend"]
)
def test_domain_4_the_provisional_password_lapses_after_72_hours(day: date) -> None:
    row = AdhesionRow(id=UUID(int=1), credentials_on=day, credentials_at=time(9, 30))
    lapses = adhesion.credentials_deadline(row)
    assert lapses == datetime.combine(day + timedelta(days=3), time(9, 30))


def test_domain_4_an_aes_is_due_from_the_day_of_entry_and_late_after_three() -> None:
    row = path(S.REGISTERED)
    assert not entries.is_to_enter(row, SESSION, START - timedelta(days=1))
    assert entries.is_to_enter(row, SESSION, START)
    assert not deadlines.is_overdue(START, START + timedelta(days=3))
    assert deadlines.is_overdue(START, START + timedelta(days=4))


def test_domain_4_a_missing_answer_is_asked_for_before_the_start() -> None:
    asked = deadlines.verdict_asked_from(START)
    assert (START - asked).days == deadlines.VERDICT_ASKED_BEFORE
    assert deadlines.verdict_by(START) == START - timedelta(days=1)


@pytest.mark.parametrize(
    ("fields", "missing"),
    [
        pytest.param({}, True, id="4 absences continuously: nothing said yet"),
        pytest.param({"reason": "sick"}, True, id="4 absences: not qualified"),
        pytest.param(
            {"reason": "sick", "justification": Justification.JUSTIFIED}, False, id="4 complete"
        ),
    ],
)
def test_domain_4_absences_are_typed_as_they_come_and_completed_later(
    fields: dict[str, Any], missing: bool
) -> None:
    row = AbsenceRow(
        id=UUID(int=4),
        session_id=SESSION.id,
        enrolment_id=UUID(int=2),
        starts_on=NOVEMBER,
        ends_on=NOVEMBER,
        **fields,
    )
    assert is_incomplete(row) == missing
