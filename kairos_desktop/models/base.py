# SPDX-License-Identifier: MIT
"""The metadata that every table joins, and the column types that both databases share."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

import msgspec
from sqlalchemy import DateTime, LargeBinary, MetaData, Text, TypeDecorator, Uuid, event

from kairos_desktop.models.paris import PARIS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from enum import StrEnum

    from sqlalchemy import Connection
    from sqlalchemy.engine import Dialect

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def once_made(statements: Callable[[], Iterable[str]]) -> None:
    """Have SQLite alone told these once its tables are made: what it keeps beside rows itself."""

    def tell(_target: Any, conn: Connection, **_words: Any) -> None:
        if conn.dialect.name == "sqlite":
            for statement in statements():
                conn.exec_driver_sql(statement)

    event.listen(metadata, "after_create", tell)


class Uuid16(TypeDecorator[UUID]):
    """A UUID as 16 bytes on SQLite (text ids double the file), native on PostgreSQL."""

    impl = LargeBinary(16)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> Any:
        """The column type that the database is given."""
        if dialect.name == "postgresql":
            return dialect.type_descriptor(Uuid())
        return dialect.type_descriptor(LargeBinary(16))

    def process_bind_param(self, value: UUID | None, dialect: Dialect) -> Any:
        """The bytes to write; PostgreSQL takes the UUID itself."""
        if value is None or dialect.name == "postgresql":
            return value
        return value.bytes

    def result_processor(self, dialect: Dialect, coltype: object) -> Any:
        """How a value is read: once per cell of every list, so without the usual detour."""
        if dialect.name == "postgresql":
            return super().result_processor(dialect, coltype)
        return _uuid


def _uuid(value: bytes | None) -> UUID | None:
    # Four times faster than UUID(bytes=value), which checks its six arguments in Python.
    return None if value is None else msgspec.convert(value, UUID)


class Word(TypeDecorator[Any]):
    """A closed list of words, stored as its text."""

    impl = Text
    cache_ok = True

    def __init__(self, words: type[StrEnum]) -> None:
        super().__init__()
        self.words = words

    def process_bind_param(self, value: StrEnum | None, dialect: Dialect) -> str | None:
        """The plain text of the word."""
        return None if value is None else str(value)

    def result_processor(self, dialect: Dialect, coltype: object) -> Any:
        """How a word is read, from a table; ValueError for one that this version does not know."""
        known: dict[str | None, Any] = {word.value: word for word in self.words}
        known[None] = None

        def word_of(value: str | None) -> Any:
            return known[value] if value in known else self.words(value)

        return word_of


class Texts(TypeDecorator[tuple[str, ...]]):
    """A short tuple of texts, stored as JSON."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: tuple[str, ...] | None, dialect: Dialect) -> str:
        """The JSON list."""
        return msgspec.json.encode(value or ()).decode()

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[str, ...]:
        """The texts."""
        return msgspec.json.decode(value, type=tuple[str, ...]) if value else ()


class Moment(TypeDecorator[datetime]):
    """An instant with its offset: ISO text on SQLite (which knows no zone), native elsewhere."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> Any:
        """The column type that the database is given."""
        if dialect.name == "postgresql":
            return dialect.type_descriptor(DateTime(timezone=True))
        return dialect.type_descriptor(Text())

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        """The text to write; PostgreSQL takes the instant itself."""
        if value is None or dialect.name == "postgresql":
            return value
        return value.isoformat()

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """The instant that was read, as a clock of Paris shows it: a row reads the same in both."""
        if isinstance(value, str):
            return datetime.fromisoformat(value)
        return value.astimezone(PARIS) if isinstance(value, datetime) else None
