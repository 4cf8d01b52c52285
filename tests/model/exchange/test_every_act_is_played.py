# SPDX-License-Identifier: MIT
"""The histories tell of every act there is: a new one must be played before it is trusted."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

from kairos_desktop.services.acts.registry import ACT_OF_NAME
from tests.model.exchange.histories import PARTS, PLAYED, play
from tests.model.exchange.seasons import RARELY

RARE = ("enrolment.flag_error", "hold.release", "registration.give_place")
"""Drawn like the rest, but kept by none of the suite's histories as they are: each needs something
that forty gestures seldom bring about (somebody *retenu*, a hold of the same post, a place that
comes free where somebody waits). They have a season of their own."""


def test_every_act_is_played() -> None:
    """Each act has a part of the histories, which is held to it once they are told (`Told`)."""
    assert sorted([*PLAYED, *RARE]) == sorted(ACT_OF_NAME)
    assert set(PLAYED.values()) <= set(range(1, PARTS + 1))


def test_the_rare_ones_have_histories_of_their_own(folder: Path) -> None:
    """Two in which all three are kept; the soak plays one for twenty of its others."""
    soaked = range(int(os.environ.get("KAIROS_SEEDS", "0")) // 20)
    told = Counter[str]()
    for seed in sorted({4, 7, *soaked}):
        told += play(seed, folder, season=RARELY)
    assert not [name for name in RARE if not told[name]]
