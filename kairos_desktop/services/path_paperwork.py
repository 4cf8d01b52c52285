# SPDX-License-Identifier: MIT
"""From the kept facts of a trainee's path to the documents that are drawn at its end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kairos_desktop.services.documents import facts as drawn
from kairos_desktop.services.month_paperwork import left_text
from kairos_desktop.services.wording.labels import label

if TYPE_CHECKING:
    from kairos_desktop.services.acts.papers import (
        AssiduityPaper,
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
        hours=hours_facts(kept.hours),
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
        ),
        months=months,
    )


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
    )


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line for line in text.split("\n") if line.strip())
