# SPDX-License-Identifier: MIT
"""Choosing a profile of this post and opening it by its passphrase."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem

from kairos_desktop.views.profiles.passphrase_fields import PassphraseField
from kairos_desktop.views.profiles.step import Step, link
from kairos_desktop.views.toolkit import metrics
from kairos_desktop.views.toolkit.fields import MISSING, TextField
from kairos_desktop.views.toolkit.forms import Form
from kairos_desktop.views.toolkit.theme import set_look

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtGui import QKeyEvent

    from kairos_desktop.services.profile_door import KnownProfile

_SHOWN_ROWS = 4
_ROW_HEIGHT = 38


class UnlockStep(Step):
    """The profiles of this post, a passphrase, a name.

    Signals:
        asked(): « Ouvrir » was taken for `chosen()`.
        forgotten(): the passphrase is forgotten.
        new_asked(), elsewhere_asked(): another profile is wanted.
        picked(KnownProfile): another line of the list was chosen.
    """

    asked = Signal()
    forgotten = Signal()
    new_asked = Signal()
    elsewhere_asked = Signal()
    picked = Signal(object)

    def __init__(self) -> None:
        super().__init__("Ouvrir un profil")
        self._known: list[KnownProfile] = []
        self.list = QListWidget()
        self.list.setAccessibleName("Profils de ce poste")
        set_look(self.list, "choices")
        form = Form()
        self.passphrase = form.add(
            "passphrase", PassphraseField("Phrase de passe", is_required=False)
        )
        self.operator = form.add("operator", TextField("Votre nom"))
        self.body.addWidget(self.list)
        self.body.addWidget(form)
        self.forgot = link("J’ai oublié ma phrase de passe", self.forgotten.emit)
        self.new = link("Nouveau profil…", self.new_asked.emit)
        self.elsewhere = link("Autre dossier…", self.elsewhere_asked.emit)
        self.body.addWidget(self.forgot, 0, Qt.AlignmentFlag.AlignLeft)
        self.add_aside(self.new)
        self.add_aside(self.elsewhere)
        self.open = self.add_main("Ouvrir", self._on_asked)
        self.list.currentRowChanged.connect(self._on_row)

    def show_profiles(self, known: Sequence[KnownProfile], chosen: Path | None) -> None:
        """Show the profiles, with one chosen; the list hides when there is only one."""
        self._known = list(known)
        self.list.blockSignals(True)
        self.list.clear()
        for one in known:
            item = QListWidgetItem(profile_line(one))
            item.setSizeHint(QSize(0, metrics.px(_ROW_HEIGHT)))
            self.list.addItem(item)
        rows = min(len(known), _SHOWN_ROWS)
        self.list.setFixedHeight(rows * metrics.px(_ROW_HEIGHT) + metrics.px(12))
        self.list.setVisible(len(known) > 1)
        places = [place for place, one in enumerate(known) if one.folder == chosen]
        self.list.blockSignals(False)
        # Nothing is current yet, so that the first choice is told like the others.
        self.list.setCurrentRow(places[0] if places else 0)

    def count(self) -> int:
        """Give how many profiles show."""
        return len(self._known)

    def chosen(self) -> KnownProfile:
        """Give the profile chosen."""
        return self._known[max(0, self.list.currentRow())]

    def show_operator(self, name: str) -> None:
        """Propose who works."""
        self.operator.set_value(name)

    def focus_start(self) -> None:
        self.passphrase.control.setFocus()

    def take_passphrase(self) -> str:
        """Give the passphrase, and keep it no longer."""
        typed = self.passphrase.value()
        self.passphrase.set_value("")
        return typed

    def show_wrong(self, sentence: str) -> None:
        """Say that the passphrase does not open, ready to type it again."""
        self.passphrase.show_error(sentence)
        self.focus_start()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows choose a profile without leaving the passphrase."""
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        step = steps.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
            return
        row = self.list.currentRow() + step
        self.list.setCurrentRow(max(0, min(row, self.list.count() - 1)))

    def _on_row(self, row: int) -> None:
        if row >= 0:
            one = self._known[row]
            self.passphrase.set_value("")
            self.passphrase.show_error("")
            self.say(one.problem)
            title = one.name if len(self._known) == 1 else "Ouvrir un profil"
            self.set_title(title, f"SIRET {spaced(one.siret)}" if len(self._known) == 1 else "")
            self.picked.emit(one)

    def _on_asked(self) -> None:
        empty = [each for each in (self.passphrase, self.operator) if not each.value()]
        for field in (self.passphrase, self.operator):
            field.show_error(MISSING if field in empty else "")
        if empty:
            empty[0].control.setFocus()
        else:
            self.asked.emit()


def profile_line(one: KnownProfile) -> str:
    """« Atelier des Quais · SIRET 999 000 110 00026 »."""
    parts = [one.name]
    if one.siret:
        parts.append(f"SIRET {spaced(one.siret)}")
    if one.demo:
        parts.append("DÉMO")
    return " · ".join(parts)


def spaced(siret: str) -> str:
    """« 999 000 110 00026 », with spaces that do not break."""
    return "\u00a0".join((siret[:3], siret[3:6], siret[6:9], siret[9:]))
