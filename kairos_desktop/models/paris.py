# SPDX-License-Identifier: MIT
"""The time of the offices: Europe/Paris, whatever the machine says."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")


def paris_now() -> datetime:
    """The present moment with the offset of Europe/Paris."""
    return datetime.now(PARIS)
