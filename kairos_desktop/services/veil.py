# SPDX-License-Identifier: MIT
"""Hides personal data on a post whose lease is over: on every list, every search, every export.

A view of the connection stands before each table that holds any, so that no query can forget it.
The write lane is not concerned: acts are decided on the rows as they are, and sent as they were.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from kairos_desktop.models.exchange_tables import EXCHANGE
from kairos_desktop.models.tables import TABLE_OF_ROW
from kairos_desktop.services.rules.lease import MASK, Lease, is_over

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import Connection

_DRESSED = "kairos_veil"


def _text(column: str) -> str:
    return f"CASE {column} WHEN '' THEN '' ELSE '{MASK}' END"


def _initial(value: str) -> str:
    return f"substr({value}, 1, 1) || '{MASK}'"


def _said(column: str) -> str:
    """The JSON of an act: names as initials, and neither line nor name of a signature."""
    person = _person(column)
    trainer = _text(f"json_extract({column}, '$.trainer')")
    return (
        f"CASE WHEN json_type({column}, '$.strokes') IS NULL THEN {person} "
        f"ELSE json_replace({column}, '$.strokes', '{MASK}', '$.trainer', {trainer}) END"
    )


def _person(column: str) -> str:
    path, name = "'$.person.{}'", "json_extract({}, {})"
    last, first = path.format("last_name"), path.format("first_name")
    return (
        f"CASE WHEN json_type({column}, '$.person') IS NULL THEN {column} ELSE json_set("
        f"json_set({column}, '$.person', json('{{}}')), "
        f"{last}, {_initial(name.format(column, last))}, "
        f"{first}, {_initial(name.format(column, first))}) END"
    )


_HIDDEN: dict[str, dict[str, str]] = {
    "jobseeker": {
        "last_name": _initial("last_name"),
        "first_name": _initial("first_name"),
        "birth_date": "NULL",
        # In the order of nothing that tells who it is; found by nothing.
        "sort_key": "''",
        "search_key": "''",
        **{
            each: _text(each)
            for each in (
                "birth_name", "ft_id", "previous_ft_id", "phone", "email", "address", "postcode",
                "town", "advisor",
            )
        },
    },
    "document": {"facts": "'{}'"},
    "signature": {"strokes": "''", "name": _text("name")},
    "outcome": {"args": _said("args"), "facts": "'{}'"},
    "act": {"args": _said("args")},
}  # fmt: skip
"""By table, what stands in place of each column that tells who somebody is."""


CONCERNED = frozenset(
    {"jobseeker", "registration", "enrolment", "document", "outcome", "signature"}
)
"""The tables whose lines name somebody, by themselves or by a jobseeker."""


def ids_concerned(conn: Connection, org: UUID) -> frozenset[UUID]:
    """Every row that reads otherwise once personal data is hidden or shown. Lane: read."""
    found: set[UUID] = set()
    for name in sorted(CONCERNED):
        table = TABLE_OF_ROW[name]
        found.update(conn.execute(select(table.c.id).where(table.c.org_id == org)).scalars())
    return frozenset(found)


def is_dressed(conn: Connection) -> bool:
    """Whether what this connection reads is hidden: nothing can be proved of it then."""
    return bool(conn.info.get(_DRESSED, False))


class Veil:
    """Whether the connections of one organisation are to be dressed, and their dressing."""

    def __init__(self, org: UUID, now: Callable[[], datetime]) -> None:
        self._org, self._now = org, now
        self._lease: Lease | None = None

    def look_again(self) -> None:
        """The exchange may have moved the lease."""
        self._lease = None

    def is_down(self) -> bool:
        """Whether personal data is hidden now, as far as was last read."""
        return self._lease is not None and is_over(self._lease, self._now())

    def dress(self, conn: Connection) -> None:
        """Hide or show what a read connection gives; to be called before its transaction."""
        if self._lease is None:
            with conn.begin():
                row = conn.execute(_LEASE.where(EXCHANGE.c.org_id == self._org)).first()
            self._lease = Lease(*row) if row else Lease(None)
        down = self.is_down()
        if conn.info.get(_DRESSED, False) is down:
            return
        raw: Any = conn.connection.driver_connection
        raw.execute("PRAGMA query_only = OFF")
        try:
            raw.executescript(_DOWN if down else _UP)
        finally:
            raw.execute("PRAGMA query_only = ON")
        conn.info[_DRESSED] = down


def _view(table: str, hidden: dict[str, str], names: list[str]) -> str:
    shown = ", ".join(f'{hidden.get(name, name)} AS "{name}"' for name in names)
    return f"CREATE TEMP VIEW {table} AS SELECT {shown} FROM main.{table};"


def _columns_of(table: str) -> list[str]:
    from kairos_desktop.models.act_tables import ACT

    found = ACT if table == ACT.name else TABLE_OF_ROW[table]
    return [column.name for column in found.columns]


_UP = "".join(f"DROP VIEW IF EXISTS temp.{table};" for table in _HIDDEN)
_DOWN = _UP + "".join(_view(each, what, _columns_of(each)) for each, what in _HIDDEN.items())
_LEASE = select(EXCHANGE.c.lease_until, EXCHANGE.c.last_ok_at)
