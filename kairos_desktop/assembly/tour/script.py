# SPDX-License-Identifier: MIT
"""Plays a script against the real window: do something, wait until it shows, go on.

A script is a generator; what it yields is a question that must become true before it goes on.
The event loop is Qt's own, never pumped by hand.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from PySide6.QtWidgets import QApplication

    Script = Generator[Callable[[], bool], None, None]

TICK_MS = 15
_PATIENCE_MS = 15_000


class ScriptStuck(RuntimeError):
    """What the script waited for never came."""


class Player(QObject):
    """Runs one script in the application's event loop."""

    def __init__(self, app: QApplication, script: Script) -> None:
        super().__init__()
        self._app = app
        self._script = script
        self._question: Callable[[], bool] = lambda: True
        self._waited_ms = 0
        self._trouble: BaseException | None = None
        self._clock = QTimer(self)
        self._clock.setInterval(TICK_MS)
        self._clock.timeout.connect(self._on_tick)

    def run(self) -> None:
        """Play the script to its end; what it raises is raised here."""
        self._clock.start()
        self._app.exec()
        if self._trouble is not None:
            raise self._trouble

    def _on_tick(self) -> None:
        try:
            self._advance()
        except StopIteration:
            self._end()
        except BaseException as trouble:  # noqa: BLE001 - raised again by run, out of the loop
            self._trouble = trouble
            self._end()

    def _advance(self) -> None:
        if self._question():
            self._waited_ms = 0
            self._question = next(self._script)
            return
        self._waited_ms += TICK_MS
        if self._waited_ms > _PATIENCE_MS:
            raise ScriptStuck(f"waited in vain for {self._question!r}")

    def _end(self) -> None:
        self._clock.stop()
        self._app.exit(0)
