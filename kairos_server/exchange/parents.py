# SPDX-License-Identifier: MIT
"""Which refused act would have made the row that another one stands on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import bindparam, select

from kairos_desktop.models.tables import OUTCOME
from kairos_desktop.models.vocabulary import OutcomeKind
from kairos_desktop.services.acts.registry import ACT_OF_NAME
from kairos_desktop.services.sync.wire import WireAct

if TYPE_CHECKING:
    from sqlalchemy import Connection

_SAID = select(OUTCOME.c.act_name).where(
    OUTCOME.c.org_id == bindparam("org"),
    OUTCOME.c.kind.in_([OutcomeKind.REFUSED, OutcomeKind.QUARANTINED]),
    OUTCOME.c.args.contains(bindparam("id")),
)


class RefusedParents:
    """The acts without effect, by the ids of the rows that they would have made."""

    def __init__(self, conn: Connection, org: UUID) -> None:
        self._conn = conn
        self._org = org
        self._noted: dict[str, str] = {}

    def note(self, act: WireAct) -> None:
        """Remember an act of this batch that was refused."""
        kind = ACT_OF_NAME.get(act.type)
        for field in kind.creates if kind else ():
            self._noted[str(act.args.get(field))] = act.type

    def parent_of(self, args: Mapping[str, Any]) -> str:
        """The wire name of the refused act that these arguments stand on; "" for none."""
        for value in args.values():
            if not _is_id(value):
                continue
            found = (
                self._noted.get(value)
                or self._conn.execute(_SAID, {"org": self._org, "id": value}).scalar()
            )
            if found:
                return found
        return ""


def _is_id(value: object) -> bool:
    try:
        return isinstance(value, str) and str(UUID(value)) == value
    except ValueError:
        return False
