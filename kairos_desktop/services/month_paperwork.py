# SPDX-License-Identifier: MIT
"""From the kept facts of a month's papers to the documents that are drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kairos_desktop.models.vocabulary import EnrolmentState, HalfDay, ReasonKind
from kairos_desktop.services.documents import facts as drawn
from kairos_desktop.services.wording.dates import day_number, month_name
from kairos_desktop.services.wording.labels import label
from kairos_desktop.services.wording.people import full_name
from kairos_desktop.services.wording.reasons import reason_label

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from kairos_desktop.models.rows import AttendanceRow, EnrolmentRow, ReasonRow
    from kairos_desktop.services.acts.papers import Missed, RecapPaper, StatementPaper

_LEFT = (EnrolmentState.DROPPED, EnrolmentState.EXCLUDED, EnrolmentState.COMPLETED)
_KINDS = {
    EnrolmentState.DROPPED: ReasonKind.DROPOUT,
    EnrolmentState.COMPLETED: ReasonKind.END,
}


def statement(
    kept: StatementPaper,
    head: drawn.DocumentHead,
    provider: drawn.ProviderFacts,
    person: drawn.PersonFacts,
    session: drawn.SessionFacts,
) -> drawn.AttendanceStatement:
    """The « état de présence » of a trainee's month."""
    accidents = [each.absence for each in kept.missed if each.absence.work_accident]
    return drawn.AttendanceStatement(
        head=head,
        provider=provider,
        person=person,
        session=session,
        month_name=month_name(kept.attendance.month),
        month=month_facts(kept.attendance),
        absences=tuple(_absence(each, kept) for each in kept.missed),
        pauses=tuple(
            drawn.PauseFacts(
                starts_on=pause.starts_on,
                ends_on=pause.ends_on,
                reason=reason_label(ReasonKind.INTERRUPTION, pause.reason),
            )
            for pause in kept.pauses
        ),
        accident=", ".join(f"le {day_number(row.starts_on)}" for row in accidents),
        left=left_text(kept.enrolment),
    )


def recap(
    kept: RecapPaper,
    head: drawn.DocumentHead,
    provider: drawn.ProviderFacts,
    session: drawn.SessionFacts,
) -> drawn.AttendanceRecap:
    """The recap of a session's month."""
    return drawn.AttendanceRecap(
        head=head,
        provider=provider,
        session=session,
        month_name=month_name(kept.month),
        trainees=tuple(
            drawn.TraineeFacts(
                name=full_name(line.jobseeker),
                ft_id=line.jobseeker.ft_id,
                month=month_facts(line.attendance),
                left=label(line.enrolment.state) if line.enrolment.state in _LEFT else "",
            )
            for line in kept.lines
        ),
    )


def month_facts(row: AttendanceRow) -> drawn.MonthFacts:
    """A month as it was declared."""
    return drawn.MonthFacts(
        period_from=row.period_from,
        period_to=row.period_to,
        planned=row.planned,
        justified=row.justified,
        unjustified=row.unjustified,
        to_qualify=row.to_qualify,
        declared_on=row.declared_at.date(),
        declared_by=row.declared_by,
        rectified_on=row.rectified_at.date() if row.rectified_at else None,
        estimated=row.estimated,
        validated=row.validated,
    )


def _absence(each: Missed, kept: StatementPaper) -> drawn.AbsenceFacts:
    row = each.absence
    return drawn.AbsenceFacts(
        starts=_moment(row.starts_on, row.starts_half, HalfDay.MORNING),
        ends=_moment(row.ends_on, row.ends_half, HalfDay.AFTERNOON),
        minutes=each.minutes,
        reason=reason_label(ReasonKind.ABSENCE, row.reason, kept.reasons) or "non précisé",
        justified=label(row.justification),
    )


def _moment(day: date, half: HalfDay, whole: HalfDay) -> str:
    return day_number(day) if half is whole else f"{day_number(day)}, {label(half).lower()}"


def left_text(row: EnrolmentRow, reasons: Iterable[ReasonRow] = ()) -> str:
    """« Abandon le 06/11/2026, déménagement »; nothing for who is still there."""
    if row.state not in _LEFT or row.left_on is None:
        return ""
    reason = left_reason(row, reasons)
    said = f"{label(row.state)} le {day_number(row.left_on)}"
    return f"{said}, {reason.lower()}" if reason else said


def left_reason(row: EnrolmentRow, reasons: Iterable[ReasonRow] = ()) -> str:
    """The words of the reason of an exit; of an exclusion, those that were typed."""
    kind = _KINDS.get(row.state)
    return reason_label(kind, row.reason, reasons) if kind else row.reason
