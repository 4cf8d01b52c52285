# SPDX-License-Identifier: MIT
"""When PostgreSQL is to plan again what a connection says, as its tables now are.

Plans are kept by a connection, those of the links between tables too, and were made for what
the tables held at its first statements: an organisation that sends its first thousand acts
would have each line compared with all before it, until statistics are gathered. At each
doubling of what was said the plans are made again, and so are never for less than half.
"""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import Any

ANEW = "DISCARD PLANS"
_LAST = 1024
"""Transactions of a connection after which its plans are made again in any case."""


def are_old(info: MutableMapping[Any, Any]) -> bool:
    """Whether to say ANEW at the transaction that begins; `info` is what its connection keeps."""
    said = info["transactions"] = info.get("transactions", 0) + 1
    return said & (said - 1) == 0 or said % _LAST == 0
