# SPDX-License-Identifier: MIT
"""A table of any length that keeps every id and only some pages of rows.

Ids come sorted and filtered from the read side; this class never sorts. A row that is not here
yet shows "…" and is asked for, once, with the two hundred of its page.
"""

from collections import OrderedDict
from collections.abc import Callable, Collection, Hashable, Sequence
from contextlib import suppress
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
)

from kairos_desktop.views.toolkit.columns import Column

PAGE = 200
KEPT_ROWS = 20 * PAGE
# Beyond this many changes a reset is cheaper than telling each of them.
_TOLD_CHANGES = 400
# Above this length, comparing two lists of ids would cost a frame.
_COMPARED_IDS = 5_000

RowRole = Qt.ItemDataRole.UserRole

Index = QModelIndex | QPersistentModelIndex
Rows = Sequence[Any]
Fetch = Callable[[tuple[Hashable, ...], Callable[[Rows], None]], None]


class PagedModel(QAbstractTableModel):
    """Ids, pages and columns; `fetch(ids, arrived)` asks the read lane for rows with an `id`.

    Signals:
        rows_arrived(): rows that were missing are now here.
    """

    rows_arrived = Signal()

    def __init__(
        self, columns: Sequence[Column], fetch: Fetch, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self._fetch = fetch
        self._ids: list[Hashable] = []
        self._positions: dict[Hashable, int] | None = {}
        self._rows: OrderedDict[Hashable, Any] = OrderedDict()
        self._sorted: tuple[str, bool] = ("", False)
        self._asked_pages: set[int] = set()
        self._asked_ids: set[Hashable] = set()
        # Asking from inside data() could answer inside data(): wait for the end of the paint.
        self._asking = QTimer(self)
        self._asking.setSingleShot(True)
        self._asking.timeout.connect(self._ask_pages)

    def set_ids(self, ids: Sequence[Hashable], *, loose: Collection[Hashable] = ()) -> None:
        """Show these ids; rows already here stay, few changes are told one by one.

        `loose` may stand elsewhere than before: they are told as gone and come again.
        """
        new = list(ids)
        if len(new) + len(self._ids) > _COMPARED_IDS or not self._tell_changes(new, loose):
            self.beginResetModel()
            self._ids, self._positions = new, None
            self._asked_ids.clear()
            self.endResetModel()

    def keep(self, rows: Rows) -> None:
        """Have these rows at hand for the ids that follow, which then show them at once."""
        changed = [row.id for row in rows if row.id in self._rows and self._rows[row.id] != row]
        self._rows.update((row.id, row) for row in rows)
        for each in changed:
            # In the list already, with other words.
            if (position := self.position_of(each)) is not None:
                last = self.index(position, len(self.columns) - 1)
                self.dataChanged.emit(self.index(position, 0), last)

    def refresh(self, ids: Collection[Hashable]) -> None:
        """Read again the rows of these ids that are here; the old ones stay until then."""
        here = tuple(wanted for wanted in ids if wanted in self._rows)
        if here:
            self._fetch(here, self._on_arrived)

    def refresh_all(self) -> None:
        """Read again every row that is here, for a change that may touch any of them."""
        self.refresh(tuple(self._rows))

    def load(self, ids: Sequence[Hashable], then: Callable[[Rows], None]) -> None:
        """Hand over the rows of these ids, in this order, reading those that are not here."""
        found = {each: self._rows[each] for each in ids if each in self._rows}
        missing = tuple(each for each in ids if each not in found)
        if not missing:
            then([found[each] for each in ids])
            return

        def arrived(rows: Rows) -> None:
            found.update((row.id, row) for row in rows)
            then([found[each] for each in ids if each in found])

        self._fetch(missing, arrived)

    def set_sorted(self, key: str, down: bool) -> None:
        """Mark in the header the order that the ids came in."""
        self._sorted = (key, down)
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.columns) - 1)

    def ids(self) -> tuple[Hashable, ...]:
        """Give every id, in the order of the screen."""
        return tuple(self._ids)

    def id_at(self, position: int) -> Hashable:
        """Give the id at a position."""
        return self._ids[position]

    def position_of(self, wanted: Hashable) -> int | None:
        """Give where an id stands, or None."""
        if self._positions is None:
            # Mostly asked about a line near the top: hashing 100,000 ids would cost some frames.
            with suppress(ValueError):
                return self._ids.index(wanted, 0, PAGE)
            self._positions = {each: position for position, each in enumerate(self._ids)}
        return self._positions.get(wanted)

    def row_at(self, position: int) -> Any | None:
        """Give the row at a position, or None while it is not here."""
        wanted = self._ids[position]
        row = self._rows.get(wanted)
        if row is None:
            if wanted not in self._asked_ids:
                self._asked_pages.add(position // PAGE)
                self._asking.start(0)
        else:
            self._rows.move_to_end(wanted)
        return row

    def find_text(self, prefix: str, after: int, fold: Callable[[str], str]) -> int | None:
        """Give the next position, going round, whose search column begins with `prefix`."""
        column = next((each for each in self.columns if each.is_search), None)
        if column is None or not self._ids:
            return None
        wanted, length = fold(prefix), len(self._ids)
        for step in range(1, length + 1):
            position = (after + step) % length
            row = self._rows.get(self._ids[position])
            if row is not None and fold(column.text(row)).startswith(wanted):
                return position
        return None

    def _tell_changes(self, new: list[Hashable], loose: Collection[Hashable] = ()) -> bool:
        """Tell removed and inserted rows; False when the order changed or too much did."""
        start, ends = _same_ends(self._ids, new)
        old, wanted_ids = self._ids[start : len(self._ids) - ends], new[start : len(new) - ends]
        wanted, had = set(wanted_ids), set(old)
        if [each for each in old if each in wanted] != [each for each in wanted_ids if each in had]:
            others = [each for each in self._ids if each not in loose]
            return bool(loose) and self._tell_changes(others) and self._tell_changes(new)
        if len(wanted ^ had) > _TOLD_CHANGES or len(wanted) != len(wanted_ids):
            return False
        for first, last in reversed(_runs(old, wanted)):
            self.beginRemoveRows(QModelIndex(), start + first, start + last)
            del self._ids[start + first : start + last + 1]
            self._positions = None
            self.endRemoveRows()
        for first, last in _runs(wanted_ids, had):
            self.beginInsertRows(QModelIndex(), start + first, start + last)
            self._ids[start + first : start + first] = wanted_ids[first : last + 1]
            self._positions = None
            self.endInsertRows()
        return True

    def _ask_pages(self) -> None:
        pages, self._asked_pages = self._asked_pages, set()
        for page in sorted(pages):
            ids = self._ids[page * PAGE : (page + 1) * PAGE]
            missing = tuple(each for each in ids if each not in self._rows)
            missing = tuple(each for each in missing if each not in self._asked_ids)
            if missing:
                self._asked_ids.update(missing)
                self._fetch(missing, self._on_arrived)

    def _on_arrived(self, rows: Rows) -> None:
        positions: list[int] = []
        for row in rows:
            self._asked_ids.discard(row.id)
            self._rows[row.id] = row
            self._rows.move_to_end(row.id)
            position = self.position_of(row.id)
            if position is not None:
                positions.append(position)
        while len(self._rows) > KEPT_ROWS:
            self._rows.popitem(last=False)
        if positions:
            top = self.index(min(positions), 0)
            self.dataChanged.emit(top, self.index(max(positions), len(self.columns) - 1))
        self.rows_arrived.emit()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's name
        return 0 if parent.isValid() else len(self._ids)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.DisplayRole:
            row = self.row_at(index.row())
            return "…" if row is None else self.columns[index.column()].display(row)
        if role == RowRole:
            return self.row_at(index.row())
        if role == Qt.ItemDataRole.AccessibleTextRole:
            row = self.row_at(index.row())
            return "…" if row is None else self.columns[index.column()].spoken(row)
        if role == Qt.ItemDataRole.ToolTipRole:
            row = self.row_at(index.row())
            return None if row is None else _tooltip(self.columns[index.column()], row)
        return None

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            column = self.columns[section]
            if column.sort_key and column.sort_key == self._sorted[0]:
                return f"{column.title} {'↓' if self._sorted[1] else '↑'}"
            return column.title
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.AccessibleTextRole:
            return self.columns[section].title
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        return None


def _tooltip(column: Column, row: Any) -> str | None:
    """What a cell explains under the mouse; the word of a mark that may show by its sign."""
    if column.tooltip is not None:
        return column.tooltip(row)
    mark = column.mark(row) if column.mark is not None else None
    return None if mark is None else column.spoken(row)


def _same_ends(old: Sequence[Hashable], new: Sequence[Hashable]) -> tuple[int, int]:
    """Give how many ids two lists begin with alike, then how many of the others they end with."""
    shorter = min(len(old), len(new))
    pairs = zip(old, new, strict=False)
    start = next((place for place, (a, b) in enumerate(pairs) if a != b), shorter)
    pairs = zip(reversed(old), reversed(new), strict=False)
    same = next((place for place, (a, b) in enumerate(pairs) if a != b), shorter)
    return start, min(same, shorter - start)


def _runs(ids: Sequence[Hashable], kept: Collection[Hashable]) -> list[tuple[int, int]]:
    """Give the unbroken runs of positions whose id is not in `kept`, first to last."""
    runs: list[tuple[int, int]] = []
    for position, each in enumerate(ids):
        if each in kept:
            continue
        if runs and runs[-1][1] == position - 1:
            runs[-1] = (runs[-1][0], position)
        else:
            runs.append((position, position))
    return runs
