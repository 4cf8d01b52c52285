# SPDX-License-Identifier: MIT
"""The declared months that something has touched since, counted again: which are to be rectified.

SQLite notes what is doubted as rows are written (models/month_doubts.py); the hours are counted by
the rules of the grid, from plain SQL. Whoever writes rows settles the doubts in its transaction, so
that a list reads answers; what nobody has settled, the list counts by itself.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import msgspec

from kairos_desktop.models.rows import (
    AbsenceRow,
    AttendanceRow,
    ClosureRow,
    EnrolmentRow,
    InterruptionRow,
    LessonRow,
    RemoteWorkRow,
    Row,
    SessionRow,
)
from kairos_desktop.services.due.naming import batches
from kairos_desktop.services.rules.attendance import (
    counted_now,
    end_of_month,
    figures,
    is_to_rectify,
    month_at_work,
    month_of,
)
from kairos_desktop.services.rules.timetables import typed_timetable

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence
    from uuid import UUID

    from kairos_desktop.services.due.line import Ask, Scope

_MONTHS_BACK = 3
_R = TypeVar("_R", bound=Row)
_K = TypeVar("_K")
# CROSS: the few doubts come first.
_DOUBTED = (
    "SELECT {} FROM month_doubt d CROSS JOIN attendance a ON a.org_id = d.org_id AND {} "
    "WHERE d.org_id = ? AND NOT d.is_counted AND a.month >= ?"
)
_ONE = "a.enrolment_id = d.enrolment_id AND a.month = d.month"
_WHOLE_SESSION = "d.month = '' AND a.session_id = d.session_id"


class Changed(NamedTuple):
    """A declared month to be rectified; ids and month as SQLite holds them."""

    session: bytes
    enrolment: bytes
    month: str


def opened(today: date) -> list[date]:
    """The last months that have opened, the newest first: an older one is settled with the RGC."""
    found = [month_at_work(today)]
    while len(found) < _MONTHS_BACK:
        found.append(month_of(found[-1] - timedelta(days=1)))
    return found


def to_rectify(ask: Ask, scope: Scope) -> list[Changed]:
    """The declared months that have other figures now, of the last ones that have opened."""
    known = ask(
        "SELECT session_id, enrolment_id, month FROM month_doubt "
        f"WHERE org_id = ? AND is_counted AND month >= ?{scope.only('session_id')}",
        (scope.org.bytes, _oldest(scope), *scope.values),
    )
    return [*(Changed(*line) for line in known), *_counted(ask, scope, _oldest(scope))]


def settle(ask: Ask, scope: Scope) -> None:
    """Count what is doubted, and keep of it what is to be rectified. Lane: write."""
    org = scope.org.bytes
    doubts = ask("SELECT 1 FROM month_doubt WHERE org_id = ? AND NOT is_counted LIMIT 1", (org,))
    if not list(doubts):
        return
    # Whatever the day is: a clock that is wrong for a while must not make it forget a month.
    found = _counted(ask, scope, "")
    ask("DELETE FROM month_doubt WHERE org_id = ? AND NOT is_counted", (org,))
    for each in found:
        ask(
            "INSERT INTO month_doubt (org_id, session_id, enrolment_id, month, is_counted) "
            "VALUES (?, ?, ?, ?, 1) ON CONFLICT DO NOTHING",
            (org, *each),
        )


def _oldest(scope: Scope) -> str:
    return opened(scope.today)[-1].isoformat()


def _counted(ask: Ask, scope: Scope, oldest: str) -> list[Changed]:
    """What is to be rectified, from a month on, of the doubts that nobody has counted."""
    declared = {
        row.id: row
        for months in (_ONE, _WHOLE_SESSION)
        for row in _converted(
            AttendanceRow,
            ask(
                _DOUBTED.format(_names(AttendanceRow, "a."), months) + scope.only("d.session_id"),
                (scope.org.bytes, oldest, *scope.values),
            ),
        )
    }
    if not declared:
        return []
    facts = _Facts(ask, scope, declared.values())
    return [
        Changed(row.session_id.bytes, row.enrolment_id.bytes, row.month.isoformat())
        for row in declared.values()
        if facts.has_changed(row)
    ]


class _Facts:
    """Everything that the figures of some declared months are counted from."""

    def __init__(self, ask: Ask, scope: Scope, declared: Collection[AttendanceRow]) -> None:
        self._ask, self._org = ask, scope.org.bytes
        months = [row.month for row in declared]
        first, last = min(months).isoformat(), end_of_month(max(months)).isoformat()
        paths = {row.enrolment_id for row in declared}
        self._paths = {row.id: row for row in self._of(EnrolmentRow, "id", paths)}
        sessions = {row.session_id for row in self._paths.values()}
        within = " AND starts_on <= ? AND ends_on >= ?"
        absences = self._of(AbsenceRow, "enrolment_id", paths, within, (last, first))
        self._absences = _grouped(absences, lambda row: row.enrolment_id)
        remote = self._of(RemoteWorkRow, "enrolment_id", paths)
        self._remote = _grouped(remote, lambda row: row.enrolment_id)
        pauses = self._of(InterruptionRow, "session_id", sessions)
        self._pauses = _grouped(pauses, lambda row: row.session_id)
        closures = self._of(ClosureRow, "session_id", sessions)
        closed = _grouped(closures, lambda row: row.session_id)
        taught = _grouped(self._lessons(sessions, first, last), lambda row: row.session_id)
        self._sessions = {row.id: row for row in self._of(SessionRow, "id", sessions)}
        self._timetables = {
            each: typed_timetable(row, taught.get(each, ()), closed.get(each, ()))
            for each, row in self._sessions.items()
        }

    def has_changed(self, declared: AttendanceRow) -> bool:
        """Whether a month that was declared has other figures now."""
        path = self._paths.get(declared.enrolment_id)
        session = path and self._sessions.get(path.session_id)
        if path is None or session is None:
            # Links are checked at COMMIT: it is not for the count to refuse what is written.
            return False
        counted = figures(
            path,
            session,
            declared.month,
            self._timetables[path.session_id],
            self._absences.get(path.id, ()),
            self._pauses.get(path.session_id, ()),
            self._remote.get(path.id, ()),
        )
        return is_to_rectify(declared, counted_now(declared, counted))

    def _lessons(self, sessions: set[UUID], first: str, last: str) -> Iterable[LessonRow]:
        """The half-days between two days; the first and the last one of each session too.

        The weekly hours answer around them. SQLite gives the columns of the row that has the day.
        """
        found = self._of(
            LessonRow, "session_id", sessions, " AND day BETWEEN ? AND ?", (first, last)
        )
        for end in ("min", "max"):
            only = f" GROUP BY session_id HAVING day = {end}(day)"
            found += self._of(LessonRow, "session_id", sessions, only)
        return {row.id: row for row in found}.values()

    def _of(
        self,
        kind: type[_R],
        column: str,
        ids: Iterable[UUID],
        more: str = "",
        values: tuple[str, ...] = (),
    ) -> list[_R]:
        """The rows of a kind whose column is one of these ids."""
        found: list[_R] = []
        for some in batches(each.bytes for each in ids):
            marks = ", ".join("?" * len(some))
            sql = (
                f"SELECT {_names(kind)} FROM {kind.table} "
                f"WHERE org_id = ? AND {column} IN ({marks}){more}"
            )
            found += _converted(kind, self._ask(sql, (self._org, *some, *values)))
        return found


@cache
def _fields(kind: type[Row]) -> tuple[str, ...]:
    """The columns that plain values can be made of; a list of texts is none that is counted."""
    return tuple(
        field.name for field in msgspec.structs.fields(kind) if field.type != tuple[str, ...]
    )


def _names(kind: type[Row], table: str = "") -> str:
    return ", ".join(f"{table}{name}" for name in _fields(kind))


def _converted(kind: type[_R], lines: Iterable[Sequence[Any]]) -> list[_R]:
    """Rows from plain values, as SQLite holds them."""
    names = _fields(kind)
    return msgspec.convert(
        [dict(zip(names, line, strict=True)) for line in lines], list[kind], strict=False
    )


def _grouped(rows: Iterable[_R], key: Callable[[_R], _K]) -> dict[_K, list[_R]]:
    found: dict[_K, list[_R]] = {}
    for row in rows:
        found.setdefault(key(row), []).append(row)
    return found
