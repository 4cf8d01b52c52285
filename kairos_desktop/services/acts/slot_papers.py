# SPDX-License-Identifier: MIT
"""Papers about a slot: convocations, list of those registered, sign-in sheet.

Issued like the others, numbered and versioned. Source: domain 5.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar
from uuid import UUID

from kairos_desktop.models.rows import (
    DocumentRow,
    JobseekerRow,
    ProviderRow,
    RegistrationRow,
    SessionRow,
    SiteRow,
    SlotRow,
)
from kairos_desktop.models.vocabulary import HOLDS_SEAT, DocumentKind, SlotState
from kairos_desktop.services.acts.act import Act, Changes, Made
from kairos_desktop.services.acts.known import Known, Need, by_id, having
from kairos_desktop.services.acts.papers import (
    Expected,
    SlotPaper,
    counter_need,
    issue_or_replace,
    letterhead,
)
from kairos_desktop.services.rules.verdicts import Refused

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


def _paper(known: Known, made: Made, slot: SlotRow, rows: list[RegistrationRow]) -> SlotPaper:
    people = [Expected(row, known.get(JobseekerRow, row.jobseeker_id)) for row in rows]
    return SlotPaper(
        provider=letterhead(known, made),
        session=known.get(SessionRow, slot.session_id),
        slot=slot,
        site=known.get(SiteRow, slot.site_id) if slot.site_id else None,
        people=tuple(sorted(people, key=lambda each: (each.jobseeker.sort_key, each.jobseeker.id))),
    )


class IssueSheet(Act, frozen=True):
    """« Liste des inscrits » or « Feuille d'émargement » of a slot, those waiting left out.

    Refuses "slot_deleted" and "not_a_sheet" for another kind of paper.
    """

    name: ClassVar = "sheet.issue"
    slot_id: UUID
    kind: DocumentKind

    def needs(self, known: Known, made: Made) -> Iterator[Need]:
        """The slot, those on it, and the sheets already issued."""
        yield from _slot_needs(known, made, self.slot_id)
        yield counter_need(made, self.kind)
        registrations = having(RegistrationRow, slot_id=self.slot_id)
        yield registrations
        if known.missing([registrations]):
            return
        for row in known.find(RegistrationRow, slot_id=self.slot_id):
            yield by_id(JobseekerRow, row.jobseeker_id)

    def decide(self, known: Known, made: Made) -> Changes | Refused:
        """The sheet, new, replaced, or as it stands."""
        if self.kind not in SHEETS:
            return Refused("not_a_sheet", {})
        slot = known.get(SlotRow, self.slot_id)
        if slot.state is SlotState.DELETED:
            return Refused("slot_deleted", {"day": slot.held_on})
        rows = [r for r in known.find(RegistrationRow, slot_id=slot.id) if r.state in HOLDS_SEAT]
        issued = [d for d in known.find(DocumentRow, slot_id=slot.id) if d.kind is self.kind]
        paper = _paper(known, made, slot, rows)
        return issue_or_replace(known, made, self.kind, paper, issued, slot_id=slot.id)


class IssueConvocation(Act, frozen=True):
    """« Convocation » of one person who has a place. Refuses "slot_deleted", "not_expected"."""

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
