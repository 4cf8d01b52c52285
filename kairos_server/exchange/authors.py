# SPDX-License-Identifier: MIT
"""Who brought an organisation to each of its heads, from which post, and when."""

from __future__ import annotations

from datetime import datetime
from itertools import chain
from typing import TYPE_CHECKING, Any
from uuid import UUID

import msgspec

from kairos_desktop.models.act_tables import ACT
from kairos_desktop.services.row_store import answers, questions

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import Connection

    from kairos_desktop.services.row_store import Question

_TOLD = (ACT.c.seq, ACT.c.post_id, ACT.c.made_by, ACT.c.made_at)


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

    def questions(self, revs: Iterable[int]) -> list[Question]:
        """What finds who wrote these revs, where nobody has asked yet."""
        asked = {rev for rev in revs if rev not in self._writers}
        self._writers.update(dict.fromkeys(asked))
        seqs = [(rev,) for rev in asked]
        return questions(self._conn, self._org, _TOLD, ("seq",), seqs) if asked else []

    def take(self, told: Iterable[Sequence[Any]]) -> None:
        """Remember the answers."""
        for seq, post, name, at in chain.from_iterable(told):
            self._writers[seq] = Writer(post, name, at)

    def learn(self, revs: Iterable[int]) -> None:
        """Find in one statement who wrote these revs."""
        if asked := self.questions(revs):
            self.take(answers(self._conn, asked))

    def of(self, rev: int) -> Writer | None:
        """Who gave this rev; None where no act that stands did."""
        self.learn([rev])
        return self._writers[rev]
