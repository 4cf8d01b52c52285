# SPDX-License-Identifier: MIT
"""The one dialogue of an act: its fields, what it will do, and « Enregistrer ».

It closes once the act is recorded; refused or failed, it stays with what was typed and says why.
"""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt

from kairos_desktop.services.wording.sentences import sentence
from kairos_desktop.views.toolkit.announce import announce
from kairos_desktop.views.toolkit.dialogs import FormDialog
from kairos_desktop.views.toolkit.forms import Form
from kairos_desktop.views.toolkit.label import Label
from kairos_desktop.views.toolkit.theme import set_look

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtWidgets import QWidget

    from kairos_desktop.services.ledger import Recorded
    from kairos_desktop.views.toolkit.desk import Desk, Notice
    from kairos_desktop.views.toolkit.gesture import Gesture


def _nothing_wrong(_values: Mapping[str, Any]) -> Mapping[str, str]:
    return {}


class ActDialog(FormDialog):
    """Base of the dialogues of acts: `open()` shows it, Enter records.

    `together` keeps all acts of the gesture or none.
    """

    together = False

    def __init__(
        self,
        desk: Desk,
        parent: QWidget,
        title: str,
        *,
        accept: str = "Enregistrer",
        lead: str = "",
        danger: bool = False,
    ) -> None:
        super().__init__(parent, title, Form(), accept, lead, _nothing_wrong, danger=danger)
        self.desk = desk
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.note = Label()
        self.note.setWordWrap(True)
        self.note.hide()
        self._is_recording = False
        desk.said.connect(self._on_said)

    @abstractmethod
    def gesture(self, values: Mapping[str, Any]) -> Gesture | None:
        """Give what to record of the values; None when something is still wrong, and said."""

    def recorded(self, recorded: Recorded) -> None:
        """Do what follows once the acts are recorded."""

    def add_note(self) -> None:
        """Give the line that says what will happen, or why not, its place in the form."""
        self.form.add_widget(self.note)

    def say(self, text: str, *, wrong: bool = False) -> None:
        """Say what will happen, or what is wrong; "" hides the line."""
        self.note.setText(text)
        self.note.setVisible(bool(text))
        set_look(self.note, "error" if wrong else "sentence")
        if wrong:
            announce(self.note, text)

    def _on_accept(self) -> None:
        values = self.form.checked()
        if values is None or self._is_recording:
            return
        gesture = self.gesture(values)
        if gesture is None:
            return
        self._is_recording = True
        self.desk.record(gesture.acts, gesture.said, self._on_recorded, together=self.together)

    def _on_recorded(self, recorded: Recorded) -> None:
        self._is_recording = False
        refusals = recorded.refusals
        all_refused = len(refusals) == len(recorded.verdicts)
        if refusals and (self.together or all_refused):
            self.say(sentence(refusals[0]), wrong=True)
            return
        self.recorded(recorded)
        self.accept()

    def _on_said(self, notice: Notice) -> None:
        if self._is_recording and notice.kind == "failed":
            self._is_recording = False
            self.say(notice.sentence, wrong=True)
