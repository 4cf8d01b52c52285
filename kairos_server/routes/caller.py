# SPDX-License-Identifier: MIT
"""Who calls: from the access token to the organisation, the account, its rights and the post."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

import msgspec
from fastapi import Depends, Request

from kairos_desktop.models.vocabulary import PostState, Role
from kairos_server.directory.tokens import Bearer
from kairos_server.routes.answers import Refusal
from kairos_server.routes.services import services_of


class Caller(msgspec.Struct, frozen=True):
    """A person on a post, as the directory knows them now."""

    org: UUID
    account_id: UUID
    full_name: str
    role: Role
    sites: tuple[UUID, ...]
    """The sites that the account is kept to; none: the whole organisation."""
    post_id: UUID
    post_active: bool
    sign_in_id: UUID


def _bearer(request: Request) -> Bearer:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise Refusal(401, "access_missing")
    bearer = services_of(request).door.bearer(token)
    # For the line of the log: ids, and nothing else of the person.
    request.state.org = bearer.org
    request.state.account = bearer.account_id
    request.state.post = bearer.post_id
    return bearer


# Those that only look at what they are given stay on the event loop: a thread costs more.
async def _any_post(bearer: Annotated[Bearer, Depends(_bearer)]) -> Caller:
    if bearer.provisional_until is not None:
        raise Refusal(403, "password_to_choose")
    return Caller(
        org=bearer.org,
        account_id=bearer.account_id,
        full_name=bearer.full_name,
        role=bearer.role,
        sites=tuple(UUID(site) for site in bearer.sites),
        post_id=bearer.post_id,
        post_active=bearer.post_state is PostState.ACTIVE,
        sign_in_id=bearer.sign_in_id,
    )


async def _active_post(caller: Annotated[Caller, Depends(_any_post)]) -> Caller:
    if not caller.post_active:
        raise Refusal(403, "post_revoked")
    return caller


async def _rgc(caller: Annotated[Caller, Depends(_active_post)]) -> Caller:
    if caller.role is not Role.RGC:
        raise Refusal(403, "right_missing")
    return caller


Signed = Annotated[Bearer, Depends(_bearer)]
"""Whoever has a good access token: the password may be to choose, the post revoked."""
AnyPost = Annotated[Caller, Depends(_any_post)]
"""Also from a revoked post, which may still hand over its acts (`post_active` says it)."""
Member = Annotated[Caller, Depends(_active_post)]
"""A person of the organisation, on a post that may exchange."""
Rgc = Annotated[Caller, Depends(_rgc)]
"""The person who answers for the accounts."""
