# SPDX-License-Identifier: MIT
"""The fields of a form: a label, a control, a hint, and the reason when it is wrong."""

from abc import abstractmethod
from collections.abc import Callable, Sequence
from datetime import date, time
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from kairos_desktop.views.toolkit import metrics
from kairos_desktop.views.toolkit.action_choice import choose_in_box
from kairos_desktop.views.toolkit.field_parsing import parse_date, parse_time, show_date, show_time
from kairos_desktop.views.toolkit.label import Label
from kairos_desktop.views.toolkit.theme import set_look
from kairos_desktop.views.toolkit.type_ahead import Search, Suggestion, TypeAhead

T = TypeVar("T")

MISSING = "À remplir."
_DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")


class Field(QWidget):
    """Base of all fields.

    Signals:
        edited(): the person changed the value.
    """

    edited = Signal()

    def __init__(
        self, label: str, control: QWidget, *, is_required: bool = False, hint: str = ""
    ) -> None:
        super().__init__()
        self.label = label
        self.is_required = is_required
        self.control = control
        self._hint_text = hint
        self._title, self._hint, self._error = Label(label), Label(hint), Label()
        self._title.setBuddy(control)
        control.setAccessibleName(label)
        control.setAccessibleDescription(hint)
        self.setFocusProxy(control)
        self._lay_out_field()
        self._hint.setVisible(bool(hint))
        self._error.hide()

    @abstractmethod
    def value(self) -> Any:
        """Give what was typed, None when it is empty or not understood."""

    @abstractmethod
    def set_value(self, value: Any) -> None:
        """Show a value; None empties the field."""

    def problem(self) -> str:
        """Give why the value cannot be taken, "" when it can."""
        return MISSING if self.is_required and self.value() in (None, "") else ""

    def show_error(self, sentence: str) -> None:
        """Say below the field why it is wrong; "" takes it back."""
        self._error.setText(sentence)
        self._error.setVisible(bool(sentence))
        self._hint.setVisible(bool(self._hint.text()) and not sentence)
        set_look(self.control, "wrong" if sentence else "")
        self.control.setAccessibleDescription(sentence or self._hint.text())

    def error(self) -> str:
        """Give the sentence that shows below the field."""
        return self._error.text()

    def show_hint(self, text: str) -> None:
        """Say something below the field in place of its first hint."""
        self._hint.setText(text or self._hint_text)
        self._hint.setVisible(bool(self._hint.text()) and not self._error.text())

    def _lay_out_field(self) -> None:
        for label, look in (
            (self._title, "label"),
            (self._hint, "small"),
            (self._error, "error"),
        ):
            set_look(label, look)
            label.setWordWrap(True)
        # Alone on its line beside the mark, a label that may wrap would take two lines.
        self._title.setWordWrap(False)
        head = QHBoxLayout()
        head.setSpacing(metrics.px(4))
        head.addWidget(self._title)
        if self.is_required:
            mark = Label("*")
            mark.setToolTip("Obligatoire")
            set_look(mark, "required")
            head.addWidget(mark)
        head.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(metrics.px(4))
        column.addLayout(head)
        for each in (self.control, self._hint, self._error):
            column.addWidget(each)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def _on_edited(self) -> None:
        if self._error.text():
            self.show_error("")
        self.edited.emit()


class TextField(Field):
    """One line of text."""

    def __init__(
        self, label: str, *, is_required: bool = False, hint: str = "", most: int = 200
    ) -> None:
        self._line = QLineEdit()
        self._line.setMaxLength(most)
        super().__init__(label, self._line, is_required=is_required, hint=hint)
        # Not textEdited: a screen reader puts a text in without typing it.
        self._line.textChanged.connect(self._on_edited)

    def text(self) -> str:
        """Give what is typed."""
        return self._line.text()

    def set_text(self, text: str) -> None:
        """Show a text, from its beginning unless somebody is typing there."""
        with QSignalBlocker(self):
            self._line.setText(text)
        if not self._line.hasFocus():
            self._line.setCursorPosition(0)

    def value(self) -> str:
        return self.text().strip()

    def set_value(self, value: str | None) -> None:
        self.set_text(value or "")


class _Lines(QPlainTextEdit):
    """A text box that wishes for one height; the style sheet overrules a fixed one."""

    def __init__(self, height: int) -> None:
        super().__init__()
        self._height = height
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), metrics.px(self._height))


class NotesField(Field):
    """Some lines of text, `height` pixels at 100 % of them; Tab leaves it."""

    def __init__(
        self, label: str, *, is_required: bool = False, hint: str = "", height: int = 84
    ) -> None:
        self._box = _Lines(height)
        self._box.setTabChangesFocus(True)
        super().__init__(label, self._box, is_required=is_required, hint=hint)
        self._box.textChanged.connect(self._on_edited)

    def value(self) -> str:
        return self._box.toPlainText().strip()

    def set_value(self, value: str | None) -> None:
        self._box.setPlainText(value or "")


class _ParsedField(Field):
    """A line whose text is understood when one leaves it."""

    def __init__(self, label: str, *, is_required: bool, hint: str, wrong: str) -> None:
        self._line = QLineEdit()
        self._wrong = wrong
        super().__init__(label, self._line, is_required=is_required, hint=hint)
        self._line.textChanged.connect(self._on_edited)
        self._line.editingFinished.connect(self._on_left)

    @abstractmethod
    def _shown(self, value: Any) -> str:
        """Give how a value is written in the line."""

    def problem(self) -> str:
        if self._line.text().strip() and self.value() is None:
            return self._wrong
        return super().problem()

    def set_value(self, value: Any) -> None:
        with QSignalBlocker(self):
            self._line.setText("" if value is None else self._shown(value))
        self._on_left()

    def _on_left(self) -> None:
        value = self.value()
        if value is not None:
            with QSignalBlocker(self):
                self._line.setText(self._shown(value))
        elif self._line.text().strip():
            self.show_error(self._wrong)


