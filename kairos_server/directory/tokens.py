# SPDX-License-Identifier: MIT
"""Tokens: a short one for requests, a long one that is replaced at each use (reference R-A7, R-A8).

A refresh token is a handle, which finds its family, and a secret, which must be the family's
current one. The one just before is answered once more, by the same successor, for ten minutes:
an answer may be lost. Whatever else comes with the handle of a family was stolen, or is a copy:
the family ends. docs/adr/0110 says why the successor can be made again and is kept nowhere.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

import msgspec
from sqlalchemy import Row, bindparam, delete, insert, select, update

from kairos_desktop.models.vocabulary import PostState, Role
from kairos_server.directory.tables import ACCESS, ACCOUNT, SIGN_IN

if TYPE_CHECKING:
    from sqlalchemy import Connection

ACCESS_LASTS = timedelta(minutes=10)
SESSION_LASTS = timedelta(days=90)
IDLE_LASTS = timedelta(days=30)
ANSWER_AGAIN = timedelta(minutes=10)
"""How long the token just before is answered again."""
MOST_TRIES = 10
"""Wrong passwords on a trusted post, after which it is trusted no more."""
_HANDLE, _SECRET = 16, 32
_PURPOSE = b"kairos refresh successor 1"


class Tokens(msgspec.Struct, frozen=True):
    """A pair of tokens, in the only place where they stand in clear."""

    access: str
    refresh: str
    session_until: datetime
    org: UUID
    account_id: UUID
    post_id: UUID

    def __repr__(self) -> str:
        """Who holds them, and not what they are."""
        return f"<Tokens of {self.account_id} on {self.post_id}>"


class Bearer(msgspec.Struct, frozen=True):
    """Whose access token this is, and with which rights."""

    org: UUID
    account_id: UUID
    sign_in_id: UUID
    post_id: UUID
    post_state: PostState
    full_name: str
    role: Role
    sites: tuple[str, ...]
    provisional_until: datetime | None


def start(
    conn: Connection,
    *,
    org: UUID,
    account_id: UUID,
    post_id: UUID,
    post_state: PostState,
    sign_in_id: UUID,
    now: datetime,
) -> Tokens:
    """The first tokens of a person on a post, in place of those that the person had there.

    One family is kept for each person and post, ended or not: it shows who has signed in where.
    """
    _forget(conn, org, account_id, post_id)
    handle, secret = secrets.token_bytes(_HANDLE), secrets.token_bytes(_SECRET)
    conn.execute(
        insert(SIGN_IN).values(
            org_id=org,
            id=sign_in_id,
            account_id=account_id,
            post_id=post_id,
            post_state=post_state,
            handle=_sha(handle),
            current=_sha(secret),
            rotated_at=now,
            started_at=now,
            expires_at=now + SESSION_LASTS,
        )
    )
    access = _grant(conn, org, sign_in_id, now)
    refresh = _text(handle + secret)
    return Tokens(access, refresh, now + SESSION_LASTS, org, account_id, post_id)


def renew(conn: Connection, refresh: str, post_id: UUID, now: datetime) -> Tokens | None:
    """The tokens that follow this one; None where it is refused, and its family may have ended.

    To be called in a transaction that is kept in both cases.
    """
    found = _family(conn, refresh, lock=True)
    if found is None:
        return None
    family, handle, secret = found
    if family.ended_at is not None:
        return None
    if now >= family.expires_at or now - family.rotated_at >= IDLE_LASTS:
        return _ended(conn, family, "expired", now)
    if family.post_id != post_id:
        return _ended(conn, family, "other_post", now)
    if not family.active:
        return _ended(conn, family, "closed", now)
    if hmac.compare_digest(_sha(secret), family.current):
        salt = secrets.token_bytes(_SECRET)
        following = _following(secret, salt)
        values = {"current": _sha(following), "previous": _sha(secret), "salt": salt}
        conn.execute(_of(family).values(**values, rotated_at=now))
    elif _is_previous(family, secret) and now - family.rotated_at <= ANSWER_AGAIN:
        following = _following(secret, family.salt)
    else:
        return _ended(conn, family, "shown_again", now)
    access = _grant(conn, family.org_id, family.id, now)
    return Tokens(
        access,
        _text(handle + following),
        family.expires_at,
        family.org_id,
        family.account_id,
        family.post_id,
    )


def vouches(
    conn: Connection, refresh: str, *, org: UUID, account_id: UUID, post_id: UUID, now: datetime
) -> UUID | None:
    """The family by which a post is trusted with an account, one try counted; None if it is not."""
    found = _family(conn, refresh, lock=True)
    if found is None:
        return None
    family, _handle, secret = found
    is_theirs = (family.org_id, family.account_id, family.post_id) == (org, account_id, post_id)
    is_live = family.ended_at is None and now < family.expires_at
    is_known = hmac.compare_digest(_sha(secret), family.current) or _is_previous(family, secret)
    if not (is_theirs and is_live and is_known and family.tries < MOST_TRIES):
        return None
    conn.execute(_of(family).values(tries=family.tries + 1))
    return family.id


def access_key(access: str) -> bytes | None:
    """By what the directory knows an access token; None for a text that cannot be one."""
    raw = _bytes(access, _SECRET)
    return _sha(raw) if raw else None


class Holder(Bearer, frozen=True, array_like=True):
    """What the directory has of an access token: the columns of HOLDER, in their order."""

    ended_at: datetime | None
    active: bool
    expires_at: datetime

    def bearer(self, now: datetime) -> Bearer | None:
        """Whom the token lets in; None for one that is old or ended."""
        if self.ended_at is not None or not self.active or now >= self.expires_at:
            return None
        return self


def holder(conn: Connection, key: bytes) -> Holder | None:
    """What the directory has of the token of this key; None where it knows none."""
    row = conn.execute(HOLDER, {"token": key}).first()
    return None if row is None else Holder(*row)


def end(
    conn: Connection,
    why: str,
    now: datetime,
    *,
    org: UUID,
    account_id: UUID | None = None,
    post_id: UUID | None = None,
    sign_in_id: UUID | None = None,
    but: UUID | None = None,
) -> int:
    """End the families of an organisation that these ids name, but one; gives how many."""
    named = {"account_id": account_id, "post_id": post_id, "id": sign_in_id}
    tests = [SIGN_IN.c[name] == value for name, value in named.items() if value is not None]
    if not tests:
        raise ValueError("name what is to end")
    if but is not None:
        tests.append(SIGN_IN.c.id != but)
    statement = (
        update(SIGN_IN)
        .where(SIGN_IN.c.org_id == org, SIGN_IN.c.ended_at.is_(None), *tests)
        .values(ended_at=now, ended_for=why, previous=None, salt=None)
    )
    return conn.execute(statement).rowcount


def mark_post(conn: Connection, org: UUID, post_id: UUID, state: PostState) -> None:
    """Say to the families of a post whether it may still exchange."""
    where = (SIGN_IN.c.org_id == org, SIGN_IN.c.post_id == post_id)
    conn.execute(update(SIGN_IN).where(*where).values(post_state=state))


def _forget(conn: Connection, org: UUID, account_id: UUID, post_id: UUID) -> None:
    theirs = (
        SIGN_IN.c.org_id == org,
        SIGN_IN.c.account_id == account_id,
        SIGN_IN.c.post_id == post_id,
    )
    families = select(SIGN_IN.c.id).where(*theirs)
    conn.execute(delete(ACCESS).where(ACCESS.c.org_id == org, ACCESS.c.sign_in_id.in_(families)))
    conn.execute(delete(SIGN_IN).where(*theirs))


def _ended(conn: Connection, family: Row[Any], why: str, now: datetime) -> None:
    end(conn, why, now, org=family.org_id, sign_in_id=family.id)


def _of(family: Row[Any]) -> Any:
    return update(SIGN_IN).where(SIGN_IN.c.org_id == family.org_id, SIGN_IN.c.id == family.id)


def _family(conn: Connection, refresh: str, *, lock: bool) -> tuple[Row[Any], bytes, bytes] | None:
    """The family of a refresh token, whatever its secret is worth, and the token's two halves."""
    raw = _bytes(refresh, _HANDLE + _SECRET)
    if raw is None:
        return None
    handle, secret = raw[:_HANDLE], raw[_HANDLE:]
    query = _FAMILY.with_for_update(of=SIGN_IN) if lock else _FAMILY
    row = conn.execute(query, {"handle": _sha(handle)}).first()
    return None if row is None else (row, handle, secret)


