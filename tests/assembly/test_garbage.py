# SPDX-License-Identifier: MIT
"""Garbage is looked for on the window's thread, and there only."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest

from kairos_desktop.assembly import garbage
from kairos_desktop.assembly.garbage import Sweeper
from tests.assembly.own_interpreter import told_by
from tests.factories import SIRET, demo_folder


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The generations that were looked through."""
    generations = list[int]()
    monkeypatch.setattr(gc, "collect", lambda generation=2: generations.append(generation))
    return generations


@pytest.fixture
def held() -> Iterator[None]:
    gc.disable()
    yield
    gc.enable()


def test_what_a_lane_litters_ends_on_the_thread_of_the_window(tmp_path: Path) -> None:
    folder = demo_folder(tmp_path / SIRET)
    saw, errors = told_by("tests.assembly.littering", folder, tmp_path)
    assert "Timers cannot be stopped" not in errors
    assert saw["littered on"].startswith("write")
    assert saw["ended"] == ["MainThread"]


@pytest.mark.usefixtures("app")
def test_a_look_waits_for_enough_new_objects(
    asked: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    sweeper = Sweeper()
    for made in (0, garbage.YOUNG, garbage.YOUNG + 1):
        monkeypatch.setattr(gc, "get_count", lambda made=made: (made, 0, 0))
        sweeper.sweep()
    assert asked == [0]


@pytest.mark.usefixtures("app")
def test_what_stays_is_looked_at_seldom(asked: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gc, "get_count", lambda: (garbage.YOUNG + 1, 0, 0))
    sweeper = Sweeper()
    for _ in range(1000):
        sweeper.sweep()
    assert [asked.count(generation) for generation in (0, 1, 2)] == [900, 98, 2]
    assert asked[:10] == [0] * 9 + [1]
    assert asked[499] == asked[999] == 2


@pytest.mark.usefixtures("app", "held")
def test_what_each_window_is_made_of_is_left_out(
    asked: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_before = list[list[int]]()
    monkeypatch.setattr(gc, "freeze", lambda: looked_before.append(list(asked)))
    sweeper = Sweeper()
    sweeper.start()
    sweeper.start()
    # The second time without what the first window has left.
    assert looked_before == [[], [2]]
    assert not gc.isenabled()


@pytest.mark.usefixtures("app")
def test_where_nobody_held_garbage_python_goes_on_by_itself(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(gc, "freeze", pytest.fail)
    Sweeper().start()
    assert gc.isenabled()
