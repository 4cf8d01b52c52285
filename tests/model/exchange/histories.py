# SPDX-License-Identifier: MIT
"""One history from one seed: people, faults, and what must hold during and after."""

from __future__ import annotations

import json
import os
import traceback
from collections import Counter
from pathlib import Path

from kairos_server.store import Store
from tests.model.exchange import faults
from tests.model.exchange.invariants import Watch
from tests.model.exchange.mortal import Crash
from tests.model.exchange.seasons import at_work, prepare
from tests.model.exchange.world import SimPost, World, opened

GESTURES = 40
MOST_ROUNDS = 4
"""Exchanges of each post, without faults, after which everything must have come through."""
LINES_TOLD = 60
SEEDS, PARTS = 200, 4
"""Histories of the suite, and the files that share them out."""
PLAYED_FILE = Path(__file__).with_name("played.json")
PLAYED: dict[str, int] = json.loads(PLAYED_FILE.read_text())
"""The part of the histories that tells most of each act: written by `counting`."""


class BrokenPromise(AssertionError):
    """An invariant does not hold; says the seed and the story."""


def play(
    seed: int,
    folder: Path,
    store: Store | None = None,
    gestures: int = GESTURES,
    season: int | None = None,
) -> Counter[str]:
    """A whole history, and how often each act stands in its log at the end.

    Its season is that of its seed, unless it is said. BrokenPromise where something does not hold.
    """
    with opened(seed, folder, store, season=season) as world:
        try:
            return _play(world, gestures)
        except Exception as error:
            story = "\n".join(world.story[-LINES_TOLD:])
            where = traceback.extract_tb(error.__traceback__)[-1]
            told = f"{type(error).__name__}: {error} ({where.name}:{where.lineno})"
            raise BrokenPromise(f"seed {seed}: {told}\n{story}") from error


class Told:
    """The histories of one of the four files, and how often each act stands in their logs."""

    def __init__(self, part: int) -> None:
        self._part = part
        self._seeds: set[int] = set()
        self._acts: Counter[str] = Counter()

    def play(self, seeds: range, folder: Path) -> None:
        """Histories one after another."""
        for seed in seeds:
            self._acts += play(seed, folder)
            self._seeds.add(seed)

    def check(self) -> None:
        """Once all of the suite's are told: each act is in the part that is named for it."""
        if self._seeds != set(range(*_bounds(self._part, SEEDS))):
            return
        missing = [name for name, part in PLAYED.items() if part == self._part]
        missing = [name for name in missing if not self._acts[name]]
        assert not missing, f"no history of part {self._part} plays {missing}: see counting.py"


def share(part: int) -> list[range]:
    """The seeds of one of the four files: KAIROS_SEEDS in all, ten histories a test."""
    seeds = int(os.environ.get("KAIROS_SEEDS", str(SEEDS)))
    first, last = _bounds(part, seeds)
    return [range(start, min(start + 10, last)) for start in range(first, last, 10)]


def _bounds(part: int, seeds: int) -> tuple[int, int]:
    return seeds * (part - 1) // PARTS, seeds * part // PARTS


def _play(world: World, gestures: int) -> Counter[str]:
    watch = Watch(world)
    prepare(world, world.posts[0])
    for post in world.posts:
        faults.quiet_round(world, post)
    said = 0
    while said < gestures:
        post = world.random.choice(world.posts)
        what = world.random.random()
        if what < 0.68:
            _gesture(world, post)
            said += 1
        elif what < 0.92:
            faults.faulty_round(world, post)
        else:
            faults.disaster(world)
        # Mostly after an exchange: what was received is there, and what waits on it.
        if world.random.random() < (0.05 if what < 0.68 else 0.2):
            watch.post_moved(post)
    world.tell("== the faults stop")
    faults.heal(world)
    for _ in range(MOST_ROUNDS):
        before = world.backend.head()
        for post in world.posts:
            outcome = faults.quiet_round(world, post)
            world.tell(f"{post.name}: exchange → {outcome}")
        if world.backend.head() == before:
            break
    for post in world.posts:
        watch.post_moved(post)
    return watch.all_hold()


def _gesture(world: World, post: SimPost) -> None:
    post.dies_at_commit(world.random.random() < 0.03)
    try:
        at_work(world, post).gesture()
    except Crash:
        world.tell(f"{post.name}: stopped while recording")
        post.restart()
    post.dies_at_commit(False)
