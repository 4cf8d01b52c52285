# SPDX-License-Identifier: MIT
"""Records requests of this version, to be replayed by all later ones.

`python -m tests.model.exchange.recording NAME SEED` writes `corpus/NAME.json`; a file that is
there is never written again.
"""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import msgspec

from kairos_desktop.services.sync.wire import PushAnswer, PushAsked
from tests.model.exchange.seasons import at_work, prepare
from tests.model.exchange.world import SimWire, World, opened

CORPUS = Path(__file__).parent / "corpus"
GESTURES = 120


class Request(msgspec.Struct, frozen=True):
    """A batch as it travelled, and what became of each of its acts."""

    asked: msgspec.Raw
    outcomes: tuple[tuple[str, str], ...]


def outcomes_of(answer: PushAnswer) -> tuple[tuple[str, str], ...]:
    return tuple((str(each.outcome), each.code) for each in answer.results)


def record(seed: int, folder: Path) -> list[Request]:
    """Two posts at work for a while, without faults."""
    found: list[Request] = []
    with opened(seed, folder, posts=2) as world:
        for post in world.posts:
            _listen(post.wire, found)
        prepare(world, world.posts[0])
        for _ in range(GESTURES):
            post = world.random.choice(world.posts)
            at_work(world, post).gesture()
            if world.random.random() < 0.25:
                post.exchange.round()
    return found


def _listen(wire: SimWire, found: list[Request]) -> None:
    serve = wire.serve

    def serving(sent: PushAsked) -> PushAnswer:
        answer = serve(sent)
        found.append(Request(msgspec.Raw(msgspec.json.encode(sent)), outcomes_of(answer)))
        return answer

    wire.serve = serving


def replay(world: World, requests: list[Request]) -> list[Any]:
    """What this version makes of requests that an earlier one sent."""
    wires = {post.name: post.wire for post in world.posts}
    given: list[Any] = []
    for request in requests:
        asked = msgspec.json.decode(request.asked, type=PushAsked)
        asked = msgspec.structs.replace(asked, epoch=None)
        given.append(outcomes_of(wires[asked.acts[0].by].serve(asked)))
    return given


if __name__ == "__main__":
    path = CORPUS / f"{sys.argv[1]}.json"
    with TemporaryDirectory() as folder, path.open("xb") as file:
        lines = map(msgspec.json.encode, record(int(sys.argv[2]), Path(folder)))
        file.write(b"[\n" + b",\n".join(lines) + b"\n]\n")
