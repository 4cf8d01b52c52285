# SPDX-License-Identifier: MIT
"""« Aide »: what each act is, for whom, what it changes, step by step.

What its user does most: press F1 on a page and read three lines; type a word that troubles her;
follow a link to the next act. So: the topic asked for is open at once, the search looks in the
texts too, and links stay inside the help.
"""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import (
    QFrame,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QTextBrowser,
    QVBoxLayout,
)

from kairos_desktop.views.help.reading import make_readable
from kairos_desktop.views.help.topics import FIRST, found, topics
from kairos_desktop.views.toolkit import metrics
from kairos_desktop.views.toolkit.desk import Desk
from kairos_desktop.views.toolkit.label import Label
from kairos_desktop.views.toolkit.page import Page
from kairos_desktop.views.toolkit.side_by_side import SideBySide
from kairos_desktop.views.toolkit.theme import set_look

_KeyRole = Qt.ItemDataRole.UserRole
_NOTHING = "Aucune page d’aide ne contient ces mots. Essayez-en moins."


class HelpPage(Page):
    """The help. Arguments: `topic`."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "Aide")
        self.topic = FIRST
        self.search = _FindLine()
        self.list = QListWidget()
        self.list.setAccessibleName("Pages d’aide")
        set_look(self.list, "choices")
        self._nothing = Label(_NOTHING)
        self._nothing.setWordWrap(True)
        set_look(self._nothing, "muted")
        self.text = QTextBrowser()
        self.text.setAccessibleName("Texte de l’aide")
        self.text.setOpenLinks(False)
        self.text.setFrameShape(QFrame.Shape.NoFrame)
        self.text.document().setDocumentMargin(metrics.px(16))
        self._lay_out()
        self.search.textChanged.connect(self._on_typed)
        self.search.list = self.list
        self.list.currentItemChanged.connect(self._on_chosen)
        self.text.anchorClicked.connect(self._on_link)
        self._on_typed("")

    def show_place(self, arguments: Mapping[str, Any]) -> None:
        """Show a topic; the first one if none is named, or if it is unknown."""
        self.search.clear()
        asked = arguments.get("topic", self.topic)
        self.show_topic(asked if asked in topics() else FIRST)

    def focus_start(self) -> None:
        """Give the focus to the text: arrows read on."""
        self.text.setFocus()

    def show_topic(self, key: str) -> None:
        """Show a topic and mark it in the list."""
        topic = topics()[key]
        self.topic = key
        self.set_title(topic.title)
        self.set_trail([("Aide", lambda: self.show_topic(FIRST)), (topic.title, None)])
        self.text.setMarkdown(topic.text)
        make_readable(self.text.document())
        self.text.moveCursor(QTextCursor.MoveOperation.Start)
        for row in range(self.list.count()):
            if self.list.item(row).data(_KeyRole) == key:
                self.list.setCurrentRow(row)

    def _lay_out(self) -> None:
        card, aside = QFrame(), QFrame()
        for frame, widgets in (
            (card, (self.text,)),
            (aside, (self.search, self._nothing, self.list)),
        ):
            set_look(frame, "card")
            column = QVBoxLayout(frame)
            column.setContentsMargins(*[metrics.px(10)] * 4)
            column.setSpacing(metrics.px(8))
            for each in widgets:
                column.addWidget(each)
        self.body.addWidget(SideBySide(card, aside, width=300), 1)

    def _on_typed(self, typed: str) -> None:
        self.list.blockSignals(True)
        self.list.clear()
        for topic in found(typed) if typed.strip() else topics().values():
            item = QListWidgetItem(topic.title, self.list)
            item.setData(_KeyRole, topic.key)
        self.list.blockSignals(False)
        self._nothing.setVisible(not self.list.count())
        if typed.strip() and self.list.count():
            self.list.setCurrentRow(0)

    def _on_chosen(self, item: QListWidgetItem | None) -> None:
        if item is not None and item.data(_KeyRole) != self.topic:
            self.show_topic(item.data(_KeyRole))

    def _on_link(self, link: QUrl) -> None:
        key = link.path().removesuffix(".md")
        if key in topics():
            self.desk.open("help", topic=key)


class _FindLine(QLineEdit):
    """Arrows move in the list below without leaving the line."""

    def __init__(self) -> None:
        super().__init__()
        self.list: QListWidget | None = None
        self.setAccessibleName("Chercher dans l’aide")
        self.setPlaceholderText("Chercher dans l’aide")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.list is not None and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.list.keyPressEvent(event)
        else:
            super().keyPressEvent(event)
