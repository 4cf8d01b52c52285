# SPDX-License-Identifier: MIT
"""What every frozen row has; the kinds of rows stand in rows.py and training_rows.py."""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID

import msgspec


class Row(msgspec.Struct, frozen=True, omit_defaults=True):
    """What every row has."""

    table: ClassVar[str]
    id: UUID
