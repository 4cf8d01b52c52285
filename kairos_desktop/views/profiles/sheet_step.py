# SPDX-License-Identifier: MIT
"""The recovery sheet: seen, printed or saved, and put away before going on."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout

from kairos_desktop.services.durable_files import write_private
from kairos_desktop.views.profiles.step import Step
from kairos_desktop.views.toolkit import dialogs, metrics
from kairos_desktop.views.toolkit.buttons import button
from kairos_desktop.views.toolkit.label import Label
from kairos_desktop.views.toolkit.printing import image_of, print_pdf
from kairos_desktop.views.toolkit.theme import set_look

if TYPE_CHECKING:
    from pathlib import Path

    from kairos_desktop.services.documents.preview import PagePicture
    from kairos_desktop.views.toolkit.lanes import Lanes

TITLE = "Feuille de secours"
FILE_NAME = "feuille-de-secours.pdf"
_PAGE_WIDTH = 280
_LEAD = (
    "Si la phrase de passe est oubliée, seul le code de cette feuille ouvrira vos données. Elle "
    "n’est montrée qu’une fois : imprimez-la maintenant et rangez-la sous clé."
)
_ADVICE = (
    "Un coffre ou une armoire fermée, hors de cet ordinateur. Ne la photographiez pas, ne "
    "l’envoyez pas par messagerie : qui a cette feuille peut tout lire."
)
_UNSAVED = (
    "Le fichier {name} n’a pas pu être écrit dans {folder}. La feuille est toujours là : "
    "choisissez un autre dossier."
)


class SheetStep(Step):
    """Shows the sheet; « Continuer » waits until it is said to be put away.

    Signals:
        put_away(): the sheet was confirmed.
    """

    put_away = Signal()

    def __init__(self, lanes: Lanes) -> None:
        super().__init__(TITLE, _LEAD)
        self._outlet = _Outlet(lanes, self)
        self._pdf = b""
        self.page = Label()
        set_look(self.page, "paper")
        self.page.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.page.setFixedSize(metrics.px(_PAGE_WIDTH), round(metrics.px(_PAGE_WIDTH) * 1.4143))
        self.page.setAccessibleName("Aperçu de la feuille de secours")
        self.print_button = button("Imprimer…", self._print, key="Ctrl+P")
        self.save_button = button("Enregistrer en PDF", self._save, key="Ctrl+S")
        self.stored = QCheckBox("J’ai rangé la feuille")
        self.stored.setAccessibleName(self.stored.text())
        self._fill()
        self.go_on = self.add_main("Continuer", self._on_continue)
        self.go_on.setEnabled(False)
        self.stored.toggled.connect(self.go_on.setEnabled)

    def show_sheet(self, pdf: bytes, notice: str = "") -> None:
        """Show a sheet; `notice` is something else to know about the profile just made."""
        self._pdf = pdf
        self.stored.setChecked(False)
        self.page.setPixmap(QPixmap())
        self.say(notice, "warn")
        scale = metrics.px(_PAGE_WIDTH) * self.devicePixelRatioF()
        self._outlet.lanes.read(
            partial(_picture, pdf, scale), self._on_picture, self._on_unreadable, self
        )

    def forget(self) -> None:
        """Keep nothing of the sheet."""
        self._pdf = b""
        self.page.setPixmap(QPixmap())
        self.page.setAccessibleDescription("")

    def focus_start(self) -> None:
        self.print_button.setFocus()

    def _fill(self) -> None:
        unit = metrics.px(metrics.UNIT)
        beside = QVBoxLayout()
        beside.setSpacing(unit)
        for each in (self.print_button, self.save_button):
            beside.addWidget(each)
        advice = Label(_ADVICE)
        advice.setWordWrap(True)
        set_look(advice, "muted")
        beside.addSpacing(unit)
        beside.addWidget(advice)
        beside.addStretch(1)
        beside.addWidget(self.stored)
        row = QHBoxLayout()
        row.setSpacing(3 * unit)
        row.addWidget(self.page)
        row.addLayout(beside, 1)
        self.body.addLayout(row)

    def _on_picture(self, read: tuple[PagePicture, str]) -> None:
        picture, text = read
        pixmap = QPixmap.fromImage(image_of(picture))
        pixmap.setDevicePixelRatio(self.devicePixelRatioF())
        self.page.setPixmap(pixmap)
        # Whoever cannot see the page must be able to read the code too.
        self.page.setAccessibleDescription(text)

    def _on_unreadable(self, _error: Exception) -> None:
        self.page.setText("Aperçu impossible.\nImprimez la feuille\nou enregistrez-la.")

    def _print(self) -> None:
        print_pdf(self, self._outlet, TITLE, self._pdf)

    def _save(self) -> None:
        chosen = dialogs.save_path(self, "Enregistrer en PDF", FILE_NAME, "PDF (*.pdf)")
        if chosen is not None:
            self._outlet.lanes.read(
                partial(write_private, chosen, self._pdf),
                partial(self._on_saved, chosen),
                partial(self._on_unsaved, chosen),
                self,
            )

    def _on_saved(self, chosen: Path, _none: None) -> None:
        sentence = (
            f"La feuille est enregistrée dans {chosen}. Rangez ce fichier hors de cet ordinateur, "
            "sur une clé USB par exemple."
        )
        self.say(sentence, "ok")

    def _on_unsaved(self, chosen: Path, _error: Exception) -> None:
        self.say(_UNSAVED.format(name=chosen.name, folder=chosen.parent))

    def _on_continue(self) -> None:
        self.forget()
        self.put_away.emit()


class _Outlet(QObject):
    """What printing needs of a window: lanes, and somewhere to say a sentence."""

    def __init__(self, lanes: Lanes, step: Step) -> None:
        super().__init__(step)
        self.lanes = lanes
        self._step = step

    def say(self, sentence: str) -> None:
        """Say a sentence in the step."""
        self._step.say(sentence, "info")


def _picture(pdf: bytes, width: float) -> tuple[PagePicture, str]:
    """The first page, `width` pixels wide, and its text. Lane: read."""
    from kairos_desktop.services.documents.preview import opened

    with opened(pdf) as pages:
        return pages.picture(0, width / pages.size(0)[0]), pages.text(0)
