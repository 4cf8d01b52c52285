# SPDX-License-Identifier: MIT
"""The calendar outside the window: its choices on this post, and the desktop's own notices."""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QSystemTrayIcon

from kairos_desktop.services import desktop_notices
from kairos_desktop.services.post_settings import AgendaChoices
from kairos_desktop.views.agenda.post_agenda import PostAgenda

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from kairos_desktop.services.profile_door import LocalDoor
    from kairos_desktop.views.toolkit.desk import Desk

_NO_BUS = "Ce bureau n’affiche pas d’annonces : aucune ne se montrera. Le calendrier, lui, est là."
_SHOWN_MS = 30_000


class DesktopNotices(QObject):
    """By the session bus on Linux, by the tray elsewhere; nothing where there is neither."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self._tray: QSystemTrayIcon | None = None

    def show(self, title: str, text: str) -> None:
        """Show it, or nothing at all."""
        if desktop_notices.has_bus():
            self._desk.lanes.read(partial(_show, title, text), _ignore, _ignore, self)
        elif QSystemTrayIcon.isSystemTrayAvailable():
            self._by_tray(title, text)

    def ask_why_not(self, answered: Callable[[str], None]) -> None:
        """Answer why notices do not show here; "" where they do."""
        if not desktop_notices.has_bus():
            answered("" if QSystemTrayIcon.isSystemTrayAvailable() else _NO_BUS)
            return

        def on_answer(can: bool) -> None:
            answered("" if can else _NO_BUS)

        self._desk.fetch(desktop_notices.can_show, done=on_answer, owner=self, key="notices")

    def _by_tray(self, title: str, text: str) -> None:
        if self._tray is None:
            icon = QApplication.windowIcon()
            self._tray = QSystemTrayIcon(icon, self)
            self._tray.setToolTip("Kairos Desktop")
        self._tray.show()
        self._tray.showMessage(title, text, self._tray.icon(), _SHOWN_MS)


def started_agenda(desk: Desk, door: LocalDoor | None, folder: Path) -> PostAgenda:
    """What serves a profile's choices on this post; a throw-away profile is not remembered."""
    choices = door.agenda(folder) if door else AgendaChoices(announce_before=0)
    keep = partial(door.keep_agenda, folder) if door else _ignore
    made = PostAgenda(desk, DesktopNotices(desk), choices, keep)
    made.start()
    return made


def _show(title: str, text: str) -> None:
    """Show it by the bus, where somebody shows notices. Lane: read."""
    with suppress(desktop_notices.NoNotices):
        desktop_notices.show(title, text)


def _ignore(_answer: object) -> None:
    """Nobody to tell: the calendar itself shows the meeting."""
