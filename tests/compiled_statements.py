# SPDX-License-Identifier: MIT
"""What SQLAlchemy compiled, kept for all the engines of a run that speak to one kind of database.

An engine keeps what it compiled, and a program has one engine for as long as it runs. Tests make
engines by the thousand: each compiled the same statements again, a third of the time of a test of
the exchange.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy.engine import Engine
from sqlalchemy.util import LRUCache

MOST = 3000
"""Statements kept; the whole suite says some two thousand."""


class _Shared:
    """The cache of every engine: the place of a dialect is taken by what makes two alike."""

    def __init__(self) -> None:
        self._kept: LRUCache[Any, Any] = LRUCache(MOST)

    def get(self, key: tuple[Any, ...]) -> Any:
        return self._kept.get(_of_any(key))

    def __setitem__(self, key: tuple[Any, ...], compiled: Any) -> None:
        self._kept[_of_any(key)] = compiled


def _of_any(key: tuple[Any, ...]) -> tuple[Any, ...]:
    dialect, *statement = key
    library, version = dialect.dbapi, dialect.server_version_info
    return (type(dialect), library, version, dialect.paramstyle, *statement)


def share() -> None:
    """Have every engine of this process keep what it compiles in one place."""
    shared = _Shared()
    cache = property(lambda _engine: shared, lambda _engine, _own: None)
    Engine._compiled_cache = cache  # type: ignore[assignment]
