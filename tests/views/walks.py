# SPDX-License-Identifier: MIT
"""What every page owes its user, checked by walking its widgets."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QCheckBox,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QTabBar,
    QWidget,
)

from kairos_desktop.views.toolkit.table import ActTable

_ROOM = 150
"""Pixels under which a name is not told from another."""


def focusable(root: QWidget) -> list[QWidget]:
    """Give the widgets that Tab may reach, hidden tabs and drawers left out."""
    return [
        each
        for each in root.findChildren(QWidget)
        if each.focusPolicy() & Qt.FocusPolicy.TabFocus
        and each.isVisibleTo(root)
        and each.focusProxy() is None
        # The inside of a composite control: its owner is the one that is named.
        and not isinstance(each.parent(), QComboBox)
        and not each.objectName().startswith("qt_")
    ]


def visible_label(widget: QWidget) -> str | None:
    """Give the words that one sees for a control; None for a view or a field without a label."""
    if isinstance(widget, QAbstractButton) and widget.text():
        return widget.text().replace("&&", "&").removesuffix(" ▾")
    if isinstance(widget, QLineEdit | QPlainTextEdit | QComboBox | QCheckBox):
        window = widget.window()
        labels = [each for each in window.findChildren(QLabel) if each.buddy() is widget]
        return labels[0].text() if labels else None
    return None


def misnamed(root: QWidget) -> list[str]:
    """Give the controls whose accessible name is missing, or is not what one sees."""
    faults: list[str] = []
    for each in focusable(root):
        name, label = each.accessibleName(), visible_label(each)
        if not name:
            faults.append(f"{type(each).__name__} {label or each.objectName()} has no name")
        elif label is not None and name != label:
            faults.append(f"{type(each).__name__} is named {name} and shows {label}")
    return faults


def cut_texts(root: QWidget) -> list[str]:
    """Give the texts that their label or button is too small for, and that no tooltip says."""
    faults: list[str] = []
    for each in root.findChildren(QWidget):
        if not each.isVisibleTo(root) or not each.isVisible():
            continue
        if isinstance(each, QAbstractButton | QLabel) and each.text() and not each.toolTip():
            wraps = isinstance(each, QLabel) and each.wordWrap()
            need = each.fontMetrics().horizontalAdvance(each.text().replace("&&", "&"))
            if not wraps and each.width() < need:
                faults.append(f"{each.text()!r} has {each.width()} of {need} px")
    return faults


def crammed_lists(root: QWidget) -> list[str]:
    """Give the lists that scroll sideways, or leave no room for what they are about."""
    return [
        each.accessibleName()
        for each in root.findChildren(ActTable)
        if each.isVisible() and _is_crammed(each)
    ]


def _is_crammed(table: ActTable) -> bool:
    header = table.horizontalHeader()
    stretched = [
        header.sectionSize(place)
        for place in range(header.count())
        if header.sectionResizeMode(place) is QHeaderView.ResizeMode.Stretch
        and not header.isSectionHidden(place)
    ]
    return table.horizontalScrollBar().maximum() > 0 or min(stretched, default=_ROOM) < _ROOM


def tab_order(root: QWidget) -> list[QWidget]:
    """Give the controls in the order of Tab."""
    wanted = set(focusable(root))
    order: list[QWidget] = []
    widget = root.nextInFocusChain()
    while widget is not root:
        if widget in wanted:
            order.append(widget)
        widget = widget.nextInFocusChain()
    return order


def views_and_tabs(root: QWidget) -> list[QWidget]:
    """Give the lists, trees and tab bars, which carry their own name."""
    return [each for each in focusable(root) if isinstance(each, QAbstractItemView | QTabBar)]
