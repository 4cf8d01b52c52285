# SPDX-License-Identifier: MIT
"""The file by which acts and answers travel in somebody's pocket (docs/protocol.md, 11).

One line that anyone may read, then what only the back end and one post can open: encrypted and
authenticated under the key that the back end gave to that post, then a sum against accidents.
"""

from __future__ import annotations

import secrets
import zlib
from enum import StrEnum
from hashlib import sha256
from typing import Annotated
from uuid import UUID

import msgspec

VERSION = 1
SUFFIX = ".kairos"
KEY_BYTES = 32
LARGEST_FILE = 1_400_000
"""Bytes of a sealed file of acts: in base64 it still is a body that the back end takes."""
LARGEST_CONTENT = 32 * 1024 * 1024
"""Bytes that acts may inflate to."""
LARGEST_ANSWERS = 128 * 1024 * 1024
"""Bytes that answers may inflate to: they may hold a whole download."""
_LONGEST_LINE = 1024
_SUM_BYTES = 32
_SALT_BYTES = 32
# Each file has a key of its own, used once.
_NONCE = bytes(12)


class Kind(StrEnum):
    """What a file holds."""

    ACTS = "acts"
    ANSWERS = "answers"


class FileLine(msgspec.Struct, frozen=True):
    """The first line of a file: whose it is. `salt` makes its key."""

    kairos: Kind
    v: Annotated[int, msgspec.Meta(ge=1)]
    org: UUID
    post: UUID
    salt: bytes


class FileRefused(Exception):
    """A file is refused whole: "not_ours", "damaged", "newer", "too_large"."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def seal(line: FileLine, key: bytes, content: bytes) -> bytes:
    """The whole file around some JSON."""
    first = msgspec.json.encode(line) + b"\n"
    body = zlib.compress(content, 6)
    sealed = first + _cipher(line, key).encrypt(_NONCE, body, first)
    return sealed + sha256(sealed).digest()


def first_line(kind: Kind, org: UUID, post: UUID) -> FileLine:
    """The line of a new file, with a salt of its own."""
    return FileLine(kind, VERSION, org, post, secrets.token_bytes(_SALT_BYTES))


def read_line(raw: bytes) -> FileLine:
    """Whose file this is, once it is known to be complete; no key is needed. FileRefused."""
    first, newline, _rest = raw[: _LONGEST_LINE + 1].partition(b"\n")
    try:
        told = msgspec.json.decode(first, type=_Told)
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise FileRefused("not_ours") from None
    if told.v > VERSION:
        raise FileRefused("newer")
    try:
        line = msgspec.json.decode(first, type=FileLine)
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise FileRefused("damaged") from None
    if not newline or sha256(raw[:-_SUM_BYTES]).digest() != raw[-_SUM_BYTES:]:
        raise FileRefused("damaged")
    return line


def unseal(raw: bytes, key: bytes, most: int = LARGEST_CONTENT) -> bytes:
    """The JSON that a file holds. FileRefused: altered, cut, or of another key."""
    from cryptography.exceptions import InvalidTag

    line = read_line(raw)
    first, _newline, _rest = raw.partition(b"\n")
    try:
        body = _cipher(line, key).decrypt(_NONCE, raw[len(first) + 1 : -_SUM_BYTES], first + b"\n")
    except (InvalidTag, ValueError):
        raise FileRefused("damaged") from None
    machine = zlib.decompressobj()
    try:
        content = machine.decompress(body, most)
    except zlib.error:
        raise FileRefused("damaged") from None
    if machine.unconsumed_tail:
        raise FileRefused("too_large")
    if not machine.eof:
        raise FileRefused("damaged")
    return content


class _Told(msgspec.Struct):
    kairos: str
    v: int


def _cipher(line: FileLine, key: bytes):
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    if len(key) != KEY_BYTES or len(line.salt) != _SALT_BYTES:
        raise FileRefused("damaged")
    # The kind is in the key: answers handed in as acts do not open.
    info = f"kairos {line.kairos} {line.v}".encode()
    return AESGCM(HKDF(SHA256(), KEY_BYTES, line.salt, info).derive(key))
