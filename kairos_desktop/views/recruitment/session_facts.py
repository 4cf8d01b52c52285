# SPDX-License-Identifier: MIT
"""What the head of a session says of it: numbers, dates, place; and who corrects them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kairos_desktop.services.wording.dates import period

if TYPE_CHECKING:
    from kairos_desktop.models.rows import SessionRow

CORRECTED_BY_CARIF = (
    "La description vient du CARIF-OREF. Une erreur se corrige auprès de lui, jamais ici ; "
    "une correction apparaît au plus tôt le lendemain (J+1)."
)


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
