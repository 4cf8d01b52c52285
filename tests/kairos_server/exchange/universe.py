# SPDX-License-Identifier: MIT
"""One back end and several posts without sockets: the real code, and a wire that can fail."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID, uuid5

import msgspec
from sqlalchemy import Connection, select

from kairos_desktop.models.exchange_tables import OUTBOX
from kairos_desktop.models.ids import organisation_id
from kairos_desktop.models.rows import ROW_OF_TABLE, ROWS, Row
from kairos_desktop.models.tables import TABLE_OF_ROW
from kairos_desktop.services.acts.act import Act
from kairos_desktop.services.ledger import Recorded
from kairos_desktop.services.row_store import Question
from kairos_desktop.services.sync.exchange import Exchange, NoContact, Round, Unserved
from kairos_desktop.services.sync.joining import Joined, join
from kairos_desktop.services.sync.rebase import Post
from kairos_desktop.services.sync.wire import (
    Digest,
    PullAnswer,
    PushAnswer,
    PushAsked,
    WireAct,
)
from kairos_desktop.services.workspace import Workspace
from kairos_server import organisations
from kairos_server.exchange.judging import Author, Sender
from kairos_server.exchange.problems import ExchangeProblem
from kairos_server.exchange.pull import digest, pull
from kairos_server.exchange.push import push
from kairos_server.store import Store
from tests import blank_files
from tests.factories import SIRET, Clock, Scene

T = TypeVar("T")
ORG = organisation_id(SIRET)
NAMES = UUID(int=0xA0)


class Everybody:
    """Accounts that may do everything, under the name that the post gave."""

    def __init__(self, sender: Sender) -> None:
        self._sender = sender

    @property
    def post(self) -> UUID:
        return self._sender.post

    def questions(self) -> list[Question]:
        return []

    def sender(self, told: Sequence[Sequence[Any]]) -> Sender:
        return self._sender

    def authors(self, acts: Sequence[WireAct]) -> list[Author]:
        return [Author(act.by) for act in acts]


class LoopWire:
    """The back end called as functions, through the JSON that would travel.

    `fault(call)` is asked before and after each call: "before:push", "after:push"…; what it
    raises is what the post sees.
    """

    def __init__(self, store: Store, sender: Sender, clock: Clock, org: UUID = ORG) -> None:
        self.store = store
        self.clock = clock
        self.org = org
        self.fault: Callable[[str], None] = lambda _call: None
        self.people = Everybody(sender)
        self.limit: int | None = None
        self.pushed: list[PushAsked] = []

    def pack(self, asked: PushAsked) -> Callable[[], PushAnswer]:
        return lambda: self.push(asked)

    def push(self, asked: PushAsked) -> PushAnswer:
        sent = msgspec.json.decode(msgspec.json.encode(asked), type=PushAsked)
        self.pushed.append(sent)
        return self._call(
            "push",
            PushAnswer,
            lambda: push(self.store, self.org, self.people, sent, self.clock()),
        )

    def pull(self, stream: UUID, cursor: str, limit: int) -> PullAnswer | None:
        most = self.limit or limit
        return self._call(
            "pull",
            PullAnswer | None,
            lambda: pull(self.store, self.org, stream, cursor, most, self.clock()),
        )

    def digest(self) -> Digest:
        return self._call("digest", Digest, lambda: digest(self.store, self.org, self.clock.now))

    def _call(self, name: str, kind: Any, serve: Callable[[], Any]) -> Any:
        self.fault(f"before:{name}")
        try:
            answer = serve()
        except ExchangeProblem as problem:
            self.fault(f"after:{name}")
            raise Unserved(problem.error, expect=problem.expect) from None
        self.fault(f"after:{name}")
        return msgspec.json.decode(msgspec.json.encode(answer), type=kind)


class TestPost(Scene):
    """A post over a real encrypted file, with its exchange."""

    __test__ = False
    http: Any
    client: Any

    def __init__(self, universe: Universe, name: str, folder: Path, letter: str) -> None:
        self.name = name
        self.path = folder / f"{name}.db"
        self.post = uuid5(NAMES, name)
        self.letter = letter
        self.universe = universe
        if not self.path.exists():
            self.path.write_bytes(blank_files.of_post())
        self.engines = blank_files.opened(self.path)
        self.wire = LoopWire(universe.store, Sender(self.post, letter), universe.clock)
        self._begin()

    def _begin(self) -> None:
        workspace = Workspace(
            self.engines.write,
            self.engines.read,
            siret=SIRET,
            post=self.post,
            post_range=self.letter,
            operator=self.name,
            now=self.universe.clock,
        )
        super().__init__(workspace, self.universe.clock)
        workspace.new_id = self.universe.new_id
        self.exchange = Exchange(
            Post(workspace.org, self.post, self.letter),
            self.wire,
            workspace.write,
            self.universe.clock,
            self.universe.new_id,
        )

    def restart(self) -> None:
        """As after a crash: what was committed is there, nothing else."""
        self.engines.dispose()
        self.engines = blank_files.opened(self.path)
        self._begin()

    def join(self, account: UUID | None = None, file_key: bytes = b"") -> int:
        stream = self.universe.new_id()
        joined = Joined("https://essai.invalid", stream, account, self.letter, file_key)
        count = self.workspace.write(lambda conn: join(conn, ORG, self.post, joined))
        self.workspace.outbox.look_again()
        return count

    def sync(self) -> Round:
        return self.exchange.round()

    def try_sync(self) -> Round | None:
        """An exchange that may be cut."""
        try:
            return self.exchange.round()
        except NoContact:
            return None

    def act(self, *acts: Act) -> Recorded:
        """One gesture, accepted here or not."""
        return self.workspace.record(acts)

    def waiting(self) -> int:
        query = select(OUTBOX.c.act_id).where(OUTBOX.c.acked_at.is_(None))
        return len(self.workspace.read(lambda conn, _org: conn.execute(query).all()))

    def rows_named(self, table: str) -> list[Any]:
        """Every row of a table, by its name."""
        return self.rows(ROW_OF_TABLE[table])

    def close(self) -> None:
        self.engines.dispose()


class Universe:
    """A back end, its posts, one clock and one maker of identifiers."""

    def __init__(self, store: Store, folder: Path, *, found: bool = True) -> None:
        self.store = store
        self.folder = folder
        self.clock = Clock()
        self._ids = 0
        self.posts: list[TestPost] = []
        if found:
            organisations.create(store, SIRET, "Atelier des Quais")

    def new_id(self) -> UUID:
        self._ids += 1
        return UUID(int=(1 << 76) + self._ids)

    def post(self, name: str, letter: str, *, joined: bool = True) -> TestPost:
        made = TestPost(self, name, self.folder, letter)
        self.posts.append(made)
        if joined:
            made.join()
        return made

    def truth(self) -> dict[str, list[Row]]:
        """Every row of the back end."""
        with self.store.reading(ORG) as (conn, _head):
            return {kind.table: rows_of(conn, kind) for kind in ROWS}

    def revs(self) -> dict[tuple[str, UUID], int]:
        """The rev of every row of the back end."""
        found: dict[tuple[str, UUID], int] = {}
        with self.store.reading(ORG) as (conn, _head):
            for kind in ROWS:
                table = TABLE_OF_ROW[kind.table]
                for row_id, rev in conn.execute(
                    select(table.c.id, table.c.rev).where(table.c.org_id == ORG)
                ):
                    found[kind.table, row_id] = rev
        return found

    def settle(self) -> None:
        """Exchanges without faults until nobody has anything to say."""
        for _ in range(3):
            for post in self.posts:
                post.sync()

    def close(self) -> None:
        for post in self.posts:
            post.close()


def rows_of(conn: Connection, kind: type[Row]) -> list[Row]:
    table = TABLE_OF_ROW[kind.table]
    columns = [table.c[name] for name in kind.__struct_fields__]
    rows = conn.execute(select(*columns).where(table.c.org_id == ORG))
    return sorted((kind(*row) for row in rows), key=lambda row: row.id)
