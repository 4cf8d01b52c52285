# SPDX-License-Identifier: MIT
"""Decides acts on the truth, one after another, and says what became of each.

A refusal, a flag or a fault of ours never stops the acts that follow: each act has exactly one
outcome, whatever it is, and takes the next place in the organisation's order.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import TYPE_CHECKING
from uuid import UUID

import msgspec

from kairos_desktop.models.paris import in_paris
from kairos_desktop.models.rows import (
    CounterRow,
    DocumentRow,
    OutcomeRow,
    RegistrationRow,
    Row,
    SeatsRow,
    SlotRow,
)
from kairos_desktop.models.vocabulary import OutcomeKind, Result
from kairos_desktop.services.acts.act import Act, Changes, Made
from kairos_desktop.services.acts.history import Restore
from kairos_desktop.services.acts.outcomes import RecordResult
from kairos_desktop.services.acts.provider import DescribeProvider, DescribeSite
from kairos_desktop.services.acts.registrations import Register
from kairos_desktop.services.acts.registry import read_act
from kairos_desktop.services.deciding import Bench, Decided, Said, named
from kairos_desktop.services.rules import outcome_codes as codes
from kairos_desktop.services.rules.outcome_codes import difference
from kairos_desktop.services.rules.verdicts import Refused
from kairos_desktop.services.sync.wire import ActVerdict, WireAct
from kairos_server.exchange.authors import Authors, Writer
from kairos_server.exchange.parents import RefusedParents
from kairos_server.exchange.scope import out_of_scope, outside_own_sessions

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import Connection

    from kairos_desktop.services.acts.known import Need
    from kairos_desktop.services.row_store import Revs, RowKey
    from kairos_server.store import Head

_log = logging.getLogger(__name__)

APPLIED = "applied"
_ASIDE = frozenset({codes.ACCOUNT_CLOSED, codes.ACCOUNT_UNKNOWN})
"""What a manager must look at before anything is done with the act."""
_WHOLE = (DescribeProvider, DescribeSite)
"""Acts that put a whole record: a colleague's fields that were not seen would be lost."""
_SHARED: tuple[type[Row], ...] = (SeatsRow, CounterRow, DocumentRow, OutcomeRow)
"""Rows that two people move without meaning each other's work."""
_TELLING = {
    codes.WAITLISTED: OutcomeKind.ADAPTED,
    codes.BEYOND_CAPACITY: OutcomeKind.FLAGGED,
    "enrolment_stands": OutcomeKind.FLAGGED,
    "beyond_places": OutcomeKind.FLAGGED,
    "absence_after_exit": OutcomeKind.FLAGGED,
    "absence_not_entered": OutcomeKind.FLAGGED,
    "absence_outside_path": OutcomeKind.FLAGGED,
    "absence_overlap": OutcomeKind.FLAGGED,
    "interruption_on_absence": OutcomeKind.FLAGGED,
    "interruption_outside_path": OutcomeKind.FLAGGED,
    "remote_work_outside": OutcomeKind.FLAGGED,
    "month_declared": OutcomeKind.FLAGGED,
    "already_declared": OutcomeKind.FLAGGED,
    "already_reported": OutcomeKind.FLAGGED,
    "quote_twin": OutcomeKind.FLAGGED,
    "signed_twice": OutcomeKind.FLAGGED,
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
    sites: frozenset[UUID] = frozenset()
    """Those that the account is kept to; none: the whole organisation."""
    trainer: str = ""
    """The full name of an account whose role is « Formateur »; "" for any other."""


class Judged(msgspec.Struct, frozen=True):
    """What became of an act; `decided` where it has an effect."""

    verdict: ActVerdict
    decided: Decided | None = None


class _Weighed(msgspec.Struct, frozen=True):
    """What an act comes to: applied where `kind` is None, with an effect where `decided` is not."""

    kind: OutcomeKind | None = None
    code: str = ""
    facts: Mapping[str, object] = {}
    decided: Decided | None = None


def read(act: WireAct) -> Act | Refused:
    """What an act says, or why it cannot be read; whoever says it, and whatever is known."""
    return read_act(act.type, act.v, act.args)


def rows_named(org: UUID, post: UUID, acts: Iterable[tuple[WireAct, Act | Refused]]) -> list[Need]:
    """The rows that acts of a post name, whoever says them: looked for before they are judged."""
    return named(
        Said(read, _made(act, org, post, act.by, act.letter))
        for act, read in acts
        if not isinstance(read, Refused)
    )


def _made(act: WireAct, org: UUID, post: UUID, by: str, letter: str) -> Made:
    return Made(
        id=act.id,
        gesture=act.gesture,
        # The rules read the civil day of Paris, whatever the offset that was sent.
        at=in_paris(act.at),
        by=by,
        post=post,
        post_range=letter,
        org=org,
    )


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
        self._refused = RefusedParents(conn, head.org)
        self.seq = head.head
        self.written: dict[RowKey, int] = {}

    def said(self, act: WireAct, read: Act | Refused, author: Author) -> Said | Refused:
        """The act as it will be decided, or why it could not be read."""
        if isinstance(read, Refused):
            return read
        sender = self._sender
        made = _made(act, self._head.org, sender.post, author.name, sender.letter)
        return Said(read, made)

    def prefetch(self, batch: Sequence[Said]) -> None:
        """Load what stands on the rows that these acts name, and who wrote all that last.

        The rows that they name are on the bench.
        """
        revs, authors = self._revs.values(), self._authors
        authors.take(self.bench.prefetch_standing(batch, lambda: authors.questions(revs)))
        # Of the rows that came last.
        authors.learn(revs)

    def judge(self, wire: WireAct, said: Said | Refused, author: Author) -> Judged:
        """The next act's outcome; its rows are then what the following ones see."""
        self.seq += 1
        weighed = self._weigh(wire, said, author)
        kind, code, facts, decided = weighed.kind, weighed.code, weighed.facts, weighed.decided
        if decided is not None:
            self._accept(decided)
        if kind is not None:
            self._keep_outcome(wire, author, weighed)
        verdict = ActVerdict(wire.id, kind.value if kind else APPLIED, self.seq, code, dict(facts))
        return Judged(verdict, decided)

    def take(self, decided: Decided) -> Judged:
        """An act of the back end's own: accepted as it was decided."""
        self.seq += 1
        self._accept(decided)
        return Judged(ActVerdict(decided.said.made.id, APPLIED, self.seq), decided)

    def _weigh(self, wire: WireAct, said: Said | Refused, author: Author) -> _Weighed:
        if self._sender.is_revoked:
            return _Weighed(OutcomeKind.QUARANTINED, codes.POST_REVOKED)
        if isinstance(said, Refused):
            return _Weighed(OutcomeKind.REFUSED, said.code, said.facts)
        if author.refusal:
            aside = author.refusal in _ASIDE
            kind = OutcomeKind.QUARANTINED if aside else OutcomeKind.REFUSED
            return _Weighed(kind, author.refusal, {"by": author.name})
        if self._aside:
            return _Weighed(OutcomeKind.QUARANTINED, codes.ACT_FAILED)
        try:
            decided, instead = self._decide(wire, said)
        except Exception as fault:  # noqa: BLE001 - one bad act must not stop a post for ever
            _log.error("act_failed type=%s fault=%s", wire.type, type(fault).__name__)
            return _Weighed(OutcomeKind.QUARANTINED, codes.ACT_FAILED)
        if isinstance(decided, Refused):
            if decided.code == "unknown_row" and (parent := self._refused.parent_of(wire.args)):
                return _Weighed(OutcomeKind.REFUSED, codes.PARENT_REFUSED, {"act": parent})
            return _Weighed(OutcomeKind.REFUSED, decided.code, decided.facts)
        if refused := out_of_scope(self.bench, decided, author.sites):
            return _Weighed(OutcomeKind.REFUSED, refused.code, refused.facts)
        if instead is not None:
            facts = {"day": instead.held_on, "start": instead.starts_at}
            return _Weighed(OutcomeKind.ADAPTED, codes.OTHER_SLOT, facts, decided)
        weighed = self._compare(wire, decided)
        if weighed.kind is None and author.trainer:
            day = outside_own_sessions(self.bench, decided, author.trainer, author.sites)
            if day is not None:
                facts = {"by": author.name, "day": day}
                return _Weighed(OutcomeKind.FLAGGED, codes.NOT_OWN_SESSION, facts, decided)
        return weighed

    def _decide(self, wire: WireAct, said: Said) -> tuple[Decided | Refused, SlotRow | None]:
        """The decision, and the slot of the one that the person had agreed to instead."""
        decided = self.bench.decide(said)
        if not isinstance(decided, Refused):
            return decided, None
        for other in _alternatives(said.act, wire.fallback):
            instead = self.bench.decide(Said(other, said.made))
            slot = self.bench.peek(SlotRow, other.slot_id)
            if not isinstance(instead, Refused) and isinstance(slot, SlotRow):
                return instead, slot
        return decided, None

    def _compare(self, wire: WireAct, decided: Decided) -> _Weighed:
        """What the person did not see: somebody else's work on the same rows, a warning."""
        act = decided.said.act
        for row, before, after in decided.images:
            if before is None or isinstance(row, _SHARED) or isinstance(act, Restore):
                continue
            writer = self._unseen_writer(wire, row)
            if writer is None:
                continue
            facts: dict[str, object] = {"by": writer.name, "at": writer.at, "table": row.table}
            if _overrides_result(act, before, after) and isinstance(before, RegistrationRow):
                facts["result"] = before.result
                return _Weighed(OutcomeKind.REFUSED, codes.RESULT_ALREADY_RECORDED, facts)
            if isinstance(act, DescribeProvider) and act.is_bare:
                # Every new profile writes the name alone: it takes nothing from a fuller file.
                return _Weighed(decided=Decided(decided.said, Changes(), ()))
            if isinstance(act, _WHOLE):
                return _Weighed(OutcomeKind.REFUSED, codes.CHANGED_MEANWHILE, facts)
            facts |= difference(before, after)
            return _Weighed(OutcomeKind.FLAGGED, codes.CONCURRENT_CHANGE, facts, decided)
        if numbered := self._renumbered(wire, decided):
            facts = {"number": numbered}
            return _Weighed(OutcomeKind.FLAGGED, codes.PAPER_RENUMBERED, facts, decided)
        for warning in decided.changes.warned:
            if warning.code in _TELLING and warning.code not in wire.expects:
                return _Weighed(_TELLING[warning.code], warning.code, warning.facts, decided)
        return _Weighed(decided=decided)

    def _renumbered(self, wire: WireAct, decided: Decided) -> str:
        """The new number of a paper that was printed under the letter of another post."""
        if not wire.letter or wire.letter == self._sender.letter:
            return ""
        issued = [row for row, before, _ in decided.images if before is None]
        return next((row.number for row in issued if isinstance(row, DocumentRow)), "")

    def _unseen_writer(self, wire: WireAct, row: Row) -> Writer | None:
        """The person of another post who changed the row after what the author was looking at."""
        key = (type(row), row.id)
        rev = self._revs.get(key, 0)
        if key in self.written or rev <= wire.base:
            return None
        writer = self._authors.of(rev)
        return None if writer is None or writer.post == self._sender.post else writer

    def _accept(self, decided: Decided) -> None:
        self.bench.accept(decided)
        for row, _before, _after in decided.images:
            self._mark(row)

    def _mark(self, row: Row) -> None:
        self.written[type(row), row.id] = self.seq

    def _keep_outcome(self, wire: WireAct, author: Author, weighed: _Weighed) -> None:
        if weighed.kind is None:
            return
        if weighed.decided is None:
            self._refused.note(wire)
        row = OutcomeRow(
            id=wire.id,
            kind=weighed.kind,
            code=weighed.code,
            facts=msgspec.json.encode(weighed.facts).decode(),
            act_name=wire.type,
            act_version=wire.v,
            args=msgspec.json.encode(wire.args).decode(),
            post_id=self._sender.post,
            made_by=author.name,
            made_at=in_paris(wire.at),
        )
        self.bench.put(row)
        self._mark(row)


def _alternatives(act: Act, fallback: Sequence[str]) -> list[Register]:
    """The acts that the person agreed to in advance, in order."""
    if not isinstance(act, Register):
        return []
    found: list[Register] = []
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
