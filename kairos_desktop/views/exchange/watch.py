# SPDX-License-Identifier: MIT
"""Keeps the frame of the window true to the exchange: pill, counter, acts to send.

A post that works alone pays one small read at its opening, and nothing after.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from kairos_desktop.services.wording.exchange_words import acts
from kairos_desktop.views.exchange import reads
from kairos_desktop.views.exchange.lease_notice import is_hidden, lease_notice
from kairos_desktop.views.exchange.state_pill import state_pill

if TYPE_CHECKING:
    from kairos_desktop.services.exchange_seen import ExchangeState
    from kairos_desktop.views.exchange.keeper import ExchangeKeeper
    from kairos_desktop.views.toolkit.desk import Desk

# « Hors ligne depuis 5 min » moves on alone.
_TOLD_AGAIN_MS = 30_000


class ExchangeWatch(QObject):
    """Reads the state again after every change, and tells it.

    Signals:
        told(Pill, str): what the top bar shows, and why.
        counted(int): lines of « À régulariser » that are mine.
        joined(bool): whether the post has joined a server, each time it is read.
        acts_told(str): the acts to send, for the status bar.
        lease_told(notice): what must be seen above every page of the lease, None for nothing.
        veiled(bool): personal data has just been hidden, or is shown again.
        settled(): rows may be marked otherwise than before, though none of them changed.
        moved(): the exchange stands elsewhere, or its last contact is older: who shows it reads it.
    """

    told = Signal(object, str)
    counted = Signal(int)
    joined = Signal(bool)
    acts_told = Signal(str)
    settled = Signal()
    moved = Signal()
    lease_told = Signal(object)
    veiled = Signal(bool)

    def __init__(self, desk: Desk, keeper: ExchangeKeeper, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._keeper = desk, keeper
        self._state: ExchangeState | None = None
        self._again = QTimer(self)
        self._again.setInterval(_TOLD_AGAIN_MS)
        self._again.timeout.connect(self._tell_again)
        self._listens = False
        self._hides = False

    @property
    def state(self) -> ExchangeState | None:
        """What was read last; None on a post that works alone."""
        return self._state

    def read(self) -> None:
        """Read the state again: at the opening, and after each exchange."""
        self._desk.read(
            reads.state,
            self._keeper.operator,
            self._keeper.post,
            done=self._on_read,
            owner=self,
            key="exchange",
        )

    def _on_read(self, state: ExchangeState | None) -> None:
        before, self._state = self._state, state
        self.joined.emit(state is not None)
        if state is not None and not self._listens:
            self._listens = True
            self._desk.hub.changed.connect(self.read)
            self._again.start()
        self._tell()
        if state is not None and before is not None:
            if _is_answered(before, state):
                self.settled.emit()
            if state != before:
                self.moved.emit()

    def _tell_again(self) -> None:
        self._tell()
        self.moved.emit()

    def _tell(self) -> None:
        state = self._state
        self.told.emit(*state_pill(state, self._desk.now()))
        self.lease_told.emit(lease_notice(state, self._desk.now()))
        hides = state is not None and is_hidden(state, self._desk.now())
        if hides != self._hides:
            self._hides = hides
            self.veiled.emit(hides)
        if state is not None:
            self.counted.emit(state.mine)
            count = state.to_send
            self.acts_told.emit(f"{acts(count)} à envoyer" if count else "Aucun acte à envoyer")


def _is_answered(before: ExchangeState, after: ExchangeState) -> bool:
    """Whether something else than a new act of this post happened: rows lose or change marks."""
    waited, waits = before.to_send + before.unconfirmed, after.to_send + after.unconfirmed
    told = (before.doubtful, before.to_settle) != (after.doubtful, after.to_settle)
    return waits < waited or told
