# SPDX-License-Identifier: MIT
"""What stands here and is typed in KAIROS too, as plain SQL: the facts, their values, their day.

The values are compared as one JSON text, by the database: `reported.said` is written in the same
form. No value may be NULL.
"""

from __future__ import annotations

from typing import NamedTuple

from kairos_desktop.models.vocabulary import Reportable

ALWAYS = "9999-12-31"
"""Since when what was reported once waits: it is to be put right however old it is."""


class Facts(NamedTuple):
    """The rows of one kind, each under the alias that its SQL names.

    `stands` says which rows are facts at all, `ready` which of them can be typed in KAIROS already;
    both read the row alone, as the values do. `since` is the day by which an old one is left out.
    """

    kind: Reportable
    table: str
    alias: str
    day: str
    since: str
    values: tuple[str, ...]
    stands: str
    ready: str = "1"
    person: str = "e.jobseeker_id"

    @property
    def row(self) -> str:
        """The table with its alias."""
        return f"{self.table} {self.alias}"

    @property
    def key(self) -> tuple[str, str]:
        """The columns of its key."""
        return f"{self.alias}.org_id", f"{self.alias}.id"

    @property
    def origin(self) -> str:
        """The row with what the day and the person are read from."""
        if self.table == "registration":
            return f"{self.row} JOIN slot sl ON sl.org_id = r.org_id AND sl.id = r.slot_id"
        if self.table == "enrolment":
            return self.row
        path = f"e.org_id = {self.alias}.org_id AND e.id = {self.alias}.enrolment_id"
        # Nobody's where a whole session is interrupted.
        return f"{self.row} LEFT JOIN enrolment e ON {path}"

    @property
    def around(self) -> str:
        """Three columns that tell where it happened: the meeting, or the path's own dates."""
        if self.table == "registration":
            return "sl.kind, sl.held_on, sl.starts_at"
        start, end = "coalesce(e.planned_start, s.starts_on)", "coalesce(e.planned_end, s.ends_on)"
        return f"e.funding, {start}, {end}"

    @property
    def said(self) -> str:
        """The values as one text."""
        return f"json_array({', '.join(self.values)})"


_REGISTERED = ("registration", "r", "sl.held_on", "coalesce(r.recorded_on, r.placed_on)")
_WRITTEN = "CAST({} AS TEXT)"

FACTS: tuple[Facts, ...] = (
    Facts(
        Reportable.PRESENCE,
        *_REGISTERED,
        values=("r.state",),
        stands="r.state IN ('present', 'absent')",
        person="r.jobseeker_id",
    ),
    Facts(
        Reportable.RESULT,
        *_REGISTERED,
        values=("r.result", "r.reason"),
        stands="r.state IN ('present', 'contacted') AND r.result <> 'none'",
        person="r.jobseeker_id",
    ),
    Facts(
        Reportable.ENTRY,
        *("enrolment", "e", "e.entered_on", "e.entered_on"),
        values=("'present'", "e.entered_on"),
        stands="e.entered_on IS NOT NULL",
    ),
    Facts(
        Reportable.ENTRY,
        *("enrolment", "e", "e.since", "e.since"),
        values=("'absent'", "''"),
        stands="e.state = 'not_entered' AND e.entered_on IS NULL",
    ),
    Facts(
        Reportable.ABSENCE,
        *("absence", "a", "a.starts_on", "a.ends_on"),
        values=(
            "a.starts_on",
            "a.starts_half",
            "a.ends_on",
            "a.ends_half",
            f"coalesce({_WRITTEN.format('a.minutes')}, '')",
            "a.reason",
            "a.justification",
        ),
        stands="a.starts_on IS NOT NULL",
        # As rules.absences.is_incomplete: what lacks something is completed first.
        ready="a.reason <> '' AND a.justification <> 'to_qualify' "
        "AND NOT (a.reason = 'late' AND coalesce(a.minutes, 1) = 0)",
    ),
    Facts(
        Reportable.INTERRUPTION,
        *("interruption", "i", "i.starts_on", "i.ends_on"),
        values=("i.starts_on", "i.ends_on", "i.reason"),
        stands="i.starts_on IS NOT NULL",
    ),
    Facts(
        Reportable.EXIT,
        *("enrolment", "e", "e.left_on", "e.left_on"),
        values=(
            "e.state",
            "e.left_on",
            "e.reason",
            "CASE e.legitimate WHEN 1 THEN 'yes' WHEN 0 THEN 'no' ELSE '' END",
        ),
        stands="e.left_on IS NOT NULL AND e.state IN ('dropped', 'excluded', 'completed')",
    ),
    Facts(
        Reportable.MONTH,
        *("attendance", "m", "m.month", "m.month"),
        values=(
            "m.period_from",
            "m.period_to",
            *(_WRITTEN.format(f"m.{f}") for f in ("planned", "justified", "unjustified")),
            _WRITTEN.format("m.to_qualify"),
            *(f"coalesce({_WRITTEN.format(f'm.{f}')}, '')" for f in ("estimated", "validated")),
        ),
        stands="m.month IS NOT NULL",
    ),
    Facts(
        Reportable.REPORT,
        *("report", "b", "b.written_on", "b.written_on"),
        values=("b.written_on", "b.objectives", "b.certified", "b.follow_up"),
        stands="b.written_on IS NOT NULL",
    ),
)
"""Every kind of fact; an entry and an absence at entry are two of one kind."""


def of_kind(kind: Reportable) -> tuple[Facts, ...]:
    """The facts of one kind."""
    return tuple(facts for facts in FACTS if facts.kind is kind)


def gone(kind: Reportable, report: str) -> str:
    """The condition that a report, by its alias, stands for a fact that is here no more."""
    return " AND ".join(
        f"NOT EXISTS (SELECT 1 FROM {facts.row} WHERE {facts.key[0]} = {report}.org_id "
        f"AND {facts.key[1]} = {report}.about_id AND {facts.stands})"
        for facts in of_kind(kind)
    )
