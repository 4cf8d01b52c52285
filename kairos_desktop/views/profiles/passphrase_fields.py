# SPDX-License-Identifier: MIT
"""A hidden passphrase, the two fields of a new one, and how strong it is in words."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLineEdit,
    QProgressBar,
    QVBoxLayout,
    QWidget,
)

from kairos_desktop.services import passphrases
from kairos_desktop.views.toolkit import metrics
from kairos_desktop.views.toolkit.fields import Field
from kairos_desktop.views.toolkit.label import Label
from kairos_desktop.views.toolkit.theme import set_look

CAPS_LOCK = "La touche Verr. Maj semble activée."
_WORD_BITS = 12
_DIFFERENT = "Les deux saisies ne sont pas identiques : retapez la phrase de passe."
_WEAK = "Cette phrase de passe se devinerait trop vite."
_ADVICE = "Sept mots sans rapport entre eux, ou douze caractères variés. Coller est permis."


class PassphraseField(Field):
    """A line that hides what is typed, never put in a hint, a name or a title."""

    def __init__(self, label: str, *, hint: str = "", is_required: bool = True) -> None:
        self._line = QLineEdit()
        self._line.setEchoMode(QLineEdit.EchoMode.Password)
        self._line.setInputMethodHints(
            Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText
        )
        super().__init__(label, self._line, is_required=is_required, hint=hint)
        self._line.textChanged.connect(self._on_edited)
        self._line.installEventFilter(self)

    def value(self) -> str:
        """Give what is typed, spaces included: they count."""
        return self._line.text()

    def set_value(self, value: str | None) -> None:
        with QSignalBlocker(self):
            self._line.setText(value or "")

    def set_shown(self, shown: bool) -> None:
        """Show what is typed, or hide it."""
        mode = QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password
        self._line.setEchoMode(mode)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Tell from a letter and Shift whether Caps Lock is on: no system says it everywhere."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            letter = event.text()
            if letter.isalpha():
                shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
                self.show_hint(CAPS_LOCK if letter.isupper() != shifted else "")
        return super().eventFilter(watched, event)


class NewPassphrase(QWidget):
    """A passphrase typed twice, with its strength; `known` gives texts that anybody would try.

    Signals:
        edited(): the person changed one of the two.
    """

    edited = Signal()

    def __init__(self, known: Callable[[], tuple[str, ...]]) -> None:
        super().__init__()
        self._known = known
        self.first = PassphraseField("Phrase de passe")
        self.again = PassphraseField("Répétez la phrase de passe")
        self._strength, self._gauge = Label(), QProgressBar()
        self.shown = QCheckBox("Afficher ce que je tape")
        self.shown.setAccessibleName(self.shown.text())
        self.shown.toggled.connect(self._on_shown)
        self._lay_out()
        for field in (self.first, self.again):
            field.edited.connect(self.edited)
        self.first.edited.connect(self.show_strength)
        self.show_strength()

    def text(self) -> str:
        """Give the passphrase."""
        return self.first.value()

    def check(self) -> bool:
        """Say below a field what is wrong with it and go there; give whether all is well."""
        first = self.first.problem()
        if not first and missing_words(self.text(), self._known()):
            first = _WEAK
        second = "" if first or self.again.value() == self.text() else _DIFFERENT
        for field, sentence in ((self.again, second), (self.first, first)):
            field.show_error(sentence)
            if sentence:
                field.control.setFocus()
        return not (first or second)

    def clear(self) -> None:
        """Forget what was typed."""
        for field in (self.first, self.again):
            field.set_value("")
            field.show_error("")
        self.shown.setChecked(False)
        self.show_strength()

    def show_strength(self) -> None:
        """Say how strong the phrase is, while it is typed."""
        text = self.text()
        sentence, look = _strength(text, self._known())
        self._strength.setText(sentence if text else _ADVICE)
        self._gauge.setVisible(bool(text))
        self._gauge.setValue(min(passphrases.ALONE, passphrases.bits(text, self._known())))
        set_look(self._strength, look if text else "small")
        set_look(self._gauge, look)
        self.first.control.setAccessibleDescription(sentence if text else _ADVICE)

    def strength(self) -> str:
        """Give the words that say the strength."""
        return self._strength.text()

    def _on_shown(self, shown: bool) -> None:
        for field in (self.first, self.again):
            field.set_shown(shown)

    def _lay_out(self) -> None:
        self._gauge.setRange(0, passphrases.ALONE)
        self._gauge.setTextVisible(False)
        self._gauge.setAccessibleName("Solidité de la phrase de passe")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(metrics.px(metrics.UNIT))
        both = QHBoxLayout()
        both.setSpacing(metrics.px(2 * metrics.UNIT))
        for field in (self.first, self.again):
            both.addWidget(field, 1, Qt.AlignmentFlag.AlignTop)
        column.addLayout(both)
        for each in (self._gauge, self._strength, self.shown):
            column.addWidget(each)


def missing_words(text: str, known: tuple[str, ...]) -> int:
    """How many words a phrase lacks to be accepted; 0 when it is strong enough."""
    lacking = passphrases.ALONE - passphrases.bits(text, known)
    return max(0, -(-lacking // _WORD_BITS))


def _strength(text: str, known: tuple[str, ...]) -> tuple[str, str]:
    """The strength in words, and the look of these words."""
    missing = missing_words(text, known)
    if not missing:
        return "Solide : personne ne la devinera.", "strength-good"
    more = "un mot" if missing == 1 else f"{missing} mots"
    if missing <= 2:
        return f"Presque : ajoutez {more} sans rapport.", "strength-near"
    return f"Trop facile à deviner : ajoutez {more} sans rapport.", "strength-weak"
