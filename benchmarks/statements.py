# SPDX-License-Identifier: MIT
"""The statements that the program sends, noted so that they can be sent again without it.

The floor of a read or of a write is the same SQL with the same values through sqlcipher3 alone,
on a connection with the same settings: what the database itself costs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import event

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Engine

Statement = tuple[str, Any, bool]
_WRITES = ("INSERT", "UPDATE", "DELETE")


class Noted:
    """Every statement of an engine, in order, until they are taken."""

    def __init__(self, engine: Engine) -> None:
        self._seen: list[Statement] = []
        event.listen(engine, "before_cursor_execute", self._note)

    def take(self) -> list[Statement]:
        """What was sent since the last time."""
        seen, self._seen = self._seen, []
        return [one for one in seen if not one[0].startswith("BEGIN")]

    def _note(
        self, _conn: Any, _cursor: Any, sql: str, values: Any, _context: Any, many: bool
    ) -> None:
        self._seen.append((sql, values, many))


def reading(raw: Any, statements: list[Statement]) -> Callable[[], None]:
    """The work of reading the same rows."""

    def read() -> None:
        raw.execute("BEGIN")
        for sql, values, _many in statements:
            raw.execute(sql, values).fetchall()
        raw.execute("ROLLBACK")

    return read


def writing(raw: Any, statements: list[Statement]) -> Callable[[], None]:
    """The work of writing the same rows, and nothing but them, in one transaction."""
    writes = [one for one in statements if one[0].startswith(_WRITES)]

    def write() -> None:
        raw.execute("BEGIN IMMEDIATE")
        for sql, values, many in writes:
            raw.executemany(sql, values) if many else raw.execute(sql, values)
        raw.execute("COMMIT")

    return write
