# SPDX-License-Identifier: MIT
"""A PDF in the window, as it will be printed: its pages, and what to do with it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from kairos_desktop.services.durable_files import write_private
from kairos_desktop.views.toolkit import dialogs, metrics
from kairos_desktop.views.toolkit.announce import announce
from kairos_desktop.views.toolkit.banners import Banner
from kairos_desktop.views.toolkit.buttons import button
from kairos_desktop.views.toolkit.label import Label
from kairos_desktop.views.toolkit.page import ElidedLabel
from kairos_desktop.views.toolkit.printing import image_of, print_pdf
from kairos_desktop.views.toolkit.theme import set_look

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from kairos_desktop.services.documents.preview import PagePicture
    from kairos_desktop.views.toolkit.desk import Desk

_PAGE_WIDTH = 680
_UNREADABLE = "Ce document ne peut pas être montré ici. Il est conservé : enregistrez-le en PDF."


def show_pdf(
    parent: QWidget,
    desk: Desk,
    title: str,
    pdf: bytes,
    file_name: str,
    notes: Sequence[str] = (),
) -> PdfPreview:
    """Open the preview of a document, `notes` above its pages; give it, already shown."""
    preview = PdfPreview(parent, desk, title, pdf, file_name)
    for note in notes:
        preview.add_note(note)
    preview.show()
    return preview


class PdfPreview(QDialog):
    """The pages one below another, drawn on the read lane, and three buttons."""

    def __init__(self, parent: QWidget, desk: Desk, title: str, pdf: bytes, file_name: str) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self._desk, self._title, self._pdf, self._file_name = desk, title, pdf, file_name
        self._pages: list[QLabel] = []
        self._scales: list[float] = []
        self._drawn: set[int] = set()
        self._said = ElidedLabel()
        self._said.hide()
        self._lay_out()
        self.resize(metrics.px(_PAGE_WIDTH + 96), metrics.px(700))
        desk.lanes.read(partial(_read_sizes, pdf), self._on_sizes, self._on_failed, self)

    def add_note(self, note: str) -> None:
        """Keep in sight what one must know before printing."""
        self._notes.addWidget(Banner("info", note))
        announce(self, note)

    def page_count(self) -> int:
        """Give how many pages show."""
        return len(self._pages)

    def _lay_out(self) -> None:
        unit = metrics.px(metrics.UNIT)
        bar = QFrame()
        set_look(bar, "bar-top")
        row = QHBoxLayout(bar)
        row.setContentsMargins(2 * unit, unit, 2 * unit, unit)
        row.setSpacing(unit)
        heading = ElidedLabel(self._title)
        set_look(heading, "section")
        set_look(self._said, "small")
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(heading)
        words.addWidget(self._said)
        row.addLayout(words, 1)
        row.addWidget(button("Imprimer…", self._print, look="primary", key="Ctrl+P"))
        row.addWidget(button("Enregistrer en PDF", self._save, key="Ctrl+S"))
        row.addWidget(button("Fermer", self.close))
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setAccessibleName("Pages")
        holder = QWidget()
        self._column = QVBoxLayout(holder)
        self._column.setContentsMargins(3 * unit, 3 * unit, 3 * unit, 3 * unit)
        self._column.setSpacing(2 * unit)
        self._scroll.setWidget(holder)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(bar)
        self._notes = QVBoxLayout()
        self._notes.setSpacing(0)
        column.addLayout(self._notes)
        column.addWidget(self._scroll, 1)

    def _on_sizes(self, sizes: list[tuple[float, float]]) -> None:
        width = metrics.px(_PAGE_WIDTH)
        ratio = self.devicePixelRatioF()
        for place, (wide, high) in enumerate(sizes):
            page = Label()
            set_look(page, "paper")
            page.setFixedSize(QSize(width, round(width * high / wide)))
            page.setAccessibleName(f"Page {place + 1} sur {len(sizes)}")
            self._column.addWidget(page, 0, Qt.AlignmentFlag.AlignHCenter)
            self._pages.append(page)
            self._scales.append(width * ratio / wide)
        self._column.addStretch(1)
        self._scroll.verticalScrollBar().valueChanged.connect(self._draw_seen)
        self._draw_seen()

    def _draw_seen(self) -> None:
        """Ask for the pages in sight that are not drawn yet: a batch may have a thousand."""
        top = self._scroll.verticalScrollBar().value()
        bottom = top + 2 * self._scroll.viewport().height()
        # Counted, not read: the layout places the pages only at the next turn of the loop.
        below = self._column.contentsMargins().top()
        for place, page in enumerate(self._pages):
            above, below = below, below + page.height() + self._column.spacing()
            if below >= top and above <= bottom and place not in self._drawn:
                self._drawn.add(place)
                job = partial(_read_page, self._pdf, place, self._scales[place])
                done = partial(self._on_page, place)
                self._desk.lanes.read(job, done, self._on_failed, self)

    def _on_page(self, place: int, read: tuple[PagePicture, str]) -> None:
        picture, text = read
        pixmap = QPixmap.fromImage(image_of(picture))
        pixmap.setDevicePixelRatio(self.devicePixelRatioF())
        self._pages[place].setPixmap(pixmap)
        # What is drawn must also be read by a screen reader.
        self._pages[place].setAccessibleDescription(text)

    def _on_failed(self, _error: Exception) -> None:
        self._say(_UNREADABLE)

    def _print(self) -> None:
        print_pdf(self, self._desk, self._title, self._pdf)

    def _save(self) -> None:
        chosen = dialogs.save_path(self, "Enregistrer en PDF", self._file_name, "PDF (*.pdf)")
        if chosen is not None:
            job = partial(write_private, chosen, self._pdf)
            self._desk.lanes.read(
                job, partial(self._on_saved, chosen), partial(self._on_unsaved, chosen), self
            )

    def _on_saved(self, chosen: Path, _none: None) -> None:
        self._say(f"« {self._title} » est enregistré dans {chosen}.")

    def _on_unsaved(self, chosen: Path, _error: Exception) -> None:
        self._say(
            f"Le fichier {chosen.name} n’a pas pu être écrit dans {chosen.parent}. Le document est "
            "conservé : choisissez un autre dossier."
        )

    def _say(self, sentence: str) -> None:
        """Say here what the bar of the window behind could not show."""
        self._said.setText(sentence)
        self._said.show()
        announce(self, sentence)


def _read_sizes(pdf: bytes) -> list[tuple[float, float]]:
    from kairos_desktop.services.documents.preview import opened

    with opened(pdf) as pages:
        return [pages.size(place) for place in range(pages.count)]


def _read_page(pdf: bytes, place: int, scale: float) -> tuple[PagePicture, str]:
    from kairos_desktop.services.documents.preview import opened

    with opened(pdf) as pages:
        return pages.picture(place, scale), pages.text(place)
