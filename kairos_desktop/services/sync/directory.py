# SPDX-License-Identifier: MIT
"""What the RGC does of accounts and posts, asked of the back end. Lane: net.

Each call raises ServerRefused, whose sentence says what became of what was asked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kairos_desktop.services.sync.exchange import NoContact, Unserved
from kairos_desktop.services.sync.membership import ServerRefused
from kairos_desktop.services.sync.people_wire import (
    AccountAsked,
    Accounts,
    AccountState,
    Confirmed,
    LeaseAsked,
    PasswordGiven,
    PostRenamed,
    Posts,
    PostSaid,
    RightsAsked,
)

if TYPE_CHECKING:
    from uuid import UUID

    from kairos_desktop.services.sync.http_wire import HttpWire

NO_ANSWER = "no_answer"
"""The code of a change of which it is not known whether it was made: its answer did not come."""


class Directory:
    """The accounts and the posts of the organisation, over the line of this post."""

    def __init__(self, wire: HttpWire) -> None:
        self._wire = wire

    def accounts(self) -> tuple[AccountState, ...]:
        """Every account as the back end has it, and whether it is locked. For the RGC."""
        found: Accounts = self._read(Accounts, "/v1/accounts")
        return found.accounts

    def create(self, asked: AccountAsked) -> PasswordGiven:
        """A new account and its provisional password, which is said this once."""
        return self._change(PasswordGiven, "POST", "/v1/accounts", asked)

    def change(self, account: UUID, asked: RightsAsked) -> None:
        """Another name, role or other sites."""
        self._change(None, "POST", f"/v1/accounts/{account}/change", asked)

    def renew(self, account: UUID, password: str) -> PasswordGiven:
        """Another provisional password; the account is unlocked and signed out everywhere."""
        path = f"/v1/accounts/{account}/password"
        return self._change(PasswordGiven, "POST", path, Confirmed(password))

    def unlock(self, account: UUID, password: str) -> None:
        """The failed tries are forgotten."""
        self._change(None, "POST", f"/v1/accounts/{account}/unlock", Confirmed(password))

    def close(self, account: UUID, password: str) -> None:
        """Nobody signs in with the account any more."""
        self._change(None, "POST", f"/v1/accounts/{account}/close", Confirmed(password))

    def hand_over(self, account: UUID, password: str) -> None:
        """This account becomes the RGC's, in place of whoever asks."""
        self._change(None, "POST", f"/v1/accounts/{account}/hand-over", Confirmed(password))

    def posts(self) -> Posts:
        """Every post, and the days that each may work without contact."""
        return self._read(Posts, "/v1/posts")

    def rename(self, post: UUID, label: str) -> PostSaid:
        """The post under another name."""
        return self._change(PostSaid, "POST", f"/v1/posts/{post}/name", PostRenamed(label))

    def revoke(self, post: UUID) -> PostSaid:
        """The post may only hand over its unsent acts from now on."""
        return self._change(PostSaid, "POST", f"/v1/posts/{post}/revoke")

    def set_lease(self, days: int) -> None:
        """The days that a post may work without contact."""
        self._change(None, "PUT", "/v1/posts/lease", LeaseAsked(days))

    def _read(self, kind: Any, path: str) -> Any:
        return self._ask("no_contact", kind, "GET", path)

    def _change(self, kind: Any, method: str, path: str, asked: Any = None) -> Any:
        return self._ask(NO_ANSWER, kind, method, path, asked)

    def _ask(self, silence: str, kind: Any, method: str, path: str, asked: Any = None) -> Any:
        try:
            return self._wire.ask(kind, method, path, asked)
        except NoContact:
            raise ServerRefused(silence) from None
        except Unserved as problem:
            raise ServerRefused(problem.error, seconds=problem.retry_after) from None
