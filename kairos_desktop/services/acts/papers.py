# SPDX-License-Identifier: MIT
"""Issuing a numbered paper inside an act: its number, its version, the facts it will show.

The facts are frozen at issue, so that the paper is drawn again the same, years later.
"""

from __future__ import annotations

from datetime import date
from hashlib import sha256
from typing import TYPE_CHECKING

import msgspec

from kairos_desktop.models.quote_rows import AifQuoteRow
from kairos_desktop.models.rows import (
    AbsenceRow,
    AttendanceRow,
    CounterRow,
    DocumentRow,
    EnrolmentRow,
    InterruptionRow,
    JobseekerRow,
    ProviderRow,
    ReasonRow,
    RegistrationRow,
    ReportRow,
    SessionRow,
    SiteRow,
    SlotRow,
)
from kairos_desktop.models.vocabulary import DocumentKind, DocumentState, TrainingEvent
from kairos_desktop.services.acts.act import Changes
from kairos_desktop.services.acts.known import by_id, having
from kairos_desktop.services.rules.attendance import Figures
from kairos_desktop.services.rules.interruptions import concerns
from kairos_desktop.services.rules.numbering import counter_id, document_number

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from uuid import UUID

    from kairos_desktop.services.acts.act import Made
    from kairos_desktop.services.acts.known import Known, Need

replace = msgspec.structs.replace


class TraineePaper(msgspec.Struct, frozen=True, omit_defaults=True):
    """The rows that any paper about one trainee shows."""

    provider: ProviderRow
    session: SessionRow
    jobseeker: JobseekerRow
    enrolment: EnrolmentRow


class EnrolmentPaper(TraineePaper, frozen=True):
    """The rows that a paper about an enrolment shows.

    An AES also names the AIS that it follows, a notice the `previous_end` and why it changed.
    """

    interruptions: tuple[InterruptionRow, ...]
    follows: str = ""
    previous_end: date | None = None
    why: str = ""


class Expected(msgspec.Struct, frozen=True):
    """One person on a slot's paper."""

    registration: RegistrationRow
    jobseeker: JobseekerRow


class SlotPaper(msgspec.Struct, frozen=True, omit_defaults=True):
    """The rows that a paper about a slot shows; a sheet of a `day` of RDV has all its slots."""

    provider: ProviderRow
    session: SessionRow
    slot: SlotRow
    site: SiteRow | None
    people: tuple[Expected, ...]
    day: tuple[SlotRow, ...] = ()


class Missed(msgspec.Struct, frozen=True):
    """An absence, and what it takes from the hours planned of a month."""

    absence: AbsenceRow
    minutes: int


class StatementPaper(TraineePaper, frozen=True):
    """The rows that the « état de présence » of a trainee's month shows."""

    attendance: AttendanceRow
    missed: tuple[Missed, ...] = ()
    pauses: tuple[InterruptionRow, ...] = ()
    reasons: tuple[ReasonRow, ...] = ()


class RecapLine(msgspec.Struct, frozen=True):
    """One trainee of a session's recap."""

    jobseeker: JobseekerRow
    enrolment: EnrolmentRow
    attendance: AttendanceRow


class RecapPaper(msgspec.Struct, frozen=True):
    """The rows that the recap of a session's month shows."""

    provider: ProviderRow
    session: SessionRow
    month: date
    lines: tuple[RecapLine, ...]


class ReportPaper(TraineePaper, frozen=True):
    """The rows that a « bilan de fin de formation » shows, and the hours of the whole path."""

    report: ReportRow
    hours: Figures
    reasons: tuple[ReasonRow, ...] = ()


class RealisationPaper(TraineePaper, frozen=True):
    """The rows that a « certificat de réalisation » shows, and the hours of the whole path.

    `followed` are those attended and the estimated time of the distance work that was done.
    """

    hours: Figures
    followed: int


class AssiduityPaper(TraineePaper, frozen=True):
    """The rows that an « attestation d’assiduité » shows, month by month of a chosen period."""

    months: tuple[Figures, ...]


class NoticePaper(TraineePaper, frozen=True):
    """The rows that a notice of an event, or a letter to an adviser, shows."""

    event: TrainingEvent
    recipients: tuple[str, ...] = ()
    pause: InterruptionRow | None = None
    reasons: tuple[ReasonRow, ...] = ()


class QuotePaper(msgspec.Struct, frozen=True):
    """The rows that a « devis AIF » shows."""

    provider: ProviderRow
    session: SessionRow
    jobseeker: JobseekerRow
    quote: AifQuoteRow


PaperFacts = TraineePaper | SlotPaper | RecapPaper | QuotePaper


def counter_need(made: Made, kind: DocumentKind) -> Need:
    """The counter that gives the paper's number."""
    return by_id(CounterRow, counter_id(made.post, kind, made.today.year))


