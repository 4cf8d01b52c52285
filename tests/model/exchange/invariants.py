# SPDX-License-Identifier: MIT
"""What must hold, whatever happened: each invariant of the protocol is a check of its own."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

import msgspec
from sqlalchemy import bindparam, literal_column, select

from kairos_desktop.models.act_tables import ACT, IMAGE
from kairos_desktop.models.base import PARIS
from kairos_desktop.models.exchange_tables import EXCHANGE, OUTBOX, TRUTH
from kairos_desktop.models.rows import (
    ROWS,
    EnrolmentRow,
    HoldRow,
    OutcomeRow,
    RegistrationRow,
    SeatsRow,
)
from kairos_desktop.models.tables import TABLE_OF_ROW
from kairos_desktop.models.vocabulary import HOLDS_SEAT, LIVE, OutcomeKind, RegistrationState
from kairos_desktop.services.acts.act import Act, Made
from kairos_desktop.services.acts.candidacies import FixAppointment
from kairos_desktop.services.acts.provider import DescribeProvider
from kairos_desktop.services.acts.registrations import Register, Transfer
from kairos_desktop.services.acts.registry import ACT_OF_NAME
from kairos_desktop.services.deciding import Bench, Said
from kairos_desktop.services.due import board
from kairos_desktop.services.rules import outcome_codes as codes
from kairos_desktop.services.rules.holds import OnPlace, left, occupies, serves
from kairos_desktop.services.rules.verdicts import Refused
from kairos_desktop.services.sync.rebase import _replay, _undo_pending
from kairos_desktop.services.sync.row_bodies import body_of
from kairos_desktop.services.sync.wire import ActVerdict
from kairos_server.exchange.recorder import SERVER_POST
from kairos_server.tables import DELIVERY, STREAM
from tests.model.exchange.reader import Copy, Reader
from tests.model.exchange.world import ORG, OTHER_ORG

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from tests.model.exchange.world import SimPost, World

NOBODY = UUID(int=0xDD)


_QUERIES = [
    (
        kind,
        select(
            TABLE_OF_ROW[kind.table].c.rev,
            *(TABLE_OF_ROW[kind.table].c[name] for name in kind.__struct_fields__),
        ).where(TABLE_OF_ROW[kind.table].c.org_id == bindparam("org")),
    )
    for kind in ROWS
]

# Most tables hold nothing in most histories: one statement says which do.
_FILLED = select(
    *(
        select(literal_column("1"))
        .where(TABLE_OF_ROW[kind.table].c.org_id == bindparam("org"))
        .exists()
        .label(kind.table)
        for kind in ROWS
    )
)


def rows_at(conn: Connection, org: UUID = ORG) -> Copy:
    """Every row of an organisation, as a database holds it."""
    found: Copy = {}
    filled = conn.execute(_FILLED, {"org": org}).one()
    for (kind, query), has_rows in zip(_QUERIES, filled, strict=True):
        if not has_rows:
            continue
        rows: Any = conn.execute(query, {"org": org})
        for rev, *values in rows:
            row = kind(*values)
            found[kind.table, row.id] = (rev, body_of(row))
    return found


def contents(copy: Copy) -> dict[tuple[str, UUID], bytes]:
    return {key: body for key, (_rev, body) in copy.items()}


class Watch:
    """Looks at everything while a history goes on, and at its end."""

    def __init__(self, world: World, failing: Sequence[str] = ()) -> None:
        """`failing` are the acts that a test has the back end fail on."""
        self.world = world
        self._failing = list(failing)
        self.effective = set[UUID]()
        """The acts that changed a row, as the back end recorded them."""
        self.reader = Reader(world)
        self.heads: dict[UUID, int] = {}
        self.streams: dict[tuple[UUID, UUID], int] = {}
        self.states: dict[tuple[UUID, int], Copy] = {}
        """What the organisation held at each head of each epoch."""
        world.watch = self.server_moved
        with world.backend.store.reading(OTHER_ORG) as (conn, head):
            self.other = (head, rows_at(conn, OTHER_ORG))

    def server_moved(self) -> None:
        """After each request that may have written."""
        with self.world.backend.store.reading(ORG) as (conn, head):
            assert head.head >= self.heads.get(head.epoch, 0), "I9: the head went back"
            self.heads[head.epoch] = head.head
            for stream, last_n in conn.execute(
                select(STREAM.c.id, STREAM.c.last_n).where(STREAM.c.org_id == ORG)
            ):
                key = (head.epoch, stream)
                assert last_n >= self.streams.get(key, 0), "I9: a number went back"
                self.streams[key] = last_n
            if (head.epoch, head.head) in self.states:
                return
            here = rows_at(conn)
        self.i6_cursors_miss_nothing(head.epoch, head.head, here)
        self.states[head.epoch, head.head] = here
        bounds(here, "server")

    def post_moved(self, post: SimPost) -> None:
        """After each transaction of a post, where one has time to look."""
        standing = post.standing()
        if standing.epoch is not None:
            self.i9_monotonic(post, standing.epoch)
        self.i7_atomic_display(post)

    # While it goes on

    def i6_cursors_miss_nothing(self, epoch: UUID, head: int, here: Copy) -> None:
        """A row that changed has another rev, none above the head; a slow reader misses none."""
        assert all(rev <= head for rev, _ in here.values()), "I6: a rev above the head"
        before = [at for known, at in self.states if known == epoch]
        if before:
            last = self.states[epoch, max(before)]
            for key, (rev, body) in here.items():
                was = last.get(key)
                assert was is None or was[1] == body or rev > max(before), (
                    f"I6: {key[0]} changed without a new rev"
                )
        self.reader.catch_up()
        assert self.reader.copy == here, f"I6: missed {difference(self.reader.copy, here)}"

    def i7_atomic_display(self, post: SimPost) -> None:
        """The screen is the truth at one head with the waiting acts played on it."""
        with post.engines.write.connect() as conn:
            transaction = conn.begin()
            state = (EXCHANGE.c.cursor, EXCHANGE.c.staged_cursor)
            cursor, staged = conn.execute(select(*state)).one()
            if staged and not cursor:
                # A whole download is on its way: the copy of the truth is not whole yet.
                transaction.rollback()
                return
            shown = contents(rows_at(conn))
            _undo_pending(conn, ORG)
            truth = {
                (table, row_id): (rev, body.encode())
                for table, row_id, rev, body in conn.execute(
                    select(TRUTH.c.row_table, TRUTH.c.id, TRUTH.c.rev, TRUTH.c.body)
                )
            }
            undone = contents(rows_at(conn))
            head, epoch = conn.execute(select(EXCHANGE.c.head, EXCHANGE.c.epoch)).one()
            _replay(conn, post.exchange._post)
            played = contents(rows_at(conn))
            transaction.rollback()
        assert undone == contents(truth), (
            f"I13: undoing leaves {difference(undone, contents(truth))}"
        )
        if cursor:
            at_head = self.states.get((epoch, head))
            assert at_head is None or truth == at_head, (
                f"I7: not the truth at {head}: {difference(truth, at_head)}"
            )
        assert shown == played, f"I7: shown is not played: {difference(shown, played)}"

    def i9_monotonic(self, post: SimPost, epoch: UUID) -> None:
        with post.engines.read.connect() as conn:
            head = conn.execute(select(EXCHANGE.c.head)).scalar_one()
        was, before = post.seen
        if was == epoch:
            assert head >= before, f"I9: {post.name} went back"
        post.seen = (epoch, head)

    # At the end, when the faults have stopped

    def all_hold(self) -> Counter[str]:
        """Every invariant, once nothing more is to be said; how often each act was kept."""
        with self.world.backend.store.reading(ORG) as (conn, head):
            truth = rows_at(conn)
            deliveries = list(conn.execute(select(DELIVERY).where(DELIVERY.c.org_id == ORG)))
            acts = list(conn.execute(select(ACT).where(ACT.c.org_id == ORG).order_by(ACT.c.seq)))
            changed = select(IMAGE.c.act_id).where(IMAGE.c.org_id == ORG)
            self.effective = set(conn.execute(changed).scalars())
        self.server_moved()
        self.i1_no_act_lost(deliveries)
        self.i2_no_effect_twice(acts, truth, deliveries)
        bounds(truth, "server")
        self.i4_convergence(truth)
        self.i5_no_silent_refusal(deliveries, truth)
        self.i8_order(deliveries)
        self.i10_isolation(truth)
        own = sum(row.post_id == SERVER_POST for row in acts)
        assert head.head == len(deliveries) + own, "I6: heads have a hole"
        return Counter(row.type for row in acts)

    def i1_no_act_lost(self, deliveries: list[Any]) -> None:
        """What was committed on a machine that lives has exactly one outcome."""
        counts = Counter(row.act_id for row in deliveries)
        assert set(counts.values()) <= {1}
        for post in self.world.posts:
            lost = [name for act, name in post.said.items() if act not in counts]
            assert not lost, f"I1: {post.name} lost {lost}"

    def i2_no_effect_twice(self, acts: list[Any], truth: Copy, deliveries: list[Any]) -> None:
        """The truth is the log played once, in its order, on nothing."""
        letters = {post.post: post.letter for post in self.world.posts} | {SERVER_POST: "S"}
        turned_away = full(deliveries)
        with self.world.backend.store.founding(NOBODY) as conn:
            bench = Bench(conn, NOBODY)
            for row in acts:
                act = msgspec.json.decode(row.args, type=ACT_OF_NAME[row.type])
                is_bare = isinstance(act, DescribeProvider) and act.is_bare
                if is_bare and row.id not in self.effective:
                    continue  # A new profile's bare name takes nothing from a fuller file.
                made = Made(
                    id=row.id, gesture=row.gesture_id, at=row.made_at.astimezone(PARIS),
                    by=row.made_by, post=row.post_id, post_range=letters[row.post_id], org=ORG,
                )  # fmt: skip
                while turned_away and turned_away[0].seq < row.seq:
                    not_for_room(bench, truth, turned_away.pop(0))
                kept = kept_for(bench, act, made)
                for outcome in outcomes_of(truth, row.type, msgspec.to_builtins(act)):
                    bench.put(outcome)
                decided = bench.decide(Said(act, made))
                assert not isinstance(decided, Refused), f"I2: {row.type} {decided.code}"
                bench.accept(decided)
                assert not kept or seated_by(bench, act), "I14: a kept place was not given"
            for refused in turned_away:
                not_for_room(bench, truth, refused)
            put, _gone = bench.final()
        played = {(row.table, row.id): body_of(row) for row in put if row.table != "outcome"}
        there = {key: body for key, body in contents(truth).items() if key[0] != "outcome"}
        assert played == there, f"I2: {difference(played, there)}"

    def i4_convergence(self, truth: Copy) -> None:
        now = self.world.clock.now.replace(tzinfo=None)
        due = None
        for post in self.world.posts:
            assert not post.waiting(), f"I11: {post.name} still waits"
            with post.engines.read.connect() as conn:
                shown = rows_at(conn)
                listed = board.whole(conn, ORG, now)
            assert due is None or listed == due, f"I4: {post.name}: other things to do"
            due = listed
            assert shown == truth, f"I4: {post.name}: {difference(shown, truth)}"
            bounds(shown, post.name)
            assert post.exchange.agrees(), f"I4: {post.name}: another digest"

    def i5_no_silent_refusal(self, deliveries: list[Any], truth: Copy) -> None:
        """Each outcome that is not plain is a row; the author's answer is the one recorded."""
        told = {
            row_id: msgspec.json.decode(body, type=OutcomeRow)
            for (table, row_id), (_rev, body) in truth.items()
            if table == "outcome"
        }
        plain = {row.act_id: row for row in deliveries if row.outcome == "applied"}
        others = {row.act_id: row for row in deliveries if row.outcome != "applied"}
        assert set(told) == set(others), "I5: an outcome without its row"
        failed = [row.act_name for row in told.values() if row.code == codes.ACT_FAILED]
        assert failed == self._failing, f"I5: the back end could not decide {failed}"
        for act_id, row in others.items():
            assert (told[act_id].kind, told[act_id].code) == (OutcomeKind(row.outcome), row.code)
        for post in self.world.posts:
            with post.engines.read.connect() as conn:
                kept = conn.execute(
                    select(OUTBOX.c.act_id, OUTBOX.c.outcome).where(OUTBOX.c.outcome.is_not(None))
                ).all()
            for act_id, text in kept:
                verdict = msgspec.json.decode(text, type=ActVerdict)
                row = plain.get(act_id) or others[act_id]
                assert (verdict.outcome, verdict.code) == (row.outcome, row.code), (
                    f"I5: {post.name} was told {verdict.outcome}, recorded {row.outcome}"
                )

    def i8_order(self, deliveries: list[Any]) -> None:
        by_stream: dict[UUID, list[tuple[int, int]]] = defaultdict(list)
        for row in deliveries:
            by_stream[row.stream_id].append((row.n, row.seq))
        for numbers in by_stream.values():
            places = [seq for _n, seq in sorted(numbers)]
            assert places == sorted(places), "I8: acts of a stream out of order"

    def i10_isolation(self, truth: Copy) -> None:
        with self.world.backend.store.reading(OTHER_ORG) as (conn, head):
            assert (head, rows_at(conn, OTHER_ORG)) == self.other, "I10: another one was touched"
        theirs = {row_id for _table, row_id in self.other[1]}
        assert not theirs & {row_id for _table, row_id in truth}


