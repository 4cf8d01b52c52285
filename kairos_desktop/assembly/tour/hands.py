# SPDX-License-Identifier: MIT
"""What a person does with a window: look for a label, click it, type, and take a picture."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QPoint, QRect, Qt, QTimer
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QLabel, QWidget

from kairos_desktop.views.toolkit.pdf_preview import PdfPreview

if TYPE_CHECKING:
    from pathlib import Path

W = TypeVar("W", bound=QWidget)

_VEIL = 90


class NotSeen(LookupError):
    """No visible, enabled control has this label."""


def seen(root: QWidget, kind: type[W], label: str = "") -> W | None:
    """The first control of a kind that shows and can be used, with this visible label."""
    for widget in (root, *root.findChildren(QWidget)):
        if (
            isinstance(widget, kind)
            and widget.isVisible()
            and widget.isEnabled()
            and label in ("", _label_of(widget), widget.accessibleName())
        ):
            return widget
    return None


def find(root: QWidget, kind: type[W], label: str = "") -> W:
    """The same, or NotSeen with the label."""
    widget = seen(root, kind, label)
    if widget is None:
        raise NotSeen(f"{kind.__name__} « {label} »")
    return widget


def dialog() -> QDialog | None:
    """The dialogue in front, if any."""
    shown = [w for w in QApplication.topLevelWidgets() if isinstance(w, QDialog) and w.isVisible()]
    return shown[-1] if shown else None


def dialog_is_active() -> bool:
    """Whether a dialogue is in front and has the keyboard: only then are keys for it."""
    found = dialog()
    if found is not None and not found.isActiveWindow():
        found.activateWindow()
    return found is not None and found.isActiveWindow()


def front() -> QDialog:
    """The dialogue in front; NotSeen where there is none."""
    found = dialog()
    if found is None:
        raise NotSeen("dialogue")
    return found


def click(root: QWidget, label: str) -> None:
    """Click a button by its label."""
    QTest.mouseClick(find(root, QAbstractButton, label), Qt.MouseButton.LeftButton)


def click_and_go_on(root: QWidget, label: str) -> None:
    """Click a button whose dialogue keeps the click until it closes: the script goes on."""
    clicked = find(root, QAbstractButton, label)
    QTimer.singleShot(0, clicked, clicked.click)


def paper_shows() -> bool:
    """Whether a preview is in front and its first page is drawn."""
    box = dialog()
    return isinstance(box, PdfPreview) and any(
        not page.pixmap().isNull() for page in box.findChildren(QLabel)
    )


def write(root: QWidget, kind: type[QWidget], label: str, text: str) -> None:
    """Replace the text of a field by typing."""
    field = find(root, kind, label)
    field.setFocus(Qt.FocusReason.OtherFocusReason)
    QTest.keyClick(field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(field, text)


def press(widget: QWidget, *keys: Qt.Key | str) -> None:
    """Press keys one after the other."""
    for key in keys:
        if isinstance(key, str):
            QTest.keyClicks(widget, key)
        else:
            QTest.keyClick(widget, key)


def press_with_control(widget: QWidget, key: Qt.Key) -> None:
    """Press Ctrl and a key."""
    QTest.keyClick(widget, key, Qt.KeyboardModifier.ControlModifier)


def first_row(table: QWidget) -> None:
    """Choose the first line of a list."""
    QTest.keyClick(table, Qt.Key.Key_Home, Qt.KeyboardModifier.ControlModifier)


def photograph(window: QWidget, path: Path) -> None:
    """The window as it stands, with the dialogue in front of it if there is one."""
    picture = window.grab()
    box = dialog()
    if box is not None:
        _lay_over(picture, window, box)
    picture.save(str(path))


def _lay_over(picture: QPixmap, window: QWidget, box: QDialog) -> None:
    shot = box.grab()
    scale = picture.devicePixelRatio()
    size = QRect(QPoint(), shot.size() / scale)
    size.moveCenter(window.rect().center())
    painter = QPainter(picture)
    painter.fillRect(window.rect(), QColor(0, 0, 0, _VEIL))
    painter.drawPixmap(size.topLeft(), shot)
    painter.end()


def _label_of(widget: QWidget) -> str:
    return widget.text() if isinstance(widget, QAbstractButton) else ""
