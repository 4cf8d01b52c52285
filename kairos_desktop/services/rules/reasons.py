# SPDX-License-Identifier: MIT
"""The lists of reasons: what is shipped, and what the organisation's RGC made of it.

No official list is public: these are defaults, in codes, without a word about anybody's health.
The words are in services/wording/reasons.py. Source: domain 3.9.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID, uuid5

from kairos_desktop.models.rows import ReasonRow
from kairos_desktop.models.vocabulary import ReasonKind

if TYPE_CHECKING:
    from collections.abc import Iterable

SHIPPED = "Kairos Desktop"
"""The source of the reasons that come with the program."""
LATE = "late"
WORK_ACCIDENT = "work_accident"
PLANNED_END = "planned_end"
_NAMESPACE = UUID("0d1a5c39-6d5e-5b57-8f5e-8f6f0c2d4a11")

_ABSENCE: dict[str, bool | None] = {
    "sick": True,
    WORK_ACCIDENT: True,
    "maternity": True,
    "paternity": True,
    "custody": True,
    "sick_child": True,
    "family_event": True,
    "official_summons": True,
    "advisor_meeting": True,
    "job_interview": True,
    "exam": True,
    "religious_or_authorised_leave": True,
    "transport_force_majeure": True,
    "centre_closed": True,
    LATE: True,
    "unjustified_no_news": False,
    "unjustified_reason_refused": False,
}
_INTERRUPTION = (
    "centre_closure", "school_holidays", "company_placement_gap", "force_majeure",
    "long_sickness", "maternity", "personal",
)  # fmt: skip
_DROPOUT = (
    "job", "other_training", "health", "family", "moving", "money", "childcare", "transport",
    "content_mismatch", "project_changed", "avenir_no_return", "no_news", "force_majeure", "other",
)  # fmt: skip
_END = (
    PLANNED_END, "early_success", "job", "dropout", "exclusion", "provider_stopped", "death",
)  # fmt: skip

WHOLE_SESSION = frozenset(
    {"centre_closure", "school_holidays", "company_placement_gap", "force_majeure"}
)
"""Reasons for which a whole session stops; the others are one person's."""


def reason_id(kind: ReasonKind, code: str) -> UUID:
    """The id of a reason, the same on every post that names it."""
    return uuid5(_NAMESPACE, f"{kind}:{code}")


def _shipped(kind: ReasonKind, code: str, justified: bool | None = None) -> ReasonRow:
    return ReasonRow(
        id=reason_id(kind, code),
        kind=kind,
        code=code,
        label="",
        justified_by_default=justified,
        source=SHIPPED,
    )


DEFAULTS: tuple[ReasonRow, ...] = (
    *(_shipped(ReasonKind.ABSENCE, code, justified) for code, justified in _ABSENCE.items()),
    *(_shipped(ReasonKind.INTERRUPTION, code) for code in _INTERRUPTION),
    *(_shipped(ReasonKind.DROPOUT, code) for code in _DROPOUT),
    *(_shipped(ReasonKind.END, code) for code in _END),
)
"""What is shipped; their labels are left to the wording."""


def known_reasons(kind: ReasonKind, kept: Iterable[ReasonRow]) -> list[ReasonRow]:
    """Every reason of a list: those shipped as they were changed, then those that were added."""
    changed = {row.code: row for row in kept if row.kind is kind}
    shipped = [row for row in DEFAULTS if row.kind is kind]
    own = {row.code for row in shipped}
    added = sorted((row for row in changed.values() if row.code not in own), key=lambda r: r.code)
    return [*(changed.get(row.code, row) for row in shipped), *added]
