# SPDX-License-Identifier: MIT
"""Has the post of an opened window exchange with the back end, if it has joined one.

Nothing of the network is loaded before the window stands, nor ever on a post that works alone.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from kairos_desktop.views.toolkit.lanes import LanesClosed

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import ExitStack

    from kairos_desktop.services.acts.holds import ReleaseHold
    from kairos_desktop.services.ledger import ChangeSet
    from kairos_desktop.services.profile import OpenProfile
    from kairos_desktop.services.sync.courier import Courier, Told
    from kairos_desktop.services.sync.directory import Directory
    from kairos_desktop.services.sync.membership import Line
    from kairos_desktop.services.workspace import Workspace
    from kairos_desktop.views.toolkit.desk import Desk


class WindowCourier(QObject):
    """The courier of a window, from the moment when its post has joined a server.

    `after` is called on the GUI thread after each exchange, whatever became of it.

    Signals:
        exchanged(): an exchange succeeded.
        asked(): a person wants an exchange now.
    """

    exchanged = Signal()
    asked = Signal()

    def __init__(
        self,
        desk: Desk,
        profile: OpenProfile,
        workspace: Workspace,
        held: ExitStack,
        after: Callable[[], None],
    ) -> None:
        super().__init__(desk)
        self._desk, self._profile, self._workspace = desk, profile, workspace
        self._after = after
        self._courier: Courier | None = None
        self._line: Line | None = None
        self._told_problem = ""
        held.callback(self.stop)
        desk.hub.changed.connect(self._on_changed)

    def start(self) -> None:
        """Open the line on a lane; with nothing to do on a post that works alone."""
        self.stop()
        self._desk.fetch(self._open, done=self._on_opened, owner=self, key="line")

    def synchronise(self) -> None:
        """Have an exchange at once: a person asks."""
        self.asked.emit()
        if self._courier is not None:
            self._courier.ask_now()

    def directory(self) -> Directory | None:
        """The accounts and posts over this line; None while there is no line.

        The tokens of a post are renewed at one place only: an older one would end its session.
        """
        from kairos_desktop.services.sync.directory import Directory

        return Directory(self._line.wire) if self._line is not None else None

    def line(self) -> Line | None:
        """The line to the back end; None while there is none."""
        return self._line

    def stop(self) -> None:
        """Have no other exchange; waits for no network."""
        courier, self._courier, self._line = self._courier, None, None
        if courier is not None:
            courier.stop()

    def _open(self) -> tuple[Line, Courier] | None:
        """The line of a post that has joined, and its courier, not started yet. Lane: read."""
        from kairos_desktop.services.sync import membership
        from kairos_desktop.services.sync.courier import Courier
        from kairos_desktop.services.sync.post_tokens import open_tokens

        if not membership.is_joined(self._workspace):
            return None
        tokens = open_tokens(self._profile.profile.card.post_id)
        line = membership.open_line(self._profile, self._workspace, tokens, self._write)
        return line, Courier(
            self._workspace.org,
            line.exchange,
            line.wire,
            self._write,
            self._workspace.now,
            self._tell,
            line.client.close,
        )

    def _write(self, job: Callable[[Any], Any]) -> Any:
        """A job in one transaction on the write lane, waited for on the courier's thread."""
        from kairos_desktop.services.sync.courier import Closing

        try:
            return self._desk.lanes.write_and_wait(partial(self._workspace.write, job))
        except LanesClosed:
            raise Closing from None

    def _on_opened(self, opened: tuple[Line, Courier] | None) -> None:
        if opened is not None:
            self._line, courier = opened
            self._courier = courier
            # Its first look at the disk waits for the write lane: never on the GUI thread.
            self._desk.fetch(courier.start, done=lambda _: None, owner=self)

    def _tell(self, told: Told) -> None:
        """Hear of an exchange on the courier's own thread."""
        self._desk.lanes.post(partial(self._on_told, told))

    def _on_told(self, told: Told) -> None:
        if told.brought is not None and told.brought.changes.tables:
            self._desk.hub.changed.emit(told.brought.changes)
        self._after()
        if told.brought is not None:
            self._give_back()
            self.exchanged.emit()
        if told.problem != self._told_problem:
            self._told_problem = told.problem
            if told.problem not in ("", "no_contact"):
                from kairos_desktop.services.wording.server_sentences import server_sentence

                self._desk.say(server_sentence(told.problem))

    def _give_back(self) -> None:
        """Give back what this post kept of slots that are over: there was a contact again."""
        from kairos_desktop.services.queries import travel

        desk, post = self._desk, self._profile.profile.card.post_id
        desk.read(travel.over, post, desk.now(), done=self._on_over, owner=self, key="over")

    def _on_over(self, acts: list[ReleaseHold]) -> None:
        if acts:
            self._desk.record(acts, "Places gardées et non utilisées : rendues aux autres postes.")

    def _on_changed(self, changes: ChangeSet) -> None:
        if self._courier is not None and changes.origin != "exchange":
            from kairos_desktop.services.sync.courier import CALM

            self._courier.ask(CALM)
