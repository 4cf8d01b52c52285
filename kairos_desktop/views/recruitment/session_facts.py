# SPDX-License-Identifier: MIT
"""What the head of a session says of it: numbers, dates, place; and who corrects them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kairos_desktop.models.vocabulary import ProviderRole
from kairos_desktop.services.wording.dates import period

if TYPE_CHECKING:
    from kairos_desktop.models.rows import SessionRow

CORRECTED_BY_CARIF = (
    "La description vient du CARIF-OREF. Une erreur se corrige auprès de lui, jamais ici ; "
    "une correction apparaît au plus tôt le lendemain (J+1)."
)


_ROLES = {
    ProviderRole.DELIVERING: "Votre organisme est dispensateur de cette session : il la saisit.",
    ProviderRole.CO_PROVIDER: "Votre organisme est co-traitant : il ne saisit que ce qu’il "
    "dispense, chaque co-traitant saisit le sien.",
    ProviderRole.LEAD: "Votre organisme est mandataire : l’organisme dispensateur ({siret}) saisit "
    "d’ordinaire lui-même dans KAIROS.",
}


def role_sentence(session: SessionRow) -> str:
    """What the organisation is on the session, and what it therefore types (guide p. 9)."""
    return _ROLES[session.role].format(siret=session.delivering_siret)


def facts_line(session: SessionRow) -> str:
    """« N° CARIF … · session … · du 11/01/2027 au 25/06/2027 · Le Havre »."""
    number = session.carif_action_number or session.carif_training_number
    parts = [
        f"N° CARIF {number}" if number else "N° CARIF à venir",
        f"session {session.carif_session_number}" if session.carif_session_number else "",
        session.dates_text or period(session.starts_on, session.ends_on),
        session.place if session.town in session.place else session.town,
    ]
    return " · ".join(part for part in parts if part)
