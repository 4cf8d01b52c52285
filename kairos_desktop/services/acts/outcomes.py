# SPDX-License-Identifier: MIT
"""What happened at a meeting or an appointment: presence, absence, result.

Facts: recorded and flagged, never refused for a time or for room. Sources: domain 3.2, 3.5;
guide p. 20, 22, 24.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar
from uuid import UUID

import msgspec

from kairos_desktop.models.rows import EnrolmentRow, JobseekerRow, RegistrationRow, SlotRow
from kairos_desktop.models.vocabulary import (
    CANDIDATE,
    DocumentKind,
    EnrolmentOrigin,
    NotSelectedReason,
    Presence,
    RegistrationState,
    Result,
)
from kairos_desktop.services.acts.act import Act, Changes, Made, derived, tidy
from kairos_desktop.services.acts.known import Known, Need, by_id, having
from kairos_desktop.services.acts.papers import attestation, enrolment_paper_needs
from kairos_desktop.services.acts.settle import BEYOND
from kairos_desktop.services.rules.enrolments import first_state
from kairos_desktop.services.rules.slots import presence_warnings
from kairos_desktop.services.rules.transitions import (
    DECIDABLE,
    LIVE_ENROLMENT,
    presence_refusal,
    result_refusal,
)
from kairos_desktop.services.rules.verdicts import Refused, Warned

replace = msgspec.structs.replace


class RecordPresence(Act, frozen=True):
    """« Présent » or « Absent ». Refuses what `presence_refusal` does.

    Warns "not_started" before the slot's time; somebody from the waiting list who came is
    recorded, beyond the capacity if need be ("beyond_capacity").
    """

    name: ClassVar = "presence.record"
    is_fact: ClassVar = True
    registration_id: UUID
    presence: Presence

    def needs(self, known: Known, made: Made) -> Iterator[Need]:
        """The registration and its slot."""
        yield by_id(RegistrationRow, self.registration_id)
        row = known.peek(RegistrationRow, self.registration_id)
        if isinstance(row, RegistrationRow):
            yield by_id(SlotRow, row.slot_id)

    def decide(self, known: Known, made: Made) -> Changes | Refused:
        """The registration with its presence; asking again for the same changes nothing."""
        row = known.get(RegistrationRow, self.registration_id)
        if refusal := presence_refusal(row.state, row.result, self.presence):
            return refusal
        state = RegistrationState(self.presence)
        if row.state is state:
            return Changes()
        warned = presence_warnings(known.get(SlotRow, row.slot_id), made.local)
        after = replace(
            row,
            state=state,
            rank=None,
            recorded_on=made.today,
            flags=(*(f for f in row.flags if f == BEYOND), *(flag.code for flag in warned)),
        )
        return Changes(put=(after,), warned=warned)


class RecordResult(Act, frozen=True):
    """« Retenu », « Non retenu » with its reason, « En attente »: somebody present, or a candidate.

    *Retenu* enrols the person and issues the AIS by itself (guide p. 24). Refuses "not_present",
    "not_contacted" for a candidate whom nobody called, unless `without_contact` says why,
    "already_selected", and "reason_missing" for a *non retenu*. Warns "enrolment_stands" where the
    person is enrolled already, by another appointment or a direct proposal: nothing is doubled;
    "beyond_places" where the training has no place left.
    """

    name: ClassVar = "result.record"
    is_fact: ClassVar = True
    registration_id: UUID
    result: Result
    reason: NotSelectedReason | None = None
    note: str = ""
    without_contact: str = ""

    def needs(self, known: Known, made: Made) -> Iterator[Need]:
        """The registration; for a *retenu*, what the AIS shows as well."""
        yield by_id(RegistrationRow, self.registration_id)
        row = known.peek(RegistrationRow, self.registration_id)
        if isinstance(row, RegistrationRow) and self.result is Result.SELECTED:
            yield having(EnrolmentRow, session_id=row.session_id, jobseeker_id=row.jobseeker_id)
            yield from enrolment_paper_needs(
                made, DocumentKind.ENROLMENT_ATTESTATION, row.session_id, row.jobseeker_id
            )

    def decide(self, known: Known, made: Made) -> Changes | Refused:
        """The result; with *retenu*, the enrolment and its AIS."""
        row = known.get(RegistrationRow, self.registration_id)
        if self.result is Result.NONE:
            return Refused("result_missing", {})
        why = tidy(self.without_contact)
        if refusal := result_refusal(row.state, row.result, self.result, without_contact=bool(why)):
            return refusal
        if self.result is Result.NOT_SELECTED and self.reason is None:
            return Refused("reason_missing", {})
        after = replace(
            row,
            result=self.result,
            reason=self.reason or "" if self.result is Result.NOT_SELECTED else "",
            # What was noted of a candidate's contact stays until something else is said.
            note=tidy(self.note) or (row.note if row.state in CANDIDATE else ""),
            recorded_on=made.today,
        )
        if row.state in CANDIDATE and row.state not in DECIDABLE:
            # Decided on the papers: `contacted_on` stays empty, which says so.
            note = " – ".join(part for part in (why, after.note) if part)
            after = replace(after, state=RegistrationState.CONTACTED, note=note)
        if self.result is not Result.SELECTED:
            return Changes() if after == row else Changes(put=(after,))
        return self._selected(known, made, after)

    def _selected(self, known: Known, made: Made, row: RegistrationRow) -> Changes:
        enrolments = known.find(
            EnrolmentRow, session_id=row.session_id, jobseeker_id=row.jobseeker_id
        )
        standing = [other for other in enrolments if other.state in LIVE_ENROLMENT]
        if standing:
            # Kept at an info coll, then at an RDV: the result is a fact, one enrolment is enough.
            return Changes(put=(row,), warned=(_stands(standing[0]),))
        person = known.get(JobseekerRow, row.jobseeker_id)
        enrolment = EnrolmentRow(
            id=enrolment_of(made.id),
            session_id=row.session_id,
            jobseeker_id=row.jobseeker_id,
            state=first_state(EnrolmentOrigin.FROM_RESULT),
            origin=EnrolmentOrigin.FROM_RESULT,
            since=made.today,
            prescriber=person.prescriber,
            registration_id=row.id,
        )
        return Changes(put=(row, enrolment, *attestation(known, made, enrolment)))


def enrolment_of(act_id: UUID) -> UUID:
    """The id of the enrolment that a *retenu*, said by this act, makes."""
    return derived(act_id, "enrolment")


def _stands(enrolment: EnrolmentRow) -> Warned:
    return Warned("enrolment_stands", {"state": enrolment.state})
