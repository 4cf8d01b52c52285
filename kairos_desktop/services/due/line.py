# SPDX-License-Identifier: MIT
"""A line of « À faire »: what is due, of whom, until when, why, and where it is done.

A kind of line is a `Source`: it reads its own by plain SQL, so that the list shows before
SQLAlchemy is loaded. docs/due.md says how to add one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from enum import IntEnum, StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import UUID

import msgspec

if TYPE_CHECKING:
    from sqlalchemy import Connection

Ask = Callable[[str, Sequence[object]], Iterable[Sequence[Any]]]
"""Runs one statement; lines of plain values, as SQLite holds them."""


def asking(conn: Connection) -> Ask:
    """How the sources ask a connection of SQLAlchemy."""

    def ask(sql: str, parameters: Sequence[object]) -> Iterable[Sequence[Any]]:
        result = conn.exec_driver_sql(sql, tuple(parameters))
        # Plain values of a driver: dressed as rows of SQLAlchemy they would cost as much again.
        return result.cursor.fetchall() if result.cursor is not None else ()

    return ask


def uuid_of(value: bytes) -> UUID:
    """An id as SQLite holds it; UUID(bytes=…) takes four times as long, and lists ask it a lot."""
    return msgspec.convert(value, UUID)


class Risk(IntEnum):
    """What is at stake, the gravest first: the first order of the list."""

    LAW = 0
    """A declaration that the law wants within so many days."""
    PAY = 1
    """The trainee's pay, or the training's."""
    SCHEME = 2
    """What the agency or the funder was to be told."""
    PEOPLE = 3
    """Somebody waits for an answer."""
    RECRUITMENT = 4
    """A session that nobody can be placed on."""


class DueKind(StrEnum):
    """The kinds of lines, in the order of the tabs."""

    # A member's own is written in Python: a list of a thousand lines asks it some thousand times.
    __hash__ = str.__hash__

    ENTRY = "entry"
    EXIT = "exit"
    NOTICE = "notice"
    MONTH = "month"
    RECTIFY = "rectify"
    REPORT = "report"
    ACCIDENT = "accident"
    ABSENCE = "absence"
    VERDICT = "verdict"
    PAPER = "paper"
    END = "end"
    DELEGATES = "delegates"
    QUOTE = "quote"
    QUOTE_ANSWER = "quote_answer"
    PRESENCE = "presence"
    RESULT = "result"
    CONTACT = "contact"
    MODALITY = "modality"
    # Typed here, and not yet in KAIROS: one kind each, so that an act has its own read again.
    REPORT_ENTRY = "report_entry"
    REPORT_EXIT = "report_exit"
    REPORT_INTERRUPTION = "report_interruption"
    REPORT_MONTH = "report_month"
    REPORT_ABSENCE = "report_absence"
    REPORT_PRESENCE = "report_presence"
    REPORT_RESULT = "report_result"
    REPORT_REPORT = "report_report"


class Due(msgspec.Struct, frozen=True, dict=True):
    """One thing to do. `by` is the last day in time, None where there is no day.

    `page` and `arguments` open the form, the person chosen; `count` is how many people it is about.
    """

    kind: DueKind
    about: UUID
    session_id: UUID
    risk: Risk
    by: date | None
    since: date | None
    act: str
    whom: str
    why: str
    arguments: dict[str, Any]
    page: str = "session"
    count: int = 1

    @cached_property
    def id(self) -> tuple[str, int]:
        """What tells this line from any other; a number is looked up in a tenth of the time.

        Kept: a list asks it of all its lines at each change.
        """
        return self.kind, self.about.int

    @property
    def place(self) -> tuple[Any, ...]:
        """Where the line stands: by risk, then by the days left, then by name."""
        return self.risk, self.by or date.max, self.kind, self.whom, self.about.int


class Scope(NamedTuple):
    """What to read: an organisation, a local moment (naive), some sessions or all of them."""

    org: UUID
    now: datetime
    sessions: tuple[UUID, ...] | None = None

    @property
    def today(self) -> date:
        """The civil day."""
        return self.now.date()

    @property
    def hour(self) -> str:
        """The hour, written as SQLite holds one: texts of unequal length would not compare."""
        return self.now.time().isoformat("microseconds")

    def only(self, column: str) -> str:
        """The condition that keeps to the sessions, to be followed by their `values`."""
        if self.sessions is None:
            return ""
        return f" AND {column} IN ({', '.join('?' * len(self.sessions))})"

    @property
    def values(self) -> tuple[bytes, ...]:
        """The values of `only`."""
        return tuple(each.bytes for each in self.sessions or ())


class Source(NamedTuple):
    """One kind of line: the tables that it depends on, and how it is read."""

    kind: DueKind
    tables: frozenset[str]
    read: Callable[[Ask, Scope], list[Due]]


def people(count: int) -> str:
    """« 14 personnes »."""
    return f"{count} personne{'s' if count > 1 else ''}"


def day_of(value: str | None) -> date | None:
    """A day as SQLite holds it."""
    return date.fromisoformat(value) if value else None
