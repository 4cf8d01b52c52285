# SPDX-License-Identifier: MIT
"""« Conservation des pièces »: until when what proves a session is kept.

No text gives one figure: what is asked for goes from three years to six, ten where a European fund
pays a part (domain 4). The organisation says its own; they count from the end of the year in which
the training ended, which is the safer way. Nothing is thrown away by itself.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from kairos_desktop.services.rules.folding import fold

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kairos_desktop.models.rows import ProviderRow

USUAL_YEARS, COFUNDED_YEARS = 6, 10
"""What an organisation keeps that says nothing else (domain 4, our own habit)."""
_FUNDS = frozenset({"fse", "fse+", "feder"})


class Keeping(StrEnum):
    """Where a session's papers stand, the first to look at first."""

    PAST = "past"
    KEPT = "kept"
    UNKNOWN = "unknown"


def is_cofunded(funders: Iterable[str]) -> bool:
    """Whether a European fund pays a part, as far as the names of the funders say it."""
    words = {word.strip(";,–-()") for each in funders for word in fold(each).split()}
    return bool(words & _FUNDS) or any(word.startswith("europeen") for word in words)


def years_kept(provider: ProviderRow | None, *, cofunded: bool) -> int:
    """For how many years the organisation keeps the papers of a session."""
    if provider is None:
        return COFUNDED_YEARS if cofunded else USUAL_YEARS
    return provider.kept_years_cofunded if cofunded else provider.kept_years


def kept_until(end: date, years: int) -> date:
    """The last day on which the papers of a session that ended on a day are kept."""
    return date(min(end.year + years, date.max.year), 12, 31)


def keeping(until: date | None, today: date) -> Keeping:
    """Whether the papers are still to be kept; not known where the end is not."""
    if until is None:
        return Keeping.UNKNOWN
    return Keeping.KEPT if today <= until else Keeping.PAST
