# SPDX-License-Identifier: MIT
"""A row as JSON, the same text in the answers of the back end and in the copy that a post keeps.

Fields that hold their default are left out; unknown ones are ignored, and kept by whoever keeps
the text: a later version reads them without asking again.
"""

from __future__ import annotations

from functools import cache
from hashlib import blake2b
from typing import Any
from uuid import UUID

import msgspec

from kairos_desktop.models.rows import ROW_OF_TABLE, ROWS, Row

TABLES = tuple(kind.table for kind in ROWS)
"""The tables that travel, parents before children; their order is that of a page."""

_encoder = msgspec.json.Encoder()


def body_of(row: Row) -> bytes:
    """The JSON of a row."""
    return _encoder.encode(row)


def row_of(table: str, body: bytes | str | msgspec.Raw) -> Row | None:
    """The row of a JSON body; None for a table that this version does not know.

    Raises msgspec.ValidationError for a body that is no row of its table.
    """
    decoder = _decoder(table)
    return None if decoder is None else decoder.decode(body)


@cache
def _decoder(table: str) -> msgspec.json.Decoder[Any] | None:
    kind = ROW_OF_TABLE.get(table)
    return None if kind is None else msgspec.json.Decoder(kind)


def fingerprint(row_id: UUID, rev: int) -> int:
    """Eight bytes of a row's id and rev, to be added up modulo 2^64 over a table."""
    data = row_id.bytes + rev.to_bytes(8, "big")
    return int.from_bytes(blake2b(data, digest_size=8).digest(), "big")
