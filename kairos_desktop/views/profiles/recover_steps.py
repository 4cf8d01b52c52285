# SPDX-License-Identifier: MIT
"""A forgotten passphrase: the code of the recovery sheet, then a new passphrase."""

from __future__ import annotations

from PySide6.QtCore import Signal

from kairos_desktop.views.profiles.passphrase_fields import NewPassphrase
from kairos_desktop.views.profiles.step import Step
from kairos_desktop.views.toolkit.fields import MISSING, TextField
from kairos_desktop.views.toolkit.forms import Form

_CODE_HINT = (
    "Huit groupes de quatre. Majuscules, espaces et tirets sont indifférents ; O vaut 0, I vaut 1."
)
_WRONG_CODE = (
    "Ce code n’ouvre pas ce profil. Rien n’a été modifié : relisez chaque groupe, ou vérifiez que "
    "c’est la feuille la plus récente."
)
_LENGTH = 32


class CodeStep(Step):
    """Asks for the code.

    Signals:
        asked(): a code was typed.
        back_asked(): the passphrase came back to mind.
    """

    asked = Signal()
    back_asked = Signal()

    def __init__(self) -> None:
        super().__init__("Phrase de passe oubliée", "Recopiez le code de la feuille de secours.")
        form = Form()
        field = TextField("Code de secours", hint=_CODE_HINT)
        self.code = form.add("code", field)
        self.code.edited.connect(self._on_edited)
        self.body.addWidget(form)
        self.add_back("Retour", self.back_asked.emit)
        self.add_main("Vérifier le code", self._on_asked)

    def focus_start(self) -> None:
        self.code.control.setFocus()

    def show_wrong(self) -> None:
        """Say that the code does not open; what was typed stays to be corrected."""
        self.code.show_error(_WRONG_CODE)
        self.focus_start()

    def clear(self) -> None:
        """Forget the code."""
        self.code.set_value("")
        self.code.show_error("")
        self.code.show_hint("")
        self.say("")

    def _on_edited(self) -> None:
        typed = sum(character.isalnum() for character in self.code.value())
        self.code.show_hint(f"{typed} caractères sur {_LENGTH}." if typed else "")

    def _on_asked(self) -> None:
        is_empty = not self.code.value()
        self.code.show_error(MISSING if is_empty else "")
        if not is_empty:
            self.asked.emit()


class RenewStep(Step):
    """Asks for a new passphrase, once the code was found right.

    Signals:
        asked(): the new passphrase is strong enough and typed twice.
        back_asked(): never mind.
    """

    asked = Signal()
    back_asked = Signal()

    def __init__(self) -> None:
        super().__init__(
            "Nouvelle phrase de passe",
            "Le code est juste. Choisissez une nouvelle phrase de passe : l’ancienne n’ouvrira "
            "plus le profil. La feuille de secours reste valable.",
        )
        self.name = ""
        self.passphrase = NewPassphrase(lambda: (self.name,))
        self.body.addWidget(self.passphrase)
        self.add_back("Retour", self.back_asked.emit)
        self.add_main("Changer et ouvrir", self._on_asked)

    def focus_start(self) -> None:
        self.passphrase.first.control.setFocus()

    def clear(self) -> None:
        """Forget what was typed."""
        self.passphrase.clear()
        self.say("")

    def _on_asked(self) -> None:
        if self.passphrase.check():
            self.asked.emit()
