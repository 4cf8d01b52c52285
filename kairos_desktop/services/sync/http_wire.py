# SPDX-License-Identifier: MIT
"""The back end over HTTPS. Lane: net.

What answers without our protocol's header (a hotel's page, a proxy) is not the back end: nothing
is known of the request, and nothing is believed.
"""

from __future__ import annotations

import gzip
import ssl
import threading
import zlib
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol, TypeVar
from urllib.parse import urlsplit
from uuid import UUID

import msgspec

from kairos_desktop.services.sync.exchange import NoContact, Unserved
from kairos_desktop.services.sync.people_wire import (
    PasswordAsked,
    RefreshAsked,
    SignedIn,
    SignInAsked,
)
from kairos_desktop.services.sync.wire import (
    PROTOCOL,
    CarryAnswer,
    CarryAsked,
    Digest,
    News,
    Problem,
    PullAnswer,
    PushAnswer,
    PushAsked,
)

if TYPE_CHECKING:
    import httpx

S = TypeVar("S")
_Body = tuple[bytes, dict[str, str]]
"""What is sent, and what its headers say of it."""
_LARGEST_ANSWER = 64 * 1024 * 1024
_PATIENCE = 20.0
_CARRY_PATIENCE = 180.0
"""A file may hold the work of weeks, and its answers a whole download."""
_WORTH_SQUEEZING = 500
_LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})


class BadAddress(ValueError):
    """No address of a back end: https, except on this very machine."""


class Tokens(Protocol):
    """Where the refresh token lies: the keyring of the session, never a file."""

    def load(self) -> str | None:
        """The refresh token, None where there is none."""
        ...

    def keep(self, refresh: str) -> None:
        """Put the token that follows in its place, and read it back."""
        ...


def base_url(address: str) -> str:
    """The address without what follows the host; BadAddress for one that is not safe."""
    parts = urlsplit(address.strip() if "//" in address else f"https://{address.strip()}")
    local = parts.hostname in _LOCAL
    if not parts.hostname or parts.username or not (parts.scheme == "https" or local):
        raise BadAddress
    return f"{parts.scheme}://{parts.netloc}"


def open_client(server_url: str, transport: httpx.BaseTransport | None = None) -> httpx.Client:
    """A client that trusts what the system trusts, follows nothing, and gives up in time."""
    import httpx

    from kairos_desktop.services.sync.http_client import CutClient

    return CutClient(
        base_url=base_url(server_url),
        verify=_trust(),
        transport=transport,
        follow_redirects=False,
        timeout=httpx.Timeout(_PATIENCE, connect=10.0),
        headers={"Sync-Protocol": str(PROTOCOL), "Accept-Encoding": "gzip"},
        # Proxies of the environment are the company's; credentials of ~/.netrc are not for us.
        trust_env=False,
    )


def _trust() -> ssl.SSLContext:
    import truststore

    context = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


