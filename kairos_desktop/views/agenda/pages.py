# SPDX-License-Identifier: MIT
"""The pages of this folder, by their key; each is imported at its first visit."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from kairos_desktop.views.agenda.post_agenda import PostAgenda
    from kairos_desktop.views.toolkit.desk import Desk
    from kairos_desktop.views.toolkit.page import Page


def _calendar(desk: Desk) -> Page:
    from kairos_desktop.views.agenda.calendar_page import CalendarPage

    return CalendarPage(desk)


def _timetable(desk: Desk) -> Page:
    from kairos_desktop.views.agenda.timetable_page import TimetablePage

    return TimetablePage(desk)


def _agenda(agenda: PostAgenda, desk: Desk) -> Page:
    from kairos_desktop.views.agenda.agenda_page import AgendaPage

    return AgendaPage(desk, agenda)


PAGES: dict[str, Callable[[Desk], Page]] = {"calendar": _calendar, "timetable": _timetable}


def agenda_pages(agenda: PostAgenda) -> dict[str, Callable[[Desk], Page]]:
    """Give the page of what this post does with the calendar."""
    return {"agenda": partial(_agenda, agenda)}
