# SPDX-License-Identifier: MIT
"""Undo and redo: one act that puts rows back as they were before another.

Undoing an undo is redoing. It is refused where the rows have changed since, or the place was
taken; a paper is never taken back but voided by a version marked *annulée*, a signature never
erased but struck through.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar
from uuid import UUID

import msgspec

from kairos_desktop.models.quote_rows import AifQuoteRow
from kairos_desktop.models.rows import (
    ROW_OF_TABLE,
    AbsenceRow,
    AccountRow,
    AttendanceRow,
    ClosureRow,
    CounterRow,
    DelegatesRow,
    DocumentRow,
    EnrolmentRow,
    HandedRow,
    HoldRow,
    ImageRow,
    InterruptionRow,
    JobseekerRow,
    LessonRow,
    RegistrationRow,
    RemoteWorkRow,
    ReportedRow,
    ReportRow,
    Row,
    SeatsRow,
    SessionRow,
    SiteRow,
    SlotRow,
    digest,
)
from kairos_desktop.models.sheet_rows import SheetRow, SignatureChainRow, SignatureRow
from kairos_desktop.models.vocabulary import LIVE, DocumentState, SlotState
from kairos_desktop.services.acts.act import Act, Changes, Made
from kairos_desktop.services.acts.known import Known, Need, by_id, having
from kairos_desktop.services.acts.papers import next_version, voided
from kairos_desktop.services.rules.holds import is_open
from kairos_desktop.services.rules.signatures import struck
from kairos_desktop.services.rules.transitions import LIVE_ENROLMENT
from kairos_desktop.services.rules.verdicts import Refused

DERIVED: tuple[type[Row], ...] = (SeatsRow, CounterRow, SignatureChainRow)
"""Rows that follow from others or never go back: undo leaves them alone."""

UNDONE = "annulé"
"""Why a signature is struck through that was undone."""

LINKS: tuple[tuple[type[Row], str, type[Row]], ...] = (
    (RegistrationRow, "jobseeker_id", JobseekerRow),
    (EnrolmentRow, "jobseeker_id", JobseekerRow),
    (AifQuoteRow, "jobseeker_id", JobseekerRow),
    (JobseekerRow, "merged_into_id", JobseekerRow),
    (RegistrationRow, "slot_id", SlotRow),
    (HoldRow, "slot_id", SlotRow),
    (HoldRow, "session_id", SessionRow),
    (SlotRow, "site_id", SiteRow),
    (SlotRow, "session_id", SessionRow),
    (EnrolmentRow, "session_id", SessionRow),
    (AifQuoteRow, "session_id", SessionRow),
    (InterruptionRow, "session_id", SessionRow),
    (LessonRow, "session_id", SessionRow),
    (LessonRow, "site_id", SiteRow),
    (ClosureRow, "session_id", SessionRow),
    (DelegatesRow, "session_id", SessionRow),
    (SheetRow, "session_id", SessionRow),
    (SignatureRow, "session_id", SessionRow),
    (SignatureRow, "enrolment_id", EnrolmentRow),
    (HandedRow, "enrolment_id", EnrolmentRow),
    (InterruptionRow, "enrolment_id", EnrolmentRow),
    (AbsenceRow, "enrolment_id", EnrolmentRow),
    (RemoteWorkRow, "enrolment_id", EnrolmentRow),
    (AttendanceRow, "enrolment_id", EnrolmentRow),
    (ReportRow, "enrolment_id", EnrolmentRow),
    (ReportedRow, "session_id", SessionRow),
)
"""Which row hangs on which: none goes while it is used, none comes back without what it needs."""


class Restore(Act, frozen=True):
    """Undoes one act.

    Refuses "nothing_to_undo", "changed_since", "still_used", "already_registered",
    "already_enrolled", "place_taken", and "slot_deleted" or "merged_away" where what the rows
    hang on is no more what it was; "account_not_undone" for rights, which the RGC changes.
    """

    name: ClassVar = "history.restore"
    act_id: UUID

    def needs(self, known: Known, made: Made) -> Iterator[Need]:
        """The images of the act, the rows they speak of, and whatever now hangs on these."""
        images = having(ImageRow, act_id=self.act_id)
        yield images
        if known.missing([images]):
            return
        for image in known.find(ImageRow, act_id=self.act_id):
            kind = ROW_OF_TABLE[image.row_table]
            yield by_id(kind, image.id)
            before = _before(image)
            if kind is DocumentRow:
                paper = known.peek(DocumentRow, image.id)
                if isinstance(paper, DocumentRow):
                    yield having(DocumentRow, number=paper.number)
            elif before is None:
                yield from (
                    having(child, **{column: image.id})
                    for child, column, parent in LINKS
                    if parent is kind
                )
                if kind is EnrolmentRow:
                    yield having(DocumentRow, enrolment_id=image.id)
                    yield from _sheets_of(known.peek(EnrolmentRow, image.id))
            else:
                yield from (by_id(parent, row_id) for parent, row_id in _parents(before))
                yield from _twins(before)
                yield from _lines_of(before)

    def decide(self, known: Known, made: Made) -> Changes | Refused:
        """The rows as they were; papers voided or issued again as a new version."""
        images = known.find(ImageRow, act_id=self.act_id)
        if not images:
            return Refused("nothing_to_undo", {})
        if any(image.row_table == AccountRow.table for image in images):
            return Refused("account_not_undone", {})
        put: list[Row] = []
        gone: list[Row] = []
        struck_through: list[Row] = []
        for image in images:
            kind = ROW_OF_TABLE[image.row_table]
            if kind is DocumentRow:
                continue
            row = known.one(kind, image.id)
            if (digest(row) if row else None) != image.after:
                return Refused("changed_since", {"table": kind.table})
            before = _before(image)
            if before is not None:
                put.append(before)
            elif isinstance(row, SignatureRow):
                struck_through.append(struck(row, made.at, made.by, UNDONE))
            elif row is not None:
                gone.append(row)
        if refusal := (
            _use_refusal(known, gone) or _twin_refusal(known, put) or _parent_refusal(known, put)
        ):
            return refusal
        put.extend(struck_through)
        put.extend(_papers(known, made, [i for i in images if i.row_table == DocumentRow.table]))
        put.extend(_papers_left(known, made, gone, {row.id for row in put}))
        return Changes(put=tuple(put), gone=tuple(gone))


def _before(image: ImageRow) -> Row | None:
    if image.before is None:
        return None
    return msgspec.json.decode(image.before, type=ROW_OF_TABLE[image.row_table])


def _parents(row: Row) -> Iterator[tuple[type[Row], UUID]]:
    for child, column, parent in LINKS:
        if isinstance(row, child) and (row_id := getattr(row, column)):
            yield parent, row_id
    if isinstance(row, SheetRow):
        yield from ((EnrolmentRow, UUID(each)) for each in (*row.signed, *row.missing))


def _sheets_of(row: Row | None) -> Iterator[Need]:
    """The sheets on which somebody may be: they name people in lists, which no link follows."""
    if isinstance(row, EnrolmentRow):
        yield having(SheetRow, session_id=row.session_id)


def _twins(row: Row) -> Iterator[Need]:
    """The rows that must not be alive beside the one restored."""
    if isinstance(row, RegistrationRow):
        yield having(RegistrationRow, slot_id=row.slot_id, jobseeker_id=row.jobseeker_id)
    elif isinstance(row, EnrolmentRow):
        yield having(EnrolmentRow, session_id=row.session_id, jobseeker_id=row.jobseeker_id)


def _twin_refusal(known: Known, put: list[Row]) -> Refused | None:
    restored = {row.id for row in put}
    for row in put:
        if isinstance(row, RegistrationRow) and row.state in LIVE:
            others = known.find(RegistrationRow, slot_id=row.slot_id, jobseeker_id=row.jobseeker_id)
            if any(o.state in LIVE and o.id not in restored for o in others):
                return Refused("already_registered", {})
        elif isinstance(row, EnrolmentRow) and row.state in LIVE_ENROLMENT:
            others = known.find(
                EnrolmentRow, session_id=row.session_id, jobseeker_id=row.jobseeker_id
            )
            if any(o.state in LIVE_ENROLMENT and o.id not in restored for o in others):
                return Refused("already_enrolled", {})
    return None


def _lines_of(row: Row) -> Iterator[Need]:
    """What hangs on a record that would be merged away again."""
    if isinstance(row, JobseekerRow) and row.merged_into_id:
        yield having(RegistrationRow, jobseeker_id=row.id)
        yield having(EnrolmentRow, jobseeker_id=row.id)
        yield having(AifQuoteRow, jobseeker_id=row.id)


def _parent_refusal(known: Known, put: list[Row]) -> Refused | None:
    """No line comes back alive on a deleted slot, nor any on a record that was merged away."""
    restored = {row.id: row for row in put}
    for row in put:
        for kind, row_id in _parents(row):
            parent = restored.get(row_id) or known.get(kind, row_id)
            if isinstance(parent, JobseekerRow) and parent.merged_into_id:
                return Refused("merged_away", {"last_name": parent.last_name})
            is_live = (isinstance(row, RegistrationRow) and row.state in LIVE) or (
                isinstance(row, HoldRow) and is_open(row)
            )
            if is_live and isinstance(parent, SlotRow) and parent.state is SlotState.DELETED:
                return Refused("slot_deleted", {"day": parent.held_on})
        for need in _lines_of(row):
            lines = known.find(need.kind, **need.where)
            if any(line.id not in restored for line in lines):
                return Refused("still_used", {"table": row.table, "by": need.kind.table})
    return None


def _use_refusal(known: Known, gone: list[Row]) -> Refused | None:
    leaving = {row.id for row in gone}
    for row in gone:
        for child, column, parent in LINKS:
            if not isinstance(row, parent):
                continue
            if any(c.id not in leaving for c in known.find(child, **{column: row.id})):
                return Refused("still_used", {"table": row.table, "by": child.table})
        for need in _sheets_of(row):
            sheets = known.find(SheetRow, **need.where)
            if any(str(row.id) in (*s.signed, *s.missing) for s in sheets if s.id not in leaving):
                return Refused("still_used", {"table": row.table, "by": SheetRow.table})
    return None


def _papers(known: Known, made: Made, images: list[ImageRow]) -> Iterator[Row]:
    """For each number that the act touched, the version that says what stands again.

    None where the last one says so already: undoing the same paper twice issues nothing.
    """
    standing: dict[str, DocumentRow | None] = {}
    for image in images:
        paper = known.get(DocumentRow, image.id)
        before = _before(image)
        if isinstance(before, DocumentRow):
            standing[paper.number] = before
        else:
            standing.setdefault(paper.number, None)
    for number, before in standing.items():
        versions = known.find(DocumentRow, number=number)
        last = max(versions, key=lambda paper: paper.version)
        state = before.state if before else DocumentState.VOIDED
        facts = before.facts if before else last.facts
        if (last.state, last.facts) != (state, facts):
            yield from next_version(made, last, facts, state)


def _papers_left(
    known: Known, made: Made, gone: list[Row], settled: set[UUID]
) -> Iterator[DocumentRow]:
    """Papers issued since about an enrolment that goes: voided with it."""
    for row in gone:
        if not isinstance(row, EnrolmentRow):
            continue
        papers = known.find(DocumentRow, enrolment_id=row.id)
        yield from voided(
            made, [p for p in papers if p.state is DocumentState.VALID and p.id not in settled]
        )
