# SPDX-License-Identifier: MIT
"""The line between the dates and the lists: places, where it is held, and the acts on the date."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from kairos_desktop.models.vocabulary import SlotKind
from kairos_desktop.services.wording.holds import kept_text
from kairos_desktop.views.recruitment.slot_choices import free_times, places_text
from kairos_desktop.views.recruitment.yielding import Yielding
from kairos_desktop.views.toolkit import metrics
from kairos_desktop.views.toolkit.buttons import button
from kairos_desktop.views.toolkit.folding_row import FoldingRow
from kairos_desktop.views.toolkit.label import Label
from kairos_desktop.views.toolkit.page import ElidedLabel
from kairos_desktop.views.toolkit.theme import set_look

if TYPE_CHECKING:
    from kairos_desktop.services.queries.sessions import SlotLine
    from kairos_desktop.views.recruitment.slot_choices import SlotChoice
    from kairos_desktop.views.recruitment.words import KindWords

_FACTS = 260


class SlotBar(QWidget):
    """What one must know of the date chosen.

    Signals:
        register_asked(), change_asked(), duplicate_asked(), delete_asked(): a button was pressed.
        entered_toggled(bool): « Afficher les lignes déjà saisies ».
    """

    register_asked = Signal()
    change_asked = Signal()
    duplicate_asked = Signal()
    delete_asked = Signal()
    entered_toggled = Signal(bool)

    def __init__(self, words: KindWords) -> None:
        super().__init__()
        self._facts = ElidedLabel()
        set_look(self._facts, "muted")
        self.entered = QCheckBox("Afficher les lignes déjà saisies")
        self.entered.setAccessibleName("Afficher les lignes déjà saisies")
        self.entered.toggled.connect(self.entered_toggled)
        self.register = button(words.register, self.register_asked.emit)
        self.change = button("Modifier…", self.change_asked.emit)
        self.duplicate = button("Dupliquer le groupe", self.duplicate_asked.emit)
        self.delete = button("Supprimer", self.delete_asked.emit, look="danger")
        self.duplicate.setVisible(words.kind is SlotKind.APPOINTMENT)
        self._buttons = QWidget()
        row = QHBoxLayout(self._buttons)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(metrics.px(metrics.UNIT))
        row.addWidget(self.entered)
        for each in (self.register, self.change, self.duplicate, self.delete):
            row.addWidget(each)
        self._kept = Label()
        set_look(self._kept, "small")
        self._kept.setWordWrap(True)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(metrics.px(4))
        lines.addWidget(
            FoldingRow(Yielding(self._facts, _FACTS), self._buttons, more="Actions du créneau")
        )
        lines.addWidget(self._kept)

    def show_choice(self, choice: SlotChoice | None) -> None:
        """Say the places and the place of a date; no date leaves the bar out."""
        self.setVisible(choice is not None)
        if choice is None:
            return
        kept = kept_text([each for line in choice.lines for each in line.kept])
        self._kept.setText(kept)
        self._kept.setVisible(bool(kept))
        parts = [places_text(choice.lines), _where(choice.lines[0])]
        if choice.held_on is not None:
            parts.append(free_times(choice))
        self._facts.setText(" · ".join(part for part in parts if part))
        for each in (self.register, self.change, self.duplicate, self.delete):
            each.setEnabled(not choice.is_deleted)


def _where(line: SlotLine) -> str:
    """The site, else the place, else the link, with whom to ask; the papers of a window."""
    place = line.place or line.slot.link
    is_window = line.slot.until is not None
    papers = f"Pièces : {line.slot.comment}" if is_window and line.slot.comment else ""
    return " · ".join(part for part in (place, line.slot.contact, papers) if part)
