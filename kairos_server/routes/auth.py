# SPDX-License-Identifier: MIT
"""Signing in, renewing the tokens, signing out, and where an account is signed in."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Request
from starlette.responses import Response

from kairos_desktop.services.sync.people_wire import (
    PasswordAsked,
    RefreshAsked,
    Sessions,
    SignedIn,
    SignInAsked,
)
from kairos_server.routes.answers import Refusal, answer, body_of, described
from kairos_server.routes.caller import Signed
from kairos_server.routes.services import services_of

router = APIRouter(prefix="/v1/auth")


@router.post(
    "/sign-in",
    **described(SignedIn, asked=SignInAsked, errors=(401, 403, 409, 429, 503), public=True),
)
def sign_in(request: Request, asked: Annotated[SignInAsked, body_of(SignInAsked)]) -> Response:
    """Tokens for a person on a post, which is enrolled where it was not."""
    services = services_of(request)
    if seconds := services.addresses.wait(_address(request)):
        raise Refusal(429, "too_many_tries", seconds=seconds)
    given = services.door.sign_in(asked)
    _note(request, given)
    return answer(given)


@router.post("/refresh", **described(SignedIn, asked=RefreshAsked, errors=(401,), public=True))
def refresh(request: Request, asked: Annotated[RefreshAsked, body_of(RefreshAsked)]) -> Response:
    """The tokens that follow; the same request sent again gets the same refresh token."""
    given = services_of(request).door.renew(asked)
    _note(request, given)
    return answer(given)


@router.post("/sign-out", **described(status=204))
def sign_out(request: Request, bearer: Signed) -> Response:
    """The tokens of this post for this account end."""
    services_of(request).door.sign_out(bearer)
    return Response(status_code=204)


@router.post("/password", **described(asked=PasswordAsked, status=204, errors=(409, 429, 503)))
def choose_password(
    request: Request, bearer: Signed, asked: Annotated[PasswordAsked, body_of(PasswordAsked)]
) -> Response:
    """Another password; the only thing that a provisional one lets one do, with signing out."""
    services = services_of(request)
    services.accounts.choose_password(bearer, asked)
    services.news.tell(bearer.org)
    return Response(status_code=204)


@router.get("/sessions", **described(Sessions))
def sessions(request: Request, bearer: Signed) -> Response:
    """Where the account is signed in."""
    return answer(Sessions(services_of(request).door.sessions(bearer)))


@router.delete("/sessions/{session_id}", **described(status=204, errors=(404, 422)))
def end_session(request: Request, session_id: UUID, bearer: Signed) -> Response:
    """Signs the account out of a post that was left behind."""
    if not services_of(request).door.end_session(bearer, session_id):
        raise Refusal(404, "unknown")
    return Response(status_code=204)


def _note(request: Request, given: SignedIn) -> None:
    """Ids for the line of the log."""
    request.state.org = given.org
    request.state.account = given.account.id
    request.state.post = given.post.id


def _address(request: Request) -> str:
    return request.client.host if request.client else ""
