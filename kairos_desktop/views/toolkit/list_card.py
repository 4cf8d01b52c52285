# SPDX-License-Identifier: MIT
"""A list as a card: its tabs or title, its counter, the buttons of its acts, its lines."""

from collections.abc import Collection, Hashable, Sequence
from functools import partial

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from kairos_desktop.views.toolkit import metrics
from kairos_desktop.views.toolkit.buttons import KeyButton, button, keep_focus_out
from kairos_desktop.views.toolkit.columns import Column, RowAct
from kairos_desktop.views.toolkit.empty_state import Empty, EmptyState
from kairos_desktop.views.toolkit.folding_row import FoldingRow
from kairos_desktop.views.toolkit.label import Label, as_tooltip
from kairos_desktop.views.toolkit.paged_model import Fetch, PagedModel
from kairos_desktop.views.toolkit.table import ActTable
from kairos_desktop.views.toolkit.tabs import CounterTabs
from kairos_desktop.views.toolkit.theme import set_look

# Waiting is shown only when it can be noticed.
_SHOWN_WAIT_MS = 300


class ListCard(QFrame):
    """A PagedModel and its ActTable, with everything a list owes its user.

    `head` is a CounterTabs or a title label at the left; `buttons` come last at the right, after
    the buttons of the acts. `noun` is the singular and plural of what a line is.

    Signals:
        refused(str): why an act was not done; give it to `desk.say`.
    """

    refused = Signal(str)

    def __init__(
        self,
        name: str,
        columns: Sequence[Column],
        fetch: Fetch,
        acts: Sequence[RowAct] = (),
        *,
        head: QWidget | None = None,
        buttons: Sequence[QWidget] = (),
        noun: tuple[str, str] = ("ligne", "lignes"),
    ) -> None:
        super().__init__()
        set_look(self, "card")
        self._noun = noun
        self._has_more = False
        self.model = PagedModel(columns, fetch, self)
        self.table = ActTable(name, self.model, acts)
        self._act_buttons = [(act, self._act_button(act)) for act in acts]
        self._counter = Label()
        set_look(self._counter, "small")
        self._empty = EmptyState()
        self._wait = QProgressBar()
        self._wait.setRange(0, 0)
        self._wait.setTextVisible(False)
        self._wait.setAccessibleName("Lecture en cours")
        self._wait.hide()
        self._waiting = QTimer(self)
        self._waiting.setSingleShot(True)
        self._waiting.timeout.connect(self._wait.show)
        self._head = head if head is not None else _heading(name)
        self._tools = self._tool_row(buttons)
        self._lay_out()
        self.table.chosen_changed.connect(self._on_chosen_changed)
        self.table.refused.connect(self.refused)
        self._on_chosen_changed()

    def wait(self) -> None:
        """Say that ids were asked for; a bar moves if they take long."""
        self._waiting.start(_SHOWN_WAIT_MS)

    def show_ids(
        self,
        ids: Sequence[Hashable],
        empty: Empty,
        *,
        more: bool = False,
        loose: Collection[Hashable] = (),
    ) -> None:
        """Show these lines, or why there are none; `more` says that others are still read.

        `loose` are those that may stand elsewhere than before; a chosen one stays chosen.
        """
        self._has_more = more
        self._waiting.stop()
        self._wait.hide()
        free = set(loose).difference(self.table.chosen_ids()) if loose else ()
        self.model.set_ids(ids, loose=free)
        if not ids:
            self._empty.show_empty(empty)
        self._stack.setCurrentIndex(0 if ids else 1)
        self._top.show_right(bool(ids) or not self._act_buttons)
        self._on_chosen_changed()

    def _act_button(self, act: RowAct) -> KeyButton:
        run = partial(self.table.run, act)
        made = button(act.label, run, look="primary" if act.is_primary else "")
        made.show_keys(act.key)
        keep_focus_out(made)
        return made

    def _tool_row(self, buttons: Sequence[QWidget]) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(metrics.px(metrics.UNIT))
        row.addWidget(self._counter)
        for _, made in self._act_buttons:
            row.addWidget(made)
        for made in buttons:
            row.addWidget(made)
        return holder

    def _lay_out(self) -> None:
        unit = metrics.px(metrics.UNIT)
        side = metrics.px(14)
        self._top = FoldingRow(self._head, self._tools, more="Actions de la liste")
        self._top.setContentsMargins(side, unit // 2, side, 0)
        rule = QFrame()
        set_look(rule, "rule")
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self._empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, unit // 2)
        column.setSpacing(0)
        column.addWidget(self._top)
        column.addWidget(rule)
        column.addWidget(self._wait)
        column.addWidget(self._stack, 1)

    def _on_chosen_changed(self) -> None:
        self._count()
        for act, made in self._act_buttons:
            why = self.table.why_not(act)
            made.setEnabled(not why)
            made.setToolTip(as_tooltip(why))
            made.setAccessibleDescription(why)

    def _count(self) -> None:
        """Say how many lines there are, unless the tabs say it, and how many are chosen."""
        count, chosen = self.model.rowCount(), len(self.table.chosen_ids())
        said = f"{count} {self._noun[1] if count > 1 else self._noun[0]}"
        said += " ou plus" if self._has_more else ""
        texts = [] if isinstance(self._head, CounterTabs) else [said]
        if chosen > 1:
            texts.append(f"Sélection : {chosen}")
        self._counter.setText(" · ".join(texts))
        self._counter.setVisible(bool(texts))


def _heading(name: str) -> QLabel:
    label = Label(name)
    set_look(label, "section")
    label.setMinimumHeight(metrics.px(40))
    return label
