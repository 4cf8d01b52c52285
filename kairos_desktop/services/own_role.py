# SPDX-License-Identifier: MIT
"""The role of who signed in on this post, as it was last received.

The back end alone judges, with the rights of the moment at which an act arrives. A post asks first,
so that nobody types for a morning what will be refused. Lane: write.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import and_, select

from kairos_desktop.models.exchange_tables import EXCHANGE
from kairos_desktop.models.tables import ACCOUNT

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy import Engine

    from kairos_desktop.models.vocabulary import Role


class OwnRole:
    """Read at the first act, and again after whatever the exchange has written."""

    def __init__(self, org: UUID, write: Engine) -> None:
        self._write = write
        self._query = (
            select(ACCOUNT.c.role)
            .join(
                EXCHANGE,
                and_(EXCHANGE.c.org_id == ACCOUNT.c.org_id, EXCHANGE.c.account_id == ACCOUNT.c.id),
            )
            .where(EXCHANGE.c.org_id == org)
        )
        self._role: Role | None = None
        self._is_read = False

    def look_again(self) -> None:
        """The exchange may have brought other rights."""
        self._is_read = False

    def role(self) -> Role | None:
        """The role; None where nobody signed in, or whose account was not received yet."""
        if not self._is_read:
            with self._write.connect() as conn, conn.begin():
                self._role = conn.execute(self._query).scalar()
            self._is_read = True
        return self._role
