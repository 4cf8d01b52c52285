# SPDX-License-Identifier: MIT
"""A post and the back end of its organisation: signing in, joining, the exchange that follows.

The window and the command line stand on these; what a server refuses is a ServerRefused, a French
sentence. Lane: net, but for what is said to write.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec
from sqlalchemy import select

from kairos_desktop.models.exchange_tables import EXCHANGE
from kairos_desktop.services import profile as profiles
from kairos_desktop.services.sync import joining
from kairos_desktop.services.sync.beside import in_a_thread
from kairos_desktop.services.sync.exchange import Exchange, NoContact, Unserved, Writing
from kairos_desktop.services.sync.http_wire import (
    BadAddress,
    HttpWire,
    base_url,
    choose_password,
    open_client,
    sign_in,
)
from kairos_desktop.services.sync.people_wire import (
    PasswordAsked,
    PostAsked,
    SignedIn,
    SignInAsked,
)
from kairos_desktop.services.sync.rebase import Post
from kairos_desktop.services.wording.server_sentences import server_sentence

if TYPE_CHECKING:
    from collections.abc import Generator

    import httpx

    from kairos_desktop.services.profile import OpenProfile
    from kairos_desktop.services.sync.post_tokens import MemoryTokens
    from kairos_desktop.services.sync.wire import CarryAnswer
    from kairos_desktop.services.workspace import Workspace

PASSWORD_TO_CHOOSE = "password_to_choose"


class ServerRefused(Exception):
    """What the server, or the way to it, did not allow; `sentence` is for the person."""

    def __init__(self, code: str, *, seconds: float | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.sentence = server_sentence(code, seconds)


class Welcome(msgspec.Struct, frozen=True):
    """Who was recognised, by which server, on which post; its repr shows no token."""

    address: str
    siret: str
    signed: SignedIn


class Login(msgspec.Struct, frozen=True):
    """Who signs in where; `new_password` replaces a provisional one. Its repr shows nothing."""

    address: str
    siret: str
    login: str
    password: str
    new_password: str = ""

    def __repr__(self) -> str:
        """The kind alone."""
        return "<Login>"


def welcome(login: Login, post: PostAsked) -> Welcome:
    """Sign a person in on a post. ServerRefused; "password_to_choose" for a provisional one."""
    with _explained(), open_client(login.address) as client:
        address = base_url(login.address)
        asked = SignInAsked(login.siret, login.login, login.password, post)
        signed = sign_in(client, asked)
        if signed.password_until is None:
            return Welcome(address, login.siret, signed)
        if not login.new_password:
            raise ServerRefused(PASSWORD_TO_CHOOSE)
        choose_password(client, signed.access, PasswordAsked(login.password, login.new_password))
        again = msgspec.structs.replace(asked, password=login.new_password)
        return Welcome(address, login.siret, sign_in(client, again))


def join(
    profile: OpenProfile, workspace: Workspace, welcomed: Welcome, tokens: MemoryTokens
) -> int:
    """Make an opened profile exchange, or sign it in again; gives how many acts will be sent.

    Lane: write. The letter of the papers becomes the one that the server gave this post.
    """
    signed, card = welcomed.signed, profile.profile.card
    tokens.keep(signed.refresh)
    if is_joined(workspace):
        return workspace.write(
            lambda conn: joining.sign_in_again(
                conn, workspace.org, signed.account.id, signed.file_key
            )
        )
    joined = joining.Joined(
        welcomed.address, workspace.new_id(), signed.account.id, card.letter, signed.file_key
    )
    count = workspace.write(lambda conn: joining.join(conn, workspace.org, card.post_id, joined))
    workspace.outbox.look_again()
    if signed.post.letter != card.letter:
        profiles.take_letter(profile.unlocked, signed.post.letter)
        workspace.take_letter(signed.post.letter)
    return count


def is_joined(workspace: Workspace) -> bool:
    """Whether the post exchanges with a back end. Lane: read."""
    return server_of(workspace) is not None


def server_of(workspace: Workspace) -> str | None:
    """The address of the back end, None for a post that works alone. Lane: read."""
    query = select(EXCHANGE.c.server_url)
    return workspace.read(
        lambda conn, org: conn.execute(query.where(EXCHANGE.c.org_id == org)).scalar()
    )


@dataclass(frozen=True)
class Line:
    """An open way to the back end: the exchange, the wire that it goes by, how to cut it."""

    exchange: Exchange
    wire: HttpWire
    client: httpx.Client


def open_line(
    profile: OpenProfile,
    workspace: Workspace,
    tokens: MemoryTokens,
    writing: Writing | None = None,
) -> Line:
    """The exchange of a post that has joined; LookupError for one that works alone."""
    address = server_of(workspace)
    if address is None:
        raise LookupError("this post works alone")
    card = profile.profile.card
    client = open_client(address)
    wire = HttpWire(client, card.post_id, tokens)
    exchange = Exchange(
        Post(workspace.org, card.post_id, card.letter),
        wire,
        writing or workspace.write,
        workspace.now,
        workspace.new_id,
        in_a_thread,
    )
    return Line(exchange, wire, client)


def exchange_once(line: Line) -> tuple[int, int, str]:
    """One exchange: acts sent, rows that changed, why acts were held. ServerRefused."""
    with _explained():
        brought = line.exchange.round()
        return brought.sent, len(brought.changes.ids), brought.held


def receive_offer(line: Line, profile: OpenProfile, workspace: Workspace) -> int:
    """The offer that the server imported; how many sessions it changed here. ServerRefused."""
    from kairos_desktop.services.sync.offer_post import receive

    opened = profile.profile
    with _explained():
        took = receive(
            line.wire.ask, opened.catalogue, profile.key, opened.card.siret, workspace.now()
        )
    return took.new + took.changed + took.withdrawn if took else 0


def carry(line: Line, file: bytes) -> CarryAnswer:
    """Hand over a file that another post sealed. ServerRefused."""
    with _explained():
        return line.wire.carry(file)


@contextmanager
def _explained() -> Generator[None]:
    """ServerRefused in place of what the wire raises."""
    try:
        yield
    except BadAddress:
        raise ServerRefused("bad_address") from None
    except NoContact:
        raise ServerRefused("no_contact") from None
    except Unserved as problem:
        raise ServerRefused(problem.error, seconds=problem.retry_after) from None
