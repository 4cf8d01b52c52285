# SPDX-License-Identifier: MIT
"""From the kept facts of a trainee's path to the documents that are drawn at its end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kairos_desktop.services.documents import facts as drawn
from kairos_desktop.services.month_paperwork import left_text
from kairos_desktop.services.wording.labels import label

if TYPE_CHECKING:
    from kairos_desktop.services.acts.papers import ReportPaper
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


def hours_facts(row: Figures) -> drawn.HoursFacts:
    """The hours of a path, or of a part of it."""
    return drawn.HoursFacts(
        first=row.period_from, last=row.period_to, planned=row.planned, attended=row.attended
    )


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line for line in text.split("\n") if line.strip())
