# SPDX-License-Identifier: MIT
"""The protocol with one of its rules taken away: each mutant must be seen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import delete, literal, select, update

from kairos_desktop.models.exchange_tables import EXCHANGE, OUTBOX
from kairos_desktop.services.acts import held, registrations
from kairos_desktop.services.sync import exchange, outbox, rebase, truth
from kairos_server.exchange import cursors, judging, push, recorder, retention
from kairos_server.exchange.problems import CursorTooOld

Patch = pytest.MonkeyPatch
Mutant = Callable[[Patch], None]


def nothing(*_args: Any, **_more: Any) -> None:
    """What a rule that is not there does."""


def no_dedupe(patch: Patch) -> None:
    """The back end does not remember which acts it decided."""
    patch.setattr(push, "_known", lambda *_args: {})


def no_number_check(patch: Patch) -> None:
    """A number may be used by two acts, or by none."""
    patch.setattr(push, "_check_numbers", nothing)


def answer_acknowledges(patch: Patch) -> None:
    """The answer to a push, and not the rows, ends the playing of an act."""
    note = exchange.note_verdicts

    def noted(conn: Any, org: Any, verdicts: Any) -> None:
        note(conn, org, verdicts)
        done = OUTBOX.c.outcome.is_not(None)
        conn.execute(update(OUTBOX).where(done).values(acked_at=_a_moment()))

    patch.setattr(exchange, "note_verdicts", noted)


def _a_moment() -> Any:
    from datetime import UTC, datetime

    return datetime(2026, 11, 23, tzinfo=UTC)


def no_undo(patch: Patch) -> None:
    """What was received is put over what waits."""
    patch.setattr(rebase, "_undo_pending", lambda *_args: set())


def no_replay(patch: Patch) -> None:
    """What waits is not played on what was received."""
    patch.setattr(rebase, "_replay", lambda *_args: set())


def no_staging(patch: Patch) -> None:
    """Pages are shown as they come."""

    def shown(conn: Any, org: Any, rows: Any, cursor: str, **_full: Any) -> None:
        truth.apply(conn, org, rows)
        conn.execute(update(EXCHANGE).values(staged_cursor=cursor))

    patch.setattr(exchange, "stage", shown)


def no_dirty_rows(patch: Patch) -> None:
    """Nobody remembers which rows the waiting acts touched."""
    patch.setattr(outbox, "mark_dirty", nothing)
    patch.setattr(rebase, "mark_dirty", nothing)


def no_new_numbers(patch: Patch) -> None:
    """After a restoration of the back end, only the download begins again."""

    def begun(conn: Any, org: Any, _stream: Any, _other: Any) -> None:
        exchange._download_anew(conn, org)
        conn.execute(update(EXCHANGE).values(epoch=None))

    patch.setattr(exchange, "_begin_anew", begun)


def any_history(patch: Patch) -> None:
    """A post does not hold the history that it is served against its own."""

    standing_of = exchange.standing_of

    def standing(conn: Any, org: Any) -> Any:
        kept = standing_of(conn, org)
        return exchange.Standing(kept.stream, None, kept.cursor, kept.staged_cursor)

    patch.setattr(exchange, "standing_of", standing)


def no_retention(patch: Patch) -> None:
    """An act that is acknowledged is deleted at once."""
    acknowledge = rebase._acknowledge

    def acknowledged(conn: Any, org: Any, received: Any) -> None:
        acknowledge(conn, org, received)
        conn.execute(delete(OUTBOX).where(OUTBOX.c.acked_at.is_not(None)))

    patch.setattr(rebase, "_acknowledge", acknowledged)


def no_sweep(patch: Patch) -> None:
    """A whole download takes nothing away."""
    patch.setattr(rebase, "_empty", lambda *_args: set())


def no_new_rev(patch: Patch) -> None:
    """A row that changes keeps the place of the batch before."""

    def mark(judge: Any, row: Any) -> None:
        judge.written[type(row), row.id] = judge._head.head

    patch.setattr(judging.Judge, "_mark", mark)


def no_outcome_rows(patch: Patch) -> None:
    """What became of an act is in the answer alone."""
    patch.setattr(judging.Judge, "_keep_outcome", nothing)


def no_tombstones(patch: Patch) -> None:
    """A row that goes leaves no trace."""
    patch.setattr(recorder, "_write_tombstones", nothing)


def exclusive_rows_stay(patch: Patch) -> None:
    """Rows that exchange their states meet on their way."""
    patch.setattr(truth, "_EXCLUSIVE", ())


def no_quiet_acknowledgement(patch: Patch) -> None:
    """Only a page ends the waiting of an act."""
    patch.setattr(exchange, "heard_of", lambda *_args: 0)


def no_images_of_a_batch(patch: Patch) -> None:
    """An act is undone from the tables alone."""
    from kairos_desktop.services.acts.known import Known

    patch.setattr(Known, "put_images", nothing)


def old_images_stay(patch: Patch) -> None:
    """Undo compares with the rows that were guessed here."""
    patch.setattr(rebase, "_renew_images", nothing)


def refused_acts_keep_images(patch: Patch) -> None:
    """A refused act can be undone."""
    patch.setattr(rebase, "_without_effect", lambda *_args: [])


def head_alone(patch: Patch) -> None:
    """A cursor at the head has received everything."""
    caught_up = cursors.caught_up

    def read(cursor: str, head: Any) -> Any:
        position = cursors_read(cursor, head)
        at_head = position.began_at is None and position.rev == head.head
        return caught_up(head) if at_head else position

    cursors_read = cursors.read
    patch.setattr(cursors, "read", read)


def places_as_numbers(patch: Patch) -> None:
    """An act received takes its place in the common order as its number."""
    values_of = truth._act_values

    def values(org: Any, _n: int, seq: int, line: Any) -> Any:
        return values_of(org, seq, seq, line)

    patch.setattr(truth, "_act_values", values)


def holds_not_counted(patch: Patch) -> None:
    """What a post keeps is free for the others."""
    patch.setattr(held.HoldBook, "held", lambda _book: 0)


def holds_not_given(patch: Patch) -> None:
    """A post that keeps places asks for one like everybody."""
    patch.setattr(registrations, "left_for", lambda *_args: 0)


def holds_for_ever(patch: Patch) -> None:
    """What a post keeps is kept, though it never comes back."""
    patch.setattr(push, "give_back", lambda _conn, head, _now, _found: head)


def no_floor(patch: Patch) -> None:
    """Deletions are forgotten, and old cursors go on being served."""
    patch.setattr(retention, "_RAISE_FLOOR", select(literal(1)))


def floor_on_the_page(patch: Patch) -> None:
    """A whole download in progress is as old as the page that it has come to."""
    read_cursor = cursors.read

    def read(cursor: str, head: Any) -> Any:
        position = read_cursor(cursor, head)
        if cursor and position.rev < head.floor:
            raise CursorTooOld
        return position

    patch.setattr(cursors, "read", read)
