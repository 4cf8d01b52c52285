# SPDX-License-Identifier: MIT
"""What an office mostly does: recruit, teach, or both; a history has its season by its seed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, time
from typing import TYPE_CHECKING
from uuid import UUID

from kairos_desktop.models.vocabulary import HalfDay, Prescriber, Verdict
from kairos_desktop.services.acts.act import Act
from kairos_desktop.services.acts.attendance import DeclareAttendance
from kairos_desktop.services.acts.candidacies import OpenCandidacies, Window
from kairos_desktop.services.acts.enrolments import ProposeEnrolment, RecordVerdict
from kairos_desktop.services.acts.entries import RecordEntry
from kairos_desktop.services.acts.jobseekers import CreateJobseeker, Person
from kairos_desktop.services.acts.registrations import Register
from kairos_desktop.services.acts.sessions import OpenSession
from kairos_desktop.services.acts.slots import CreateAppointments, Where
from kairos_desktop.services.acts.timetables import Lesson, PlanLessons
from kairos_desktop.services.ledger import Recorded
from tests.factories import MEETING_DAY, a_session
from tests.model.exchange.office_people import FIRST_DAY, LAST_DAY, LOGINS, an_account
from tests.model.exchange.people import RECRUITMENT
from tests.model.exchange.training_people import MONTHS, TAUGHT, Training

if TYPE_CHECKING:
    from tests.model.exchange.world import SimPost, World

Said = Act | Sequence[Act] | Recorded | None
Weights = Mapping[Callable[..., Said], int]

OFFICE: Weights = {
    Training.describe_provider: 2,
    Training.describe_site: 4,
    Training.refresh_session: 3,
    Training.plan_interruption: 6,
    Training.cancel_interruption: 6,
    Training.duplicate_appointments: 8,
    Training.adhesion_step: 3,
    Training.clearance: 3,
    Training.describe_reason: 2,
    Training.hold_training: 6,
    Training.open_candidacies: 5,
    Training.change_candidacies: 8,
    Training.propose_candidate: 14,
    Training.contact: 20,
    Training.fix_appointment: 20,
    Training.restore: 8,
    Training.accounts: 20,
}
TEACHING: Weights = {
    Training.entry: 9,
    Training.absent_at_entry: 3,
    Training.correct_entry: 3,
    Training.attestation: 2,
    Training.complete_enrolment: 4,
    Training.change_end: 4,
    Training.tell_end: 6,
    Training.plan_lessons: 4,
    Training.repeat_lessons: 3,
    Training.clear_lessons: 3,
    Training.closure: 3,
    Training.remove_closure: 5,
    Training.absence: 9,
    Training.qualify: 4,
    Training.correct_absence: 4,
    Training.remove_absence: 3,
    Training.tell_accident: 6,
    Training.mark: 7,
    Training.remote_work: 4,
    Training.describe_distance: 2,
    Training.declare: 9,
    Training.rectify: 12,
    Training.statement: 5,
    Training.recap: 5,
    Training.interruption: 4,
    Training.correct_interruption: 5,
    Training.drop: 4,
    Training.exclude: 3,
    Training.complete: 4,
    Training.reopen: 7,
    Training.report: 5,
    Training.issue_report: 5,
    Training.realisation: 3,
    Training.assiduity: 3,
    Training.notice: 4,
    Training.letter: 4,
    Training.sheet_of_training: 4,
    Training.sign: 6,
    Training.strike: 3,
    Training.vote: 2,
    Training.hand: 3,
    Training.tell_kairos: 8,
    Training.untell_kairos: 6,
    Training.half_day: 3,
}


UNDOING: Weights = {
    Training.undo: 12,
    Training.redo: 6,
    Training.restore: 12,
    Training.settle_outcome: 4,
    Training.hold_training: 6,
    Training.release_hold: 3,
    Training.refresh_session: 4,
    Training.propose: 5,
    Training.merge: 4,
    Training.unmerge: 3,
    Training.correct_person: 2,
    Training.verdict: 5,
    Training.certificate: 3,
}
QUOTING: Weights = {
    Training.draft_quote: 14,
    Training.change_quote: 6,
    Training.issue_quote: 8,
    Training.send_quote: 14,
    Training.follow_quote: 20,
    Training.cancel_quote: 5,
    Training.restore: 3,
    Training.undo: 4,
    Training.redo: 2,
    Training.propose: 5,
    Training.verdict: 3,
    Training.merge: 3,
    Training.unmerge: 2,
    Training.correct_person: 2,
}
SCARCE: Weights = {
    Training.create_meeting: 4,
    Training.change_slot: 3,
    Training.register: 24,
    Training.cancel: 12,
    Training.give_place: 24,
    Training.transfer: 4,
    Training.retained: 14,
    Training.flag_error: 20,
    Training.hold: 10,
    Training.release_hold: 12,
    Training.undo: 6,
    Training.redo: 3,
}
SEASONS: tuple[Weights, ...] = (
    RECRUITMENT,
    {**OFFICE, **TEACHING, **RECRUITMENT},
    {**TEACHING, **UNDOING},
    QUOTING,
    SCARCE,
)
"""Recruiting; everything at once; a training in which people are, and what is taken back there;
the « devis AIF », one history in fifty-one; places that are kept, given back and given on, which
no seed has by itself."""
RARELY = len(SEASONS) - 1


def at_work(world: World, post: SimPost) -> Training:
    """Somebody on this post, who does what the season asks for."""
    return Training(world, post, SEASONS[world.season])


def prepare(world: World, post: SimPost) -> None:
    """An organisation in which something can be done; where it teaches, people have entered."""
    somebody = at_work(world, post)
    somebody.prepare()
    if world.season:
        post.say(*_a_class(post))
        for login in LOGINS:
            somebody.through_the_back_end(an_account(post.id(), login))


def _a_class(post: SimPost) -> list[Act]:
    """A training that has begun, one who waits for an answer and two who came."""
    session, people = post.id(), [post.id() for _ in range(3)]
    dates = {"starts_on": FIRST_DAY, "ends_on": LAST_DAY, "hours_weekly": 35.0, "places": 4}
    said: list[Act] = [
        OpenSession(session=a_session(session, carif_session_number="S0", **dates)),
        PlanLessons(
            session_id=session,
            lessons=tuple(
                Lesson(day=day, half=HalfDay.MORNING, taught=TAUGHT)
                for day in (FIRST_DAY, date(2026, 10, 5), date(2026, 11, 3))
            ),
        ),
    ]
    for place, person in enumerate(people):
        enrolment, name = post.id(), Person(last_name=f"Stagiaire{place}", first_name="Ali")
        said += [
            CreateJobseeker(jobseeker_id=person, person=name),
            ProposeEnrolment(
                enrolment_id=enrolment, session_id=session, jobseeker_id=person,
                prescriber=Prescriber.MISSION_LOCALE,
            ),
        ]  # fmt: skip
        if place:
            said += [
                RecordVerdict(
                    enrolment_id=enrolment, given_on=FIRST_DAY, source="KAIROS",
                    verdict=Verdict.REGISTERED,
                ),
                RecordEntry(enrolment_id=enrolment, entered_on=FIRST_DAY),
            ]  # fmt: skip
    return [*said, *_candidacies(post, session, people[0]), _a_month(said)]


def _candidacies(post: SimPost, session: UUID, person: UUID) -> list[Act]:
    """A candidate, and the appointments that may be given."""
    window, where = post.id(), Where(contact="Odile, 02 35 00 00 00")
    return [
        OpenCandidacies(
            slot_id=window, session_id=session,
            window=Window(opens_on=FIRST_DAY, closes_on=LAST_DAY, where=where),
        ),
        Register(
            registration_id=post.id(), slot_id=window, jobseeker_id=person,
            placed_by=Prescriber.MISSION_LOCALE,
        ),
        CreateAppointments(
            group_id=post.id(), session_id=session, days=(MEETING_DAY,), first_start=time(9),
            minutes=30, count=2,
        ),
    ]  # fmt: skip


def _a_month(said: Sequence[Act]) -> Act:
    """The month of those who entered, declared."""
    entered = tuple(act.enrolment_id for act in said if isinstance(act, RecordEntry))
    return DeclareAttendance(month=MONTHS[1], enrolment_ids=entered)
