# SPDX-License-Identifier: MIT
"""The histories tell of every act there is: a new one must be played before it is trusted."""

from __future__ import annotations

from kairos_desktop.services.acts.registry import ACT_OF_NAME
from tests.model.exchange.histories import PARTS, PLAYED

RARE = ("enrolment.flag_error", "hold.release", "registration.give_place")
"""Drawn like the rest, but kept by none of the suite's histories as they are now: each needs
something that forty gestures seldom bring about (somebody *retenu*, a hold of the same post, a
place that comes free where somebody waits). The soak plays them."""


def test_every_act_is_played() -> None:
    """Each act has a part of the histories, which is held to it once they are told (`Told`)."""
    assert sorted([*PLAYED, *RARE]) == sorted(ACT_OF_NAME)
    assert set(PLAYED.values()) <= set(range(1, PARTS + 1))
