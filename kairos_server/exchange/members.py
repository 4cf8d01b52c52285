# SPDX-License-Identifier: MIT
"""Whose acts a post hands over, and what these people may do as of now."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Protocol
from uuid import UUID

import msgspec
from sqlalchemy import bindparam, select

from kairos_desktop.models.vocabulary import PostState, Role
from kairos_desktop.services.acts.registry import ACT_OF_NAME
from kairos_desktop.services.rules import outcome_codes as codes
from kairos_desktop.services.rules.rights import right_refusal
from kairos_desktop.services.sync.wire import WireAct
from kairos_server.directory.tables import ACCOUNT, SIGN_IN
from kairos_server.exchange.judging import Author, Sender
from kairos_server.tables import POST

if TYPE_CHECKING:
    from kairos_desktop.services.row_store import Question


class _Bringer(Protocol):
    """The post whose acts these are, and the account that answers for them."""

    @property
    def org(self) -> UUID: ...
    @property
    def post_id(self) -> UUID: ...
    @property
    def account_id(self) -> UUID: ...


class _Account(msgspec.Struct, frozen=True):
    """What an account may do, as of now."""

    id: UUID
    full_name: str
    role: Role
    sites: tuple[str, ...]
    active: bool


class Members:
    """The accounts of the caller's organisation, as its acts are decided.

    The caller is the post that wrote the acts, also where another one brings them in a file.
    """

    def __init__(self, caller: _Bringer) -> None:
        self._caller = caller
        self._accounts: dict[UUID, _Account] = {}

    @property
    def post(self) -> UUID:
        """The caller's post."""
        return self._caller.post_id

    def questions(self) -> list[Question]:
        """The caller's post, and the accounts that signed in on it."""
        mine = {"org": self._caller.org, "id": self._caller.post_id}
        return [(_POST, mine), (_ACCOUNTS, mine)]

    def sender(self, told: Sequence[Sequence[Any]]) -> Sender:
        """The caller's post, with the letter of its papers; who signed in on it is learnt too."""
        posts, accounts = told
        self._accounts = {row[0]: _Account(*row) for row in accounts}
        letter, state = posts[0]
        return Sender(self._caller.post_id, letter, is_revoked=state != PostState.ACTIVE)

    def authors(self, acts: Sequence[WireAct]) -> list[Author]:
        """The author of each act; for one made while the post worked alone the caller answers.

        To be asked after `sender`.
        """
        # A batch is of a few people, who do a few things many times.
        found: dict[tuple[UUID | None, str, str], Author] = {}
        for act in acts:
            who = (act.account, act.by, act.type)
            if who not in found:
                found[who] = self._author(act)
        return [found[act.account, act.by, act.type] for act in acts]

    def _author(self, act: WireAct) -> Author:
        account = self._accounts.get(act.account or self._caller.account_id)
        if account is None:
            return Author(act.by, codes.ACCOUNT_UNKNOWN)
        name = act.by if act.account is None else account.full_name
        if not account.active:
            return Author(name, codes.ACCOUNT_CLOSED)
        kind = ACT_OF_NAME.get(act.type)
        if kind is not None and kind.server_only:
            return Author(name, codes.RIGHT_MISSING)
        refusal = right_refusal(account.role, act.type)
        sites = frozenset(UUID(site) for site in account.sites)
        trainer = account.full_name if account.role == Role.TRAINER else ""
        return Author(name, refusal.code if refusal else "", sites, trainer)


_POST = select(POST.c.letter, POST.c.state).where(
    POST.c.org_id == bindparam("org"), POST.c.id == bindparam("id")
)
# Nobody lends a name: who never signed in on this post did not type on it. The closed ones too.
_HERE = select(SIGN_IN.c.account_id).where(
    SIGN_IN.c.org_id == bindparam("org"), SIGN_IN.c.post_id == bindparam("id")
)
_ACCOUNTS = select(*(ACCOUNT.c[name] for name in _Account.__struct_fields__)).where(
    ACCOUNT.c.org_id == bindparam("org"), ACCOUNT.c.id.in_(_HERE)
)
