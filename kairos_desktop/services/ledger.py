# SPDX-License-Identifier: MIT
"""The one place of a post that writes: acts, the rows that follow, the rows as they were before.

A batch is one transaction. Nothing is ever saved but not in the ledger, or the reverse.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol
from uuid import UUID

import msgspec
from sqlalchemy import bindparam, func, select

from kairos_desktop.models.act_tables import ACT
from kairos_desktop.services.acts.act import post_refusal
from kairos_desktop.services.deciding import (
    Bench,
    Decided,
    Said,
    write_acts,
    write_images,
    write_rows,
)
from kairos_desktop.services.due.doubted_months import settle
from kairos_desktop.services.due.line import Scope, asking
from kairos_desktop.services.rules.verdicts import Refused, Warned

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection, Engine


class ChangeSet(msgspec.Struct, frozen=True):
    """What a batch touched; screens decide whether they care."""

    tables: frozenset[str] = frozenset()
    ids: frozenset[UUID] = frozenset()
    origin: str = "user"


class Verdict(msgspec.Struct, frozen=True):
    """What became of one act; `repeated` where it had been recorded before."""

    act_id: UUID
    refusal: Refused | None = None
    warnings: tuple[Warned, ...] = ()
    repeated: bool = False


class Recorded(msgspec.Struct, frozen=True):
    """What became of a batch."""

    gesture: UUID
    verdicts: tuple[Verdict, ...]
    changes: ChangeSet

    @property
    def refusals(self) -> tuple[Refused, ...]:
        """The refusals, in the order of the acts."""
        return tuple(v.refusal for v in self.verdicts if v.refusal)


class Outbox(Protocol):
    """Takes the acts that must go to the back end, in the transaction that records them."""

    def take(self, conn: Connection, decided: Sequence[Decided]) -> None:
        """Keep these acts until the back end has answered."""
        ...


class RolledBack(Exception):
    """A batch that was to be kept or refused as a whole was refused."""

    def __init__(self, recorded: Recorded) -> None:
        super().__init__("refused as a whole")
        self.recorded = recorded


class Ledger:
    """Records acts on one database. Lane: write."""

    def __init__(self, engine: Engine, org: UUID, post: UUID, outbox: Outbox | None = None) -> None:
        self._engine = engine
        self._org = org
        self._post = post
        self._outbox = outbox
        self._last_n: int | None = None

    def record(self, batch: Sequence[Said], *, together: bool = False) -> Recorded:
        """Decide the acts in order and keep those that are not refused, in one transaction.

        With `together`, one refusal refuses them all. An act whose id is already in the ledger
        has no second effect. Raises what the database raises: then nothing was kept.
        """
        try:
            with self._engine.begin() as conn:
                recorded = self._record(conn, batch)
                if together and recorded.refusals:
                    raise RolledBack(recorded)
        except RolledBack as rolled_back:
            self._last_n = None
            return msgspec.structs.replace(rolled_back.recorded, changes=ChangeSet())
        except BaseException:
            self._last_n = None
            raise
        return recorded

    def _record(self, conn: Connection, batch: Sequence[Said]) -> Recorded:
        bench, decided, verdicts = Bench(conn, self._org), list[Decided](), list[Verdict]()
        repeated = self._already(conn, batch)
        # One round for the whole batch first: most needs go in a few statements.
        bench.prefetch([said for said in batch if said.made.id not in repeated])
        for said in batch:
            if said.made.id in repeated:
                verdicts.append(Verdict(said.made.id, repeated=True))
                continue
            outcome = post_refusal(said.act) or bench.decide(said)
            if isinstance(outcome, Refused):
                verdicts.append(Verdict(said.made.id, refusal=outcome))
                continue
            bench.accept(outcome)
            repeated.add(said.made.id)
            decided.append(outcome)
            verdicts.append(Verdict(said.made.id, warnings=outcome.changes.warned))
        changes = self._write(conn, bench, decided)
        return Recorded(batch[0].made.gesture, tuple(verdicts), changes)

    def _already(self, conn: Connection, batch: Sequence[Said]) -> set[UUID]:
        ids = [said.made.id for said in batch]
        found = conn.execute(_KNOWN_ACTS, {"org": self._org, "ids": ids})
        return set(found.scalars())

    def _write(self, conn: Connection, bench: Bench, decided: list[Decided]) -> ChangeSet:
        if not decided:
            return ChangeSet()
        write_rows(conn, self._org, bench)
        settle(asking(conn), Scope(self._org, decided[-1].said.made.local))
        first = self._next_numbers(conn, len(decided))
        write_acts(conn, self._org, decided, [{"n": first + i} for i in range(len(decided))])
        write_images(conn, self._org, decided)
        if self._outbox is not None:
            self._outbox.take(conn, decided)
        return ChangeSet(
            tables=frozenset(kind.table for kind, _ in bench.touched),
            ids=frozenset(row_id for _, row_id in bench.touched),
        )

    def _next_numbers(self, conn: Connection, count: int) -> int:
        """The first of `count` numbers of this post, without a hole."""
        last = self._last_n
        if last is None:
            query = select(func.max(ACT.c.n)).where(
                ACT.c.org_id == self._org, ACT.c.post_id == self._post
            )
            # Below zero: acts that bear this post's name, received from a clone of it.
            last = max(conn.execute(query).scalar() or 0, 0)
        self._last_n = last + count
        return last + 1


_KNOWN_ACTS = select(ACT.c.id).where(
    ACT.c.org_id == bindparam("org"), ACT.c.id.in_(bindparam("ids", expanding=True))
)
