# SPDX-License-Identifier: MIT
"""One picture of « Pilotage »: its sentence, the picture, its table; exported, saved, printed."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from kairos_desktop.views.toolkit import dialogs, metrics
from kairos_desktop.views.toolkit.chart_view import ChartView, chart_image, chart_pdf, chart_png
from kairos_desktop.views.toolkit.charts import plain_number
from kairos_desktop.views.toolkit.columns import Column
from kairos_desktop.views.toolkit.empty_state import Empty, EmptyState
from kairos_desktop.views.toolkit.label import Label
from kairos_desktop.views.toolkit.list_card import ListCard
from kairos_desktop.views.toolkit.list_printing import list_pdf
from kairos_desktop.views.toolkit.theme import set_look

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence
    from pathlib import Path
    from uuid import UUID

    from PySide6.QtGui import QResizeEvent

    from kairos_desktop.views.boards.pictures import FigureRow, Picture, Plan
    from kairos_desktop.views.toolkit.desk import Desk

_NO_FIGURES = Empty("Rien à montrer sur cette période.", "Choisissez d’autres jours en haut.")
_FIGURE, _NUMBER = 76, 132
_LEAST_BESIDE, _LEAST_PICTURE, _LEAST_TABLE = 900, 206, 190
_KINDS = "Image PNG (*.png);;PDF (*.pdf)"
_UNDRAWN = "L’image n’a pas pu être dessinée. Rien n’est perdu : les chiffres restent à l’écran."
_DIRECTIONS = QBoxLayout.Direction


class PictureCard(QWidget):
    """A picture and its table, beside each other or one below the other."""

    def __init__(self, desk: Desk, plan: Plan, open_session: Callable[[UUID], None]) -> None:
        super().__init__()
        self._desk, self._plan, self._open_session = desk, plan, open_session
        self._picture: Picture | None = None
        self._about = ""
        self._rows: dict[Hashable, FigureRow] = {}
        self.chart = ChartView(plan.label)
        self._card = ListCard(f"Chiffres : {plan.label}", _columns(plan), self._fetch)
        self.table = self._card.table
        self.table.row_opened.connect(self._on_opened)
        self._lead, self._title = Label(), Label()
        self._box = QBoxLayout(_DIRECTIONS.LeftToRight)
        self._lay_out()

    def show_picture(self, picture: Picture, about: str) -> None:
        """Show other figures; `about` says of what period and session."""
        self._picture, self._about = picture, about
        self._lead.setText(picture.lead)
        self._title.setText(picture.chart.title)
        self.chart.show_chart(picture.chart)
        self._stack.setCurrentIndex(1 if picture.chart.is_empty else 0)
        self._rows = {row.id: row for row in picture.rows}
        self._card.model.keep(picture.rows[:200])
        self._card.show_ids([row.id for row in picture.rows], _NO_FIGURES)
        self._card.model.refresh_all()

    def export(self) -> None:
        """« Exporter tout le tableau »: the figures as numbers, not as texts."""
        if self._picture is not None:
            lines = [row.cells for row in self._picture.rows]
            self._desk.exports.save(self._picture.chart.title, self._plan.headings, lines)

    def save_picture(self) -> None:
        """« Enregistrer l’image »: as PNG, or as PDF in lines that stay sharp."""
        picture = self._picture
        if picture is None:
            return
        name = f"{picture.chart.title}.png"
        path = dialogs.save_path(self, "Enregistrer l’image", name, _KINDS)
        if path is None:
            return
        path = path if path.suffix else path.with_suffix(".png")
        draw = chart_pdf if path.suffix.lower() == ".pdf" else chart_png
        job = partial(_write, path, partial(draw, picture.chart, self._caption()))
        said = partial(self._desk.say, f"« {picture.chart.title} » est enregistré dans {path}.")
        self._desk.lanes.read(job, lambda _none: said(), self._on_unwritten, self)

    def print_picture(self) -> None:
        """« Imprimer »: the picture and its table, seen first."""
        picture = self._picture
        if picture is None:
            return
        lines = [[(_shown(cell), "") for cell in row.cells] for row in picture.rows]
        title, headings = picture.chart.title, self._plan.headings

        def draw() -> bytes:
            image = chart_image(picture.chart, self._caption())
            return list_pdf(title, self._about, headings, lines, picture=image)

        self._desk.fetch(draw, done=partial(self._show_pdf, title), owner=self, key="print")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_beside = not self._plan.is_wide and self.width() >= metrics.px(_LEAST_BESIDE)
        self._box.setDirection(_DIRECTIONS.LeftToRight if is_beside else _DIRECTIONS.TopToBottom)
        # Where the window is short one scrolls: a picture of a thumb's height shows nothing.
        self._frame.setMinimumHeight(metrics.px(_LEAST_PICTURE))
        self._card.setMinimumHeight(metrics.px(_LEAST_PICTURE if is_beside else _LEAST_TABLE))

    def _lay_out(self) -> None:
        set_look(self._lead, "muted")
        self._lead.setWordWrap(True)
        set_look(self._title, "section")
        self._frame = frame = QFrame()
        set_look(frame, "card")
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(*[metrics.px(14)] * 4)
        inside.setSpacing(metrics.px(metrics.UNIT))
        inside.addWidget(self._title)
        nothing = EmptyState()
        nothing.show_empty(_NO_FIGURES)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.chart)
        self._stack.addWidget(nothing)
        inside.addWidget(self._stack, 1)
        self._box.setSpacing(metrics.px(12))
        self._box.addWidget(frame, 3 if self._plan.is_wide else 1)
        self._box.addWidget(self._card, 2 if self._plan.is_wide else 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(metrics.px(metrics.UNIT))
        column.addWidget(self._lead)
        both, scroll = QWidget(), QScrollArea()
        both.setLayout(self._box)
        self._box.setContentsMargins(0, 0, 0, 0)
        scroll.setWidget(both)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column.addWidget(scroll, 1)

    def _caption(self) -> str:
        assert self._picture is not None
        return f"{self._about}\n{self._picture.lead}"

    def _show_pdf(self, title: str, pdf: bytes) -> None:
        from kairos_desktop.views.toolkit.pdf_preview import show_pdf

        show_pdf(self, self._desk, title, pdf, f"{title}.pdf")

    def _on_unwritten(self, error: Exception) -> None:
        from kairos_desktop.services.exchange.export import ExportFailed

        self._desk.say(error.sentence if isinstance(error, ExportFailed) else _UNDRAWN)

    def _on_opened(self, row: FigureRow) -> None:
        if row.session_id is not None:
            self._open_session(row.session_id)

    def _fetch(self, ids: Sequence[Hashable], arrived: Callable[[Sequence[object]], None]) -> None:
        arrived([self._rows[each] for each in ids if each in self._rows])


def _columns(plan: Plan) -> tuple[Column, ...]:
    """The first column names the line and takes the room; an identifier keeps its own."""

    def cell(nth: int) -> Callable[[FigureRow], str]:
        return lambda row: _shown(row.cells[nth])

    columns = [Column(plan.headings[0], cell(0), 0, "strong", is_search=True)]
    for nth, heading in enumerate(plan.headings[1:], start=1):
        if heading.startswith("N°"):
            columns.append(Column(heading, cell(nth), _NUMBER, "id"))
        else:
            columns.append(Column(heading, cell(nth), _width(heading), "number"))
    return tuple(columns)


def _width(heading: str) -> int:
    return max(_FIGURE, 7 * len(heading) + 22)


def _shown(cell: str | int | float) -> str:
    return cell if isinstance(cell, str) else plain_number(cell)


def _write(path: Path, draw: Callable[[], bytes]) -> None:
    """Draw, then write the whole file or none of it. Lane: read."""
    from kairos_desktop.services.exchange.export import write_whole

    write_whole(path, draw())
