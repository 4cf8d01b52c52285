# SPDX-License-Identifier: MIT
"""« Gestion des comptes », for the RGC: every change is confirmed by the RGC's own password."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Request
from starlette.responses import Response

from kairos_desktop.services.acts.accounts import ChangeAccount, CreateAccount
from kairos_desktop.services.sync.people_wire import (
    AccountAsked,
    Accounts,
    Confirmed,
    PasswordGiven,
    RightsAsked,
)
from kairos_server.directory.accounts import AccountBook, Asker
from kairos_server.routes.answers import answer, body_of, described
from kairos_server.routes.caller import Caller, Rgc, Signed
from kairos_server.routes.services import services_of

router = APIRouter(prefix="/v1/accounts")

_ERRORS = (404, 409, 429, 503)
_OneConfirmed = Annotated[Confirmed, body_of(Confirmed)]


@router.get("", **described(Accounts))
def accounts(request: Request, caller: Rgc) -> Response:
    """Every account of the organisation, and whether it is locked."""
    return answer(Accounts(services_of(request).accounts.all_of(caller.org)))


@router.post("", **described(PasswordGiven, asked=AccountAsked, errors=_ERRORS))
def create(
    request: Request,
    caller: Rgc,
    bearer: Signed,
    asked: Annotated[AccountAsked, body_of(AccountAsked)],
) -> Response:
    """A new account; its provisional password is said in this answer and never again."""
    book, asker = _asker(request, caller, bearer, asked.password)
    act = CreateAccount(
        account_id=asked.account_id,
        login=asked.login,
        full_name=asked.full_name,
        role=asked.role,
        sites=asked.sites,
    )
    given = book.create(asker, act)
    services_of(request).news.tell(caller.org)
    return answer(given)


@router.post("/{account_id}/change", **described(asked=RightsAsked, status=204, errors=_ERRORS))
def change(
    request: Request,
    account_id: UUID,
    caller: Rgc,
    bearer: Signed,
    asked: Annotated[RightsAsked, body_of(RightsAsked)],
) -> Response:
    """Other rights, from the next request on."""
    book, asker = _asker(request, caller, bearer, asked.password)
    rights = {name: getattr(asked, name) for name in ("full_name", "role", "sites")}
    book.change(asker, ChangeAccount(account_id=account_id, **rights))
    return _done(request, caller)


@router.post("/{account_id}/password", **described(PasswordGiven, asked=Confirmed, errors=_ERRORS))
def renew(
    request: Request, account_id: UUID, caller: Rgc, bearer: Signed, asked: _OneConfirmed
) -> Response:
    """Another provisional password; the account is unlocked and signed out everywhere."""
    book, asker = _asker(request, caller, bearer, asked.password)
    given = book.renew(asker, account_id)
    services_of(request).news.tell(caller.org)
    return answer(given)


@router.post("/{account_id}/unlock", **described(asked=Confirmed, status=204, errors=_ERRORS))
def unlock(
    request: Request, account_id: UUID, caller: Rgc, bearer: Signed, asked: _OneConfirmed
) -> Response:
    """The failed tries on an account are forgotten."""
    book, asker = _asker(request, caller, bearer, asked.password)
    book.unlock(asker, account_id)
    return _done(request, caller)


@router.post("/{account_id}/close", **described(asked=Confirmed, status=204, errors=_ERRORS))
def close(
    request: Request, account_id: UUID, caller: Rgc, bearer: Signed, asked: _OneConfirmed
) -> Response:
    """Nobody signs in with the account any more; the last RGC cannot be closed."""
    book, asker = _asker(request, caller, bearer, asked.password)
    book.close(asker, account_id)
    return _done(request, caller)


@router.post("/{account_id}/hand-over", **described(asked=Confirmed, status=204, errors=_ERRORS))
def hand_over(
    request: Request, account_id: UUID, caller: Rgc, bearer: Signed, asked: _OneConfirmed
) -> Response:
    """This account becomes that of the RGC, in place of whoever asks."""
    book, asker = _asker(request, caller, bearer, asked.password)
    book.hand_over(asker, account_id)
    return _done(request, caller)


def _done(request: Request, caller: Caller) -> Response:
    """The change is made: the posts that wait hear of it."""
    services_of(request).news.tell(caller.org)
    return Response(status_code=204)


def _asker(
    request: Request, caller: Caller, bearer: Signed, password: str
) -> tuple[AccountBook, Asker]:
    """The accounts, and who asks, once the password was found right."""
    book = services_of(request).accounts
    book.confirm(bearer, password)
    return book, Asker(caller.org, caller.full_name, caller.account_id)
