# SPDX-License-Identifier: MIT
"""« Obligations » of a session: what the law asks of it, and what is known."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtWidgets import QFrame, QVBoxLayout

from kairos_desktop.services.rules.training_length import length_warnings
from kairos_desktop.services.wording.sentences import sentence
from kairos_desktop.services.wording.training_length import length_text
from kairos_desktop.views.toolkit import metrics
from kairos_desktop.views.toolkit.banners import Banner
from kairos_desktop.views.toolkit.label import Label
from kairos_desktop.views.toolkit.theme import set_look

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kairos_desktop.models.rows import SessionRow


class Duty(NamedTuple):
    """One line: what is known, and what is to be watched."""

    text: str
    warnings: tuple[str, ...] = ()


def length_duty(session: SessionRow) -> Duty:
    """Full time or part time, and what a funder would ask of the length (R6341-15)."""
    found = length_warnings(session.starts_on, session.ends_on, session.hours_total)
    return Duty(length_text(session), tuple(sentence(each) for each in found))


class DutiesCard(QFrame):
    """The lines, each with its warnings below."""

    def __init__(self, duties: Iterable[Duty]) -> None:
        super().__init__()
        set_look(self, "card")
        column = QVBoxLayout(self)
        side = metrics.px(16)
        column.setContentsMargins(side, metrics.px(12), side, side)
        column.setSpacing(metrics.px(8))
        column.addWidget(_line("Obligations", "section"))
        for duty in duties:
            column.addLayout(_drawn(duty))


def _drawn(duty: Duty) -> QVBoxLayout:
    words = QVBoxLayout()
    words.setSpacing(metrics.px(4))
    words.addWidget(_line(duty.text, "sentence"))
    for warning in duty.warnings:
        words.addWidget(Banner("warn", warning))
    return words


def _line(text: str, look: str) -> Label:
    made = Label(text)
    made.setWordWrap(True)
    set_look(made, look)
    return made
