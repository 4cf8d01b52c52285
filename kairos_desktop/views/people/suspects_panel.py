# SPDX-License-Identifier: MIT
"""Records that may be the person being typed, each with its reason and one button."""

from collections.abc import Sequence
from functools import partial
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from kairos_desktop.services.queries.people import Suspect
from kairos_desktop.services.rules.duplicates import Likeness
from kairos_desktop.services.wording.labels import label
from kairos_desktop.services.wording.people import full_name
from kairos_desktop.views.people.phrases import identity_line
from kairos_desktop.views.toolkit import metrics
from kairos_desktop.views.toolkit.announce import announce
from kairos_desktop.views.toolkit.buttons import button
from kairos_desktop.views.toolkit.label import Label
from kairos_desktop.views.toolkit.pills import PillLabel
from kairos_desktop.views.toolkit.theme import set_look

_BEFORE = "Pendant la saisie, les fiches qui ressemblent s’affichent ici avec la raison."
_NOBODY = "Aucune fiche ne ressemble à celle-ci."
_SURE = (Likeness.SAME_ID, Likeness.SAME_NAME_AND_BIRTH)


class SuspectsPanel(QFrame):
    """« Fiches qui ressemblent ».

    Signals:
        picked(UUID): « C’est cette personne ».
    """

    picked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        set_look(self, "card")
        self._shown: tuple[UUID, ...] = ()
        unit = metrics.px(metrics.UNIT)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * unit, 2 * unit, 2 * unit, 2 * unit)
        column.setSpacing(unit + unit // 2)
        title = Label("Fiches qui ressemblent")
        set_look(title, "section")
        self._sentence = Label(_BEFORE)
        self._sentence.setWordWrap(True)
        set_look(self._sentence, "muted")
        self._lines = QVBoxLayout()
        self._lines.setSpacing(2 * unit)
        column.addWidget(title)
        column.addWidget(self._sentence)
        column.addLayout(self._lines)
        column.addStretch(1)

    def ids(self) -> tuple[UUID, ...]:
        """Give the records that show."""
        return self._shown

    def show_suspects(self, suspects: Sequence[Suspect], *, has_typed: bool) -> None:
        """Show these records, the surest first; new ones are spoken."""
        shown = tuple(suspect.jobseeker.id for suspect in suspects)
        self._sentence.setText(_sentence(len(shown)) if has_typed else _BEFORE)
        if shown != self._shown and set(shown) - set(self._shown):
            announce(self, self._sentence.text())
        if shown == self._shown:
            return
        self._shown = shown
        while (item := self._lines.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for suspect in suspects:
            self._lines.addWidget(self._line(suspect))

    def _line(self, suspect: Suspect) -> QWidget:
        line = QWidget()
        column = QVBoxLayout(line)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(metrics.px(4))
        name, facts = Label(full_name(suspect.jobseeker)), Label(identity_line(suspect.jobseeker))
        set_look(name, "section")
        set_look(facts, "muted")
        facts.setWordWrap(True)
        name.setWordWrap(True)
        role = "danger" if suspect.likeness in _SURE else "warn"
        why = PillLabel(label(suspect.likeness).capitalize(), role)
        why.setMaximumWidth(metrics.px(286))
        why.setToolTip(why.text())
        pick = button("C’est cette personne", partial(self.picked.emit, suspect.jobseeker.id))
        pick.setAccessibleDescription(
            f"{full_name(suspect.jobseeker)}, {facts.text()}, {label(suspect.likeness)}"
        )
        left = Qt.AlignmentFlag.AlignLeft
        column.addWidget(name)
        column.addWidget(facts)
        column.addWidget(why, 0, left)
        column.addWidget(pick, 0, left)
        return line


def _sentence(count: int) -> str:
    if not count:
        return _NOBODY
    if count == 1:
        return "Une fiche existe déjà et pourrait être la même personne."
    return f"{count} fiches existent déjà et pourraient être la même personne."
