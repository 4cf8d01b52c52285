# SPDX-License-Identifier: MIT
"""The look of a text to read: quiet headings, air between lines and paragraphs."""

from PySide6.QtGui import QFont, QTextBlockFormat, QTextCursor, QTextDocument

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
        block = block.next()


def _space(cursor: QTextCursor, *, is_first: bool) -> None:
    style = cursor.blockFormat()
    is_heading = bool(style.headingLevel())
    style.setTopMargin(0 if is_first or not is_heading else metrics.px(18))
    style.setBottomMargin(metrics.px(6 if is_heading or cursor.currentList() is None else 4))
    percent = QTextBlockFormat.LineHeightTypes.ProportionalHeight.value
    style.setLineHeight(_LINE_PERCENT, percent)
    cursor.setBlockFormat(style)
