# SPDX-License-Identifier: MIT
"""The rows of one table as the JSON that travels, made by PostgreSQL itself.

A page of ten thousand rows is then ten thousand texts, which pass through the server as they are.
On SQLite, and for the reader, `row_bodies.body_of` says the same: a test holds one to the other.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import msgspec
from sqlalchemy import Boolean, Float, Integer, Text, literal_column, text

from kairos_desktop.models.base import Texts, Uuid16, Word
from kairos_desktop.models.rows import ROW_OF_TABLE
from kairos_desktop.models.tables import TABLE_OF_ROW
from kairos_desktop.services.sync.row_bodies import TABLES
from kairos_server.exchange.page_order import ACT, GONE

if TYPE_CHECKING:
    from sqlalchemy import Column, ColumnElement

SETTINGS = text(
    "SELECT set_config('TimeZone', 'Europe/Paris', true),"
    " set_config('extra_float_digits', '1', true)"
)
"""Said first in the transaction: moments and numbers are written as Python writes them."""


@cache
def text_of(source: int) -> ColumnElement[str]:
    """A PulledRow of a row of this source; fields that hold their default are left out."""
    if source == GONE:
        return literal_column(_TOMBSTONE, Text)
    if source == ACT:
        return literal_column(_ACT, Text)
    return literal_column(_row(TABLES[source]), Text)


def _row(name: str) -> str:
    table = TABLE_OF_ROW[name]
    fields = msgspec.structs.fields(ROW_OF_TABLE[name])
    # The id comes first in every row, and has no comma before it.
    start = f"""'{{"t":"{name}","rev":' || {name}.rev || ',"b":{{"id":"' || {name}.id || '"'"""
    others = [_field(table.c[field.name], field) for field in fields if field.name != "id"]
    return " || ".join([start, *others, "'}}'"])


def _field(column: Column[Any], field: msgspec.structs.FieldInfo) -> str:
    """One field with the comma before it; nothing where it holds its default, or is null."""
    name, value = f"{column.table.name}.{column.name}", _value(column)
    said = f"""',"{field.encode_name}":' || {value}"""
    if field.default is msgspec.NODEFAULT:
        return f"coalesce({said}, ',\"{field.encode_name}\":null')" if column.nullable else said
    if field.default is None:
        return f"coalesce({said}, '')"
    return f"CASE WHEN {name} <> {_literal(column, field.default)} THEN {said} ELSE '' END"


def _value(column: Column[Any]) -> str:
    """The JSON of a value that is not null."""
    name = f"{column.table.name}.{column.name}"
    match column.type:
        case Uuid16() | Word():
            return f"""'"' || {name} || '"'"""
        case Texts():
            return f"coalesce(nullif({name}, ''), '[]')"
        case Boolean() | Integer():
            return f"{name}::text"
        case Float():
            # PostgreSQL writes 35 where Python writes 35.0.
            return (
                f"to_json({name})::text || CASE WHEN {name} = trunc({name}) THEN '.0' ELSE '' END"
            )
        case _:
            return f"to_json({name})::text"


def _literal(column: Column[Any], default: Any) -> str:
    match column.type:
        case Texts():
            plain = msgspec.json.encode(default).decode()
        case Boolean():
            return "true" if default else "false"
        case Integer() | Float():
            return str(default)
        case _:
            plain = str(default)
    return "'" + plain.replace("'", "''") + "'"


_TOMBSTONE = """
    '{"t":"' || tombstone.row_table || '","rev":' || tombstone.rev
    || ',"x":"' || tombstone.id || '"}'"""
# An ActLine; what it touched is told so that the history of a line finds its acts.
_ACT = """
    '{"t":"act","rev":' || act.seq || ',"b":{"id":"' || act.id
    || '","post":"' || act.post_id || '","gesture":"' || act.gesture_id
    || '","type":' || to_json(act.type) || ',"v":' || act.v || ',"args":' || act.args
    || ',"at":' || to_json(act.made_at) || ',"by":' || to_json(act.made_by)
    || coalesce(',"undoes":"' || act.undoes_id || '"', '')
    || coalesce(',"rows":' || (
        SELECT json_agg(json_build_array(image.row_table, image.id) ORDER BY image.step)
        FROM image WHERE image.org_id = act.org_id AND image.act_id = act.id), '')
    || '}}'"""
