# SPDX-License-Identifier: MIT
"""A profile that does not open: why, and what can be done about it."""

from __future__ import annotations

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices

from kairos_desktop.services.profile_door import DoorRefused, KnownProfile, Trouble
from kairos_desktop.views.profiles.step import Step, link
from kairos_desktop.views.toolkit.label import Label

_TITLES = {
    Trouble.ALREADY_OPEN: "Ce profil est déjà ouvert",
    Trouble.DAMAGED: "Un fichier du profil ne peut pas être lu",
    Trouble.DAMAGED_BACKUP: "Cette sauvegarde ne peut pas être lue",
    Trouble.NEWER: "Ces données viennent d’une version plus récente",
    Trouble.BAD_PLACE: "Ce dossier n’est pas un endroit sûr",
    Trouble.READ_ONLY: "Le dossier refuse l’écriture",
    Trouble.DISK_FULL: "Le disque est plein",
}
_OTHERWISE = "Le profil n’a pas pu s’ouvrir"
_RESTORABLE = {Trouble.DAMAGED, Trouble.DAMAGED_BACKUP}
_IN_THE_FOLDER = {Trouble.BAD_PLACE, Trouble.READ_ONLY, Trouble.DISK_FULL, Trouble.OTHER}


class TroubleStep(Step):
    """One failure, its sentence, and the steps that fit it.

    Signals:
        retry_asked(), restore_asked(), elsewhere_asked(): a step was taken.
        back_asked(): another profile is wanted.
    """

    retry_asked = Signal()
    restore_asked = Signal()
    elsewhere_asked = Signal()
    back_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._folder = ""
        self.sentence = Label()
        self.sentence.setWordWrap(True)
        self.sentence.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.body.addWidget(self.sentence)
        self.folder = link("Ouvrir le dossier du profil", self._open_folder)
        self.body.addWidget(self.folder, 0, Qt.AlignmentFlag.AlignLeft)
        self.add_back("Choisir un autre profil", self.back_asked.emit)
        self.retry = self.add_main("Réessayer", self.retry_asked.emit)
        self.restore = self.add_main("Restaurer une sauvegarde…", self.restore_asked.emit)
        self.elsewhere = self.add_main("Choisir un autre dossier…", self.elsewhere_asked.emit)

    def show_trouble(self, refused: DoorRefused, profile: KnownProfile) -> None:
        """Say what happened to a profile."""
        self._folder = str(profile.folder)
        self.set_title(_TITLES.get(refused.trouble, _OTHERWISE), profile.name)
        self.sentence.setText(refused.sentence)
        self.restore.setVisible(refused.trouble in _RESTORABLE)
        self.elsewhere.setVisible(refused.trouble is Trouble.BAD_PLACE)
        self.folder.setVisible(refused.trouble in _IN_THE_FOLDER)
        shown = [each for each in (self.restore, self.elsewhere) if not each.isHidden()]
        self.set_main(shown[0] if shown else self.retry)

    def _open_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(self._folder))
