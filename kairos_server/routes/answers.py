# SPDX-License-Identifier: MIT
"""How the routes read and answer: structs in JSON, a problem as a code, all of it in OpenAPI.

The structs are those of the client, so that both ends and the description stand on one text.
"""

from __future__ import annotations

import gzip
from collections.abc import Callable
from typing import Any, TypeVar

import msgspec
from fastapi import Depends, Request
from starlette.responses import Response

from kairos_desktop.services.sync.wire import Problem
from kairos_server.exchange.ahead import LEVEL

S = TypeVar("S", bound=msgspec.Struct)
MEDIA_TYPE = "application/json"
_WORTH_SQUEEZING = 500
"""Bytes."""
REF = "#/components/schemas/{name}"
SPOKEN: dict[str, type[msgspec.Struct]] = {}
"""The structs that the routes speak of, by their name in the description."""

_REASONS = {
    400: "The body is no JSON.",
    401: "No token, or one that is not accepted.",
    403: "The token is good, and this is not allowed.",
    404: "Nothing of this kind in the caller's organisation.",
    408: "The body did not come.",
    410: "The cursor is too old: begin a whole download.",
    409: "The state of the organisation does not allow it.",
    413: "The body is too large.",
    415: "The body is of another media type.",
    422: "The content is not what is described here, or is refused.",
    429: "Too many tries: wait.",
    503: "Too much work at once: wait.",
}


class Refusal(Exception):
    """A request that is not served; becomes a Problem."""

    def __init__(
        self, status: int, error: str, *, seconds: float | None = None, expect: int | None = None
    ) -> None:
        super().__init__(error)
        self.status = status
        self.error = error
        self.seconds = seconds
        self.expect = expect


def answer(struct: msgspec.Struct, status: int = 200) -> Response:
    """A struct as the body of an answer."""
    return Response(msgspec.json.encode(struct), status, media_type=MEDIA_TYPE)


def takes_gzip(request: Request) -> bool:
    """Whether the post takes an answer in gzip."""
    return "gzip" in request.headers.get("Accept-Encoding", "")


def squeezed(request: Request, response: Response) -> Response:
    """The answer in gzip, where the post takes it and it is worth it."""
    body = bytes(response.body)
    if not takes_gzip(request) or len(body) < _WORTH_SQUEEZING:
        return response
    return in_gzip(gzip.compress(body, compresslevel=LEVEL, mtime=0), response.status_code)


def in_gzip(body: bytes, status: int = 200) -> Response:
    """An answer whose JSON is in gzip already."""
    return Response(
        body,
        status,
        headers={"Content-Encoding": "gzip", "Vary": "Accept-Encoding"},
        media_type=MEDIA_TYPE,
    )


def problem(refusal: Refusal) -> Response:
    """Why a request was not served."""
    seconds = refusal.seconds
    response = answer(
        Problem(refusal.error, expect=refusal.expect, retry_after=seconds), refusal.status
    )
    if seconds is not None:
        response.headers["Retry-After"] = str(max(1, round(seconds)))
    if refusal.status == 401:
        response.headers["WWW-Authenticate"] = "Bearer"
    return response


def body_of(kind: type[S]) -> Callable[..., Any]:
    """A dependency that gives the body as a struct; Refusal 400 or 422."""
    decoder = msgspec.json.Decoder(kind)

    async def read(request: Request) -> S:
        return decoded(decoder, await request.body())

    return Depends(read)


def decoded(decoder: msgspec.json.Decoder[S], raw: bytes) -> S:
    """A body as a struct; Refusal 400 for what is no JSON, 422 for another content."""
    try:
        return decoder.decode(raw)
    except msgspec.ValidationError:
        raise Refusal(422, "malformed") from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise Refusal(400, "not_json") from None


def described(
    given: type[msgspec.Struct] | None = None,
    *,
    asked: type[msgspec.Struct] | None = None,
    status: int = 200,
    errors: tuple[int, ...] = (),
    public: bool = False,
    or_nothing: bool = False,
) -> dict[str, Any]:
    """What a route says of itself: `**described(...)` in its decorator.

    `or_nothing`: where nothing is new, 204 without a body.
    """
    statuses = {
        *errors,
        *(() if public else (401, 403)),
        *((400, 408, 413, 415, 422) if asked else ()),
    }
    responses: dict[int | str, dict[str, Any]] = {
        number: {"description": _REASONS[number], "content": _content(Problem)}
        for number in sorted(statuses)
    }
    responses[status] = {"description": "Done."}
    if or_nothing:
        responses[204] = {"description": "Nothing is new."}
    if given is not None:
        responses[status]["content"] = _content(given)
    said: dict[str, Any] = {}
    if asked is not None:
        said["requestBody"] = {"required": True, "content": _content(asked)}
    if not public:
        said["security"] = [{"access": list[str]()}]
    return {
        "response_model": None,
        "status_code": status,
        "response_class": Response,
        "responses": responses,
        "openapi_extra": said,
    }


def _content(kind: type[msgspec.Struct]) -> dict[str, Any]:
    SPOKEN[kind.__name__] = kind
    return {MEDIA_TYPE: {"schema": {"$ref": REF.format(name=kind.__name__)}}}
