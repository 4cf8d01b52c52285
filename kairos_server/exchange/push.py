# SPDX-License-Identifier: MIT
"""Takes the acts of a post: each is decided once, whatever is sent again, cut or late."""

from __future__ import annotations

from datetime import datetime
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, Protocol
from uuid import UUID

import msgspec
from sqlalchemy import bindparam, insert, update
from sqlalchemy.exc import IntegrityError

from kairos_desktop.models.vocabulary import OutcomeKind
from kairos_desktop.services.acts.act import Act
from kairos_desktop.services.row_store import answers
from kairos_desktop.services.rules import outcome_codes as codes
from kairos_desktop.services.rules.verdicts import Refused
from kairos_desktop.services.sync.wire import ActVerdict, PushAnswer, PushAsked, WireAct
from kairos_server.exchange.expiry import give_back
from kairos_server.exchange.judging import Author, Judge, Judged, Sender, read, rows_named
from kairos_server.exchange.opening import Opening
from kairos_server.exchange.problems import (
    EpochChanged,
    ForeignStream,
    NumberGap,
    StreamForked,
)
from kairos_server.exchange.recorder import Delivery, Recorder
from kairos_server.sent_ahead import say
from kairos_server.tables import STREAM

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from sqlalchemy import Connection

    from kairos_desktop.services.deciding import Said
    from kairos_desktop.services.row_store import Question
    from kairos_server.store import Store

POLL_AFTER = 20.0
_HELD = frozenset({"unknown_act", "unknown_version"})
"""An act of a later version stays on its post until this server knows it."""


class People(Protocol):
    """Whose acts these are: asked inside the transaction of a batch, with the rights of now."""

    @property
    def post(self) -> UUID:
        """The post that wrote the acts."""
        ...

    def questions(self) -> list[Question]:
        """What they are found by, asked together with what else a batch asks first."""
        ...

    def sender(self, told: Sequence[Sequence[Any]]) -> Sender:
        """The post that hands them over, from the answers to these questions."""
        ...

    def authors(self, acts: Sequence[WireAct]) -> list[Author]:
        """The author of each act, with what it may do as of now; asked after `sender`."""
        ...


class _Stream(msgspec.Struct):
    """The numbering that a batch belongs to."""

    id: UUID
    last_n: int
    is_new: bool


class _Received(msgspec.Struct, frozen=True):
    """An act as it came, the digest of what it says, and what could be read of it."""

    act: WireAct
    digest: bytes
    read: Act | Refused


class _Answered(msgspec.Struct, frozen=True):
    """The verdict of an act, and the content that it was given for."""

    digest: bytes
    verdict: ActVerdict

    def to(self, digest: bytes) -> ActVerdict:
        """The answer to who says the act again: of another content, the first stands."""
        if digest == self.digest:
            return self.verdict
        verdict = self.verdict
        return ActVerdict(verdict.id, OutcomeKind.QUARANTINED, verdict.seq, codes.ACT_ALTERED)


def push(store: Store, org: UUID, people: People, asked: PushAsked, now: datetime) -> PushAnswer:
    """Decide the acts that were not decided yet, and say what became of each.

    Raises an ExchangeProblem, having recorded nothing. An act whose rows the database refuses is
    put aside, alone.
    """
    try:
        return _push(store, org, people, asked, now)
    except IntegrityError:
        return _one_by_one(store, org, people, asked, now)


def _one_by_one(
    store: Store, org: UUID, people: People, asked: PushAsked, now: datetime
) -> PushAnswer:
    """The same acts, each in a transaction of its own, so that one that cannot be written is."""
    answers: list[PushAnswer] = []
    for act in asked.acts:
        alone = msgspec.structs.replace(asked, acts=(act,))
        try:
            answers.append(_push(store, org, people, alone, now))
        except IntegrityError:
            answers.append(_push(store, org, people, alone, now, aside=True))
        if answers[-1].held:
            break
    results = tuple(result for answer in answers for result in answer.results)
    return msgspec.structs.replace(answers[-1], results=results)


