# SPDX-License-Identifier: MIT
"""Dialogues: functions that ask and give back a value, the only place that runs `exec`.

A test replaces the function; a page never holds a dialogue.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from kairos_desktop.views.toolkit import metrics
from kairos_desktop.views.toolkit.buttons import button
from kairos_desktop.views.toolkit.fields import ChoiceField, Field, NotesField
from kairos_desktop.views.toolkit.forms import Form
from kairos_desktop.views.toolkit.label import Label
from kairos_desktop.views.toolkit.theme import set_look

if TYPE_CHECKING:
    from PySide6.QtCore import QObject
    from PySide6.QtGui import QShowEvent
    from PySide6.QtPrintSupport import QPrinter

_PRINT_DPI = 300
_WIDTH = 520

Check = Callable[[Mapping[str, Any]], Mapping[str, str]]


def ask(
    parent: QWidget,
    title: str,
    form: Form,
    *,
    accept: str = "Enregistrer",
    lead: str = "",
    check: Check = lambda _values: {},
) -> dict[str, Any] | None:
    """Ask for the values of a form; None when the person gives up.

    `check(values)` gives, by field, why the values cannot go together; "" or nothing when they can.
    """
    dialog = FormDialog(parent, title, form, accept, lead, check)
    dialog.exec()
    taken = dialog.taken
    dialog.deleteLater()
    return taken


def confirm(
    parent: QWidget,
    title: str,
    sentence: str,
    *,
    accept: str,
    reject: str = "Annuler",
    destructive: bool = False,
) -> bool:
    """Ask before an act that cannot be seen at a glance; the sentence says what will happen."""
    form = Form()
    label = Label(sentence)
    label.setWordWrap(True)
    form.add_widget(label)
    dialog = FormDialog(parent, title, form, accept, "", lambda _values: {}, danger=destructive)
    dialog.reject_button.setText(reject)
    dialog.reject_button.setAccessibleName(reject)
    dialog.exec()
    taken = dialog.taken is not None
    dialog.deleteLater()
    return taken


def tell(parent: QWidget, title: str, form: Form, *, lead: str = "") -> None:
    """Show what there is to read or to copy, until the person has done with it."""
    dialog = FormDialog(parent, title, form, "Fermer", lead, lambda _values: {})
    dialog.reject_button.hide()
    dialog.exec()
    dialog.deleteLater()


def pick_reason(
    parent: QWidget,
    title: str,
    reasons: Sequence[tuple[Any, str]],
    *,
    accept: str = "Enregistrer",
    lead: str = "",
    comment: str = "Précision",
) -> tuple[Any, str] | None:
    """Ask for a reason and a few words; None when the person gives up."""
    form = Form()
    form.add("reason", ChoiceField("Motif", reasons, is_required=True))
    form.add("comment", NotesField(comment))
    values = ask(parent, title, form, accept=accept, lead=lead)
    return None if values is None else (values["reason"], values["comment"])


def save_path(parent: QWidget, title: str, name: str, kinds: str) -> Path | None:
    """Ask where to save a file; `kinds` is a Qt filter such as "PDF (*.pdf)"."""
    chosen, _ = QFileDialog.getSaveFileName(parent, title, name, kinds)
    return Path(chosen) if chosen else None


def open_paths(parent: QWidget, title: str, kinds: str) -> list[Path]:
    """Ask for files to read; none when the person gives up."""
    chosen, _ = QFileDialog.getOpenFileNames(parent, title, "", kinds)
    return [Path(each) for each in chosen]


def folder_path(parent: QWidget, title: str) -> Path | None:
    """Ask for a folder; None when the person gives up."""
    chosen = QFileDialog.getExistingDirectory(parent, title)
    return Path(chosen) if chosen else None


def ask_printer(parent: QWidget, title: str) -> QPrinter | None:
    """Ask for a printer in the system's dialogue; None when the person gives up."""
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setResolution(_PRINT_DPI)
    printer.setDocName(title)
    dialog = QPrintDialog(printer, parent)
    dialog.setWindowTitle(f"Imprimer {title}")
    taken = dialog.exec() == QDialog.DialogCode.Accepted
    dialog.deleteLater()
    return printer if taken else None


