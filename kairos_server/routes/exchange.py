# SPDX-License-Identifier: MIT
"""The exchange between posts: acts in, rows out, and what both sides compare."""

from __future__ import annotations

import asyncio
import zlib
from contextlib import suppress
from typing import Annotated
from uuid import UUID

import msgspec
from fastapi import APIRouter, Depends, Query, Request
from fastapi.routing import APIRoute
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from kairos_desktop.services.sync.sealed_file import FileRefused
from kairos_desktop.services.sync.wire import (
    LARGEST_PAGE,
    MOST_ROWS,
    CarryAnswer,
    CarryAsked,
    Digest,
    News,
    PullAnswer,
    PushAnswer,
    PushAsked,
)
from kairos_server.exchange.ahead import Asked
from kairos_server.exchange.carried import carry
from kairos_server.exchange.members import Members
from kairos_server.exchange.pull import digest, pull, standing
from kairos_server.exchange.push import push
from kairos_server.routes.answers import (
    Refusal,
    answer,
    body_of,
    decoded,
    described,
    in_gzip,
    squeezed,
    takes_gzip,
)
from kairos_server.routes.caller import AnyPost, Member
from kairos_server.routes.services import services_of

router = APIRouter(prefix="/v1/exchange")

LARGEST_BATCH = 8 * 1024 * 1024
"""Bytes that a batch may inflate to."""
LONGEST_WAIT = 25.0
"""Seconds that a pull may wait for something new: under the patience of most proxies."""
_decoder = msgspec.json.Decoder(PushAsked)


async def _raw(request: Request) -> bytes:
    return await request.body()


def _batch(request: Request, raw: bytes) -> PushAsked:
    """The batch, inflated within its limit. Refusal 400, 413, 415, 422."""
    coding = request.headers.get("Content-Encoding", "identity").lower()
    if coding == "gzip":
        raw = _inflated(raw)
    elif coding != "identity":
        raise Refusal(415, "content_coding")
    return decoded(_decoder, raw)


def _inflated(raw: bytes) -> bytes:
    machine = zlib.decompressobj(wbits=31)
    try:
        inflated = machine.decompress(raw, LARGEST_BATCH)
    except zlib.error:
        raise Refusal(400, "not_gzip") from None
    if machine.unconsumed_tail:
        raise Refusal(413, "too_large")
    if not machine.eof:
        raise Refusal(400, "not_gzip")
    return inflated


@router.post("/push", **described(PushAnswer, asked=PushAsked, errors=(409, 503)))
def push_acts(request: Request, caller: AnyPost, raw: Annotated[bytes, Depends(_raw)]) -> Response:
    """Decide a batch of acts; 200 whatever became of each."""
    services = services_of(request)
    asked = _batch(request, raw)
    given = push(services.store, caller.org, Members(caller), asked, services.now())
    if given.results:
        services.news.tell(caller.org)
    return squeezed(request, answer(given))


@router.post("/carry", **described(CarryAnswer, asked=CarryAsked, errors=(503,)))
def carry_acts(
    request: Request, caller: Member, asked: Annotated[CarryAsked, body_of(CarryAsked)]
) -> Response:
    """Decide the acts of a file that the caller brings from a post without a network."""
    services = services_of(request)
    try:
        given = carry(services.store, caller.org, asked.file, Members, services.now())
    except FileRefused as refused:
        raise Refusal(422, f"file_{refused.code}") from None
    services.news.tell(caller.org)
    return squeezed(request, answer(given))


@router.get("/pull", **described(PullAnswer, errors=(400, 409, 410, 422, 503), or_nothing=True))
def pull_rows(
    request: Request,
    caller: Member,
    stream: UUID,
    cursor: Annotated[str, Query(max_length=400)] = "",
    limit: Annotated[int, Query(ge=1, le=LARGEST_PAGE)] = MOST_ROWS,
) -> Response:
    """The next page after a cursor; 204 where nothing is new."""
    services = services_of(request)
    if services.expiries.look(services.store, caller.org, services.now()):
        services.news.tell(caller.org)
    if not takes_gzip(request):
        given = pull(services.store, caller.org, stream, cursor, limit, services.now())
        return Response(status_code=204) if given is None else answer(given)
    asked = Asked(caller.org, stream, cursor, limit)
    page = services.ahead.page(asked, request.state.known.head)
    return Response(status_code=204) if page is None else in_gzip(page.body(services.now()))


@router.get("/news", **described(News, errors=(422, 503)))
async def news(
    request: Request,
    caller: Member,
    since: Annotated[int, Query(ge=0, lt=2**53)] = 0,
    wait: Annotated[float, Query(ge=0, le=LONGEST_WAIT)] = 0,
) -> Response:
    """Where the history stands, as soon as it is past `since`, after `wait` seconds at most."""
    services = services_of(request)
    moved = services.news.expect(caller.org)
    try:
        told = await run_in_threadpool(standing, services.store, caller.org)
        if told.head <= since and wait:
            with suppress(TimeoutError):
                await asyncio.wait_for(moved.wait(), wait)
                told = await run_in_threadpool(standing, services.store, caller.org)
    finally:
        services.news.forget(caller.org, moved)
    return answer(told)


def _route_of(endpoint: object) -> APIRoute:
    routes = (route for route in router.routes if isinstance(route, APIRoute))
    return next(route for route in routes if route.endpoint is endpoint)


PULL = _route_of(pull_rows)
"""The pull's route, part of whose answers are given ahead of it (`routes.polls`)."""
NEWS = _route_of(news)
"""Where a post waits, at no work of the back end's (`routes.at_once`)."""


@router.get("/digest", **described(Digest, errors=(503,)))
def compare(request: Request, caller: Member) -> Response:
    """What a post compares its copy with."""
    services = services_of(request)
    return answer(digest(services.store, caller.org, services.now()))
