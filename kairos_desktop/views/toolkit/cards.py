# SPDX-License-Identifier: MIT
"""A figure on a card: what it counts, the number, and one line that says more."""

from PySide6.QtWidgets import QFrame, QVBoxLayout

from kairos_desktop.views.toolkit import metrics
from kairos_desktop.views.toolkit.columns import PillRole
from kairos_desktop.views.toolkit.label import Label
from kairos_desktop.views.toolkit.theme import set_look


class FigureCard(QFrame):
    """One figure; the colour repeats what the words say."""

    def __init__(
        self, label: str, figure: str, detail: str = "", role: PillRole = "accent"
    ) -> None:
        super().__init__()
        set_look(self, "card")
        self._label, self._figure, self._detail = Label(label), Label(), Label()
        self._said = ("", "", "")
        set_look(self._label, "muted")
        set_look(self._detail, "small")
        self.show_figure(figure, detail, role)
        column = QVBoxLayout(self)
        column.setContentsMargins(*[metrics.px(14)] * 4)
        column.setSpacing(metrics.px(4))
        for line in (self._label, self._figure, self._detail):
            column.addWidget(line)

    def show_figure(self, figure: str, detail: str = "", role: PillRole = "accent") -> None:
        """Say another number."""
        if (figure, detail, role) == self._said:
            return
        if role != self._said[2]:
            # To dress a label again costs more than all the rest.
            set_look(self._figure, f"figure-{role}")
        self._said = (figure, detail, role)
        self._figure.setText(figure)
        self._detail.setText(detail)

    def figure(self) -> str:
        """Give the number that shows."""
        return self._figure.text()
