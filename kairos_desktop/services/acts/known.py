# SPDX-License-Identifier: MIT
"""The rows that a decision reads, and how it names them beforehand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar, cast

from kairos_desktop.models.rows import ImageRow, Row

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from uuid import UUID

    from kairos_desktop.services.acts.act import Changes

R = TypeVar("R", bound=Row)


class Need(NamedTuple):
    """Rows of one kind whose columns have these values."""

    kind: type[Row]
    where: tuple[tuple[str, Any], ...]


class UnknownRow(Exception):
    """A row that the act speaks of does not exist."""

    def __init__(self, kind: type[Row], row_id: UUID) -> None:
        super().__init__(kind.table)
        self.kind = kind
        self.row_id = row_id


def by_id(kind: type[Row], row_id: UUID) -> Need:
    """The need of one row."""
    return Need(kind, (("id", row_id),))


def having(kind: type[Row], **where: Any) -> Need:
    """The need of all rows with these values."""
    return Need(kind, tuple(where.items()))


class _Rows:
    """Rows of one kind by their id, and by the columns that somebody looked for them by."""

    def __init__(self) -> None:
        self.by_id: dict[UUID, Row | None] = {}
        self._by_values: dict[tuple[str, ...], dict[tuple[Any, ...], set[UUID]]] = {}

    def put(self, row_id: UUID, row: Row | None) -> None:
        """The row as it now is; None where there is none."""
        before = self.by_id.get(row_id)
        for names, groups in self._by_values.items():
            if before is not None:
                groups[_values(before, names)].discard(row_id)
            if row is not None:
                groups.setdefault(_values(row, names), set()).add(row_id)
        self.by_id[row_id] = row

    def having(self, where: tuple[tuple[str, Any], ...]) -> list[Row]:
        """The rows with these values, in the order of their ids."""
        names = tuple(name for name, _ in where)
        if names not in self._by_values:
            groups = self._by_values[names] = {}
            for row_id, row in self.by_id.items():
                if row is not None:
                    groups.setdefault(_values(row, names), set()).add(row_id)
        found = self._by_values[names].get(tuple(value for _, value in where), ())
        return [row for row_id in sorted(found) if (row := self.by_id[row_id]) is not None]


def _values(row: Row, names: tuple[str, ...]) -> tuple[Any, ...]:
    return tuple(getattr(row, name) for name in names)


class Known:
    """Rows loaded for a batch of acts, with what the earlier acts of the batch made of them."""

    def __init__(self) -> None:
        self._rows: dict[type[Row], _Rows] = {}
        self._images: dict[Need, Callable[[], list[ImageRow]]] = {}
        self._loaded: set[Need] = set()

    def missing(self, needs: Iterable[Need]) -> list[Need]:
        """The needs that were never loaded, each once."""
        missing = [need for need in needs if need not in self._loaded]
        return list(dict.fromkeys(missing)) if len(missing) > 1 else missing

    def load(self, need: Need, found: Iterable[Row]) -> None:
        """Take what the database holds; rows already known keep their present state."""
        self._loaded.add(need)
        if need.kind is ImageRow:
            images = cast("list[ImageRow]", list(found))
            self._images[need] = lambda: images
            return
        rows = self._of(need.kind)
        for row in found:
            if row.id not in rows.by_id:
                rows.put(row.id, row)
        if need.where[0][0] == "id":
            rows.by_id.setdefault(need.where[0][1], None)

    def one(self, kind: type[R], row_id: UUID) -> R | None:
        """The row, or None where it does not exist. LookupError for one never asked for."""
        row = self.peek(kind, row_id)
        if row is None and not self._was_asked_for(kind, row_id):
            raise LookupError(f"{kind.table} was not asked for")
        return cast("R | None", row)

    def _was_asked_for(self, kind: type[Row], row_id: UUID) -> bool:
        return row_id in self._of(kind).by_id or by_id(kind, row_id) in self._loaded

    def get(self, kind: type[R], row_id: UUID) -> R:
        """The row; UnknownRow, which becomes a refusal, where it does not exist."""
        row = self.one(kind, row_id)
        if row is None:
            raise UnknownRow(kind, row_id)
        return row

    def find(self, kind: type[R], **where: Any) -> list[R]:
        """The rows with these values, as the batch has left them, in the order of their ids."""
        need = having(kind, **where)
        if need not in self._loaded:
            raise LookupError(f"{kind.table} was not asked for by {sorted(where)}")
        if kind is ImageRow:
            return cast("list[R]", self._images[need]())
        return cast("list[R]", self._of(kind).having(need.where))

    def left_by(self, changes: Changes, kind: type[R], **where: Any) -> list[R]:
        """`find` as changes that are not accepted yet would leave it, in no order."""
        rows = {row.id: row for row in self.find(kind, **where)}
        wanted = tuple(where.values())
        for row in changes.put:
            if isinstance(row, kind):
                if _values(row, tuple(where)) == wanted:
                    rows[row.id] = row
                else:
                    rows.pop(row.id, None)
        for row in changes.gone:
            rows.pop(row.id, None)
        return list(rows.values())

    def put(self, row: Row) -> None:
        """The state that an accepted act gives a row."""
        self._of(type(row)).put(row.id, row)

    def put_images(self, act_id: UUID, images: Callable[[], list[ImageRow]]) -> None:
        """What an accepted act changed, for one that undoes it before anything is written.

        Called then alone: few acts are undone in the batch that they came with.
        """
        need = having(ImageRow, act_id=act_id)
        self._loaded.add(need)
        self._images[need] = images

    def drop(self, kind: type[Row], row_id: UUID) -> None:
        """An accepted act makes the row disappear."""
        self._of(kind).put(row_id, None)

    def peek(self, kind: type[Row], row_id: UUID) -> Row | None:
        """The row if it is known; for the settling of places only."""
        found = self._rows.get(kind)
        return None if found is None else found.by_id.get(row_id)

    def _of(self, kind: type[Row]) -> _Rows:
        found = self._rows.get(kind)
        if found is None:
            found = self._rows[kind] = _Rows()
        return found
