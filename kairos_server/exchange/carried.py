# SPDX-License-Identifier: MIT
"""Takes a file of acts that somebody brought, as if its post had pushed it, and seals the answers.

The post that carries lends its line and nothing else: the acts are numbered, signed and judged as
those of the post that wrote them, and it can read neither them nor the answers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

import msgspec
from sqlalchemy import bindparam, select

from kairos_desktop.models.vocabulary import PostState
from kairos_desktop.services.sync.sealed_file import (
    FileRefused,
    Kind,
    first_line,
    read_line,
    seal,
    unseal,
)
from kairos_desktop.services.sync.wire import (
    LARGEST_PAGE,
    MOST_ACTS,
    ActVerdict,
    CarriedActs,
    CarriedAnswers,
    CarryAnswer,
    PullAnswer,
    PushAsked,
    WireAct,
)
from kairos_server.exchange.problems import ExchangeProblem
from kairos_server.exchange.pull import pull
from kairos_server.exchange.push import People, push
from kairos_server.tables import POST

if TYPE_CHECKING:
    from kairos_server.store import Store

MOST_PAGES = 20
"""Pages in one file of answers: beyond, its post downloads them itself when it can."""


class Bringing(msgspec.Struct, frozen=True):
    """Whose acts a file holds; `account_id` answers for those that name no account."""

    org: UUID
    post_id: UUID
    account_id: UUID


class _Done(msgspec.Struct, frozen=True):
    """What became of the acts: all of them unless a problem or an unknown act stopped."""

    results: tuple[ActVerdict, ...]
    problem: str = ""
    held: str = ""


def carry(
    store: Store, org: UUID, raw: bytes, people_of: Callable[[Bringing], People], now: datetime
) -> CarryAnswer:
    """Decide the acts of a file, each once, and give what its post will read.

    FileRefused, nothing recorded: "not_ours", "damaged", "newer", "too_large", "elsewhere" for
    another organisation's, "unknown_post", "answers" for one that goes the other way.
    """
    line = read_line(raw)
    if line.org != org:
        raise FileRefused("elsewhere")
    if line.kairos is not Kind.ACTS:
        raise FileRefused("answers")
    with store.reading(org) as (conn, head):
        post = conn.execute(_POST, {"org": org, "id": line.post}).first()
    if post is None:
        raise FileRefused("unknown_post")
    key = bytes(post.file_key)
    carried = _decoded(unseal(raw, key))
    nobody = UUID(int=0)
    people = people_of(Bringing(org, line.post, carried.account or nobody))
    done = _push_all(store, org, people, carried, now)
    # In the history that they belong to: before anything else may begin another one.
    answers = CarriedAnswers(
        carried.stream, head.epoch, carried.cursor, done.results, problem=done.problem
    )
    if not done.problem and post.state == PostState.ACTIVE:
        answers = _with_rows(store, org, answers, now)
    content = msgspec.json.encode(answers)
    return CarryAnswer(
        post=line.post,
        letter=post.letter,
        label=post.label,
        outcomes=dict(Counter(each.outcome for each in done.results)),
        file=seal(first_line(Kind.ANSWERS, org, line.post), key, content),
        problem=answers.problem,
        held=done.held,
    )


def _decoded(content: bytes) -> CarriedActs:
    try:
        return msgspec.json.decode(content, type=CarriedActs)
    except (msgspec.DecodeError, RecursionError):
        # It opened with the key: whoever sealed it is of a version that says it otherwise.
        raise FileRefused("newer") from None


def _push_all(
    store: Store, org: UUID, people: People, carried: CarriedActs, now: datetime
) -> _Done:
    results: list[ActVerdict] = []
    for batch in _batches(carried.acts):
        asked = PushAsked(carried.stream, batch, carried.epoch)
        try:
            answer = push(store, org, people, asked, now)
        except ExchangeProblem as problem:
            return _Done(tuple(results), problem=problem.error)
        results += answer.results
        if answer.held:
            return _Done(tuple(results), held=answer.held)
    return _Done(tuple(results))


def _batches(acts: tuple[WireAct, ...]) -> Iterable[tuple[WireAct, ...]]:
    return (acts[start : start + MOST_ACTS] for start in range(0, len(acts), MOST_ACTS))


def _with_rows(store: Store, org: UUID, answers: CarriedAnswers, now: datetime) -> CarriedAnswers:
    """The answers with what changed since the cursor, or with the problem that it meets."""
    pages: list[PullAnswer] = []
    cursor = answers.cursor
    try:
        while page := pull(store, org, answers.stream, cursor, LARGEST_PAGE, now):
            if len(pages) == MOST_PAGES or page.epoch != answers.epoch:
                return answers
            pages.append(page)
            cursor = page.cursor
            if not page.more:
                break
    except ExchangeProblem as problem:
        return msgspec.structs.replace(answers, problem=problem.error)
    return msgspec.structs.replace(answers, pages=tuple(pages))


_POST = select(POST.c.letter, POST.c.label, POST.c.state, POST.c.file_key).where(
    POST.c.org_id == bindparam("org"), POST.c.id == bindparam("id")
)
