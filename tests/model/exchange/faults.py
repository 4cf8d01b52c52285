# SPDX-License-Identifier: MIT
"""What goes wrong, drawn by weights: on the wire, in a program, on a disk, in an office."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

from kairos_desktop.models.rows import SiteRow
from kairos_desktop.models.vocabulary import Role
from kairos_desktop.services.sync.exchange import NoContact
from kairos_server.exchange import retention
from kairos_server.exchange.problems import ExchangeProblem
from tests.model.exchange.mortal import Crash
from tests.model.exchange.world import ORG, NoStory

if TYPE_CHECKING:
    from tests.model.exchange.world import SimPost, World

LATER_ACTS = ("enrolment.propose", "registration.transfer", "jobseeker.correct")
MOST_POSTS = 4


def faulty_round(world: World, post: SimPost) -> None:
    """An exchange in which something may happen."""
    (plan,) = world.random.choices(list(_PLANS), list(_PLANS.values()))
    post.wire.limit = world.random.choice((None, 1, 3, 8))
    told = plan(world, post)
    outcome = post.try_round()
    world.tell(f"{post.name}: exchange{told} → {outcome}")
    _calm(world, post)


def quiet_round(world: World, post: SimPost) -> str:
    """An exchange in which nothing happens."""
    _calm(world, post)
    return post.try_round()


def _calm(world: World, post: SimPost) -> None:
    post.wire.fault = lambda _call: None
    post.wire.doubled = False
    post.wire.limit = None
    post.exchange._writing = post.workspace.write
    post.dies_at_commit(False)
    world.backend.dies_at_commit(False)


def _nothing(_world: World, _post: SimPost) -> str:
    return ""


def _cut(world: World, post: SimPost) -> str:
    """The request, the answer, or a page in the middle does not come."""
    moment = world.random.choice(("before:push", "after:push", "before:pull", "after:pull"))
    left = world.random.choice((0, 0, 1, 2, 4))

    def fault(call: str) -> None:
        nonlocal left
        if call == moment:
            if left == 0:
                raise NoContact
            left -= 1

    post.wire.fault = fault
    return f" cut {moment}+{left}"


def _double(_world: World, post: SimPost) -> str:
    post.wire.doubled = True
    return " doubled"


def _kill_post(world: World, post: SimPost) -> str:
    """The program stops, before or after one of its transactions is committed."""
    jobs = world.random.choice((0, 1, 2, 3, 5))
    before = world.random.random() < 0.5
    write = post.workspace.write

    def writing(job: Callable[..., object]) -> object:
        nonlocal jobs
        jobs -= 1
        if jobs < 0:
            post.dies_at_commit(before)
            write(job)
            raise Crash
        return write(job)

    told = f" killed {'before' if before else 'after'} commit {jobs}"
    post.exchange._writing = writing  # type: ignore[assignment]
    return told


def _kill_server(world: World, _post: SimPost) -> str:
    world.backend.dies_at_commit()
    return " server killed"


_PLANS: dict[Callable[[World, SimPost], str], int] = {
    _nothing: 10,
    _cut: 7,
    _double: 2,
    _kill_post: 4,
    _kill_server: 2,
}


def disaster(world: World) -> None:
    """Something outside an exchange."""
    (what,) = world.random.choices(list(_DISASTERS), list(_DISASTERS.values()))
    post = world.random.choice(world.posts)
    try:
        what(world, post)
    except NoStory:
        return
    world.tell(f"-- {what.__name__} ({post.name})")


def restart(_world: World, post: SimPost) -> None:
    post.restart()


def old_request(world: World, _post: SimPost) -> None:
    """A request that was lost on the way arrives after all."""
    if not world.in_flight:
        raise NoStory
    wire, asked = world.random.choice(world.in_flight)
    try:
        wire.serve(asked)
    except (ExchangeProblem, Crash):
        return


def copy_server(world: World, _post: SimPost) -> None:
    if not world.backend.has_files:
        raise NoStory
    world.backend.back_up()


def restore_server(world: World, _post: SimPost) -> None:
    world.backend.restore()
    world.observe()


def copy_post(_world: World, post: SimPost) -> None:
    post.back_up()


def restore_post(_world: World, post: SimPost) -> None:
    post.put_back()


def clone_post(world: World, post: SimPost) -> None:
    if len(world.posts) >= MOST_POSTS:
        raise NoStory
    world.clone(post)


def wrong_clock(world: World, post: SimPost) -> None:
    post.offset = timedelta(days=world.random.choice((-365, -1, 0, 1, 365)))


def close_account(_world: World, post: SimPost) -> None:
    post.wire.is_closed = not post.wire.is_closed


def change_rights(world: World, post: SimPost) -> None:
    """Whoever types on this post has another role, or is kept to some sites."""
    sites = [row.id for row in post.rows(SiteRow)]
    post.wire.role = world.random.choice((Role.RGC, Role.RGC, Role.MANAGER, Role.TRAINER))
    post.wire.sites = frozenset(sites[:1] if world.random.random() < 0.3 else ())


def revoke_post(_world: World, post: SimPost) -> None:
    post.wire.is_revoked = not post.wire.is_revoked


def newer_act(world: World, _post: SimPost) -> None:
    """The posts say an act that the server will know after its upgrade."""
    world.unknown = set() if world.unknown else {world.random.choice(LATER_ACTS)}


def days_pass(world: World, _post: SimPost) -> None:
    world.clock.now += timedelta(days=world.random.choice((1, 3)))


def months_pass(world: World, _post: SimPost) -> None:
    """So many that deletions are forgotten: who was away downloads everything again.

    The back end's copy is a new one then: posts keep what they said for thirty days, and promise
    nothing beyond a copy that is older.
    """
    world.clock.now += timedelta(days=200)
    retention.prune(world.backend.store, ORG, world.clock())
    if world.backend.copy is not None:
        world.backend.back_up()
    world.observe()


_DISASTERS: dict[Callable[[World, SimPost], None], int] = {
    restart: 3,
    old_request: 6,
    copy_server: 3,
    restore_server: 3,
    copy_post: 3,
    restore_post: 3,
    clone_post: 2,
    wrong_clock: 2,
    close_account: 2,
    change_rights: 2,
    revoke_post: 2,
    newer_act: 2,
    days_pass: 3,
    months_pass: 1,
}

EVENTS = {what.__name__: what for what in _DISASTERS}
"""The disasters by their names."""


def heal(world: World) -> None:
    """The faults stop: the server is upgraded, accounts are open, clocks stay as they are."""
    world.unknown = set()
    for post in world.posts:
        _calm(world, post)
        post.wire.is_closed = post.wire.is_revoked = False
        post.wire.role, post.wire.sites = Role.RGC, frozenset()
