# SPDX-License-Identifier: MIT
"""« Devis AIF »: drafted, changed while it is a draft, sent, followed until it is paid, taken back.

What is noted of a quote that has left is a fact: recorded and flagged, never refused for a day.
Sources: domain 2.11, 3.7, 4; Code du travail D6353-1; guide p. 28.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Any, ClassVar
from uuid import UUID

import msgspec

from kairos_desktop.models.quote_rows import AifQuoteRow, QuoteState
from kairos_desktop.models.rows import DocumentRow, JobseekerRow, ProviderRow, SessionRow
from kairos_desktop.models.vocabulary import DocumentKind, DocumentState
from kairos_desktop.services.acts.act import Act, Changes, Made, tidy
from kairos_desktop.services.acts.known import Known, Need, by_id, having
from kairos_desktop.services.acts.papers import (
    QuotePaper,
    counter_need,
    issue_or_replace,
    letterhead,
    voided,
)
from kairos_desktop.services.rules.aif_quotes import (
    OPEN,
    after_step,
    cancel_refusal,
    day_field,
    draft_refusal,
    sending_flags,
    sending_warnings,
    step_refusal,
    step_warnings,
    typed_refusal,
    typed_warnings,
)
from kairos_desktop.services.rules.verdicts import Refused, Warned

replace = msgspec.structs.replace
Cents = Annotated[int, msgspec.Meta(ge=0, le=100_000_00)]
Hours = Annotated[float, msgspec.Meta(ge=0, le=10_000)]


class Quote(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is typed of a quote; money in cents. The title and the place are the session's."""

    starts_on: date | None = None
    ends_on: date | None = None
    hours_centre: Hours | None = None
    hours_company: Hours | None = None
    hours_weekly: Hours | None = None
    hours_distance: Hours | None = None
    objective: str = ""
    content: str = ""
    means: str = ""
    arrangements: str = ""
    follow_up: str = ""
    payment: str = ""
    teaching: Cents = 0
    cpf: Cents = 0
    opco: Cents = 0
    region: Cents = 0
    agefiph: Cents = 0
    own: Cents = 0
    cpf_eligible: bool = False
    valid_until: date | None = None

    def fields(self) -> dict[str, Any]:
        """The columns that it fills."""
        return {
            name: tidy(value) if isinstance(value, str) else value
            for name, value in msgspec.structs.asdict(self).items()
        }


class DraftQuote(Act, frozen=True):
    """A new quote for somebody on a session; `copied_from_id` names the one that it corrects.

    Refuses "merged_away", "id_taken" and what `typed_refusal` does. Warns "quote_twin" where the
    person has another one open on the session, "no_quality_reference", and as `typed_warnings`.
    """

    name: ClassVar = "aif_quote.draft"
    creates: ClassVar = ("quote_id",)
    quote_id: UUID
    session_id: UUID
    jobseeker_id: UUID
    quote: Quote
    copied_from_id: UUID | None = None

    def needs(self, known: Known, made: Made) -> Iterator[Need]:
        """The session, the person, their quotes there, and the organisation."""
        yield by_id(AifQuoteRow, self.quote_id)
        yield by_id(SessionRow, self.session_id)
        yield by_id(JobseekerRow, self.jobseeker_id)
        yield by_id(ProviderRow, made.org)
        yield having(AifQuoteRow, session_id=self.session_id, jobseeker_id=self.jobseeker_id)

    def decide(self, known: Known, made: Made) -> Changes | Refused:
        """The draft."""
        session = known.get(SessionRow, self.session_id)
        person = known.get(JobseekerRow, self.jobseeker_id)
        if person.merged_into_id:
            return Refused("merged_away", {"last_name": person.last_name})
        if known.one(AifQuoteRow, self.quote_id):
            return Refused("id_taken", {})
        row = AifQuoteRow(
            id=self.quote_id,
            session_id=session.id,
            jobseeker_id=person.id,
            state=QuoteState.DRAFT,
            drafted_on=made.today,
            copied_from_id=self.copied_from_id,
            **self.quote.fields(),
        )
        if refusal := typed_refusal(row):
            return refusal
        warned = [*typed_warnings(row)]
        others = known.find(AifQuoteRow, session_id=session.id, jobseeker_id=person.id)
        if any(other.state in OPEN for other in others):
            warned.append(Warned("quote_twin", {"last_name": person.last_name}))
        provider = known.one(ProviderRow, made.org)
        if provider is None or not provider.quality_reference:
            warned.append(Warned("no_quality_reference", {}))
        return Changes(put=(row,), warned=tuple(warned))


class ChangeQuote(Act, frozen=True):
    """A draft changed as a whole. Refuses "quote_not_draft" and what `typed_refusal` does."""

    name: ClassVar = "aif_quote.change"
    quote_id: UUID
    quote: Quote

    def needs(self, known: Known, made: Made) -> Iterator[Need]:
        """The quote."""
        yield by_id(AifQuoteRow, self.quote_id)

    def decide(self, known: Known, made: Made) -> Changes | Refused:
        """The draft as it now is."""
        row = known.get(AifQuoteRow, self.quote_id)
        if refusal := draft_refusal(row.state):
            return refusal
        after = replace(row, **self.quote.fields())
        if after == row:
            return Changes()
        if refusal := typed_refusal(after):
            return refusal
        return Changes(put=(after,), warned=tuple(typed_warnings(after)))


