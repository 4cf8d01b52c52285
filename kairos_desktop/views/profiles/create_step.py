# SPDX-License-Identifier: MIT
"""Making a profile: the organisation, the person, the passphrase, whose post this is."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from kairos_desktop.services.rules.identifiers import is_siret
from kairos_desktop.views.profiles.passphrase_fields import NewPassphrase
from kairos_desktop.views.profiles.step import Step
from kairos_desktop.views.toolkit.buttons import button
from kairos_desktop.views.toolkit.fields import CheckField, TextField
from kairos_desktop.views.toolkit.forms import Form

_SIRET_LENGTH = 14
_HINT = "14 chiffres ; les espaces ne comptent pas."
_MISTYPED = (
    "Ce SIRET n’est pas valable : un chiffre est faux ou deux sont inversés. Relisez-le sur un "
    "document de l’organisme."
)
_LETTERS = "Un SIRET ne contient que des chiffres."
_PERSONAL = (
    "Le trousseau de votre session ouvre alors le profil sans rien demander. À ne cocher que si "
    "personne d’autre n’utilise votre session ; la phrase de passe reste valable."
)


class CreateStep(Step):
    """Asks for everything that a profile needs.

    Signals:
        asked(): everything is right, « Créer le profil » was taken.
        elsewhere_asked(): the usual folder will not do.
        existing_asked(): the profile that is there already is wanted.
        back_asked(): never mind.
    """

    asked = Signal()
    elsewhere_asked = Signal()
    existing_asked = Signal()
    back_asked = Signal()

    def __init__(self) -> None:
        super().__init__(
            "Créer le profil de votre organisme",
            "Un profil par SIRET. Vos données y sont chiffrées : sans la phrase de passe ni la "
            "feuille de secours, personne ne peut les lire, nous non plus.",
        )
        self._form = Form()
        self.siret = self._form.add("siret", TextField("SIRET", is_required=True, hint=_HINT))
        self.name = self._form.add("name", TextField("Nom de l’organisme", is_required=True))
        self.operator = self._form.add(
            "operator",
            TextField("Votre nom", is_required=True, hint="L’historique dira qui a saisi quoi."),
            beside=True,
        )
        self.passphrase = NewPassphrase(lambda: (self.name.value(),))
        self._form.add_widget(self.passphrase)
        self.personal = self._form.add(
            "personal", CheckField("Ce poste est à moi seul", hint=_PERSONAL)
        )
        self.body.addWidget(self._form)
        self.existing = button("Ouvrir ce profil", self.existing_asked.emit)
        self.elsewhere = button("Choisir un autre dossier…", self.elsewhere_asked.emit)
        steps = QHBoxLayout()
        for each in (self.existing, self.elsewhere):
            steps.addWidget(each)
            each.hide()
        steps.addStretch(1)
        self.body.addLayout(steps)
        self.siret.edited.connect(self.check_siret)
        self.name.edited.connect(self.passphrase.show_strength)
        self.add_back("Retour", self.back_asked.emit)
        self.add_main("Créer le profil", self._on_asked)

    def siret_digits(self) -> str:
        """Give the SIRET without its spaces."""
        return "".join(self.siret.value().split())

    def check_siret(self) -> None:
        """Say while one types whether the SIRET holds, and only once it can be said."""
        digits = self.siret_digits()
        if not digits.isdigit() and digits:
            self.siret.show_error(_LETTERS)
        elif len(digits) >= _SIRET_LENGTH and not is_siret(digits):
            self.siret.show_error(_MISTYPED)
        else:
            self.siret.show_error("")
            missing = _SIRET_LENGTH - len(digits)
            self.siret.show_hint(_progress(missing) if digits else "")

    def clear(self) -> None:
        """Forget everything, the passphrase above all."""
        self.elsewhere.hide()
        self.existing.hide()
        self._form.set_values({"siret": "", "name": "", "operator": "", "personal": False})
        self.passphrase.clear()
        self.check_siret()
        self.say("")

    def show_refused(self, sentence: str, *, elsewhere: bool, existing: bool) -> None:
        """Say why the profile was not made, with the steps that fit."""
        self.say(sentence)
        self.elsewhere.setVisible(elsewhere)
        self.existing.setVisible(existing)

    def focus_start(self) -> None:
        self.siret.control.setFocus()

    def _on_asked(self) -> None:
        digits = self.siret_digits()
        wrong = {name: self._form.field(name).problem() for name in ("siret", "name", "operator")}
        if digits and not is_siret(digits):
            wrong["siret"] = _MISTYPED if digits.isdigit() else _LETTERS
        # In the order of the form, so that the focus goes to the first field that is wrong.
        if not self._form.show_errors(wrong) and self.passphrase.check():
            self.asked.emit()


def _progress(missing: int) -> str:
    if missing == 0:
        return "SIRET valable."
    return f"Encore {missing} chiffre{'s' if missing > 1 else ''}."