def outcomes_of(truth: Copy, name: str, args: dict[str, Any]) -> list[OutcomeRow]:
    """The line of « À régulariser » that an act settles: written by no act."""
    if name != "outcome.settle":
        return []
    found = truth.get(("outcome", UUID(str(args["outcome_id"]))))
    if found is None:
        return []
    row = msgspec.json.decode(found[1], type=OutcomeRow)
    return [msgspec.structs.replace(row, settled_at=None, settled_by="", decision="")]


def bounds(copy: Copy, where: str) -> None:
    """I3: places are within bounds, and counted from the people themselves."""
    on: dict[UUID, list[OnPlace]] = defaultdict(list)
    """Who is on each slot, and on each training."""
    live: Counter[tuple[UUID, UUID]] = Counter()
    seats: list[SeatsRow] = []
    holds: list[HoldRow] = []
    for (table, _id), (_rev, body) in copy.items():
        if table == RegistrationRow.table:
            row = msgspec.json.decode(body, type=RegistrationRow)
            on[row.slot_id].append(row)
            live[row.slot_id, row.jobseeker_id] += row.state in LIVE
        elif table == EnrolmentRow.table:
            enrolment = msgspec.json.decode(body, type=EnrolmentRow)
            on[enrolment.session_id].append(enrolment)
        elif table == SeatsRow.table:
            seats.append(msgspec.json.decode(body, type=SeatsRow))
        elif table == HoldRow.table:
            holds.append(msgspec.json.decode(body, type=HoldRow))
    for row in seats:
        seated = sum(map(occupies, on[row.id]))
        waiting = sum(each.state is RegistrationState.WAITLISTED for each in on[row.id])
        assert row.taken + row.held <= row.capacity + row.surplus, f"I3: overbooked on {where}"
        assert (row.taken, row.waiting) == (seated, waiting), f"I3: miscounted on {where}"
        kept = sum(left(hold, on[row.id]) for hold in holds if place_of(hold) == row.id)
        assert row.held == kept, f"I3: places kept are miscounted on {where}"
    assert set(live.values()) <= {0, 1}, f"I3: one person twice on a slot, on {where}"


