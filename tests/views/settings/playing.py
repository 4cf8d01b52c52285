# SPDX-License-Identifier: MIT
"""Plays the dialogues of these pages: what the person types, what each one showed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QPushButton

from kairos_desktop.views.toolkit.dialogs import FormDialog
from kairos_desktop.views.toolkit.label import Label
from tests.views.walks import misnamed

if TYPE_CHECKING:
    import pytest


class Answers:
    """What the person types in each dialogue, in turn; what each one showed."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.typed: list[dict[str, Any] | None] = []
        self.shown: list[dict[str, Any]] = []
        self.leads: list[str] = []
        self.type_in(monkeypatch)

    def type_in(self, monkeypatch: pytest.MonkeyPatch, *typed: dict[str, Any] | None) -> None:
        self.typed = list(typed)

        def play(dialog: FormDialog) -> int:
            self.shown.append(dialog.form.values())
            self.leads.append(" ".join(each.text() for each in dialog.findChildren(Label)))
            assert not misnamed(dialog)
            for each in dialog.findChildren(QPushButton):
                if each.text().startswith("Copier"):
                    each.click()
            values = self.typed.pop(0) if self.typed else None
            if values is not None:
                dialog.form.set_values(values)
                dialog.accept_button.click()
            return 0

        monkeypatch.setattr(FormDialog, "exec", play)
