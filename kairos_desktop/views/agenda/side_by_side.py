# SPDX-License-Identifier: MIT
"""Blocks of one day that overlap, side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import time

    from kairos_desktop.views.agenda.events import Event


def lanes_of(events: Sequence[Event]) -> list[tuple[int, int]]:
    """For each of these blocks, in order of start: its lane and how many lanes share its time.

    Blocks that touch one another, directly or through others, share their width equally.
    """
    placed: list[tuple[int, int]] = []
    begun = 0
    ends: list[time] = []
    for place, event in enumerate(events):
        if ends and event.start >= max(ends):
            placed[begun:] = [(lane, len(ends)) for lane, _ in placed[begun:]]
            begun, ends = place, []
        lane = next((each for each, end in enumerate(ends) if end <= event.start), len(ends))
        ends[lane : lane + 1] = [event.drawn_end]
        placed.append((lane, 0))
    placed[begun:] = [(lane, len(ends)) for lane, _ in placed[begun:]]
    return placed
