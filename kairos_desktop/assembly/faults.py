# SPDX-License-Identifier: MIT
"""A defect met by a gesture of the window: kept in the incidents, and said to the person."""

from __future__ import annotations

import sys
import threading
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from kairos_desktop.services import incidents

if TYPE_CHECKING:
    from types import TracebackType

SENTENCE = (
    "Un défaut du programme a interrompu ce geste. Tout ce qui était enregistré est conservé. "
    "Recommencez ; si cela se répète, fermez puis rouvrez Kairos Desktop et transmettez le "
    "fichier « incidents.log »."
)


class Faults(QObject):
    """Hears what no page caught, in a slot or in a thread.

    Signals:
        met(str): the sentence to show.
    """

    met = Signal(str)

    def listen(self) -> None:
        """Hear from now on; Qt hands over the exceptions of slots to the same hook."""
        sys.excepthook = self.caught
        threading.excepthook = self._caught_in_thread

    def caught(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        """Keep the defect and say it; an interruption from the keyboard goes its way."""
        if not issubclass(kind, Exception):
            sys.__excepthook__(kind, error, trace)
            return
        incidents.log.error("A defect", exc_info=(kind, error, trace))
        self.met.emit(SENTENCE)

    def _caught_in_thread(self, args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            self.caught(args.exc_type, args.exc_value, args.exc_traceback)
