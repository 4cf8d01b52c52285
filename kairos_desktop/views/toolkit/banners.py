# SPDX-License-Identifier: MIT
"""Permanent messages at the head of a page: a word, a sentence, and sometimes a step."""

from collections.abc import Callable
from typing import Literal, TypeAlias

from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy

from kairos_desktop.views.toolkit import metrics
from kairos_desktop.views.toolkit.buttons import button
from kairos_desktop.views.toolkit.label import Label
from kairos_desktop.views.toolkit.theme import set_look

BannerKind: TypeAlias = Literal["info", "ok", "warn", "danger"]

_WORDS: dict[BannerKind, str] = {
    "info": "À savoir",
    "ok": "Fait",
    "warn": "Attention",
    "danger": "Important",
}


class Banner(QFrame):
    """A message that stays as long as its cause; its word says the kind without the colour."""

    def __init__(
        self,
        kind: BannerKind,
        sentence: str,
        step: str = "",
        on_step: Callable[[], None] | None = None,
        *,
        word: str = "",
    ) -> None:
        super().__init__()
        set_look(self, kind)
        side = metrics.px(metrics.UNIT)
        row = QHBoxLayout(self)
        row.setContentsMargins(2 * side, side, side, side)
        row.setSpacing(side + side // 2)
        spoken = Label(word or _WORDS[kind])
        set_look(spoken, "word")
        self._sentence = Label(sentence)
        set_look(self._sentence, "sentence")
        self._sentence.setWordWrap(True)
        self._sentence.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        row.addWidget(spoken)
        row.addWidget(self._sentence, 1)
        if step and on_step is not None:
            row.addWidget(button(step, on_step))

    def set_sentence(self, sentence: str) -> None:
        """Say something else."""
        self._sentence.setText(sentence)
