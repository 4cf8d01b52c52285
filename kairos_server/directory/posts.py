# SPDX-License-Identifier: MIT
"""The posts of an organisation: enrolled at sign-in, named, listed, revoked (reference R-A9)."""

from __future__ import annotations

import secrets
from datetime import datetime
from itertools import product
from string import ascii_uppercase
from typing import TYPE_CHECKING, Any
from uuid import UUID

import msgspec
from sqlalchemy import Row, insert, select, update

from kairos_desktop.models.vocabulary import PostState
from kairos_desktop.services.sync.people_wire import PostAsked, PostSaid
from kairos_desktop.services.sync.sealed_file import KEY_BYTES
from kairos_server.directory import tokens
from kairos_server.directory.tables import ACCOUNT, SIGN_IN
from kairos_server.tables import ORG_HEAD, POST

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection


class NoLetterLeft(Exception):
    """Every letter of the organisation starts the numbers of some post."""


def enrol(conn: Connection, org: UUID, asked: PostAsked, now: datetime) -> PostSaid:
    """The post, made known where it is not yet; in a transaction that has locked the organisation.

    A post that is known keeps its name, its letter and its state. NoLetterLeft.
    """
    if post := find(conn, org, asked.id):
        touch(conn, org, asked.id, now)
        return post
    values = {
        "id": asked.id,
        "label": " ".join(asked.label.split()) or "Poste",
        "letter": _letter(conn, org, asked.letter),
        "state": PostState.ACTIVE.value,
        "enrolled_at": now,
        "last_seen_at": now,
        "announced_pending": 0,
        "file_key": secrets.token_bytes(KEY_BYTES),
    }
    conn.execute(insert(POST).values(org_id=org, **values))
    return _said(conn.execute(_COLUMNS.where(POST.c.org_id == org, POST.c.id == asked.id)).one())


def find(conn: Connection, org: UUID, post_id: UUID) -> PostSaid | None:
    """The post, or None where the organisation has none of this id."""
    row = conn.execute(_COLUMNS.where(POST.c.org_id == org, POST.c.id == post_id)).first()
    return _said(row) if row else None


def file_key(conn: Connection, org: UUID, post_id: UUID) -> bytes | None:
    """What the files of a post are sealed with; None where the organisation has no such post."""
    query = select(POST.c.file_key).where(POST.c.org_id == org, POST.c.id == post_id)
    key = conn.execute(query).scalar()
    return None if key is None else bytes(key)


def all_of(conn: Connection, org: UUID) -> tuple[PostSaid, ...]:
    """Every post, the revoked ones too, in the order in which letters are given.

    With who is signed in there, on which sites; a post renews its tokens while it works, so that
    its last contact is known to ten minutes.
    """
    signed: dict[UUID, list[Any]] = {}
    for row in conn.execute(_SIGNED_IN.where(SIGN_IN.c.org_id == org)):
        signed.setdefault(row.post_id, []).append(row)
    rows = conn.execute(_COLUMNS.where(POST.c.org_id == org))
    said = [_with_people(_said(row), signed.get(row.id, [])) for row in rows]
    return tuple(sorted(said, key=lambda post: (len(post.letter), post.letter)))


def touch(conn: Connection, org: UUID, post_id: UUID, now: datetime) -> None:
    """The post was heard of."""
    conn.execute(_one(org, post_id).values(last_seen_at=now))


def rename(conn: Connection, org: UUID, post_id: UUID, label: str) -> PostSaid | None:
    """The post under another name; None where the organisation has none of this id."""
    conn.execute(_one(org, post_id).values(label=label))
    return find(conn, org, post_id)


def revoke(conn: Connection, org: UUID, post_id: UUID) -> PostSaid | None:
    """The post, which may only hand over its unsent acts from now on; None for an unknown one."""
    conn.execute(_one(org, post_id).values(state=PostState.REVOKED.value))
    tokens.mark_post(conn, org, post_id, PostState.REVOKED)
    return find(conn, org, post_id)


def set_lease(conn: Connection, org: UUID, days: int) -> None:
    """The days that a post of the organisation may work without contact."""
    conn.execute(update(ORG_HEAD).where(ORG_HEAD.c.org_id == org).values(lease_days=days))


def _one(org: UUID, post_id: UUID) -> Any:
    return update(POST).where(POST.c.org_id == org, POST.c.id == post_id)


def _letter(conn: Connection, org: UUID, asked: str | None) -> str:
    taken = set(conn.execute(select(POST.c.letter).where(POST.c.org_id == org)).scalars())
    if asked and asked not in taken:
        return asked
    pairs = (first + second for first, second in product(ascii_uppercase, repeat=2))
    for letter in (*ascii_uppercase, *pairs):
        if letter not in taken:
            return letter
    raise NoLetterLeft


def _said(row: Row[Any]) -> PostSaid:
    return PostSaid(
        id=row.id,
        label=row.label,
        letter=row.letter,
        state=PostState(row.state),
        enrolled_at=row.enrolled_at,
        last_seen_at=row.last_seen_at,
        announced_pending=row.announced_pending,
    )


def _with_people(post: PostSaid, signed: Sequence[Any]) -> PostSaid:
    here = [row for row in signed if row.ended_at is None and row.active]
    kept = {site for row in here for site in row.sites}
    if not all(row.sites for row in here):
        # Whoever is kept to no site works for the whole organisation there.
        kept = set[str]()
    moments = [row.rotated_at for row in signed]
    return msgspec.structs.replace(
        post,
        last_seen_at=max(filter(None, [post.last_seen_at, *moments]), default=None),
        people=tuple(sorted(row.full_name for row in here)),
        sites=tuple(UUID(site) for site in sorted(kept)),
    )


_STORED = [name for name in PostSaid.__struct_fields__ if name not in ("people", "sites")]
_COLUMNS = select(*(POST.c[name] for name in _STORED))
_SIGNED_IN = select(
    SIGN_IN.c.post_id,
    SIGN_IN.c.rotated_at,
    SIGN_IN.c.ended_at,
    ACCOUNT.c.full_name,
    ACCOUNT.c.sites,
    ACCOUNT.c.active,
).join(ACCOUNT, (ACCOUNT.c.org_id == SIGN_IN.c.org_id) & (ACCOUNT.c.id == SIGN_IN.c.account_id))
