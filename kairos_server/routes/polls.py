# SPDX-License-Identifier: MIT
"""Answers the post for which nothing is new, ahead of the routes.

It is what a server is asked most: by each post, every twenty seconds, all day. One question to the
database answers it. Whatever else the answer may be is the route's work (`routes.exchange`), and
so is any request that is not written as our own post writes it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

from kairos_desktop.models.vocabulary import PostState
from kairos_server.directory.turned_away import TurnedAway
from kairos_server.exchange import cursors
from kairos_server.routes.caller import recognised, token_of
from kairos_server.store import Busy

if TYPE_CHECKING:
    from fastapi.routing import APIRoute
    from starlette.types import ASGIApp, Receive, Scope, Send

    from kairos_server.directory.known import Known
    from kairos_server.routes.services import Services

_ASKED = re.compile(
    r"stream=[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
    r"(?:&limit=(?:[1-9][0-9]{0,3}|10000))?&cursor=([\w-]{1,380}(?:=|%3D){0,2})",
    re.ASCII | re.IGNORECASE,
)
_END = {"type": "http.response.body", "body": b""}


class Polls:
    """The layer above the routes."""

    def __init__(self, app: ASGIApp, services: Services, route: APIRoute) -> None:
        """`route` is the pull's, whose address this answers."""
        self._app = app
        self._services = services
        self._route = route

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Say 204, or hand on."""
        if (
            scope["type"] == "http"
            and scope["path"] == self._route.path
            and scope["method"] == "GET"
        ):
            asked = _ASKED.fullmatch(scope["query_string"].decode("latin-1"))
            token = _token(scope)
            if asked and token and await self._is_nothing_new(scope, token, unquote(asked[1])):
                scope["route"] = self._route
                await send({"type": "http.response.start", "status": 204, "headers": []})
                await send(_END)
                return
        await self._app(scope, receive, send)

    async def _is_nothing_new(self, scope: Scope, token: str, cursor: str) -> bool:
        try:
            known = await recognised(self._services, scope, token)
        except (TurnedAway, Busy):
            return False  # The route says it, and does not ask again.
        return (
            _may_pull(known)
            and cursor == cursors.caught_up(known.head).text()
            and self._services.expiries.looked(known.head.org, self._services.now())
        )


def _token(scope: Scope) -> str | None:
    given = [value for name, value in scope["headers"] if name == b"authorization"]
    return token_of(given[0].decode("latin-1")) if len(given) == 1 else None


def _may_pull(known: Known) -> bool:
    """What the route asks of its caller (`routes.caller.Member`)."""
    bearer = known.bearer
    return bearer.provisional_until is None and bearer.post_state is PostState.ACTIVE
