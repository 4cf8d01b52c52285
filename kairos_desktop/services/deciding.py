# SPDX-License-Identifier: MIT
"""Decides acts on the rows of a database, and writes what follows: the same in both homes.

The post's ledger records what was decided as new acts; the exchange plays pending acts again; the
back end decides on the truth. None of them decides or writes rows in another way.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID

import msgspec
from sqlalchemy import bindparam, update

from kairos_desktop.models.act_tables import ACT, IMAGE
from kairos_desktop.models.rows import ImageRow, Row, digest
from kairos_desktop.services import row_store
from kairos_desktop.services.acts.act import Act, Changes, Made, decide
from kairos_desktop.services.acts.history import DERIVED, Restore
from kairos_desktop.services.acts.known import Known, by_id, having
from kairos_desktop.services.acts.settle import moves_places, settle, settle_needs
from kairos_desktop.services.rules.verdicts import Refused

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from sqlalchemy import Connection

    from kairos_desktop.services.acts.known import Need
    from kairos_desktop.services.row_store import Question, Revs, RowKey

R = TypeVar("R", bound=Row)


class Said(msgspec.Struct, frozen=True):
    """An act with the circumstances of its making."""

    act: Act
    made: Made


class Decided(msgspec.Struct, frozen=True):
    """An act that is accepted; `images` are the rows that it changes: a row, before, after."""

    said: Said
    changes: Changes
    images: tuple[tuple[Row, Row | None, Row | None], ...]


def named(batch: Iterable[Said]) -> list[Need]:
    """The rows that acts name by their ids, as far as they can be told before any is known."""
    known = Known()
    needs = (need for said in batch for need in said.act.needs(known, said.made))
    return known.missing(need for need in needs if need.is_one)


class Bench:
    """Where acts are decided one after another, each seeing what the earlier ones changed.

    Nothing is written: `final` gives what there is to write. `revs`, where given, receives the
    rev of every row that was read.
    """

    def __init__(self, conn: Connection, org: UUID, revs: Revs | None = None) -> None:
        self._conn = conn
        self._org = org
        self._revs = revs
        self._known = Known()
        self._touched: dict[RowKey, Row] = {}

    def prefetch(self, batch: Sequence[Said]) -> None:
        """Load in few statements most of what these acts will read, before any is decided.

        First the rows that they name; then those that stand on them.
        """
        self._fetch([need for need in self._missing(batch) if need.is_one])
        self.prefetch_standing(batch)

    def prefetch_standing(
        self, batch: Sequence[Said], more: Callable[[], list[Question]] = list
    ) -> list[Sequence[Any]]:
        """The same where the rows that they name are loaded, and the answers to `more`."""
        needs: list[Need] = []
        for need in self._missing(batch):
            if self._has_no_parent(need):
                self._known.load(need, ())
            else:
                needs.append(need)
        return self._fetch(needs, more())

    def _missing(self, batch: Sequence[Said]) -> list[Need]:
        known = self._known
        return known.missing(need for said in batch for need in said.act.needs(known, said.made))

    def _has_no_parent(self, need: Need) -> bool:
        """Whether the database has no row on which these would stand, so that it has none."""
        return any(
            self._known.lacks(kind, need.values[place])
            for place, kind in row_store.parents(need.kind, need.names)
        )

    def decide(self, said: Said) -> Decided | Refused:
        """The act's decision on the rows as they now are, places settled."""
        known = self._known
        while missing := known.missing(said.act.needs(known, said.made)):
            self._fetch(missing)
        changes = decide(said.act, known, said.made)
        if isinstance(changes, Refused):
            return changes
        if moves_places(changes):
            while missing := known.missing(settle_needs(changes, known)):
                self._fetch(missing)
            changes = settle(changes, known, said.made)
            if isinstance(changes, Refused):
                return changes
        put = [
            (row, before, row)
            for row in changes.put
            if (before := known.peek(type(row), row.id)) != row
        ]
        gone = [(row, known.peek(type(row), row.id), None) for row in changes.gone]
        return Decided(said, changes, (*put, *gone))

    def accept(self, decided: Decided) -> None:
        """Let the acts that follow see what this one changed."""
        for row, _before, after in decided.images:
            self._touched[type(row), row.id] = row
            if after is None:
                self._known.drop(type(row), row.id)
            else:
                self._known.put(after)
        self._known.put_images(decided.said.made.id, lambda: _images_of(decided))

    def peek(self, kind: type[Row], row_id: UUID) -> Row | None:
        """A row as it now is, if some decision has read it."""
        return self._known.peek(kind, row_id)

    def look(self, kind: type[Row], row_id: UUID) -> Row | None:
        """A row as it now is, read for the purpose where no decision has."""
        self._fetch(self._known.missing([by_id(kind, row_id)]))
        return self._known.peek(kind, row_id)

    def look_for(self, kind: type[R], **where: Any) -> list[R]:
        """The rows with these values as they now are, read for the purpose where none has."""
        self._fetch(self._known.missing([having(kind, **where)]))
        return list(self._known.find(kind, **where))

    def put(self, row: Row) -> None:
        """Have a row written beside those of the acts."""
        self._touched[type(row), row.id] = row
        self._known.put(row)

    def final(self) -> tuple[list[Row], list[Row]]:
        """The rows to write and the rows to remove, each once, as the batch has left them."""
        put, gone = list[Row](), list[Row]()
        for (kind, row_id), row in self._touched.items():
            last = self._known.peek(kind, row_id)
            (gone if last is None else put).append(last or row)
        return put, gone

    def take(self, but: Collection[type[Row]] = ()) -> tuple[list[Row], list[Row]]:
        """What `final` gives, each row once: from now on what changes later.

        Those of the kinds in `but` stay, for another time.
        """
        staying = {key: row for key, row in self._touched.items() if key[0] in but}
        for key in staying:
            del self._touched[key]
        taken = self.final()
        self._touched = staying
        return taken

    @property
    def touched(self) -> frozenset[RowKey]:
        """The rows that the accepted acts changed, those that are not yet said to be written."""
        return frozenset(self._touched)

    def _fetch(self, missing: Sequence[Need], more: Sequence[Question] = ()) -> list[Sequence[Any]]:
        """Load these rows; the answers to what is asked with them."""
        search = row_store.Search(self._conn, self._org, missing, with_rev=self._revs is not None)
        asked = search.questions
        told = row_store.answers(self._conn, [*asked, *more])
        self.load(search, told)
        return told[len(asked) :]

    def load(self, search: row_store.Search, told: Sequence[Sequence[Any]]) -> None:
        """Take the rows of a search, from the answers to its questions."""
        for need, rows in search.rows(told, self._revs):
            self._known.load(need, rows)


