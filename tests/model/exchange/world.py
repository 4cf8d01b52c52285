# SPDX-License-Identifier: MIT
"""A back end, its posts, and everything that may go wrong between them, from one seed.

The real client and the real server without sockets: each call goes through the JSON that would
travel. Time, identifiers, faults and what people do are drawn from one generator, so that a seed
tells a whole story again.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any
from uuid import UUID

import msgspec
from sqlalchemy import select

from kairos_desktop.models.exchange_tables import OUTBOX
from kairos_desktop.models.ids import organisation_id
from kairos_desktop.models.vocabulary import Role
from kairos_desktop.services.acts.act import Act
from kairos_desktop.services.row_store import Question
from kairos_desktop.services.rules.rights import right_refusal
from kairos_desktop.services.sync.beside import Beside, when_waited_for
from kairos_desktop.services.sync.exchange import Exchange, NoContact, Unserved
from kairos_desktop.services.sync.joining import Joined, join
from kairos_desktop.services.sync.rebase import Post
from kairos_desktop.services.sync.standing import standing_of
from kairos_desktop.services.sync.wire import Digest, PullAnswer, PushAnswer, PushAsked, WireAct
from kairos_desktop.services.workspace import Workspace
from kairos_server import organisations
from kairos_server.exchange import judging
from kairos_server.exchange.judging import Author, Sender
from kairos_server.exchange.problems import ExchangeProblem
from kairos_server.exchange.pull import digest, pull
from kairos_server.exchange.push import push
from kairos_server.exchange.recorder import ActRefused, record_own
from kairos_server.store import Store
from tests import blank_files
from tests.factories import OTHER_SIRET, SIRET, Clock, Scene
from tests.model.exchange.mortal import Crash, Mortal, engines_at, store_at

if TYPE_CHECKING:
    from collections.abc import Iterator

ORG = organisation_id(SIRET)
OTHER_ORG = organisation_id(OTHER_SIRET)


class NoStory(Exception):
    """The universe cannot do that (no copy was made yet…)."""


class Backend(Mortal):
    """The back end: its store, its copies, and what befalls it."""

    def __init__(self, folder: Path, store: Store | None = None) -> None:
        self.path = folder / "server.db"
        self._given = store
        self.copy: Path | None = None
        if store is None:
            self.path.write_bytes(blank_files.of_server())
        self.store = store or store_at(self.path)
        for org, siret in ((ORG, SIRET), (OTHER_ORG, OTHER_SIRET)):
            assert organisations.create(self.store, siret, "Organisme fictif") == org

    def head(self) -> tuple[UUID, int]:
        """The epoch and the head of the organisation."""
        with self.store.reading(ORG) as (_conn, head):
            return head.epoch, head.head

    def say(self, act: Act, by: str, now: datetime, new_id: UUID) -> str:
        """An act that a person says through it; the code of its refusal, if it is refused."""
        try:
            with self.store.writing(ORG) as (conn, head):
                record_own(conn, head, (act,), by=by, now=now, new_id=new_id)
        except ActRefused as refused:
            return refused.refusal.code
        return ""

    @property
    def has_files(self) -> bool:
        """Whether its file can be copied and put back."""
        return self._given is None

    def back_up(self) -> None:
        """Keep the file as it now is."""
        self.store.close()
        self.copy = self.path.with_suffix(".copy")
        shutil.copy(self.path, self.copy)

    def restore(self) -> None:
        """Put the last copy back: another history begins."""
        if self.copy is None:
            raise NoStory
        self.store.close()
        shutil.copy(self.copy, self.path)
        organisations.start_another_history(self.store, ORG)

    def close(self) -> None:
        self.dies_at_commit(False)
        if self.has_files:
            self.store.close()


class SimWire:
    """The back end as one post reaches it; `fault(call)` is asked before and after each call."""

    def __init__(self, world: World, post: SimPost) -> None:
        self._world = world
        self._post = post
        self.fault: Callable[[str], None] = lambda _call: None
        self.doubled = False
        self.limit: int | None = None
        self.is_revoked = False
        self.is_closed = False
        self.role = Role.RGC
        self.sites: frozenset[UUID] = frozenset()

    # What a post's account may do, asked inside the transaction of a batch

    @property
    def post(self) -> UUID:
        return self._post.post

    def questions(self) -> list[Question]:
        return []

    def sender(self, told: Sequence[Sequence[Any]]) -> Sender:
        return Sender(self._post.post, self._post.letter, is_revoked=self.is_revoked)

    def authors(self, acts: Sequence[WireAct]) -> list[Author]:
        return [self._author(act) for act in acts]

    def _author(self, act: WireAct) -> Author:
        if self.is_closed:
            return Author(act.by, "account_closed")
        refusal = right_refusal(self.role, act.type)
        trainer = act.by if self.role is Role.TRAINER else ""
        return Author(act.by, refusal.code if refusal else "", self.sites, trainer)

    # The wire

    def pack(self, asked: PushAsked) -> Callable[[], PushAnswer]:
        return lambda: self.push(asked)

    def push(self, asked: PushAsked) -> PushAnswer:
        sent = msgspec.json.decode(msgspec.json.encode(asked), type=PushAsked)
        self._world.in_flight.append((self, sent))
        if self.doubled:
            self._call("push", PushAnswer, lambda: self.serve(sent))
        return self._call("push", PushAnswer, lambda: self.serve(sent))

    def serve(self, sent: PushAsked) -> PushAnswer:
        """What the back end does of a request, whenever it comes."""
        try:
            return push(self._world.backend.store, ORG, self, sent, self._world.clock())
        finally:
            self._world.observe()

    def pull(self, stream: UUID, cursor: str, limit: int) -> PullAnswer | None:
        most, store = self.limit or limit, self._world.backend.store
        return self._call(
            "pull",
            PullAnswer | None,
            lambda: pull(store, ORG, stream, cursor, most, self._world.clock()),
        )

    def digest(self) -> Digest:
        store = self._world.backend.store
        return self._call("digest", Digest, lambda: digest(store, ORG, self._world.clock.now))

    def _call(self, name: str, kind: Any, serve: Callable[[], Any]) -> Any:
        self.fault(f"before:{name}")
        try:
            answer = serve()
        except ExchangeProblem as problem:
            self.fault(f"after:{name}")
            raise Unserved(problem.error, expect=problem.expect) from None
        except Crash:
            raise NoContact from None
        self.fault(f"after:{name}")
        return msgspec.json.decode(msgspec.json.encode(answer), type=kind)


class SimPost(Mortal, Scene):
    """A post over a real encrypted file, with its exchange and its own wrong clock."""

    def __init__(self, world: World, name: str, number: int, *, of: SimPost | None = None) -> None:
        """`of`: the post that it is a clone of, whose file, identity and numbers it has."""
        self.world = world
        self.name = name
        self.post = of.post if of else UUID(int=(0xA0 << 64) + number)
        self.letter = of.letter if of else chr(ord("A") + number)
        self.path = world.folder / f"{name}.db"
        self.copy: Path | None = None
        self.offset = of.offset if of else timedelta()
        self.said: dict[UUID, str] = {}
        """The acts that this machine committed, by their id."""
        self.copied_said: dict[UUID, str] = {}
        if of is None:
            self.path.write_bytes(blank_files.of_post())
        else:
            of.closed_for(lambda: shutil.copy(of.path, self.path))
            self.said = dict(of.said)
        self.wire = SimWire(world, self)
        self.seen: tuple[UUID | None, int] = (None, 0)
        self._open()
        if of is None:
            self._join()

    def now(self) -> Any:
        return self.world.clock() + self.offset

    def _open(self) -> None:
        self.engines = engines_at(self.path)
        workspace = Workspace(
            self.engines.write, self.engines.read, siret=SIRET, post=self.post,
            post_range=self.letter, operator=self.name, now=self.now,
        )  # fmt: skip
        Scene.__init__(self, workspace, self.world.clock)
        workspace.new_id = self.world.new_id  # type: ignore[assignment]
        self.exchange = Exchange(
            Post(workspace.org, self.post, self.letter),
            self.wire,
            workspace.write,
            self.now,
            self.world.new_id,
            self.world.beside,
        )

    def _join(self) -> None:
        joined = Joined("https://essai.invalid", self.world.new_id(), None, self.letter)
        self.workspace.write(lambda conn: join(conn, ORG, self.post, joined))
        self.workspace.outbox.look_again()

    def closed_for(self, what: Callable[[], object]) -> None:
        """Do something with the file of a program that is not running."""
        self.engines.dispose()
        what()
        self._open()

    def restart(self) -> None:
        """As after a crash: what was committed is there, nothing else."""
        self.closed_for(lambda: None)

    def back_up(self) -> None:
        copy = self.path.with_suffix(".copy")
        self.closed_for(lambda: shutil.copy(self.path, copy))
        self.copy, self.copied_said = copy, dict(self.said)

    def put_back(self) -> None:
        """The file of before: what was said since is known to the back end, or to nobody."""
        if self.copy is None:
            raise NoStory
        copy = self.copy
        self.closed_for(lambda: shutil.copy(copy, self.path))
        self.world.destroyed |= set(self.said) - set(self.copied_said)
        self.said = dict(self.copied_said)
        self.seen = (None, 0)

    def try_round(self) -> str:
        """One exchange, and how it went."""
        try:
            done = self.exchange.round()
        except NoContact:
            return "cut"
        except Unserved as problem:
            return problem.error
        except Crash:
            self.restart()
            return "crashed"
        return f"sent {done.sent}" + (f", held {done.held}" if done.held else "")

    def waiting(self) -> list[UUID]:
        """The acts that no pull has covered."""
        query = select(OUTBOX.c.act_id).where(OUTBOX.c.acked_at.is_(None)).order_by(OUTBOX.c.n)
        return self.workspace.read(lambda conn, _org: list(conn.execute(query).scalars()))

    def standing(self) -> Any:
        return self.workspace.read(standing_of)

    def close(self) -> None:
        self.dies_at_commit(False)
        self.engines.dispose()


class World:
    """All of it, and the story so far."""

    beside: Beside = staticmethod(when_waited_for)
    """When a post's calls are made that it does not wait for at once."""

    def __init__(
        self,
        seed: int,
        folder: Path,
        store: Store | None = None,
        posts: int = 3,
        season: int | None = None,
    ) -> None:
        self.random = Random(seed)
        of_seed = 3 if seed % 51 == 50 else seed % 3
        self.season = of_seed if season is None else season
        """Which acts people mostly say: their weights are in `seasons`."""
        self.folder = folder
        self.clock = Clock()
        self.backend = Backend(folder, store)
        self.story: list[str] = []
        self.in_flight: list[tuple[SimWire, PushAsked]] = []
        self.destroyed: set[UUID] = set()
        self.unknown: set[str] = set()
        """Acts of a later version than this server's."""
        self.watch: Callable[[], None] = lambda: None
        self._ids = 0
        self.posts = [
            SimPost(self, name, number)
            for number, name in enumerate(("Sabine", "Karim", "Lucie")[:posts])
        ]

    def new_id(self) -> UUID:
        self._ids += 1
        return UUID(int=(1 << 76) + self._ids)

    def tell(self, line: str) -> None:
        self.story.append(line)

    def observe(self) -> None:
        """The back end has answered: whoever watches it looks again."""
        self.watch()

    def clone(self, post: SimPost) -> None:
        twin = SimPost(self, f"{post.name}-{len(self.posts)}", 0, of=post)
        self.posts.append(twin)

    def close(self) -> None:
        for post in self.posts:
            post.close()
        self.backend.close()


@contextmanager
def opened(
    seed: int,
    folder: Path,
    store: Store | None = None,
    posts: int = 3,
    season: int | None = None,
) -> Iterator[World]:
    """A world whose back end does not know the acts of `world.unknown`."""
    world = World(seed, folder, store, posts, season)
    read = judging.read_act

    def read_act(name: str, version: int, args: Any) -> Any:
        if name in world.unknown:
            return judging.Refused("unknown_version", {})
        return read(name, version, args)

    judging.read_act = read_act  # type: ignore[assignment]
    try:
        yield world
    finally:
        judging.read_act = read  # type: ignore[assignment]
        world.close()
