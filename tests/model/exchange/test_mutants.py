# SPDX-License-Identifier: MIT
"""Without any one of its rules the protocol breaks a promise, and that is seen.

Each seed and each story here passes with all the rules: in the histories, and in the tests that
the stories are.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy.exc import IntegrityError

from tests.model.exchange import mutants
from tests.model.exchange import test_causes_of_loss as causes
from tests.model.exchange import test_found_by_histories as found
from tests.model.exchange import test_held_places as held
from tests.model.exchange.histories import BrokenPromise, play
from tests.model.exchange.mutants import Mutant
from tests.model.exchange.world import World

pytestmark = pytest.mark.expects_log
Story = Callable[[World], None]
BROKEN = (AssertionError, pytest.fail.Exception, IntegrityError)

SEEDS: dict[Mutant, int] = {
    mutants.no_dedupe: 1,
    mutants.no_number_check: 7,
    mutants.answer_acknowledges: 0,
    mutants.no_undo: 0,
    mutants.no_replay: 133,
    mutants.no_staging: 3,
    mutants.no_dirty_rows: 0,
    mutants.no_sweep: 5,
    mutants.no_new_rev: 0,
    mutants.no_outcome_rows: 0,
    mutants.no_new_numbers: 3,
    mutants.no_tombstones: 3,
    mutants.holds_not_counted: 1,
    mutants.holds_not_given: 18,
}
"""The first history that catches each, as it now goes: another act refused may change it."""
MOST_TRIES = 8
STORIES: list[tuple[Mutant, Story]] = [
    (mutants.no_number_check, causes.test_05_order_broken_between_parent_and_child),
    (mutants.answer_acknowledges, causes.test_01_deleted_before_acknowledged),
    (mutants.no_replay, causes.test_02_download_over_a_local_change),
    (mutants.no_new_numbers, causes.test_13_the_server_restored_to_last_week),
    (mutants.no_retention, causes.test_13_the_server_restored_to_last_week),
    (mutants.any_history, found.test_verdicts_of_a_history_that_was_lost),
    (
        mutants.no_images_of_a_batch,
        found.test_what_is_undone_before_it_was_sent,
    ),
    (mutants.head_alone, found.test_a_page_that_ends_among_the_rows_of_the_last_act),
    (mutants.no_tombstones, found.test_two_rows_of_one_id_that_go_together),
    (mutants.no_quiet_acknowledgement, found.test_an_act_that_came_another_way_is_acknowledged),
    (mutants.places_as_numbers, found.test_a_clone_whose_acts_bear_our_name),
    (mutants.old_images_stay, found.test_an_adapted_act_is_undone_as_it_came_to_be),
    (mutants.refused_acts_keep_images, found.test_a_refused_act_is_not_undone),
    (mutants.exclusive_rows_stay, found.test_two_rows_that_exchange_their_states),
    (mutants.no_sweep, found.test_a_deletion_that_nobody_remembers),
    (mutants.no_floor, found.test_a_deletion_that_nobody_remembers),
    (mutants.holds_not_counted, held.test_the_office_leaves_what_the_laptop_keeps),
    (mutants.holds_not_given, held.test_who_waits_does_not_stop_the_laptop),
    (mutants.holds_for_ever, held.test_a_laptop_that_never_comes_back),
    (mutants.floor_on_the_page, found.test_a_download_that_began_before_the_floor_rose),
]


def name_of(value: object) -> str:
    return getattr(value, "__name__", str(value))


@pytest.mark.parametrize(("mutant", "first"), SEEDS.items(), ids=name_of)
def test_a_history_catches(
    mutant: Mutant, first: int, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mutant(monkeypatch)
    assert any(is_broken(seed, folder) for seed in range(first, first + MOST_TRIES))


def is_broken(seed: int, folder: Path) -> bool:
    try:
        play(seed, folder)
    except BrokenPromise:
        return True
    return False


@pytest.mark.parametrize(("mutant", "story"), STORIES, ids=name_of)
def test_a_story_catches(
    mutant: Mutant, story: Story, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    mutant(monkeypatch)
    # Not any Exception: a story that cannot be told any more would pass for one that is broken.
    with pytest.raises(BROKEN):
        story(world)
