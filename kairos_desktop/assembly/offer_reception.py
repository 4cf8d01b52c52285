# SPDX-License-Identifier: MIT
"""Brings the offer that the server imported to the post of an opened window, beside the exchange.

After an exchange that succeeded, and not before: nothing of it is loaded on a post that works
alone, nor while the window opens. A thread of its own waits for the network and the child process.
"""

from __future__ import annotations

import logging
from functools import partial
from threading import Event, Thread
from time import monotonic
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import ExitStack
    from datetime import datetime

    from kairos_desktop.services.catalogue.summary import Preview
    from kairos_desktop.services.profile import OpenProfile
    from kairos_desktop.services.sync.membership import Line
    from kairos_desktop.views.toolkit.desk import Desk

_log = logging.getLogger(__name__)

EVERY = 900.0
"""Seconds between two looks: the server imports a file a day, mostly."""
SOON = 60.0
"""Seconds before another try, where the server or an import that is prepared said no."""
_PATIENCE = 5.0
"""Seconds for the thread to end once the line is cut and the child process killed."""


class OfferReception(QObject):
    """`look` after each exchange; it asks the server when a quarter of an hour has passed."""

    def __init__(
        self,
        desk: Desk,
        profile: OpenProfile,
        now: Callable[[], datetime],
        held: ExitStack,
    ) -> None:
        """To be made before the courier: its end waits for that of the line."""
        super().__init__(desk)
        self._desk, self._now = desk, now
        self._catalogue, self._key = profile.profile.catalogue, profile.key
        self._siret = profile.profile.card.siret
        self._next_look = 0.0
        self._stop = Event()
        self._thread: Thread | None = None
        held.callback(self.close)

    def look(self, line: Line | None) -> None:
        """Ask the server, unless it was asked a moment ago or is being asked."""
        running = self._thread is not None and self._thread.is_alive()
        if line is None or running or monotonic() < self._next_look:
            return
        self._thread = Thread(target=self._run, args=(line,), name="offer", daemon=True)
        self._thread.start()

    def ask_now(self) -> None:
        """Ask the server after the next exchange, whenever it was asked last: a person wants it."""
        self._next_look = 0.0

    def close(self) -> None:
        """Receive nothing more; what came is kept for the next time."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join(_PATIENCE)

    def _run(self, line: Line) -> None:
        from kairos_desktop.models.failures import StorageFailure
        from kairos_desktop.services.catalogue.refusals import ImportCancelled, ImportRefused
        from kairos_desktop.services.sync.exchange import NoContact, Unserved
        from kairos_desktop.services.sync.offer_post import receive

        try:
            took = receive(
                line.wire.ask, self._catalogue, self._key, self._siret, self._now(),
                self._stop.is_set,
            )  # fmt: skip
        except (NoContact, ImportCancelled):
            # What came is kept: the next exchange goes on with it.
            return
        except (Unserved, ImportRefused):
            # An import that is being prepared comes first; the exchange says what ails the server.
            self._next_look = monotonic() + SOON
            return
        except StorageFailure:
            self._next_look = monotonic() + EVERY
            # A full disk is told by what the person does; nothing of the offer is lost.
            _log.warning("The offer could not be received", exc_info=True)
            return
        except Exception:
            # A line that was closed under it fails in ways of its own.
            if not self._stop.is_set():
                raise
            return
        self._next_look = monotonic() + EVERY
        if took is not None and not self._stop.is_set():
            self._desk.lanes.post(partial(self._on_taken, took))

    def _on_taken(self, took: Preview) -> None:
        from kairos_desktop.services.catalogue.generations import OFFER
        from kairos_desktop.services.ledger import ChangeSet
        from kairos_desktop.services.wording.offer_words import received_sentence

        self._desk.hub.changed.emit(ChangeSet(frozenset({OFFER}), origin="exchange"))
        if not took.changes_nothing:
            self._desk.say(received_sentence(took))
