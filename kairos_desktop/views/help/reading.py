# SPDX-License-Identifier: MIT
"""The look of a text to read: quiet headings, air between lines and paragraphs."""

from PySide6.QtGui import (
    QFont,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
)

from kairos_desktop.views.toolkit import metrics

_HEADING = 15
_LINE_PERCENT = 128


def make_readable(document: QTextDocument) -> None:
    """Dress what setMarkdown made: it sets no margin and makes headings very large."""
    cursor = QTextCursor(document)
    block = document.begin()
    while block.isValid():
        cursor.setPosition(block.position())
        _space(cursor, is_first=block.blockNumber() == 0)
        if block.blockFormat().headingLevel():
            cursor.select(QTextCursor.SelectionType.BlockUnderCursor)
            style = block.begin().fragment().charFormat() if block.text() else block.charFormat()
            style.setFont(metrics.font(_HEADING, QFont.Weight.DemiBold))
            cursor.mergeCharFormat(style)
        _lighten(document, block)
        block = block.next()


def _lighten(document: QTextDocument, block: QTextBlock) -> None:
    """Give what is bold the heaviest weight that the window loads; Qt would smear a false one."""
    bold: list[tuple[int, int]] = []
    step = block.begin()
    while not step.atEnd():
        part = step.fragment()
        if part.charFormat().fontWeight() > QFont.Weight.DemiBold:
            bold.append((part.position(), part.length()))
        step += 1
    weight = QTextCharFormat()
    weight.setFontWeight(QFont.Weight.DemiBold)
    for start, length in bold:
        cursor = QTextCursor(document)
        cursor.setPosition(start)
        cursor.setPosition(start + length, QTextCursor.MoveMode.KeepAnchor)
        cursor.mergeCharFormat(weight)


def _space(cursor: QTextCursor, *, is_first: bool) -> None:
    style = cursor.blockFormat()
    is_heading = bool(style.headingLevel())
    style.setTopMargin(0 if is_first or not is_heading else metrics.px(18))
    style.setBottomMargin(metrics.px(6 if is_heading or cursor.currentList() is None else 4))
    percent = QTextBlockFormat.LineHeightTypes.ProportionalHeight.value
    style.setLineHeight(_LINE_PERCENT, percent)
    cursor.setBlockFormat(style)
