# SPDX-License-Identifier: MIT
"""What travels between a post and the back end: docs/protocol.md in structs.

Names are for ever: a field may be added with a default, none is renamed or taken away.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

import msgspec

PROTOCOL = 1
MOST_ACTS = 200
"""Acts in one push."""
MOST_ROWS = 2_000
"""Rows in one page, unless the post asks for another number up to LARGEST_PAGE."""
LARGEST_PAGE = 10_000

Count = Annotated[int, msgspec.Meta(ge=0, lt=2**53)]
Short = Annotated[str, msgspec.Meta(max_length=200, pattern="^[^\\x00]*$")]
"""A short text; without NUL, which one of the two databases refuses."""


class WireAct(msgspec.Struct, frozen=True, omit_defaults=True):
    """One act as a post says it; `args` are those of docs/acts.md."""

    id: UUID
    n: Annotated[int, msgspec.Meta(ge=1, lt=2**53)]
    type: Short
    v: Annotated[int, msgspec.Meta(ge=1, le=1000)]
    at: Annotated[datetime, msgspec.Meta(tz=True)]
    by: Short
    gesture: UUID
    args: dict[str, Any]
    account: UUID | None = None
    """Who said it; None for an act made while the post worked alone."""
    letter: Short = ""
    """What the post's papers began with when it was said; "" where none of its rows is one."""
    base: Count = 0
    """The head that the post knew when the act was made."""
    expects: tuple[Short, ...] = ()
    """Codes of the warnings that the person saw."""
    fallback: tuple[Short, ...] = ()
    """What the person agreed to in advance, in order: "slot:<id>"."""


class PushAsked(msgspec.Struct, frozen=True, omit_defaults=True):
    """A batch of acts, in the order of their numbers within `stream`."""

    stream: UUID
    acts: Annotated[tuple[WireAct, ...], msgspec.Meta(max_length=MOST_ACTS)]
    epoch: UUID | None = None


class ActVerdict(msgspec.Struct, frozen=True, omit_defaults=True):
    """What became of one act: applied, adapted, flagged, refused or quarantined."""

    id: UUID
    outcome: str
    seq: int
    code: str = ""
    facts: dict[str, Any] = {}


class PushAnswer(msgspec.Struct, frozen=True):
    """The verdicts in the order of the acts; the state of the organisation after them."""

    epoch: UUID
    head: int
    last_n: int
    results: tuple[ActVerdict, ...]
    poll_after: float
    """Seconds to wait before the next exchange, jitter included."""
    held: str = ""
    """Why the acts after the last verdict were not looked at: they are to be sent again."""


class PulledRow(msgspec.Struct, frozen=True, omit_defaults=True):
    """A row as it now is (`b`), or the id of one that is gone (`x`)."""

    t: str
    rev: int
    b: msgspec.Raw = msgspec.Raw()
    x: UUID | None = None


class ActLine(msgspec.Struct, frozen=True, omit_defaults=True):
    """The body of a row of the table "act": an act that has an effect, for the history of lines."""

    id: UUID
    post: UUID
    gesture: UUID
    type: str
    v: int
    args: msgspec.Raw
    at: datetime
    by: str
    undoes: UUID | None = None
    rows: tuple[tuple[str, UUID], ...] = ()
    """The table and the id of each row that it changed."""


class PullAnswer(msgspec.Struct, frozen=True):
    """A page of what changed since a cursor; to be applied only with the last page."""

    epoch: UUID
    head: int
    last_n: int
    """The last number of the post's stream that `rows` hold the effects of."""
    cursor: str
    more: bool
    full: bool
    """Whether these are pages of a whole download: rows that never come are gone."""
    rows: tuple[PulledRow, ...]
    poll_after: float
    time: datetime
    lease_until: datetime | None = None


class News(msgspec.Struct, frozen=True):
    """Where the organisation's history stands, told when it moves."""

    epoch: UUID
    head: int


class TableDigest(msgspec.Struct, frozen=True):
    """How many rows, the sum of their rev, and the sum of their hashes modulo 2^64, in hex."""

    table: str
    count: int
    revs: int
    hash: str


class Digest(msgspec.Struct, frozen=True):
    """What a post compares its copy with once a day."""

    epoch: UUID
    head: int
    tables: tuple[TableDigest, ...]
    time: datetime | None = None
    lease_until: datetime | None = None


class CarriedActs(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a file of acts holds: what its post would have pushed, and where it stands.

    `account` answers for the acts that were made while the post worked alone.
    """

    stream: UUID
    acts: tuple[WireAct, ...]
    cursor: str
    made_at: Annotated[datetime, msgspec.Meta(tz=True)]
    epoch: UUID | None = None
    account: UUID | None = None


class CarriedAnswers(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a file of answers holds: the verdicts, then the rows that followed `cursor`.

    `problem` is a code of docs/protocol.md: what it stopped was not recorded.
    """

    stream: UUID
    epoch: UUID
    cursor: str
    results: tuple[ActVerdict, ...] = ()
    pages: tuple[PullAnswer, ...] = ()
    problem: str = ""


class CarryAsked(msgspec.Struct, frozen=True):
    """A file of acts that somebody else's post hands over, as it is."""

    file: bytes


class CarryAnswer(msgspec.Struct, frozen=True):
    """What the carrier may know: whose acts these were, how many had which outcome."""

    post: UUID
    letter: str
    label: str
    outcomes: dict[str, int]
    file: bytes
    """The answers, which the post of the acts alone can open."""
    problem: str = ""
    held: str = ""


class Problem(msgspec.Struct, frozen=True, omit_defaults=True):
    """Why a request was not served; `error` is a code of docs/protocol.md."""

    error: str
    expect: int | None = None
    retry_after: float | None = None
