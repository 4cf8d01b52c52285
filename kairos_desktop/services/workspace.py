# SPDX-License-Identifier: MIT
"""An opened profile as its user meets it: acts go in, rows come out.

No Qt and no threads here: the window runs `record`, `undo` and `redo` on its write lane and
`read` on its read lanes; the command line calls them one after another.
"""

from __future__ import annotations

import secrets
import time
from datetime import datetime
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar

from kairos_desktop.models.paris import PARIS, paris_now
from kairos_desktop.models.vocabulary import UuidMaker, organisation_id
from kairos_desktop.services.acts.act import Act, Made
from kairos_desktop.services.acts.history import Restore
from kairos_desktop.services.deciding import Said
from kairos_desktop.services.ledger import ChangeSet, Ledger, Recorded
from kairos_desktop.services.sync.outbox import PostOutbox
from kairos_desktop.services.undoing import to_redo, to_undo

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from uuid import UUID

    from sqlalchemy import Connection, Engine

P = ParamSpec("P")
T = TypeVar("T")


class Workspace:
    """One organisation's records on this post."""

    def __init__(
        self,
        write: Engine,
        read: Engine,
        *,
        siret: str,
        post: UUID,
        post_range: str,
        operator: str,
        now: Callable[[], datetime] = paris_now,
    ) -> None:
        self.org = organisation_id(siret)
        self.siret = siret
        self.operator = operator
        self.now = now
        self.new_id = UuidMaker(lambda: time.time_ns() // 1_000_000, secrets.randbits)
        self._post = post
        self._post_range = post_range
        self._write = write
        self._read = read
        self.outbox = PostOutbox(self.org)
        self._ledger = Ledger(write, self.org, post, self.outbox)

    def read(
        self,
        fn: Callable[Concatenate[Connection, UUID, P], T],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        """What a query gives, on one snapshot. Lane: read."""
        with self._read.connect() as conn, conn.begin():
            return fn(conn, self.org, *args, **kwargs)

    def record(
        self,
        acts: Sequence[Act],
        together: bool = False,
        *,
        ids: Sequence[UUID] | None = None,
        at: datetime | None = None,
    ) -> Recorded:
        """Say the acts as one gesture, here and now. Lane: write.

        `ids` names the acts themselves, for a script that may be played twice. The rules read the
        civil day of Europe/Paris, whatever the offset of `at`.
        """
        gesture, moment = self.new_id(), (at or self.now()).astimezone(PARIS)
        said = [
            Said(act, self._made(ids[place] if ids else self.new_id(), gesture, moment))
            for place, act in enumerate(acts)
        ]
        if not said:
            return Recorded(gesture, (), ChangeSet())
        return self._ledger.record(said, together=together)

    def write(self, job: Callable[[Connection], T]) -> T:
        """Run a job of the exchange in one transaction. Lane: write."""
        with self._write.begin() as conn:
            return job(conn)

    def take_letter(self, letter: str) -> None:
        """Number the papers of this post from now on with another letter. Lane: write."""
        self._post_range = letter

    def undo(self) -> Recorded:
        """Take back the last gesture of this post, whole or not at all. Lane: write."""
        return self._restore(to_undo)

    def redo(self) -> Recorded:
        """Do again the gesture that was taken back last. Lane: write."""
        return self._restore(to_redo)

    def _restore(self, which: Callable[[Connection, UUID, UUID], list[UUID]]) -> Recorded:
        with self._write.connect() as conn, conn.begin():
            acts = which(conn, self.org, self._post)
        return self.record([Restore(act_id=act_id) for act_id in acts], together=True)

    def _made(self, act_id: UUID, gesture: UUID, at: datetime) -> Made:
        return Made(
            id=act_id,
            gesture=gesture,
            at=at,
            by=self.operator,
            post=self._post,
            post_range=self._post_range,
            org=self.org,
        )
