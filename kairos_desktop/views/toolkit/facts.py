# SPDX-License-Identifier: MIT
"""What is known of something, to read: a name and a value on each line."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from kairos_desktop.views.toolkit import metrics
from kairos_desktop.views.toolkit.label import Label
from kairos_desktop.views.toolkit.theme import set_look

MISSING = "non saisi"


class Facts(QWidget):
    """Names at the left, values at the right, which the mouse can select and copy."""

    def __init__(self, *, names: int = 116) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(metrics.px(12))
        self._grid.setVerticalSpacing(metrics.px(6))
        self._grid.setColumnMinimumWidth(0, metrics.px(names))
        self._grid.setColumnStretch(1, 1)

    def show_facts(self, facts: Sequence[tuple[str, str]]) -> None:
        """Show these lines in place of the ones before; an empty value is said to be missing."""
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        top = Qt.AlignmentFlag.AlignTop
        for row, (name, value) in enumerate(facts):
            title, said = Label(name), Label(value or MISSING)
            set_look(title, "muted")
            set_look(said, "sentence" if value else "muted")
            for label in (title, said):
                label.setWordWrap(True)
                label.setTextFormat(Qt.TextFormat.PlainText)
            said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            said.setAccessibleName(f"{name} : {said.text()}")
            self._grid.addWidget(title, row, 0, top)
            self._grid.addWidget(said, row, 1, top)
            # Filled while its page is being shown, Qt would leave them out of sight.
            title.show()
            said.show()
