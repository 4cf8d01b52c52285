# SPDX-License-Identifier: MIT
"""The application that `kairos-server serve` runs: routes, limits, what a problem looks like.

Each router is listed here once. What the routes say of themselves is the description (OpenAPI).
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol

from fastapi import APIRouter, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from kairos_desktop import __version__
from kairos_desktop.models.ids import UuidMaker
from kairos_server.directory.accounts import AccountBook
from kairos_server.directory.door import Door, utc_now
from kairos_server.directory.passwords import Busy, Passwords
from kairos_server.directory.posts import NoLetterLeft
from kairos_server.directory.turned_away import TurnedAway
from kairos_server.exchange.ahead import Ahead
from kairos_server.exchange.expiry import Expiries
from kairos_server.exchange.news import News
from kairos_server.exchange.problems import ExchangeProblem
from kairos_server.routes import accounts, auth, exchange, health, offer, posts
from kairos_server.routes.addresses import Addresses
from kairos_server.routes.answers import Refusal, problem
from kairos_server.routes.at_once import AtOnce
from kairos_server.routes.description import describe
from kairos_server.routes.hygiene import Hygiene
from kairos_server.routes.metrics import Metrics
from kairos_server.routes.polls import Polls
from kairos_server.routes.services import Services
from kairos_server.store import Busy as StoreBusy
from kairos_server.store import UnknownOrganisation

if TYPE_CHECKING:
    from starlette.responses import Response

    from kairos_server.store import Store

ROUTERS: tuple[APIRouter, ...] = (
    health.router,
    auth.router,
    accounts.router,
    posts.router,
    exchange.router,
    offer.router,
)

_STATUS = {
    "sign_in_refused": 401,
    "refresh_refused": 401,
    "access_refused": 401,
    "too_many_tries": 429,
    "password_wrong": 403,
    "account_locked": 403,
    "account_closed": 403,
    "provisional_expired": 403,
    "unknown": 404,
}
"""The status of a code; 409 for the others, which an act's rule gave."""
_HTTP = {404: "unknown", 405: "method", 400: "malformed"}


class Settings(Protocol):
    """What the application asks of the settings of the program."""

    @property
    def publish_description(self) -> bool:
        """Whether /openapi.json is served; off unless somebody writes another client."""
        ...

    @property
    def requests_at_once(self) -> int:
        """How many requests are served at the same time."""
        ...


def create_app(
    store: Store,
    settings: Settings,
    *,
    now: Callable[[], datetime] = utc_now,
    passwords: Passwords | None = None,
) -> FastAPI:
    """The application over a store; the caller closes the store."""
    app = FastAPI(
        title="Kairos Desktop",
        version=__version__,
        openapi_url="/openapi.json" if settings.publish_description else None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        # Requests carry personal data: nothing of them goes to a collector.
        telemetry={"tracing": False, "metrics": False, "logs": False, "auto_configure": False},
    )
    new_id = UuidMaker(lambda: time.time_ns() // 1_000_000, secrets.randbits)
    passwords = passwords or Passwords()
    door = Door(store, passwords, now=now, new_id=new_id)
    book = AccountBook(store, passwords, now=now, new_id=new_id)
    app.state.services = services = Services(
        store, door, Addresses(now), News(), now, new_id, book, Expiries(), Ahead(store)
    )
    app.state.metrics = metrics = Metrics()
    for router in ROUTERS:
        app.include_router(router)
    _tell_problems(app)
    app.add_middleware(Polls, services=services, route=exchange.PULL)
    at_once = settings.requests_at_once
    app.add_middleware(AtOnce, most=at_once, waiting=exchange.NEWS.path)
    app.add_middleware(Hygiene, metrics=metrics)
    app.openapi = lambda: describe(app)
    return app


def _tell_problems(app: FastAPI) -> None:
    """Every way of not serving a request gives the same form: a Problem."""

    def turned_away(_request: Request, error: Any) -> Response:
        return problem(Refusal(_STATUS.get(error.code, 409), error.code, seconds=error.seconds))

    def out_of_step(_request: Request, error: Any) -> Response:
        return problem(Refusal(error.status, error.error, expect=error.expect))

    def busy(_request: Request, _error: Any) -> Response:
        return problem(Refusal(503, "busy", seconds=2.0))

    def http(_request: Request, error: Any) -> Response:
        return problem(Refusal(error.status_code, _HTTP.get(error.status_code, "refused")))

    handlers: dict[type[Exception], Callable[[Request, Any], Response]] = {
        Refusal: lambda _request, error: problem(error),
        TurnedAway: turned_away,
        NoLetterLeft: lambda _request, _error: problem(Refusal(409, "no_letter_left")),
        Busy: busy,
        StoreBusy: busy,
        ExchangeProblem: out_of_step,
        UnknownOrganisation: lambda _request, _error: problem(Refusal(404, "unknown")),
        RequestValidationError: lambda _request, _error: problem(Refusal(422, "malformed")),
        HTTPException: http,
    }
    for kind, handler in handlers.items():
        app.add_exception_handler(kind, handler)
