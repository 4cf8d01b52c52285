# SPDX-License-Identifier: MIT
"""What every answer owes, whatever the route: headers, limits, and a line in the log (R-A13).

A body that is too large, or of another media type, is refused before it is read by a route.
"""

from __future__ import annotations

import asyncio
import logging
import time
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from starlette.requests import ClientDisconnect

from kairos_desktop.services.sync.wire import PROTOCOL
from kairos_server.routes.answers import MEDIA_TYPE, Refusal, problem

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from kairos_server.routes.metrics import Metrics

LARGEST_BODY = 2 * 1024 * 1024
"""Bytes as they are received; what they inflate to is the exchange's own limit."""
PATIENCE = 30.0
"""Seconds that the next piece of a body may take: a proxy that keeps no body gives none."""
CUT = 499
"""The status that the log and the figures give to a request that was cut."""
HEADERS: dict[str, str] = {
    "Sync-Protocol": str(PROTOCOL),
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "Strict-Transport-Security": "max-age=31536000",
    "X-Content-Type-Options": "nosniff",
}
_SENT = [(name.lower().encode(), value.encode()) for name, value in HEADERS.items()]
_log = logging.getLogger("kairos_server.requests")


class _TooLarge(Exception):
    """The body went on beyond the limit."""


class _TooSlow(Exception):
    """The next piece of the body did not come."""


class Hygiene:
    """The outermost layer of the application."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request, and say in one line what it was."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        exchange = _Exchange(scope, receive, send)
        began = time.perf_counter()
        try:
            await self._serve(exchange)
        finally:
            seconds = time.perf_counter() - began
            route = _route(scope)
            self._metrics.served(route, scope["method"], exchange.status, seconds)
            _log.info("request", extra=figures(scope, route, exchange.status, seconds))

    async def _serve(self, exchange: _Exchange) -> None:
        scope = exchange.scope
        try:
            _check(scope)
            await self._app(scope, exchange.receive, exchange.send)
        except Refusal as refusal:
            await problem(refusal)(scope, exchange.receive, exchange.send)
        except _TooLarge:
            await problem(Refusal(413, "too_large"))(scope, exchange.receive, exchange.send)
        except _TooSlow:
            await problem(Refusal(408, "too_slow"))(scope, exchange.receive, exchange.send)
        except ClientDisconnect:
            # A body that never came whole: nothing was asked, and nobody hears an answer.
            exchange.status = CUT
        except Exception as error:
            if exchange.status:
                raise
            # What went wrong, and none of what it was about.
            fault = {"failure": type(error).__name__, "place": _place(error)}
            _log.error("fault", extra=fault)
            await problem(Refusal(500, "fault"))(scope, exchange.receive, exchange.send)


class _Exchange:
    """One request and its answer, bounded on the way in, dressed on the way out."""

    def __init__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.scope = scope
        self.status = 0
        self._receive = receive
        self._send = send
        self._received = 0
        self._is_whole = False

    async def receive(self) -> Message:
        """The next piece of the body; after the last, that the client left. _TooLarge, _TooSlow."""
        try:
            async with asyncio.timeout(None if self._is_whole else PATIENCE):
                message = await self._receive()
        except TimeoutError:
            raise _TooSlow from None
        if message["type"] == "http.request":
            self._is_whole = not message.get("more_body", False)
            self._received += len(message.get("body", b""))
            if self._received > LARGEST_BODY:
                raise _TooLarge
        return message

    async def send(self, message: Message) -> None:
        """The answer, with the headers that every answer has."""
        if message["type"] == "http.response.start":
            self.status = message["status"]
            message["headers"] = [*message.get("headers", []), *_SENT]
        await self._send(message)


def _check(scope: Scope) -> None:
    """Refusal 413 or 415, from what the headers say of the body."""
    headers = {name.lower(): value for name, value in scope["headers"]}
    length = headers.get(b"content-length", b"0")
    if length.isdigit() and int(length) > LARGEST_BODY:
        raise Refusal(413, "too_large")
    has_body = length != b"0" or b"transfer-encoding" in headers
    kind = headers.get(b"content-type", b"").split(b";")[0].strip().lower()
    if has_body and kind != MEDIA_TYPE.encode():
        raise Refusal(415, "media_type")


def figures(scope: Scope, route: str, status: int, seconds: float) -> dict[str, Any]:
    """What the log keeps of a request: ids and figures, no name, no text, no token, no address."""
    said: dict[str, Any] = {
        "request": str(uuid4()),
        "method": scope["method"],
        "route": route,
        "status": status,
        "ms": round(seconds * 1000, 1),
    }
    state: dict[str, Any] = scope.get("state") or {}
    return said | {name: str(state[name]) for name in ("org", "account", "post") if name in state}


def _route(scope: Scope) -> str:
    """The path as it was declared; one word for all that no route has."""
    route = scope.get("route")
    return getattr(route, "path", "unknown")


def _place(error: BaseException) -> str:
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    if trace is None:
        return ""
    code = trace.tb_frame.f_code
    return f"{code.co_filename.rpartition('/')[2]}:{trace.tb_lineno} {code.co_name}"
