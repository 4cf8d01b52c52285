# SPDX-License-Identifier: MIT
"""« Code de la feuille »: scanned by what types like a keyboard, or typed; Enter opens it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from kairos_desktop.services.rules.sheet_codes import read_code
from kairos_desktop.services.rules.verdicts import Refused
from kairos_desktop.services.wording.sentences import sentence
from kairos_desktop.views.toolkit import metrics
from kairos_desktop.views.toolkit.label import Label
from kairos_desktop.views.toolkit.theme import set_look
from kairos_desktop.views.training import reads

if TYPE_CHECKING:
    from uuid import UUID

    from kairos_desktop.services.rules.sheet_codes import SheetName
    from kairos_desktop.views.toolkit.desk import Desk

LABEL = "Code de la feuille"
_HINT = "Scannez la feuille"
_UNKNOWN = "Aucune session de ce poste ne porte ce code. Vérifiez l’organisme ouvert."
_WIDTH = 210


class SheetCodeField(QWidget):
    """The line into which a scanner types; each code read opens its half-day."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.line = QLineEdit()
        self.line.setAccessibleName(LABEL)
        self.line.setPlaceholderText(_HINT)
        self.line.setMinimumWidth(metrics.px(_WIDTH))
        self.line.returnPressed.connect(self.read)
        self.setFocusProxy(self.line)
        said = Label(LABEL)
        said.setBuddy(self.line)
        set_look(said, "muted")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(metrics.px(metrics.UNIT))
        row.addWidget(said)
        row.addWidget(self.line)

    def read(self) -> None:
        """Open what the code names, or say why not; the next one is typed over it."""
        self.line.selectAll()
        if not self.line.text().strip():
            return
        named = read_code(self.line.text())
        if isinstance(named, Refused):
            self._desk.say(sentence(named))
            return
        show = partial(self._open, named)
        self._desk.read(reads.session_of_code, named, done=show, owner=self, key="code")

    def _open(self, named: SheetName, session_id: UUID | None) -> None:
        if session_id is None:
            self._desk.say(_UNKNOWN)
            return
        self.line.clear()
        self._desk.open("sheet", session_id=session_id, day=named.day, half=named.half)