class _WithPaper(Act, frozen=True):
    """An act on a quote that touches its paper."""

    quote_id: UUID

    def needs(self, known: Known, made: Made) -> Iterator[Need]:
        """The quote, what its paper shows, the versions of it and its counter."""
        yield by_id(AifQuoteRow, self.quote_id)
        yield by_id(ProviderRow, made.org)
        yield counter_need(made, DocumentKind.AIF_QUOTE)
        row = known.peek(AifQuoteRow, self.quote_id)
        if isinstance(row, AifQuoteRow):
            yield by_id(SessionRow, row.session_id)
            yield by_id(JobseekerRow, row.jobseeker_id)
            yield having(DocumentRow, number=row.number)


class IssueQuote(_WithPaper, frozen=True):
    """The quote on paper; a new version of a draft's where it has changed.

    One that has left is shown as it left: nothing is issued.
    """

    name: ClassVar = "aif_quote.issue"

    def decide(self, known: Known, made: Made) -> Changes | Refused:
        """The paper, and its number."""
        row = known.get(AifQuoteRow, self.quote_id)
        return _issued(known, made, row, row) if row.state is QuoteState.DRAFT else Changes()


class SendQuote(_WithPaper, frozen=True):
    """The quote has left, on a day, for the jobseeker's personal space: its paper is final.

    Refuses "quote_not_draft". Less than fifteen days before the start, without the quality
    reference, or unpublished, it is recorded and flagged ("quote_late", with
    "quote_late_reason_missing" where none is given, "no_quality_reference", "quality_over",
    "quote_unpublished"). Warns "quote_soon", "quote_lacks", "quote_expired", "step_in_the_future".
    """

    name: ClassVar = "aif_quote.send"
    is_fact: ClassVar = True
    on: date
    reason: str = ""

    def decide(self, known: Known, made: Made) -> Changes | Refused:
        """The quote sent, and its paper."""
        row = known.get(AifQuoteRow, self.quote_id)
        if refusal := draft_refusal(row.state):
            return refusal
        session = known.get(SessionRow, row.session_id)
        why = tidy(self.reason)
        flagged = tuple(sending_flags(row, session, known.one(ProviderRow, made.org), self.on))
        after = replace(
            row,
            state=QuoteState.SENT,
            sent_on=self.on,
            late_reason=why,
            flags=tuple(flag.code for flag in flagged),
        )
        warned = (*flagged, *sending_warnings(row, self.on, made.today, why))
        return replace(_issued(known, made, row, after), warned=warned)


class FollowQuote(Act, frozen=True):
    """What became of a quote that has left: the answer, the decision, the invoice, the payment.

    Said again, or heard of after a later step, the day alone is noted. Refuses "quote_step" where
    the step does not follow. Warns as `step_warnings` does.
    """

    name: ClassVar = "aif_quote.follow"
    is_fact: ClassVar = True
    quote_id: UUID
    quote_step: QuoteState
    on: date
    reason: str = ""

    def needs(self, known: Known, made: Made) -> Iterator[Need]:
        """The quote."""
        yield by_id(AifQuoteRow, self.quote_id)

    def decide(self, known: Known, made: Made) -> Changes | Refused:
        """The quote with this step."""
        row = known.get(AifQuoteRow, self.quote_id)
        if refusal := step_refusal(row.state, self.quote_step):
            return refusal
        day = {day_field(self.quote_step): self.on}
        state = after_step(row.state, self.quote_step)
        why = tidy(self.reason) if state is self.quote_step else row.reason
        after = replace(row, state=state, reason=why, **day)
        warned = tuple(step_warnings(row, self.quote_step, self.on, made.today))
        return Changes(put=(after,), warned=warned)


class CancelQuote(_WithPaper, frozen=True):
    """A quote taken back before it is invoiced; its paper is voided.

    Correcting one that has left is cancelling it and drafting a copy (domain 3.7). Refuses
    "quote_not_cancelled".
    """

    name: ClassVar = "aif_quote.cancel"
    reason: str = ""

    def decide(self, known: Known, made: Made) -> Changes | Refused:
        """The quote cancelled, its paper voided."""
        row = known.get(AifQuoteRow, self.quote_id)
        if refusal := cancel_refusal(row.state):
            return refusal
        after = replace(row, state=QuoteState.CANCELLED, reason=tidy(self.reason))
        papers = known.find(DocumentRow, number=row.number)
        valid = [paper for paper in papers if paper.state is DocumentState.VALID]
        return Changes(put=(after, *voided(made, valid)))


def _issued(known: Known, made: Made, before: AifQuoteRow, row: AifQuoteRow) -> Changes:
    """The quote with the number of its paper, and the version of it that says what it says."""
    facts = QuotePaper(
        provider=letterhead(known, made),
        session=known.get(SessionRow, row.session_id),
        jobseeker=known.get(JobseekerRow, row.jobseeker_id),
        quote=replace(row, number=""),
    )
    papers = known.find(DocumentRow, number=row.number)
    paper = issue_or_replace(
        known,
        made,
        DocumentKind.AIF_QUOTE,
        facts,
        papers,
        jobseeker_id=row.jobseeker_id,
        session_id=row.session_id,
        subject=str(row.id),
    )
    issued = [each for each in paper.put if isinstance(each, DocumentRow)]
    after = replace(row, number=issued[-1].number) if issued else row
    return Changes(put=paper.put if after == before else (after, *paper.put))
