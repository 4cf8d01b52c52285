# SPDX-License-Identifier: MIT
"""« Exporter les actes… » and « Importer des actes… »: the exchange of a post without a network.

What the post would have pushed goes into a sealed file that another post hands over; the answers
come back in another file, or by the next contact. The outbox changes only by answers: however
often a file is made, carried or lost, no act is lost or has two effects.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

import msgspec
from sqlalchemy import func, select

from kairos_desktop.models.exchange_tables import EXCHANGE, OUTBOX
from kairos_desktop.services.ledger import ChangeSet
from kairos_desktop.services.sync.exchange import mend, note_answers, take_in
from kairos_desktop.services.sync.outbox import to_send
from kairos_desktop.services.sync.rebase import stage
from kairos_desktop.services.sync.sealed_file import (
    LARGEST_ANSWERS,
    LARGEST_CONTENT,
    LARGEST_FILE,
    FileLine,
    FileRefused,
    Kind,
    first_line,
    read_line,
    seal,
    unseal,
)
from kairos_desktop.services.sync.standing import standing_of
from kairos_desktop.services.sync.wire import CarriedActs, CarriedAnswers

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from kairos_desktop.services.sync.rebase import Post

MOST_ACTS_CARRIED = 20_000


class Packed(msgspec.Struct, frozen=True):
    """A file to write, and what is in it; `left` acts did not fit and need another one."""

    content: bytes
    acts: int
    left: int


class Answered(msgspec.Struct, frozen=True):
    """What a file of answers brought: verdicts, rows, or a numbering to begin anew."""

    outcomes: dict[str, int]
    changes: ChangeSet
    is_current: bool
    """Whether what colleagues did came along; otherwise the next contact brings it."""
    begins_anew: bool = False
    """Whether the acts must be exported once more: the back end has another history."""


def pack(conn: Connection, org: UUID, post: UUID, made_at: datetime) -> Packed:
    """The file of the acts that were not answered, in their order. Lane: read or write.

    FileRefused "alone" on a post that joined no back end, "no_key" on one that joined before it
    gave keys. With nothing to send it still serves: the answers bring what colleagues did.
    """
    row: Any = conn.execute(_STANDING.where(EXCHANGE.c.org_id == org)).first()
    if row is None:
        raise FileRefused("alone")
    if row.file_key is None:
        raise FileRefused("no_key")
    waiting = conn.execute(_UNANSWERED.where(OUTBOX.c.org_id == org)).scalar() or 0
    carried = CarriedActs(
        stream=row.stream_id,
        acts=tuple(to_send(conn, org, MOST_ACTS_CARRIED)),
        cursor=row.cursor,
        made_at=made_at,
        epoch=row.epoch,
        account=row.account_id,
    )
    content, count = _within_limits(carried, first_line(Kind.ACTS, org, post), bytes(row.file_key))
    return Packed(content, count, waiting - count)


def _within_limits(carried: CarriedActs, line: FileLine, key: bytes) -> tuple[bytes, int]:
    """The sealed file of as many of the first acts as one file may hold, and how many."""
    while True:
        plain = msgspec.json.encode(carried)
        sealed = seal(line, key, plain)
        if len(sealed) <= LARGEST_FILE and len(plain) <= LARGEST_CONTENT:
            return sealed, len(carried.acts)
        if len(carried.acts) < 2:
            raise FileRefused("too_large")
        half = carried.acts[: len(carried.acts) // 2]
        carried = msgspec.structs.replace(carried, acts=half)
        # A key is used once.
        line = first_line(line.kairos, line.org, line.post)


def recognise(raw: bytes, org: UUID, post: UUID) -> Kind:
    """What is to be done with a file: hand it over, or read it here.

    FileRefused "elsewhere" for another organisation's, "other_post" for another post's answers,
    and as `read_line` does.
    """
    line = read_line(raw)
    if line.org != org:
        raise FileRefused("elsewhere")
    if line.kairos is Kind.ANSWERS and line.post != post:
        raise FileRefused("other_post")
    return line.kairos


def take_answers(
    conn: Connection, post: Post, raw: bytes, now: datetime, new_id: Callable[[], UUID]
) -> Answered:
    """Take in a file of answers, once or any number of times. Lane: write. FileRefused."""
    org = post.org
    row: Any = conn.execute(_STANDING.where(EXCHANGE.c.org_id == org)).first()
    if row is None or row.file_key is None:
        raise FileRefused("alone")
    answers = _read(unseal(raw, bytes(row.file_key), LARGEST_ANSWERS))
    standing = standing_of(conn, org)
    nothing = ChangeSet(origin="exchange")
    if standing.epoch not in (None, answers.epoch) and not answers.problem:
        # Of a history that this post has left since: its verdicts are worth nothing.
        return Answered({}, nothing, is_current=False)
    if answers.problem:
        is_still_so = standing.stream == answers.stream
        begun = is_still_so and mend(conn, org, answers.problem, new_id)
        return Answered({}, nothing, is_current=False, begins_anew=begun)
    note_answers(conn, org, answers.epoch, answers.results)
    outcomes = _counted(answers)
    follows = standing.cursor == answers.cursor and not standing.staged_cursor
    if not answers.pages or not follows or standing.stream != answers.stream:
        return Answered(outcomes, nothing, is_current=False)
    for page in answers.pages[:-1]:
        stage(conn, org, page.rows, page.cursor, full=page.full)
    changes = take_in(conn, post, answers.pages[-1], now)
    return Answered(outcomes, changes, is_current=not answers.pages[-1].more)


def _counted(answers: CarriedAnswers) -> dict[str, int]:
    found: dict[str, int] = {}
    for each in answers.results:
        found[each.outcome] = found.get(each.outcome, 0) + 1
    return found


def _read(content: bytes) -> CarriedAnswers:
    try:
        return msgspec.json.decode(content, type=CarriedAnswers)
    except (msgspec.DecodeError, RecursionError):
        raise FileRefused("newer") from None


_STANDING = select(
    EXCHANGE.c.stream_id,
    EXCHANGE.c.epoch,
    EXCHANGE.c.cursor,
    EXCHANGE.c.account_id,
    EXCHANGE.c.file_key,
)
_UNANSWERED = select(func.count()).where(OUTBOX.c.outcome.is_(None))
