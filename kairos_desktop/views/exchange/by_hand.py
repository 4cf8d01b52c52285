# SPDX-License-Identifier: MIT
"""« Sans réseau »: the acts of this post into a file, and a file that somebody brought."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QVBoxLayout

from kairos_desktop.views.toolkit import dialogs, metrics
from kairos_desktop.views.toolkit.buttons import button
from kairos_desktop.views.toolkit.desk import Notice
from kairos_desktop.views.toolkit.label import Label
from kairos_desktop.views.toolkit.theme import set_look

if TYPE_CHECKING:
    from kairos_desktop.views.exchange.keeper import ExchangeKeeper, Taken
    from kairos_desktop.views.toolkit.desk import Desk

EXPORT = "Exporter les actes…"
IMPORT = "Importer des actes…"
KINDS = "Actes de Kairos Desktop (*.kairos)"
_LEAD = (
    "Un collègue ou une clé USB porte les actes de ce poste jusqu’au serveur, chiffrés : personne "
    "d’autre que le serveur ne peut les lire. La réponse revient par le même chemin, ou au "
    "prochain contact."
)
_STRANDED = (
    "Ce qui reste ici ne partira plus par le réseau : exportez les actes, et remettez le fichier "
    "au responsable de gestion des comptes ou à un collègue dont le poste est relié."
)
_UNFORESEEN = "Le fichier n’a pas pu être traité. Rien n’est perdu : les actes sont sur leur poste."


class ByHandCard(QFrame):
    """Both gestures, and what they are for."""

    def __init__(self, desk: Desk, keeper: ExchangeKeeper) -> None:
        super().__init__()
        set_look(self, "card")
        self._desk, self._keeper = desk, keeper
        self.export = button(EXPORT, self.ask_export)
        self.bring = button(IMPORT, self.ask_import)
        column = QVBoxLayout(self)
        column.setContentsMargins(*[metrics.px(16)] * 4)
        column.setSpacing(metrics.px(8))
        heading = Label("Sans réseau")
        set_look(heading, "section")
        self._lead = Label(_LEAD)
        set_look(self._lead, "muted")
        self._lead.setWordWrap(True)
        for each in (heading, self._lead, self.export, self.bring):
            column.addWidget(each)

    def show_stranded(self, stranded: bool) -> None:
        """Say whether the acts still leave by themselves."""
        self._lead.setText(_STRANDED if stranded else _LEAD)
        set_look(self.export, "primary" if stranded else "")

    def ask_export(self) -> None:
        """Write the acts to send where the person says."""
        name = self._keeper.acts_file_name()
        path = dialogs.save_path(self, EXPORT.rstrip("…"), name, KINDS)
        if path is None:
            return
        job = partial(
            self._keeper.export_acts, path if path.suffix else path.with_suffix(".kairos")
        )
        self._desk.lanes.read(job, self._on_taken, self._failed, self, "by-hand")

    def ask_import(self) -> None:
        """Hand over, or read, the files that somebody brought, one after another."""
        paths = dialogs.open_paths(self, IMPORT.rstrip("…"), KINDS)
        if not paths:
            return
        self._desk.say("Lecture du fichier… Vous pouvez continuer à travailler.")
        job = partial(self._keeper.import_acts, paths)
        self._desk.lanes.read(job, self._on_taken, self._failed, self, "by-hand")

    def _on_taken(self, taken: Taken) -> None:
        if taken.changes is not None and taken.changes.tables:
            self._desk.hub.changed.emit(taken.changes)
        if taken.changes is not None:
            self._keeper.look_again()
        kind = "failed" if taken.is_refused else "info"
        self._desk.said.emit(Notice(taken.sentence, kind))

    def _failed(self, _error: Exception) -> None:
        self._desk.said.emit(Notice(_UNFORESEEN, "failed"))
