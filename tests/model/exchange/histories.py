# SPDX-License-Identifier: MIT
"""One history from one seed: people, faults, and what must hold during and after."""

from __future__ import annotations

import os
import traceback
from pathlib import Path

from kairos_server.store import Store
from tests.model.exchange import faults
from tests.model.exchange.invariants import Watch
from tests.model.exchange.people import Secretary
from tests.model.exchange.world import Crash, SimPost, World, opened

GESTURES = 40
MOST_ROUNDS = 4
"""Exchanges of each post, without faults, after which everything must have come through."""
LINES_TOLD = 60


class BrokenPromise(AssertionError):
    """An invariant does not hold; says the seed and the story."""


def play(seed: int, folder: Path, store: Store | None = None, gestures: int = GESTURES) -> None:
    """A whole history; BrokenPromise where something does not hold."""
    with opened(seed, folder, store) as world:
        try:
            _play(world, gestures)
        except Exception as error:
            story = "\n".join(world.story[-LINES_TOLD:])
            where = traceback.extract_tb(error.__traceback__)[-1]
            told = f"{type(error).__name__}: {error} ({where.name}:{where.lineno})"
            raise BrokenPromise(f"seed {seed}: {told}\n{story}") from error


def share(part: int) -> list[range]:
    """The seeds of one of the four files: KAIROS_SEEDS in all, ten histories a test."""
    seeds = int(os.environ.get("KAIROS_SEEDS", "200"))
    first, last = seeds * (part - 1) // 4, seeds * part // 4
    return [range(start, min(start + 10, last)) for start in range(first, last, 10)]


def _play(world: World, gestures: int) -> None:
    watch = Watch(world)
    Secretary(world, world.posts[0]).prepare()
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
        if world.random.random() < 0.1:
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
    watch.all_hold()


def _gesture(world: World, post: SimPost) -> None:
    post.dies_at_commit(world.random.random() < 0.03)
    try:
        Secretary(world, post).gesture()
    except Crash:
        world.tell(f"{post.name}: stopped while recording")
        post.restart()
    post.dies_at_commit(False)
