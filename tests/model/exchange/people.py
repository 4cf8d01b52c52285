# SPDX-License-Identifier: MIT
"""What secretaries do, drawn blindly by weights from what their own screen shows."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import time, timedelta
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID

from sqlalchemy import select, update

from kairos_desktop.models.act_tables import ACT
from kairos_desktop.models.exchange_tables import OUTBOX
from kairos_desktop.models.rows import (
    EnrolmentRow,
    HoldRow,
    JobseekerRow,
    OutcomeRow,
    RegistrationRow,
    Row,
    SeatsRow,
    SessionRow,
    SlotRow,
)
from kairos_desktop.models.vocabulary import (
    CancelReason,
    DocumentKind,
    EnrolmentState,
    NotRegisteredReason,
    NotSelectedReason,
    Prescriber,
    Presence,
    RegistrationState,
    Result,
    Verdict,
    WithdrawalReason,
)
from kairos_desktop.services.acts.act import Act
from kairos_desktop.services.acts.enrolments import (
    FlagFileError,
    IssueCertificate,
    ProposeEnrolment,
    RecordVerdict,
    WithdrawEnrolment,
)
from kairos_desktop.services.acts.holds import PlaceHold, ReleaseHold
from kairos_desktop.services.acts.jobseekers import (
    CorrectJobseeker,
    CreateJobseeker,
    MergeJobseekers,
    Person,
    UnmergeJobseekers,
)
from kairos_desktop.services.acts.outcomes import RecordPresence, RecordResult
from kairos_desktop.services.acts.registrations import (
    CancelRegistration,
    GivePlace,
    Register,
    Transfer,
)
from kairos_desktop.services.acts.sessions import OpenSession
from kairos_desktop.services.acts.settlements import SettleOutcome
from kairos_desktop.services.acts.slot_papers import IssueConvocation, IssueSheet
from kairos_desktop.services.acts.slots import (
    ChangeSlot,
    CreateAppointments,
    CreateMeeting,
    DeleteSlot,
    Meeting,
)
from kairos_desktop.services.ledger import Recorded
from tests.factories import MEETING_DAY, TODAY, a_meeting, a_session

if TYPE_CHECKING:
    from tests.model.exchange.world import SimPost, World

R = TypeVar("R", bound=Row)
NAMES = ("Roux", "Petit", "Koné", "Lefèvre")


class Nothing(Exception):
    """The screen shows nothing that this could be done to."""


class Secretary:
    """One gesture at a time on one post, as its screen now is."""

    def __init__(self, world: World, post: SimPost, weights: Mapping[Any, int]) -> None:
        """`weights` are the methods that may be drawn, and how often each is."""
        self.world = world
        self.random = world.random
        self.post = post
        self.weights = weights

    def prepare(self) -> None:
        """An organisation in which something can be done."""
        self.post.describe_provider()
        session = self.post.session()
        for capacity in (1, 2):
            self.post.meeting(session, capacity=capacity, waitlist=capacity == 1)
        for name in NAMES:
            self.post.person(name)

    def gesture(self) -> None:
        """Something, recorded or refused; the story says which."""
        while True:
            (do,) = self.random.choices(list(self.weights), list(self.weights.values()))
            try:
                said = do(self)
            except Nothing:
                continue
            break
        if said is None:
            return
        if isinstance(said, Recorded):
            done = said
        else:
            done = self.post.workspace.record((said,) if isinstance(said, Act) else said)
        if do is Secretary.register:
            self.agree_in_advance(done)
        # A gesture that is kept or refused as a whole tells of acts that were not kept.
        undone = do in (Secretary.undo, Secretary.redo) and done.refusals
        kept = () if undone else [v.act_id for v in done.verdicts if v.refusal is None]
        self.post.said |= dict.fromkeys(kept, do.__name__)
        codes = ",".join(refusal.code for refusal in done.refusals)
        told = ",".join(f"{act_id.int & 0xFFFF}" for act_id in kept)
        line = f"{self.post.name}: {do.__name__} {told}"
        self.world.tell(line + (f" ({codes})" if codes else ""))

    def one(self, kind: type[R], *, among: Callable[[R], bool] | None = None) -> R:
        rows = [row for row in self.post.rows(kind) if among is None or among(row)]
        if not rows:
            raise Nothing
        return self.random.choice(rows)

    def id(self) -> UUID:
        return self.world.new_id()

    # Places and people

    def open_session(self) -> Act:
        if len(self.post.rows(SessionRow)) >= 2:
            raise Nothing
        number = f"S{self.random.randint(1, 2)}"
        return OpenSession(session=a_session(self.id(), carif_session_number=number))

    def create_meeting(self) -> Act:
        return CreateMeeting(
            slot_id=self.id(), session_id=self.one(SessionRow).id, meeting=self.meeting()
        )

    def meeting(self) -> Meeting:
        capacity, waits = self.random.randint(1, 2), self.random.random() < 0.5
        return a_meeting(capacity=capacity, waitlist=waits)

    def create_appointments(self) -> Act:
        return CreateAppointments(
            group_id=self.id(), session_id=self.one(SessionRow).id, days=(MEETING_DAY,),
            first_start=time(14), minutes=30, count=2,
        )  # fmt: skip

    def change_slot(self) -> Act:
        return ChangeSlot(slot_id=self.one(SlotRow).id, meeting=self.meeting())

    def delete_slot(self) -> Act:
        return DeleteSlot(slot_id=self.one(SlotRow).id)

    def create_person(self) -> Act:
        return CreateJobseeker(jobseeker_id=self.id(), person=self.person())

    def person(self) -> Person:
        return Person(last_name=self.random.choice(NAMES), first_name="Anne")

    def correct_person(self) -> Act:
        return CorrectJobseeker(jobseeker_id=self.one(JobseekerRow).id, person=self.person())

    def merge(self) -> Act:
        kept, absorbed = self.one(JobseekerRow), self.one(JobseekerRow)
        return MergeJobseekers(kept_id=kept.id, absorbed_id=absorbed.id)

    def unmerge(self) -> Act:
        absorbed = self.one(JobseekerRow, among=lambda row: row.merged_into_id is not None)
        merges = select(ACT.c.id).where(ACT.c.type == MergeJobseekers.name).order_by(ACT.c.id)
        found = self.post.workspace.read(lambda conn, _org: list(conn.execute(merges).scalars()))
        if not found:
            raise Nothing
        return UnmergeJobseekers(absorbed_id=absorbed.id, merge_act_id=self.random.choice(found))

    # Registrations

    def register(self) -> Act:
        return Register(
            registration_id=self.id(),
            slot_id=self.one(SlotRow).id,
            jobseeker_id=self.one(JobseekerRow).id,
            placed_by=Prescriber.FRANCE_TRAVAIL,
        )

    def agree_in_advance(self, done: Recorded) -> None:
        """Another slot will do, if this one is full by then."""
        if done.refusals or self.random.random() < 0.5:
            return
        fallback = f'["slot:{self.one(SlotRow).id}"]'
        change = update(OUTBOX).where(OUTBOX.c.act_id == done.verdicts[0].act_id)
        self.post.workspace.write(lambda conn: conn.execute(change.values(fallback=fallback)))

    def registration(self, *states: RegistrationState) -> UUID:
        return self.one(RegistrationRow, among=lambda r: not states or r.state in states).id

    def cancel(self) -> Act:
        return CancelRegistration(registration_id=self.registration(), reason=CancelReason.OTHER)

    def give_place(self) -> Act:
        free = {row.id for row in self.post.rows(SeatsRow) if row.taken + row.held < row.capacity}
        waits = [
            row
            for row in self.post.rows(RegistrationRow)
            if row.state is RegistrationState.WAITLISTED
        ]
        if not waits:
            raise Nothing
        some = [row for row in waits if row.slot_id in free] or waits
        return GivePlace(registration_id=self.random.choice(some).id)

    def transfer(self) -> Act:
        return Transfer(
            registration_id=self.registration(),
            target_slot_id=self.one(SlotRow).id,
            new_registration_id=self.id(),
        )

    def presence(self) -> Act:
        presence = self.random.choice(list(Presence))
        return RecordPresence(registration_id=self.registration(), presence=presence)

    def result(self) -> Act:
        result = self.random.choice(list(Result))
        reason = NotSelectedReason.PROJECT if result is Result.NOT_SELECTED else None
        who = self.registration(RegistrationState.PRESENT)
        return RecordResult(registration_id=who, result=result, reason=reason)

    def all_of_it(self) -> tuple[Act, ...]:
        """A person who comes without warning: known, registered, present, in one gesture."""
        person, registration = self.id(), self.id()
        return (
            CreateJobseeker(jobseeker_id=person, person=self.person()),
            Register(
                registration_id=registration, slot_id=self.one(SlotRow).id, jobseeker_id=person,
                placed_by=Prescriber.FRANCE_TRAVAIL,
            ),
            RecordPresence(registration_id=registration, presence=Presence.PRESENT),
        )  # fmt: skip

    def retained(self) -> tuple[Act, ...]:
        """The same, and retained on the spot."""
        create, register, present = self.all_of_it()
        assert isinstance(register, Register)
        kept = RecordResult(registration_id=register.registration_id, result=Result.SELECTED)
        return (create, register, present, kept)

    # Places kept for a post that leaves

    def hold(self) -> Act:
        until = self.post.now().date() + timedelta(days=self.random.choice((0, 1, 3)))
        return PlaceHold(
            hold_id=self.id(), slot_id=self.one(SlotRow).id,
            places=self.random.choice((1, 1, 2)), until=until,
        )  # fmt: skip

    def release_hold(self) -> Act:
        return ReleaseHold(hold_id=self.one(HoldRow).id)

    # Enrolments and papers

    def propose(self) -> Act:
        return ProposeEnrolment(
            enrolment_id=self.id(), session_id=self.one(SessionRow).id,
            jobseeker_id=self.one(JobseekerRow).id,
            self_positioned=self.random.random() < 0.5,
        )  # fmt: skip

    def verdict(self) -> Act:
        row, no = self.one(EnrolmentRow).id, self.random.random() < 0.4
        return RecordVerdict(
            enrolment_id=row, given_on=TODAY, source="KAIROS",
            verdict=Verdict.NOT_REGISTERED if no else Verdict.REGISTERED,
            reason=NotRegisteredReason.NO_FUNDING if no else None,
        )  # fmt: skip

    def flag_error(self) -> Act:
        row = self.one(EnrolmentRow, among=lambda row: row.state is EnrolmentState.SELECTED)
        return FlagFileError(enrolment_id=row.id, reason="dates")

    def withdraw(self) -> Act:
        return WithdrawEnrolment(
            enrolment_id=self.one(EnrolmentRow).id, reason=WithdrawalReason.JOB
        )

    def certificate(self) -> Act:
        answered = (EnrolmentState.SELECTED, EnrolmentState.REGISTERED)
        row = self.one(EnrolmentRow, among=lambda row: row.state in answered)
        return IssueCertificate(enrolment_id=row.id)

    def sheet(self) -> Act:
        return IssueSheet(slot_id=self.one(SlotRow).id, kind=DocumentKind.SIGN_IN_SHEET)

    def convocation(self) -> Act:
        return IssueConvocation(registration_id=self.registration())

    # Afterwards

    def settle_outcome(self) -> Act:
        row = self.one(OutcomeRow, among=lambda row: row.settled_at is None)
        return SettleOutcome(outcome_id=row.id, decision="vu")

    def undo(self) -> Recorded:
        return self.post.workspace.undo()

    def redo(self) -> Recorded:
        return self.post.workspace.redo()


RECRUITMENT: dict[Callable[[Secretary], Act | Sequence[Act] | Recorded], int] = {
    Secretary.open_session: 4,
    Secretary.create_meeting: 6,
    Secretary.create_appointments: 2,
    Secretary.change_slot: 3,
    Secretary.delete_slot: 2,
    Secretary.create_person: 9,
    Secretary.correct_person: 3,
    Secretary.merge: 2,
    Secretary.unmerge: 2,
    Secretary.register: 22,
    Secretary.cancel: 6,
    Secretary.give_place: 10,
    Secretary.transfer: 5,
    Secretary.presence: 9,
    Secretary.result: 9,
    Secretary.all_of_it: 3,
    Secretary.hold: 6,
    Secretary.release_hold: 2,
    Secretary.propose: 4,
    Secretary.verdict: 4,
    Secretary.flag_error: 6,
    Secretary.withdraw: 2,
    Secretary.certificate: 5,
    Secretary.sheet: 2,
    Secretary.convocation: 2,
    Secretary.settle_outcome: 3,
    Secretary.undo: 9,
    Secretary.redo: 5,
}
