# SPDX-License-Identifier: MIT
"""The acts that only need a reason: non retenu, rendez-vous annulé, désistement, erreur."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kairos_desktop.models.vocabulary import (
    CancelReason,
    NotSelectedReason,
    Result,
    WithdrawalReason,
)
from kairos_desktop.services.wording.labels import choices
from kairos_desktop.views.recruitment import enrolment_gestures, gestures
from kairos_desktop.views.toolkit.act_dialog import ActDialog
from kairos_desktop.views.toolkit.fields import ChoiceField, NotesField, TextField

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from enum import StrEnum

    from PySide6.QtWidgets import QWidget

    from kairos_desktop.services.queries.enrolments import EnrolmentLine
    from kairos_desktop.services.queries.registrations import RegistrationLine
    from kairos_desktop.views.recruitment.gestures import Gesture
    from kairos_desktop.views.toolkit.desk import Desk


class ReasonDialog(ActDialog):
    """A reason of a closed list, and a few words."""

    def __init__(
        self, desk: Desk, parent: QWidget, title: str, lead: str, reasons: type[StrEnum]
    ) -> None:
        super().__init__(desk, parent, title, lead=lead)
        self.form.add("reason", ChoiceField("Motif", choices(reasons), is_required=True))
        self.form.add("note", TextField("Précision", most=400))
        self.add_note()


class NotSelectedDialog(ReasonDialog):
    """« Non retenu »: the same reason for all those chosen."""

    def __init__(self, desk: Desk, lines: Sequence[RegistrationLine], parent: QWidget) -> None:
        name = gestures.who_are(lines).name
        lead = f"{name}. Le résultat reste modifiable."
        super().__init__(desk, parent, "Non retenu", lead, NotSelectedReason)
        self._lines = lines

    def gesture(self, values: Mapping[str, Any]) -> Gesture:
        return gestures.outcome(self._lines, Result.NOT_SELECTED, values["reason"], values["note"])


class CancelDialog(ReasonDialog):
    """« Annuler le RDV », on the jobseeker's demand."""

    def __init__(self, desk: Desk, lines: Sequence[RegistrationLine], parent: QWidget) -> None:
        name = gestures.who_are(lines).name
        lead = f"{name}. Annulé veut dire : à l’initiative du DE. La place redevient libre."
        super().__init__(desk, parent, "Annuler le RDV", lead, CancelReason)
        self._lines = lines

    def gesture(self, values: Mapping[str, Any]) -> Gesture:
        return gestures.cancellation(self._lines, values["reason"], values["note"])


class WithdrawalDialog(ReasonDialog):
    """« Désistement » before the entry."""

    def __init__(self, desk: Desk, lines: Sequence[EnrolmentLine], parent: QWidget) -> None:
        name = gestures.who_are(lines).name
        lead = f"{name} renonce avant l’entrée en formation."
        super().__init__(desk, parent, "Désistement", lead, WithdrawalReason)
        self._lines = lines

    def gesture(self, values: Mapping[str, Any]) -> Gesture:
        return enrolment_gestures.withdrawal(self._lines, values["reason"], values["note"])


class FileErrorDialog(ActDialog):
    """« Signaler une erreur » in a file: back to « À valider », with what is wrong."""

    def __init__(self, desk: Desk, lines: Sequence[EnrolmentLine], parent: QWidget) -> None:
        name = gestures.who_are(lines).name
        super().__init__(
            desk,
            parent,
            "Signaler une erreur dans le dossier",
            lead=f"{name}. Le dossier revient « À valider » par le conseiller.",
        )
        self._lines = lines
        hint = "Par exemple : identifiant erroné, dates à revoir."
        self.form.add("reason", NotesField("Erreur constatée", is_required=True, hint=hint))
        self.add_note()

    def gesture(self, values: Mapping[str, Any]) -> Gesture:
        return enrolment_gestures.file_error(self._lines, values["reason"])
