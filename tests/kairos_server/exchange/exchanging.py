# SPDX-License-Identifier: MIT
"""A post that says acts and exchanges, in a process that is there to be killed.

exchanging.py PATH ADDRESS [late]: reads from its input the post's id, its letter and an access
token; says on its output what a secretary was told is kept. With `late`, an act is queued in a
transaction after its own: what a program must not do.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from kairos_desktop.models import engine
from kairos_desktop.models.ids import organisation_id
from kairos_desktop.services.acts.jobseekers import CreateJobseeker, Person
from kairos_desktop.services.sync.exchange import Exchange
from kairos_desktop.services.sync.http_wire import HttpWire, open_client
from kairos_desktop.services.sync.outbox import PostOutbox
from kairos_desktop.services.sync.post_tokens import MemoryTokens
from kairos_desktop.services.sync.rebase import Post
from kairos_desktop.services.workspace import Workspace
from tests.factories import KEY, SIRET

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from kairos_desktop.services.deciding import Decided

ROUNDS = 3
QUEUEING = "queueing"
ORG = organisation_id(SIRET)


class LateOutbox(PostOutbox):
    """Queues what was decided when it is asked to, in another transaction."""

    def __init__(self, org: UUID) -> None:
        super().__init__(org)
        self._late: list[Decided] = []

    def take(self, conn: Connection, decided: Sequence[Decided]) -> None:
        self._late += decided

    def queue(self, conn: Connection) -> None:
        super().take(conn, self._late)
        self._late.clear()


def say(words: str) -> None:
    sys.stdout.write(words + "\n")
    sys.stdout.flush()


def main(path: Path, address: str, *, late: bool) -> None:
    post, letter, access = UUID(input()), input(), input()
    engines = engine.open_engines(path, KEY)
    workspace = Workspace(
        engines.write, engines.read, siret=SIRET, post=post, post_range=letter, operator="Odile"
    )
    outbox = LateOutbox(ORG)
    if late:
        workspace._ledger._outbox = outbox
    with open_client(address) as client:
        wire = HttpWire(client, post, MemoryTokens())
        wire._access = access
        exchange = Exchange(
            Post(ORG, post, letter), wire, workspace.write, workspace.now, workspace.new_id
        )
        # What an earlier process left is sent first, as at any start.
        exchange.round()
        for _ in range(ROUNDS):
            for _ in range(2):
                person = Person(last_name="Martin", first_name="Anne")
                act = CreateJobseeker(jobseeker_id=uuid4(), person=person)
                workspace.record([act])
                if late:
                    say(QUEUEING)
                    workspace.write(outbox.queue)
                say(str(act.jobseeker_id))
            exchange.round()
    engines.dispose()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], late="late" in sys.argv)
