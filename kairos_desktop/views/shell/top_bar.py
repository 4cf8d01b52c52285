# SPDX-License-Identifier: MIT
"""The top bar: where I am, one search for everything, the state of the exchange, who I am."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
)

from kairos_desktop.views.shell.navigation import Identity, Switch
from kairos_desktop.views.toolkit import metrics
from kairos_desktop.views.toolkit.buttons import button
from kairos_desktop.views.toolkit.columns import Pill
from kairos_desktop.views.toolkit.label import Label, as_tooltip
from kairos_desktop.views.toolkit.pills import PillButton
from kairos_desktop.views.toolkit.theme import set_look


class TopBar(QFrame):
    """52 pixels of what never changes while one works.

    Signals:
        search_asked(): the search was clicked.
        drawer_asked(): the menu button of a narrow window was clicked.
        state_asked(): the state of the exchange was clicked.
    """

    search_asked = Signal()
    drawer_asked = Signal()
    state_asked = Signal()

    def __init__(self, search_prompt: str) -> None:
        super().__init__()
        set_look(self, "bar-top")
        self.setFixedHeight(metrics.px(metrics.TOP_BAR))
        self._drawer = button("Menu", self.drawer_asked.emit, look="quiet")
        self._identity: Identity | None = None
        self._organisation = _switcher("organisation", self._open_organisations)
        self._site = _switcher("site", self._open_sites)
        self.search = button(search_prompt, self.search_asked.emit, look="search")
        self.search.show_keys("Ctrl+K")
        self.search.setToolTip(search_prompt)
        self.search.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.search.setMinimumWidth(metrics.px(160))
        self.search.setMaximumWidth(metrics.px(520))
        self.state = PillButton()
        self.state.clicked.connect(lambda: self.state_asked.emit())
        self._who = Label()
        set_look(self._who, "muted")
        self._lay_out()
        self.set_narrow(False)

    def show_identity(self, identity: Identity) -> None:
        """Say where and who; a name becomes a menu where there is a choice."""
        self._identity = identity
        _offer(self._organisation, identity.organisation, identity.organisations)
        place = f"SIRET {identity.siret}" + (f" · {identity.site}" if identity.site else "")
        _offer(self._site, place, identity.sites)
        self._who.setText(identity.who)

    def show_state(self, pill: Pill, why: str) -> None:
        """Say the state of the exchange, and why in a tooltip."""
        self.state.show_pill(pill, why)

    def _open_organisations(self) -> None:
        if self._identity is not None:
            _open(self._organisation, self._identity.organisations)

    def _open_sites(self) -> None:
        if self._identity is not None:
            _open(self._site, self._identity.sites)

    def set_narrow(self, narrow: bool) -> None:
        """Show the menu button instead of the panel, and spare room."""
        self._drawer.setVisible(narrow)
        self._who.setVisible(not narrow)
        side = metrics.px(200 if narrow else 340)
        # Widest, not fixed: the window must be able to shrink to where the drawer begins.
        self._left.setMaximumWidth(side)
        self._right.setMaximumWidth(metrics.px(200) if narrow else side)

    def _lay_out(self) -> None:
        unit = metrics.px(metrics.UNIT)
        self._left = QFrame()
        names = QVBoxLayout(self._left)
        names.setContentsMargins(0, 0, 0, 0)
        names.setSpacing(0)
        names.addStretch(1)
        names.addWidget(self._organisation)
        names.addWidget(self._site)
        names.addStretch(1)
        self._right = QFrame()
        right = QHBoxLayout(self._right)
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(2 * unit)
        right.addStretch(1)
        right.addWidget(self.state)
        right.addWidget(self._who)
        row = QHBoxLayout(self)
        row.setContentsMargins(unit, 0, 2 * unit, 0)
        row.setSpacing(2 * unit)
        row.addWidget(self._drawer)
        row.addWidget(self._left, 6)
        row.addStretch(1)
        row.addWidget(self.search, 8)
        row.addStretch(1)
        row.addWidget(self._right, 6)


def _switcher(look: str, on_click: Callable[[], None]) -> QToolButton:
    made = QToolButton()
    set_look(made, look)
    made.clicked.connect(lambda: on_click())
    made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
    made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    made.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
    return made


def _offer(made: QToolButton, label: str, switches: Sequence[Switch]) -> None:
    """Name a switcher; without a choice it is a plain text that takes no focus."""
    made.setText(f"{label} ▾" if switches else label)
    made.setToolTip(as_tooltip(label))
    made.setAccessibleName(label)
    made.setEnabled(True)
    made.setFocusPolicy(Qt.FocusPolicy.StrongFocus if switches else Qt.FocusPolicy.NoFocus)


def _open(made: QToolButton, switches: Sequence[Switch]) -> None:
    from kairos_desktop.views.toolkit.choice_panel import Choice, open_choices

    choices = [Choice(each.label, each.on_chosen, is_current=each.is_current) for each in switches]
    if choices:
        open_choices(made, made.accessibleName(), choices)
