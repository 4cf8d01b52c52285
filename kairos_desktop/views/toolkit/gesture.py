# SPDX-License-Identifier: MIT
"""What one gesture of the hand records, and the sentence that says it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from kairos_desktop.services.acts.act import Act


class Gesture(NamedTuple):
    """Acts recorded together, and what the bar says of them."""

    acts: tuple[Act, ...]
    said: str
