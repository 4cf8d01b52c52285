# SPDX-License-Identifier: MIT
"""Distance work: what of its estimated time was validated, month by month (minutes).

At a distance assiduity is validated ÷ estimated work time of the month, and what was followed is
the time estimated for the activities that were done. Sources: domain 3.6, 5; R6341-13, R6341-46;
the ministry's model of the « certificat de réalisation ».
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID, uuid5

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from kairos_desktop.models.rows import RemoteWorkRow, SessionRow

IN_THE_CENTRE = "En présentiel"
"""What the offer says of a session without distance work."""
_NAMESPACE = UUID("0f0c5c5a-5a3f-5c1e-8f5d-3b8f2a6d7c41")


class Remote(NamedTuple):
    """The distance work of a period; None where nobody has said."""

    estimated: int | None = None
    validated: int | None = None


def remote_work_id(enrolment_id: UUID, month: date) -> UUID:
    """The id of a trainee's distance work of a month: two posts speak of the same row."""
    return uuid5(_NAMESPACE, f"{enrolment_id}:{month:%Y-%m}")


def is_expected(session: SessionRow) -> bool:
    """Whether a session is taught at a distance, in whole or in part."""
    return session.distance_share not in ("", IN_THE_CENTRE)


def remote_between(rows: Iterable[RemoteWorkRow], first: date, last: date) -> Remote:
    """The work of the months that a period touches: a month's is not cut."""
    kept = [row for row in rows if first.replace(day=1) <= row.month <= last]
    return Remote(
        summed(row.estimated for row in kept),
        summed(row.validated for row in kept),
    )


def summed(values: Iterable[int | None]) -> int | None:
    """The sum of what is known; None where nothing is."""
    known = [value for value in values if value is not None]
    return sum(known) if known else None


def is_beyond(estimated: int | None, validated: int | None) -> bool:
    """Whether more was validated than estimated: kept, and to be checked."""
    return validated is not None and validated > (estimated or 0)


def is_lacking(session: SessionRow, estimated: int | None, validated: int | None) -> bool:
    """Whether a month is declared without what its distance work asks for (R6341-13)."""
    if estimated is None:
        return is_expected(session)
    return bool(estimated) and validated is None


def percent(estimated: int | None, validated: int | None) -> int | None:
    """Validated ÷ estimated, in whole percents, never rounded up to 100 (R6341-46).

    None without an estimate, or while nothing is validated.
    """
    if not estimated or validated is None:
        return None
    return min(validated, estimated) * 100 // estimated


def followed(attended: int, remote: Remote, *, is_apart: bool) -> int:
    """What a certificate counts: half-days attended, and the estimated time of what was done.

    Where a timetable is typed its half-days are taught and the work comes on top; weekly hours
    hold both, so that only what was not done is taken away.
    """
    estimated = remote.estimated or 0
    done = min(remote.validated or 0, estimated)
    return max(attended + done - (0 if is_apart else estimated), 0)
