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

import msgspec

from kairos_desktop.models.ids import UuidMaker, organisation_id
from kairos_desktop.models.paris import PARIS, paris_now
from kairos_desktop.services.acts.act import Act, Made
from kairos_desktop.services.acts.history import Restore
from kairos_desktop.services.deciding import Said
from kairos_desktop.services.ledger import ChangeSet, Ledger, Recorded, Verdict
from kairos_desktop.services.own_role import OwnRole
from kairos_desktop.services.rules.lease import lease_refusal
from kairos_desktop.services.rules.rights import right_refusal
from kairos_desktop.services.sync.outbox import PostOutbox
from kairos_desktop.services.undoing import to_redo, to_undo
from kairos_desktop.services.veil import Veil

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from uuid import UUID

    from sqlalchemy import Connection, Engine

    from kairos_desktop.services.rules.verdicts import Refused

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
        hides_when_overdue: bool = False,
        keeps_to_role: bool = False,
    ) -> None:
        """For whatever shows it to a person.

        With `hides_when_overdue` the lease is kept, with `keeps_to_role` the role of who signed in.
        """
        self.org = organisation_id(siret)
        self.siret = siret
        self.operator = operator
        self.now = now
        self.new_id = UuidMaker(lambda: time.time_ns() // 1_000_000, secrets.randbits)
        self.post = post
        self._post_range = post_range
        self._write = write
        self._read = read
        self.outbox = PostOutbox(self.org)
        self._veil = Veil(self.org, now) if hides_when_overdue else None
        self._own_role = OwnRole(self.org, write) if keeps_to_role else None
        self._ledger = Ledger(write, self.org, post, self.outbox)

    def read(
        self,
        fn: Callable[Concatenate[Connection, UUID, P], T],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        """What a query gives, on one snapshot. Lane: read.

        Personal data is hidden once the post has done without its back end for too long.
        """
        with self._read.connect() as conn:
            if self._veil is not None:
                self._veil.dress(conn)
            with conn.begin():
                return fn(conn, self.org, *args, **kwargs)

    def read_whole(self, fn: Callable[[Connection], T]) -> T:
        """What must leave as it is, whatever the screen shows: the acts of a file. Lane: write."""
        with self._write.connect() as conn, conn.begin():
            return fn(conn)

    @property
    def hides(self) -> bool:
        """Whether personal data is hidden: nothing is printed, nothing is corrected."""
        return self._veil is not None and self._veil.is_down()

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
        if refused := self._held_back(said):
            return Recorded(gesture, refused, ChangeSet())
        return self._ledger.record(said, together=together)

    def write(self, job: Callable[[Connection], T]) -> T:
        """Run a job of the exchange in one transaction. Lane: write."""
        with self._write.begin() as conn:
            result = job(conn)
        for kept in (self._veil, self._own_role):
            if kept is not None:
                kept.look_again()
        return result

    def take_letter(self, letter: str) -> None:
        """Number the papers of this post from now on with another letter. Lane: write."""
        self._post_range = letter

    def undo(self) -> Recorded:
        """Take back the last gesture of this post, whole or not at all. Lane: write."""
        return self._restore(to_undo)

    def redo(self) -> Recorded:
        """Do again the gesture that was taken back last. Lane: write."""
        return self._restore(to_redo)

    def _held_back(self, said: Sequence[Said]) -> tuple[Verdict, ...]:
        """The refusals of a gesture of which an act is not for this role, or needs what is hidden.

        None for facts that are typed. Of such a gesture nothing is recorded.
        """
        refusal = next(filter(None, (self._refusal(each.act) for each in said)), None)
        return tuple(Verdict(each.made.id, refusal=refusal) for each in said) if refusal else ()

    def _refusal(self, act: Act) -> Refused | None:
        role = self._own_role.role() if self._own_role is not None else None
        if role is not None and (refusal := right_refusal(role, act.name)):
            return refusal
        return lease_refusal(act.name, _said_by(act)) if self.hides else None

    def _restore(self, which: Callable[[Connection, UUID, UUID], list[UUID]]) -> Recorded:
        with self._write.connect() as conn, conn.begin():
            acts = which(conn, self.org, self.post)
        return self.record([Restore(act_id=act_id) for act_id in acts], together=True)

    def _made(self, act_id: UUID, gesture: UUID, at: datetime) -> Made:
        return Made(
            id=act_id,
            gesture=gesture,
            at=at,
            by=self.operator,
            post=self.post,
            post_range=self._post_range,
            org=self.org,
        )


def _said_by(act: Act) -> str:
    """Everything that an act says, as one text."""
    return msgspec.json.encode(act).decode()
