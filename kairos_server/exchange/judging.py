# SPDX-License-Identifier: MIT
"""Decides acts on the truth, one after another, and says what became of each.

A refusal, a flag or a fault of ours never stops the acts that follow: each act has exactly one
outcome, whatever it is, and takes the next place in the organisation's order.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING
from uuid import UUID

import msgspec

from kairos_desktop.models.base import PARIS
from kairos_desktop.models.rows import (
    CounterRow,
    DocumentRow,
    OutcomeRow,
    RegistrationRow,
    Row,
    SeatsRow,
)
from kairos_desktop.models.vocabulary import OutcomeKind, Result
from kairos_desktop.services.acts.act import Act, Made
from kairos_desktop.services.acts.history import Restore
from kairos_desktop.services.acts.outcomes import RecordResult
from kairos_desktop.services.acts.registrations import Register
from kairos_desktop.services.acts.registry import read_act
from kairos_desktop.services.deciding import Bench, Decided, Said
from kairos_desktop.services.rules.verdicts import Refused
from kairos_desktop.services.sync.wire import ActVerdict, WireAct
from kairos_server.exchange.authors import Authors

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Connection

    from kairos_desktop.services.row_store import Revs, RowKey
    from kairos_server.store import Head

_log = logging.getLogger(__name__)

APPLIED = "applied"
_SHARED: tuple[type[Row], ...] = (SeatsRow, CounterRow, DocumentRow, OutcomeRow)
"""Rows that two people move without meaning each other's work."""
_TELLING = {
    "waitlisted": OutcomeKind.ADAPTED,
    "beyond_capacity": OutcomeKind.FLAGGED,
    "enrolment_stands": OutcomeKind.FLAGGED,
}
"""Warnings that the author must see, unless the post had seen them already."""


class Sender(msgspec.Struct, frozen=True):
    """Which post an act comes from, and whether it may still act."""

    post: UUID
    letter: str
    is_revoked: bool = False


class Author(msgspec.Struct, frozen=True):
    """Whose name an act bears, and the code that forbids it to them, as of now."""

    name: str
    refusal: str = ""


class Judged(msgspec.Struct, frozen=True):
    """What became of an act; `decided` where it has an effect."""

    verdict: ActVerdict
    decided: Decided | None = None


