# SPDX-License-Identifier: MIT
"""Which sessions are a trainer's own: those whose timetable names them, or is held at their sites.

A session whose timetable names nobody is everybody's. A timetable is typed as people say it, « Mme
Lo », « P. Martin / M. Diop »: an account is named where every word of a name is one of its own.
Source: domain 2.3 (a trainer: sign-in sheets, absences of own sessions only).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kairos_desktop.services.rules.folding import fold

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from uuid import UUID

    from kairos_desktop.models.rows import LessonRow

_BETWEEN = re.compile(r"[/,;&+]|\bet\b")
_CIVILITIES = frozenset(("m", "mr", "mme", "mlle", "madame", "monsieur"))


def is_own(full_name: str, sites: Collection[UUID], lessons: Iterable[LessonRow]) -> bool:
    """Whether a session with these half-days is this trainer's own."""
    named = [row for row in lessons if row.trainer.strip()]
    if not named:
        return True
    return any(row.site_id in sites or names(row.trainer, full_name) for row in named)


def names(typed: str, full_name: str) -> bool:
    """Whether what is typed as the trainer of a half-day names this person."""
    own = frozenset(fold(full_name).split())
    for part in _BETWEEN.split(typed.casefold()):
        words = [word for word in fold(part).split() if word not in _CIVILITIES]
        # An initial stands for a name, but does not name anybody alone.
        whole = [word for word in words if len(word) > 1]
        if whole and own.issuperset(whole) and all(_starts(word, own) for word in words):
            return True
    return False


def _starts(word: str, own: frozenset[str]) -> bool:
    return any(name.startswith(word) for name in own)
