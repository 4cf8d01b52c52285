# SPDX-License-Identifier: MIT
"""A logo or a stamp: chosen, seen as it prints, taken away. PNG or JPEG, 300 kB at most."""

from base64 import b64decode, b64encode
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kairos_desktop.views.toolkit import dialogs, metrics
from kairos_desktop.views.toolkit.buttons import button
from kairos_desktop.views.toolkit.label import Label
from kairos_desktop.views.toolkit.theme import set_look

MOST_BYTES = 300_000
_SIGNATURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")
_NOT_PICTURE = "Ce fichier n’est pas une image PNG ou JPEG lisible. L’image d’avant est gardée."
_TOO_LARGE = (
    "Cette image pèse {kb} ko, le plus est de 300 ko. Réduisez-la, puis choisissez-la de nouveau."
)
_UNREADABLE = "Ce fichier n’a pas pu être lu. L’image d’avant est gardée."


class PictureField(QWidget):
    """A picture as base64, the form that the act takes.

    Signals:
        edited(): another picture, or none any more.
    """

    edited = Signal()

    def __init__(self, label: str) -> None:
        super().__init__()
        self.label = label
        self._text = ""
        title = Label(label)
        set_look(title, "label")
        self._shown = Label()
        self._shown.setFixedSize(metrics.px(196), metrics.px(88))
        self._shown.setAlignment(Qt.AlignmentFlag.AlignCenter)
        set_look(self._shown, "small")
        self._error = Label()
        self._error.setWordWrap(True)
        set_look(self._error, "error")
        self._choose = button("Choisir une image…", self._on_choose)
        self._remove = button("Retirer l’image", self._on_remove)
        for each in (self._choose, self._remove):
            each.setAccessibleDescription(label)
        buttons = QVBoxLayout()
        for each in (self._choose, self._remove):
            buttons.addWidget(each)
        buttons.addStretch(1)
        row = QHBoxLayout()
        row.addWidget(self._shown)
        row.addLayout(buttons)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(metrics.px(4))
        column.addWidget(title)
        column.addLayout(row)
        column.addWidget(self._error)
        self.set_text("")

    def text(self) -> str:
        """Give the picture in base64, "" for none."""
        return self._text

    def error(self) -> str:
        """Give why the last file was refused."""
        return self._error.text()

    def set_text(self, text: str) -> None:
        """Show a picture."""
        self._text = text
        image = QImage.fromData(b64decode(text)) if text else QImage()
        if image.isNull():
            self._shown.setText("Aucune image")
        else:
            keep = Qt.AspectRatioMode.KeepAspectRatio
            smooth = Qt.TransformationMode.SmoothTransformation
            self._shown.setPixmap(QPixmap(image.scaled(self._shown.size(), keep, smooth)))
        self._shown.setAccessibleName(f"{self.label} : {'image' if text else 'aucune image'}")
        self._remove.setEnabled(bool(text))
        self._say("")

    def take_file(self, path: Path) -> None:
        """Take a picture from a file, or say why not."""
        try:
            with path.open("rb") as file:
                # One byte more tells that it is too large, whatever it is.
                raw = file.read(MOST_BYTES + 1)
        except OSError:
            self._say(_UNREADABLE)
            return
        if len(raw) > MOST_BYTES:
            self._say(_TOO_LARGE.format(kb=path.stat().st_size // 1000))
        elif not raw.startswith(_SIGNATURES) or QImage.fromData(raw).isNull():
            self._say(_NOT_PICTURE)
        else:
            self.set_text(b64encode(raw).decode())
            self.edited.emit()

    def _say(self, sentence: str) -> None:
        self._error.setText(sentence)
        self._error.setVisible(bool(sentence))

    def _on_choose(self) -> None:
        paths = dialogs.open_paths(self, self.label, "Images (*.png *.jpg *.jpeg)")
        if paths:
            self.take_file(paths[0])

    def _on_remove(self) -> None:
        self.set_text("")
        self.edited.emit()