def place_of(hold: HoldRow) -> UUID:
    """The slot, or the session whose training it is, that a hold keeps places of."""
    return hold.slot_id or hold.session_id


def kept_for(bench: Bench, act: Act, made: Made) -> int:
    """How many places the post that speaks keeps of the slot that a person is to be put on."""
    match act:
        case Register(slot_id=slot) | Transfer(target_slot_id=slot):
            put, _gone = bench.final()
            rows = [r for r in put if isinstance(r, RegistrationRow) and r.slot_id == slot]
            holds = [h for h in put if isinstance(h, HoldRow) and h.slot_id == slot]
            return sum(left(h, rows) for h in holds if serves(h, made.post, made.today))
        case _:
            return 0


def seated_by(bench: Bench, act: Act) -> bool:
    """Whether the person has the place."""
    new = act.registration_id if isinstance(act, Register) else act.new_registration_id  # type: ignore[attr-defined]
    row = bench.peek(RegistrationRow, new)
    return isinstance(row, RegistrationRow) and row.state in HOLDS_SEAT


def full(deliveries: list[Any]) -> list[Any]:
    """What was refused for lack of room, in its order."""
    room = ("slot_full", "place_taken")
    return sorted((row for row in deliveries if row.code in room), key=lambda row: row.seq)


def not_for_room(bench: Bench, truth: Copy, delivery: Any) -> None:
    """I14: no post was refused, for lack of room, a place that it kept."""
    told = msgspec.json.decode(truth[OutcomeRow.table, delivery.act_id][1], type=OutcomeRow)
    if told.act_name not in (Register.name, Transfer.name, FixAppointment.name):
        return
    act = msgspec.json.decode(told.args, type=ACT_OF_NAME[told.act_name])
    made = Made(
        id=told.id, gesture=told.id, at=told.made_at.astimezone(PARIS), by=told.made_by,
        post=told.post_id, post_range="", org=ORG,
    )  # fmt: skip
    assert not kept_for(bench, act, made), "I14: a kept place was refused to its own post"


def difference(one: dict[Any, Any], two: dict[Any, Any]) -> str:
    """The first rows in which two copies differ."""
    keys = [key for key in {**one, **two} if one.get(key) != two.get(key)]
    return "; ".join(
        f"{table} {row_id.int & 0xFFFF}: {one.get((table, row_id))} ≠ {two.get((table, row_id))}"
        for table, row_id in sorted(keys, key=str)[:3]
    )
