# SPDX-License-Identifier: MIT
"""« Gestion des comptes », wired to the line of this post; changes of rights told as they come."""

from __future__ import annotations

import logging
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from shiboken6 import isValid

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import ExitStack
    from uuid import UUID

    from kairos_desktop.assembly.exchange_wiring import WiredExchange
    from kairos_desktop.services.ledger import ChangeSet
    from kairos_desktop.services.queries.accounts import RightsLine
    from kairos_desktop.services.sync.directory import Directory
    from kairos_desktop.services.sync.membership import ServerRefused
    from kairos_desktop.views.toolkit.desk import Desk

_log = logging.getLogger(__name__)


class WiredPeople(QObject):
    """What the page asks for. A slow network holds up neither a list nor a write.

    `directory` gives the line of now; `held` lets go of the thread when the window closes.
    """

    def __init__(
        self,
        desk: Desk,
        exchange: WiredExchange,
        directory: Callable[[], Directory | None],
        held: ExitStack,
    ) -> None:
        super().__init__(desk)
        self._desk, self._exchange, self._directory = desk, exchange, directory
        self.post = exchange.post
        self._net = ThreadPoolExecutor(1, thread_name_prefix="people")
        # What is under way is cut with the line; nobody waits for it.
        held.callback(partial(self._net.shutdown, wait=False, cancel_futures=True))

    def ask(
        self,
        job: Callable[[Directory], Any],
        done: Callable[[Any], None],
        refused: Callable[[ServerRefused], None],
        owner: QObject,
    ) -> None:
        """Run a job over the network; its answer comes back unless `owner` is gone."""
        directory = self._directory()
        self._net.submit(self._run, directory, job, done, refused, owner)

    def synchronise(self) -> None:
        """Ask for an exchange now."""
        self._exchange.synchronise()

    def can_join(self) -> bool:
        """Whether a server can be joined from this window."""
        return self._exchange.can_join()

    def ask_join(self) -> None:
        """Begin « Rejoindre un serveur… »."""
        self._exchange.ask_join()

    def _run(
        self,
        directory: Directory | None,
        job: Callable[[Directory], Any],
        done: Callable[[Any], None],
        refused: Callable[[ServerRefused], None],
        owner: QObject,
    ) -> None:
        from kairos_desktop.services.sync.membership import ServerRefused

        try:
            if directory is None:
                raise ServerRefused("not_connected")
            answer = partial(done, job(directory))
        except ServerRefused as why:
            answer = partial(refused, why)
        except Exception:  # noqa: BLE001 - whatever it is, a person waits for an answer
            _log.exception("A request about people or posts failed")
            answer = partial(refused, ServerRefused("fault"))
        self._desk.lanes.post(partial(_deliver, owner, answer))


class RightsHeard(QObject):
    """Says each change of rights that an exchange brings, whoever made it elsewhere."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self._last: UUID | None = None
        desk.read(_latest, done=self._begin, owner=self, key="rights")

    def _begin(self, line: RightsLine | None) -> None:
        # What was there at the opening is no news.
        self._last = line.id if line else None
        self._desk.hub.changed.connect(self._on_changed)

    def _on_changed(self, changes: ChangeSet | None) -> None:
        if changes is not None and changes.origin == "exchange" and "account" in changes.tables:
            self._desk.read(_latest, done=self._tell, owner=self, key="rights")

    def _tell(self, line: RightsLine | None) -> None:
        if line is None or line.id == self._last:
            return
        self._last = line.id
        from kairos_desktop.services.wording.account_words import rights_sentence

        self._desk.say(rights_sentence(line))


def _latest(conn: Any, org: UUID) -> RightsLine | None:
    from kairos_desktop.services.queries.accounts import rights_journal

    return next(iter(rights_journal(conn, org)), None)


def _deliver(owner: QObject, answer: Callable[[], None]) -> None:
    if isValid(owner):
        answer()
