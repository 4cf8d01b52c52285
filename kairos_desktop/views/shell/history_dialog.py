# SPDX-License-Identifier: MIT
"""« Historique » of any line: who, when, what, from which post, and whether it was undone since."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout

from kairos_desktop.services.wording.act_words import act_detail, act_title
from kairos_desktop.services.wording.dates import hour, short_day
from kairos_desktop.views.toolkit import metrics
from kairos_desktop.views.toolkit.buttons import button
from kairos_desktop.views.toolkit.columns import Column, Pill
from kairos_desktop.views.toolkit.empty_state import Empty
from kairos_desktop.views.toolkit.list_buttons import save_whole_table
from kairos_desktop.views.toolkit.list_card import ListCard

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from uuid import UUID

    from PySide6.QtWidgets import QWidget

    from kairos_desktop.services.queries.history import HistoryLine
    from kairos_desktop.views.toolkit.desk import Desk

_EMPTY = Empty("Aucun acte sur cette ligne.", "Elle vient d’une autre ligne, ou d’un import.")


def attach_history(
    window: QWidget, desk: Desk, post_name: Callable[[UUID], str] | None = None
) -> None:
    """Have `desk.show_history` open the dialogue on a window; `post_name` names a post."""

    def show(row_ids: Sequence[UUID], title: str) -> None:
        dialog = HistoryDialog(window, desk, title, post_name or _short_name)
        dialog.read(row_ids)
        dialog.open()

    desk.history_asked.connect(show)


class HistoryDialog(QDialog):
    """The acts that touched some rows, the latest first."""

    def __init__(
        self, window: QWidget, desk: Desk, title: str, post_name: Callable[[UUID], str]
    ) -> None:
        super().__init__(window)
        self._desk = desk
        self._lines: dict[UUID, HistoryLine] = {}
        name = f"Historique – {title}"
        self.setWindowTitle(name)
        self.setAccessibleName(name)
        self.card = ListCard(name, _columns(post_name), self._fetch, noun=("acte", "actes"))
        close = button("Fermer", self.accept)
        close.setDefault(True)
        export = button(
            "Exporter tout le tableau", partial(save_whole_table, desk, name, self.card.model)
        )
        buttons = QHBoxLayout()
        buttons.addWidget(export)
        buttons.addStretch(1)
        buttons.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(*[metrics.px(16)] * 4)
        column.setSpacing(metrics.px(12))
        column.addWidget(self.card, 1)
        column.addLayout(buttons)
        self.resize(metrics.px(860), metrics.px(480))
        self.finished.connect(self.deleteLater)

    def read(self, row_ids: Sequence[UUID]) -> None:
        """Read the history of some rows."""
        # The shell is imported before the database's modules are.
        from kairos_desktop.services.queries.history import of_rows

        self.card.wait()
        self._desk.read(of_rows, row_ids, done=self._show, owner=self)

    def _show(self, lines: Sequence[HistoryLine]) -> None:
        self._lines = {line.id: line for line in lines}
        self.card.show_ids(list(self._lines), _EMPTY)
        self.card.table.setFocus()

    def _fetch(self, ids: Sequence[Any], arrived: Callable[[Sequence[HistoryLine]], None]) -> None:
        arrived([self._lines[each] for each in ids])


def _columns(post_name: Callable[[UUID], str]) -> tuple[Column, ...]:
    return (
        Column("Quand", _when, 196),
        Column(
            "Quoi", _what, 0, "strong", is_search=True, second=lambda line: act_detail(line.args)
        ),
        Column("Qui", lambda line: line.by, 160),
        Column("Poste", lambda line: post_name(line.post_id), 110, "muted"),
        Column("", width=130, kind="pill", pill=_fate),
    )


def _when(line: HistoryLine) -> str:
    return f"{short_day(line.at.date())} à {hour(line.at.time())}"


def _what(line: HistoryLine) -> str:
    if line.undoes is not None:
        return f"Annulé : {act_title(line.undoes)}"
    return act_title(line.name)


def _fate(line: HistoryLine) -> Pill:
    return Pill("Annulé depuis", "warn") if line.undone else Pill("En vigueur", "ok")


def _short_name(post_id: UUID) -> str:
    return f"Poste {post_id.hex[-4:]}"
