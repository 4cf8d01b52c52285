# SPDX-License-Identifier: MIT
"""Who brought an organisation to each of its heads, from which post, and when."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Any
from uuid import UUID

import msgspec
from sqlalchemy import bindparam, select

from kairos_desktop.models.act_tables import ACT
from kairos_desktop.services.row_store import among

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Connection, Select


@cache
def _writers(dialect: str) -> Select[Any, Any, Any, Any]:
    asked = among(ACT.c.seq, "seqs", as_arrays=dialect == "postgresql")
    told = select(ACT.c.seq, ACT.c.post_id, ACT.c.made_by, ACT.c.made_at)
    return told.where(ACT.c.org_id == bindparam("org"), asked)


class Writer(msgspec.Struct, frozen=True):
    """Who said the act that gave a rev."""

    post: UUID
    name: str
    at: datetime


class Authors:
    """The writers of some revs, asked for in bulk and remembered."""

    def __init__(self, conn: Connection, org: UUID) -> None:
        self._conn = conn
        self._org = org
        self._writers: dict[int, Writer | None] = {0: None}

    def learn(self, revs: Iterable[int]) -> None:
        """Find in one statement who wrote these revs."""
        asked = sorted({rev for rev in revs if rev not in self._writers})
        if not asked:
            return
        self._writers.update(dict.fromkeys(asked))
        query = _writers(self._conn.dialect.name)
        for seq, post, name, at in self._conn.execute(query, {"org": self._org, "seqs": asked}):
            self._writers[seq] = Writer(post, name, at)

    def of(self, rev: int) -> Writer | None:
        """Who gave this rev; None where no act that stands did."""
        self.learn([rev])
        return self._writers[rev]
