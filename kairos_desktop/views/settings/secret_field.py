# SPDX-License-Identifier: MIT
"""A line that hides what is typed."""

from PySide6.QtWidgets import QLineEdit

from kairos_desktop.views.toolkit.fields import TextField


class SecretField(TextField):
    """A line that hides what is typed; spaces count."""

    def __init__(self, label: str, *, hint: str = "") -> None:
        super().__init__(label, is_required=True, hint=hint)
        self._line.setEchoMode(QLineEdit.EchoMode.Password)

    def value(self) -> str:
        """Give what is typed, as it is."""
        return self.text()
