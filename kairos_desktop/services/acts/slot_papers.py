# SPDX-License-Identifier: MIT
"""Papers about a slot: convocations, list of those registered, sign-in sheet.

Issued like the others, numbered and versioned. Source: domain 5.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import time
from typing import ClassVar
from uuid import UUID

import msgspec

from kairos_desktop.models.rows import (
    DocumentRow,
    JobseekerRow,
    ProviderRow,
    RegistrationRow,
    SessionRow,
    SiteRow,
    SlotRow,
)
from kairos_desktop.models.vocabulary import (
    HOLDS_SEAT,
    DocumentKind,
    RegistrationState,
    SlotKind,
    SlotState,
)
from kairos_desktop.services.acts.act import Act, Changes, Made
from kairos_desktop.services.acts.known import Known, Need, by_id, having
from kairos_desktop.services.acts.papers import (
    Expected,
    SlotPaper,
    counter_need,
    issue_or_replace,
    letterhead,
)
from kairos_desktop.services.rules.candidacies import no_window_refusal
from kairos_desktop.services.rules.verdicts import Refused

_GONE = {RegistrationState.CANCELLED, RegistrationState.REMOVED, RegistrationState.TRANSFERRED}
SHEETS = (DocumentKind.REGISTERED_LIST, DocumentKind.SIGN_IN_SHEET)


def _slot_needs(known: Known, made: Made, slot_id: UUID) -> Iterator[Need]:
    yield by_id(ProviderRow, made.org)
    yield by_id(SlotRow, slot_id)
    yield having(DocumentRow, slot_id=slot_id)
    slot = known.peek(SlotRow, slot_id)
    if isinstance(slot, SlotRow):
        yield by_id(SessionRow, slot.session_id)
        if slot.site_id:
            yield by_id(SiteRow, slot.site_id)


def _paper(
    known: Known,
    made: Made,
    slot: SlotRow,
    rows: list[RegistrationRow],
    day: Sequence[SlotRow] = (),
) -> SlotPaper:
    """What the paper shows; of a `day` of appointments, people come by their hour."""
    hours = {each.id: each.starts_at for each in (slot, *day)}
    people = [Expected(row, known.get(JobseekerRow, row.jobseeker_id)) for row in rows]

    def place(each: Expected) -> tuple[time, str, UUID]:
        return hours[each.registration.slot_id], each.jobseeker.sort_key, each.registration.id

    return SlotPaper(
        provider=letterhead(known, made),
        session=known.get(SessionRow, slot.session_id),
        slot=slot,
        site=known.get(SiteRow, slot.site_id) if slot.site_id else None,
        people=tuple(sorted(people, key=place)),
        day=tuple(day),
    )


class IssueSheet(Act, frozen=True):
    """« Liste des inscrits » or « Feuille d'émargement » of an info coll, or of a day of RDV.

    The sheet of an appointment is that of all appointments of its session on its day, each person
    at their own hour. The list also names, struck, those cancelled, removed or transferred; the
    sign-in sheet leaves them out; those waiting are on neither. Where one was issued and would
    read otherwise now, a new version « annule et remplace » it. Refuses "slot_deleted", for a day
    when all its appointments are, "not_a_sheet" for another kind of paper, and "is_a_window" for
    candidacies, to which nobody comes.
    """

    name: ClassVar = "sheet.issue"
    slot_id: UUID
    kind: DocumentKind

    def needs(self, known: Known, made: Made) -> Iterator[Need]:
        """The slots that share the sheet, those on them, and the sheets already issued."""
        yield from _slot_needs(known, made, self.slot_id)
        yield counter_need(made, self.kind)
        slot = known.peek(SlotRow, self.slot_id)
        if not isinstance(slot, SlotRow):
            return
        of_session = having(SlotRow, session_id=slot.session_id)
        yield of_session
        if known.missing([of_session]):
            return
        for other in _appointments(known, slot):
            # A slot that has left this day may still carry the day's sheet.
            yield having(DocumentRow, slot_id=other.id)
        for shared in _sharing(known, slot):
            registrations = having(RegistrationRow, slot_id=shared.id)
            yield registrations
            if known.missing([registrations]):
                continue
            for row in known.find(RegistrationRow, slot_id=shared.id):
                yield by_id(JobseekerRow, row.jobseeker_id)

    def decide(self, known: Known, made: Made) -> Changes | Refused:
        """The sheet, new, replaced, or as it stands."""
        if self.kind not in SHEETS:
            return Refused("not_a_sheet", {})
        asked = known.get(SlotRow, self.slot_id)
        if refusal := no_window_refusal(asked):
            return refusal
        slots = _sharing(known, asked)
        alive = [slot for slot in slots if slot.state is SlotState.OPEN]
        if not alive:
            return Refused("slot_deleted", {"day": asked.held_on})
        listing = self.kind is DocumentKind.REGISTERED_LIST
        shown = HOLDS_SEAT | _GONE if listing else HOLDS_SEAT
        rows = [
            row
            for slot in slots
            for row in known.find(RegistrationRow, slot_id=slot.id)
            if row.state in shown
        ]
        day = slots if asked.kind is SlotKind.APPOINTMENT else ()
        paper = _paper(known, made, alive[0], rows, day)
        issued = self._issued(known, asked)
        return issue_or_replace(known, made, self.kind, paper, issued, slot_id=alive[0].id)

    def _issued(self, known: Known, asked: SlotRow) -> list[DocumentRow]:
        """Every version of this sheet, on whichever appointment of its day it was issued."""
        carriers = [asked, *_appointments(known, asked)]
        papers = [
            paper
            for slot_id in dict.fromkeys(slot.id for slot in carriers)
            for paper in known.find(DocumentRow, slot_id=slot_id)
            if paper.kind is self.kind
        ]
        if asked.kind is SlotKind.MEETING:
            return papers
        kept = [(paper, msgspec.json.decode(paper.facts, type=SlotPaper)) for paper in papers]
        return [paper for paper, facts in kept if facts.slot.held_on == asked.held_on]


def _appointments(known: Known, slot: SlotRow) -> list[SlotRow]:
    """The appointments of an appointment's session; none for an info coll."""
    if slot.kind is SlotKind.MEETING:
        return []
    others = known.find(SlotRow, session_id=slot.session_id)
    return [other for other in others if other.kind is SlotKind.APPOINTMENT]


