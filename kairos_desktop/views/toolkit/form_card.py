# SPDX-License-Identifier: MIT
"""A form on a page: it scrolls in a card, its buttons always in sight below."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from kairos_desktop.views.toolkit import metrics
from kairos_desktop.views.toolkit.theme import set_look


class FormCard(QFrame):
    """The fields above, the buttons below at the right, the one that saves last."""

    def __init__(self, form: QWidget) -> None:
        super().__init__()
        set_look(self, "card")
        unit = metrics.px(metrics.UNIT)
        form.setContentsMargins(2 * unit, 2 * unit, 2 * unit, 2 * unit)
        scroll = _scroll(form)
        self._buttons = row = QHBoxLayout()
        row.setContentsMargins(2 * unit, unit, 2 * unit, unit)
        row.setSpacing(unit)
        row.addStretch(1)
        rule = QFrame()
        set_look(rule, "rule")
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addWidget(scroll, 1)
        column.addWidget(rule)
        column.addLayout(row)

    def add_buttons(self, *buttons: QWidget) -> None:
        """Add buttons at the right."""
        for each in buttons:
            self._buttons.addWidget(each)


def scrolled(content: QWidget) -> QFrame:
    """A card whose content scrolls where the window is short: what is read, not typed."""
    card = QFrame()
    set_look(card, "card")
    column = QVBoxLayout(card)
    column.setContentsMargins(1, 1, 1, 1)
    column.addWidget(_scroll(content))
    return card


def _scroll(content: QWidget) -> QScrollArea:
    scroll = QScrollArea()
    scroll.setWidgetResizable(True)
    scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    scroll.setWidget(content)
    # Both would hide the ground of the card.
    scroll.viewport().setAutoFillBackground(False)
    content.setAutoFillBackground(False)
    return scroll
