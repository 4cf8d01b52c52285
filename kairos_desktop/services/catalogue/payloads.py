# SPDX-License-Identifier: MIT
"""A formation as bytes and back: MessagePack, lightly compressed (the file is half as large)."""

from __future__ import annotations

import zlib

import msgspec

from kairos_desktop.services.catalogue.offer import Formation

# The fastest level: the import reads half a gigabyte.
_LEVEL = 1
_MOST_BYTES = 64_000_000

_encode = msgspec.msgpack.Encoder().encode
_decoder = msgspec.msgpack.Decoder(Formation)


def pack(formation: Formation) -> bytes:
    """The bytes that the catalogue keeps."""
    return zlib.compress(_encode(formation), _LEVEL)


def unpack(body: bytes) -> Formation:
    """The formation that these bytes hold."""
    return _decoder.decode(zlib.decompressobj().decompress(body, _MOST_BYTES))
