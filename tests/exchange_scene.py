# SPDX-License-Identifier: MIT
"""What an exchange leaves on a post: acts that wait, answers, lines to settle."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

import msgspec
from sqlalchemy import insert, select, update

from kairos_desktop.models.act_tables import ACT
from kairos_desktop.models.exchange_tables import EXCHANGE, OUTBOX
from kairos_desktop.models.rows import OutcomeRow
from kairos_desktop.models.tables import OUTCOME
from kairos_desktop.models.vocabulary import OutcomeKind
from kairos_desktop.services.acts.act import Act
from kairos_desktop.services.rules.verdicts import Refused

if TYPE_CHECKING:
    from kairos_desktop.services.workspace import Workspace

OTHER_POST = UUID(int=8)
SERVER = "https://kairos.exemple.fr"


class Exchanged:
    """Writes, on a real encrypted file, what the client of the exchange would."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._engine = workspace._write
        self._org = workspace.org
        self._n = 0

    def join(self, **fields: Any) -> None:
        """The post has joined a server."""
        typed = {"server_url": SERVER, "stream_id": UUID(int=99)} | fields
        with self._engine.begin() as conn:
            conn.execute(insert(EXCHANGE).values(org_id=self._org, **typed))

    def state(self, **fields: Any) -> None:
        """What the last exchange left."""
        with self._engine.begin() as conn:
            conn.execute(update(EXCHANGE).values(**fields))

    def last_acts(self, count: int = 1) -> list[UUID]:
        """The ids of the last acts recorded, in their order."""
        query = select(ACT.c.id).where(ACT.c.org_id == self._org).order_by(ACT.c.n.desc())
        with self._engine.connect() as conn:
            return list(conn.execute(query.limit(count)).scalars())[::-1]

    def pend(self, act_id: UUID | None = None, **fields: Any) -> UUID:
        """An act, by default the last one, waits to be sent."""
        chosen = act_id or self.last_acts()[0]
        self._n += 1
        values = {"org_id": self._org, "act_id": chosen, "n": self._n, "base": 0} | fields
        with self._engine.begin() as conn:
            conn.execute(insert(OUTBOX).values(**values))
        return chosen

    def doubt(self, act_id: UUID, refused: Refused) -> None:
        """The last play on this post refused the act."""
        self._change(act_id, doubt=msgspec.json.encode(refused).decode())

    def answer(self, act_id: UUID, outcome: str = "applied") -> None:
        """The back end has answered; its rows have not come back."""
        self._change(act_id, outcome=msgspec.json.encode({"outcome": outcome}).decode())

    def cover(self, act_id: UUID, at: datetime) -> None:
        """A pull has brought what became of the act."""
        self._change(act_id, acked_at=at)

    def line(
        self,
        act: Act,
        kind: OutcomeKind,
        code: str,
        facts: dict[str, Any] | None = None,
        *,
        by: str = "Odile",
        post: UUID | None = None,
        at: datetime | None = None,
        act_id: UUID | None = None,
    ) -> UUID:
        """A line of « À régulariser », as the back end writes it."""
        row = OutcomeRow(
            id=act_id or self._workspace.new_id(),
            kind=kind,
            code=code,
            facts=msgspec.json.encode(facts or {}).decode(),
            act_name=act.name,
            act_version=act.version,
            args=msgspec.json.encode(act).decode(),
            post_id=post or self._workspace.post,
            made_by=by,
            made_at=at or self._workspace.now(),
        )
        values = {name: getattr(row, name) for name in row.__struct_fields__}
        with self._engine.begin() as conn:
            conn.execute(insert(OUTCOME).values(org_id=self._org, **values))
        return row.id

    def _change(self, act_id: UUID, **fields: Any) -> None:
        with self._engine.begin() as conn:
            conn.execute(update(OUTBOX).where(OUTBOX.c.act_id == act_id).values(**fields))
