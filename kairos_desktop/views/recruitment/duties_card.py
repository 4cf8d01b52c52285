# SPDX-License-Identifier: MIT
"""« Obligations » of a session: what the law asks, what is known, and the act that says it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from kairos_desktop.services.rules.delegates import elects_delegates
from kairos_desktop.services.rules.training_length import length_warnings
from kairos_desktop.services.wording.delegates import RECORD_DELEGATES, delegates_text
from kairos_desktop.services.wording.handed import HAND_DOCUMENTS, handed_text
from kairos_desktop.services.wording.sentences import sentence
from kairos_desktop.services.wording.training_length import length_text
from kairos_desktop.views.toolkit import metrics
from kairos_desktop.views.toolkit.banners import Banner
from kairos_desktop.views.toolkit.buttons import button
from kairos_desktop.views.toolkit.label import Label
from kairos_desktop.views.toolkit.theme import set_look

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from kairos_desktop.models.rows import SessionRow
    from kairos_desktop.services.queries.sessions import SessionCard


class Duty(NamedTuple):
    """One line: what is known, what is to be watched, and the act of the page, if there is one."""

    text: str
    warnings: tuple[str, ...] = ()
    act: str = ""
    label: str = ""


def duties(card: SessionCard) -> Iterator[Duty]:
    """The lines of a session, in the order in which they come."""
    yield length_duty(card.session)
    if card.handed.people:
        text = handed_text(card.handed.people, card.handed.lacking)
        yield Duty(text, act="handed", label=HAND_DOCUMENTS)
    if elects_delegates(card.session):
        text = delegates_text(card.delegates, card.vote)
        yield Duty(text, act="delegates", label=RECORD_DELEGATES)


def length_duty(session: SessionRow) -> Duty:
    """Full time or part time, and what a funder would ask of the length (R6341-15)."""
    found = length_warnings(session.starts_on, session.ends_on, session.hours_total)
    return Duty(length_text(session), tuple(sentence(each) for each in found))


class DutiesCard(QFrame):
    """The lines, each with its warnings and its button below; `do` plays an act of the page."""

    def __init__(self, lines: Iterable[Duty], do: Callable[[str], None]) -> None:
        super().__init__()
        set_look(self, "card")
        column = QVBoxLayout(self)
        side = metrics.px(16)
        column.setContentsMargins(side, metrics.px(12), side, side)
        column.setSpacing(metrics.px(8))
        column.addWidget(_line("Obligations", "section"))
        for duty in lines:
            column.addLayout(_drawn(duty, do))


def _drawn(duty: Duty, do: Callable[[str], None]) -> QVBoxLayout:
    words = QVBoxLayout()
    words.setSpacing(metrics.px(4))
    words.addWidget(_line(duty.text, "sentence"))
    for warning in duty.warnings:
        words.addWidget(Banner("warn", warning))
    if duty.act:
        row = QHBoxLayout()
        row.addWidget(button(duty.label, lambda: do(duty.act)))
        row.addStretch(1)
        words.addLayout(row)
    return words


def _line(text: str, look: str) -> Label:
    made = Label(text)
    made.setWordWrap(True)
    set_look(made, look)
    return made
