# SPDX-License-Identifier: MIT
"""How often a password may be tried on a login (reference R-A5).

Counted per login, not per address, and whether or not an account has it. A try is counted before
the password is looked at, so that fifty at once are fifty.
"""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import msgspec
from sqlalchemy import delete, select, update

from kairos_server.directory.tables import TRIES

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy import Connection

FREE = 5
"""Failures in a row before the first delay."""
MOST_IN_A_ROW = 10
"""Failures in a row that lock the login, until the RGC unlocks it."""
MOST_IN_A_DAY = 25
_FIRST, _LONGEST, _DAY = timedelta(minutes=1), timedelta(minutes=30), timedelta(days=1)


class Tries(msgspec.Struct, frozen=True):
    """The tries on a login so far."""

    in_a_row: int
    in_the_day: int
    day_began_at: datetime
    next_at: datetime | None


class Refusal(msgspec.Struct, frozen=True):
    """No try now: `seconds` to wait, None while the login is locked."""

    seconds: float | None


def refusal(tries: Tries, now: datetime) -> Refusal | None:
    """Why no try may be made now."""
    if tries.in_a_row >= MOST_IN_A_ROW:
        return Refusal(None)
    if tries.next_at is not None and now < tries.next_at:
        return Refusal((tries.next_at - now).total_seconds())
    day_ends = tries.day_began_at + _DAY
    if tries.in_the_day >= MOST_IN_A_DAY and now < day_ends:
        return Refusal((day_ends - now).total_seconds())
    return None


def after_try(tries: Tries, now: datetime) -> Tries:
    """The tries with one more, which failed until the contrary is known."""
    same_day = now < tries.day_began_at + _DAY
    in_a_row = tries.in_a_row + 1
    wait = min(_FIRST * 2 ** max(0, in_a_row - FREE), _LONGEST)
    return Tries(
        in_a_row=in_a_row,
        in_the_day=tries.in_the_day + 1 if same_day else 1,
        day_began_at=tries.day_began_at if same_day else now,
        next_at=now + wait if in_a_row >= FREE else None,
    )


def begin(conn: Connection, org: UUID, login: str, now: datetime) -> Refusal | None:
    """Count a try on a login, or say why it may not be made."""
    key = _key(login)
    where = (TRIES.c.org_id == org) & (TRIES.c.login == key)
    # There from now on, so that two first tries wait for one another as any others do.
    none_yet = msgspec.structs.asdict(Tries(0, 0, now, None))
    conn.execute(_insert_new(conn).values(org_id=org, login=key, **none_yet))
    before = Tries(*conn.execute(_COLUMNS.where(where).with_for_update()).one())
    if refused := refusal(before, now):
        return refused
    conn.execute(
        update(TRIES).where(where).values(**msgspec.structs.asdict(after_try(before, now)))
    )
    return None


def is_locked(conn: Connection, org: UUID, login: str) -> bool:
    """Whether the RGC must unlock a login."""
    where = (TRIES.c.org_id == org, TRIES.c.login == _key(login))
    in_a_row = conn.execute(select(TRIES.c.in_a_row).where(*where)).scalar()
    return (in_a_row or 0) >= MOST_IN_A_ROW


def forgive(conn: Connection, org: UUID, login: str) -> None:
    """Forget the failures of a login: the password was right, or the RGC unlocks it."""
    conn.execute(delete(TRIES).where(TRIES.c.org_id == org, TRIES.c.login == _key(login)))


_COLUMNS = select(*(TRIES.c[name] for name in Tries.__struct_fields__))


def _insert_new(conn: Connection) -> Any:
    if conn.dialect.name == "postgresql":
        from sqlalchemy.dialects.postgresql import insert
    else:
        from sqlalchemy.dialects.sqlite import insert
    return insert(TRIES).on_conflict_do_nothing()


def _key(login: str) -> bytes:
    return hashlib.sha256(login.encode("utf-8", "surrogatepass")).digest()
