# SPDX-License-Identifier: MIT
"""Who calls: from the access token to the organisation, the account, its rights and the post."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID

import msgspec
from fastapi import Depends, Request

from kairos_desktop.models.vocabulary import PostState, Role
from kairos_server.directory.tokens import Bearer
from kairos_server.directory.turned_away import TurnedAway
from kairos_server.routes.answers import Refusal
from kairos_server.routes.services import Services, services_of
from kairos_server.store import Busy

if TYPE_CHECKING:
    from starlette.types import Scope

    from kairos_server.directory.known import Known


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


async def _bearer(request: Request) -> Bearer:
    token = token_of(request.headers.get("Authorization", ""))
    if token is None:
        raise Refusal(401, "access_missing")
    return (await recognised(services_of(request), request.scope, token)).bearer


def token_of(authorization: str) -> str | None:
    """The access token of a header; None where it has none."""
    scheme, _, token = authorization.partition(" ")
    return token if scheme.lower() == "bearer" and token else None


async def recognised(services: Services, scope: Scope, token: str) -> Known:
    """Who calls; asked of the directory once a request, refusals too.

    Raises what Door.known does.
    """
    state: dict[str, Any] = scope.setdefault("state", {})
    known: Known | TurnedAway | Busy | None = state.get("known")
    if known is None:
        try:
            known = await services.door.known(token)
        except (TurnedAway, Busy) as error:
            known = error
        else:
            # For the line of the log: ids, and nothing else of the person.
            bearer = known.bearer
            state |= {"org": bearer.org, "account": bearer.account_id, "post": bearer.post_id}
        state["known"] = known
    if isinstance(known, Exception):
        raise known
    return known


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