class FormDialog(QDialog):
    """A form with its two buttons; `taken` holds the values once accepted."""

    def __init__(
        self,
        parent: QWidget,
        title: str,
        form: Form,
        accept: str,
        lead: str,
        check: Check,
        *,
        danger: bool = False,
    ) -> None:
        super().__init__(parent)
        self.taken: dict[str, Any] | None = None
        self.form = form
        self._check = check
        # Several fields change their height together: one growth for all of them.
        self._growing = QTimer(self)
        self._growing.setSingleShot(True)
        self._growing.timeout.connect(self._grow)
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        # Enter accepts from any field: the button is the default one.
        self.accept_button = button(accept, self._on_accept, look="danger" if danger else "primary")
        self.accept_button.setDefault(True)
        self.reject_button = button("Annuler", self.reject)
        self._lay_out(title, lead)

    def _lay_out(self, title: str, lead: str) -> None:
        unit = metrics.px(metrics.UNIT)
        heading = Label(title)
        set_look(heading, "title")
        heading.setWordWrap(True)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        holder = QWidget()
        inner = QVBoxLayout(holder)
        inner.setContentsMargins(3 * unit, 0, 3 * unit, unit)
        inner.addWidget(self.form)
        inner.addStretch(1)
        scroll.setWidget(holder)
        holder.installEventFilter(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 3 * unit, 0, 0)
        column.setSpacing(2 * unit)
        head = QVBoxLayout()
        head.setContentsMargins(3 * unit, 0, 3 * unit, 0)
        head.setSpacing(unit // 2)
        head.addWidget(heading)
        if lead:
            sentence = Label(lead)
            sentence.setWordWrap(True)
            set_look(sentence, "muted")
            head.addWidget(sentence)
        column.addLayout(head)
        column.addWidget(scroll, 1)
        column.addWidget(self._buttons())
        self._inner, self._scroll = inner, scroll

    def _buttons(self) -> QFrame:
        bar = QFrame()
        set_look(bar, "bar-bottom")
        row = QHBoxLayout(bar)
        unit = metrics.px(metrics.UNIT)
        row.setContentsMargins(3 * unit, unit + unit // 2, 3 * unit, unit + unit // 2)
        row.setSpacing(unit)
        row.addStretch(1)
        row.addWidget(self.reject_button)
        row.addWidget(self.accept_button)
        return bar

    def _on_accept(self) -> None:
        values = self.form.checked()
        if values is None or self.form.show_errors(self._check(values)):
            return
        self.taken = values
        self.accept()

    def first_control(self) -> QWidget | None:
        """Give where typing begins: the first field; None where there is none."""
        shown = (field for field in self.form.findChildren(Field) if not field.isHidden())
        return next(shown, None)

    def showEvent(self, event: QShowEvent) -> None:
        """Take the height of the form, as long as the screen has it; begin in its first field."""
        self.resize(metrics.px(_WIDTH), self.height())
        super().showEvent(event)
        # Only what is laid out knows how high its wrapped sentences are.
        QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
        self._fit(self._missing())
        first = self.first_control()
        if first is not None:
            first.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Grow with the form; it never shrinks under the hand."""
        if event.type() == QEvent.Type.LayoutRequest and self.isVisible():
            self._growing.start(0)
        return super().eventFilter(watched, event)

    def _grow(self) -> None:
        self._fit(max(0, self._missing()))

    def _missing(self) -> int:
        """How much higher the view of the form should be; negative where it leaves a gap."""
        view = self._scroll.viewport()
        if self._inner.hasHeightForWidth():
            return self._inner.totalHeightForWidth(view.width()) - view.height()
        return self._inner.totalSizeHint().height() - view.height()

    def _fit(self, missing: int) -> None:
        if missing:
            room = self.screen().availableGeometry().height() - metrics.px(80)
            self.resize(self.width(), min(self.height() + missing, room))
