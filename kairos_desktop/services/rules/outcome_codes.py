# SPDX-License-Identifier: MIT
"""The codes that the exchange adds to those of the rules, and the facts that may go with each.

An act that is refused keeps the code of its refusal, one that is flagged that of its warning; what
only the back end can know is named here. The sentences are in
services/wording/outcome_sentences.py. Sources: reference sync 2.8, 2.12.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from kairos_desktop.models.rows import Row
from kairos_desktop.models.vocabulary import OutcomeKind

WAITLISTED = "waitlisted"
"""No place was left when the act arrived: on the waiting list, as agreed."""
OTHER_SLOT = "other_slot"
"""No place was left: registered on the slot agreed in advance."""
BEYOND_CAPACITY = "beyond_capacity"
"""Somebody came whom there was no place for."""
CONCURRENT_CHANGE = "concurrent_change"
"""A colleague had recorded another value that this post did not know of."""
LATE = "late"
"""A fact that came after the month was closed, after an abandon, or outside the dates."""
RESULT_ALREADY_RECORDED = "result_already_recorded"
"""A colleague's result stands, which this post did not know of."""
RIGHT_MISSING = "right_missing"
"""The account may not do this, or not any more."""
PARENT_REFUSED = "parent_refused"
"""The act stood on one that was refused."""
POST_REVOKED = "post_revoked"
"""The post was revoked before the act arrived."""
ACCOUNT_CLOSED = "account_closed"
"""The account was closed before the act arrived."""
ACCOUNT_UNKNOWN = "account_unknown"
"""The account never signed in on the post that hands the act over."""
CHANGED_MEANWHILE = "changed_meanwhile"
"""A colleague had changed a record that this act, which puts it whole, did not know of."""
PAPER_RENUMBERED = "paper_renumbered"
"""Another post numbers its papers with the letter that this one was printed under."""
NOT_OWN_SESSION = "not_own_session"
"""A trainer typed what happened in a session whose timetable does not name them."""
ACT_FAILED = "act_failed"
"""The program failed on this act, and went on with the next ones."""
ACT_ALTERED = "act_altered"
"""The same act came twice with two contents."""


class Shape(NamedTuple):
    """What an outcome with a code is, and the facts that its sentence can use, any of them."""

    kinds: frozenset[OutcomeKind]
    facts: frozenset[str]


def _shape(kind: OutcomeKind, *facts: str) -> Shape:
    return Shape(frozenset((kind,)), frozenset(facts))


OUTCOMES: dict[str, Shape] = {
    WAITLISTED: _shape(OutcomeKind.ADAPTED, "capacity", "rank"),
    OTHER_SLOT: _shape(OutcomeKind.ADAPTED, "day", "start"),
    BEYOND_CAPACITY: _shape(OutcomeKind.FLAGGED, "capacity"),
    # `field` is the name of the column; `held` what stood, `said` what this act put.
    CONCURRENT_CHANGE: _shape(OutcomeKind.FLAGGED, "table", "by", "at", "field", "held", "said"),
    LATE: _shape(OutcomeKind.FLAGGED, "day"),
    RESULT_ALREADY_RECORDED: _shape(OutcomeKind.REFUSED, "by", "at", "result"),
    RIGHT_MISSING: _shape(OutcomeKind.REFUSED, "by"),
    # `act` is the wire name of the one that was refused.
    PARENT_REFUSED: _shape(OutcomeKind.REFUSED, "act"),
    POST_REVOKED: _shape(OutcomeKind.QUARANTINED),
    ACCOUNT_CLOSED: Shape(
        frozenset((OutcomeKind.REFUSED, OutcomeKind.QUARANTINED)), frozenset(("by",))
    ),
    ACCOUNT_UNKNOWN: _shape(OutcomeKind.QUARANTINED, "by"),
    CHANGED_MEANWHILE: _shape(OutcomeKind.REFUSED, "by", "at", "table"),
    PAPER_RENUMBERED: _shape(OutcomeKind.FLAGGED, "number"),
    NOT_OWN_SESSION: _shape(OutcomeKind.FLAGGED, "by", "day"),
    ACT_FAILED: _shape(OutcomeKind.QUARANTINED),
    ACT_ALTERED: _shape(OutcomeKind.QUARANTINED),
}
"""Every code of the exchange. `by` is a person's name, `at` a moment, the rest as the rules say."""

_FOLLOWS = frozenset(
    {
        "recorded_on", "since", "rank", "flags", "search_key", "sort_key", "recorded_at",
        "recorded_by", "signed", "missing",
    }
)  # fmt: skip
"""Columns that follow from others, or list ids: nobody typed what would be shown of them."""


def difference(before: Row, after: Row | None) -> dict[str, Any]:
    """The first typed column that an act changed: its name, what stood there, what it put.

    Facts for CONCURRENT_CHANGE; none where the row is gone, or where only what follows differs.
    """
    if after is None:
        return {}
    for field in before.__struct_fields__:
        held, said = getattr(before, field), getattr(after, field)
        if held != said and field not in _FOLLOWS:
            return {"field": field, "held": held, "said": said}
    return {}
