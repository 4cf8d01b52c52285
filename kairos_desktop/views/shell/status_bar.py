# SPDX-License-Identifier: MIT
"""The status bar: acts, last verified backup, post."""

from PySide6.QtWidgets import QFrame, QHBoxLayout

from kairos_desktop.views.toolkit import metrics
from kairos_desktop.views.toolkit.label import Label
from kairos_desktop.views.toolkit.theme import set_look


class StatusBar(QFrame):
    """Three quiet texts, given whole by the composition root."""

    def __init__(self) -> None:
        super().__init__()
        set_look(self, "bar-bottom")
        self.setFixedHeight(metrics.px(metrics.STATUS_BAR))
        self._acts, self._backup, self._post = Label(), Label(), Label()
        row = QHBoxLayout(self)
        row.setContentsMargins(2 * metrics.px(metrics.UNIT), 0, 2 * metrics.px(metrics.UNIT), 0)
        row.setSpacing(metrics.px(20))
        for label in (self._acts, self._backup, self._post):
            set_look(label, "small")
        row.addWidget(self._acts)
        row.addWidget(self._backup)
        row.addStretch(1)
        row.addWidget(self._post)

    def show_acts(self, text: str) -> None:
        """Say how many acts stand here."""
        self._acts.setText(text)

    def show_backup(self, text: str) -> None:
        """Say when the last verified backup was made."""
        self._backup.setText(text)

    def show_post(self, text: str) -> None:
        """Say which post this is."""
        self._post.setText(text)
