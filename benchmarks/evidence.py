# SPDX-License-Identifier: MIT
"""The file of evidence of a session: fifteen people, three months of half-days signed.

Everything is recorded by the program's own acts on a profile of its own: a meeting with its
convocations, AIS, AES, a sheet each half-day, months declared, states, bilans, certificates. What
is timed is what the button does: the reads, a child process, the drawing, the ZIP on the disk. The
floor is as many pages by reportlab alone, in the same faces, in as many files.
"""

from __future__ import annotations

import multiprocessing
import time
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from datetime import time as hour
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

from benchmarks.papers import floor
from benchmarks.table import Line, median

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kairos_desktop.services.profile import OpenProfile
    from kairos_desktop.services.workspace import Workspace

TRAINEES, REPETITIONS = 15, 5
FIRST, LAST, TODAY = date(2026, 9, 7), date(2026, 12, 4), date(2026, 12, 7)
SIRET = "99900011000026"


class Clock:
    """The moment, which moves by a second each time it is asked."""

    def __init__(self) -> None:
        self.now = datetime(2026, 8, 1, 9)

    def __call__(self) -> datetime:
        """The next second."""
        from kairos_desktop.models.paris import PARIS

        self.now += timedelta(seconds=1)
        return self.now.replace(tzinfo=PARIS)

    def be(self, day: date, at: int = 9) -> None:
        """Go to a day."""
        self.now = datetime.combine(day, hour(at))


def lines(folder: Path) -> list[Line]:
    """The lines of the table."""
    from kairos_desktop.services.queries.evidence import evidence

    with profile(folder / "evidence") as (opened, workspace, clock):
        session_id = filled(workspace, clock)
        now = datetime.combine(TODAY, hour(9))
        read: list[float] = []
        for _ in range(REPETITIONS):
            start = time.perf_counter()
            workspace.read(evidence, session_id, now)
            read.append(time.perf_counter() - start)
        times, pages = list[float](), 0
        for _ in range(REPETITIONS):
            start = time.perf_counter()
            pages = made(opened, workspace, session_id, now, folder / "dossier.zip")
            times.append(time.perf_counter() - start)
    bare = floor_of(pages)
    same = f"{pages} reportlab pages of forty strings"
    return [
        Line("what is missing from a session, read", 1000 * median(read), "ms", 300),
        Line("evidence file of a session, written", median(times), "s", 3, bare, same),
    ]


@contextmanager
def profile(folder: Path) -> Iterator[tuple[OpenProfile, Workspace, Clock]]:
    """A new profile, opened."""
    from kairos_desktop.services import profile as profiles
    from kairos_desktop.services.key_slots import DemoKeyFile
    from kairos_desktop.services.workspace import Workspace

    profiles.create_profile(folder, SIRET, "Atelier des Quais", [DemoKeyFile()], demo=True)
    clock = Clock()
    with profiles.open_profile(folder, DemoKeyFile()) as opened:
        card, engines = opened.profile.card, opened.engines
        yield (
            opened,
            Workspace(
                engines.write, engines.read, siret=SIRET, post=card.post_id, post_range=card.letter,
                operator="Odile Tremblaie", now=clock,
            ),
            clock,
        )  # fmt: skip


def made(
    opened: OpenProfile, workspace: Workspace, session_id: UUID, now: datetime, target: Path
) -> int:
    """Write the dossier as the window does, in a process of its own; its pages."""
    from kairos_desktop.services.evidence_drawing import written_apart
    from kairos_desktop.services.evidence_file import gather

    asked = gather(opened, workspace, session_id, now)
    context = multiprocessing.get_context("spawn")
    mine, theirs = context.Pipe()
    child = context.Process(target=_answer, args=(theirs, written_apart, asked, target))
    child.start()
    found = mine.recv()
    child.join()
    return found.pages


def _answer(pipe: Any, work: Any, asked: Any, target: Path) -> None:
    pipe.send(work(_silent, asked, target, False))


def _silent(_progress: object) -> None:
    return


def floor_of(pages: int) -> float:
    """Seconds of so many bare pages, each a file; the first, cold one is not counted."""
    floor()
    start = time.perf_counter()
    for _ in range(pages):
        floor()
    return time.perf_counter() - start


def filled(workspace: Workspace, clock: Clock) -> UUID:
    """The session, from its opening to the certificates of its last day."""
    from kairos_desktop.models.rows import SessionRow
    from kairos_desktop.services.acts.provider import DescribeProvider, Provider
    from kairos_desktop.services.acts.sessions import OpenSession

    session = SessionRow(
        id=workspace.new_id(), carif_training_number="99_F1", carif_action_number="99_A1",
        carif_session_number="99_S1", title="Secrétaire assistant : bureautique et accueil",
        starts_on=FIRST, ends_on=LAST, hours_weekly=35.0, hours_total=455.0, town="Le Havre",
        delivering_siret=SIRET, place="Atelier des Quais, 3 quai des Antilles, 76600 Le Havre",
    )  # fmt: skip
    provider = Provider(
        siret=SIRET, name="Atelier des Quais", nda_number="28760000076", town="Le Havre",
        signatory_name="Odile Tremblaie", signatory_role="directrice", phone="02 99 00 12 34",
    )  # fmt: skip
    _say(workspace, DescribeProvider(provider=provider), OpenSession(session=session))
    enrolments = _recruited(workspace, session.id)
    _entered(workspace, clock, enrolments)
    _taught(workspace, clock, session.id, enrolments)
    _ended(workspace, clock, enrolments)
    return session.id


def _say(workspace: Workspace, *acts: Any) -> None:
    recorded = workspace.record(acts)
    assert not recorded.refusals, recorded.refusals