def _push(
    store: Store,
    org: UUID,
    people: People,
    asked: PushAsked,
    now: datetime,
    *,
    aside: bool = False,
) -> PushAnswer:
    # What needs no database first: another batch may hold the organisation meanwhile.
    said = [_Received(act, content(act), read(act)) for act in asked.acts]
    needs = rows_named(org, people.post, [(each.act, each.read) for each in said])
    opening = Opening(org, asked, needs, people.questions(), now)
    with store.deciding(org, opening.questions) as (conn, head, told):
        if asked.epoch is not None and asked.epoch != head.epoch:
            raise EpochChanged
        first = opening.answered(told)
        sender = people.sender(first.who)
        stream = _stream(first.stream, sender, asked.stream)
        known = _known(first.delivered)
        _check_numbers(stream, known, asked.acts)
        head = give_back(conn, head, now, first.over)
        judge = Judge(conn, head, sender, aside=aside)
        # Places that were just given back are not those that were read.
        rows = answers(conn, opening.search.questions) if first.over else first.rows
        judge.bench.load(opening.search, rows)
        recorder = Recorder(conn, head, judge)

        def delivered(act: WireAct, digest: bytes, judged: Judged) -> None:
            recorder.deliver(judged, Delivery(stream.id, act.n, digest, now))

        results, held = _judge(judge, people, said, known, stream, delivered)
        recorder.end()
        _keep_stream(conn, org, sender, stream)
        return PushAnswer(head.epoch, judge.seq, stream.last_n, results, POLL_AFTER, held)


def _judge(
    judge: Judge,
    people: People,
    acts: Sequence[_Received],
    known: dict[UUID, _Answered],
    stream: _Stream,
    delivered: Callable[[WireAct, bytes, Judged], None],
) -> tuple[tuple[ActVerdict, ...], str]:
    fresh: dict[UUID, _Received] = {}
    for each in acts:
        if each.act.id not in known:
            fresh.setdefault(each.act.id, each)
    authors = people.authors([each.act for each in fresh.values()])
    said = [
        judge.said(each.act, each.read, author)
        for each, author in zip(fresh.values(), authors, strict=True)
    ]
    judge.prefetch([each for each in said if not isinstance(each, Refused)])
    ready = dict(zip(fresh, zip(said, authors, strict=True), strict=True))
    results: list[ActVerdict] = []
    for each in acts:
        act, digest = each.act, each.digest
        if act.id not in known:
            reading, author = ready[act.id]
            if held := _held(reading):
                return tuple(results), held
            judged = judge.judge(act, reading, author)
            delivered(act, digest, judged)
            known[act.id] = _Answered(digest, judged.verdict)
        results.append(known[act.id].to(digest))
        stream.last_n = max(stream.last_n, act.n)
    return tuple(results), ""


def _held(said: Said | Refused) -> str:
    return said.code if isinstance(said, Refused) and said.code in _HELD else ""


def content(act: WireAct) -> bytes:
    """Sixteen bytes of what an act says, whatever number it is sent under."""
    said = (act.type, act.v, act.args)
    return blake2b(msgspec.json.encode(said, order="deterministic"), digest_size=16).digest()


def _stream(found: Sequence[Any], sender: Sender, stream: UUID) -> _Stream:
    if not found:
        return _Stream(stream, 0, is_new=True)
    post, last_n = found[0]
    if post != sender.post:
        raise ForeignStream
    return _Stream(stream, last_n, is_new=False)


def _known(delivered: Iterable[Any]) -> dict[UUID, _Answered]:
    """The verdicts already given to these acts, under whatever number they came."""
    found: dict[UUID, _Answered] = {}
    for act_id, seq, outcome, code, facts, digest in delivered:
        verdict = ActVerdict(act_id, outcome, seq, code, msgspec.json.decode(facts))
        found[act_id] = _Answered(bytes(digest), verdict)
    return found


def _check_numbers(stream: _Stream, known: dict[UUID, _Answered], acts: Sequence[WireAct]) -> None:
    expected = stream.last_n + 1
    for act in acts:
        if act.n > expected:
            raise NumberGap(expected)
        if act.n < expected and act.id not in known:
            raise StreamForked
        expected = max(expected, act.n + 1)


def _keep_stream(conn: Connection, org: UUID, sender: Sender, stream: _Stream) -> None:
    if stream.is_new:
        if stream.last_n:
            values = {"org_id": org, "id": stream.id, "post_id": sender.post}
            conn.execute(insert(STREAM), [values | {"last_n": stream.last_n}])
    else:
        say(conn, _MOVE_STREAM, {"org": org, "p_id": stream.id, "to": stream.last_n})


_MOVE_STREAM = (
    update(STREAM)
    .where(STREAM.c.org_id == bindparam("org"), STREAM.c.id == bindparam("p_id"))
    .values(last_n=bindparam("to"))
)
