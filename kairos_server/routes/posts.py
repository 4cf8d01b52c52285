# SPDX-License-Identifier: MIT
"""The posts of the organisation: listed, named, revoked; how long they may do without contact."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Request
from starlette.responses import Response

from kairos_desktop.services.sync.people_wire import LeaseAsked, PostRenamed, Posts, PostSaid
from kairos_server.directory import posts
from kairos_server.exchange.expiry import expire
from kairos_server.routes.answers import Refusal, answer, body_of, described
from kairos_server.routes.caller import Member, Rgc
from kairos_server.routes.services import services_of

router = APIRouter(prefix="/v1/posts")


@router.get("", **described(Posts))
def listed(request: Request, caller: Member) -> Response:
    """Every post, the revoked ones too."""
    with services_of(request).store.reading(caller.org) as (conn, head):
        return answer(Posts(posts.all_of(conn, caller.org), head.lease_days))


@router.put("/lease", **described(asked=LeaseAsked, status=204))
def set_lease(
    request: Request, caller: Rgc, asked: Annotated[LeaseAsked, body_of(LeaseAsked)]
) -> Response:
    """The days that a post may work without contact."""
    with services_of(request).store.writing(caller.org) as (conn, _head):
        posts.set_lease(conn, caller.org, asked.lease_days)
    return Response(status_code=204)


@router.post("/{post_id}/name", **described(PostSaid, asked=PostRenamed, errors=(404,)))
def rename(
    request: Request,
    post_id: UUID,
    caller: Rgc,
    asked: Annotated[PostRenamed, body_of(PostRenamed)],
) -> Response:
    """The post under another name."""
    label = " ".join(asked.label.split())
    if not label:
        raise Refusal(422, "malformed")
    with services_of(request).store.writing(caller.org) as (conn, _head):
        renamed = posts.rename(conn, caller.org, post_id, label)
    return _found(renamed)


@router.post("/{post_id}/revoke", **described(PostSaid, errors=(404, 422)))
def revoke(request: Request, post_id: UUID, caller: Rgc) -> Response:
    """The post may only hand over its unsent acts from now on, put aside for the RGC.

    The places that it kept are free again.
    """
    services = services_of(request)
    with services.store.writing(caller.org) as (conn, head):
        revoked = posts.revoke(conn, caller.org, post_id)
        given_back = expire(conn, head, services.now()).head > head.head
    if given_back:
        services.news.tell(caller.org)
    return _found(revoked)


def _found(post: PostSaid | None) -> Response:
    if post is None:
        raise Refusal(404, "unknown")
    return answer(post)
