# SPDX-License-Identifier: MIT
"""A list as a PDF, to be looked at and printed: its title, its day, its rows as on screen."""

from __future__ import annotations

from functools import partial
from html import escape
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QUrl
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPdfWriter, QTextDocument

from kairos_desktop.services.file_names import name_from

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from kairos_desktop.views.toolkit.desk import Desk
    from kairos_desktop.views.toolkit.paged_model import PagedModel

_DPI = 96
_PICTURE_WIDTH = 980
_NEXT_PAGE = "page-break-after: always"
_NOTICE = "Liste de travail produite par Kairos Desktop : ne remplace pas la saisie dans KAIROS."
_STYLE = (
    "body { font-family: Inter; font-size: 9pt } h1 { font-size: 14pt }"
    " th { text-align: left } th, td { padding: 4px 6px } p { font-size: 8pt }"
)


def print_list(owner: QWidget, desk: Desk, title: str, detail: str, model: PagedModel) -> None:
    """Draw the whole list on the read lane, then show it, ready to be printed."""
    columns = [column for column in model.columns if column.kind != "acts"]

    def draw(rows: Sequence[Any]) -> None:
        cells = [
            [
                (column.display(row), column.second(row) if column.second else "")
                for column in columns
            ]
            for row in rows
        ]
        job = partial(list_pdf, title, detail, [column.title for column in columns], cells)
        desk.fetch(job, done=show, owner=owner, key="print")

    def show(pdf: bytes) -> None:
        from kairos_desktop.views.toolkit.pdf_preview import show_pdf

        show_pdf(owner, desk, title, pdf, f"{name_from(title, without='Liste')}.pdf")

    model.load(model.ids(), draw)


def list_pdf(
    title: str,
    detail: str,
    headings: Sequence[str],
    rows: Sequence[Sequence[tuple[str, str]]],
    picture: QImage | None = None,
) -> bytes:
    """The bytes of the PDF, A4 across, `picture` on a page before; texts escaped. Any thread."""
    head = "".join(f"<th>{escape(heading)}</th>" for heading in headings)
    body = "".join(f"<tr>{''.join(_cell(*cell) for cell in row)}</tr>" for row in rows)
    document = QTextDocument()
    document.setDefaultStyleSheet(_STYLE)
    seen = ""
    if picture is not None:
        document.addResource(QTextDocument.ResourceType.ImageResource, QUrl("picture"), picture)
        seen = f"<img src='picture' width='{_PICTURE_WIDTH}'/><h1 style='{_NEXT_PAGE}'></h1>"
    document.setHtml(
        f"<body>{seen}<h1>{escape(title)}</h1><p>{escape(detail)}</p>"
        f"<table width='100%' cellspacing='0' border='1'><thead><tr>{head}</tr></thead>"
        f"{body}</table><p>{escape(_NOTICE)}</p></body>"
    )
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle(title)
    writer.setResolution(_DPI)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setPageOrientation(QPageLayout.Orientation.Landscape)
    writer.setPageMargins(QMarginsF(12, 12, 12, 12), QPageLayout.Unit.Millimeter)
    document.print_(writer)
    del writer
    buffer.close()
    return bytes(data.data())


def _cell(text: str, second: str) -> str:
    more = f"<br><small>{escape(second)}</small>" if second else ""
    return f"<td>{escape(text)}{more}</td>"
