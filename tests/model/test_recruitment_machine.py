# SPDX-License-Identifier: MIT
"""Random acts over a small organisation, undone and redone, on a real encrypted workspace.

What must hold after every step is written here, recounted from the rows themselves. The suite
plays it for seconds; `make soak` for long.
"""

from __future__ import annotations

import shutil
import tempfile
from collections import Counter, defaultdict
from contextlib import ExitStack
from datetime import time, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    precondition,
    rule,
)

from kairos_desktop.models.rows import (
    CounterRow,
    DocumentRow,
    EnrolmentRow,
    RegistrationRow,
    Row,
    SeatsRow,
    SlotRow,
)
from kairos_desktop.models.vocabulary import (
    HOLDS_SEAT,
    LIVE,
    CancelReason,
    DocumentKind,
    DocumentState,
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
from kairos_desktop.services.acts.jobseekers import (
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
from kairos_desktop.services.acts.slot_papers import IssueConvocation, IssueSheet
from kairos_desktop.services.acts.slots import (
    ChangeSlot,
    CreateAppointments,
    CreateMeeting,
    DeleteSlot,
)
from kairos_desktop.services.rules.transitions import CERTIFIABLE, LIVE_ENROLMENT
from tests import blank_files
from tests.factories import MEETING_DAY, TODAY, Clock, Scene, a_meeting, a_session

CAPACITY = st.integers(1, 3)


class Recruitment(RuleBasedStateMachine):
    """The acts are drawn blindly: most are accepted, the refused ones must change nothing."""

    people = Bundle("people")
    slots = Bundle("slots")
    registrations = Bundle("registrations")
    merges = Bundle("merges")

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.path = self.folder / "kairos.db"
        self.path.write_bytes(blank_files.of_post())
        self.clock = Clock()
        self.opened = ExitStack()
        self.open()
        self.before: list[dict[str, list[Row]]] = []
        self.after: list[dict[str, list[Row]]] = []
        self.numbers: dict[UUID, int] = {}

    def open(self) -> None:
        self.scene = self.opened.enter_context(Scene.opened(self.path, self.clock))

    def teardown(self) -> None:
        self.opened.close()
        shutil.rmtree(self.folder)

    def business(self) -> dict[str, list[Row]]:
        """The rows that undo puts back; ranks given are not given again."""
        dump = self.scene.dump()
        del dump["document"], dump["counter"]
        dump["seats"] = [
            msgspec.structs.replace(row, last_rank=0)
            for row in dump["seats"]
            if isinstance(row, SeatsRow)
        ]
        return dump

    def say(self, *acts: Act) -> None:
        """One gesture; the state before it is remembered where it changed anything."""
        before = self.business()
        papers = self.scene.rows(DocumentRow)
        recorded = self.scene.workspace.record(acts)
        after = self.business()
        if all(verdict.refusal for verdict in recorded.verdicts):
            assert after == before
            assert self.scene.rows(DocumentRow) == papers
        if after != before or self.scene.rows(DocumentRow) != papers:
            self.before.append(before)
            self.after.clear()

    # The organisation, its people and its places

    @initialize()
    def organisation(self) -> None:
        self.scene.describe_provider()
        self.before.append({})
        self.sessions = [a_session(self.scene.id(), carif_session_number=n) for n in ("S1", "S2")]
        for row in self.sessions:
            self.say(OpenSession(session=row))

    @rule(target=people, name=st.sampled_from(["Roux", "Petit", "Koné"]))
    def create_person(self, name: str) -> UUID:
        person = self.scene.id()
        self.say(
            CreateJobseeker(jobseeker_id=person, person=Person(last_name=name, first_name="Anne"))
        )
        return person

    @rule(target=slots, session=st.integers(0, 1), capacity=CAPACITY, waitlist=st.booleans())
    def create_meeting(self, session: int, capacity: int, waitlist: bool) -> UUID:
        slot = self.scene.id()
        meeting = a_meeting(capacity=capacity, waitlist=waitlist)
        self.say(CreateMeeting(slot_id=slot, session_id=self.sessions[session].id, meeting=meeting))
        return slot

    @rule(target=slots, session=st.integers(0, 1))
    def create_appointment(self, session: int) -> UUID:
        group = self.scene.id()
        self.say(
            CreateAppointments(
                group_id=group, session_id=self.sessions[session].id, days=(MEETING_DAY,),
                first_start=time(14), minutes=30, count=1,
            )
        )  # fmt: skip
        mine = (row.id for row in self.scene.rows(SlotRow) if row.group_id == group)
        return next(mine, group)

    @rule(slot=slots, capacity=CAPACITY, waitlist=st.booleans())
    def change_slot(self, slot: UUID, capacity: int, waitlist: bool) -> None:
        self.say(ChangeSlot(slot_id=slot, meeting=a_meeting(capacity=capacity, waitlist=waitlist)))

    @rule(slot=consumes(slots))
    def delete_slot(self, slot: UUID) -> None:
        self.say(DeleteSlot(slot_id=slot))

    # Registrations

    @rule(target=registrations, slot=slots, person=people)
    def register(self, slot: UUID, person: UUID) -> UUID:
        row_id = self.scene.id()
        self.say(
            Register(
                registration_id=row_id, slot_id=slot, jobseeker_id=person,
                placed_by=Prescriber.FRANCE_TRAVAIL,
            )
        )  # fmt: skip
        return row_id

    @rule(registration=registrations)
    def cancel(self, registration: UUID) -> None:
        self.say(CancelRegistration(registration_id=registration, reason=CancelReason.OTHER))

    @rule(registration=registrations)
    def give_place(self, registration: UUID) -> None:
        self.say(GivePlace(registration_id=registration))

    @rule(target=registrations, registration=registrations, slot=slots)
    def transfer(self, registration: UUID, slot: UUID) -> UUID:
        row_id = self.scene.id()
        self.say(
            Transfer(registration_id=registration, target_slot_id=slot, new_registration_id=row_id)
        )
        return row_id

    @rule(registration=registrations, presence=st.sampled_from(Presence))
    def presence(self, registration: UUID, presence: Presence) -> None:
        self.say(RecordPresence(registration_id=registration, presence=presence))

    @rule(slot=slots)
    def all_present(self, slot: UUID) -> None:
        rows = [row for row in self.scene.rows(RegistrationRow) if row.slot_id == slot]
        self.say(
            *(RecordPresence(registration_id=row.id, presence=Presence.PRESENT) for row in rows)
        )

    @rule(registration=registrations, result=st.sampled_from(Result))
    def result(self, registration: UUID, result: Result) -> None:
        reason = NotSelectedReason.PROJECT if result is Result.NOT_SELECTED else None
        self.say(RecordResult(registration_id=registration, result=result, reason=reason))

    # Enrolments

    @rule(session=st.integers(0, 1), person=people, alone=st.booleans())
    def propose(self, session: int, person: UUID, alone: bool) -> None:
        self.say(
            ProposeEnrolment(
                enrolment_id=self.scene.id(), session_id=self.sessions[session].id,
                jobseeker_id=person, self_positioned=alone,
            )
        )  # fmt: skip

    @rule(data=st.data(), act=st.sampled_from(["flag", "yes", "no", "withdraw", "certificate"]))
    @precondition(lambda self: self.scene.rows(EnrolmentRow))
    def on_enrolment(self, data: Any, act: str) -> None:
        row = data.draw(st.sampled_from(self.scene.rows(EnrolmentRow))).id
        no = NotRegisteredReason.NO_FUNDING
        given: dict[str, Any] = {"given_on": TODAY, "source": "KAIROS"}
        acts: dict[str, Act] = {
            "flag": FlagFileError(enrolment_id=row, reason="dates"),
            "yes": RecordVerdict(enrolment_id=row, verdict=Verdict.REGISTERED, **given),
            "no": RecordVerdict(
                enrolment_id=row, verdict=Verdict.NOT_REGISTERED, reason=no, **given
            ),
            "withdraw": WithdrawEnrolment(enrolment_id=row, reason=WithdrawalReason.JOB),
            "certificate": IssueCertificate(enrolment_id=row),
        }
        self.say(acts[act])

    @rule(slot=slots, registration=registrations)
    def slot_papers(self, slot: UUID, registration: UUID) -> None:
        self.say(
            IssueSheet(slot_id=slot, kind=DocumentKind.SIGN_IN_SHEET),
            IssueConvocation(registration_id=registration),
        )

    # Records of one person

    @rule(target=merges, kept=people, absorbed=people)
    def merge(self, kept: UUID, absorbed: UUID) -> tuple[UUID, UUID]:
        act_id = self.scene.id()
        before, act = self.business(), MergeJobseekers(kept_id=kept, absorbed_id=absorbed)
        self.scene.workspace.record([act], ids=[act_id])
        if self.business() != before:
            self.before.append(before)
            self.after.clear()
        return absorbed, act_id

    @rule(merge=merges)
    def unmerge(self, merge: tuple[UUID, UUID]) -> None:
        self.say(UnmergeJobseekers(absorbed_id=merge[0], merge_act_id=merge[1]))

    # Time, undo, restart

    @rule(days=st.integers(0, 10))
    def wait(self, days: int) -> None:
        self.clock.now += timedelta(days=days)

    @rule()
    def restart(self) -> None:
        self.opened.close()
        self.opened = ExitStack()
        self.open()

    @rule()
    @precondition(lambda self: len(self.before) > 1)
    def undo(self) -> None:
        present = self.business()
        recorded = self.scene.workspace.undo()
        assert (bool(recorded.verdicts), recorded.refusals) == (True, ())
        assert self.business() == self.before.pop()
        self.after.append(present)

    @rule()
    def redo(self) -> None:
        present = self.business()
        recorded = self.scene.workspace.redo()
        assert (bool(recorded.verdicts), recorded.refusals) == (bool(self.after), ())
        if self.after:
            assert self.business() == self.after.pop()
            self.before.append(present)

    # What must hold

    @invariant()
    def places_follow_from_the_registrations(self) -> None:
        rows = defaultdict(list[RegistrationRow])
        for row in self.scene.rows(RegistrationRow):
            rows[row.slot_id].append(row)
        slots = {row.id: row for row in self.scene.rows(SlotRow)}
        seats = self.scene.rows(SeatsRow)
        assert {row.id for row in seats} == set(slots)
        for row in seats:
            seated = [each for each in rows[row.id] if each.state in HOLDS_SEAT]
            waiting = [e for e in rows[row.id] if e.state is RegistrationState.WAITLISTED]
            assert row.capacity == slots[row.id].capacity
            assert (row.taken, row.held) == (len(seated), 0)
            assert row.waiting == len(waiting)
            assert row.surplus == sum("beyond_capacity" in each.flags for each in seated)
            assert row.taken <= row.capacity + row.surplus
            ranks = [each.rank for each in waiting]
            assert len(set(ranks) - {None}) == len(ranks)
            assert all(each.rank is None for each in rows[row.id] if each not in waiting)
            assert max((rank or 0 for rank in ranks), default=0) <= row.last_rank

    @invariant()
    def one_live_line_for_a_slot_or_a_session_and_a_person(self) -> None:
        live = Counter(
            (row.slot_id, row.jobseeker_id)
            for row in self.scene.rows(RegistrationRow)
            if row.state in LIVE
        ) + Counter(
            (row.session_id, row.jobseeker_id)
            for row in self.scene.rows(EnrolmentRow)
            if row.state in LIVE_ENROLMENT
        )
        assert set(live.values()) <= {1}

    @invariant()
    def every_retenu_has_its_ais_and_nobody_gone_has_one(self) -> None:
        enrolments = self.scene.rows(EnrolmentRow)
        attestations = [
            row
            for row in self.scene.rows(DocumentRow)
            if row.kind is DocumentKind.ENROLMENT_ATTESTATION and row.state is DocumentState.VALID
        ]
        valid = Counter(row.enrolment_id for row in attestations)
        for row in enrolments:
            if row.state is not EnrolmentState.TO_VALIDATE:
                assert valid[row.id] == (row.state in CERTIFIABLE)
        assert set(valid) <= {row.id for row in enrolments}

    @invariant()
    def papers_have_one_standing_version_and_numbers_never_return(self) -> None:
        versions = defaultdict(list[DocumentRow])
        for row in self.scene.rows(DocumentRow):
            versions[row.number].append(row)
        given = Counter(number.rsplit("-", 1)[0] for number in versions)
        for rows in versions.values():
            rows.sort(key=lambda row: row.version)
            assert [row.version for row in rows] == list(range(1, len(rows) + 1))
            assert [row.replaces_id for row in rows] == [None, *(row.id for row in rows[:-1])]
            assert {row.state for row in rows[:-1]} <= {DocumentState.SUPERSEDED}
            assert rows[-1].state is not DocumentState.SUPERSEDED
        counters = {row.id: row.last for row in self.scene.rows(CounterRow)}
        assert sum(counters.values()) == sum(given.values())
        assert all(counters.get(row_id, 0) >= last for row_id, last in self.numbers.items())
        self.numbers = counters


TestRecruitment = Recruitment.TestCase
if settings.get_current_profile_name() == "suite":
    # A failure is told as it was found: shrinking it may take minutes, which `make soak` has.
    quick = [Phase.explicit, Phase.reuse, Phase.generate]
    TestRecruitment.settings = settings(max_examples=25, stateful_step_count=30, phases=quick)
