# SPDX-License-Identifier: MIT
"""The mark of a row whose last word is not said yet: *en attente*, *refus probable*, *refusé*."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from kairos_desktop.services.exchange_seen import RowMark
from kairos_desktop.views.toolkit.columns import Pill

if TYPE_CHECKING:
    from collections.abc import Mapping

_PILLS: Mapping[RowMark, Pill] = {
    RowMark.PENDING: Pill("en attente d’envoi", "neutral"),
    RowMark.DOUBTFUL: Pill("refus probable", "warn"),
    RowMark.REFUSED: Pill("refusé", "danger"),
}


class Marked(Protocol):
    """A line that may bear a mark."""

    @property
    def mark(self) -> RowMark | None:
        """What its last act awaits."""
        ...


def mark(line: Marked) -> Pill | None:
    """The mark of a line; None where everyone agrees, and on a post that works alone."""
    return _PILLS[line.mark] if line.mark is not None else None
