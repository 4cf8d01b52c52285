# SPDX-License-Identifier: MIT
"""The same people and the same faults, chosen by Hypothesis, which tells a failure in few steps.

Short in the suite, long in `make soak`.
"""

from __future__ import annotations

import shutil
import tempfile
from contextlib import ExitStack
from functools import cache
from pathlib import Path
from random import Random

from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from tests.model.exchange import faults
from tests.model.exchange.histories import MOST_ROUNDS
from tests.model.exchange.invariants import Watch
from tests.model.exchange.mortal import Crash
from tests.model.exchange.seasons import SEASONS, at_work, prepare
from tests.model.exchange.world import NoStory, SimPost, opened

POSTS = st.integers(0, faults.MOST_POSTS - 1)
DRAWS = st.integers(0, 2**16)
"""What a rule draws from then on, so that each step says the same whatever came before it."""


@cache
def folder() -> Path:
    """One folder for all examples: what was compiled for its files is kept."""
    return Path(tempfile.mkdtemp())


def teardown_module() -> None:
    shutil.rmtree(folder())


class Exchanges(RuleBasedStateMachine):
    """Three posts and a back end."""

    def __init__(self) -> None:
        super().__init__()
        self.opened = ExitStack()
        self.world = self.opened.enter_context(opened(0, folder()))
        self.watch = Watch(self.world)
        self.touched: SimPost | None = None

    @initialize(season=st.sampled_from(range(len(SEASONS))))
    def organisation(self, season: int) -> None:
        self.world.season = season
        prepare(self.world, self.world.posts[0])
        for post in self.world.posts:
            faults.quiet_round(self.world, post)

    def post(self, number: int, draw: int) -> SimPost:
        self.world.random = Random(draw)
        self.touched = self.world.posts[number % len(self.world.posts)]
        return self.touched

    @rule(number=POSTS, draw=DRAWS, gestures=st.integers(1, 4), dies=st.booleans())
    def people_work(self, number: int, draw: int, gestures: int, dies: bool) -> None:
        post = self.post(number, draw)
        try:
            for _ in range(gestures):
                at_work(self.world, post).gesture()
            post.dies_at_commit(dies)
            at_work(self.world, post).gesture()
        except Crash:
            post.restart()
        post.dies_at_commit(False)

    @rule(number=POSTS, draw=DRAWS)
    def exchange(self, number: int, draw: int) -> None:
        faults.faulty_round(self.world, self.post(number, draw))

    @rule(number=POSTS)
    def exchange_in_peace(self, number: int) -> None:
        faults.quiet_round(self.world, self.post(number, 0))

    @rule(number=POSTS, draw=DRAWS, what=st.sampled_from(sorted(faults.EVENTS)))
    def something_happens(self, number: int, draw: int, what: str) -> None:
        try:
            faults.EVENTS[what](self.world, self.post(number, draw))
        except NoStory:
            return

    @invariant()
    def the_screen_is_the_truth_and_what_waits(self) -> None:
        if self.touched is not None:
            self.watch.post_moved(self.touched)

    def teardown(self) -> None:
        try:
            faults.heal(self.world)
            for _ in range(MOST_ROUNDS):
                for post in self.world.posts:
                    faults.quiet_round(self.world, post)
            self.watch.all_hold()
        finally:
            self.opened.close()


TestExchanges = Exchanges.TestCase
if settings.get_current_profile_name() == "suite":
    # A failure is told as it was found: shrinking it may take minutes, which `make soak` has.
    quick = [Phase.explicit, Phase.reuse, Phase.generate]
    TestExchanges.settings = settings(max_examples=12, stateful_step_count=20, phases=quick)
