# SPDX-License-Identifier: MIT
"""The frame of the start: the brand at the left, one step at a time at the right."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from kairos_desktop.views.profiles.brand_panel import BrandPanel, brand_line
from kairos_desktop.views.profiles.door import Asking
from kairos_desktop.views.profiles.step import Step
from kairos_desktop.views.toolkit import metrics
from kairos_desktop.views.toolkit.announce import announce

if TYPE_CHECKING:
    from PySide6.QtGui import QCloseEvent, QResizeEvent

    from kairos_desktop.services.profile_door import DoorRefused
    from kairos_desktop.views.toolkit.lanes import Lanes

T = TypeVar("T")

_COLUMN = 580
_NARROW = 940


class Stage(QWidget):
    """Shows steps, and runs their jobs while a bar moves.

    `unwanted` takes the answer of a job that ended after the window was closed.
    """

    def __init__(self, lanes: Lanes, unwanted: Callable[[Any], None]) -> None:
        super().__init__()
        self._asking = Asking(lanes, self, unwanted)
        self.step = Step()
        self._panel, self._brand = BrandPanel(), brand_line()
        self._scroll, self._column = QScrollArea(), QVBoxLayout()
        self._lay_out()
        self.resize(metrics.px(1060), metrics.px(740))

    def show_step(self, step: Step) -> None:
        """Show a step in place of the one before, the focus where typing begins."""
        if self._column.indexOf(step) < 0:
            self._column.addWidget(step)
            step.grown.connect(self._on_grown)
        self.step.hide()
        self.step = step
        step.show()
        self._scroll.verticalScrollBar().setValue(0)
        step.focus_start()
        announce(step, step.title())

    def run(
        self,
        sentence: str,
        job: Callable[[], T],
        done: Callable[[T], None],
        refused: Callable[[DoorRefused], None],
    ) -> None:
        """Run a job of the door off the GUI thread; the step that shows waits for its answer."""
        step, focused = self.step, self.focusWidget()
        step.set_busy(sentence)

        def after(then: Callable[[Any], None], answer: Any) -> None:
            step.set_busy("")
            # What cannot be used loses the focus: give it back before the answer moves it.
            if focused is not None and step is self.step:
                focused.setFocus()
            then(answer)

        self._asking.ask(job, partial(after, done), partial(after, refused))

    def closeEvent(self, event: QCloseEvent) -> None:
        """Take no answer any more."""
        self._asking.give_up()
        super().closeEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the whole width to the step where there is little."""
        super().resizeEvent(event)
        narrow = self.width() < metrics.px(_NARROW)
        self._panel.setVisible(not narrow)
        self._brand.setVisible(narrow and self.height() >= metrics.px(metrics.SHORT_WINDOW))

    def _on_grown(self) -> None:
        """Bring the bottom of the step into sight, once the layout has made room for it."""
        bar = self._scroll.verticalScrollBar()
        QTimer.singleShot(0, self, lambda: bar.setValue(bar.maximum()))

    def _lay_out(self) -> None:
        unit = metrics.px(metrics.UNIT)
        holder = QWidget()
        holder.setMaximumWidth(metrics.px(_COLUMN) + 6 * unit)
        self._column.setSpacing(3 * unit)
        self._column.addWidget(self._brand)
        centred = QVBoxLayout(holder)
        centred.setContentsMargins(3 * unit, 4 * unit, 3 * unit, 4 * unit)
        centred.addStretch(2)
        centred.addLayout(self._column)
        centred.addStretch(3)
        middle = QWidget()
        across = QHBoxLayout(middle)
        across.setContentsMargins(0, 0, 0, 0)
        across.addStretch(1)
        across.addWidget(holder, 100)
        across.addStretch(1)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(middle)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._panel)
        row.addWidget(self._scroll, 1)
