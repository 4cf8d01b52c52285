# SPDX-License-Identifier: MIT
"""What « Parcours de formation DE » says of each thing that happened, in French."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kairos_desktop.models.quote_rows import QuoteState
from kairos_desktop.models.vocabulary import (
    CancelReason,
    EnrolmentState,
    HalfDay,
    Justification,
    NotRegisteredReason,
    NotSelectedReason,
    ReasonKind,
    RegistrationState,
    Result,
    Verdict,
)
from kairos_desktop.services.queries.story import Happening, StoryLine
from kairos_desktop.services.rules.aif_quotes import requested
from kairos_desktop.services.wording.aif_words import money
from kairos_desktop.services.wording.dates import (
    day_number,
    hours,
    hours_text,
    month_name,
    period,
    short_day,
)
from kairos_desktop.services.wording.labels import label, label_of
from kairos_desktop.services.wording.reasons import reason_label
from kairos_desktop.services.wording.slots import slot_when
from kairos_desktop.views.people.phrases import RESULT_ROLES
from kairos_desktop.views.toolkit.columns import Pill, PillRole

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from kairos_desktop.models.rows import (
        EnrolmentRow,
        ReasonRow,
        RegistrationRow,
        SessionRow,
        SlotRow,
    )

WHAT = {
    Happening.REGISTERED: "Inscription",
    Happening.MEETING: "Rendez-vous",
    Happening.RESULT: "Résultat",
    Happening.ENROLLED: "Inscription en formation",
    Happening.VERDICT: "Réponse du prescripteur",
    Happening.ENTRY: "Entrée en formation",
    Happening.ABSENCE: "Absence",
    Happening.INTERRUPTION: "Interruption",
    Happening.MONTH: "Mois déclaré",
    Happening.EXIT: "Sortie",
    Happening.QUOTE: "Devis AIF",
    Happening.PAPER: "Document",
}
_OF_CANDIDACY = {
    Happening.REGISTERED: "Candidature",
    Happening.MEETING: "Prise de contact",
    Happening.RESULT: "Résultat",
}
_STATE_ROLES: dict[RegistrationState, PillRole] = {
    RegistrationState.PRESENT: "ok",
    RegistrationState.ABSENT: "warn",
    RegistrationState.WAITLISTED: "hold",
    RegistrationState.CONTACTED: "ok",
    RegistrationState.UNREACHABLE: "warn",
}
_JUSTIFIED_ROLES: dict[Justification, PillRole] = {
    Justification.TO_QUALIFY: "warn",
    Justification.JUSTIFIED: "ok",
    Justification.UNJUSTIFIED: "danger",
}
_EXIT_ROLES: dict[EnrolmentState, PillRole] = {
    EnrolmentState.COMPLETED: "ok",
    EnrolmentState.DROPPED: "danger",
    EnrolmentState.EXCLUDED: "danger",
}

_QUOTE_ROLES: dict[QuoteState, PillRole] = {
    QuoteState.DECLINED: "danger",
    QuoteState.REFUSED: "danger",
    QuoteState.GRANTED: "ok",
    QuoteState.INVOICED: "ok",
    QuoteState.PAID: "ok",
    QuoteState.CANCELLED: "neutral",
}


def what(line: StoryLine) -> str:
    """The kind of the line; of a meeting, which; a candidacy has words of its own."""
    if line.slot is not None and line.slot.until is not None:
        return _OF_CANDIDACY[line.kind]
    if line.slot is not None and line.kind is Happening.MEETING:
        return label(line.slot.kind)
    return WHAT[line.kind]


def told(line: StoryLine, reasons: Sequence[ReasonRow]) -> str:
    """What happened, in one sentence."""
    match line.kind:
        case Happening.REGISTERED | Happening.MEETING | Happening.RESULT:
            return _of_registration(line)
        case Happening.ENROLLED | Happening.VERDICT | Happening.ENTRY | Happening.EXIT:
            return _of_enrolment(line, reasons)
        case Happening.ABSENCE | Happening.INTERRUPTION:
            return _of_days(line, reasons)
        case Happening.QUOTE:
            return _of_quote(line)
        case Happening.MONTH | Happening.PAPER:
            return _of_record(line)


def state(line: StoryLine) -> Pill:
    """The state of the line: a word, and its colour."""
    if line.kind is Happening.REGISTERED and line.registration:
        return Pill(label(line.registration.placed_by))
    if line.kind is Happening.MEETING and line.registration:
        role = _STATE_ROLES.get(line.registration.state, "neutral")
        return Pill(label(line.registration.state), role)
    if line.kind is Happening.RESULT and line.registration:
        return Pill(label(line.registration.result), RESULT_ROLES[line.registration.result])
    if line.absence is not None:
        kind = line.absence.justification
        return Pill(label(kind), _JUSTIFIED_ROLES[kind])
    if line.month is not None:
        return Pill(label(line.month.state), "ok")
    if line.quote is not None:
        return Pill(label(line.quote.state), _QUOTE_ROLES.get(line.quote.state, "accent"))
    if line.paper is not None:
        word = "Provisoire" if line.paper.provisional else label(line.paper.state)
        return Pill(word, "warn" if line.paper.provisional else "neutral")
    return _enrolment_pill(line)


def _enrolment_pill(line: StoryLine) -> Pill:
    row = line.enrolment
    if line.kind is Happening.VERDICT and row is not None and row.verdict is not None:
        agreed = row.verdict is Verdict.REGISTERED
        return Pill(label(row.verdict), "ok" if agreed else "danger")
    if line.kind is Happening.ENTRY:
        return Pill("Entré", "ok")
    if line.kind is Happening.EXIT and row is not None:
        return Pill(label(row.state), _EXIT_ROLES.get(row.state, "neutral"))
    if line.kind is Happening.ENROLLED and row is not None:
        return Pill(label(row.state), "accent")
    return Pill("Interrompu" if line.pause is not None else "—", "warn")


def _of_registration(line: StoryLine) -> str:
    row, slot = line.registration, line.slot
    assert row is not None
    assert slot is not None
    if slot.until is not None:
        return _of_candidacy(line.kind, row, slot)
    at = f"{short_day(slot.held_on)}, {hours(slot.starts_at, slot.ends_at)}"
    if line.kind is Happening.REGISTERED:
        kind = label(slot.kind)
        if row.state is RegistrationState.TRANSFERRED:
            return f"{kind} du {at}, puis transféré sur un autre rendez-vous"
        if row.state is RegistrationState.REMOVED:
            return f"{kind} du {at}, supprimé par l’organisme"
        return f"{kind} du {at}"
    if line.kind is Happening.MEETING:
        is_cancelled = row.state is RegistrationState.CANCELLED
        why = label_of(CancelReason, row.reason) if is_cancelled else ""
        return " · ".join(part for part in (hours(slot.starts_at, slot.ends_at), slot.place, why)
                          if part)  # fmt: skip
    why = label_of(NotSelectedReason, row.reason) if row.result is Result.NOT_SELECTED else ""
    return " · ".join(part for part in (label(slot.kind), why) if part)


def _of_candidacy(kind: Happening, row: RegistrationRow, slot: SlotRow) -> str:
    """What is told of a candidacy: its window and its end, the note of the contact, the reason."""
    if kind is Happening.MEETING:
        return row.note
    if kind is Happening.RESULT:
        why = label_of(NotSelectedReason, row.reason) if row.reason else ""
        return " · ".join(part for part in (label(slot.kind), why) if part)
    ends = {
        RegistrationState.TRANSFERRED: ", puis un RDV a été fixé",
        RegistrationState.REMOVED: ", supprimée par l’organisme",
        RegistrationState.CANCELLED: ", retirée à la demande du DE",
    }
    return f"Candidatures {slot_when(slot)}{ends.get(row.state, '')}"


def _of_enrolment(line: StoryLine, reasons: Sequence[ReasonRow]) -> str:
    row = line.enrolment
    assert row is not None
    if line.kind is Happening.ENROLLED:
        return label(row.origin)
    if line.kind is Happening.VERDICT:
        why = label_of(NotRegisteredReason, row.verdict_reason)
        return " · ".join(part for part in (label(row.prescriber), why) if part)
    if line.kind is Happening.ENTRY:
        end = row.planned_end or line.session.ends_on
        return f"Fin prévue le {day_number(end)}" if end else "Fin prévue non saisie"
    return _exit_words(row, reasons)


def _exit_words(row: EnrolmentRow, reasons: Sequence[ReasonRow]) -> str:
    """The reason; of an exclusion, which is free text, that it stands on its own page."""
    if row.state is EnrolmentState.EXCLUDED:
        return "Exclusion : motif sur la page des absences"
    kind = ReasonKind.DROPOUT if row.state is EnrolmentState.DROPPED else ReasonKind.END
    return reason_label(kind, row.reason, reasons) or "Sans motif"


def _of_days(line: StoryLine, reasons: Sequence[ReasonRow]) -> str:
    if line.pause is not None:
        why = reason_label(ReasonKind.INTERRUPTION, line.pause.reason, reasons)
        return f"{period(line.pause.starts_on, line.pause.ends_on)} · {why}"
    row = line.absence
    assert row is not None
    until = day_number(row.ends_on)
    days = "" if row.starts_on == row.ends_on else f"jusqu’au {until}"
    half = label(row.starts_half).lower() if row.starts_half is row.ends_half and not days else ""
    if row.starts_half is HalfDay.MORNING and row.ends_half is HalfDay.AFTERNOON and not days:
        half = "toute la journée"
    hours = hours_text(row.minutes) if row.minutes else ""
    length = f"{days}, {hours}" if days and hours else days or hours or half
    why = reason_label(ReasonKind.ABSENCE, row.reason, reasons) or "Motif à saisir"
    accident = "accident du travail" if row.work_accident else ""
    return " · ".join(part for part in (length, why, accident) if part)


def _of_quote(line: StoryLine) -> str:
    """What is asked of the agency, then the days of what became of it."""
    row = line.quote
    assert row is not None
    days = (
        ("réponse du DE le", row.answered_on),
        ("décision le", row.decided_on),
        ("facturé le", row.invoiced_on),
        ("payé le", row.paid_on),
    )
    told = (f"{what} {day_number(day)}" for what, day in days if day)
    return " · ".join((f"{money(requested(row))} demandés à France Travail", *told))


def _of_record(line: StoryLine) -> str:
    if line.month is not None:
        row = line.month
        missed = row.justified + row.unjustified + row.to_qualify
        hours = f"{hours_text(missed)} d’absence sur {hours_text(row.planned)} prévues"
        return f"{month_name(row.month)} : {hours}"
    assert line.paper is not None
    return label(line.paper.kind)


def detail(line: StoryLine) -> str:
    """The line below: the number of a paper or of a quote."""
    numbered = line.paper or line.quote
    return f"n° {numbered.number}" if numbered is not None and numbered.number else ""


def summary(lines: Sequence[StoryLine]) -> str:
    """« 2 formations · 3 absences · 2 mois déclarés · 14 h d’absence déclarées »."""
    months = [line.month for line in lines if line.month]
    missed = sum(row.justified + row.unjustified + row.to_qualify for row in months)
    counts = (
        (len({line.session.id for line in lines if line.enrolment}), "formation", "formations"),
        (sum(line.kind is Happening.ABSENCE for line in lines), "absence", "absences"),
        (len(months), "mois déclaré", "mois déclarés"),
    )
    parts = [f"{count} {several if count > 1 else one}" for count, one, several in counts if count]
    if missed:
        parts.append(f"{hours_text(missed)} d’absence déclarées")
    return " · ".join(parts)


def session_dates(row: SessionRow, today: date) -> str:
    """« du 11/01/2027 au 25/06/2027, en cours »."""
    if row.starts_on is None:
        return row.dates_text or "dates non saisies"
    over = row.ends_on is not None and row.ends_on < today
    where = "à venir" if row.starts_on > today else "terminée" if over else "en cours"
    return f"{period(row.starts_on, row.ends_on)}, {where}"
