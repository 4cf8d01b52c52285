# SPDX-License-Identifier: MIT
"""The dark bar below the page: what was just done, and the way back. Spoken to screen readers."""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy

from kairos_desktop.views.toolkit import metrics
from kairos_desktop.views.toolkit.buttons import button
from kairos_desktop.views.toolkit.desk import Desk, Notice
from kairos_desktop.views.toolkit.icons import icon
from kairos_desktop.views.toolkit.label import Label
from kairos_desktop.views.toolkit.theme import set_look
from kairos_desktop.views.toolkit.tokens import tokens_for


class UndoBar(QFrame):
    """Shows each Notice of the desk until the next one or until it is closed.

    It never leaves by itself: a sentence that goes away on a timer cannot be read by everyone.
    """

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        set_look(self, "notice")
        self._sentence = Label()
        self._sentence.setWordWrap(True)
        self._sentence.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._undo = button("Annuler", desk.undo, look="notice")
        self._redo = button("Rétablir", desk.redo, look="notice")
        self._close = button("Fermer", self.hide, look="notice")
        # The keys are the window’s own, so that they also work without the bar.
        self._undo.show_keys("Ctrl+Z")
        self._redo.show_keys("Ctrl+Shift+Z")
        row = QHBoxLayout(self)
        side = metrics.px(metrics.UNIT)
        row.setContentsMargins(2 * side, side // 2, side // 2, side // 2)
        row.setSpacing(side // 2)
        row.addWidget(self._sentence, 1)
        for each in (self._undo, self._redo, self._close):
            row.addWidget(each)
        self.setMinimumHeight(metrics.px(40))
        self.hide()
        desk.said.connect(self.show_notice)

    def show_notice(self, notice: Notice) -> None:
        """Show and speak a sentence; the undo button is there only when it would undo this."""
        self._sentence.setText(notice.sentence)
        self._undo.setVisible(notice.kind == "done")
        self._redo.setVisible(notice.kind == "undone")
        self._dress_close()
        self.show()
        from kairos_desktop.views.toolkit.announce import announce

        announce(self, notice.sentence)

    def _dress_close(self) -> None:
        tokens = tokens_for(self.palette())
        self._close.setIcon(icon("close", tokens.surface))
        self._close.setText("")
        self._close.setToolTip("Fermer ce message")
