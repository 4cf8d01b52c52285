# SPDX-License-Identifier: MIT
"""What stands here and is typed in KAIROS too, as plain SQL: the facts, their values, their day.

The values are compared as one JSON text, by the database: `reported.said` is written in the same
form. No value may be NULL.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kairos_desktop.models.vocabulary import Reportable
from kairos_desktop.services.rules.kairos_reports import looked_from

if TYPE_CHECKING:
    from datetime import date


class Facts(NamedTuple):
    """The rows of one kind. In `since` one « ? » is the first day looked at; the rest has none.

    `stands` says which rows are facts at all, `ready` which of them can be typed in KAIROS already
    (? is today, where there is one).
    """

    kind: Reportable
    row: str
    """The table that holds the fact, with its alias."""
    origin: str
    """What it is read from."""
    about: str
    session: str
    person: str
    day: str
    values: tuple[str, ...]
    stands: str
    since: str
    ready: str = ""
    """Further condition of what is to be reported, « ? » for today or none."""

    def days(self, today: date) -> list[str]:
        """The values of `since` and of `ready`, in this order."""
        return [
            looked_from(today).isoformat(),
            *[today.isoformat()] * self.ready.count("?"),
        ]

    @property
    def around(self) -> str:
        """Three columns that tell where it happened: the meeting, or the path's own dates."""
        if self.row.startswith("registration"):
            return "sl.kind, sl.held_on, sl.starts_at"
        start, end = "coalesce(e.planned_start, s.starts_on)", "coalesce(e.planned_end, s.ends_on)"
        return f"e.funding, {start}, {end}"

    @property
    def org(self) -> str:
        """The column of the organisation."""
        return f"{self.session.split('.')[0]}.org_id"

    @property
    def said(self) -> str:
        """The values as one text."""
        return f"json_array({', '.join(self.values)})"


_PATH = "JOIN enrolment e ON e.org_id = {0}.org_id AND e.id = {0}.enrolment_id"
# CROSS: SQLite reads the meetings first, by their day.
_REGISTERED = "slot sl CROSS JOIN registration r ON r.org_id = sl.org_id AND r.slot_id = sl.id"

FACTS: tuple[Facts, ...] = (
    Facts(
        Reportable.PRESENCE,
        "registration r",
        _REGISTERED,
        "r.id",
        "sl.session_id",
        "r.jobseeker_id",
        "sl.held_on",
        ("r.state",),
        "r.state IN ('present', 'absent')",
        "sl.held_on >= ?",
    ),
    Facts(
        Reportable.RESULT,
        "registration r",
        _REGISTERED,
        "r.id",
        "sl.session_id",
        "r.jobseeker_id",
        "sl.held_on",
        ("r.result", "r.reason"),
        "r.state = 'present' AND r.result <> 'none'",
        "sl.held_on >= ?",
    ),
    Facts(
        Reportable.ENTRY,
        "enrolment e",
        "enrolment e",
        "e.id",
        "e.session_id",
        "e.jobseeker_id",
        "e.entered_on",
        ("'present'", "e.entered_on"),
        "e.entered_on IS NOT NULL",
        "e.entered_on >= ?",
    ),
    Facts(
        Reportable.ENTRY,
        "enrolment e",
        "enrolment e",
        "e.id",
        "e.session_id",
        "e.jobseeker_id",
        "e.since",
        ("'absent'", "''"),
        "e.state = 'not_entered'",
        "e.since >= ?",
    ),
    Facts(
        Reportable.ABSENCE,
        "absence a",
        f"absence a {_PATH.format('a')}",
        "a.id",
        "a.session_id",
        "e.jobseeker_id",
        "a.starts_on",
        (
            "a.starts_on",
            "a.starts_half",
            "a.ends_on",
            "a.ends_half",
            "coalesce(CAST(a.minutes AS TEXT), '')",
            "a.reason",
            "a.justification",
        ),
        "a.starts_on IS NOT NULL",
        "a.ends_on >= ?",
        # As rules.absences.is_incomplete: what lacks something is completed first.
        " AND a.reason <> '' AND a.justification <> 'to_qualify' "
        "AND NOT (a.reason = 'late' AND coalesce(a.minutes, 1) = 0)",
    ),
    Facts(
        Reportable.INTERRUPTION,
        "interruption i",
        "interruption i LEFT JOIN enrolment e ON e.org_id = i.org_id AND e.id = i.enrolment_id",
        "i.id",
        "i.session_id",
        "e.jobseeker_id",
        "i.starts_on",
        ("i.starts_on", "i.ends_on", "i.reason"),
        "i.starts_on IS NOT NULL",
        "i.ends_on >= ?",
        " AND i.starts_on <= ?",
    ),
    Facts(
        Reportable.EXIT,
        "enrolment e",
        "enrolment e",
        "e.id",
        "e.session_id",
        "e.jobseeker_id",
        "e.left_on",
        (
            "e.state",
            "e.left_on",
            "e.reason",
            "CASE e.legitimate WHEN 1 THEN 'yes' WHEN 0 THEN 'no' ELSE '' END",
        ),
        "e.left_on IS NOT NULL AND e.state IN ('dropped', 'excluded', 'completed')",
        "e.left_on >= ?",
        " AND e.left_on <= ?",
    ),
    Facts(
        Reportable.MONTH,
        "attendance m",
        f"attendance m {_PATH.format('m')}",
        "m.id",
        "m.session_id",
        "e.jobseeker_id",
        "m.month",
        (
            "m.period_from",
            "m.period_to",
            "CAST(m.planned AS TEXT)",
            "CAST(m.justified AS TEXT)",
            "CAST(m.unjustified AS TEXT)",
            "CAST(m.to_qualify AS TEXT)",
        ),
        "m.month IS NOT NULL",
        "m.month >= ?",
    ),
)
"""Every kind of fact; an entry and an absence at entry are two of one kind."""


def of_kind(kind: Reportable) -> tuple[Facts, ...]:
    """The facts of one kind."""
    return tuple(facts for facts in FACTS if facts.kind is kind)
