# SPDX-License-Identifier: MIT
"""Long work in sight: what is being done, how far it is, and a way to stop it."""

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QSizePolicy, QVBoxLayout

from kairos_desktop.views.toolkit import metrics
from kairos_desktop.views.toolkit.announce import announce
from kairos_desktop.views.toolkit.buttons import button
from kairos_desktop.views.toolkit.child_process import ChildJob
from kairos_desktop.views.toolkit.theme import set_look

_STEPS = 1000


class ProgressCard(QFrame):
    """Shows one ChildJob until it ends; the work reports `(done, total, sentence)`.

    A total of 0 means that nobody knows how much there is.

    Signals:
        ended(): the work is over, one way or another; the card may go.
    """

    ended = Signal()

    def __init__(self, title: str, job: ChildJob) -> None:
        super().__init__()
        set_look(self, "card")
        self._title, self._sentence = QLabel(title), QLabel()
        set_look(self._title, "section")
        set_look(self._sentence, "muted")
        self._sentence.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._bar = QProgressBar()
        self._bar.setRange(0, 0)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(title)
        self._stop = button("Arrêter", job.stop)
        self._lay_out()
        job.progressed.connect(self.show_progress)
        job.ended.connect(self._on_ended)
        self._job = job

    def show_progress(self, progress: Any) -> None:
        """Show how far the work is."""
        done, total, sentence = progress
        self._bar.setRange(0, _STEPS if total else 0)
        if total:
            self._bar.setValue(round(_STEPS * done / total))
        self._sentence.setText(sentence)
        self._sentence.setToolTip(sentence)

    def _lay_out(self) -> None:
        unit = metrics.px(metrics.UNIT)
        words = QVBoxLayout()
        words.setSpacing(unit)
        for each in (self._title, self._bar, self._sentence):
            words.addWidget(each)
        row = QHBoxLayout(self)
        row.setContentsMargins(2 * unit, 2 * unit, 2 * unit, 2 * unit)
        row.setSpacing(2 * unit)
        row.addLayout(words, 1)
        row.addWidget(self._stop)

    def _on_ended(self) -> None:
        self._stop.setEnabled(False)
        announce(self, f"{self._title.text()} : terminé.")
        self.ended.emit()
