# SPDX-License-Identifier: MIT
"""Why an exchange cannot go on as asked; docs/protocol.md says what a post does of each."""

from __future__ import annotations


class ExchangeProblem(Exception):
    """One code of the protocol; nothing was recorded."""

    error = "problem"
    status = 409

    def __init__(self, expect: int | None = None) -> None:
        super().__init__(self.error)
        self.expect = expect


class EpochChanged(ExchangeProblem):
    """The history was restored: the post numbers its acts anew and downloads everything."""

    error = "epoch_changed"


class StreamForked(ExchangeProblem):
    """Another act bears this number: the post was cloned or restored."""

    error = "stream_forked"


class NumberGap(ExchangeProblem):
    """A number was skipped; `expect` is the one awaited."""

    error = "gap"


class ForeignStream(ExchangeProblem):
    """The stream belongs to another post."""

    error = "foreign_stream"
    status = 403


class BadCursor(ExchangeProblem):
    """No cursor of this server."""

    error = "bad_cursor"
    status = 400


class CursorTooOld(ExchangeProblem):
    """What was removed since is no longer known: the post downloads everything."""

    error = "cursor_too_old"
    status = 410
