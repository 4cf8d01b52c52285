# SPDX-License-Identifier: MIT
"""The file of acts, as a stranger would write and read it from docs/protocol.md."""

from __future__ import annotations

import base64
import re
import zlib
from hashlib import sha256
from pathlib import Path
from uuid import UUID

import msgspec
import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from hypothesis import given
from hypothesis import strategies as st

from kairos_desktop.services.sync.sealed_file import (
    FileRefused,
    Kind,
    first_line,
    read_line,
    seal,
    unseal,
)
from kairos_desktop.services.sync.wire import CarriedActs

PAGE = Path(__file__).parents[2] / "docs/protocol.md"
KEY = bytes(range(32))
ORG, POST = UUID(int=1), UUID(int=2)


def shown() -> bytes:
    """The file that the page shows."""
    (text,) = re.findall(r"```text\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    return base64.b64decode("".join(text.split()))


def strangers_key(first: bytes) -> AESGCM:
    line = msgspec.json.decode(first)
    salt = base64.b64decode(line["salt"])
    info = f"kairos {line['kairos']} {line['v']}".encode()
    return AESGCM(HKDF(SHA256(), 32, salt, info).derive(KEY))


def test_a_stranger_reads_the_file_of_the_page() -> None:
    raw = shown()
    assert sha256(raw[:-32]).digest() == raw[-32:]
    first, _feed, rest = raw[:-32].partition(b"\n")
    plain = zlib.decompress(strangers_key(first).decrypt(bytes(12), rest, first + b"\n"))
    assert msgspec.json.decode(plain)["acts"] == []
    assert unseal(raw, KEY) == plain
    assert msgspec.json.decode(plain, type=CarriedActs).acts == ()


def test_a_stranger_writes_a_file() -> None:
    salt = base64.b64encode(bytes(32)).decode()
    first = msgspec.json.encode(
        {"kairos": "acts", "v": 1, "org": str(ORG), "post": str(POST), "salt": salt}
    )
    body = strangers_key(first).encrypt(bytes(12), zlib.compress(b"{}"), first + b"\n")
    raw = first + b"\n" + body
    raw += sha256(raw).digest()
    assert unseal(raw, KEY) == b"{}"


@given(content=st.binary(max_size=300), at=st.integers(min_value=0), bit=st.integers(0, 7))
def test_one_bit_is_enough(content: bytes, at: int, bit: int) -> None:
    raw = seal(first_line(Kind.ACTS, ORG, POST), KEY, content)
    assert unseal(raw, KEY) == content
    place = at % len(raw)
    bad = raw[:place] + bytes([raw[place] ^ (1 << bit)]) + raw[place + 1 :]
    with pytest.raises(FileRefused):
        unseal(bad, KEY)


def test_two_files_of_one_content_have_nothing_in_common() -> None:
    one, two = (seal(first_line(Kind.ACTS, ORG, POST), KEY, b"x" * 64) for _ in "ab")
    assert one.partition(b"\n")[2] != two.partition(b"\n")[2]


def test_another_key_another_kind_and_too_much() -> None:
    raw = seal(first_line(Kind.ACTS, ORG, POST), KEY, b"0" * 1000)
    with pytest.raises(FileRefused, match="damaged"):
        unseal(raw, bytes(32))
    with pytest.raises(FileRefused, match="too_large"):
        unseal(raw, KEY, most=999)
    other = raw[:-32].replace(b'"acts"', b'"answers"')
    with pytest.raises(FileRefused, match="damaged"):
        unseal(other + sha256(other).digest(), KEY)


def test_a_later_version_is_told_as_such() -> None:
    raw = seal(first_line(Kind.ACTS, ORG, POST), KEY, b"{}").replace(b'"v":1', b'"v":2')
    with pytest.raises(FileRefused, match="newer"):
        read_line(raw)
