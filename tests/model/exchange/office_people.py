# SPDX-License-Identifier: MIT
"""What an office does beside its recruitment: its own file, candidacies, accounts, old acts undone.

The candidacies end on the same enrolments as everything else; accounts are changed by the RGC
through the back end, which records these acts itself.
"""

from __future__ import annotations

from datetime import date, time, timedelta
from uuid import UUID

from sqlalchemy import select

from kairos_desktop.models.account_rows import AccountRow
from kairos_desktop.models.act_tables import ACT
from kairos_desktop.models.rows import (
    InterruptionRow,
    JobseekerRow,
    RegistrationRow,
    SessionRow,
    SiteRow,
    SlotRow,
)
from kairos_desktop.models.vocabulary import (
    AdhesionStep,
    Contact,
    Prescriber,
    ReasonKind,
    Role,
    SlotKind,
)
from kairos_desktop.services.acts.accounts import (
    ActivateAccount,
    ChangeAccount,
    CloseAccount,
    CreateAccount,
    HandOver,
    RenewPassword,
)
from kairos_desktop.services.acts.act import Act
from kairos_desktop.services.acts.adhesion import RecordAdhesionStep, RecordClearance
from kairos_desktop.services.acts.candidacies import (
    ChangeCandidacies,
    FixAppointment,
    OpenCandidacies,
    RecordContact,
    Window,
)
from kairos_desktop.services.acts.history import Restore
from kairos_desktop.services.acts.holds import PlaceTrainingHold
from kairos_desktop.services.acts.provider import DescribeProvider, DescribeSite, Provider
from kairos_desktop.services.acts.reasons import DescribeReason
from kairos_desktop.services.acts.registrations import Register
from kairos_desktop.services.acts.sessions import (
    CancelInterruption,
    PlanInterruption,
    RefreshSession,
)
from kairos_desktop.services.acts.slots import DuplicateAppointments, Meeting, Where
from tests.factories import MEETING_DAY, SIRET, TODAY, a_meeting, a_session
from tests.model.exchange.people import NAMES, Nothing, Secretary

FIRST_DAY, LAST_DAY = date(2026, 9, 7), date(2027, 3, 26)
"""Of the session that is taught while the others recruit."""
LOGINS = ("odile", "paul")


def an_account(account_id: UUID, login: str, role: Role = Role.RGC) -> Act:
    return CreateAccount(account_id=account_id, login=login, full_name=login.title(), role=role)


