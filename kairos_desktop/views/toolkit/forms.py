# SPDX-License-Identifier: MIT
"""A form: fields by name, on one or several columns, read and checked together."""

from collections.abc import Mapping
from typing import Any, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from kairos_desktop.views.toolkit import metrics
from kairos_desktop.views.toolkit.announce import announce
from kairos_desktop.views.toolkit.fields import Field
from kairos_desktop.views.toolkit.label import Label
from kairos_desktop.views.toolkit.theme import set_look

_COLUMNS = 12
F = TypeVar("F", bound=Field)


class Form(QWidget):
    """Fields in the order that they were added, which is also the order of Tab.

    Signals:
        edited(): the person changed a value.
    """

    edited = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._fields: dict[str, Field] = {}
        self._line: QHBoxLayout | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(metrics.px(14))
        self._legend = Label("* obligatoire")
        set_look(self._legend, "small")
        self._legend.hide()
        self._column.addWidget(self._legend)

    def add(self, name: str, field: F, *, beside: bool = False) -> F:
        """Add a field on a new line, or beside the one before."""
        self._fields[name] = field
        if not beside or self._line is None:
            self._line = QHBoxLayout()
            self._line.setSpacing(metrics.px(16))
            self._column.insertLayout(self._column.count() - 1, self._line)
        self._line.addWidget(field, 1, Qt.AlignmentFlag.AlignTop)
        self._legend.setVisible(any(each.is_required for each in self._fields.values()))
        field.edited.connect(self.edited)
        return field

    def add_heading(self, text: str) -> None:
        """Add a title between two groups of fields."""
        label = Label(text)
        set_look(label, "section")
        self._line = None
        self._column.insertWidget(self._column.count() - 1, label)

    def add_widget(self, widget: QWidget) -> None:
        """Add something that is not a field, on its own line."""
        self._line = None
        self._column.insertWidget(self._column.count() - 1, widget)

    def field(self, name: str) -> Field:
        """Give a field by its name."""
        return self._fields[name]

    def values(self) -> dict[str, Any]:
        """Give every value by name, as typed."""
        return {name: field.value() for name, field in self._fields.items()}

    def set_values(self, values: Mapping[str, Any]) -> None:
        """Show these values; the other fields keep theirs."""
        for name, value in values.items():
            self._fields[name].set_value(value)

    def checked(self) -> dict[str, Any] | None:
        """Give the values when every field can be taken; else say why, field by field."""
        problems = {name: field.problem() for name, field in self._fields.items()}
        return None if self.show_errors(problems) else self.values()

    def show_errors(self, errors: Mapping[str, str]) -> bool:
        """Say why fields are wrong, go to the first one; give whether there was one."""
        wrong = [name for name, sentence in errors.items() if sentence]
        for name, field in self._fields.items():
            field.show_error(errors.get(name, ""))
        if wrong:
            first = self._fields[wrong[0]]
            first.control.setFocus(Qt.FocusReason.OtherFocusReason)
            announce(first.control, f"{first.label} : {errors[wrong[0]]}")
        return bool(wrong)


class FieldGrid(QWidget):
    """Fields side by side on twelve columns, where a form has more than a dialogue's."""

    def __init__(self) -> None:
        super().__init__()
        self._rows = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(metrics.px(16))
        self._grid.setVerticalSpacing(metrics.px(12))
        for column in range(_COLUMNS):
            self._grid.setColumnStretch(column, 1)

    def add(self, *fields: tuple[Field, int]) -> None:
        """Add a line of fields, each with how many of the twelve columns it takes."""
        column = 0
        for field, span in fields:
            self._grid.addWidget(field, self._rows, column, 1, span, Qt.AlignmentFlag.AlignTop)
            column += span
        self._rows += 1