def write_rows(
    conn: Connection, org: UUID, bench: Bench, revs: Mapping[RowKey, int] | None = None
) -> None:
    """Write what the accepted acts of a bench left; `revs` gives each row's, on the back end."""
    put, gone = bench.final()
    row_store.write(conn, org, put, gone, revs)


def write_acts(
    conn: Connection, org: UUID, decided: Sequence[Decided], numbers: Sequence[Mapping[str, Any]]
) -> None:
    """Write the acts, with `n` and `seq` as `numbers` says for each, and who undoes whom."""
    if decided:
        values = [
            _act_values(org, each.said) | dict(number)
            for each, number in zip(decided, numbers, strict=True)
        ]
        row_store.insert(conn, ACT, values)
        mark_undone(conn, org, decided)


def write_images(conn: Connection, org: UUID, decided: Iterable[Decided]) -> None:
    """Write the rows as they were before, for undo and history."""
    images = [values for each in decided for values in _image_values(org, each)]
    row_store.insert(conn, IMAGE, images)


def _act_values(org: UUID, said: Said) -> dict[str, Any]:
    act, made = said.act, said.made
    return {
        "org_id": org,
        "id": made.id,
        "post_id": made.post,
        "gesture_id": made.gesture,
        "type": act.name,
        "v": act.version,
        "args": msgspec.json.encode(act).decode(),
        "made_at": made.at,
        "made_by": made.by,
        "seq": None,
        "undoes_id": act.act_id if isinstance(act, Restore) else None,
        "undone_by_id": None,
    }


def _image_values(org: UUID, decided: Decided) -> list[dict[str, Any]]:
    return [{"org_id": org, **msgspec.structs.asdict(image)} for image in _images_of(decided)]


def _images_of(decided: Decided) -> list[ImageRow]:
    """The rows of an act as they were before, and the digests of what it left."""
    return [
        ImageRow(
            id=row.id,
            act_id=decided.said.made.id,
            step=step,
            row_table=row.table,
            before=msgspec.json.encode(before).decode() if before else None,
            after=digest(after) if after else None,
        )
        for step, (row, before, after) in enumerate(decided.images)
        if not isinstance(row, DERIVED)
    ]


def mark_undone(conn: Connection, org: UUID, decided: Iterable[Decided]) -> None:
    """Bookkeeping of undo: an act undone, and one redone when its undo is undone."""
    for each in decided:
        if not isinstance(each.said.act, Restore):
            continue
        target, by = each.said.act.act_id, each.said.made.id
        conn.execute(_MARK_UNDONE, {"p_org": org, "p_id": target, "by": by})
        conn.execute(_MARK_REDONE, {"p_org": org, "p_by": target})


_MARK_UNDONE = (
    update(ACT)
    .where(
        ACT.c.org_id == bindparam("p_org"),
        ACT.c.id == bindparam("p_id"),
        # Undone twice (a paper, which nothing refuses): the first undo is the one to take back.
        ACT.c.undone_by_id.is_(None),
    )
    .values(undone_by_id=bindparam("by"))
)
_MARK_REDONE = (
    update(ACT)
    .where(ACT.c.org_id == bindparam("p_org"), ACT.c.undone_by_id == bindparam("p_by"))
    .values(undone_by_id=None)
)
