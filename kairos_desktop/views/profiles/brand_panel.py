# SPDX-License-Identifier: MIT
"""The left of the start window: the program's name, and three things worth knowing."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from kairos_desktop.views.toolkit import metrics
from kairos_desktop.views.toolkit.icons import icon
from kairos_desktop.views.toolkit.label import Label
from kairos_desktop.views.toolkit.theme import set_look
from kairos_desktop.views.toolkit.tokens import tokens_for

_WIDTH = 340
_PROMISES = (
    ("lock", "Chiffré sur ce poste", "Sans votre phrase de passe, personne ne lit les fichiers."),
    ("laptop", "Sans réseau", "Recruter, inscrire, imprimer : tout marche hors connexion."),
    ("shield", "Sauvegardé et vérifié", "Une copie relue toutes les trente minutes de travail."),
)


class BrandPanel(QFrame):
    """Who the program is; says nothing that one must act upon."""

    def __init__(self) -> None:
        super().__init__()
        set_look(self, "side")
        self.setFixedWidth(metrics.px(_WIDTH))
        unit = metrics.px(metrics.UNIT)
        column = QVBoxLayout(self)
        column.setContentsMargins(4 * unit, 5 * unit, 4 * unit, 4 * unit)
        column.setSpacing(3 * unit)
        column.addWidget(brand_line())
        column.addWidget(_wrapped("Du premier rendez-vous au certificat d’inscription.", "muted"))
        column.addStretch(1)
        for name, title, sentence in _PROMISES:
            column.addWidget(_promise(name, title, sentence))
        column.addStretch(2)


def brand_line() -> QWidget:
    """Give the mark and the name, for the panel and for narrow windows."""
    line = QWidget()
    name = Label("Kairos Desktop")
    set_look(name, "brand")
    row = QHBoxLayout(line)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(metrics.px(12))
    row.addWidget(_Mark())
    row.addWidget(name)
    row.addStretch(1)
    return line


class _Mark(QWidget):
    """A dial whose hand is at the right moment."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(metrics.px(40), metrics.px(40))

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens = tokens_for(self.palette())
        side = self.width()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tokens.color("accent"))
        painter.drawRoundedRect(QRectF(self.rect()), side * 0.26, side * 0.26)
        pen = QPen(tokens.color("surface"), side * 0.075)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        dial = QRectF(side * 0.24, side * 0.24, side * 0.52, side * 0.52)
        # Open at the top right, where the hand points.
        painter.drawArc(dial, 90 * 16, 290 * 16)
        painter.drawLine(QPointF(side / 2, side / 2), QPointF(side * 0.74, side * 0.28))


class _Glyph(QWidget):
    """An icon in the accent colour, which follows the theme."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name
        self.setFixedSize(metrics.px(32), metrics.px(32))

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens = tokens_for(self.palette())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tokens.color("accent_weak"))
        painter.drawRoundedRect(QRectF(self.rect()), metrics.px(8), metrics.px(8))
        inset = (self.width() - metrics.px(16)) // 2
        inner = self.rect().adjusted(inset, inset, -inset, -inset)
        icon(self._name, tokens.accent).paint(painter, inner)


def _promise(name: str, title: str, sentence: str) -> QWidget:
    line = QWidget()
    heading = Label(title)
    set_look(heading, "section")
    words = QVBoxLayout()
    words.setSpacing(metrics.px(2))
    words.addWidget(heading)
    words.addWidget(_wrapped(sentence, "muted"))
    row = QHBoxLayout(line)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(metrics.px(14))
    row.addWidget(_Glyph(name), 0, Qt.AlignmentFlag.AlignTop)
    row.addLayout(words, 1)
    return line


def _wrapped(text: str, look: str) -> QLabel:
    label = Label(text)
    set_look(label, look)
    label.setWordWrap(True)
    label.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.MinimumExpanding)
    return label