class Judge:
    """Decides the acts of one transaction; `head` is the organisation's, locked."""

    def __init__(
        self, conn: Connection, head: Head, sender: Sender, *, aside: bool = False
    ) -> None:
        """With `aside`, the acts are put aside unread: the database would not have their rows."""
        self._head = head
        self._sender = sender
        self._aside = aside
        self._revs: Revs = {}
        self.bench = Bench(conn, head.org, self._revs)
        self._authors = Authors(conn, head.org)
        self.seq = head.head
        self.written: dict[RowKey, int] = {}

    def said(self, act: WireAct, author: Author) -> Said | Refused:
        """The act as it will be decided, or why it cannot be read."""
        read = read_act(act.type, act.v, act.args, lambda: UUID(int=0))
        if isinstance(read, Refused):
            return read
        made = Made(
            id=act.id,
            gesture=act.gesture,
            # The rules read the civil day of Paris, whatever the offset that was sent.
            at=act.at.astimezone(PARIS),
            by=author.name,
            post=self._sender.post,
            post_range=self._sender.letter,
            org=self._head.org,
        )
        return Said(read, made)

    def prefetch(self, batch: Sequence[Said]) -> None:
        """Load what these acts will read, and who wrote it last."""
        self.bench.prefetch(batch)
        self._authors.learn(self._revs.values())

    def judge(self, wire: WireAct, said: Said | Refused, author: Author) -> Judged:
        """The next act's outcome; its rows are then what the following ones see."""
        self.seq += 1
        kind, code, facts, decided = self._weigh(wire, said, author)
        if decided is not None:
            self._accept(decided)
        if kind is not None:
            self._keep_outcome(wire, author, kind, code, facts)
        verdict = ActVerdict(wire.id, kind.value if kind else APPLIED, self.seq, code, dict(facts))
        return Judged(verdict, decided)

    def take(self, decided: Decided) -> Judged:
        """An act of the back end's own: accepted as it was decided."""
        self.seq += 1
        self._accept(decided)
        return Judged(ActVerdict(decided.said.made.id, APPLIED, self.seq), decided)

    def _weigh(
        self, wire: WireAct, said: Said | Refused, author: Author
    ) -> tuple[OutcomeKind | None, str, Mapping[str, object], Decided | None]:
        if self._sender.is_revoked:
            return OutcomeKind.QUARANTINED, "post_revoked", {}, None
        if isinstance(said, Refused):
            return OutcomeKind.REFUSED, said.code, said.facts, None
        if author.refusal:
            return OutcomeKind.REFUSED, author.refusal, {}, None
        if self._aside:
            return OutcomeKind.QUARANTINED, "act_failed", {}, None
        try:
            decided, fell = self._decide(wire, said)
        except Exception as fault:  # noqa: BLE001 - one bad act must not stop a post for ever
            _log.error("act_failed type=%s fault=%s", wire.type, type(fault).__name__)
            return OutcomeKind.QUARANTINED, "act_failed", {}, None
        if isinstance(decided, Refused):
            return OutcomeKind.REFUSED, decided.code, decided.facts, None
        if fell:
            return OutcomeKind.ADAPTED, "other_slot", {}, decided
        return self._compare(wire, decided)

    def _decide(self, wire: WireAct, said: Said) -> tuple[Decided | Refused, bool]:
        """The decision, and whether it is the one that the person had agreed to instead."""
        decided = self.bench.decide(said)
        if not isinstance(decided, Refused):
            return decided, False
        for other in _alternatives(said.act, wire.fallback):
            instead = self.bench.decide(Said(other, said.made))
            if not isinstance(instead, Refused):
                return instead, True
        return decided, False

    def _compare(
        self, wire: WireAct, decided: Decided
    ) -> tuple[OutcomeKind | None, str, Mapping[str, object], Decided | None]:
        """What the person did not see: somebody else's work on the same rows, a warning."""
        for row, before, after in decided.images:
            if before is None or isinstance(row, _SHARED) or not self._is_unseen(wire, row):
                continue
            if _overrides_result(decided.said.act, before, after):
                facts = {"result": before.result} if isinstance(before, RegistrationRow) else {}
                return OutcomeKind.REFUSED, "result_already_recorded", facts, None
            if not isinstance(decided.said.act, Restore):
                return OutcomeKind.FLAGGED, "concurrent_change", {"table": row.table}, decided
        if numbered := self._renumbered(wire, decided):
            return OutcomeKind.FLAGGED, "paper_renumbered", {"number": numbered}, decided
        for warning in decided.changes.warned:
            if warning.code in _TELLING and warning.code not in wire.expects:
                return _TELLING[warning.code], warning.code, warning.facts, decided
        return None, "", {}, decided

    def _renumbered(self, wire: WireAct, decided: Decided) -> str:
        """The new number of a paper that was printed under the letter of another post."""
        if not wire.letter or wire.letter == self._sender.letter:
            return ""
        issued = [row for row, before, _ in decided.images if before is None]
        return next((row.number for row in issued if isinstance(row, DocumentRow)), "")

    def _is_unseen(self, wire: WireAct, row: Row) -> bool:
        """Whether another post changed the row after what the author was looking at."""
        key = (type(row), row.id)
        rev = self._revs.get(key, 0)
        return (
            key not in self.written
            and rev > wire.base
            and self._authors.post_of(rev) != self._sender.post
        )

    def _accept(self, decided: Decided) -> None:
        self.bench.accept(decided)
        for row, _before, _after in decided.images:
            self._mark(row)

    def _mark(self, row: Row) -> None:
        self.written[type(row), row.id] = self.seq

    def _keep_outcome(
        self,
        wire: WireAct,
        author: Author,
        kind: OutcomeKind,
        code: str,
        facts: Mapping[str, object],
    ) -> None:
        row = OutcomeRow(
            id=wire.id,
            kind=kind,
            code=code,
            facts=msgspec.json.encode(facts).decode(),
            act_name=wire.type,
            act_version=wire.v,
            args=msgspec.json.encode(wire.args).decode(),
            post_id=self._sender.post,
            made_by=author.name,
            made_at=wire.at.astimezone(PARIS),
        )
        self.bench.put(row)
        self._mark(row)


def _alternatives(act: Act, fallback: Sequence[str]) -> list[Act]:
    """The acts that the person agreed to in advance, in order."""
    if not isinstance(act, Register):
        return []
    found: list[Act] = []
    for text in fallback:
        kind, _, value = text.partition(":")
        try:
            slot = UUID(value)
        except ValueError:
            continue
        if kind == "slot":
            found.append(msgspec.structs.replace(act, slot_id=slot))
    return found


def _overrides_result(act: Act, before: Row, after: Row | None) -> bool:
    """Whether a result typed by somebody else would be replaced by one who had not seen it."""
    return (
        isinstance(act, RecordResult)
        and isinstance(before, RegistrationRow)
        and isinstance(after, RegistrationRow)
        and before.result is not Result.NONE
        and (before.result, before.reason) != (after.result, after.reason)
    )
