# SPDX-License-Identifier: MIT
"""The QR of a signed code as rows of modules."""

from __future__ import annotations

import re
from functools import lru_cache

from kairos_desktop.services.documents.qr_symbols import symbol

# One mask for all: the payload is base32 of a hash and a signature, as random as any mask could
# make it, and weighing the eight masks took 15 ms of the 20 that a certificate costs.
_MASK = 3


@lru_cache(maxsize=4)
def matrix(text: str) -> tuple[bytes, ...]:
    """The rows of the code from the top; 1 is dark. Level M: a seventh may be worn or stamped."""
    rows = symbol(text, _MASK)
    if rows is not None:
        return rows
    import segno

    code = segno.make(text, error="m", micro=False, boost_error=False, mask=_MASK)
    return tuple(bytes(row) for row in code.matrix)


@lru_cache(maxsize=4)
def bars(text: str) -> tuple[tuple[int, int, int], ...]:
    """The dark modules as horizontal bars: column, line, length."""
    return tuple(
        (bar.start(), line, bar.end() - bar.start())
        for line, row in enumerate(matrix(text))
        for bar in re.finditer(rb"\x01+", row)
    )
