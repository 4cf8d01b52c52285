# SPDX-License-Identifier: MIT
"""The slots that the CARIF-OREF announces for a session: tick those that will be held."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QVBoxLayout, QWidget

from kairos_desktop.services.catalogue.proposals import ProposedSlot
from kairos_desktop.views.catalogue.phrases import slot_detail, slot_title, slot_why_not
from kairos_desktop.views.toolkit import metrics
from kairos_desktop.views.toolkit.label import Label
from kairos_desktop.views.toolkit.theme import set_look

_NONE = "Le fichier n’annonce aucune Info coll ni aucun RDV individuel pour cette session."
_SOME = "Rien n’est repris sans vous : cochez les créneaux qui auront bien lieu."


class AnnouncedSlots(QFrame):
    """« Créneaux annoncés par le CARIF-OREF ».

    Signals:
        ticked(): other slots are chosen.
    """

    ticked = Signal()

    def __init__(self) -> None:
        super().__init__()
        set_look(self, "card")
        self._boxes: list[tuple[ProposedSlot, QCheckBox]] = []
        unit = metrics.px(metrics.UNIT)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * unit, 2 * unit, 2 * unit, 2 * unit)
        column.setSpacing(unit + unit // 2)
        title = Label("Créneaux annoncés par le CARIF-OREF")
        set_look(title, "section")
        title.setWordWrap(True)
        self._sentence = Label()
        self._sentence.setWordWrap(True)
        set_look(self._sentence, "muted")
        self._lines = QVBoxLayout()
        self._lines.setSpacing(unit)
        column.addWidget(title)
        column.addWidget(self._sentence)
        column.addLayout(self._lines)
        column.addStretch(1)

    def show_slots(self, slots: Sequence[ProposedSlot]) -> None:
        """Show these slots; those that need more than a tick say what."""
        while (item := self._lines.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._boxes = []
        self._sentence.setText(_SOME if slots else _NONE)
        for slot in slots:
            self._lines.addWidget(self._line(slot))
        self.ticked.emit()

    def chosen(self) -> list[ProposedSlot]:
        """Give the slots that are ticked."""
        return [slot for slot, box in self._boxes if box.isChecked()]

    def _line(self, slot: ProposedSlot) -> QWidget:
        line = QWidget()
        column = QVBoxLayout(line)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(metrics.px(2))
        box = QCheckBox(slot_title(slot))
        box.setAccessibleName(box.text())
        why_not = slot_why_not(slot)
        box.setEnabled(not why_not)
        box.setAccessibleDescription(why_not or slot_detail(slot))
        box.toggled.connect(self.ticked)
        self._boxes.append((slot, box))
        column.addWidget(box)
        below = QVBoxLayout()
        below.setContentsMargins(metrics.px(24), 0, 0, 0)
        below.setSpacing(metrics.px(2))
        for text, look in ((slot_detail(slot), "muted"), (why_not, "small")):
            if text:
                label = Label(text)
                label.setWordWrap(True)
                set_look(label, look)
                below.addWidget(label)
        column.addLayout(below)
        return line
