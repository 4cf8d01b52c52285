# SPDX-License-Identifier: MIT
"""A PDF to a printer: its bytes to CUPS where there is one, else pictures of its pages.

The person chooses in the system's own dialogue. Nothing is drawn on the GUI thread.
"""

from __future__ import annotations

import subprocess
from functools import partial
from pathlib import Path
from shutil import which
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, QRectF, Qt
from PySide6.QtGui import QImage, QPainter

from kairos_desktop.services.durable_files import write_private
from kairos_desktop.views.toolkit import dialogs

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtPrintSupport import QPrinter
    from PySide6.QtWidgets import QWidget

    from kairos_desktop.services.documents.preview import PagePicture
    from kairos_desktop.views.toolkit.lanes import Lanes

DPI = 300
_FAILED = (
    "« {title} » n’a pas pu être imprimé. Le document est conservé : vérifiez l’imprimante, "
    "puis recommencez, ou choisissez « Enregistrer en PDF »."
)
_SENT = "« {title} » est envoyé à l’imprimante {printer}."


class PrinterFailed(Exception):
    """The printing system did not take the document."""


class Sender(Protocol):
    """What printing asks of whoever prints: the desk, or a window that has none yet."""

    lanes: Lanes

    def say(self, sentence: str) -> None:
        """Show a sentence."""
        ...


def print_pdf(window: QWidget, desk: Sender, title: str, pdf: bytes) -> None:
    """Ask for a printer, then send it the document; the desk says what became of it."""
    printer = dialogs.ask_printer(window, title)
    if printer is not None:
        send(window, desk, title, pdf, printer)


def send(owner: QObject, desk: Sender, title: str, pdf: bytes, printer: QPrinter) -> None:
    """Send a document to a printer that was chosen."""

    def failed(_error: Exception) -> None:
        desk.say(_FAILED.format(title=title))

    def sent(_result: object) -> None:
        desk.say(_SENT.format(title=title, printer=printer.printerName()))

    saved_as = printer.outputFileName()
    if saved_as.lower().endswith(".pdf"):
        said = partial(desk.say, f"« {title} » est enregistré dans {saved_as}.")
        job = partial(write_private, Path(saved_as), pdf)
        desk.lanes.read(job, lambda _none: said(), failed, owner)
    elif which("lp"):
        desk.lanes.read(partial(_to_cups, _cups_command(printer, title), pdf), sent, failed, owner)
    else:
        PagePrint(owner, desk, pdf, printer, sent, failed).start()


class PagePrint(QObject):
    """Draws the pages of a PDF on a printer, one job a page, so that other reads go between."""

    def __init__(
        self,
        owner: QObject,
        desk: Sender,
        pdf: bytes,
        printer: QPrinter,
        done: Callable[[object], None],
        failed: Callable[[Exception], None],
    ) -> None:
        super().__init__(owner)
        self._desk = desk
        self._pdf = pdf
        self._printer = printer
        self._done = done
        self._failed = failed
        self._painter = QPainter()

    def start(self) -> None:
        """Begin with the first page."""
        self._ask(0)

    def _ask(self, page: int) -> None:
        self._desk.lanes.read(partial(self._draw, page), self._on_drawn, self._on_failed, self)

    def _draw(self, page: int) -> int | None:
        """Draw a page; give the next one, None after the last. Lane: read."""
        count, picture = _picture(self._pdf, page)
        if page == 0 and not self._painter.begin(self._printer):
            raise PrinterFailed
        if page > 0 and not self._printer.newPage():
            raise PrinterFailed
        place = QRectF(self._painter.viewport())
        image = image_of(picture)
        size = image.size().scaled(place.size().toSize(), Qt.AspectRatioMode.KeepAspectRatio)
        self._painter.drawImage(QRectF(0, 0, size.width(), size.height()), image)
        if page + 1 < count:
            return page + 1
        self._painter.end()
        return None

    def _on_drawn(self, following: int | None) -> None:
        if following is not None:
            self._ask(following)
        else:
            self._done(None)
            self.deleteLater()

    def _on_failed(self, error: Exception) -> None:
        if self._painter.isActive():
            self._painter.end()
        self._failed(error)
        self.deleteLater()


def image_of(picture: PagePicture) -> QImage:
    """Give a page picture as an image that owns its pixels."""
    pixels = QImage.Format.Format_RGB888
    image = QImage(picture.pixels, picture.width, picture.height, picture.stride, pixels)
    return image.copy()


def _picture(pdf: bytes, page: int) -> tuple[int, PagePicture]:
    from kairos_desktop.services.documents.preview import dots_per_inch, opened

    with opened(pdf) as pages:
        return pages.count, pages.picture(page, dots_per_inch(DPI))


def _cups_command(printer: QPrinter, title: str) -> list[str]:
    """Give the `lp` command for what was chosen in the dialogue."""
    command = ["lp", "-d", printer.printerName(), "-n", str(printer.copyCount()), "-t", title]
    if printer.fromPage():
        command += ["-P", f"{printer.fromPage()}-{printer.toPage()}"]
    sides = {
        printer.DuplexMode.DuplexNone: "one-sided",
        printer.DuplexMode.DuplexLongSide: "two-sided-long-edge",
        printer.DuplexMode.DuplexShortSide: "two-sided-short-edge",
    }
    if printer.duplex() in sides:
        command += ["-o", f"sides={sides[printer.duplex()]}"]
    return [*command, "-"]


def _to_cups(command: list[str], pdf: bytes) -> None:
    """Hand the bytes to CUPS. Lane: read. Raises PrinterFailed."""
    taken = subprocess.run(command, input=pdf, capture_output=True, check=False, timeout=30)
    if taken.returncode:
        raise PrinterFailed(taken.stderr.decode(errors="replace"))
