# SPDX-License-Identifier: MIT
"""Two posts and a back end that nothing happens to, and short ways to make it happen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select

from kairos_desktop.models.act_tables import ACT
from kairos_desktop.models.vocabulary import Prescriber
from kairos_desktop.services.acts.act import Act
from kairos_desktop.services.acts.registrations import Register
from kairos_desktop.services.sync.exchange import NoContact
from kairos_desktop.services.sync.outbox import to_send
from kairos_desktop.services.sync.wire import WireAct
from tests.model.exchange.invariants import Watch
from tests.model.exchange.world import SimPost, World


def level(world: World, failing: Sequence[str] = ()) -> None:
    """Everything has come through, and every promise holds; `failing` acts were made to fail."""
    for _ in range(3):
        for post in world.posts:
            post.exchange.round()
    for post in world.posts:
        post.said |= dict.fromkeys(own_acts(post), "act")
    watch = Watch(world, failing)
    for post in world.posts:
        watch.post_moved(post)
    watch.all_hold()


def own_acts(post: SimPost) -> list[UUID]:
    query = select(ACT.c.id).where(ACT.c.post_id == post.post)
    return post.workspace.read(lambda conn, _org: list(conn.execute(query).scalars()))


def pair(world: World) -> tuple[SimPost, SimPost]:
    sabine, karim = world.posts
    sabine.describe_provider()
    return sabine, karim


def place(world: World, **fields: Any) -> UUID:
    """A slot that every post knows."""
    sabine = world.posts[0]
    slot = sabine.meeting(sabine.session(), **fields)
    level(world)
    return slot


def registering(post: SimPost, slot: UUID, person: UUID) -> Act:
    return Register(
        registration_id=post.id(), slot_id=slot, jobseeker_id=person,
        placed_by=Prescriber.FRANCE_TRAVAIL,
    )  # fmt: skip


def cut(post: SimPost, moment: str) -> None:
    def fault(call: str) -> None:
        if call == moment:
            raise NoContact

    post.wire.fault = fault


def mended(post: SimPost) -> None:
    post.wire.fault = lambda _call: None


def waiting_acts(post: SimPost) -> tuple[WireAct, ...]:
    return tuple(post.workspace.read(lambda conn, org: to_send(conn, org, 200)))
