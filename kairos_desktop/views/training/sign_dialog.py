# SPDX-License-Identifier: MIT
"""« Signer à l'écran »: one person after another in front of the laptop, the trainer last.

The frame, then Enter; the next who has not signed is called at once.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QVBoxLayout

from kairos_desktop.services.acts.signatures import SignHalfDay
from kairos_desktop.services.wording.dates import hours, long_day
from kairos_desktop.services.wording.labels import label
from kairos_desktop.services.wording.sentences import sentence
from kairos_desktop.views.toolkit import metrics
from kairos_desktop.views.toolkit.announce import announce
from kairos_desktop.views.toolkit.buttons import button
from kairos_desktop.views.toolkit.fields import TextField
from kairos_desktop.views.toolkit.label import Label
from kairos_desktop.views.toolkit.theme import set_look
from kairos_desktop.views.training.sheet_lines import TRAINER
from kairos_desktop.views.training.signature_pad import SignaturePad

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from kairos_desktop.services.ledger import Recorded
    from kairos_desktop.services.queries.sheets import SheetCard
    from kairos_desktop.views.toolkit.desk import Desk, Notice
    from kairos_desktop.views.training.sheet_lines import SignLine

TITLE = "Signer à l’écran"
EMPTY = "Le cadre est vide : signez dedans, avec la souris, le doigt ou le stylet."
NO_NAME = "Il faut le nom du formateur qui signe."
_WIDTH = 820
_WHY = (
    "Votre signature est gardée chiffrée, avec l’heure, comme preuve de votre présence à cette "
    "demi-journée. Personne ne peut l’effacer ; une erreur se barre."
)


class SignDialog(QDialog):
    """Those of `lines`, in order; each one has the frame, and what is signed is recorded."""

    def __init__(
        self, desk: Desk, card: SheetCard, lines: Sequence[SignLine], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(TITLE)
        self.setAccessibleName(TITLE)
        self.desk, self._card = desk, card
        self._waiting = list(lines)
        self._is_recording = False
        self.pad = SignaturePad()
        self._name, self._left = Label(), Label()
        self.trainer = TextField("Nom du formateur", is_required=True)
        self._note = Label()
        self._note.setWordWrap(True)
        self._note.hide()
        self.accept_button = button("Valider la signature", self.sign, look="primary")
        self.accept_button.setDefault(True)
        self._lay_out()
        self.pad.changed.connect(partial(self._say, ""))
        desk.said.connect(self._on_said)
        self.resize(metrics.px(_WIDTH), self.sizeHint().height())
        self._call()

    @property
    def line(self) -> SignLine:
        """Whose turn it is."""
        return self._waiting[0]

    def sign(self) -> None:
        """Record what is in the frame for the person called, then call the next."""
        if self._is_recording:
            return
        if not self.pad.is_signed():
            self._say(EMPTY)
            return
        is_trainer = self.line.id == TRAINER
        if is_trainer and not self.trainer.value():
            self._say(NO_NAME)
            return
        half = self._card.half
        act = SignHalfDay(
            signature_id=self.desk.new_id(),
            session_id=half.session_id,
            day=half.day,
            half=half.half,
            strokes=self.pad.strokes(),
            enrolment_id=None if is_trainer else self.line.id,
            trainer=self.trainer.value() if is_trainer else "",
        )
        self._is_recording = True
        who = self.trainer.value() if is_trainer else self.line.name
        self.desk.record([act], f"{who} a signé.", self._on_recorded)

    def skip(self) -> None:
        """Call the next one; who is passed over can be called again from the list."""
        if self._is_recording:
            return
        del self._waiting[0]
        self._call()

    def _lay_out(self) -> None:
        unit = metrics.px(metrics.UNIT)
        half = self._card.half
        set_look(self._name, "title")
        day = long_day(half.day, weekday=True)
        what = (
            f"{day[:1].upper()}{day[1:]}, {label(half.half).lower()}",
            hours(half.starts_at, half.ends_at),
            half.module or self._card.session.title,
        )
        when, why = Label(" · ".join(what)), Label(_WHY)
        for each, look in ((when, "muted"), (why, "small"), (self._left, "small")):
            each.setWordWrap(True)
            set_look(each, look)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 3 * unit, 0, 0)
        column.setSpacing(unit + unit // 2)
        inner = QVBoxLayout()
        inner.setContentsMargins(3 * unit, 0, 3 * unit, 0)
        inner.setSpacing(unit + unit // 2)
        for each in (self._name, when, self.trainer, self.pad, self._note, why):
            inner.addWidget(each)
        column.addLayout(inner, 1)
        column.addWidget(self._buttons())

    def _buttons(self) -> QFrame:
        bar = QFrame()
        set_look(bar, "bar-bottom")
        row = QHBoxLayout(bar)
        unit = metrics.px(metrics.UNIT)
        row.setContentsMargins(3 * unit, unit + unit // 2, 3 * unit, unit + unit // 2)
        row.setSpacing(unit)
        row.addWidget(self._left, 1)
        row.addWidget(button("Fermer", self.close))
        row.addWidget(button("Passer", self.skip))
        row.addWidget(button("Effacer", self.pad.clear))
        row.addWidget(self.accept_button)
        return bar

    def _call(self) -> None:
        """Give the frame, empty, to the next one; close when nobody waits."""
        if not self._waiting:
            self.accept()
            return
        self.pad.clear()
        is_trainer = self.line.id == TRAINER
        name = "Le formateur" if is_trainer else self.line.name
        self._name.setText(f"{name} signe")
        self.trainer.setVisible(is_trainer)
        if is_trainer:
            self.trainer.set_value(self._card.half.trainer)
        # The frame takes the hand, Enter what it drew.
        named = not is_trainer or bool(self.trainer.value())
        (self.accept_button if named else self.trainer).setFocus()
        after = len(self._waiting) - 1
        self._left.setText(f"Encore {after} après" if after else "")
        announce(self, f"{name} signe")

    def _say(self, text: str) -> None:
        self._note.setText(text)
        self._note.setVisible(bool(text))
        set_look(self._note, "error")
        if text:
            announce(self._note, text)

    def _on_recorded(self, recorded: Recorded) -> None:
        self._is_recording = False
        if recorded.refusals:
            self._say(sentence(recorded.refusals[0]))
            return
        self.skip()

    def _on_said(self, notice: Notice) -> None:
        """What could not be written is still in the frame, to be recorded again."""
        if self._is_recording and notice.kind == "failed":
            self._is_recording = False
            self._say(notice.sentence)
