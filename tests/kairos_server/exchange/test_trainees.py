# SPDX-License-Identifier: MIT
"""Two posts, offline, say the same or contrary things of a trainee: one truth, and who is told.

From the entry to the bilan (domain 3.5, 3.6): a fact of the second post is kept where it says the
same, and where it says otherwise its author reads a line of « À régulariser ».
"""

from __future__ import annotations

from datetime import date, time
from uuid import UUID

import pytest

from kairos_desktop.models.rows import (
    AbsenceRow,
    DelegatesRow,
    EnrolmentRow,
    HandedRow,
    InterruptionRow,
    LessonRow,
    OutcomeRow,
    RemoteWorkRow,
    ReportRow,
)
from kairos_desktop.models.vocabulary import (
    Delegates,
    EnrolmentState,
    HalfDay,
    Handed,
    Justification,
    Objectives,
)
from kairos_desktop.services.acts.absences import QualifyAbsence, RecordAbsence, RemoveAbsence
from kairos_desktop.services.acts.act import Act
from kairos_desktop.services.acts.delegates import RecordDelegates
from kairos_desktop.services.acts.enrolments import ProposeEnrolment
from kairos_desktop.services.acts.entries import RecordAbsentAtEntry, RecordEntry
from kairos_desktop.services.acts.exits import CompleteTrainee, DropTrainee, ExcludeTrainee
from kairos_desktop.services.acts.handed import HandDocuments
from kairos_desktop.services.acts.interruptions import RecordInterruption
from kairos_desktop.services.acts.remote_work import RecordRemoteWork, RemoteWork
from kairos_desktop.services.acts.timetables import Lesson, PlanLessons, Taught
from tests.kairos_server.exchange.test_exchange import level
from tests.kairos_server.exchange.test_month import NOVEMBER, an_office
from tests.kairos_server.exchange.universe import TestPost, Universe
from tests.training_scene import FIRST_DAY, a_report, on

MONDAY, TUESDAY = date(2026, 11, 16), date(2026, 11, 17)
S = EnrolmentState
# The deciding is the same on both; the neighbours exchange with PostgreSQL too.
pytestmark = pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)


class Office:
    """Sabine, whose acts arrive first, and Karim; a trainee for each thing that they say."""

    def __init__(self, universe: Universe) -> None:
        self.universe = universe
        self.sabine, self.karim, trainees = an_office(universe)
        self.session = self.sabine.row(EnrolmentRow, trainees[0]).session_id
        self.pairs: dict[str, tuple[str, Act, Act]] = {}

    def trainee(self, *, is_in: bool = True) -> UUID:
        """Somebody who came on the first day, or is awaited."""
        enrolment = self.sabine.id()
        person = self.sabine.person(ft_id=f"{self.sabine.id().int % 10_000_000:07}Z")
        self.sabine.say(
            ProposeEnrolment(enrolment_id=enrolment, session_id=self.session, jobseeker_id=person)
        )
        if is_in:
            self.sabine.say(entry(enrolment, FIRST_DAY))
        return enrolment

    def offline(self, what: str, first: Act, second: Act, token: UUID) -> None:
        """Two acts about `token`, Sabine's and Karim's, neither knowing of the other."""
        self.pairs[what] = (str(token), first, second)

    def exchange(self) -> dict[str, set[str]]:
        """Both exchange, and have the same rows; what Karim is told, pair by pair."""
        level(self.universe)
        for _, first, _ in self.pairs.values():
            self.sabine.say(first)
        for _, _, second in self.pairs.values():
            self.karim.say(second)
        self.sabine.sync()
        self.karim.sync()
        level(self.universe)
        rows = self.sabine.rows(OutcomeRow)
        assert {row.made_by for row in rows} <= {"Karim"}
        told = {
            what: {row.code for row in rows if token in row.args}
            for what, (token, _, _) in self.pairs.items()
        }
        assert sum(map(len, told.values())) == len(rows)
        return told

    def enrolment(self, row_id: UUID) -> EnrolmentRow:
        return self.karim.row(EnrolmentRow, row_id)


