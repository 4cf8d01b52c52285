# SPDX-License-Identifier: MIT
"""What travels about people and posts: signing in, accounts, the posts of an organisation.

Names are for ever: a field may be added with a default, none is renamed or taken away. A struct
that carries a secret shows none of it in its `repr`.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

import msgspec

from kairos_desktop.models.vocabulary import PostState, Role

Siret = Annotated[str, msgspec.Meta(pattern="^[0-9]{14}$")]
_NO_NUL = "^[^\\x00]*$"
"""NUL is a character that one of the two databases refuses."""
Login = Annotated[str, msgspec.Meta(min_length=1, max_length=80, pattern=_NO_NUL)]
Typed = Annotated[str, msgspec.Meta(min_length=1, max_length=1024)]
"""A password as it was typed; what it must be is the policy's matter, not the form's."""
Token = Annotated[str, msgspec.Meta(pattern="^[A-Za-z0-9_-]{43,86}$")]
Label = Annotated[str, msgspec.Meta(min_length=1, max_length=80, pattern=_NO_NUL)]
Letter = Annotated[str, msgspec.Meta(pattern="^[A-Z]{1,2}$")]


class _Secret(msgspec.Struct, frozen=True, omit_defaults=True):
    """A struct whose fields must not reach a log."""

    def __repr__(self) -> str:
        """The kind alone."""
        return f"<{type(self).__name__}>"


class PostAsked(msgspec.Struct, frozen=True, omit_defaults=True):
    """The post that signs in: its id, how it calls itself, the letter it would like."""

    id: UUID
    label: Label
    letter: Letter | None = None


class SignInAsked(_Secret, frozen=True):
    """A person signs in on a post."""

    siret: Siret
    login: Login
    password: Typed
    post: PostAsked
    trusted: Token | None = None
    """The refresh token that this post still has: a locked account is not locked out on it."""


class RefreshAsked(_Secret, frozen=True):
    """A post renews its tokens; to be sent again, the same, until an answer came."""

    refresh: Token
    post: UUID


class PasswordAsked(_Secret, frozen=True):
    """A person chooses another password; other posts are signed out unless told otherwise."""

    current: Typed
    new: Typed
    end_others: bool = True


class AccountSaid(msgspec.Struct, frozen=True):
    """Who signed in, and with which rights."""

    id: UUID
    login: str
    full_name: str
    role: Role
    sites: tuple[UUID, ...]


class PostSaid(msgspec.Struct, frozen=True):
    """A post of the organisation; `letter` starts the numbers of its papers."""

    id: UUID
    label: str
    letter: str
    state: PostState
    enrolled_at: datetime
    last_seen_at: datetime | None
    announced_pending: int
    people: tuple[str, ...] = ()
    """Who is signed in there; only in a list of posts."""
    sites: tuple[UUID, ...] = ()
    """The sites that all of them are kept to; none: the whole organisation."""


class SignedIn(_Secret, frozen=True):
    """What a post works with after it signed in or renewed its tokens."""

    access: str
    access_seconds: int
    refresh: str
    session_until: datetime
    """When the password must be typed again, whatever happens."""
    org: UUID
    organisation: str
    account: AccountSaid
    post: PostSaid
    lease_days: int
    password_until: datetime | None = None
    """Set for a provisional password: nothing else is served until another one is chosen."""
    file_key: bytes = b""
    """Of this post alone: what its files of acts and answers are sealed with."""


class SessionSaid(msgspec.Struct, frozen=True):
    """A post on which the account is signed in."""

    id: UUID
    post: UUID
    post_label: str
    started_at: datetime
    used_at: datetime
    current: bool


class Sessions(msgspec.Struct, frozen=True):
    """Where an account is signed in."""

    sessions: tuple[SessionSaid, ...]


class Posts(msgspec.Struct, frozen=True):
    """The posts of the organisation, and the days that each may work without contact."""

    posts: tuple[PostSaid, ...]
    lease_days: int


class PostRenamed(msgspec.Struct, frozen=True):
    """The new name of a post."""

    label: Label


class LeaseAsked(msgspec.Struct, frozen=True):
    """Days that a post may work without contact (reference R-D12)."""

    lease_days: Annotated[int, msgspec.Meta(ge=7, le=30)]


class AccountAsked(_Secret, frozen=True):
    """A new account; `password` is that of the RGC who asks, as for every change of rights."""

    account_id: UUID
    login: Login
    full_name: Label
    role: Role
    password: Typed
    sites: Annotated[tuple[UUID, ...], msgspec.Meta(max_length=200)] = ()


class RightsAsked(_Secret, frozen=True):
    """Name, role and sites of an account, as a whole."""

    full_name: Label
    role: Role
    password: Typed
    sites: Annotated[tuple[UUID, ...], msgspec.Meta(max_length=200)] = ()


class Confirmed(_Secret, frozen=True):
    """A change that says nothing but the password of the RGC who asks."""

    password: Typed


class PasswordGiven(_Secret, frozen=True):
    """A provisional password, said once: to be handed over, and replaced at the first sign-in."""

    account_id: UUID
    login: str
    password: str
    password_until: datetime


class AccountState(msgspec.Struct, frozen=True):
    """An account as the RGC follows it."""

    id: UUID
    login: str
    full_name: str
    role: Role
    sites: tuple[UUID, ...]
    active: bool
    locked: bool
    password_until: datetime | None


class Accounts(msgspec.Struct, frozen=True):
    """Every account of the organisation, the closed ones too."""

    accounts: tuple[AccountState, ...]
