# SPDX-License-Identifier: MIT
"""What both sides forget, and when: never what the other may still need."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import func, select

from kairos_desktop.models.exchange_tables import OUTBOX
from kairos_desktop.models.rows import JobseekerRow
from kairos_server.exchange import retention
from kairos_server.tables import ORG_HEAD, TOMBSTONE
from tests.kairos_server.exchange.universe import ORG, TestPost, Universe


def kept(post: TestPost) -> int:
    query = select(func.count()).select_from(OUTBOX)
    return post.workspace.read(lambda conn, _org: conn.execute(query).scalar_one())


def there(universe: Universe, query: Any) -> int:
    with universe.store.reading(ORG) as (conn, _head):
        return conn.execute(query).scalar_one()


TOMBSTONES = select(func.count()).select_from(TOMBSTONE).where(TOMBSTONE.c.org_id == ORG)
FLOOR = select(ORG_HEAD.c.floor).where(ORG_HEAD.c.org_id == ORG)


def test_an_acknowledged_act_is_kept_thirty_days(universe: Universe) -> None:
    sabine, karim = universe.post("Sabine", "A"), universe.post("Karim", "B")
    sabine.describe_provider()
    sabine.sync()
    universe.clock.now += timedelta(days=29)
    karim.person("Martin")
    universe.settle()
    assert kept(sabine) == 1
    universe.clock.now += timedelta(days=2)
    karim.person("Durand")
    universe.settle()
    assert kept(sabine) == 0
    assert kept(karim) == 2


def test_an_act_that_waits_is_kept_for_ever(universe: Universe) -> None:
    sabine, karim = universe.post("Sabine", "A"), universe.post("Karim", "B")
    sabine.describe_provider()
    karim.sync()
    universe.clock.now += timedelta(days=400)
    karim.person("Martin")
    karim.sync()
    sabine.exchange._pull()
    assert sabine.waiting() == 1


def test_the_thirty_days_are_those_of_the_back_end(universe: Universe) -> None:
    """A post whose clock jumps a year ahead would throw its safety net away."""
    sabine = universe.post("Sabine", "A")
    sabine.exchange._now = lambda: universe.clock() + timedelta(days=365)
    sabine.describe_provider()
    sabine.sync()
    sabine.exchange._now = universe.clock
    sabine.person("Martin")
    sabine.sync()
    assert kept(sabine) == 2


def test_a_deletion_is_forgotten_after_a_hundred_and_eighty_days(universe: Universe) -> None:
    sabine, karim = universe.post("Sabine", "A"), universe.post("Karim", "B")
    late = universe.post("Lucie", "C")
    sabine.describe_provider()
    sabine.person("Martin")
    universe.settle()
    assert late.rows(JobseekerRow)
    sabine.workspace.undo()
    sabine.sync()
    universe.posts.remove(late)
    universe.clock.now += timedelta(days=179)
    assert retention.prune(universe.store, ORG, universe.clock()) == 0
    karim.person("Durand")
    karim.sync()
    universe.clock.now += timedelta(days=2)
    assert retention.prune(universe.store, ORG, universe.clock()) == 0, "the floor's own act"
    assert there(universe, TOMBSTONES) == 1
    universe.clock.now += timedelta(days=181)
    assert retention.prune(universe.store, ORG, universe.clock()) == 1
    assert there(universe, FLOOR) == 4
    # The one that was away learns it from a whole download, and keeps what it had to say.
    mine = late.person("Petit")
    universe.posts.append(late)
    universe.settle()
    assert {row.last_name for row in late.rows(JobseekerRow)} == {"Durand", "Petit"}
    assert mine in {row.id for row in sabine.rows(JobseekerRow)}


def test_a_whole_download_of_a_quiet_organisation_is_never_too_old(universe: Universe) -> None:
    sabine = universe.post("Sabine", "A")
    sabine.describe_provider()
    for name in ("Martin", "Durand"):
        sabine.person(name)
    sabine.sync()
    universe.clock.now += timedelta(days=200)
    retention.prune(universe.store, ORG, universe.clock())
    karim = universe.post("Karim", "B")
    karim.wire.limit = 1
    universe.settle()
    assert len(karim.rows(JobseekerRow)) == 2
