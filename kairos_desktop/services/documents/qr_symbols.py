# SPDX-License-Identifier: MIT
"""The modules of many QR codes of the same kind: what never changes is made once a version.

A signed code is text of the alphanumeric mode, level M, one mask for all: its finder patterns, its
timing and its format are those of any other, and its bits have the same places. They are asked of
segno once a version; a code is then its bits, their error correction, and a reordering. The modules
are those of segno, to the last one (ADR 0311). Source: ISO/IEC 18004, 7.4 to 7.7.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from operator import itemgetter
from typing import Any, NamedTuple

_LETTERS = {
    letter: place for place, letter in enumerate("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:")
}
_ALPHANUMERIC, _COUNT_BITS = 0b0010, 9
_PADDING = (0xEC, 0x11)
# Level M, versions 1 to 9: the bytes of correction of a block, and the bytes of data of each block.
_BLOCKS: tuple[tuple[int, tuple[int, ...]], ...] = (
    (10, (16,)),
    (16, (28,)),
    (26, (44,)),
    (18, (32,) * 2),
    (24, (43,) * 2),
    (16, (27,) * 4),
    (18, (31,) * 4),
    (22, (38,) * 2 + (39,) * 2),
    (22, (36,) * 3 + (37,) * 2),
)
_FIELD = 0x11D
"""The polynomial of the bytes of correction: x⁸ + x⁴ + x³ + x² + 1."""


class _Symbol(NamedTuple):
    """What the codes of one version share."""

    side: int
    flipped: int
    """The bits that the mask turns over, as one number."""
    bits: int
    in_order: Callable[[bytes], tuple[int, ...]]
    """The modules, row by row, out of the bits followed by a light and a dark module."""


def symbol(text: str, mask: int) -> tuple[bytes, ...] | None:
    """The rows of a code of level M, 1 is dark; None for a text that is not of this kind."""
    if not text or not _LETTERS.keys() >= set(text):
        return None
    stream = _stream(text)
    for version, (correction, blocks) in enumerate(_BLOCKS, start=1):
        if len(stream) <= 8 * sum(blocks):
            return _drawn(_codewords(stream, correction, blocks), _of_version(version, mask))
    return None


def _stream(text: str) -> str:
    """The text as bits: its mode, its length, two letters in eleven bits, a last one in six."""
    values = [_LETTERS[letter] for letter in text]
    pairs = zip(values[::2], values[1::2], strict=False)
    bits = [f"{_ALPHANUMERIC:04b}{len(text):0{_COUNT_BITS}b}"]
    bits += [f"{45 * first + second:011b}" for first, second in pairs]
    if len(values) % 2:
        bits.append(f"{values[-1]:06b}")
    return "".join(bits)


def _codewords(stream: str, correction: int, blocks: Sequence[int]) -> bytes:
    """The bytes of a code in their order: those of its blocks in turn, then their correction."""
    room = sum(blocks)
    ended = stream + "0000"[: 8 * room - len(stream)]
    # To the end of a byte; as segno has it, to the end of the next one where a byte was full.
    ended += "0" * min(8 - len(ended) % 8, 8 * room - len(ended))
    data = int(ended, 2).to_bytes(len(ended) // 8, "big")
    data += bytes(_PADDING[place % 2] for place in range(room - len(data)))
    parts, start = list[bytes](), 0
    for length in blocks:
        parts.append(data[start : start + length])
        start += length
    corrected = [_correction(part, correction) for part in parts]
    return bytes(_in_turn(parts)) + bytes(_in_turn(corrected))


def _in_turn(parts: Sequence[bytes]) -> Iterator[int]:
    for place in range(max(map(len, parts))):
        yield from (part[place] for part in parts if place < len(part))


def _correction(data: bytes, length: int) -> bytes:
    """The remainder of a block divided by the generator: a byte at a time, by a table."""
    table, top = _multiples(length), 8 * (length - 1)
    kept = (1 << top) - 1
    rest = 0
    for byte in data:
        rest = ((rest & kept) << 8) ^ table[byte ^ (rest >> top)]
    return rest.to_bytes(length, "big")


@cache
def _multiples(length: int) -> tuple[int, ...]:
    """Every multiple of the generator of so many bytes, without its first one; each a number."""
    generator = [1]
    root = 1
    for _ in range(length):
        shifted = [*generator, 0]
        generator = [
            coefficient ^ _times(root, before)
            for coefficient, before in zip(shifted, [0, *generator], strict=True)
        ]
        root = _times(root, 2)
    return tuple(
        int.from_bytes(bytes(_times(factor, coefficient) for coefficient in generator[1:]), "big")
        for factor in range(256)
    )


def _times(one: int, other: int) -> int:
    """The product of two bytes in the field."""
    found = 0
    while other:
        if other & 1:
            found ^= one
        one <<= 1
        if one > 0xFF:
            one ^= _FIELD
        other >>= 1
    return found


@cache
def _of_version(version: int, mask: int) -> _Symbol:
    """The fixed modules as segno draws them, and where the bits go."""
    import segno
    from segno import consts

    sample: Any = segno.make(
        "A", error="m", micro=False, boost_error=False, mask=mask, version=version
    )
    drawn: list[bytearray] = [bytearray(row) for row in sample.matrix]
    kinds: list[list[int]] = [list(row) for row in sample.matrix_iter(border=0, verbose=True)]
    data = {consts.TYPE_DATA_DARK, consts.TYPE_DATA_LIGHT}
    side = len(drawn)
    # segno says « format » of one module too many, beside the upper right finder pattern.
    kinds[8][side - 9] = consts.TYPE_DATA_DARK
    places = [(row, column) for row, column in _walk(side) if kinds[row][column] in data]
    count = len(places)
    nth = {place: at for at, place in enumerate(places)}
    order = [
        nth.get((row, column), count + drawn[row][column])
        for row in range(side)
        for column in range(side)
    ]
    flipped = int("".join("1" if _IS_FLIPPED[mask](*place) else "0" for place in places), 2)
    return _Symbol(side, flipped, count, itemgetter(*order))


def _walk(side: int) -> Iterator[tuple[int, int]]:
    """The modules in the order of the bits: two columns at a time, from the right, up then down."""
    columns = [*range(side - 1, 6, -2), *range(5, 0, -2)]
    for turn, right in enumerate(columns):
        rows = range(side) if turn % 2 else range(side - 1, -1, -1)
        yield from ((row, column) for row in rows for column in (right, right - 1))


# The one mask that the codes have: qr.py says why.
_IS_FLIPPED: dict[int, Callable[[int, int], bool]] = {
    3: lambda row, column: (row + column) % 3 == 0,
}


def _drawn(codewords: bytes, shared: _Symbol) -> tuple[bytes, ...]:
    """The rows; what is left of the bits of a version after its bytes is light, then masked."""
    bits = int.from_bytes(codewords, "big") << (shared.bits - 8 * len(codewords))
    said = f"{bits ^ shared.flipped:0{shared.bits}b}01".encode().translate(_FROM_DIGITS)
    modules = bytes(shared.in_order(said))
    return tuple(
        modules[start : start + shared.side] for start in range(0, len(modules), shared.side)
    )


_FROM_DIGITS = bytes.maketrans(b"01", b"\x00\x01")
