# SPDX-License-Identifier: MIT
"""Signatures on the screen: each one is dated and holds the digest of the one before.

A chain is that of one post for one half-day, so that a laptop without a network goes on with its
own. Its last digest and its length are kept beside it: a signature that is altered, moved or
removed, the last one too, shows. It proves that nothing was changed afterwards, not who held the
pen: docs/adr/0212.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from enum import StrEnum
from hashlib import sha256
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID, uuid5

import msgspec

from kairos_desktop.models.sheet_rows import SignatureRow

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kairos_desktop.models.sheet_rows import SignatureChainRow
    from kairos_desktop.models.vocabulary import HalfDay

_NAMESPACE = UUID("3d2f6f43-1f2a-5f6e-8b64-6b0a3a0f7e12")
SHORT = 8


class Fault(StrEnum):
    """What is wrong in a chain."""

    ALTERED = "altered"
    MISSING = "missing"


class ChainFault(NamedTuple):
    """A fault, and where it shows: the signature after the break, None at the end of a chain."""

    fault: Fault
    signature_id: UUID | None


def chain_id(session_id: UUID, day: date, half: HalfDay, post_id: UUID) -> UUID:
    """The id of a post's chain for a half-day."""
    return uuid5(_NAMESPACE, f"{session_id}:{day}:{half}:{post_id}")


def digest_of(row: SignatureRow) -> str:
    """The digest of a signature: of the one before, the half-day, the person, the moment, the line.

    What strikes a signature is not in it: struck, it is still what was signed.
    """
    said = (
        row.previous,
        str(row.rank),
        str(row.session_id),
        str(row.day),
        str(row.half),
        str(row.post_id),
        str(row.enrolment_id or ""),
        row.name,
        row.signed_at.astimezone(UTC).isoformat(timespec="microseconds"),
        row.strokes,
    )
    return sha256(msgspec.json.encode(said)).hexdigest()


def short(digest: str) -> str:
    """The beginning of a digest, as it is printed: « 3f9a 12bc »."""
    return f"{digest[:4]} {digest[4:SHORT]}"


def standing(rows: Iterable[SignatureRow]) -> list[SignatureRow]:
    """The signatures that are not struck, by their moment."""
    return sorted((row for row in rows if row.struck_at is None), key=_moment)


def faults(
    rows: Iterable[SignatureRow], chains: Iterable[SignatureChainRow]
) -> Iterator[ChainFault]:
    """What was altered or removed since it was signed; nothing where all is as it was."""
    found = {chain.id: chain for chain in chains}
    own = {
        key: list(each)
        for key, each in groupby(sorted(rows, key=_place), key=lambda row: _place(row)[0])
    }
    for key in dict.fromkeys((*own, *found)):
        yield from _chain_faults(own.get(key, []), found.get(key))


def _chain_faults(
    rows: Sequence[SignatureRow], chain: SignatureChainRow | None
) -> Iterator[ChainFault]:
    previous, rank = "", 0
    for row in rows:
        if row.rank != rank + 1 or row.previous != previous:
            yield ChainFault(Fault.MISSING, row.id)
        if digest_of(row) != row.digest:
            yield ChainFault(Fault.ALTERED, row.id)
        previous, rank = row.digest, row.rank
    if chain is None or (chain.count, chain.digest) != (rank, previous):
        yield ChainFault(Fault.MISSING, None)


def _place(row: SignatureRow) -> tuple[UUID, int]:
    return chain_id(row.session_id, row.day, row.half, row.post_id), row.rank


_moment = attrgetter("signed_at", "rank", "id")


def struck(row: SignatureRow, at: datetime, by: str, why: str) -> SignatureRow:
    """The signature struck through: it stays, with who struck it, when and why."""
    return msgspec.structs.replace(row, struck_at=at, struck_by=by, struck_why=why)
