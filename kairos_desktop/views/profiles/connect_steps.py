# SPDX-License-Identifier: MIT
"""« Se connecter »: who one is on the organisation's server, then what protects this post.

The three gestures: type where and who; read which organisation answered; choose the passphrase of
this post. The rest is a download, then the sheet to put away.
"""

from __future__ import annotations

import platform

from PySide6.QtCore import Signal

from kairos_desktop.services.rules.identifiers import is_siret
from kairos_desktop.views.profiles.passphrase_fields import NewPassphrase, PassphraseField
from kairos_desktop.views.profiles.server_door import SignIn, Welcomed
from kairos_desktop.views.profiles.step import Step
from kairos_desktop.views.toolkit.facts import Facts
from kairos_desktop.views.toolkit.fields import CheckField, TextField
from kairos_desktop.views.toolkit.forms import Form

_ADDRESS = "Donnée par votre organisme : https://…"
_SIRET = "14 chiffres ; les espaces ne comptent pas."
_MISTYPED = "Ce SIRET n’est pas valable : un chiffre est faux ou deux sont inversés."
_POST = "Vos collègues le liront dans l’historique : « Accueil », « Portable de Vénissieux »…"
_PROTECT = (
    "Les données de l’organisme seront gardées sur ce poste, chiffrées, pour travailler aussi sans "
    "réseau. Choisissez ce qui les protège ici : ce n’est pas le mot de passe du serveur."
)
NEW_PASSWORD = "Votre nouveau mot de passe, quinze caractères au moins"
_PERSONAL = (
    "Le trousseau de votre session ouvre alors le profil sans rien demander. À ne cocher que si "
    "personne d’autre n’utilise votre session."
)


class SignInStep(Step):
    """Asks for the server, the organisation and the person.

    Signals:
        asked(): everything is typed, « Se connecter » was taken.
        back_asked(): never mind.
    """

    asked = Signal()
    back_asked = Signal()

    def __init__(self) -> None:
        super().__init__(
            "Se connecter au serveur de votre organisme",
            "Ce serveur est celui de votre organisme : ce n’est pas KAIROS, et rien n’y part tout "
            "seul vers France Travail.",
        )
        self._is_provisional = False
        self._form = Form()
        self.address = self._form.add(
            "address", TextField("Adresse du serveur", is_required=True, hint=_ADDRESS)
        )
        self.siret = self._form.add("siret", TextField("SIRET", is_required=True, hint=_SIRET))
        self.login = self._form.add("login", TextField("Identifiant", is_required=True))
        self.password = self._form.add("password", PassphraseField("Mot de passe"), beside=True)
        self.new_password = self._form.add("new_password", PassphraseField(NEW_PASSWORD))
        self.new_password.setVisible(False)
        self.post = self._form.add(
            "post", TextField("Nom de ce poste", is_required=True, hint=_POST, most=80)
        )
        self.post.set_value(platform.node()[:80] or "Poste")
        self.body.addWidget(self._form)
        self.add_back("Retour", self.back_asked.emit)
        self.add_main("Se connecter", self._on_asked)

    def typed(self) -> SignIn:
        """Give what was typed."""
        return SignIn(
            address=self.address.value(),
            siret="".join(self.siret.value().split()),
            login=self.login.value(),
            password=self.password.value(),
            post=self.post.value(),
            new_password=self.new_password.value() if self._is_provisional else "",
        )

    def forget_password(self) -> None:
        """Keep the rest: a person who mistyped types one line again."""
        self.password.set_value("")
        self.new_password.set_value("")

    def ask_new_password(self) -> None:
        """Ask for what replaces a provisional password, which stays as it was typed."""
        self._is_provisional = True
        self.new_password.setVisible(True)
        self.new_password.control.setFocus()

    def focus_start(self) -> None:
        (self.password if self.login.value() else self.address).control.setFocus()

    def _on_asked(self) -> None:
        names = ("address", "siret", "login", "password", "post")
        if self._is_provisional:
            names += ("new_password",)
        wrong = {name: self._form.field(name).problem() for name in names}
        if not wrong["siret"] and not is_siret(self.typed().siret):
            wrong["siret"] = _MISTYPED
        if not self._form.show_errors(wrong):
            self.asked.emit()


class ProtectStep(Step):
    """Says which organisation answered, and asks what protects its data here.

    Signals:
        asked(): « Télécharger et ouvrir » was taken.
        back_asked(): never mind.
    """

    asked = Signal()
    back_asked = Signal()

    def __init__(self) -> None:
        super().__init__("Protéger ce poste", _PROTECT)
        self._names: tuple[str, ...] = ()
        self._who = Facts()
        self.passphrase = NewPassphrase(lambda: self._names)
        self._form = Form()
        self._form.add_widget(self.passphrase)
        self.personal = self._form.add(
            "personal", CheckField("Ce poste est à moi seul", hint=_PERSONAL)
        )
        self.body.addWidget(self._who)
        self.body.addWidget(self._form)
        self.add_back("Retour", self.back_asked.emit)
        self.add_main("Télécharger et ouvrir", self._on_asked)

    def show_welcome(self, welcomed: Welcomed) -> None:
        """Say who answered, to whom."""
        self._names = (welcomed.organisation, welcomed.person)
        digits = welcomed.siret
        spaced = f"{digits[:3]} {digits[3:6]} {digits[6:9]} {digits[9:]}"
        self._who.show_facts(
            [
                ("Organisme", welcomed.organisation),
                ("SIRET", spaced),
                ("Vous êtes", f"{welcomed.person} · {welcomed.rights}"),
            ]
        )

    def clear(self) -> None:
        """Forget what was typed."""
        self.passphrase.clear()
        self.personal.set_value(False)
        self.say("")

    def focus_start(self) -> None:
        self.passphrase.first.control.setFocus()

    def _on_asked(self) -> None:
        if self.passphrase.check():
            self.asked.emit()
