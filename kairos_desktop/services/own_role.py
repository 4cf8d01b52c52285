# SPDX-License-Identifier: MIT
"""The role of who signed in on this post, as it was last received.

The back end alone judges, with the rights of the moment at which an act arrives. A post asks first,
so that nobody types for a morning what will be refused.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import and_, bindparam, select

from kairos_desktop.models.exchange_tables import EXCHANGE
from kairos_desktop.models.tables import ACCOUNT

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy import Connection, Engine

    from kairos_desktop.models.vocabulary import Role


def role_here(conn: Connection, org: UUID) -> Role | None:
    """The role; None where nobody signed in, or whose account was not received yet."""
    return conn.execute(_ROLE, {"org": org}).scalar()


class OwnRole:
    """Lane: write. Read at the first act, and again after whatever the exchange has written."""

    def __init__(self, org: UUID, write: Engine) -> None:
        self._org = org
        self._write = write
        self._role: Role | None = None
        self._is_read = False

    def look_again(self) -> None:
        """The exchange may have brought other rights."""
        self._is_read = False

    def role(self) -> Role | None:
        """What `role_here` says, as it was last read."""
        if not self._is_read:
            with self._write.connect() as conn, conn.begin():
                self._role = role_here(conn, self._org)
            self._is_read = True
        return self._role


_ROLE = (
    select(ACCOUNT.c.role)
    .join(
        EXCHANGE,
        and_(EXCHANGE.c.org_id == ACCOUNT.c.org_id, EXCHANGE.c.account_id == ACCOUNT.c.id),
    )
    .where(EXCHANGE.c.org_id == bindparam("org"))
)