def _sharing(known: Known, slot: SlotRow) -> list[SlotRow]:
    """The slots of one sheet, by hour: an info coll alone, the appointments of a day together."""
    if slot.kind is SlotKind.MEETING:
        return [slot]
    same_day = [s for s in _appointments(known, slot) if s.held_on == slot.held_on]
    return sorted(same_day, key=lambda other: (other.starts_at, other.id))


class IssueConvocation(Act, frozen=True):
    """« Convocation » of one person who has a place. Refuses "slot_deleted", "not_expected".

    Refuses "is_a_window" for a candidacy: nobody is expected at an hour.
    """

    name: ClassVar = "convocation.issue"
    registration_id: UUID

    def needs(self, known: Known, made: Made) -> Iterator[Need]:
        """The registration, its slot, the person, and what was already issued."""
        yield by_id(RegistrationRow, self.registration_id)
        yield counter_need(made, DocumentKind.CONVOCATION)
        row = known.peek(RegistrationRow, self.registration_id)
        if isinstance(row, RegistrationRow):
            yield from _slot_needs(known, made, row.slot_id)
            yield by_id(JobseekerRow, row.jobseeker_id)

    def decide(self, known: Known, made: Made) -> Changes | Refused:
        """The convocation, new, replaced, or as it stands."""
        row = known.get(RegistrationRow, self.registration_id)
        slot = known.get(SlotRow, row.slot_id)
        if refusal := no_window_refusal(slot):
            return refusal
        if slot.state is SlotState.DELETED:
            return Refused("slot_deleted", {"day": slot.held_on})
        if row.state not in HOLDS_SEAT:
            return Refused("not_expected", {"state": row.state})
        issued = [
            paper
            for paper in known.find(DocumentRow, slot_id=slot.id)
            if paper.kind is DocumentKind.CONVOCATION and paper.jobseeker_id == row.jobseeker_id
        ]
        return issue_or_replace(
            known,
            made,
            DocumentKind.CONVOCATION,
            _paper(known, made, slot, [row]),
            issued,
            slot_id=slot.id,
            jobseeker_id=row.jobseeker_id,
        )