class DateField(_ParsedField):
    """A date typed fast: 7/12, 07122026, 7 déc, demain, +3. The day of the week is said below."""

    def __init__(
        self,
        label: str,
        *,
        is_required: bool = False,
        hint: str = "7/12, 07122026, demain…",
        today: Callable[[], date] = date.today,
    ) -> None:
        self._today = today
        wrong = "Cette date n’est pas comprise : tapez par exemple 7/12/2026."
        super().__init__(label, is_required=is_required, hint=hint, wrong=wrong)

    def value(self) -> date | None:
        return parse_date(self._line.text(), self._today())

    def _shown(self, value: date) -> str:
        return show_date(value)

    def _on_left(self) -> None:
        super()._on_left()
        value = self.value()
        self.show_hint("" if value is None else _DAYS[value.weekday()])


class TimeField(_ParsedField):
    """An hour typed fast: 9h30, 930, 9."""

    def __init__(
        self,
        label: str,
        *,
        is_required: bool = False,
        hint: str = "9h30, 930, 9…",
    ) -> None:
        wrong = "Cette heure n’est pas comprise : tapez par exemple 9h30."
        super().__init__(label, is_required=is_required, hint=hint, wrong=wrong)

    def value(self) -> time | None:
        return parse_time(self._line.text())

    def _shown(self, value: time) -> str:
        return show_time(value)


class NumberField(_ParsedField):
    """A whole number between two bounds; the up and down arrows count."""

    def __init__(
        self, label: str, least: int, most: int, *, is_required: bool = True, hint: str = ""
    ) -> None:
        self._least, self._most = least, most
        wrong = f"Un nombre entier, de {least} à {most}."
        super().__init__(label, is_required=is_required, hint=hint, wrong=wrong)
        self._line.installEventFilter(self)

    def value(self) -> int | None:
        typed = self._line.text().strip()
        number = int(typed) if typed.isdecimal() else None
        return number if number is not None and self._least <= number <= self._most else None

    def _shown(self, value: int) -> str:
        return str(value)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            steps = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}
            value = self.value()
            if event.key() in steps and value is not None:
                counted = value + steps[Qt.Key(event.key())]
                self.set_value(min(max(counted, self._least), self._most))
                self._on_edited()
                return True
        return super().eventFilter(watched, event)


class ChoiceField(Field, Generic[T]):
    """One value among a few; none is taken before the person chooses, when it is required."""

    def __init__(
        self,
        label: str,
        choices: Sequence[tuple[T, str]],
        *,
        is_required: bool = False,
        hint: str = "",
    ) -> None:
        self._box = QComboBox()
        self._members = [member for member, _ in choices]
        self._box.addItems([text for _, text in choices])
        self._box.setPlaceholderText("Choisir…")
        # A long choice is cut rather than making the form wider than its window.
        self._box.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self._box.setMinimumContentsLength(8)
        self._box.setCurrentIndex(-1 if is_required else 0)
        choose_in_box(self._box)
        super().__init__(label, self._box, is_required=is_required, hint=hint)
        self._box.currentIndexChanged.connect(self._on_edited)

    def set_choices(self, choices: Sequence[tuple[T, str]]) -> None:
        """Offer other values; none is taken."""
        self._members = [member for member, _ in choices]
        with QSignalBlocker(self._box):
            self._box.clear()
            self._box.addItems([text for _, text in choices])
            self._box.setCurrentIndex(-1)

    def member(self) -> T:
        """Give the value taken; only for a field that always has one."""
        return self._members[self._box.currentIndex()]

    def set_member(self, member: T) -> None:
        """Take a value."""
        self._box.setCurrentIndex(self._members.index(member))

    def value(self) -> T | None:
        return self.member() if self._box.currentIndex() >= 0 else None

    def set_value(self, value: T | None) -> None:
        self._box.setCurrentIndex(-1 if value is None else self._members.index(value))


class CheckField(Field):
    """A box to tick; its words stand beside it."""

    def __init__(self, label: str, *, hint: str = "") -> None:
        self._box = QCheckBox(label)
        super().__init__(label, self._box, hint=hint)
        self._title.hide()
        self._box.toggled.connect(self._on_edited)

    def value(self) -> bool:
        return self._box.isChecked()

    def set_value(self, value: bool | None) -> None:
        self._box.setChecked(bool(value))


class FindField(Field):
    """A person, a session, a slot… found as one types."""

    def __init__(
        self,
        label: str,
        search: Search,
        *,
        is_required: bool = False,
        hint: str = "",
        placeholder: str = "",
    ) -> None:
        self.line = TypeAhead(search, placeholder)
        super().__init__(label, self.line, is_required=is_required, hint=hint)
        self.line.chosen.connect(self._on_edited)

    def value(self) -> Any:
        choice = self.line.choice()
        return None if choice is None else choice.value

    def set_value(self, value: Suggestion | None) -> None:
        self.line.choose(value)

    def problem(self) -> str:
        if self.line.text().strip() and self.value() is None:
            return "Choisissez une des réponses proposées sous le champ."
        return super().problem()
