# SPDX-License-Identifier: MIT
"""What the three lists show of a registration, and why an act is not offered on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kairos_desktop.models.vocabulary import (
    CancelReason,
    Civility,
    Contact,
    NotSelectedReason,
    Prescriber,
    Presence,
    RegistrationState,
    Result,
    SlotKind,
)
from kairos_desktop.services.rules.candidacies import contact_refusal, fixing_state_refusal
from kairos_desktop.services.rules.lists import GREYED, Tab
from kairos_desktop.services.rules.transitions import (
    DECIDABLE,
    TRANSFERABLE,
    cancel_refusal,
    presence_refusal,
    result_refusal,
)
from kairos_desktop.services.rules.verdicts import Refused
from kairos_desktop.services.wording.dates import day_number, hours
from kairos_desktop.services.wording.labels import explain, label, label_of
from kairos_desktop.services.wording.people import full_name, prescriber_text
from kairos_desktop.services.wording.sentences import sentence
from kairos_desktop.views.recruitment.row_marks import mark
from kairos_desktop.views.toolkit.columns import Column, Pill, PillRole

if TYPE_CHECKING:
    from kairos_desktop.services.queries.registrations import RegistrationLine

_STATE_ROLES: dict[RegistrationState, PillRole] = {
    RegistrationState.WAITLISTED: "hold",
    RegistrationState.PRESENT: "ok",
    RegistrationState.ABSENT: "warn",
}
_RESULT_ROLES: dict[Result, PillRole] = {
    Result.SELECTED: "ok",
    Result.NOT_SELECTED: "warn",
    Result.ON_HOLD: "hold",
}
_BY_SELF = {Civility.MRS: "D’elle-même", Civility.MR: "De lui-même"}


def columns(tab: Tab, kind: SlotKind) -> tuple[Column, ...]:
    """The columns of one list; a day of RDV has the hour first."""
    hour = [Column("Heure", slot_hours, 130, sort_key="slot")]
    return (
        *(hour if kind is SlotKind.APPOINTMENT else ()),
        *person_columns(tab),
        *(_registered_columns() if tab is Tab.REGISTERED else _entry_columns(tab)),
    )


def person_columns(tab: Tab) -> tuple[Column, Column]:
    """Who the line is about."""
    return (
        Column("N° DE", _ft_id, 112, "id", "ft_id", is_optional=tab is Tab.RESULT),
        Column("Nom – Prénom", _name, 206, "strong", "name", is_search=True, mark=mark),
    )


def _registered_columns() -> tuple[Column, ...]:
    """What follows the name in « Inscrits »."""
    return (
        Column("Prescripteur", placed_text, 196, "muted", "placed_by", is_optional=True),
        Column("Statut", width=134, kind="pill", pill=state_pill, sort_key="state"),
        Column("Précisions", explained, 0, "muted"),
    )


def _entry_columns(tab: Tab) -> tuple[Column, ...]:
    """What follows the name where one types, with the buttons of the acts."""
    width, pill = (106, state_pill) if tab is Tab.PRESENCE else (134, result_pill)
    return (
        Column("Prescripteur", placed_text, 0, "muted", "placed_by", is_optional=True),
        Column("Statut", width=width, kind="pill", sort_key="state", pill=pill, tooltip=explained),
        Column("", kind="acts"),
    )


def _ft_id(line: RegistrationLine) -> str:
    return line.jobseeker.ft_id or "à saisir"


def _name(line: RegistrationLine) -> str:
    return full_name(line.jobseeker)


def slot_hours(line: RegistrationLine) -> str:
    """The hours of the line's appointment."""
    return hours(line.slot.starts_at, line.slot.ends_at)


def placed_text(line: RegistrationLine) -> str:
    """Who placed the person: « France Travail – Le Havre Centre », « De lui-même »."""
    placed_by = line.registration.placed_by
    if placed_by is Prescriber.SELF:
        return _BY_SELF.get(line.jobseeker.civility, "Le DE lui-même")
    if placed_by is line.jobseeker.prescriber:
        return prescriber_text(line.jobseeker)
    return label(placed_by)