def _is_previous(family: Row[Any], secret: bytes) -> bool:
    return family.previous is not None and hmac.compare_digest(_sha(secret), family.previous)


def _following(secret: bytes, salt: bytes) -> bytes:
    """The secret after this one: made again by whoever has it and the salt of the directory."""
    return hmac.digest(secret, _PURPOSE + salt, "sha256")


def _grant(conn: Connection, org: UUID, sign_in_id: UUID, now: datetime) -> str:
    """A new access token; the family's old ones leave."""
    of_family = (ACCESS.c.org_id == org, ACCESS.c.sign_in_id == sign_in_id)
    rows = conn.execute(select(ACCESS.c.token, ACCESS.c.expires_at).where(*of_family))
    old = [row.token for row in rows if row.expires_at <= now]
    if old:
        conn.execute(delete(ACCESS).where(ACCESS.c.token.in_(old)))
    raw = secrets.token_bytes(_SECRET)
    values = {"org_id": org, "token": _sha(raw), "sign_in_id": sign_in_id}
    conn.execute(insert(ACCESS).values(**values, expires_at=now + ACCESS_LASTS))
    return _text(raw)


def _sha(raw: bytes) -> bytes:
    return hashlib.sha256(raw).digest()


def _text(raw: bytes) -> str:
    return urlsafe_b64encode(raw).decode().rstrip("=")


def _bytes(text: str, length: int) -> bytes | None:
    """The bytes of a token; None for a text that cannot be one of ours."""
    try:
        raw = urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except ValueError:
        return None
    return raw if len(raw) == length and _text(raw) == text else None


_FAMILY = (
    select(SIGN_IN, ACCOUNT.c.active)
    .join(ACCOUNT, (ACCOUNT.c.org_id == SIGN_IN.c.org_id) & (ACCOUNT.c.id == SIGN_IN.c.account_id))
    .where(SIGN_IN.c.handle == bindparam("handle"))
)
HOLDER = (
    select(
        SIGN_IN.c.org_id,
        SIGN_IN.c.account_id,
        SIGN_IN.c.id,
        SIGN_IN.c.post_id,
        SIGN_IN.c.post_state,
        ACCOUNT.c.full_name,
        ACCOUNT.c.role,
        ACCOUNT.c.sites,
        ACCOUNT.c.provisional_until,
        SIGN_IN.c.ended_at,
        ACCOUNT.c.active,
        ACCESS.c.expires_at,
    )
    .select_from(ACCESS)
    .join(SIGN_IN, (SIGN_IN.c.org_id == ACCESS.c.org_id) & (SIGN_IN.c.id == ACCESS.c.sign_in_id))
    .join(ACCOUNT, (ACCOUNT.c.org_id == SIGN_IN.c.org_id) & (ACCOUNT.c.id == SIGN_IN.c.account_id))
    .where(ACCESS.c.token == bindparam("token"))
)
