# SPDX-License-Identifier: MIT
"""« Apparence »: light, dark, or as the system says.

What its user does most: once, choose; later, change for the evening. So: three choices, applied
at once, kept for the next start.
"""

from functools import partial

from PySide6.QtWidgets import QApplication, QButtonGroup, QFrame, QRadioButton, QVBoxLayout

from kairos_desktop.views.settings.kept_appearance import keep_choice, kept_choice
from kairos_desktop.views.toolkit import metrics
from kairos_desktop.views.toolkit.desk import Desk
from kairos_desktop.views.toolkit.list_buttons import help_button
from kairos_desktop.views.toolkit.page import Page
from kairos_desktop.views.toolkit.theme import Choice, apply_theme, set_look

_WORDS: dict[Choice, str] = {"light": "Clair", "dark": "Sombre", "system": "Comme le système"}


class AppearancePage(Page):
    """Three choices."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "Apparence")
        self.add_button(help_button(desk, "apparence"))
        card = QFrame()
        set_look(card, "card")
        column = QVBoxLayout(card)
        column.setContentsMargins(*[metrics.px(16)] * 4)
        self._group = QButtonGroup(self)
        self.choices: dict[Choice, QRadioButton] = {}
        for choice, word in _WORDS.items():
            made = QRadioButton(word)
            made.setAccessibleName(word)
            made.setChecked(choice == kept_choice())
            made.clicked.connect(partial(self._on_chosen, choice))
            self._group.addButton(made)
            self.choices[choice] = made
            column.addWidget(made)
        self.body.addWidget(card)
        self.body.addStretch(1)

    def focus_start(self) -> None:
        """Give the focus to the choice taken."""
        self.choices[kept_choice()].setFocus()

    def _on_chosen(self, choice: Choice) -> None:
        keep_choice(choice)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        apply_theme(app, choice)
