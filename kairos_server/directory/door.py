# SPDX-License-Identifier: MIT
"""The door of the back end: signing in, renewing, leaving, choosing a password.

Passwords are looked at between two transactions, never inside one: a slow hash holds no lock.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import Row, select, update

from kairos_desktop.models.ids import organisation_id
from kairos_desktop.services.rules.logins import folded_login
from kairos_desktop.services.sync.people_wire import (
    AccountSaid,
    RefreshAsked,
    SessionSaid,
    SignedIn,
    SignInAsked,
)
from kairos_server.directory import posts, throttle, tokens
from kairos_server.directory.known import Known, known
from kairos_server.directory.tables import ACCOUNT, SIGN_IN
from kairos_server.directory.tokens import Bearer, Tokens
from kairos_server.directory.turned_away import TurnedAway, turn_away
from kairos_server.tables import ORG_HEAD, POST

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from kairos_server.directory.passwords import Passwords
    from kairos_server.store import Store


class Door:
    """Lets people in. Safe between threads."""

    def __init__(
        self,
        store: Store,
        passwords: Passwords,
        *,
        now: Callable[[], datetime],
        new_id: Callable[[], UUID],
    ) -> None:
        self._store = store
        self._passwords = passwords
        self._now = now
        self._new_id = new_id

    def sign_in(self, asked: SignInAsked) -> SignedIn:
        """Tokens for a person on a post, which is enrolled where it was not.

        TurnedAway "sign_in_refused" (unknown or wrong, told in one way), "too_many_tries",
        "account_locked", "account_closed", "provisional_expired". Busy.
        """
        org, login, now = organisation_id(asked.siret), folded_login(asked.login), self._now()
        account = self._try(org, login, asked, now)
        right = self._passwords.matches(account.password if account else None, asked.password)
        if account is None or not right:
            raise TurnedAway("sign_in_refused")
        if not account.active:
            raise TurnedAway("account_closed")
        if account.provisional_until is not None and now >= account.provisional_until:
            raise TurnedAway("provisional_expired")
        renewed = self._again_if_outdated(account.password, asked.password)
        with self._store.writing(org) as (conn, _head):
            if _account(conn, org, login) != account:
                raise TurnedAway("sign_in_refused")
            if renewed:
                where = (ACCOUNT.c.org_id == org, ACCOUNT.c.id == account.id)
                conn.execute(update(ACCOUNT).where(*where).values(password=renewed))
            throttle.forgive(conn, org, login)
            post = posts.enrol(conn, org, asked.post, now)
            given = tokens.start(
                conn,
                org=org,
                account_id=account.id,
                post_id=post.id,
                post_state=post.state,
                sign_in_id=self._new_id(),
                now=now,
            )
            # Said at the sign-in alone, not with every token that follows.
            key = posts.file_key(conn, org, post.id) or b""
            return _signed_in(conn, given, key)

    def renew(self, asked: RefreshAsked) -> SignedIn:
        """The tokens that follow. TurnedAway "refresh_refused": the password must be typed."""
        now = self._now()
        with self._store.directory() as conn:
            given = tokens.renew(conn, asked.refresh, asked.post, now)
        if given is None:
            raise TurnedAway("refresh_refused")
        with self._store.reading(given.org) as (conn, _head):
            return _signed_in(conn, given)

    async def known(self, access: str) -> Known:
        """Whose access token this is, and the head of their organisation.

        TurnedAway "access_refused".
        """
        found = await known(self._store, access, self._now())
        if found is None:
            raise TurnedAway("access_refused")
        return found

    def sign_out(self, who: Bearer) -> None:
        """End the family of this post; its unsent acts stay on it."""
        with self._store.directory() as conn:
            tokens.end(conn, "signed_out", self._now(), org=who.org, sign_in_id=who.sign_in_id)

    def sessions(self, who: Bearer) -> tuple[SessionSaid, ...]:
        """Where the account is signed in."""
        now = self._now()
        with self._store.reading(who.org) as (conn, _head):
            mine = (SIGN_IN.c.org_id == who.org, SIGN_IN.c.account_id == who.account_id)
            rows = conn.execute(_SESSIONS.where(*mine)).all()
        live = [row for row in rows if now < row.expires_at]
        said = [SessionSaid(*row[:5], current=row.id == who.sign_in_id) for row in live]
        return tuple(sorted(said, key=lambda each: (each.started_at, each.id)))

    def end_session(self, who: Bearer, sign_in_id: UUID) -> bool:
        """End one family of the account; False where it has none of this id."""
        with self._store.directory() as conn:
            mine = {"org": who.org, "account_id": who.account_id, "sign_in_id": sign_in_id}
            return tokens.end(conn, "ended_by_owner", self._now(), **mine) > 0

    def _try(self, org: UUID, login: str, asked: SignInAsked, now: datetime) -> Row[Any] | None:
        """The account of this login, if any, once the try is counted."""
        with self._store.directory() as conn:
            account = _account(conn, org, login)
            if account is not None and asked.trusted:
                names = {"org": org, "account_id": account.id, "post_id": asked.post.id}
                if tokens.vouches(conn, asked.trusted, **names, now=now):
                    return account
            refused = throttle.begin(conn, org, login, now)
        turn_away(refused)
        return account

    def _again_if_outdated(self, kept: str, password: str) -> str | None:
        return self._passwords.hash(password) if self._passwords.is_outdated(kept) else None


def utc_now() -> datetime:
    """The moment, in UTC: the directory's moments are all so."""
    return datetime.now(UTC)


def _account(conn: Connection, org: UUID, login: str) -> Row[Any] | None:
    where = (ACCOUNT.c.org_id == org, ACCOUNT.c.login == login)
    return conn.execute(select(ACCOUNT).where(*where)).first()


def _signed_in(conn: Connection, given: Tokens, file_key: bytes = b"") -> SignedIn:
    """The answer to a post that signed in or renewed, in a transaction on its organisation."""
    org = given.org
    head = conn.execute(_ORGANISATION.where(ORG_HEAD.c.org_id == org)).one()
    where = (ACCOUNT.c.org_id == org, ACCOUNT.c.id == given.account_id)
    account = conn.execute(select(ACCOUNT).where(*where)).one()
    post = posts.find(conn, org, given.post_id)
    if post is None:
        raise LookupError("a family stands on a post that was never enrolled")
    return SignedIn(
        access=given.access,
        access_seconds=int(tokens.ACCESS_LASTS.total_seconds()),
        refresh=given.refresh,
        session_until=given.session_until,
        org=org,
        organisation=head.name,
        account=AccountSaid(
            id=account.id,
            login=account.login,
            full_name=account.full_name,
            role=account.role,
            sites=tuple(UUID(site) for site in account.sites),
        ),
        post=post,
        lease_days=head.lease_days,
        password_until=account.provisional_until,
        file_key=file_key,
    )


_ORGANISATION = select(ORG_HEAD.c.name, ORG_HEAD.c.lease_days)
_SESSIONS = (
    select(
        SIGN_IN.c.id,
        SIGN_IN.c.post_id,
        POST.c.label,
        SIGN_IN.c.started_at,
        SIGN_IN.c.rotated_at,
        SIGN_IN.c.expires_at,
    )
    .join(POST, (POST.c.org_id == SIGN_IN.c.org_id) & (POST.c.id == SIGN_IN.c.post_id))
    .where(SIGN_IN.c.ended_at.is_(None))
)
