# SPDX-License-Identifier: MIT
"""How absences, lengths and months are said on these pages: no widget here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kairos_desktop.models.vocabulary import EnrolmentState, HalfDay, Justification, ReasonKind
from kairos_desktop.services.rules.absences import is_incomplete
from kairos_desktop.services.wording.articles import of
from kairos_desktop.services.wording.dates import MONTHS, day_number, hours_text, short_day
from kairos_desktop.services.wording.distance import remote_text
from kairos_desktop.services.wording.labels import label
from kairos_desktop.services.wording.people import full_name, prescriber_text
from kairos_desktop.services.wording.reasons import reason_label
from kairos_desktop.views.toolkit.columns import Pill, PillRole

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from kairos_desktop.models.rows import AbsenceRow, EnrolmentRow, ReasonRow
    from kairos_desktop.services.queries.reports import ReportCard
    from kairos_desktop.services.queries.training import AbsenceLine, PathLine, TraineeCard

_STATE_ROLES: dict[EnrolmentState, PillRole] = {
    EnrolmentState.ENTERED: "ok",
    EnrolmentState.REGISTERED: "ok",
    EnrolmentState.SELECTED: "accent",
    EnrolmentState.TO_VALIDATE: "hold",
    EnrolmentState.NOT_REGISTERED: "danger",
    EnrolmentState.NOT_ENTERED: "warn",
    EnrolmentState.DROPPED: "danger",
    EnrolmentState.EXCLUDED: "danger",
}
_JUSTIFIED_ROLES: dict[Justification, PillRole] = {
    Justification.TO_QUALIFY: "warn",
    Justification.JUSTIFIED: "ok",
    Justification.UNJUSTIFIED: "danger",
}
_LISTS = {
    EnrolmentState.DROPPED: ReasonKind.DROPOUT,
    EnrolmentState.COMPLETED: ReasonKind.END,
}


def actualisation(month: date) -> str:
    """« Actualisation du mois de NOVEMBRE », as the guide writes it."""
    return f"Actualisation du mois {of(MONTHS[month.month - 1].upper())}"


def so_many_trainees(count: int) -> str:
    """« 1 stagiaire », « 9 stagiaires »."""
    return f"{count} stagiaire{'s' if count > 1 else ''}"


def moment_text(day: date, half: HalfDay, whole: HalfDay) -> str:
    """« lun. 9 nov. 2026 », with the half-day where the day does not begin or end there."""
    return short_day(day) if half is whole else f"{short_day(day)}, {label(half).lower()}"


def starts_text(row: AbsenceRow) -> str:
    """When an absence begins."""
    return moment_text(row.starts_on, row.starts_half, HalfDay.MORNING)


def length_text(row: AbsenceRow) -> str:
    """How long: the length that was typed, else in days and half-days."""
    if row.minutes is not None:
        return hours_text(row.minutes) if row.minutes else "durée à saisir"
    halves = ((row.ends_on - row.starts_on).days + 1) * 2
    halves -= (row.starts_half is HalfDay.AFTERNOON) + (row.ends_half is HalfDay.MORNING)
    days, half = divmod(halves, 2)
    parts = [f"{days} jour{'s' if days > 1 else ''}"] if days else []
    return " et ".join([*parts, "une demi-journée"] if half else parts)


def reason_text(line: AbsenceLine, kept: Sequence[ReasonRow]) -> str:
    """The reason of an absence, or that it is missing."""
    return reason_label(ReasonKind.ABSENCE, line.absence.reason, kept) or "Motif à saisir"


def justification_pill(line: AbsenceLine) -> Pill:
    """Whether an absence is justified."""
    kind = line.absence.justification
    return Pill(label(kind), _JUSTIFIED_ROLES[kind])


def checks_text(line: AbsenceLine) -> str:
    """What must be checked, a work accident, what is missing."""
    parts = [label(check) for check in line.checks]
    said = [f"À vérifier : {', '.join(parts).lower()}"] if parts else []
    if line.absence.work_accident:
        said.append("Accident du travail à signaler")
    if is_incomplete(line.absence):
        said.append("À compléter")
    return " · ".join(said)


def path_pill(line: PathLine) -> Pill:
    """The status of a training; « Interrompu » follows from the day."""
    if line.is_interrupted and line.enrolment.state is EnrolmentState.ENTERED:
        return Pill("Interrompu", "warn")
    state = line.enrolment.state
    return Pill(label(state), _STATE_ROLES.get(state, "neutral"))


def exit_reason(row: EnrolmentRow, kept: Sequence[ReasonRow]) -> str:
    """The reason of an exit, with what the law asks to know of it."""
    kind = _LISTS.get(row.state)
    if kind is None and row.state is not EnrolmentState.EXCLUDED:
        return ""
    words = reason_label(kind, row.reason, kept) if kind else row.reason
    if row.state is EnrolmentState.DROPPED:
        legitimate = {True: "légitime", False: "non légitime", None: "légitimité à dire"}
        words = f"{words} · {legitimate[row.legitimate]}"
    last = f"dernier jour le {day_number(row.left_on)}" if row.left_on else ""
    return " · ".join(part for part in (words, last) if part)


def period_text(line: PathLine) -> str:
    """The trainee's own dates."""
    row, session = line.enrolment, line.session
    start = row.entered_on or row.planned_start or session.starts_on
    end = row.left_on or row.planned_end or session.ends_on
    return " – ".join(day_number(each) or "?" for each in (start, end))


def identity_facts(card: TraineeCard) -> list[tuple[str, str]]:
    """Name, address, phone, as the guide's panel has them."""
    row = card.jobseeker
    town = " ".join(part for part in (row.postcode, row.town) if part)
    return [
        ("N° DE", row.ft_id),
        ("Nom", full_name(row)),
        ("Adresse", "\n".join(part for part in (row.address, town) if part)),
        ("Téléphone", row.phone),
        ("Courriel", row.email),
        ("Prescripteur", prescriber_text(row)),
    ]


def report_facts(card: ReportCard) -> list[tuple[str, str]]:
    """What the form of a « bilan » recalls of the path."""
    hours = card.hours
    left = exit_reason(card.enrolment, card.reasons)
    done = period = ""
    if hours is not None:
        done = f"{hours_text(hours.planned)} prévues, {hours_text(hours.attended)} réalisées"
        remote = remote_text(hours.estimated, hours.validated)
        done = f"{done} ; à distance : {remote}" if remote else done
        period = f"{day_number(hours.period_from)} – {day_number(hours.period_to)}"
    facts = [
        ("N° DE", card.jobseeker.ft_id),
        ("Période", period),
        ("Heures", done),
        ("Certification", card.session.certification or "aucune visée"),
        ("Statut", label(card.enrolment.state)),
    ]
    return [*facts, ("Sortie", left)] if left else facts
