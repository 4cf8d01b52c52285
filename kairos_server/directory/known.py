# SPDX-License-Identifier: MIT
"""Who holds an access token, and where the history of their organisation stands.

Every request of a post begins with this. Nothing is kept of the answer: a token that another
process ends is refused the next time.
"""

from __future__ import annotations

import asyncio
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING
from uuid import UUID

import msgspec

from kairos_server import policies
from kairos_server.directory.tokens import HOLDER, Bearer, Holder, access_key, holder
from kairos_server.store import HEAD, Head

if TYPE_CHECKING:
    from kairos_server.store import Store
    from kairos_server.trips import Statement, Trips

_Found = tuple[Holder, Head] | None


class Known(msgspec.Struct, frozen=True):
    """Whose token it is, and the head of their organisation."""

    bearer: Bearer
    head: Head


async def known(store: Store, access: str, now: datetime) -> Known | None:
    """Who holds this token; None for one that is unknown, old or ended.

    Raises what a door of the store does.
    """
    key = access_key(access)
    if key is None:
        return None
    if store.trips is None:
        found = await asyncio.to_thread(_looked_up, store, key)
    else:
        found = await _asked(store.trips, key, store.limits)
    if found is None:
        return None
    given, head = found
    bearer = given.bearer(now)
    return None if bearer is None else Known(bearer, head)


async def _asked(trips: Trips, key: bytes, limits: dict[str, str]) -> _Found:
    enter, whose, head = _statements(**limits)
    _role, said, of = await trips.ask(((enter, ()), (whose, (key,)), (head, ())))
    if said is None or of is None:
        return None
    return _HOLDER.decode(said), Head(*_HEAD_FIELDS.decode(of))


def _looked_up(store: Store, key: bytes) -> _Found:
    with store.reading_directory() as conn:
        found = holder(conn, key)
        of = None if found is None else conn.execute(HEAD, {"org": found.org}).first()
        return None if found is None or of is None else (found, Head(*of))


@cache
def _statements(lock: str, answer: str) -> tuple[Statement, Statement, Statement]:
    """As the directory, whose token it is; then, as their organisation, its head.

    The second takes the role and the tenant for the third in passing, once it has found its row
    as the directory. Both end with the trip, as those of a door do.
    """
    from sqlalchemy.dialects import postgresql

    from kairos_server.trips import Statement

    dialect = postgresql.dialect(paramstyle="numeric_dollar")
    names = [column.name for column in HOLDER.selected_columns]
    said = ", ".join(f"found.{name}" + ("::json" if name == "sites" else "") for name in names)
    enter = f"""
        SELECT set_config('role', '{policies.DIRECTORY}', true),
            set_config('app.org', '', true),
            set_config('lock_timeout', '{lock}', true),
            set_config('statement_timeout', '{answer}', true)"""
    whose = f"""
        SELECT CASE WHEN found.org_id IS NOT NULL THEN json_build_array({said}) END,
            set_config('app.org', coalesce(found.org_id::text, ''), true),
            set_config('role', '{policies.TENANT}', true)
        FROM (SELECT 1) AS one LEFT JOIN ({HOLDER.compile(dialect=dialect)}) AS found ON true"""
    columns = ", ".join(column.name for column in HEAD.selected_columns)
    head = f"""
        SELECT json_build_array({columns}) FROM org_head
        WHERE org_id = nullif(current_setting('app.org', true), '')::uuid"""
    return (
        Statement(b"kairos_enter", enter.encode()),
        Statement(b"kairos_holder", whose.encode()),
        Statement(b"kairos_head", head.encode()),
    )


_HOLDER = msgspec.json.Decoder(Holder)
_HEAD_FIELDS = msgspec.json.Decoder(tuple[UUID, str, UUID, int, int, int])