def state_pill(line: RegistrationLine) -> Pill:
    """The present status on the slot, with the result once it is typed."""
    row = line.registration
    if row.result is not Result.NONE:
        return result_pill(line)
    return Pill(label(row.state), _STATE_ROLES.get(row.state, "neutral"))


def result_pill(line: RegistrationLine) -> Pill:
    """The result, or that it is still to be typed."""
    result = line.registration.result
    return Pill(label(result), _RESULT_ROLES.get(result, "neutral"))


def explained(line: RegistrationLine) -> str:
    """What the status means where it stands, with its reason and day."""
    row = line.registration
    if row.result is Result.SELECTED:
        return "AIS émise ; voir « Inscrits en formation »."
    if row.result is Result.ON_HOLD:
        return "Présent ; décision à prendre."
    if row.result is Result.NOT_SELECTED:
        return f"Présent. Motif : {label_of(NotSelectedReason, row.reason)}."
    text = explain(row.state)
    if row.state is RegistrationState.WAITLISTED and row.rank:
        return f"Rang {row.rank} sur la liste d’attente."
    if row.state is RegistrationState.CANCELLED:
        return f"{text[:-1]} le {day_number(row.recorded_on)} : {_cancel_words(row.reason)}."
    return text


def is_greyed(line: RegistrationLine) -> bool:
    """Whether the line is cancelled, removed or transferred."""
    return line.registration.state in GREYED


def why_no_presence(line: RegistrationLine, what: Presence) -> str:
    """Why « Présent » or « Absent » is not offered; "" when it is."""
    row = line.registration
    if row.state == what:
        return f"Déjà saisi : {label(what).lower()}."
    return _said(presence_refusal(row.state, row.result, what))


def why_no_result(line: RegistrationLine, what: Result) -> str:
    """Why a result is not offered; "" when it is."""
    row = line.registration
    # A « non retenu » may be said again, with another reason.
    if row.result is what and what is not Result.NOT_SELECTED:
        return f"Déjà saisi : {label(what).lower()}."
    return _said(result_refusal(row.state, row.result, what))


def why_no_cancel(line: RegistrationLine) -> str:
    """Why « Annuler le RDV » is not offered; "" when it is."""
    return _said(cancel_refusal(line.registration.state, line.registration.result))


def why_no_contact(line: RegistrationLine, what: Contact) -> str:
    """Why « Contacté » or « Injoignable » is not offered; "" when it is."""
    row = line.registration
    if row.state == what and what is Contact.CONTACTED and row.contacted_on is not None:
        return f"Déjà saisi : {label(what).lower()}."
    return _said(contact_refusal(row.state, row.result, what))


def why_no_fixing(line: RegistrationLine) -> str:
    """Why « Fixer un RDV » is not offered; "" when it is."""
    return _said(fixing_state_refusal(line.registration.state, line.registration.result))


def why_no_decision(line: RegistrationLine) -> str:
    """Why « Décider sans contact » is not offered; "" when it is."""
    row = line.registration
    if row.state in DECIDABLE:
        return "Le contact est pris : saisissez le résultat dans « Saisie résultat candidature »."
    return _said(result_refusal(row.state, row.result, Result.ON_HOLD, without_contact=True))


def why_no_transfer(line: RegistrationLine) -> str:
    """Why « Transférer » is not offered; "" when it is."""
    state = line.registration.state
    if state in TRANSFERABLE:
        return ""
    return _said(Refused("transfer_ended", {"state": state}))


def _cancel_words(reason: str) -> str:
    return label_of(CancelReason, reason).lower() if reason else "sans motif"


def _said(refusal: Refused | None) -> str:
    return sentence(refusal) if refusal else ""
