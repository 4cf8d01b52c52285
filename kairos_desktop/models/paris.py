# SPDX-License-Identifier: MIT
"""The time of the offices: Europe/Paris, whatever the machine says."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")


_FIRST, _LAST = datetime(1912, 1, 1, tzinfo=PARIS), datetime(9998, 1, 1, tzinfo=PARIS)
"""Before, Paris was nine minutes and some seconds from Greenwich, which not every reader of a
moment takes; after, and at the other end, an offset leads out of the calendar."""


def in_paris(moment: datetime) -> datetime:
    """A moment as the clocks of Paris show it, between 1912 and 9998."""
    # Two aware moments are compared through both their offsets: seldom done.
    if not _FIRST.year < moment.year < _LAST.year:
        moment = max(_FIRST, min(moment, _LAST))
    return moment.astimezone(PARIS)


def paris_now() -> datetime:
    """The present moment with the offset of Europe/Paris."""
    return datetime.now(PARIS)
