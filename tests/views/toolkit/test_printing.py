# SPDX-License-Identifier: MIT
import io
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from reportlab.pdfgen.canvas import Canvas

from kairos_desktop.services.documents.preview import opened
from kairos_desktop.views.toolkit import dialogs, printing
from kairos_desktop.views.toolkit.desk import Desk
from kairos_desktop.views.toolkit.lanes import ThreadLanes
from kairos_desktop.views.toolkit.pdf_preview import PdfPreview, show_pdf
from kairos_desktop.views.toolkit.printing import PrinterFailed, print_pdf, send
from tests.views.fakes import FakeWorkspace


def make_pdf(pages: int) -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(595, 842))
    for page in range(pages):
        canvas.drawString(72, 700, f"Page numéro {page + 1}")
        canvas.rect(100, 300, 300, 200, fill=1)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


@pytest.fixture
def window(app: QApplication, qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    return made


@pytest.fixture
def desk(lanes: ThreadLanes) -> Desk:
    return Desk(FakeWorkspace(), lanes)


def said(qtbot: QtBot, desk: Desk, call: Any) -> str:
    """Do something and give the sentence that comes of it."""
    with qtbot.waitSignal(desk.said, timeout=10_000) as blocker:
        call()
    return blocker.args[0].sentence


def test_without_cups_pages_are_drawn_one_by_one(
    qtbot: QtBot, window: QWidget, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(printing, "which", lambda _name: None)
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setResolution(printing.DPI)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    target = tmp_path / "spool.out"
    printer.setOutputFileName(str(target))
    heard = said(qtbot, desk, lambda: send(window, desk, "AIS", make_pdf(3), printer))
    assert heard.startswith("« AIS » est envoyé")
    with opened(target.read_bytes()) as pages:
        assert pages.count == 3
        picture = pages.picture(0, 0.5)
    # The black square of the page is where it was drawn, at a fifth of the height.
    middle = picture.pixels[picture.stride * int(picture.height * 0.5) + 3 * (picture.width // 2)]
    corner = picture.pixels[picture.stride * 5 + 15]
    assert middle < 60 < 200 < corner


def test_printing_to_a_pdf_writes_the_same_bytes(
    qtbot: QtBot, window: QWidget, desk: Desk, tmp_path: Path
) -> None:
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "ais.pdf"))
    pdf = make_pdf(1)
    heard = said(qtbot, desk, lambda: send(window, desk, "AIS", pdf, printer))
    assert heard == f"« AIS » est enregistré dans {tmp_path / 'ais.pdf'}."
    assert (tmp_path / "ais.pdf").read_bytes() == pdf


def test_cups_gets_the_bytes(
    qtbot: QtBot, window: QWidget, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lp = tmp_path / "lp"
    lp.write_text(f'#!/bin/sh\necho "$@" > {tmp_path}/args\ncat > {tmp_path}/spool\n')
    lp.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    printer = QPrinter()
    printer.setPrinterName("")
    printer.setCopyCount(2)
    printer.setFromTo(1, 2)
    pdf = make_pdf(2)
    monkeypatch.setattr(dialogs, "ask_printer", lambda _parent, _title: printer)
    # Without a print server Qt offers a PDF file: as if a real printer had been chosen.
    printer.setOutputFormat(QPrinter.OutputFormat.NativeFormat)
    printer.setOutputFileName("")
    heard = said(qtbot, desk, lambda: print_pdf(window, desk, "Liste", pdf))
    assert heard.startswith("« Liste » est envoyé à l’imprimante")
    assert (tmp_path / "spool").read_bytes() == pdf
    assert "-n 2 -t Liste -P 1-2" in (tmp_path / "args").read_text()


@pytest.mark.expects_log
def test_a_printer_that_fails_keeps_the_document(
    qtbot: QtBot, window: QWidget, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_command: list[str], _pdf: bytes) -> None:
        raise PrinterFailed

    monkeypatch.setattr(printing, "which", lambda _name: "/usr/bin/lp")
    monkeypatch.setattr(printing, "_to_cups", refuse)
    printer = QPrinter()
    printer.setOutputFileName("")
    heard = said(qtbot, desk, lambda: send(window, desk, "AIS", b"", printer))
    assert heard.startswith("« AIS » n’a pas pu être imprimé. Le document est conservé")


def test_giving_up_the_dialogue_prints_nothing(
    window: QWidget, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dialogs, "ask_printer", lambda _parent, _title: None)
    monkeypatch.setattr(printing, "send", lambda *_: pytest.fail("sent"))
    print_pdf(window, desk, "AIS", b"")


@pytest.fixture
def preview(qtbot: QtBot, window: QWidget, desk: Desk) -> PdfPreview:
    made = show_pdf(window, desk, "Certificat d’inscription", make_pdf(8), "certificat.pdf")
    qtbot.waitUntil(lambda: made.page_count() == 8)
    qtbot.waitUntil(lambda: bool(made._pages[0].accessibleDescription()))
    return made


def test_the_preview_shows_and_says_its_pages(qtbot: QtBot, preview: PdfPreview) -> None:
    first = preview._pages[0]
    assert first.accessibleName() == "Page 1 sur 8"
    assert "Page numéro 1" in first.accessibleDescription()
    assert first.pixmap().width() == first.width()
    assert not preview._drawn >= set(range(8)), "only what is in sight is drawn"
    bar = preview._scroll.verticalScrollBar()
    bar.setValue(bar.maximum())
    qtbot.waitUntil(lambda: bool(preview._pages[7].accessibleDescription()))
    names = [each.accessibleName() for each in preview.findChildren(QPushButton)]
    assert names == ["Imprimer…", "Enregistrer en PDF", "Fermer"]


def press(preview: PdfPreview, label: str) -> None:
    buttons = preview.findChildren(QPushButton)
    next(each for each in buttons if each.accessibleName() == label).click()


def test_saving_writes_these_bytes_and_says_where(
    qtbot: QtBot, preview: PdfPreview, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "certificat.pdf"
    monkeypatch.setattr(dialogs, "save_path", lambda *_: target)
    press(preview, "Enregistrer en PDF")
    qtbot.waitUntil(preview._said.isVisible)
    assert target.read_bytes() == preview._pdf
    assert preview._said.accessibleName() == (
        f"« Certificat d’inscription » est enregistré dans {target}."
    )


@pytest.mark.expects_log
def test_a_folder_that_refuses_says_so(
    qtbot: QtBot, preview: PdfPreview, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "absent" / "certificat.pdf"
    monkeypatch.setattr(dialogs, "save_path", lambda *_: target)
    press(preview, "Enregistrer en PDF")
    qtbot.waitUntil(preview._said.isVisible)
    assert preview._said.accessibleName().endswith("choisissez un autre dossier.")


@pytest.mark.expects_log
def test_a_broken_pdf_says_so(qtbot: QtBot, window: QWidget, desk: Desk) -> None:
    made = show_pdf(window, desk, "AIS", b"%PDF-1.4 broken", "ais.pdf")
    qtbot.waitUntil(made._said.isVisible)
    assert made._said.accessibleName().startswith("Ce document ne peut pas être montré ici.")
    assert made.findChildren(QLabel)
