# SPDX-License-Identifier: MIT
"""The one place that writes: acts, the rows that follow, and the rows as they were before.

A batch is one transaction. Nothing is ever saved but not in the ledger, or the reverse.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

import msgspec
from sqlalchemy import bindparam, func, insert, select, update

from kairos_desktop.models.act_tables import ACT, IMAGE
from kairos_desktop.models.rows import Row, digest
from kairos_desktop.services import row_store
from kairos_desktop.services.acts.act import Act, Changes, Made, decide
from kairos_desktop.services.acts.history import DERIVED, Restore
from kairos_desktop.services.acts.known import Known
from kairos_desktop.services.acts.settle import seats_touched, settle
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


class Said(msgspec.Struct, frozen=True):
    """An act with the circumstances of its making."""

    act: Act
    made: Made


class _Decided(msgspec.Struct, frozen=True):
    said: Said
    changes: Changes
    images: tuple[tuple[Row, Row | None, Row | None], ...]


class RolledBack(Exception):
    """A batch that was to be kept or refused as a whole was refused."""

    def __init__(self, recorded: Recorded) -> None:
        super().__init__("refused as a whole")
        self.recorded = recorded


class Ledger:
    """Records acts on one database. Lane: write."""

    def __init__(self, engine: Engine, org: UUID, post: UUID) -> None:
        self._engine = engine
        self._org = org
        self._post = post
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
        known, decided, verdicts = Known(), list[_Decided](), list[Verdict]()
        repeated = self._already(conn, batch)
        fresh = [said for said in batch if said.made.id not in repeated]
        for said in fresh:
            # One round for the whole batch first: most needs go in a few statements.
            self._fetch(conn, known, known.missing(said.act.needs(known, said.made)))
        for said in batch:
            if said.made.id in repeated:
                verdicts.append(Verdict(said.made.id, repeated=True))
                continue
            outcome = self._decide(conn, known, said)
            if isinstance(outcome, Refused):
                verdicts.append(Verdict(said.made.id, refusal=outcome))
                continue
            repeated.add(said.made.id)
            decided.append(outcome)
            verdicts.append(Verdict(said.made.id, warnings=outcome.changes.warned))
        changes = self._write(conn, known, decided)
        return Recorded(batch[0].made.gesture, tuple(verdicts), changes)

    def _already(self, conn: Connection, batch: Sequence[Said]) -> set[UUID]:
        ids = [said.made.id for said in batch]
        found = conn.execute(_KNOWN_ACTS, {"org": self._org, "ids": ids})
        return set(found.scalars())

    def _decide(self, conn: Connection, known: Known, said: Said) -> _Decided | Refused:
        while missing := known.missing(said.act.needs(known, said.made)):
            self._fetch(conn, known, missing)
        changes = decide(said.act, known, said.made)
        if isinstance(changes, Refused):
            return changes
        self._fetch(conn, known, known.missing(seats_touched(changes)))
        changes = settle(changes, known)
        if isinstance(changes, Refused):
            return changes
        put = [
            (row, before, row)
            for row in changes.put
            if (before := known.peek(type(row), row.id)) != row
        ]
        gone = [(row, known.peek(type(row), row.id), None) for row in changes.gone]
        for row in changes.put:
            known.put(row)
        for row in changes.gone:
            known.drop(type(row), row.id)
        return _Decided(said, changes, (*put, *gone))

    def _fetch(self, conn: Connection, known: Known, missing: Sequence[Any]) -> None:
        for need, rows in row_store.fetch(conn, self._org, missing):
            known.load(need, rows)

    def _write(self, conn: Connection, known: Known, decided: list[_Decided]) -> ChangeSet:
        if not decided:
            return ChangeSet()
        touched = {
            (type(row), row.id): row for each in decided for row, _before, _after in each.images
        }
        put, gone = list[Row](), list[Row]()
        for (kind, row_id), row in touched.items():
            final = known.peek(kind, row_id)
            (gone if final is None else put).append(final or row)
        row_store.write(conn, self._org, put, gone)
        conn.execute(insert(ACT), [self._act_values(conn, each.said) for each in decided])
        images = [values for each in decided for values in self._image_values(each)]
        if images:
            conn.execute(insert(IMAGE), images)
        self._mark_undone(conn, decided)
        return ChangeSet(
            tables=frozenset(kind.table for kind, _ in touched),
            ids=frozenset(row_id for _, row_id in touched),
        )

    def _act_values(self, conn: Connection, said: Said) -> dict[str, Any]:
        n = self._last_n
        if n is None:
            query = select(func.max(ACT.c.n)).where(
                ACT.c.org_id == self._org, ACT.c.post_id == self._post
            )
            n = conn.execute(query).scalar() or 0
        self._last_n = n + 1
        act, made = said.act, said.made
        return {
            "org_id": self._org,
            "id": made.id,
            "n": self._last_n,
            "post_id": made.post,
            "gesture_id": made.gesture,
            "type": act.name,
            "v": act.version,
            "args": msgspec.json.encode(act).decode(),
            "made_at": made.at,
            "made_by": made.by,
            "undoes_id": act.act_id if isinstance(act, Restore) else None,
            "undone_by_id": None,
        }

    def _image_values(self, decided: _Decided) -> list[dict[str, Any]]:
        return [
            {
                "org_id": self._org,
                "act_id": decided.said.made.id,
                "step": step,
                "row_table": row.table,
                "id": row.id,
                "before": msgspec.json.encode(before).decode() if before else None,
                "after": digest(after) if after else None,
            }
            for step, (row, before, after) in enumerate(decided.images)
            if not isinstance(row, DERIVED)
        ]

    def _mark_undone(self, conn: Connection, decided: list[_Decided]) -> None:
        """Bookkeeping of undo: an act undone, and one redone when its undo is undone."""
        for each in decided:
            if not isinstance(each.said.act, Restore):
                continue
            target, by = each.said.act.act_id, each.said.made.id
            conn.execute(_MARK_UNDONE, {"p_org": self._org, "p_id": target, "by": by})
            conn.execute(_MARK_REDONE, {"p_org": self._org, "p_by": target})


_KNOWN_ACTS = select(ACT.c.id).where(
    ACT.c.org_id == bindparam("org"), ACT.c.id.in_(bindparam("ids", expanding=True))
)
_MARK_UNDONE = (
    update(ACT)
    .where(ACT.c.org_id == bindparam("p_org"), ACT.c.id == bindparam("p_id"))
    .values(undone_by_id=bindparam("by"))
)
_MARK_REDONE = (
    update(ACT)
    .where(ACT.c.org_id == bindparam("p_org"), ACT.c.undone_by_id == bindparam("p_by"))
    .values(undone_by_id=None)
)