@pytest.fixture
def office(universe: Universe) -> Office:
    return Office(universe)


def entry(enrolment: UUID, day: date) -> RecordEntry:
    return RecordEntry(enrolment_id=enrolment, entered_on=day, reason="Accord par téléphone")


def absence(post: TestPost, trainee: UUID) -> RecordAbsence:
    return RecordAbsence(absence_id=post.id(), enrolment_id=trainee, dates=on(MONDAY))


def pause(post: TestPost, trainee: UUID) -> RecordInterruption:
    return RecordInterruption(
        interruption_id=post.id(),
        enrolment_id=trainee,
        starts_on=date(2026, 11, 2),
        ends_on=date(2026, 11, 20),
        reason="long_sickness",
    )


def lesson(session: UUID, half: HalfDay, hour: int) -> PlanLessons:
    taught = Taught(starts_at=time(hour), ends_at=time(hour + 3))
    return PlanLessons(session_id=session, lessons=(Lesson(day=MONDAY, half=half, taught=taught),))


def remote(trainee: UUID, estimated: int | None, validated: int | None) -> RecordRemoteWork:
    line = RemoteWork(enrolment_id=trainee, estimated=estimated, validated=validated)
    return RecordRemoteWork(month=NOVEMBER, lines=(line,))


def test_what_two_posts_say_alike_stands_once_and_only_a_doubled_claim_is_told(
    office: Office,
) -> None:
    sabine, karim = office.sabine, office.karim
    awaited, missing = office.trainee(is_in=False), office.trainee(is_in=False)
    absent, paused, gone, done, reported, working, given = (office.trainee() for _ in range(7))
    for what, act, token in (
        ("entry", entry(awaited, MONDAY), awaited),
        ("absent at entry", RecordAbsentAtEntry(enrolment_id=missing), missing),
        ("abandon", DropTrainee(enrolment_id=gone, last_day=MONDAY, reason="job"), gone),
        ("exit", CompleteTrainee(enrolment_id=done, last_day=MONDAY, reason="planned_end"), done),
        ("bilan", a_report(reported), reported),
        ("timetable", lesson(office.session, HalfDay.MORNING, 9), office.session),
        ("distance work", remote(working, 2400, 2400), working),
        ("delegates", vote(office.session), office.session),
        ("papers", hand(given), given),
    ):
        office.offline(what, act, act, token)
    office.offline("absence", absence(sabine, absent), absence(karim, absent), absent)
    office.offline("interruption", pause(sabine, paused), pause(karim, paused), paused)
    assert office.exchange() == {
        "entry": set(),
        "absent at entry": set(),
        "abandon": {"not_in_training"},
        "exit": {"not_in_training"},
        "bilan": set(),
        "timetable": set(),
        "distance work": set(),
        "delegates": set(),
        "papers": set(),
        # Two of one half-day: it is counted once, and one is to be taken out.
        "absence": {"absence_overlap"},
        "interruption": {"interruption_overlap"},
    }
    states = [office.enrolment(each).state for each in (awaited, missing, gone, done)]
    assert states == [S.ENTERED, S.NOT_ENTERED, S.DROPPED, S.COMPLETED]
    counts = [len(karim.rows(kind)) for kind in (AbsenceRow, InterruptionRow, ReportRow)]
    assert counts == [2, 1, 1]
    assert (len(karim.rows(LessonRow)), len(karim.rows(RemoteWorkRow))) == (1, 1)