class Office(Secretary):
    """The same people, with the rest of what an office types."""

    def day(self) -> date:
        """A day of the training, before it, after it, or soon."""
        return self.random.choice(
            (FIRST_DAY, date(2026, 10, 5), date(2026, 10, 30), date(2026, 11, 3),
             TODAY - timedelta(days=1), TODAY, TODAY + timedelta(days=9), date(2027, 4, 2))
        )  # fmt: skip

    def meeting(self) -> Meeting:
        sites = self.post.rows(SiteRow)
        where = Where(site_id=self.random.choice(sites).id) if sites else Where()
        capacity, waits = self.random.randint(1, 2), self.random.random() < 0.5
        return a_meeting(capacity=capacity, waitlist=waits, where=where)

    # The organisation and its sessions

    def describe_provider(self) -> Act:
        name = self.random.choice(("Atelier des Quais", "Atelier"))
        town = self.random.choice(("", "Rouen"))
        return DescribeProvider(provider=Provider(siret=SIRET, name=name, town=town))

    def describe_site(self) -> Act:
        known = self.post.rows(SiteRow)
        old = bool(known) and self.random.random() < 0.5
        return DescribeSite(
            site_id=self.random.choice(known).id if old else self.id(),
            label=self.random.choice(("Elbeuf", "Vernon")), closed=self.random.random() < 0.2,
        )  # fmt: skip

    def refresh_session(self) -> Act:
        row = self.one(SessionRow)
        dates = {"starts_on": row.starts_on, "ends_on": row.ends_on}
        return RefreshSession(
            session=a_session(
                row.id, carif_session_number=row.carif_session_number, **dates,
                title=self.random.choice(("Secrétaire", "Secrétaire assistant")),
                offer_dated=self.random.choice((None, TODAY)),
                places=self.random.choice((None, 2, 4)),
            )
        )  # fmt: skip

    def plan_interruption(self) -> Act:
        row = self.one(SessionRow)
        start = (row.starts_on or TODAY) + timedelta(days=self.random.choice((0, 30, 60)))
        return PlanInterruption(
            interruption_id=self.id(), session_id=row.id, starts_on=start,
            ends_on=start + timedelta(days=20), reason=self.random.choice(("Congés", "")),
        )  # fmt: skip

    def cancel_interruption(self) -> Act:
        planned = self.one(InterruptionRow, among=lambda row: row.enrolment_id is None)
        return CancelInterruption(interruption_id=planned.id)

    def duplicate_appointments(self) -> Act:
        row = self.one(SlotRow, among=lambda slot: slot.group_id is not None)
        assert row.group_id is not None
        days = (MEETING_DAY + timedelta(days=self.random.choice((0, 1, 2))),)
        return DuplicateAppointments(
            group_id=row.group_id, session_id=row.session_id, source_day=row.held_on, days=days
        )

    def adhesion_step(self) -> Act:
        step = self.random.choice(list(AdhesionStep))
        at = time(9) if step is AdhesionStep.CREDENTIALS else None
        return RecordAdhesionStep(step=step, on=self.day(), at=at)

    def clearance(self) -> Act:
        funder = self.random.choice(("Région", "région", "AIF"))
        return RecordClearance(funder=funder, allowed=self.random.random() < 0.5, since=self.day())

    def describe_reason(self) -> Act:
        return DescribeReason(
            kind=self.random.choice(list(ReasonKind)), code=self.random.choice(("gel", "greve")),
            label=self.random.choice(("Intempéries", "Grève")), active=self.random.random() < 0.7,
        )  # fmt: skip

    def hold_training(self) -> Act:
        until = self.post.now().date() + timedelta(days=self.random.choice((0, 1, 3)))
        session = self.one(SessionRow, among=lambda row: row.places is not None)
        return PlaceTrainingHold(
            hold_id=self.id(), session_id=session.id, places=self.random.choice((1, 1, 2)),
            until=until,
        )  # fmt: skip

    # Candidacies

    def window(self) -> Window:
        opens = self.day()
        closes = opens + timedelta(days=self.random.choice((0, 14, 14, -1)))
        where = Where(contact="Odile, 02 35 00 00 00")
        return Window(
            opens_on=opens, closes_on=closes, most=self.random.choice((None, 1, 2)), where=where
        )

    def open_candidacies(self) -> Act:
        return OpenCandidacies(
            slot_id=self.id(), session_id=self.one(SessionRow).id, window=self.window()
        )

    def change_candidacies(self) -> Act:
        return ChangeCandidacies(slot_id=self.a_window(), window=self.window())

    def a_window(self) -> UUID:
        return self.one(SlotRow, among=lambda row: row.kind is SlotKind.CANDIDACY).id

    def candidate(self) -> UUID:
        windows = {row.id for row in self.post.rows(SlotRow) if row.kind is SlotKind.CANDIDACY}
        return self.one(RegistrationRow, among=lambda row: row.slot_id in windows).id

    def propose_candidate(self) -> Act:
        return Register(
            registration_id=self.id(), slot_id=self.a_window(),
            jobseeker_id=self.one(JobseekerRow).id, placed_by=Prescriber.CAP_EMPLOI,
        )  # fmt: skip

    def contact(self) -> Act:
        return RecordContact(
            registration_id=self.candidate(), contact=self.random.choice(list(Contact)),
            on=self.random.choice((None, self.day())),
        )  # fmt: skip

    def fix_appointment(self) -> Act:
        return FixAppointment(
            registration_id=self.candidate(), new_registration_id=self.id(),
            target_slot_id=self.one(SlotRow, among=lambda row: row.kind is not SlotKind.MEETING).id,
        )  # fmt: skip

    # What was said before, by anybody

    def restore(self) -> Act:
        """An act of the history, on which others may have built."""
        query = select(ACT.c.id).where(ACT.c.type != Restore.name).order_by(ACT.c.id)
        found = self.post.workspace.read(lambda conn, _org: list(conn.execute(query).scalars()))
        if not found:
            raise Nothing
        return Restore(act_id=self.random.choice(found))

    # The RGC, through the back end

    def accounts(self) -> None:
        """A change of accounts, which no post records by itself; or it is refused there."""
        known = self.post.rows(AccountRow)
        answers = [row for row in known if row.role is Role.RGC]
        account = self.random.choice(answers or known).id if known else self.id()
        other = self.random.choice(known).id if known else self.id()
        role, name = self.random.choice(list(Role)), self.random.choice(NAMES)
        acts: tuple[Act, ...] = (
            an_account(self.id(), self.random.choice(("odile", "luc")), role),
            ChangeAccount(account_id=account, full_name=name, role=role),
            RenewPassword(account_id=account),
            ActivateAccount(account_id=account),
            CloseAccount(account_id=account),
            HandOver(from_id=account, to_id=other),
        )
        self.through_the_back_end(self.random.choice(acts))

    def through_the_back_end(self, act: Act) -> None:
        code = self.world.backend.say(act, self.post.name, self.world.clock(), self.id())
        self.world.observe()
        self.world.tell(f"back end: {act.name}" + (f" ({code})" if code else ""))
