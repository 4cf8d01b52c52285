# SPDX-License-Identifier: MIT
"""The makers of identifiers: that of an organisation, and those of rows and acts.

Standard library only, as the closed lists beside it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID, uuid5

if TYPE_CHECKING:
    from collections.abc import Callable

# A fixed namespace: two posts of one SIRET must find the same organisation without asking.
ORGANISATIONS = UUID("6f9a1f0e-6a55-5f0b-9d53-0e3f6a1c7b10")


def organisation_id(siret: str) -> UUID:
    """The organisation's id, the same on every post that knows the SIRET (14 digits)."""
    return uuid5(ORGANISATIONS, siret)


class UuidMaker:
    """Gives UUIDv7 that grow strictly within one process, even if the clock goes back.

    The clock (milliseconds since 1970) and the source of randomness (n → n random bits) are
    given by the caller, so that this module stays pure. Source: RFC 9562, 5.7 and 6.2 method 2.
    """

    def __init__(self, now_ms: Callable[[], int], random_bits: Callable[[int], int]) -> None:
        self._now_ms = now_ms
        self._random_bits = random_bits
        self._last = 0

    def __call__(self) -> UUID:
        """The next identifier."""
        # 48 bits of time, then 74 random bits: what follows keeps the order inside one millisecond.
        candidate = (self._now_ms() << 74) | self._random_bits(74)
        if candidate <= self._last:
            candidate = self._last + 1 + self._random_bits(32)
        self._last = candidate
        millis, tail = candidate >> 74, candidate & ((1 << 74) - 1)
        rand_a, rand_b = tail >> 62, tail & ((1 << 62) - 1)
        return UUID(int=millis << 80 | 0x7 << 76 | rand_a << 64 | 0b10 << 62 | rand_b)
