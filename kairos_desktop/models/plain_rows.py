# SPDX-License-Identifier: MIT
"""Rows from what sqlcipher3 gives, without SQLAlchemy: for what is shown before it is loaded.

The structs say what every column holds, here as in models.tables: one source for both.
"""

from __future__ import annotations

from datetime import date, datetime, time
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar, get_args, get_type_hints
from uuid import UUID

import msgspec

from kairos_desktop.models import rows

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    _Convert = Callable[[Any], Any]

R = TypeVar("R", bound=rows.Row)


# What SQLite holds as such needs nothing.
_CONVERTED: dict[Any, _Convert] = {
    bool: bool,
    date: date.fromisoformat,
    time: time.fromisoformat,
    datetime: datetime.fromisoformat,
    UUID: partial(msgspec.convert, type=UUID),
    tuple[str, ...]: partial(msgspec.json.decode, type=tuple[str, ...]),
}


def names(kind: type[rows.Row]) -> str:
    """The columns of a kind of row, for a SELECT, in the order that `reader` expects."""
    return ", ".join(kind.__struct_fields__)


def reader(kind: type[R]) -> Callable[[Sequence[Any]], R]:
    """How a line of SQLite, its columns those of `names`, becomes a row."""
    hints = get_type_hints(kind)
    found = [(place, _convert(hints[name])) for place, name in enumerate(kind.__struct_fields__)]
    converted = [(place, convert) for place, convert in found if convert is not None]

    def read(line: Sequence[Any]) -> R:
        cells = list(line)
        for place, convert in converted:
            if cells[place] is not None:
                cells[place] = convert(cells[place])
        return kind(*cells)

    return read


def _convert(hint: Any) -> _Convert | None:
    """How a value of this type is read; None where SQLite gives it as it is."""
    kind = next((arg for arg in get_args(hint) if arg is not type(None)), hint)
    if hint in _CONVERTED:
        return _CONVERTED[hint]
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return kind
    return _CONVERTED.get(kind)
