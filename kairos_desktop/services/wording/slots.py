# SPDX-License-Identifier: MIT
"""When a slot is, in words: a day and its hours, or the days of a window of candidacies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kairos_desktop.services.wording.dates import hour, period, short_day, slot_text

if TYPE_CHECKING:
    from kairos_desktop.models.rows import SlotRow


def slot_when(slot: SlotRow) -> str:
    """« lun. 7 déc. 2026 · 9 h – 11 h », « du 01/12/2026 au 15/12/2026 »."""
    if slot.until is not None:
        return period(slot.held_on, slot.until)
    return slot_text(slot.held_on, slot.starts_at, slot.ends_at)


def starts_when(slot: SlotRow) -> str:
    """« lun. 7 déc. 2026 · 9 h »; of a window, its days."""
    if slot.until is not None:
        return period(slot.held_on, slot.until)
    return f"{short_day(slot.held_on)} · {hour(slot.starts_at)}"
