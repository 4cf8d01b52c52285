# SPDX-License-Identifier: MIT
"""An office at work for three years: 2,000 sessions, 20,000 paths, fictional.

It keeps up: what is older than a week is typed, and reported in KAIROS; what is younger is partly
left. Made in bulk, past the ledger: a benchmark's data, not acts.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import Connection, insert

from kairos_desktop.models.month_doubts import DOUBT
from kairos_desktop.models.paris import PARIS
from kairos_desktop.models.rows import (
    AbsenceRow,
    AttendanceRow,
    EnrolmentRow,
    JobseekerRow,
    LessonRow,
    ProviderRow,
    RegistrationRow,
    ReportedRow,
    Row,
    SeatsRow,
    SessionRow,
    SlotRow,
)
from kairos_desktop.models.tables import TABLE_OF_ROW
from kairos_desktop.models.vocabulary import (
    AttendanceState,
    EnrolmentOrigin,
    EnrolmentState,
    HalfDay,
    Justification,
    Prescriber,
    RecruitmentState,
    RegistrationState,
    Reportable,
    Result,
    SlotKind,
)
from kairos_desktop.services.due.doubted_months import settle
from kairos_desktop.services.due.line import Scope, asking
from kairos_desktop.services.rules.attendance import attendance_id, end_of_month, next_month
from kairos_desktop.services.rules.kairos_reports import reported_id

if TYPE_CHECKING:
    from kairos_desktop.services.workspace import Workspace

NOW = datetime(2026, 11, 26, 9, tzinfo=PARIS)
TODAY = NOW.date()
SESSIONS, TRAINEES, MEETINGS = 2_000, 10, 2
"""Ten trainees a session: 20,000 paths."""
TO_RECTIFY = 60
_FIRST_DAY = date(2023, 11, 27)
_LENGTH = timedelta(days=180)
_WEEK = timedelta(days=7)
_LATELY = TODAY - _WEEK
_TITLE = "Titre professionnel fictif n° {}"


def starts_on(place: int) -> date:
    """The first day of the nth session: spread over three years, the last ones to come."""
    return _FIRST_DAY + timedelta(days=place * 3 * 365 // SESSIONS + 60)


def session_id(place: int) -> UUID:
    """The id of the nth session."""
    return UUID(int=(2 << 100) + place)


def path_id(place: int) -> UUID:
    """The id of the nth path."""
    return UUID(int=(5 << 100) + place)


def in_training() -> int:
    """The place of the first path of a session that began two months ago."""
    begun = TODAY - timedelta(days=60)
    return TRAINEES * next(place for place in range(SESSIONS) if starts_on(place) >= begun)


def fill(workspace: Workspace) -> None:
    """Fill an empty profile; about a minute."""
    org = workspace.org
    paths = list(_paths(random.Random(20261126)))

    def write(conn: Connection) -> None:
        _write(conn, org, [ProviderRow(id=org, siret="99900011000026", name="Banc d’essai")])
        for rows in (_people, _sessions, _slots, _seats, _lessons):
            _write(conn, org, rows())
        for made in (_registrations(), paths, _months(paths), _absences(paths)):
            _write(conn, org, made)
        _write(conn, org, _reports(paths))
        _changed_since(conn, org)

    workspace.write(write)


def _write(conn: Connection, org: UUID, rows: Iterable[Row]) -> None:
    batch: list[dict[str, Any]] = []
    table: Any = None
    for row in rows:
        table = TABLE_OF_ROW[row.table]
        batch.append({"org_id": org} | {name: getattr(row, name) for name in row.__struct_fields__})
        if len(batch) == 5_000:
            conn.execute(insert(table), batch)
            batch = []
    if batch:
        conn.execute(insert(table), batch)


def _people() -> Iterator[JobseekerRow]:
    for place in range(SESSIONS * TRAINEES):
        name = f"Nom{place:05d}"
        yield JobseekerRow(
            id=_person(place),
            last_name=name,
            first_name="Camille",
            ft_id=f"{place:07d}A",
            sort_key=name.lower(),
        )


def _sessions() -> Iterator[SessionRow]:
    for place in range(SESSIONS):
        start = starts_on(place)
        closed = RecruitmentState.CLOSED
        yield SessionRow(
            id=session_id(place),
            carif_training_number="99_F",
            carif_action_number="99_A",
            carif_session_number=f"99_{place:06d}",
            title=_TITLE.format(place),
            starts_on=start,
            ends_on=start + _LENGTH,
            hours_weekly=35.0,
            recruitment_state=RecruitmentState.OPEN if start > TODAY else closed,
        )


def _slots() -> Iterator[SlotRow]:
    for place in range(SESSIONS * MEETINGS):
        session, nth = divmod(place, MEETINGS)
        yield SlotRow(
            id=_slot(place),
            session_id=session_id(session),
            kind=SlotKind.MEETING,
            held_on=_held(place),
            starts_at=time(9 + 3 * nth),
            ends_at=time(11 + 3 * nth),
            capacity=15,
        )


def _seats() -> Iterator[SeatsRow]:
    for place in range(SESSIONS * MEETINGS):
        yield SeatsRow(_slot(place), capacity=15, taken=TRAINEES)


def _lessons() -> Iterator[LessonRow]:
    """A timetable that was typed, for every other session: the others have their weekly hours."""
    halves = ((HalfDay.MORNING, time(9), time(12, 30)), (HalfDay.AFTERNOON, time(13, 30), time(17)))
    for session in range(0, SESSIONS, 2):
        start = starts_on(session)
        for nth in range(_LENGTH.days):
            day = start + timedelta(days=nth)
            if day.weekday() > 4:
                continue
            for half, (name, begins, ends) in enumerate(halves):
                yield LessonRow(
                    id=UUID(int=(6 << 100) + session * 1000 + nth * 2 + half),
                    session_id=session_id(session),
                    day=day,
                    half=name,
                    starts_at=begins,
                    ends_at=ends,
                )


def _registrations() -> Iterator[RegistrationRow]:
    """Ten people a meeting, half of the last week's still to be typed."""
    for place in range(SESSIONS * MEETINGS * TRAINEES):
        slot = place // TRAINEES
        is_typed = _held(slot) <= _LATELY or (place % 2 and _held(slot) < TODAY)
        present = RegistrationState.PRESENT
        yield RegistrationRow(
            id=_registration(place),
            slot_id=_slot(slot),
            session_id=session_id(slot // MEETINGS),
            jobseeker_id=_person((place * 7919) % (SESSIONS * TRAINEES)),
            state=present if is_typed else RegistrationState.REGISTERED,
            placed_by=Prescriber.FRANCE_TRAVAIL,
            placed_on=_held(slot) - _WEEK,
            result=Result.SELECTED if is_typed else Result.NONE,
        )


def _paths(chance: random.Random) -> Iterator[EnrolmentRow]:
    """Entered on the first day; a tenth leaves early; those of the last week are partly typed."""
    for place in range(SESSIONS * TRAINEES):
        start = starts_on(place // TRAINEES)
        end = start + _LENGTH
        left = start + timedelta(days=chance.randrange(10, 170)) if chance.random() < 0.1 else end
        entered = start <= _LATELY or (start < TODAY and place % 2)
        has_left = entered and (left <= _LATELY or (left < TODAY and place % 2))
        state = EnrolmentState.REGISTERED
        if has_left:
            state = EnrolmentState.COMPLETED if left == end else EnrolmentState.DROPPED
        elif entered:
            state = EnrolmentState.ENTERED
        yield EnrolmentRow(
            id=path_id(place),
            session_id=session_id(place // TRAINEES),
            jobseeker_id=_person(place),
            state=state,
            origin=EnrolmentOrigin.FROM_RESULT,
            since=start,
            entered_on=start if entered else None,
            left_on=left if has_left else None,
            reason="job" if state is EnrolmentState.DROPPED else "",
        )


def _months(paths: list[EnrolmentRow]) -> Iterator[AttendanceRow]:
    """Every month but that of today, which is open since yesterday."""
    for path in paths:
        if path.entered_on is None:
            continue
        end = min(path.left_on or TODAY, TODAY)
        month = path.entered_on.replace(day=1)
        while month <= end and end_of_month(month) < TODAY:
            yield AttendanceRow(
                id=attendance_id(path.id, month),
                session_id=path.session_id,
                enrolment_id=path.id,
                month=month,
                period_from=max(month, path.entered_on),
                period_to=min(end_of_month(month), end),
                planned=8_400,
                justified=210,
                unjustified=0,
                to_qualify=0,
                state=AttendanceState.DECLARED,
                declared_at=NOW,
                declared_by="Odile",
            )
            month = next_month(month)


def _absences(paths: list[EnrolmentRow]) -> Iterator[AbsenceRow]:
    """One a month, on the tenth day after the entry's; the last ones lack something at times."""
    for place, path in enumerate(paths):
        if path.entered_on is None:
            continue
        end = min(path.left_on or TODAY, TODAY)
        for nth in range(6):
            day = path.entered_on + timedelta(days=30 * nth + place % 20)
            if day > end:
                break
            bare = day > _LATELY and place % 3 == 0
            yield AbsenceRow(
                id=UUID(int=(7 << 100) + place * 10 + nth),
                session_id=path.session_id,
                enrolment_id=path.id,
                starts_on=day,
                ends_on=day,
                reason="" if bare else "sick",
                justification=Justification.TO_QUALIFY if bare else Justification.JUSTIFIED,
                recorded_on=day,
            )


def _changed_since(conn: Connection, org: UUID) -> None:
    """Of what was declared, some months that an absence typed since has changed.

    The others stand as they are: an office settles the doubts as it writes, act by act.
    """
    conn.execute(DOUBT.delete())
    first = in_training()
    _write(
        conn,
        org,
        (
            AbsenceRow(
                id=UUID(int=(8 << 100) + nth),
                session_id=session_id((first + nth * TRAINEES) // TRAINEES),
                enrolment_id=path_id(first + nth * TRAINEES),
                starts_on=TODAY.replace(month=10, day=29),
                ends_on=TODAY.replace(month=10, day=29),
                reason="sick",
                justification=Justification.JUSTIFIED,
                recorded_on=TODAY,
            )
            for nth in range(TO_RECTIFY)
        ),
    )
    settle(asking(conn), Scope(org, NOW.replace(tzinfo=None)))


def _reports(paths: list[EnrolmentRow]) -> Iterator[ReportedRow]:
    """What stands in KAIROS: everything that is older than a week."""
    for place in range(SESSIONS * MEETINGS * TRAINEES):
        slot = place // TRAINEES
        if _held(slot) <= _LATELY:
            session, about = session_id(slot // MEETINGS), _registration(place)
            person = _person((place * 7919) % (SESSIONS * TRAINEES))
            told = _teller(session, person, _held(slot))
            yield told(Reportable.PRESENCE, about, "present")
            yield told(Reportable.RESULT, about, "selected", "")
    for path in paths:
        if path.entered_on is not None and path.entered_on <= _LATELY:
            told = _teller(path.session_id, path.jobseeker_id, path.entered_on)
            yield told(Reportable.ENTRY, path.id, "present", path.entered_on.isoformat())
        if path.left_on is not None and path.left_on <= _LATELY:
            told = _teller(path.session_id, path.jobseeker_id, path.left_on)
            left = path.left_on.isoformat()
            yield told(Reportable.EXIT, path.id, path.state.value, left, path.reason, "")
    people = {path.id: path.jobseeker_id for path in paths}
    for row in _months(paths):
        told = _teller(row.session_id, people[row.enrolment_id], row.period_to)
        days = (row.period_from.isoformat(), row.period_to.isoformat())
        minutes = (row.planned, row.justified, row.unjustified, row.to_qualify)
        no_distance = ("", "")
        yield told(Reportable.MONTH, row.id, *days, *map(str, minutes), *no_distance)
    for row in _absences(paths):
        if row.starts_on <= _LATELY:
            told = _teller(row.session_id, people[row.enrolment_id], row.starts_on)
            day = row.starts_on.isoformat()
            said = (day, "morning", day, "afternoon", "", "sick", "justified")
            yield told(Reportable.ABSENCE, row.id, *said)


def _teller(session: UUID, person: UUID, day: date) -> Callable[..., ReportedRow]:
    def told(kind: Reportable, about: UUID, *said: str) -> ReportedRow:
        return ReportedRow(
            id=reported_id(kind, about),
            kind=kind,
            about_id=about,
            session_id=session,
            said=said,
            reported_at=datetime.combine(day, time(17), PARIS),
            reported_by="Odile",
            jobseeker_id=person,
        )

    return told


def _held(place: int) -> date:
    session, nth = divmod(place, MEETINGS)
    return starts_on(session) - timedelta(days=30 - 14 * nth)


def _person(place: int) -> UUID:
    return UUID(int=(1 << 100) + place)


def _slot(place: int) -> UUID:
    return UUID(int=(3 << 100) + place)


def _registration(place: int) -> UUID:
    return UUID(int=(4 << 100) + place)
