# SPDX-License-Identifier: MIT
"""The two buttons that every list owes its user: « Exporter tout le tableau » and « ? Aide »."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from kairos_desktop.views.toolkit.buttons import KeyButton, button
from kairos_desktop.views.toolkit.columns import Column
from kairos_desktop.views.toolkit.desk import Desk
from kairos_desktop.views.toolkit.paged_model import PagedModel


def help_button(desk: Desk, topic: str) -> KeyButton:
    """Give « ? Aide »: F1 opens the topic, a file of resources/help."""
    return button("? Aide", partial(desk.open, "help", topic=topic), key="F1")


def export_button(desk: Desk, title: str, model: PagedModel) -> KeyButton:
    """Give « Exporter tout le tableau »: the lines, order and columns of the screen."""
    return button("Exporter tout le tableau", partial(save_whole_table, desk, title, model))


def save_whole_table(desk: Desk, title: str, model: PagedModel) -> None:
    """Read the lines that are not here yet, then hand the whole table over to be saved."""
    columns = [column for column in model.columns if column.kind != "acts"]
    model.load(model.ids(), partial(_save, desk, title, columns))


def _save(desk: Desk, title: str, columns: Sequence[Column], rows: Sequence[Any]) -> None:
    headings: list[str] = []
    for column in columns:
        headings.append(column.title)
        if column.second is not None:
            headings.append(f"{column.title} (suite)")
    desk.exports.save(title, headings, [_cells(columns, row) for row in rows])


def _cells(columns: Sequence[Column], row: Any) -> list[str]:
    cells: list[str] = []
    for column in columns:
        cells.append(column.display(row))
        if column.second is not None:
            cells.append(column.second(row))
    return cells
