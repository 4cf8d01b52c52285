# SPDX-License-Identifier: MIT
"""« Décrire le travail à distance »: what the AIS says of it, and the offer does not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kairos_desktop.services.acts.remote_work import DescribeDistance
from kairos_desktop.views.recruitment.gestures import Gesture
from kairos_desktop.views.toolkit.act_dialog import ActDialog
from kairos_desktop.views.toolkit.fields import NumberField, TextField

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtWidgets import QWidget

    from kairos_desktop.models.rows import SessionRow
    from kairos_desktop.views.toolkit.desk import Desk

_MOST_HOURS = 10_000


class DistanceDialog(ActDialog):
    """The estimated hours of a session's distance work, and how often it is assessed."""

    def __init__(self, desk: Desk, session: SessionRow, parent: QWidget) -> None:
        lead = (
            f"{session.title} : {session.distance_share.lower()}. L’AIS porte les heures estimées "
            "et la fréquence des évaluations (R6341-6) ; l’offre du CARIF-OREF ne les donne pas."
        )
        super().__init__(desk, parent, "Décrire le travail à distance", lead=lead)
        self._session = session
        self.form.add("hours", NumberField("Heures estimées", 0, _MOST_HOURS, is_required=False))
        self.form.add(
            "assessment",
            TextField("Fréquence des évaluations", hint="chaque semaine, une par module…"),
        )
        hours = session.distance_hours
        kept = {"hours": None if hours is None else round(hours)}
        self.form.set_values(kept | {"assessment": session.distance_assessment})

    def gesture(self, values: Mapping[str, Any]) -> Gesture:
        act = DescribeDistance(
            session_id=self._session.id,
            hours=values["hours"],
            assessment=values["assessment"] or "",
        )
        return Gesture((act,), "Travail à distance décrit : les prochaines AIS le porteront.")