def test_contrary_things_end_in_one_truth_and_their_author_is_told(office: Office) -> None:
    sabine, karim = office.sabine, office.karim
    other_day, came, missing = (office.trainee(is_in=False) for _ in range(3))
    qualified, removed, paused, left, excluded, reported, working, given = (
        office.trainee() for _ in range(8)
    )
    kept, taken_out = absence(sabine, qualified), absence(sabine, removed)
    sabine.say(kept, taken_out)
    for what, first, second, token in (
        ("another day", entry(other_day, MONDAY), entry(other_day, TUESDAY), other_day),
        ("came, absent", entry(came, MONDAY), RecordAbsentAtEntry(enrolment_id=came), came),
        (
            "absent, came",
            RecordAbsentAtEntry(enrolment_id=missing),
            entry(missing, MONDAY),
            missing,
        ),
        (
            "another justification",
            qualify(kept.absence_id, Justification.JUSTIFIED),
            qualify(kept.absence_id, Justification.UNJUSTIFIED),
            kept.absence_id,
        ),
        (
            "qualified once removed",
            RemoveAbsence(absence_id=taken_out.absence_id),
            qualify(taken_out.absence_id, Justification.JUSTIFIED),
            taken_out.absence_id,
        ),
        ("interrupted over an absence", absence(sabine, paused), pause(karim, paused), paused),
        ("interrupted once gone", gone(left), pause(karim, left), left),
        (
            "abandon, exclusion",
            gone(excluded),
            ExcludeTrainee(enrolment_id=excluded, last_day=TUESDAY, reason="Violences"),
            excluded,
        ),
        (
            "another bilan",
            a_report(reported),
            a_report(reported, objectives=Objectives.PARTLY),
            reported,
        ),
        (
            "other hours",
            lesson(office.session, HalfDay.MORNING, 8),
            lesson(office.session, HalfDay.MORNING, 9),
            office.session,
        ),
        (
            "another vote",
            vote(office.session, Delegates.NO_CANDIDATE),
            vote(office.session),
            office.session,
        ),
        ("other papers", hand(given), hand(given, Handed.RULES), given),
        ("other distance work", remote(working, 2400, None), remote(working, 1200, 600), working),
    ):
        office.offline(what, first, second, token)
    changed = {"concurrent_change"}
    assert office.exchange() == {
        "another day": {"already_entered"},
        "came, absent": {"reason_missing"},
        "absent, came": changed,
        "another justification": changed,
        "qualified once removed": {"unknown_row"},
        "interrupted over an absence": {"interruption_on_absence"},
        "interrupted once gone": {"interruption_outside_path"},
        "abandon, exclusion": {"not_in_training"},
        "another bilan": changed,
        "other hours": changed,
        "another vote": changed,
        "other papers": changed,
        "other distance work": changed,
    }
    assert office.enrolment(other_day).entered_on == MONDAY
    states = [office.enrolment(each).state for each in (came, missing, left, excluded)]
    assert states == [S.ENTERED, S.ENTERED, S.DROPPED, S.DROPPED]
    assert karim.row(AbsenceRow, kept.absence_id).justification is Justification.UNJUSTIFIED
    assert [row.objectives for row in sabine.rows(ReportRow)] == [Objectives.PARTLY]
    assert [row.starts_at for row in sabine.rows(LessonRow)] == [time(9)]
    assert [(r.estimated, r.validated) for r in sabine.rows(RemoteWorkRow)] == [(1200, 600)]
    assert [row.papers for row in sabine.rows(HandedRow)] == [("rules",)]
    assert [row.vote for row in sabine.rows(DelegatesRow)] == [Delegates.ELECTED]


def hand(trainee: UUID, *papers: Handed) -> HandDocuments:
    return HandDocuments(enrolment_ids=(trainee,), day=FIRST_DAY, papers=papers or tuple(Handed))


def vote(session: UUID, outcome: Delegates = Delegates.ELECTED) -> RecordDelegates:
    return RecordDelegates(session_id=session, vote=outcome, day=date(2026, 9, 10))


def qualify(absence_id: UUID, justification: Justification) -> QualifyAbsence:
    return QualifyAbsence(absence_id=absence_id, reason="exam", justification=justification)


def gone(trainee: UUID) -> DropTrainee:
    return DropTrainee(enrolment_id=trainee, last_day=date(2026, 10, 30), reason="job")
