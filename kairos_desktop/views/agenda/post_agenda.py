# SPDX-License-Identifier: MIT
"""What this post does with the calendar outside the window: a file that is followed, notices."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from kairos_desktop.services.post_settings import AgendaChoices
from kairos_desktop.views.agenda.announcing import Announcer, Notices
from kairos_desktop.views.agenda.subscription import Subscription

if TYPE_CHECKING:
    from collections.abc import Callable

    from kairos_desktop.services.exchange.calendar_feed import Updated
    from kairos_desktop.views.toolkit.desk import Desk


class PostAgenda(QObject):
    """The choices of one profile on this post, and what serves them.

    Signals:
        changed(): the choices, or what became of the file.
    """

    changed = Signal()

    def __init__(
        self,
        desk: Desk,
        notices: Notices,
        choices: AgendaChoices,
        keep: Callable[[AgendaChoices], object],
    ) -> None:
        super().__init__(desk)
        self._desk, self._keep, self._choices = desk, keep, choices
        self.notices = notices
        self.last: Updated | None = None
        self._subscription = Subscription(desk, self.choices)
        self._subscription.told.connect(self._on_told)
        self._announcer = Announcer(desk, notices, self._minutes)

    def start(self) -> None:
        """What happened while nobody looked: the file may be older than the data."""
        self._subscription.update_soon()
        self._announcer.look()

    def choices(self) -> AgendaChoices:
        """Give the choices taken."""
        return self._choices

    def choose(self, choices: AgendaChoices) -> None:
        """Take other choices, remember them, serve them at once."""
        self._choices = choices
        self.last = None
        # Beside the acts: one small file, written in their order.
        self._desk.lanes.write(lambda: self._keep(choices), _ignore, _ignore)
        self.changed.emit()
        self._subscription.update()
        self._announcer.look()

    def _minutes(self) -> int:
        return self._choices.announce_before

    def _on_told(self, done: Updated) -> None:
        self.last = done
        self.changed.emit()


def _ignore(_answer: object) -> None:
    """A disk that does not take it costs these choices at the next start."""