class HttpWire:
    """The exchange of a post that is signed in. One at a time, as Exchange is."""

    def __init__(self, client: httpx.Client, post: UUID, tokens: Tokens) -> None:
        self._client = client
        self._post = post
        self._tokens = tokens
        self._access: str | None = None
        self._renewing = threading.Lock()

    def pack(self, asked: PushAsked) -> Callable[[], PushAnswer]:
        """Write a batch of acts; what is given hands it over. NoContact, Unserved."""
        body, headers = _written(asked)
        path = "/v1/exchange/push"
        return partial(self._signed, PushAnswer, "POST", path, content=body, headers=headers)

    def carry(self, file: bytes) -> CarryAnswer:
        """Hand over a file that another post sealed. NoContact, Unserved."""
        import httpx

        body = msgspec.json.encode(CarryAsked(file))
        headers = {"Content-Type": "application/json"}
        patience = httpx.Timeout(_CARRY_PATIENCE, connect=10.0)
        return self._signed(
            CarryAnswer,
            "POST",
            "/v1/exchange/carry",
            content=body,
            headers=headers,
            timeout=patience,
        )

    def pull(self, stream: UUID, cursor: str, limit: int) -> PullAnswer | None:
        """The next page; None where nothing is new. NoContact, Unserved."""
        asked: dict[str, Any] = {"stream": str(stream), "limit": limit}
        asked |= {"cursor": cursor} if cursor else {}
        return self._signed(PullAnswer | None, "GET", "/v1/exchange/pull", params=asked)

    def news(self, since: int, wait: float) -> News:
        """Where the history stands, within `wait` seconds. May be called beside an exchange."""
        import httpx

        asked = {"since": since, "wait": wait}
        patience = httpx.Timeout(_PATIENCE + wait, connect=10.0)
        return self._signed(News, "GET", "/v1/exchange/news", params=asked, timeout=patience)

    def digest(self) -> Digest:
        """What the copy of this post is compared with. NoContact, Unserved."""
        return self._signed(Digest, "GET", "/v1/exchange/digest")

    def ask(self, kind: Any, method: str, path: str, asked: msgspec.Struct | None = None) -> Any:
        """One request about people or posts, and its answer. May be made beside an exchange.

        NoContact, Unserved.
        """
        if asked is None:
            return self._signed(kind, method, path)
        body, headers = msgspec.json.encode(asked), {"Content-Type": "application/json"}
        return self._signed(kind, method, path, content=body, headers=headers)

    def _signed(self, kind: Any, method: str, path: str, **request: Any) -> Any:
        """A call with the access token, renewed once where it is not accepted."""
        headers: dict[str, str] = request.pop("headers", {})
        access = self._access or self._renewed(None)
        for last in (False, True):
            bearer = {"Authorization": f"Bearer {access}"}
            try:
                return call(self._client, kind, method, path, headers=headers | bearer, **request)
            except Unserved as problem:
                if last or problem.error not in ("access_refused", "access_missing"):
                    raise
                access = self._renewed(access)
        raise NoContact

    def _renewed(self, refused: str | None) -> str:
        """An access token other than the one refused; who asks second gets what the first got.

        The same refresh token may be sent until an answer came.
        """
        with self._renewing:
            if self._access is not None and self._access != refused:
                return self._access
            refresh = self._tokens.load()
            if refresh is None:
                raise Unserved("signed_out")
            signed = renew(self._client, RefreshAsked(refresh, self._post))
            self._tokens.keep(signed.refresh)
            self._access = signed.access
            return signed.access


def _written(asked: PushAsked) -> _Body:
    body, headers = msgspec.json.encode(asked), {"Content-Type": "application/json"}
    if len(body) < _WORTH_SQUEEZING:
        return body, headers
    return gzip.compress(body, compresslevel=3, mtime=0), headers | {"Content-Encoding": "gzip"}


def sign_in(client: httpx.Client, asked: SignInAsked) -> SignedIn:
    """Let a person in on a post. NoContact; Unserved with the code of the refusal."""
    body = msgspec.json.encode(asked)
    headers = {"Content-Type": "application/json"}
    return call(client, SignedIn, "POST", "/v1/auth/sign-in", content=body, headers=headers)


def choose_password(client: httpx.Client, access: str, asked: PasswordAsked) -> None:
    """Put a password of one's own in place of another. NoContact, Unserved."""
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {access}"}
    body = msgspec.json.encode(asked)
    call(client, None, "POST", "/v1/auth/password", content=body, headers=headers)


def renew(client: httpx.Client, asked: RefreshAsked) -> SignedIn:
    """The tokens that follow. NoContact; Unserved "refresh_refused"."""
    body = msgspec.json.encode(asked)
    headers = {"Content-Type": "application/json"}
    return call(client, SignedIn, "POST", "/v1/auth/refresh", content=body, headers=headers)


def call(client: httpx.Client, kind: Any, method: str, path: str, **request: Any) -> Any:
    """One request and its answer as a struct; 204 gives None. NoContact, Unserved."""
    import httpx

    try:
        with client.stream(method, path, **request) as response:
            body = _body(response)
            status, headers = response.status_code, response.headers
    except (httpx.HTTPError, httpx.InvalidURL, zlib.error, OSError) as error:
        raise NoContact from error
    if headers.get("Sync-Protocol") != str(PROTOCOL):
        if status == 413:
            # A proxy's own limit: who sends less at a time has believed nothing else of it.
            raise Unserved("too_large")
        raise NoContact
    if status == 204:
        return None
    try:
        if 200 <= status < 300:
            return msgspec.json.decode(body, type=kind)
        problem = msgspec.json.decode(body, type=Problem)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise NoContact from error
    raise Unserved(problem.error, expect=problem.expect, retry_after=problem.retry_after)


def _body(response: httpx.Response) -> bytes:
    """The body, inflated; NoContact for one that no answer of ours can be."""
    pieces, size = list[bytes](), 0
    for piece in response.iter_bytes():
        size += len(piece)
        if size > _LARGEST_ANSWER:
            raise NoContact
        pieces.append(piece)
    return b"".join(pieces)
