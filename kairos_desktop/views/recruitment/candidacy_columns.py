# SPDX-License-Identifier: MIT
"""What the three lists of a window show of a candidacy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kairos_desktop.models.vocabulary import (
    CancelReason,
    NotSelectedReason,
    RegistrationState,
    Result,
)
from kairos_desktop.services.rules.deadlines import contact_by
from kairos_desktop.services.rules.lists import Tab
from kairos_desktop.services.wording.dates import day_number
from kairos_desktop.services.wording.labels import label, label_of
from kairos_desktop.views.recruitment.registration_columns import (
    person_columns,
    placed_text,
    result_pill,
)
from kairos_desktop.views.toolkit.columns import Column, Pill, PillRole

if TYPE_CHECKING:
    from kairos_desktop.services.queries.registrations import RegistrationLine

_STATES: dict[RegistrationState, tuple[str, PillRole]] = {
    RegistrationState.PROPOSED: ("À contacter", "warn"),
    RegistrationState.CONTACTED: ("Contacté", "ok"),
    RegistrationState.UNREACHABLE: ("Injoignable", "hold"),
    RegistrationState.CANCELLED: ("Retirée", "neutral"),
    RegistrationState.REMOVED: ("Supprimée", "neutral"),
    RegistrationState.TRANSFERRED: ("RDV fixé", "accent"),
}


def candidacy_columns(tab: Tab) -> tuple[Column, ...]:
    """The columns of one list: who, by whom and when, the status, what is asked."""
    received = Column("Reçue le", _received, 104, "muted", "placed_on")
    state = Column(
        "Statut", width=126, kind="pill", pill=candidacy_pill, sort_key="state", tooltip=explained
    )
    placed = Column("Prescripteur", placed_text, 0, "muted", "placed_by", is_optional=True)
    if tab is Tab.REGISTERED:
        placed = Column("Prescripteur", placed_text, 168, "muted", "placed_by", is_optional=True)
        return (*person_columns(tab), placed, received, state, Column("Précisions", explained, 0))
    acts = Column("", kind="acts")
    if tab is Tab.PRESENCE:
        due = Column("À contacter d’ici le", _due, 148, "muted", "placed_on")
        return (*person_columns(tab), placed, due, state, acts)
    called = Column("Contact", _called, 112, "muted", is_optional=True)
    return (*person_columns(tab), placed, called, state, acts)


def candidacy_pill(line: RegistrationLine) -> Pill:
    """The status of a candidacy, or its result once it is typed."""
    row = line.registration
    if row.result is not Result.NONE and row.state is RegistrationState.CONTACTED:
        return result_pill(line)
    word, role = _STATES[row.state]
    return Pill(word, role)


def explained(line: RegistrationLine) -> str:
    """What the status means where it stands, with its day and its note."""
    row = line.registration
    match row.state:
        case RegistrationState.CONTACTED:
            text = _decided(line)
        case RegistrationState.UNREACHABLE:
            text = f"Appelé le {day_number(row.recorded_on)}, sans réponse : reste à contacter."
        case RegistrationState.TRANSFERRED:
            return "Voir « Inscrits en RDV individuel »."
        case RegistrationState.CANCELLED:
            why = label_of(CancelReason, row.reason).lower() if row.reason else "sans motif"
            text = f"Retirée par le DE le {day_number(row.recorded_on)} : {why}."
        case RegistrationState.REMOVED:
            return "Supprimée à l’initiative de l’OF avec la période : à prévenir."
        case _:
            text = f"À contacter d’ici le {_due(line)}, cinq jours ouvrés."
    return f"{text} {row.note}".strip()


def _decided(line: RegistrationLine) -> str:
    row = line.registration
    called = f"Contacté le {day_number(row.contacted_on)}" if row.contacted_on else "Sans contact"
    match row.result:
        case Result.SELECTED:
            return f"{called}. AIS émise ; voir « Inscrits en formation »."
        case Result.ON_HOLD:
            return f"{called} ; décision à prendre."
        case Result.NOT_SELECTED:
            return f"{called}. Motif : {label_of(NotSelectedReason, row.reason)}."
        case _:
            return f"{called}. {label(row.result)}."


def _received(line: RegistrationLine) -> str:
    return day_number(line.registration.placed_on)


def _called(line: RegistrationLine) -> str:
    row = line.registration
    return day_number(row.contacted_on) if row.contacted_on else "sans contact"


def _due(line: RegistrationLine) -> str:
    return day_number(contact_by(line.registration.placed_on))
