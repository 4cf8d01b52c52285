# SPDX-License-Identifier: MIT
"""What is missing from the file of a session, proof by proof, each named by its text."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any
from uuid import UUID

import msgspec
import pytest

from kairos_desktop.models.rows import (
    AbsenceRow,
    DocumentRow,
    EnrolmentRow,
    RegistrationRow,
    SessionRow,
    SlotRow,
)
from kairos_desktop.models.vocabulary import (
    DocumentKind,
    DocumentState,
    EnrolmentOrigin,
    EnrolmentState,
    HalfDay,
    Justification,
    Prescriber,
    RegistrationState,
    SlotKind,
    SlotState,
)
from kairos_desktop.services.rules.attendance import MonthState
from kairos_desktop.services.rules.evidence import (
    CHAPTER_OF,
    PAPERS_OF,
    SOURCES,
    Lack,
    absence_gaps,
    enrolment_gaps,
    month_gaps,
    registration_gaps,
    sheet_gaps,
)
from kairos_desktop.services.rules.sheet_warnings import SheetFacts
from kairos_desktop.services.rules.sheets import Expectation, HalfSheet
from kairos_desktop.services.rules.verdicts import Warned

ONE, SESSION_ID = UUID(int=1), UUID(int=2)
START, END, TODAY = date(2026, 9, 7), date(2026, 12, 18), date(2026, 11, 26)
SESSION = SessionRow(
    id=SESSION_ID, carif_training_number="F", carif_action_number="A", carif_session_number="S",
    title="Secrétaire", starts_on=START, ends_on=END,
)  # fmt: skip
ALL_PAPERS = (
    DocumentKind.ENROLMENT_ATTESTATION,
    DocumentKind.ENTRY_ATTESTATION,
    DocumentKind.TRAINING_REPORT,
    DocumentKind.REALISATION,
)


def enrolment(state: EnrolmentState = EnrolmentState.ENTERED, **fields: Any) -> EnrolmentRow:
    values: dict[str, Any] = {"since": START, "origin": EnrolmentOrigin.FROM_RESULT} | fields
    return EnrolmentRow(
        id=ONE, session_id=SESSION_ID, jobseeker_id=UUID(int=3), state=state, **values
    )


def papers(*kinds: DocumentKind, provisional: bool = False) -> list[DocumentRow]:
    return [
        DocumentRow(
            id=UUID(int=nth), kind=kind, number=f"{kind}-1", version=1, state=DocumentState.VALID,
            issued_at=datetime(2026, 9, 7, 9), issued_by="Odile", provisional=provisional,
        )
        for nth, kind in enumerate(kinds)
    ]  # fmt: skip


def lacks(
    row: EnrolmentRow, *kinds: DocumentKind, has_report: bool = False, **paper: Any
) -> set[Lack]:
    found = enrolment_gaps(
        row, SESSION, papers(*kinds, **paper), has_report=has_report, today=TODAY
    )
    return {gap.lack for gap in found}


def placed(state: RegistrationState, day: date, slot_state: SlotState = SlotState.OPEN) -> Any:
    slot = SlotRow(
        id=UUID(int=9), session_id=SESSION_ID, kind=SlotKind.MEETING, held_on=day,
        starts_at=time(9), ends_at=time(11), capacity=12, state=slot_state,
    )  # fmt: skip
    row = RegistrationRow(
        id=UUID(int=10), slot_id=slot.id, session_id=SESSION_ID, jobseeker_id=UUID(int=3),
        state=state, placed_by=Prescriber.FRANCE_TRAVAIL, placed_on=START,
    )  # fmt: skip
    return row, slot


def test_every_gap_has_a_chapter_and_a_text_and_every_paper_a_chapter() -> None:
    assert set(CHAPTER_OF) == set(SOURCES) == set(Lack)
    assert all(SOURCES.values())
    assert set(PAPERS_OF) == set(DocumentKind)


@pytest.mark.parametrize(
    ("state", "day", "is_summoned", "expected"),
    [
        (RegistrationState.PRESENT, date(2026, 9, 1), False, {Lack.CONVOCATION}),
        (RegistrationState.REGISTERED, date(2026, 9, 1), True, {Lack.PRESENCE}),
        (RegistrationState.REGISTERED, date(2026, 12, 1), True, set()),
        (RegistrationState.ABSENT, date(2026, 9, 1), True, set()),
        (RegistrationState.CANCELLED, date(2026, 9, 1), False, set()),
        (RegistrationState.WAITLISTED, date(2026, 9, 1), False, set()),
    ],
)
def test_guide_p20_to_23_a_convocation_and_a_presence(
    state: RegistrationState, day: date, is_summoned: bool, expected: set[Lack]
) -> None:
    now = datetime(2026, 11, 26, 9)
    found = list(registration_gaps(*placed(state, day), is_summoned=is_summoned, now=now))
    assert {gap.lack for gap in found} == expected
    assert all(gap.registration_id == UUID(int=10) and gap.is_meeting for gap in found)


def test_nothing_is_asked_of_a_deleted_date() -> None:
    asked = placed(RegistrationState.REGISTERED, date(2026, 9, 1), SlotState.DELETED)
    assert not [*registration_gaps(*asked, is_summoned=False, now=datetime(2026, 11, 26, 9))]


def test_l6121_5_an_entry_that_has_come_and_is_not_typed() -> None:
    assert lacks(enrolment(EnrolmentState.REGISTERED)) == {Lack.ENTRY}
    later = enrolment(EnrolmentState.REGISTERED, planned_start=date(2026, 12, 1))
    assert lacks(later) == set()
    assert lacks(enrolment(EnrolmentState.NOT_ENTERED)) == set()


def test_r6341_6_and_r6341_33_the_attestations_of_who_entered() -> None:
    row = enrolment(entered_on=START)
    assert lacks(row) == {Lack.ATTESTATION, Lack.ENTRY_PAPER}
    assert lacks(row, *ALL_PAPERS[:2]) == set()
    assert lacks(row, *ALL_PAPERS[:2], provisional=True) == {Lack.ENTRY_PROVISIONAL}


def test_l6121_5_an_exit_that_nobody_has_confirmed() -> None:
    row = enrolment(entered_on=START, planned_end=date(2026, 11, 20))
    assert lacks(row, *ALL_PAPERS[:2]) == {Lack.EXIT}


def test_guide_p15_the_agency_that_was_not_told_of_a_new_end() -> None:
    row = enrolment(entered_on=START, end_notice_by=date(2026, 12, 1))
    assert lacks(row, *ALL_PAPERS[:2]) == {Lack.END_NOTICE}


def test_r6332_26_and_the_bilan_of_who_left() -> None:
    row = enrolment(EnrolmentState.DROPPED, entered_on=START, left_on=date(2026, 11, 20))
    assert lacks(row, *ALL_PAPERS[:2]) == {Lack.REPORT, Lack.REALISATION}
    assert lacks(row, *ALL_PAPERS[:2], has_report=True) == {Lack.REPORT_PAPER, Lack.REALISATION}
    assert lacks(row, *ALL_PAPERS, has_report=True) == set()
    coming = msgspec.structs.replace(row, left_on=date(2026, 12, 1))
    assert lacks(coming, *ALL_PAPERS[:2]) == set()


def sheet(day: date, **fields: Any) -> SheetFacts:
    half = HalfSheet(SESSION_ID, day, HalfDay.MORNING, time(9), time(12))
    values: dict[str, Any] = {
        "expected": {ONE: Expectation.EXPECTED, UUID(int=4): Expectation.ABSENT},
        "closures": (), "signed": (), "trainer_signed": False, "signatures": (), "faults": (),
        "recorded_at": None, "names": {},
    } | fields  # fmt: skip
    return SheetFacts(half=half, session=SESSION, **values)


def test_domain_5_a_half_day_whose_sheet_lacks_a_signature_or_a_trainer() -> None:
    yesterday = date(2026, 11, 25)
    (gap,) = sheet_gaps(sheet(yesterday), (), TODAY)
    assert (gap.lack, gap.day, gap.half) == (Lack.SHEET, yesterday, HalfDay.MORNING)
    assert not [*sheet_gaps(sheet(TODAY), (), TODAY)], "the day is not over"
    read = datetime(2026, 11, 25, 18)
    (gap,) = sheet_gaps(sheet(yesterday, recorded_at=read, trainer_signed=True), (), TODAY)
    assert (gap.lack, gap.enrolment_id) == (Lack.SIGNATURE, ONE)
    doubt = Warned("sheet_without_trainer", {"day": yesterday})
    (gap,) = sheet_gaps(sheet(yesterday, recorded_at=read, signed=(ONE,)), (doubt,), TODAY)
    assert (gap.lack, gap.doubt) == (Lack.SHEET_DOUBT, doubt)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, {Lack.ABSENCE}),
        ({"reason": "sick", "justification": "justified"}, {Lack.ABSENCE_PROOF}),
        ({"reason": "sick", "justification": "justified", "evidence": "arret.pdf"}, set()),
        ({"reason": "unjustified_no_news", "justification": "unjustified"}, set()),
        (
            {"reason": "work_accident", "justification": "justified", "evidence": "at.pdf",
             "work_accident": True},
            {Lack.ACCIDENT},
        ),
    ],
)  # fmt: skip
def test_r6341_45_and_r6341_35_absences(fields: dict[str, Any], expected: set[Lack]) -> None:
    if "justification" in fields:
        fields = fields | {"justification": Justification(fields["justification"])}
    row = AbsenceRow(
        id=UUID(int=8), session_id=SESSION_ID, enrolment_id=ONE, starts_on=START, ends_on=START,
        **fields,
    )  # fmt: skip
    found = [*absence_gaps(row)]
    assert {gap.lack for gap in found} == expected
    assert all(gap.absence_id == row.id for gap in found)


@pytest.mark.parametrize(
    ("state", "has_statement", "expected"),
    [
        (MonthState.NOT_OPEN, False, []),
        (MonthState.TO_DECLARE, False, [Lack.MONTH]),
        (MonthState.OVERDUE, True, [Lack.MONTH]),
        (MonthState.TO_RECTIFY, True, [Lack.MONTH_CHANGED]),
        (MonthState.DECLARED, False, [Lack.STATEMENT]),
        (MonthState.RECTIFIED, True, []),
    ],
)
def test_r6341_35_the_month_of_a_trainee(
    state: MonthState, has_statement: bool, expected: list[Lack]
) -> None:
    found = month_gaps(ONE, date(2026, 10, 1), state, has_statement=has_statement)
    assert [gap.lack for gap in found] == expected
