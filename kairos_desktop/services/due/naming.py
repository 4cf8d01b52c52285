# SPDX-License-Identifier: MIT
"""The titles, people and names that lines need, read for those that are shown alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kairos_desktop.services.wording.people import upper_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kairos_desktop.services.due.line import Ask, Scope


def titles_of(ask: Ask, scope: Scope, ids: Iterable[bytes]) -> dict[bytes, str]:
    """The titles of some sessions."""
    return {
        row: title
        for some in batches(ids)
        for row, title in ask(
            "SELECT id, title FROM training_session "
            f"WHERE org_id = ? AND id IN ({', '.join('?' * len(some))})",
            (scope.org.bytes, *some),
        )
    }


def people_of(ask: Ask, scope: Scope, ids: Iterable[bytes]) -> dict[bytes, bytes]:
    """The person of each of these enrolments."""
    return {
        row: person
        for some in batches(ids)
        for row, person in ask(
            "SELECT id, jobseeker_id FROM enrolment "
            f"WHERE org_id = ? AND id IN ({', '.join('?' * len(some))})",
            (scope.org.bytes, *some),
        )
    }


def names_of(ask: Ask, scope: Scope, ids: Iterable[bytes | None]) -> dict[bytes | None, str]:
    """« MARTIN Chloé » for some people; nobody for None."""
    return {
        row: f"{upper_name(last)} {first}"
        for some in batches(each for each in ids if each is not None)
        for row, last, first in ask(
            "SELECT id, last_name, first_name FROM jobseeker "
            f"WHERE org_id = ? AND id IN ({', '.join('?' * len(some))})",
            (scope.org.bytes, *some),
        )
    }


def batches(ids: Iterable[bytes]) -> Iterator[list[bytes]]:
    """The ids by as many as one statement takes."""
    every = [*dict.fromkeys(ids)]
    for start in range(0, len(every), 900):
        yield every[start : start + 900]
