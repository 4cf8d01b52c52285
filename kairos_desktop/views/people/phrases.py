# SPDX-License-Identifier: MIT
"""What the pages about people say of a person and of where one stands, in French."""

from kairos_desktop.models.rows import JobseekerRow
from kairos_desktop.models.vocabulary import Civility, EnrolmentState, RegistrationState, Result
from kairos_desktop.services.queries.paths import PersonPath
from kairos_desktop.services.queries.people import PersonMoment, moment_day
from kairos_desktop.services.wording.dates import day_number
from kairos_desktop.services.wording.labels import explain, explain_enrolment, label
from kairos_desktop.services.wording.people import full_name, upper_name
from kairos_desktop.services.wording.slots import slot_when
from kairos_desktop.views.toolkit.columns import Pill, PillRole

_BORN = {Civility.MRS: "née", Civility.MR: "né", Civility.NONE: "né(e)"}

_REGISTRATION_ROLES: dict[RegistrationState, PillRole] = {
    RegistrationState.WAITLISTED: "hold",
    RegistrationState.PRESENT: "accent",
    RegistrationState.ABSENT: "warn",
    RegistrationState.PROPOSED: "warn",
    RegistrationState.CONTACTED: "accent",
    RegistrationState.UNREACHABLE: "warn",
}
RESULT_ROLES: dict[Result, PillRole] = {
    Result.SELECTED: "ok",
    Result.NOT_SELECTED: "danger",
    Result.ON_HOLD: "hold",
}
_ENROLMENT_ROLES: dict[EnrolmentState, PillRole] = {
    EnrolmentState.SELECTED: "accent",
    EnrolmentState.TO_VALIDATE: "warn",
    EnrolmentState.REGISTERED: "ok",
    EnrolmentState.NOT_REGISTERED: "danger",
}


def name_with_birth_name(row: JobseekerRow) -> str:
    """« LEFÈVRE Anne (née DUVAL) »."""
    if not row.birth_name or row.birth_name == row.last_name:
        return full_name(row)
    return f"{full_name(row)} ({_BORN[row.civility]} {upper_name(row.birth_name)})"


def born(row: JobseekerRow) -> str:
    """« née le 03/04/1990 », or that the date is missing."""
    if row.birth_date is None:
        return "date de naissance non saisie"
    return f"{_BORN[row.civility]} le {day_number(row.birth_date)}"


def identity_line(row: JobseekerRow) -> str:
    """« N° DE 1234567A · née le 03/04/1990 · Le Havre »."""
    number = f"N° DE {row.ft_id}" if row.ft_id else "sans identifiant"
    return " · ".join(part for part in (number, born(row), row.town) if part)


def path_text(path: PersonPath) -> str:
    """« 2 Info coll · 1 RDV · 1 formation »."""
    parts = [
        _counted(path.meetings, "Info coll", "Info coll"),
        _counted(path.appointments, "RDV", "RDV"),
        _counted(path.candidacies, "candidature", "candidatures"),
        _counted(path.enrolments, "formation", "formations"),
    ]
    return " · ".join(part for part in parts if part) or "—"


def latest_text(path: PersonPath) -> str:
    """« 07/12/2026 · Info coll · Présent », the last thing that happened or will."""
    if path.latest is None:
        return "—"
    what = moment_kind(path.latest)
    return f"{day_number(moment_day(path.latest))} · {what} · {moment_pill(path.latest).word}"


def moment_kind(moment: PersonMoment) -> str:
    """« Info coll », « RDV individuel », « Candidature » or « Formation »."""
    return label(moment.slot.kind) if moment.slot else "Formation"


def moment_when(moment: PersonMoment) -> str:
    """« lun. 7 déc. 2026 · 9 h – 11 h », or since when an enrolment is what it is."""
    if moment.slot:
        if moment.slot.until is not None:
            return f"reçue le {day_number(moment_day(moment))}"
        return slot_when(moment.slot)
    return f"depuis le {day_number(moment_day(moment))}"


def moment_pill(moment: PersonMoment) -> Pill:
    """The state of a registration, or its result once there is one; else of the enrolment."""
    if moment.registration:
        if moment.registration.result is not Result.NONE:
            result = moment.registration.result
            return Pill(label(result), RESULT_ROLES[result])
        state = moment.registration.state
        return Pill(label(state), _REGISTRATION_ROLES.get(state, "neutral"))
    if moment.enrolment:
        state = moment.enrolment.state
        return Pill(label(state), _ENROLMENT_ROLES.get(state, "neutral"))
    return Pill("—")


def moment_meaning(moment: PersonMoment) -> str:
    """What the state means and what follows."""
    if moment.enrolment:
        return explain_enrolment(moment.enrolment.state, moment.enrolment.prescriber)
    return explain(moment.registration.state) if moment.registration else ""


def _counted(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}" if count else ""