def _recruited(workspace: Workspace, session_id: UUID) -> list[UUID]:
    """A meeting with its convocations and its list; everybody is kept, which issues the AIS."""
    from kairos_desktop.models.vocabulary import DocumentKind, Verdict
    from kairos_desktop.services.acts.enrolments import IssueCertificate, RecordVerdict
    from kairos_desktop.services.acts.slot_papers import IssueSheet
    from kairos_desktop.services.acts.slots import CreateMeeting, Meeting
    from kairos_desktop.services.queries.enrolments import ids_for

    slot, day = workspace.new_id(), date(2026, 8, 24)
    meeting = Meeting(held_on=day, starts_at=hour(9), ends_at=hour(11), capacity=TRAINEES)
    _say(workspace, CreateMeeting(slot_id=slot, session_id=session_id, meeting=meeting))
    for place in range(TRAINEES):
        _met(workspace, slot, place)
    for kind in (DocumentKind.REGISTERED_LIST, DocumentKind.SIGN_IN_SHEET):
        _say(workspace, IssueSheet(slot_id=slot, kind=kind))
    enrolments = workspace.read(ids_for, session_id)
    agreed: dict[str, Any] = {"verdict": Verdict.REGISTERED, "given_on": day, "source": "KAIROS"}
    for row in enrolments:
        _say(
            workspace, RecordVerdict(enrolment_id=row, **agreed), IssueCertificate(enrolment_id=row)
        )
    return enrolments


def _met(workspace: Workspace, slot: UUID, place: int) -> None:
    """Somebody who was called to the meeting, came, and was kept."""
    from kairos_desktop.models.vocabulary import Prescriber, Presence, Result
    from kairos_desktop.services.acts.jobseekers import CreateJobseeker, Person
    from kairos_desktop.services.acts.outcomes import RecordPresence, RecordResult
    from kairos_desktop.services.acts.registrations import Register
    from kairos_desktop.services.acts.slot_papers import IssueConvocation

    person, line = workspace.new_id(), workspace.new_id()
    described = Person(
        last_name=f"Stagiaire{place:02d}", first_name="Camille", ft_id=f"76000{place:02d}K"
    )
    _say(
        workspace,
        CreateJobseeker(jobseeker_id=person, person=described),
        Register(
            registration_id=line, slot_id=slot, jobseeker_id=person,
            placed_by=Prescriber.FRANCE_TRAVAIL,
        ),
        IssueConvocation(registration_id=line),
        RecordPresence(registration_id=line, presence=Presence.PRESENT),
        RecordResult(registration_id=line, result=Result.SELECTED),
    )  # fmt: skip


def _entered(workspace: Workspace, clock: Clock, enrolments: list[UUID]) -> None:
    from kairos_desktop.services.acts.entries import RecordEntry

    clock.be(FIRST)
    _say(workspace, *(RecordEntry(enrolment_id=row, entered_on=FIRST) for row in enrolments))


def _taught(workspace: Workspace, clock: Clock, session_id: UUID, enrolments: list[UUID]) -> None:
    """A sheet each half-day, somebody away now and then; each month declared and printed."""
    from kairos_desktop.models.vocabulary import HalfDay, Justification
    from kairos_desktop.services.acts.absences import Dates, RecordAbsence
    from kairos_desktop.services.acts.attendance import DeclareAttendance
    from kairos_desktop.services.acts.month_papers import IssueRecap, IssueStatement
    from kairos_desktop.services.acts.sheets import RecordSheet
    from kairos_desktop.services.queries.sheets import sheets

    for card in workspace.read(sheets, [session_id], FIRST, LAST):
        day, half = card.half.day, card.half.half
        clock.be(day, 18)
        away = enrolments[day.toordinal() % TRAINEES]
        acts = list[Any]()
        if half is HalfDay.MORNING and day.weekday() == 2:
            acts.append(
                RecordAbsence(
                    absence_id=workspace.new_id(), enrolment_id=away, reason="sick",
                    dates=Dates(starts_on=day, ends_on=day), evidence="arret.pdf",
                    justification=Justification.JUSTIFIED,
                )
            )  # fmt: skip
        is_away = day.weekday() == 2
        signed = tuple(row for row in enrolments if not (is_away and row == away))
        sheet = RecordSheet(
            session_id=session_id, day=day, half=half, signed=signed, trainer_signed=True
        )
        _say(workspace, *acts, sheet)
    clock.be(TODAY)
    for month in (date(2026, 9, 1), date(2026, 10, 1), date(2026, 11, 1)):
        _say(workspace, DeclareAttendance(month=month, enrolment_ids=tuple(enrolments)))
        _say(workspace, *(IssueStatement(enrolment_id=row, month=month) for row in enrolments))
        _say(workspace, IssueRecap(session_id=session_id, month=month))


def _ended(workspace: Workspace, clock: Clock, enrolments: list[UUID]) -> None:
    from kairos_desktop.models.vocabulary import Certified, FollowUp, Objectives
    from kairos_desktop.services.acts.end_papers import IssueRealisation
    from kairos_desktop.services.acts.exits import CompleteTrainee
    from kairos_desktop.services.acts.reports import IssueReport, RecordReport

    clock.be(TODAY)
    for row in enrolments:
        _say(
            workspace,
            CompleteTrainee(enrolment_id=row, last_day=LAST, reason="planned_end"),
            RecordReport(
                enrolment_id=row, written_on=TODAY, objectives=Objectives.REACHED,
                certified=Certified.WHOLE, follow_up=FollowUp.JOB, acquired="Accueil\nCourrier",
            ),
            IssueReport(enrolment_id=row),
            IssueRealisation(enrolment_id=row),
        )  # fmt: skip
