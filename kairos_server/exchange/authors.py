# SPDX-License-Identifier: MIT
"""Which post brought an organisation to each of its heads."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import bindparam, select

from kairos_desktop.models.act_tables import ACT

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Connection

_POSTS = select(ACT.c.seq, ACT.c.post_id).where(
    ACT.c.org_id == bindparam("org"), ACT.c.seq.in_(bindparam("seqs", expanding=True))
)


class Authors:
    """The authors of some revs, asked for in bulk and remembered."""

    def __init__(self, conn: Connection, org: UUID) -> None:
        self._conn = conn
        self._org = org
        self._posts: dict[int, UUID | None] = {0: None}

    def learn(self, revs: Iterable[int]) -> None:
        """Find in one statement the posts of these revs."""
        asked = sorted({rev for rev in revs if rev not in self._posts})
        if not asked:
            return
        self._posts.update(dict.fromkeys(asked))
        for seq, post in self._conn.execute(_POSTS, {"org": self._org, "seqs": asked}):
            self._posts[seq] = post

    def post_of(self, rev: int) -> UUID | None:
        """The post whose act gave this rev; None where no act of a post did."""
        self.learn([rev])
        return self._posts[rev]
