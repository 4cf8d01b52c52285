# SPDX-License-Identifier: MIT
"""The lease of a post: how long it may do without its back end (references R-D12, sync 2.11)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from kairos_desktop.services.acts.registry import ACT_OF_NAME
from kairos_desktop.services.rules.lease import (
    MASK,
    PRINTS,
    Lease,
    days_left,
    is_over,
    lease_refusal,
)

NOW = datetime(2026, 12, 7, 9, tzinfo=UTC)


def ends_in(**amount: float) -> Lease:
    return Lease(NOW + timedelta(**amount), NOW - timedelta(days=3))


def test_a_post_that_works_alone_has_no_lease() -> None:
    assert not is_over(Lease(None), NOW)
    assert days_left(Lease(None), NOW) is None


@pytest.mark.parametrize(("minutes", "over"), [(1, False), (0, True), (-1, True)])
def test_it_is_over_at_its_minute(minutes: float, over: bool) -> None:
    assert is_over(ends_in(minutes=minutes), NOW) is over


@pytest.mark.parametrize(("minutes", "over"), [(59, False), (61, True)])
def test_a_clock_set_back_gives_no_more_time(minutes: float, over: bool) -> None:
    lease = Lease(NOW + timedelta(days=14), NOW + timedelta(minutes=minutes))
    assert is_over(lease, NOW) is over


@pytest.mark.parametrize(
    ("hours", "left"), [(73, None), (72, 3), (71, 2), (30, 1), (5, 0), (0, None)]
)
def test_the_last_days_are_counted(hours: float, left: int | None) -> None:
    assert days_left(ends_in(hours=hours), NOW) == left


def test_what_prints_or_says_a_mask_waits_and_facts_do_not() -> None:
    assert set(ACT_OF_NAME) >= PRINTS
    # A devis AIF that is sent is printed as it leaves.
    papers = {name for name in ACT_OF_NAME if name.endswith(".issue")} | {"aif_quote.send"}
    assert papers == PRINTS
    for name in PRINTS:
        refusal = lease_refusal(name, "{}")
        assert refusal is not None
        assert refusal.code == "lease_over"
    assert lease_refusal("jobseeker.correct", f'{{"last_name": "C{MASK}"}}') is not None
    assert lease_refusal("presence.record", '{"presence": "present"}') is None
    assert lease_refusal("jobseeker.create", '{"last_name": "Courtois"}') is None
