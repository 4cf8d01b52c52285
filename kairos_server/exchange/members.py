# SPDX-License-Identifier: MIT
"""Whose acts a post hands over, and what these people may do as of now."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Protocol
from uuid import UUID

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
    from sqlalchemy import Connection


class _Bringer(Protocol):
    """The post whose acts these are, and the account that answers for them."""

    @property
    def org(self) -> UUID: ...
    @property
    def post_id(self) -> UUID: ...
    @property
    def account_id(self) -> UUID: ...


class Members:
    """The accounts of the caller's organisation, as its acts are decided.

    The caller is the post that wrote the acts, also where another one brings them in a file.
    """

    def __init__(self, caller: _Bringer) -> None:
        self._caller = caller

    def sender(self, conn: Connection) -> Sender:
        """The caller's post, with the letter of its papers."""
        caller = self._caller
        letter, state = conn.execute(_POST, {"org": caller.org, "id": caller.post_id}).one()
        return Sender(caller.post_id, letter, is_revoked=state != PostState.ACTIVE)

    def authors(self, conn: Connection, acts: Sequence[WireAct]) -> list[Author]:
        """The author of each act; for one made while the post worked alone the caller answers."""
        asked = {act.account for act in acts if act.account is not None}
        known = self._known(conn, asked | {self._caller.account_id})
        # A batch is of a few people, who do a few things many times.
        found: dict[tuple[UUID | None, str, str], Author] = {}
        for act in acts:
            who = (act.account, act.by, act.type)
            if who not in found:
                found[who] = self._author(known, act)
        return [found[act.account, act.by, act.type] for act in acts]

    def _known(self, conn: Connection, ids: set[UUID]) -> dict[UUID, Any]:
        """The accounts that signed in on this post, the closed ones too."""
        values = {"org": self._caller.org, "post": self._caller.post_id, "ids": sorted(ids)}
        return {row.id: row for row in conn.execute(_ACCOUNTS, values)}

    def _author(self, known: dict[UUID, Any], act: WireAct) -> Author:
        account = known.get(act.account or self._caller.account_id)
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
_ACCOUNTS = select(
    *(ACCOUNT.c[name] for name in ("id", "full_name", "role", "sites", "active"))
).where(
    ACCOUNT.c.org_id == bindparam("org"),
    ACCOUNT.c.id.in_(bindparam("ids", expanding=True)),
    # Nobody lends a name: who never signed in on this post did not type on it.
    select(SIGN_IN.c.id)
    .where(
        SIGN_IN.c.org_id == ACCOUNT.c.org_id,
        SIGN_IN.c.account_id == ACCOUNT.c.id,
        SIGN_IN.c.post_id == bindparam("post"),
    )
    .exists(),
)
