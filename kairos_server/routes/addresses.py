# SPDX-License-Identifier: MIT
"""How often one address may try to sign in: a brake before the work, kept in memory only.

What decides is counted per login (directory.throttle); this spares the hashes.
"""

from __future__ import annotations

import threading
from collections import OrderedDict, deque
from collections.abc import Callable
from datetime import datetime, timedelta

MOST = 30
"""Sign-ins from one address in a minute: an office behind one address has room."""
_MINUTE = timedelta(minutes=1)
_REMEMBERED = 10_000


class Addresses:
    """The sign-ins of the last minute, by address. Safe between threads."""

    def __init__(self, now: Callable[[], datetime], most: int = MOST) -> None:
        self._now = now
        self._most = most
        self._tries: OrderedDict[str, deque[datetime]] = OrderedDict()
        self._lock = threading.Lock()

    def wait(self, address: str) -> float | None:
        """Seconds to wait before this address may try; None, and one try counted, if it may."""
        now = self._now()
        with self._lock:
            tries = self._tries.setdefault(address, deque())
            self._tries.move_to_end(address)
            if len(self._tries) > _REMEMBERED:
                self._tries.popitem(last=False)
            while tries and now - tries[0] >= _MINUTE:
                tries.popleft()
            if len(tries) >= self._most:
                return (tries[0] + _MINUTE - now).total_seconds()
            tries.append(now)
            return None
