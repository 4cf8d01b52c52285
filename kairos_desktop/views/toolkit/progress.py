# SPDX-License-Identifier: MIT
"""Long work in sight: what is being done, how far it is, and a way to stop it."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QProgressBar,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from kairos_desktop.views.toolkit import metrics
from kairos_desktop.views.toolkit.announce import announce
from kairos_desktop.views.toolkit.buttons import button
from kairos_desktop.views.toolkit.child_process import ChildJob
from kairos_desktop.views.toolkit.label import Label, as_tooltip
from kairos_desktop.views.toolkit.theme import set_look

_STEPS = 1000


def run_with_progress(parent: QWidget, title: str, job: ChildJob) -> ProgressDialog:
    """Start a job and keep its progress in sight until it ends; the window stays usable."""
    dialog = ProgressDialog(parent, title, job)
    dialog.show()
    job.start()
    return dialog


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
        self._title, self._sentence = Label(title), Label()
        set_look(self._title, "section")
        set_look(self._sentence, "muted")
        self._sentence.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._bar = QProgressBar()
        self._bar.setRange(0, 0)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(title)
        self._stop = button("Annuler", job.stop)
        self._lay_out()
        job.progressed.connect(self.show_progress)
        job.stopped.connect(self._on_stopped)
        job.ended.connect(self._on_ended)
        self._job = job
        self._end = "terminé"

    def show_progress(self, progress: Any) -> None:
        """Show how far the work is."""
        done, total, sentence = progress
        self._bar.setRange(0, _STEPS if total else 0)
        if total:
            self._bar.setValue(round(_STEPS * done / total))
        self._sentence.setText(sentence)
        self._sentence.setToolTip(as_tooltip(sentence))

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

    def _on_stopped(self) -> None:
        self._end = "annulé"

    def _on_ended(self) -> None:
        self._stop.setEnabled(False)
        announce(self, f"{self._title.text()} : {self._end}.")
        self.ended.emit()


class ProgressDialog(QDialog):
    """A ProgressCard in a window of its own; closing it stops the work, and it goes with it."""

    def __init__(self, parent: QWidget, title: str, job: ChildJob) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        # Deleted with the dialogue, hence after its last signal.
        job.setParent(self)
        self._job = job
        column = QVBoxLayout(self)
        unit = 2 * metrics.px(metrics.UNIT)
        column.setContentsMargins(unit, unit, unit, unit)
        self.card = ProgressCard(title, job)
        column.addWidget(self.card)
        self.setMinimumWidth(metrics.px(440))
        self.card.ended.connect(self.accept)

    def reject(self) -> None:
        """Stop the work; the dialogue goes when it has ended."""
        self._job.stop()
