# SPDX-License-Identifier: MIT
"""Why a person or a post is not let in, or a change of accounts not made."""

from __future__ import annotations

from kairos_server.directory.throttle import Refusal


class TurnedAway(Exception):
    """`code` is one of docs/protocol.md; `seconds` says when it is worth asking again."""

    def __init__(self, code: str, *, seconds: float | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.seconds = seconds


def turn_away(refusal: Refusal | None) -> None:
    """TurnedAway "account_locked" or "too_many_tries" where no password may be tried now."""
    if refusal is None:
        return
    if refusal.seconds is None:
        raise TurnedAway("account_locked")
    raise TurnedAway("too_many_tries", seconds=refusal.seconds)
