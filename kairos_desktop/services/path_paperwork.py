# SPDX-License-Identifier: MIT
"""From the kept facts of a trainee's path to the documents that are drawn at its end."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from kairos_desktop.models.vocabulary import EnrolmentState, ReasonKind, TrainingEvent
from kairos_desktop.services.documents import facts as drawn
from kairos_desktop.services.month_paperwork import left_reason, left_text
from kairos_desktop.services.rules.entries import planned_end
from kairos_desktop.services.rules.remote_work import summed
from kairos_desktop.services.wording.dates import long_day
from kairos_desktop.services.wording.labels import label
from kairos_desktop.services.wording.reasons import reason_label

_EXITS = {
    EnrolmentState.DROPPED: "abandon",
    EnrolmentState.EXCLUDED: "exclusion",
    EnrolmentState.COMPLETED: "sortie de formation",
}
_LEGITIMATE = {True: "oui", False: "non", None: "pas encore connu"}

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kairos_desktop.models.rows import EnrolmentRow
    from kairos_desktop.services.acts.papers import (
        AssiduityPaper,
        NoticePaper,
        RealisationPaper,
        ReportPaper,
    )
    from kairos_desktop.services.rules.attendance import Figures


def report(
    kept: ReportPaper,
    head: drawn.DocumentHead,
    provider: drawn.ProviderFacts,
    person: drawn.PersonFacts,
    session: drawn.SessionFacts,
) -> drawn.TrainingReport:
    """The « bilan de fin de formation » of a trainee."""
    row = kept.report
    follow_up = " : ".join(filter(None, (label(row.follow_up), row.intended)))
    return drawn.TrainingReport(
        head=head,
        provider=provider,
        person=person,
        session=session,
        hours=hours_facts(kept.hours),
        left=left_text(kept.enrolment, kept.reasons),
        report=drawn.ReportFacts(
            written_on=row.written_on,
            objectives=label(row.objectives),
            certified=label(row.certified),
            follow_up=follow_up,
            acquired=_lines(row.acquired),
            in_progress=_lines(row.in_progress),
            not_acquired=_lines(row.not_acquired),
            placements=_lines(row.placements),
            comment=row.comment,
            trainer=row.trainer,
        ),
    )


def realisation(
    kept: RealisationPaper,
    head: drawn.DocumentHead,
    provider: drawn.ProviderFacts,
    person: drawn.PersonFacts,
    session: drawn.SessionFacts,
) -> drawn.RealisationCertificate:
    """The « certificat de réalisation » of a trainee."""
    return drawn.RealisationCertificate(
        head=head,
        provider=provider,
        person=person,
        session=session,
        hours=msgspec.structs.replace(hours_facts(kept.hours), attended=kept.followed),
    )


def assiduity(
    kept: AssiduityPaper,
    head: drawn.DocumentHead,
    provider: drawn.ProviderFacts,
    person: drawn.PersonFacts,
    session: drawn.SessionFacts,
) -> drawn.AssiduityAttestation:
    """The « attestation d’assiduité » of a trainee's period."""
    months = tuple(hours_facts(row) for row in kept.months)
    return drawn.AssiduityAttestation(
        head=head,
        provider=provider,
        person=person,
        session=session,
        whole=drawn.HoursFacts(
            first=months[0].first,
            last=months[-1].last,
            planned=sum(row.planned for row in months),
            attended=sum(row.attended for row in months),
            justified=sum(row.justified for row in months),
            unjustified=sum(row.unjustified for row in months),
            to_qualify=sum(row.to_qualify for row in months),
            estimated=summed(row.estimated for row in months),
            validated=summed(row.validated for row in months),
        ),
        months=months,
    )


def notice(
    kept: NoticePaper,
    head: drawn.DocumentHead,
    provider: drawn.ProviderFacts,
    person: drawn.PersonFacts,
    session: drawn.SessionFacts,
) -> drawn.EventNotice:
    """The notice of an event to a funder, or to the agency."""
    row = kept.enrolment
    funding = " · ".join(filter(None, (row.funding or kept.session.funder, row.funding_reference)))
    return drawn.EventNotice(
        head=head,
        provider=provider,
        person=person,
        session=session,
        what=_what(kept),
        recipients=kept.recipients,
        funding=funding,
        told=tuple(_told(kept)),
    )


def letter(
    kept: NoticePaper,
    head: drawn.DocumentHead,
    provider: drawn.ProviderFacts,
    person: drawn.PersonFacts,
    session: drawn.SessionFacts,
) -> drawn.AdviserLetter:
    """The letter to who follows the person, their adviser named where known."""
    who = kept.jobseeker
    lines = (label(kept.enrolment.prescriber), who.agency, who.advisor)
    return drawn.AdviserLetter(
        head=head,
        provider=provider,
        person=person,
        session=session,
        what=_what(kept),
        lines=tuple(line for line in lines if line),
        told=tuple(_told(kept)),
    )


def _what(kept: NoticePaper) -> str:
    if kept.event is TrainingEvent.EXIT:
        return _EXITS.get(kept.enrolment.state, "sortie de formation")
    return "entrée en formation" if kept.event is TrainingEvent.ENTRY else "interruption"


def _told(kept: NoticePaper) -> Iterator[tuple[str, str]]:
    """What is told of the event, line by line."""
    row, pause = kept.enrolment, kept.pause
    yield "Entrée effective", long_day(row.entered_on) if row.entered_on else "non précisée"
    if kept.event is TrainingEvent.INTERRUPTION and pause is not None:
        yield "Interruption", f"du {long_day(pause.starts_on)} au {long_day(pause.ends_on)}"
        yield "Motif", reason_label(ReasonKind.INTERRUPTION, pause.reason, kept.reasons)
    elif kept.event is TrainingEvent.EXIT and row.left_on is not None:
        yield "Dernier jour", long_day(row.left_on)
        yield "Motif", left_reason(row, kept.reasons)
        yield "Motif légitime", _LEGITIMATE[row.legitimate] if _is_drop(row) else ""
        return
    end = planned_end(row, kept.session)
    yield "Fin prévue", long_day(end) if end else "non précisée"


def _is_drop(row: EnrolmentRow) -> bool:
    return row.state is EnrolmentState.DROPPED


def hours_facts(row: Figures) -> drawn.HoursFacts:
    """The hours of a path, or of a part of it."""
    return drawn.HoursFacts(
        first=row.period_from,
        last=row.period_to,
        planned=row.planned,
        attended=row.attended,
        justified=row.justified,
        unjustified=row.unjustified,
        to_qualify=row.to_qualify,
        estimated=row.estimated,
        validated=row.validated,
    )


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line for line in text.split("\n") if line.strip())
