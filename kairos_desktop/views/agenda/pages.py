# SPDX-License-Identifier: MIT
"""The pages of this folder, by their key; each is imported at its first visit."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from kairos_desktop.views.toolkit.desk import Desk
    from kairos_desktop.views.toolkit.page import Page


def _calendar(desk: Desk) -> Page:
    from kairos_desktop.views.agenda.calendar_page import CalendarPage

    return CalendarPage(desk)


def _timetable(desk: Desk) -> Page:
    from kairos_desktop.views.agenda.timetable_page import TimetablePage

    return TimetablePage(desk)


PAGES: dict[str, Callable[[Desk], Page]] = {"calendar": _calendar, "timetable": _timetable}
