# SPDX-License-Identifier: MIT
"""A row of choices, one of them taken: the slots of a session. The rest in a panel."""

from collections.abc import Hashable, Sequence
from functools import partial

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget

from kairos_desktop.views.toolkit import metrics
from kairos_desktop.views.toolkit.buttons import button
from kairos_desktop.views.toolkit.choice_panel import Choice, open_choices


class Chips(QWidget):
    """Choices side by side; the one taken always shows.

    Signals:
        chosen(key): another one is taken, by the person.
    """

    chosen = Signal(object)

    def __init__(self, name: str, *, others: str = "Autres dates") -> None:
        super().__init__()
        self._others = others
        self._chips: dict[Hashable, QPushButton] = {}
        self._current: Hashable | None = None
        self._last: QWidget | None = None
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(metrics.UNIT)
        self._hidden: list[Hashable] = []
        self._more = button("", self._open_others)
        self._row.addWidget(self._more)
        self._row.addStretch(1)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_chips(self, chips: Sequence[tuple[Hashable, str]], current: Hashable | None) -> None:
        """Show these choices (key, label), one of them taken or none."""
        for chip in self._chips.values():
            self._row.removeWidget(chip)
            # Hidden first: a layout shows its new widgets a turn later, even without a parent.
            chip.hide()
            chip.setParent(None)
            chip.deleteLater()
        self._chips = {}
        for place, (key, label) in enumerate(chips):
            chip = QPushButton(label.replace("&", "&&"))
            chip.setAccessibleName(label)
            chip.setCheckable(True)
            chip.clicked.connect(partial(self._on_clicked, key))
            self._row.insertWidget(place, chip)
            self._chips[key] = chip
        self.choose(current)

    def set_last(self, made: QWidget) -> None:
        """Keep a button right after the choices: the one that adds another."""
        self._last = made
        self._row.insertWidget(self._row.count() - 1, made)

    def choose(self, key: Hashable | None) -> None:
        """Mark a choice as taken, without a signal."""
        self._current = key
        for each, chip in self._chips.items():
            chip.setChecked(each == key)
        self._fit()

    def current_key(self) -> Hashable | None:
        """Give the key of the choice taken."""
        return self._current

    def _on_clicked(self, key: Hashable) -> None:
        self.choose(key)
        self.chosen.emit(key)

    def _fit(self) -> None:
        """Show what fits, the one taken first of all; the others go in the panel."""
        step = self._row.spacing()
        widths = {key: chip.sizeHint().width() + step for key, chip in self._chips.items()}
        self._name_others(len(widths))
        room = self.width() + step
        if self._last is not None:
            room -= self._last.sizeHint().width() + step
        shown = set(self._chips)
        if sum(widths.values()) > room:
            room -= self._more.sizeHint().width() + step + widths.get(self._current, 0)
            shown = {self._current}
            for key in (each for each in widths if each != self._current):
                room -= widths[key]
                if room < 0:
                    break
                shown.add(key)
        for key, chip in self._chips.items():
            chip.setVisible(key in shown)
        self._hidden = [key for key in self._chips if key not in shown]
        self._name_others(len(self._hidden))
        self._more.setVisible(bool(self._hidden))

    def _name_others(self, count: int) -> None:
        name = f"{self._others} ({count})"
        self._more.setText(f"{name} ▾")
        self._more.setAccessibleName(name)

    def _open_others(self) -> None:
        choices = [
            Choice(self._chips[key].accessibleName(), partial(self._on_clicked, key))
            for key in self._hidden
        ]
        open_choices(self._more, self._more.accessibleName(), choices)

    def minimumSizeHint(self) -> QSize:
        """Room for one choice and the menu of the others."""
        widths = [chip.sizeHint().width() for chip in self._chips.values()]
        narrowest = max(widths, default=0) + self._more.sizeHint().width() + self._row.spacing()
        if self._last is not None:
            narrowest += self._last.sizeHint().width() + self._row.spacing()
        return QSize(narrowest, self._more.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()
