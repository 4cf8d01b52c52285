# SPDX-License-Identifier: MIT
"""« Rechercher formation »: finds the sessions of the catalogue, gives ids and counts, then pages.

Lane: read. A scan of the folded keys answers in less than a tenth of a second on 200,000 sessions,
and at once within the sessions of one SIRET, which is the default (docs/adr/0024).
"""

from __future__ import annotations

import re
from collections import Counter
from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import UUID

import msgspec

from kairos_desktop.models.vocabulary import RecruitmentState
from kairos_desktop.services.catalogue.holed import HoledDate, read_date
from kairos_desktop.services.catalogue.index_rows import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kairos_desktop.services.catalogue.store import Connection

_DATE = re.compile(r"(?<!\d)(\d{1,2})/(\d{1,2})(?:/(\d{4}|\d{2}))?(?![\d/])")
_MONTH = re.compile(r"(?<![\d/])(\d{1,2})/(\d{4})(?!\d)")


class Filter(msgspec.Struct, frozen=True):
    """Which sessions are looked for. With no `siret`, everybody's."""

    words: str = ""
    siret: str = ""
    state: RecruitmentState | None = None
    expired: bool = False
    """Whether the sessions that the CARIF-OREF marks « périmée » are shown too."""
    withdrawn: bool = False
    """Whether the sessions that the last file no longer has are shown too."""


class Sort(StrEnum):
    """The order of the list; equal ones follow by date, title, number."""

    START = "starts, key"
    START_LAST = "starts DESC, key"
    TITLE = "key, starts"
    TITLE_LAST = "key DESC, starts"
    TOWN = "town, starts, key"
    TOWN_LAST = "town DESC, starts, key"


class Counts(msgspec.Struct, frozen=True):
    """How many sessions answer to the words and the SIRET, by state; and how many are hidden."""

    open: int = 0
    closed: int = 0
    suspended: int = 0
    unknown: int = 0
    expired: int = 0
    withdrawn: int = 0

    @property
    def total(self) -> int:
        """Whatever their recruitment, without the expired and the withdrawn ones."""
        return self.open + self.closed + self.suspended + self.unknown


class Line(msgspec.Struct, frozen=True):
    """One line of the list."""

    id: UUID
    formation_number: str
    action_number: str
    session_number: str
    title: str
    town: str
    start: HoledDate
    end: HoledDate
    state: RecruitmentState
    permanent_entry: bool
    expired: bool
    withdrawn: bool


class Found(NamedTuple):
    """The sessions that the filter lets through, in order, and the counts beside the list."""

    ids: list[UUID]
    counts: Counts


def find(connection: Connection, chosen: Filter, sort: Sort = Sort.START) -> Found:
    """Every session for the filter, in one scan.

    The filter's state and its two « shown too » play no part in the counts.
    """
    where, values = _where(chosen)
    ids: list[UUID] = []
    counts: Counter[str] = Counter()
    # CROSS: the narrow keys are scanned, the wide sessions looked up (five times as fast).
    for found, state, expired, withdrawn in connection.execute(
        "SELECT id, state, expired, withdrawn FROM search CROSS JOIN session USING (row) "
        f"WHERE {where} ORDER BY {sort}",
        values,
    ):
        counts["withdrawn" if withdrawn else "expired" if expired else state] += 1
        if (
            (chosen.state is None or state == chosen.state)
            and (chosen.expired or not expired)
            and (chosen.withdrawn or not withdrawn)
        ):
            ids.append(UUID(bytes=found))
    return Found(ids, Counts(**counts))


def rows_for(connection: Connection, ids: Sequence[UUID]) -> list[Line]:
    """The lines of one page (some hundreds of ids), in the order asked; those gone are left out."""
    marks = ", ".join("?" * len(ids))
    found = connection.execute(
        "SELECT id, formation_number, action_number, session_number, title, town, starts, ends, "
        "state, permanent, expired, withdrawn FROM session WHERE until IS NULL "
        f"AND id IN ({marks})",
        [wanted.bytes for wanted in ids],
    )
    lines = {row[0]: _line(row) for row in found}
    return [lines[wanted.bytes] for wanted in ids if wanted.bytes in lines]


def typed_words(typed: str) -> list[str]:
    """What is looked for of what was typed: folded words, the longest first.

    Dates become the form of the search key: 11/1/2027 → 11012027, 01/2027 → 012027.
    """
    with_dates = _MONTH.sub(lambda match: f"{int(match[1]):02d}{match[2]}", typed)
    with_dates = _DATE.sub(_date_word, with_dates)
    return sorted(set(fold(with_dates).split()), key=lambda word: (-len(word), word))


def _date_word(match: re.Match[str]) -> str:
    first, second, year = match.groups()
    if year is not None and len(year) == 2:
        year = f"20{year}"
    return f"{int(first):02d}{int(second):02d}{year or ''}"


def _where(chosen: Filter) -> tuple[str, tuple[str, ...]]:
    where = "until IS NULL"
    values: tuple[str, ...] = ()
    if chosen.siret:
        where += " AND row IN (SELECT row FROM owner WHERE siret = ?)"
        values = (chosen.siret,)
    for word in typed_words(chosen.words):
        # fold leaves no % and no _ in a word.
        where += " AND key LIKE ?"
        values = (*values, f"%{word}%")
    return where, values


def _line(row: tuple[Any, ...]) -> Line:
    return Line(
        UUID(bytes=row[0]),
        formation_number=row[1],
        action_number=row[2],
        session_number=row[3],
        title=row[4],
        town=row[5],
        start=read_date(row[6]),
        end=read_date(row[7]),
        state=RecruitmentState(row[8]),
        permanent_entry=bool(row[9]),
        expired=bool(row[10]),
        withdrawn=bool(row[11]),
    )
