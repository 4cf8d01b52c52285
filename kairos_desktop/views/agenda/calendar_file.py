# SPDX-License-Identifier: MIT
"""« Exporter l’agenda (.ics)… »: the rendez-vous to come, for another calendar program."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from kairos_desktop.views.agenda import reads
from kairos_desktop.views.toolkit import dialogs

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from kairos_desktop.models.rows import SessionRow
    from kairos_desktop.services.queries.sessions import SlotLine
    from kairos_desktop.views.toolkit.desk import Desk

_BEFORE, _AFTER = timedelta(days=31), timedelta(days=550)


def save_calendar_file(desk: Desk, owner: QWidget) -> None:
    """Ask where, then write what was held in the last month and all that comes."""
    path = dialogs.save_path(owner, "Exporter l’agenda", "rendez-vous.ics", "Agenda (*.ics)")
    if path is None:
        return
    today = desk.now().date()
    write = partial(_write, desk, owner, path if path.suffix else path.with_suffix(".ics"))
    desk.read(reads.slots, today - _BEFORE, today + _AFTER, done=write, owner=owner, key="ics")


def _write(
    desk: Desk, owner: QWidget, path: Path, found: list[tuple[SlotLine, SessionRow]]
) -> None:
    from kairos_desktop.services.exchange.calendar_file import save_calendar

    desk.fetch(partial(save_calendar, path, found, desk.now()), done=desk.say, owner=owner)
