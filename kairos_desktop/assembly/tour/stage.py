# SPDX-License-Identifier: MIT
"""What a step holds: the window, the clock, the album; and the questions that it waits for."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView

from kairos_desktop.assembly.tour import hands
from kairos_desktop.assembly.tour.script import TICK_MS
from kairos_desktop.models.paris import PARIS
from kairos_desktop.models.vocabulary import DocumentKind, SlotKind
from kairos_desktop.services.paper_drawing import draw
from kairos_desktop.services.queries import enrolments, registrations, sessions
from kairos_desktop.services.queries.registrations import RegistrationFilter
from kairos_desktop.services.rules.lists import Tab

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date, time
    from pathlib import Path
    from uuid import UUID

    from kairos_desktop.assembly.tour.quiet import WatchedLanes
    from kairos_desktop.services.acts.act import Act
    from kairos_desktop.services.profile import OpenProfile
    from kairos_desktop.services.workspace import Workspace
    from kairos_desktop.views.shell.main_window import MainWindow

    Steps = Iterator[Callable[[], bool]]

MORNING = datetime(2026, 11, 23, 9, 0, tzinfo=PARIS)
"""A fixed day, so that the pictures are the same whenever the tour is played."""


# An answer asks for more: a page is quiet when nothing was asked for some turns of the loop.
_QUIET_TICKS = 3


class Clock:
    """The civil moment of the tour, moved by hand."""

    def __init__(self) -> None:
        self.now = MORNING

    def go(self, day: date, at: time) -> None:
        """Go to this moment."""
        self.now = datetime.combine(day, at, PARIS)

    def __call__(self) -> datetime:
        self.now += timedelta(milliseconds=1)
        return self.now


class Tour:
    """Everything that the steps hold: the window, the profile, the album."""

    def __init__(
        self,
        window: MainWindow,
        lanes: WatchedLanes,
        profile: OpenProfile,
        workspace: Workspace,
        clock: Clock,
        out: Path,
    ) -> None:
        self.window = window
        self.lanes = lanes
        self.profile = profile
        self.workspace = workspace
        self.clock = clock
        self.out = out
        self.pictures: list[dict[str, str]] = []
        self.facts: dict[str, object] = {}

    def picture(self, name: str, what: str) -> None:
        """Take the next numbered picture."""
        file = f"{len(self.pictures) + 1:02d}-{name}.png"
        hands.photograph(self.window, self.out / file)
        self.pictures.append({"file": file, "what": what})

    def settled(self, milliseconds: int = 150) -> Callable[[], bool]:
        """A question that becomes true once all is read and drawn: for a picture, no decision."""
        asked, quiet = [0], [0]

        def is_settled() -> bool:
            asked[0] += TICK_MS
            quiet[0] = quiet[0] + 1 if self.lanes.is_quiet else 0
            return asked[0] > milliseconds and quiet[0] > _QUIET_TICKS

        return is_settled

    def the_session(self) -> UUID:
        """The session that the tour recruits on."""
        return self.workspace.read(sessions.ids_for)[0]

    def enrolled(self) -> list[enrolments.EnrolmentLine]:
        """Those who are enrolled on it, as the screen reads them."""
        ids = self.workspace.read(enrolments.ids_for, self.the_session())
        return self.workspace.read(enrolments.rows_for, ids)

    def record(self, acts: Sequence[Act]) -> None:
        """Record what was typed on another day, with no sentence of it in the bar."""
        recorded = self.workspace.record(list(acts))
        self.window.desk.hub.changed.emit(recorded.changes)

    def save_last(self, kind: DocumentKind, fact: str, file: str) -> None:
        """Keep the first paper of a kind as a PDF beside the pictures; the JSON says so."""
        paper = next(paper for line in self.enrolled() if (paper := line.paper(kind)) is not None)
        drawn = draw(self.profile, self.workspace, paper)
        (self.out / file).write_bytes(drawn.pdf)
        self.facts[fact] = {"number": paper.number, "pages": drawn.pages}

    def lines(self, tab: Tab, kind: SlotKind) -> list[registrations.RegistrationLine]:
        """One of the three lists, as the screen reads it."""
        asked = RegistrationFilter(session_id=self.the_session(), kind=kind, tab=tab)
        ids = self.workspace.read(registrations.ids_for, asked)
        return self.workspace.read(registrations.rows_for, ids)

    def slots(self) -> int:
        """How many slots the session has."""
        return len(self.workspace.read(sessions.slots_of, self.the_session()))

    def table(self) -> QAbstractItemView:
        """The list that shows."""
        tables = [
            view
            for view in self.window.pages.findChildren(QAbstractItemView)
            if view.isVisible() and view.model() is not None and view.model().columnCount() > 2
        ]
        if not tables:
            raise hands.NotSeen("liste")
        return tables[0]

    def take_table(self) -> QAbstractItemView:
        """The list that shows, the keyboard in it."""
        self.window.activateWindow()
        table = self.table()
        table.setFocus(Qt.FocusReason.OtherFocusReason)
        return table

    def rows(self) -> int:
        """How many lines the list that shows has; none where it is empty, and says why."""
        try:
            return self.table().model().rowCount()
        except hands.NotSeen:
            return 0


def closed() -> bool:
    """Whether no dialogue is open any more."""
    return hands.dialog() is None


def no_dialog_then(question: Callable[[], object]) -> Callable[[], bool]:
    """Whether the dialogue has closed and the question is true."""
    return lambda: closed() and bool(question())
