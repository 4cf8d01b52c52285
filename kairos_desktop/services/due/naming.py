# SPDX-License-Identifier: MIT
"""The people and names that lines need, read for those that are shown alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kairos_desktop.services.wording.people import upper_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kairos_desktop.services.due.line import Ask, Scope


def people_of(ask: Ask, scope: Scope, ids: Iterable[bytes]) -> dict[bytes, bytes]:
    """The person of each of these enrolments."""
    return dict(_read(ask, scope, "id, jobseeker_id", "enrolment", ids))


def names_of(ask: Ask, scope: Scope, ids: Iterable[bytes | None]) -> dict[bytes | None, str]:
    """« MARTIN Chloé » for some people; nobody for None."""
    known = (each for each in ids if each is not None)
    people = _read(ask, scope, "id, last_name, first_name", "jobseeker", known)
    return {row: f"{upper_name(last)} {first}" for row, last, first in people}


def _read(ask: Ask, scope: Scope, columns: str, table: str, ids: Iterable[bytes]) -> Iterator[Any]:
    """The columns of the rows of a table with these ids."""
    for some in batches(ids):
        yield from ask(
            f"SELECT {columns} FROM {table} "
            f"WHERE org_id = ? AND id IN ({', '.join('?' * len(some))})",
            (scope.org.bytes, *some),
        )


def batches(ids: Iterable[bytes]) -> Iterator[list[bytes]]:
    """The ids by as many as one statement takes."""
    every = [*dict.fromkeys(ids)]
    for start in range(0, len(every), 900):
        yield every[start : start + 900]