def enrolment_paper_needs(
    made: Made, kind: DocumentKind, session_id: UUID, jobseeker_id: UUID
) -> Iterator[Need]:
    """What a paper about an enrolment shows, and its counter."""
    yield by_id(ProviderRow, made.org)
    yield by_id(SessionRow, session_id)
    yield by_id(JobseekerRow, jobseeker_id)
    yield having(InterruptionRow, session_id=session_id)
    yield counter_need(made, kind)


def papered_needs(
    known: Known, made: Made, enrolment_id: UUID, kind: DocumentKind
) -> Iterator[Need]:
    """An enrolment, its papers, and what a new one of a kind would show."""
    yield by_id(EnrolmentRow, enrolment_id)
    yield having(DocumentRow, enrolment_id=enrolment_id)
    row = known.peek(EnrolmentRow, enrolment_id)
    if isinstance(row, EnrolmentRow):
        yield from enrolment_paper_needs(made, kind, row.session_id, row.jobseeker_id)


def letterhead(known: Known, made: Made) -> ProviderRow:
    """The organisation as a paper names it; its pictures are drawn from the present ones."""
    return replace(known.get(ProviderRow, made.org), logo="", stamp="")


def enrolment_facts(known: Known, made: Made, enrolment: EnrolmentRow) -> EnrolmentPaper:
    """What a paper about an enrolment shows now."""
    return EnrolmentPaper(
        provider=letterhead(known, made),
        session=known.get(SessionRow, enrolment.session_id),
        jobseeker=known.get(JobseekerRow, enrolment.jobseeker_id),
        enrolment=enrolment,
        interruptions=tuple(
            row
            for row in known.find(InterruptionRow, session_id=enrolment.session_id)
            if concerns(row, enrolment.id)
        ),
    )


def issue(
    known: Known,
    made: Made,
    kind: DocumentKind,
    facts: PaperFacts,
    **about: UUID | bool | date | str | None,
) -> tuple[DocumentRow, CounterRow]:
    """The first version of a paper, and the counter that it moves.

    `about` names what it speaks of: enrolment_id, slot_id, jobseeker_id, provisional, subject…
    """
    counter_row_id = counter_id(made.post, kind, made.today.year)
    counter = known.one(CounterRow, counter_row_id) or CounterRow(id=counter_row_id, last=0)
    count = counter.last + 1
    row = _stamped(
        made,
        DocumentRow(
            id=made.derive(f"paper-{kind.value}"),
            kind=kind,
            number=document_number(kind, made.today.year, made.post_range, count),
            version=1,
            state=DocumentState.VALID,
            issued_at=made.at,
            issued_by=made.by,
            **about,  # pyright: ignore[reportArgumentType]
        ),
        msgspec.json.encode(facts).decode(),
    )
    return row, replace(counter, last=count)


def attestation(
    known: Known, made: Made, enrolment: EnrolmentRow
) -> tuple[DocumentRow, CounterRow]:
    """The AIS of an enrolment, and the counter that gave its number (guide p. 24)."""
    return issue(
        known,
        made,
        DocumentKind.ENROLMENT_ATTESTATION,
        enrolment_facts(known, made, enrolment),
        enrolment_id=enrolment.id,
        jobseeker_id=enrolment.jobseeker_id,
    )


def issue_or_replace(
    known: Known,
    made: Made,
    kind: DocumentKind,
    facts: PaperFacts,
    issued: Sequence[DocumentRow],
    **about: UUID | bool | date | str | None,
) -> Changes:
    """A first version, or the one that replaces the last; none where nothing has changed.

    The new version speaks of what `about` says: the sheet of a day may change its slot.
    """
    if not issued:
        return Changes(put=issue(known, made, kind, facts, **about))
    last = max(issued, key=lambda paper: paper.version)
    text = msgspec.json.encode(facts).decode()
    if last.state is DocumentState.VALID and last.facts == text:
        return Changes()
    superseded, new = next_version(made, last, text, DocumentState.VALID)
    return Changes(put=(superseded, replace(new, **about)))  # pyright: ignore[reportArgumentType]


def next_version(
    made: Made, last: DocumentRow, facts: str, state: DocumentState
) -> tuple[DocumentRow, DocumentRow]:
    """The last version superseded, and the one that « annule et remplace » it."""
    new = replace(
        last,
        id=made.derive(f"paper-{last.number}-{last.version + 1}"),
        version=last.version + 1,
        state=state,
        issued_at=made.at,
        issued_by=made.by,
        replaces_id=last.id,
    )
    return replace(last, state=DocumentState.SUPERSEDED), _stamped(made, new, facts)


def voided(made: Made, standing: Sequence[DocumentRow]) -> tuple[DocumentRow, ...]:
    """These papers superseded, each by a version of the same facts marked *annulé*."""
    return tuple(
        row
        for paper in standing
        for row in next_version(made, paper, paper.facts, DocumentState.VOIDED)
    )


def _stamped(made: Made, row: DocumentRow, facts: str) -> DocumentRow:
    text = f"{row.number}|{row.version}|{row.state}|{made.at.isoformat()}|{facts}"
    return replace(row, facts=facts, sha256=sha256(text.encode()).hexdigest())
