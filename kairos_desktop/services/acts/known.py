# SPDX-License-Identifier: MIT
"""The rows that a decision reads, and how it names them beforehand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar, cast
from uuid import UUID

import msgspec

from kairos_desktop.models.rows import ImageRow, Row

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from kairos_desktop.services.acts.act import Changes

R = TypeVar("R", bound=Row)
_ID = ("id",)


class Need(msgspec.Struct, frozen=True, cache_hash=True):
    """Rows of one kind whose columns have these values."""

    kind: type[Row]
    names: tuple[str, ...]
    values: tuple[Any, ...]

    @property
    def is_one(self) -> bool:
        """Whether it is the need of a row by its id."""
        return self.names is _ID

    @property
    def where(self) -> dict[str, Any]:
        """Each column with its value."""
        return dict(zip(self.names, self.values, strict=True))


class UnknownRow(Exception):
    """A row that the act speaks of does not exist."""

    def __init__(self, kind: type[Row], row_id: UUID) -> None:
        super().__init__(kind.table)
        self.kind = kind
        self.row_id = row_id


def by_id(kind: type[Row], row_id: UUID) -> Need:
    """The need of one row."""
    return Need(kind, _ID, (row_id,))


def having(kind: type[Row], **where: Any) -> Need:
    """The need of all rows with these values."""
    return Need(kind, tuple(where), tuple(where.values()))


class _Rows:
    """Rows of one kind by their id, and by the columns that somebody looked for them by.

    An id is kept as its number, whose hash and comparison Python does not have to call for.
    """

    def __init__(self) -> None:
        self.by_id: dict[int, Row | None] = {}
        self._by_values: dict[tuple[str, ...], dict[tuple[Any, ...], set[int]]] = {}

    def put(self, row_id: UUID, row: Row | None) -> None:
        """The row as it now is; None where there is none."""
        number = row_id.int
        before = self.by_id.get(number)
        for names, groups in self._by_values.items():
            if before is not None:
                groups[_values(before, names)].discard(number)
            if row is not None:
                groups.setdefault(_values(row, names), set()).add(number)
        self.by_id[number] = row

    def having(self, need: Need) -> list[Row]:
        """The rows with these values, in the order of their ids."""
        names = need.names
        if names not in self._by_values:
            groups = self._by_values[names] = {}
            for number, row in self.by_id.items():
                if row is not None:
                    groups.setdefault(_values(row, names), set()).add(number)
        found = self._by_values[names].get(need.values, ())
        return [row for number in sorted(found) if (row := self.by_id[number]) is not None]


def _values(row: Row, names: tuple[str, ...]) -> tuple[Any, ...]:
    return tuple([getattr(row, name) for name in names])


class Known:
    """Rows loaded for a batch of acts, with what the earlier acts of the batch made of them."""

    def __init__(self) -> None:
        self._rows: dict[type[Row], _Rows] = {}
        self._images: dict[int, Callable[[], list[ImageRow]]] = {}
        self._loaded: set[Need] = set()

    def missing(self, needs: Iterable[Need]) -> list[Need]:
        """The needs that were never loaded, each once."""
        missing: dict[Need, None] = {}
        kinds, loaded = self._rows, self._loaded
        for need in needs:
            # Most of them, and asked again and again.
            if need.names is _ID:
                rows = kinds.get(need.kind)
                if rows is None or need.values[0].int not in rows.by_id:
                    missing[need] = None
            elif need not in loaded and not self._has_images(need):
                missing[need] = None
        return list(missing)

    def _has_images(self, need: Need) -> bool:
        return need.kind is ImageRow and need.values[0].int in self._images

    def load(self, need: Need, found: Iterable[Row]) -> None:
        """Take what the database holds; rows already known keep their present state."""
        if need.kind is ImageRow:
            images = cast("list[ImageRow]", list(found))
            self._images[need.values[0].int] = lambda: images
            return
        rows = self._of(need.kind)
        for row in found:
            if row.id.int not in rows.by_id:
                rows.put(row.id, row)
        if need.names is _ID:
            rows.by_id.setdefault(need.values[0].int, None)
        else:
            self._loaded.add(need)

    def one(self, kind: type[R], row_id: UUID) -> R | None:
        """The row, or None where it does not exist. LookupError for one never asked for."""
        rows = self._rows.get(kind)
        if rows is None or row_id.int not in rows.by_id:
            raise LookupError(f"{kind.table} was not asked for")
        return cast("R | None", rows.by_id[row_id.int])

    def lacks(self, kind: type[Row], row_id: object) -> bool:
        """Whether the row was asked for, and does not exist."""
        rows = self._rows.get(kind)
        return (
            rows is not None
            and isinstance(row_id, UUID)
            and rows.by_id.get(row_id.int, self) is None
        )

    def get(self, kind: type[R], row_id: UUID) -> R:
        """The row; UnknownRow, which becomes a refusal, where it does not exist."""
        row = self.one(kind, row_id)
        if row is None:
            raise UnknownRow(kind, row_id)
        return row

    def find(self, kind: type[R], **where: Any) -> list[R]:
        """The rows with these values, as the batch has left them, in the order of their ids."""
        need = having(kind, **where)
        if self._has_images(need):
            return cast("list[R]", self._images[need.values[0].int]())
        if need not in self._loaded:
            raise LookupError(f"{kind.table} was not asked for by {sorted(where)}")
        return cast("list[R]", self._of(kind).having(need))

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
        self._images[act_id.int] = images

    def drop(self, kind: type[Row], row_id: UUID) -> None:
        """An accepted act makes the row disappear."""
        self._of(kind).put(row_id, None)

    def peek(self, kind: type[Row], row_id: UUID) -> Row | None:
        """The row if it is known; for the settling of places only."""
        found = self._rows.get(kind)
        return None if found is None else found.by_id.get(row_id.int)

    def _of(self, kind: type[Row]) -> _Rows:
        found = self._rows.get(kind)
        if found is None:
            found = self._rows[kind] = _Rows()
        return found
