# SPDX-License-Identifier: MIT
"""*Saisi ici* is not *reporté*: what remains to be typed in KAIROS, reported, corrected, gone."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kairos_desktop.models.base import Texts
from kairos_desktop.models.rows import ReportedRow
from kairos_desktop.models.vocabulary import (
    Justification,
    Presence,
    RecruitmentState,
    Reportable,
    Result,
)
from kairos_desktop.services.acts.absences import (
    CorrectAbsence,
    QualifyAbsence,
    RecordAbsence,
    RemoveAbsence,
)
from kairos_desktop.services.acts.act import tidy
from kairos_desktop.services.acts.attendance import DeclareAttendance, RectifyAttendance
from kairos_desktop.services.acts.entries import CorrectEntry, RecordAbsentAtEntry, RecordEntry
from kairos_desktop.services.acts.exits import DropTrainee, ReopenTrainee
from kairos_desktop.services.acts.interruptions import RecordInterruption
from kairos_desktop.services.acts.kairos_reports import ReportToKairos, UnreportToKairos
from kairos_desktop.services.acts.outcomes import RecordPresence, RecordResult
from kairos_desktop.services.due import board
from kairos_desktop.services.queries import kairos_reports
from kairos_desktop.services.rules.deadlines import attendance_by, declare_by
from kairos_desktop.services.rules.kairos_reports import LOOKED_BACK, ReportState, reported_id
from tests.factories import MEETING_DAY, Scene
from tests.services.acts.test_enrolments import propose, verdict
from tests.training_scene import FIRST_DAY, a_report, a_training, entered, on

if TYPE_CHECKING:
    from kairos_desktop.services.acts.act import Act
    from kairos_desktop.services.due.line import Due
    from kairos_desktop.services.queries.kairos_reports import KairosBoard, KairosLine

R = Reportable
NOVEMBER = date(2026, 11, 1)


@pytest.fixture
def trainee(scene: Scene) -> UUID:
    """Somebody who came in September; it is the end of November, and the entry is reported."""
    scene.clock.be(date(2026, 11, 26))
    closed = RecruitmentState.CLOSED
    trainee = entered(scene, a_training(scene, recruitment_state=closed), scene.person("Aragon"))
    scene.say(report(the(scene, R.ENTRY)))
    return trainee


def reading(scene: Scene) -> KairosBoard:
    return scene.workspace.read(kairos_reports.board, scene.clock.now.date())


def the(scene: Scene, kind: Reportable) -> KairosLine:
    """The one line that remains of a kind."""
    (line,) = [line for line in reading(scene).lines if line.kind is kind]
    return line


def report(line: KairosLine) -> ReportToKairos:
    assert line.said is not None
    return ReportToKairos(kind=line.kind, about_id=line.about_id, said=line.said)


def due(scene: Scene) -> list[Due]:
    lines = scene.workspace.read(board.whole, scene.clock.now.replace(tzinfo=None))
    return [line for line in lines if line.page == "kairos"]


def absence(scene: Scene, trainee: UUID, **fields: object) -> RecordAbsence:
    complete = {"reason": "sick", "justification": Justification.JUSTIFIED}
    return RecordAbsence(
        absence_id=scene.id(),
        enrolment_id=trainee,
        dates=on(date(2026, 11, 16)),
        **(complete | fields),  # pyright: ignore[reportArgumentType]
    )


def test_an_entry_typed_here_is_due_in_kairos_until_it_is_reported(scene: Scene) -> None:
    session = scene.session(recruitment_state=RecruitmentState.CLOSED).id
    row_id = propose(scene, session, scene.person("Aragon", "Anne", ft_id="1234567A"))
    scene.say(verdict(row_id))
    start = date(2027, 1, 11)
    scene.clock.be(start)
    scene.say(RecordEntry(enrolment_id=row_id, entered_on=start))
    (line,) = due(scene)
    assert (line.act, line.by, line.count) == (
        "Reporter l’entrée dans KAIROS", declare_by(start), 1,
    )  # fmt: skip
    assert line.whom == "ARAGON Anne · Secrétaire assistant"
    assert "L6121-5" in line.why
    assert line.arguments == {"kind": R.ENTRY, "session_id": session}
    found = the(scene, R.ENTRY)
    assert (found.said, found.ft_id, found.state) == (
        ("present", "2027-01-11"), "1234567A", ReportState.TO_REPORT,
    )  # fmt: skip
    scene.say(report(found))
    assert not due(scene)
    (kept,) = scene.rows(ReportedRow)
    assert (kept.reported_by, kept.said) == ("Odile", found.said)
    (done,) = scene.workspace.read(kairos_reports.reported_lines, start)
    assert (done.state, done.reported_by) == (ReportState.REPORTED, "Odile")
    assert (reading(scene).lines, reading(scene).reported) == ((), 1)
    scene.workspace.undo()
    assert len(due(scene)) == 1


def test_an_entry_corrected_after_its_report_is_to_be_reported_again(
    scene: Scene, trainee: UUID
) -> None:
    assert not due(scene)
    other = date(2026, 9, 8)
    scene.say(CorrectEntry(enrolment_id=trainee, entered_on=other, reason="erreur"))
    line = the(scene, R.ENTRY)
    assert line.state is ReportState.AGAIN
    assert (line.said, line.reported) == (
        ("present", "2026-09-08"), ("present", "2026-09-07"),
    )  # fmt: skip
    (todo,) = due(scene)
    assert (todo.by, "Corrigé ici" in todo.why) == (None, True)
    scene.say(report(line))
    assert not due(scene)
    back = FIRST_DAY
    scene.say(CorrectEntry(enrolment_id=trainee, entered_on=back, reason="non"))
    assert the(scene, R.ENTRY).state is ReportState.AGAIN


def test_a_fact_that_is_gone_is_to_be_taken_back_in_kairos(scene: Scene, trainee: UUID) -> None:
    act = absence(scene, trainee)
    scene.say(act)
    scene.say(report(the(scene, R.ABSENCE)))
    assert not due(scene)
    scene.say(RemoveAbsence(absence_id=act.absence_id))
    line = the(scene, R.ABSENCE)
    assert (line.state, line.said, line.name) == (ReportState.TO_TAKE_BACK, None, "ARAGON Anne")
    assert line.reported is not None
    assert line.reported[0] == "2026-11-16"
    (todo,) = due(scene)
    assert (todo.act, todo.count) == ("Reporter l’absence dans KAIROS", 1)
    scene.say(UnreportToKairos(kind=R.ABSENCE, about_id=act.absence_id))
    assert not due(scene)
    scene.workspace.undo()
    assert len(due(scene)) == 1


def test_an_absence_is_reported_once_it_is_complete(scene: Scene, trainee: UUID) -> None:
    late = absence(scene, trainee, reason="late", minutes=0)
    scene.say(late)
    bare = absence(scene, trainee, justification=Justification.TO_QUALIFY)
    scene.say(bare)
    assert not due(scene)
    scene.say(
        QualifyAbsence(
            absence_id=bare.absence_id, reason="exam", justification=Justification.JUSTIFIED
        )
    )
    assert the(scene, R.ABSENCE).about_id == bare.absence_id
    scene.say(report(the(scene, R.ABSENCE)))
    scene.say(CorrectAbsence(absence_id=bare.absence_id, dates=on(date(2026, 11, 17))))
    assert the(scene, R.ABSENCE).state is ReportState.AGAIN


def test_somebody_absent_at_entry_is_reported_then_present(scene: Scene) -> None:
    session = scene.session(recruitment_state=RecruitmentState.CLOSED).id
    row_id = propose(scene, session, scene.person("Aragon"))
    scene.say(verdict(row_id))
    start = date(2027, 1, 11)
    scene.clock.be(start)
    scene.say(RecordAbsentAtEntry(enrolment_id=row_id))
    assert the(scene, R.ENTRY).said == ("absent", "")
    scene.say(report(the(scene, R.ENTRY)))
    scene.say(RecordEntry(enrolment_id=row_id, entered_on=start))
    assert the(scene, R.ENTRY).state is ReportState.AGAIN


def test_an_interruption_is_due_from_its_first_day_on(scene: Scene, trainee: UUID) -> None:
    first = date(2026, 12, 1)
    scene.say(
        RecordInterruption(
            interruption_id=scene.id(),
            enrolment_id=trainee,
            starts_on=first,
            ends_on=date(2026, 12, 18),
            reason="long_sickness",
        )
    )
    assert not due(scene)
    scene.clock.be(first)
    (todo,) = due(scene)
    assert (todo.by, todo.act) == (declare_by(first), "Reporter l’interruption dans KAIROS")
    scene.say(report(the(scene, R.INTERRUPTION)))
    assert not due(scene)


def test_an_exit_is_due_then_taken_back_when_the_path_is_opened_again(
    scene: Scene, trainee: UUID
) -> None:
    last = date(2026, 11, 20)
    scene.say(DropTrainee(enrolment_id=trainee, last_day=last, reason="job", legitimate=True))
    line = the(scene, R.EXIT)
    assert line.said == ("dropped", "2026-11-20", "job", "yes")
    assert due(scene)[0].by == declare_by(last)
    scene.say(report(line))
    assert not due(scene)
    scene.say(ReopenTrainee(enrolment_id=trainee, reason="erreur"))
    assert the(scene, R.EXIT).state is ReportState.TO_TAKE_BACK


def test_a_month_is_reported_as_declared_and_again_when_rectified(
    scene: Scene, trainee: UUID
) -> None:
    scene.say(DeclareAttendance(month=NOVEMBER, enrolment_ids=(trainee,)))
    (todo,) = due(scene)
    assert (todo.by, todo.act) == (attendance_by(NOVEMBER), "Reporter l’assiduité dans KAIROS")
    scene.say(report(the(scene, R.MONTH)))
    assert not due(scene)
    scene.say(absence(scene, trainee))
    scene.say(report(the(scene, R.ABSENCE)))
    assert not due(scene)
    scene.say(RectifyAttendance(month=NOVEMBER, enrolment_id=trainee))
    assert the(scene, R.MONTH).state is ReportState.AGAIN


def test_presences_then_results_of_a_meeting_are_reported(scene: Scene) -> None:
    slot = scene.meeting(scene.session(recruitment_state=RecruitmentState.CLOSED))
    one, other = scene.register(slot), scene.register(slot)
    scene.clock.be(MEETING_DAY, 12)
    scene.say(RecordPresence(registration_id=one, presence=Presence.PRESENT))
    scene.say(RecordPresence(registration_id=other, presence=Presence.ABSENT))
    (todo,) = due(scene)
    assert (todo.whom, todo.count) == ("2 présences · Secrétaire assistant", 2)
    scene.say(*(report(line) for line in reading(scene).lines))
    assert not due(scene)
    scene.say(RecordResult(registration_id=one, result=Result.SELECTED))
    line = the(scene, R.RESULT)
    assert (line.said, line.held_on, line.slot_id) == (("selected", ""), MEETING_DAY, slot)
    scene.say(RecordPresence(registration_id=other, presence=Presence.PRESENT))
    assert the(scene, R.PRESENCE).state is ReportState.AGAIN


def test_what_is_older_than_three_months_is_not_proposed(scene: Scene) -> None:
    entered(scene, a_training(scene, recruitment_state=RecruitmentState.CLOSED))
    scene.clock.be(FIRST_DAY + timedelta(days=LOOKED_BACK))
    assert len(due(scene)) == 1
    scene.clock.be(FIRST_DAY + timedelta(days=LOOKED_BACK + 1))
    assert not due(scene)
    assert not reading(scene).lines


def test_what_was_reported_is_put_right_however_old_it_is(scene: Scene, trainee: UUID) -> None:
    scene.clock.be(FIRST_DAY + timedelta(days=300))
    scene.say(CorrectEntry(enrolment_id=trainee, entered_on=date(2026, 9, 8), reason="erreur"))
    assert the(scene, R.ENTRY).state is ReportState.AGAIN
    assert len(due(scene)) == 1


def everything(scene: Scene, trainee: UUID) -> list[Act]:
    """An act of every kind that leaves something to report."""
    last, first = date(2026, 11, 25), date(2026, 11, 2)
    slot = scene.meeting(scene.session(recruitment_state=RecruitmentState.CLOSED))
    one = scene.register(slot)
    return [
        RecordPresence(registration_id=one, presence=Presence.PRESENT),
        RecordResult(registration_id=one, result=Result.SELECTED),
        absence(scene, trainee),
        RecordInterruption(
            interruption_id=scene.id(),
            enrolment_id=trainee,
            starts_on=first,
            ends_on=last,
            reason="personal",
        ),
        DeclareAttendance(month=NOVEMBER, enrolment_ids=(trainee,)),
        DropTrainee(enrolment_id=trainee, last_day=last, reason="job"),
        a_report(trainee, written_on=last),
        CorrectEntry(enrolment_id=trainee, entered_on=date(2026, 9, 8), reason="erreur"),
    ]


def test_an_act_and_its_report_read_again_what_they_touched_and_no_more(
    scene: Scene, trainee: UUID
) -> None:
    scene.clock.be(MEETING_DAY, 12)
    now = datetime.combine(MEETING_DAY, scene.clock.now.time())
    lines = scene.workspace.read(board.whole, now)

    def follow(act: Act) -> None:
        nonlocal lines
        changes = scene.say(act).changes
        read = scene.workspace.read(board.again, now, changes.tables, changes.ids)
        assert read.sessions is not None
        lines = board.merged(lines, read).lines
        assert lines == scene.workspace.read(board.whole, now), act.name

    for act in everything(scene, trainee):
        follow(act)
    lefts = reading(scene).lines
    # The page shows what « À faire » counts.
    assert len(lefts) == sum(line.count for line in due(scene))
    assert {line.kind for line in lefts} == set(Reportable)
    for line in lefts:
        follow(report(line))
    assert not due(scene)
    assert {
        line.kind for line in scene.workspace.read(kairos_reports.reported_lines, now.date())
    } == set(Reportable)


@given(st.lists(st.text(max_size=12).map(tidy), min_size=1, max_size=4))
def test_the_database_writes_the_values_as_the_report_does(values: list[str]) -> None:
    import sqlite3

    readable = [value for value in values if value.isprintable()]
    held = sqlite3.connect(":memory:")
    asked = f"SELECT json_array({', '.join('?' * len(readable))})"
    ((said,),) = held.execute(asked, readable)
    held.close()
    assert said == Texts().process_bind_param(tuple(readable), None)  # pyright: ignore
    assert msgspec.json.decode(said, type=tuple[str, ...]) == tuple(readable)


def test_the_same_thing_reported_twice_is_one_report(scene: Scene, trainee: UUID) -> None:
    kept = scene.row(ReportedRow, reported_id(R.ENTRY, trainee))
    scene.clock.be(date(2026, 11, 27))
    act = ReportToKairos(kind=R.ENTRY, about_id=trainee, said=kept.said)
    (warned,) = scene.warned(act)
    assert (warned.code, warned.facts) == (
        "already_reported", {"by": "Odile", "day": date(2026, 11, 26)},
    )  # fmt: skip
    assert scene.rows(ReportedRow) == [kept]


def test_what_was_not_reported_is_not_taken_back(scene: Scene, trainee: UUID) -> None:
    act = UnreportToKairos(kind=R.EXIT, about_id=trainee)
    assert scene.refusal_code(act) == "not_reported"


def test_a_pause_of_a_whole_session_is_nobody_s(scene: Scene, trainee: UUID) -> None:
    from kairos_desktop.services.acts.sessions import PlanInterruption

    session = scene.rows(ReportedRow)[0].session_id
    scene.say(
        PlanInterruption(
            interruption_id=scene.id(),
            session_id=session,
            starts_on=date(2026, 11, 2),
            ends_on=date(2026, 11, 20),
            reason="centre_closure",
        )
    )
    line = the(scene, R.INTERRUPTION)
    assert (line.name, line.jobseeker_id) == ("", None)
    scene.say(report(line))
    assert scene.row(ReportedRow, reported_id(R.INTERRUPTION, line.about_id)).jobseeker_id is None
