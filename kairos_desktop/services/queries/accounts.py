# SPDX-License-Identifier: MIT
"""The accounts as this post last received them, and what was done of rights. Lane: read.

Nothing here needs the network: the back end alone changes accounts, every post reads them.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid5

import msgspec
from sqlalchemy import select

from kairos_desktop.models.act_tables import ACT
from kairos_desktop.models.exchange_tables import EXCHANGE
from kairos_desktop.models.rows import AccountRow, AdhesionRow, ClearanceRow, ProviderRow, SiteRow
from kairos_desktop.models.tables import TABLE_OF_ROW
from kairos_desktop.services.queries import provider as providers
from kairos_desktop.services.queries.reading import columns, take

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sqlalchemy import Connection

    from kairos_desktop.models.rows import Row


class AccountsSeen(msgspec.Struct, frozen=True):
    """Every account, the closed ones too; `me` is who signed in on this post."""

    has_joined: bool
    accounts: tuple[AccountRow, ...] = ()
    sites: tuple[SiteRow, ...] = ()
    provider: ProviderRow | None = None
    me: AccountRow | None = None
    last_ok_at: datetime | None = None
    is_offline: bool = False
    """Whether the last try to exchange failed."""


class RightsLine(msgspec.Struct, frozen=True):
    """One creation or change of rights: who, when, of whom, what."""

    id: UUID
    name: str
    at: datetime
    by: str
    args: dict[str, Any]
    whom: str


class AdhesionSeen(msgspec.Struct, frozen=True):
    """How far the organisation is with the agency, and for which funders it may transmit."""

    row: AdhesionRow
    clearances: tuple[ClearanceRow, ...] = ()


def accounts_seen(conn: Connection, org: UUID) -> AccountsSeen:
    """The accounts by name, the open ones first."""
    names = ("account_id", "last_ok_at", "failures")
    row = conn.execute(
        select(*(EXCHANGE.c[name] for name in names)).where(EXCHANGE.c.org_id == org)
    ).first()
    if row is None:
        return AccountsSeen(has_joined=False)
    accounts = _rows(conn, org, AccountRow)
    return AccountsSeen(
        has_joined=True,
        accounts=tuple(sorted(accounts, key=_by_name)),
        sites=tuple(_rows(conn, org, SiteRow)),
        provider=providers.provider(conn, org),
        me=next((each for each in accounts if each.id == row.account_id), None),
        last_ok_at=row.last_ok_at,
        is_offline=row.failures > 0,
    )


def rights_journal(conn: Connection, org: UUID) -> list[RightsLine]:
    """What was done of accounts, the latest first. It cannot be undone, so nothing is hidden.

    A post receives no act from before its first download: of those times the accounts themselves
    still tell who opened and who closed them.
    """
    accounts = _rows(conn, org, AccountRow)
    people = {str(each.id): each.full_name for each in accounts}
    query = (
        select(ACT.c.id, ACT.c.type, ACT.c.made_at, ACT.c.made_by, ACT.c.args)
        .where(ACT.c.org_id == org, ACT.c.type.startswith("account.", autoescape=True))
        .order_by(ACT.c.seq.desc(), ACT.c.n.desc())
    )
    found: list[RightsLine] = []
    for act_id, name, at, by, raw in conn.execute(query):
        args = msgspec.json.decode(raw)
        whom = args.get("account_id") or args.get("to_id") or ""
        # The name of now: an account is one person, whatever the name was then.
        shown = people.get(whom) or args.get("full_name") or ""
        found.append(RightsLine(act_id, name, at, by, args, shown))
    told = {(line.name, line.args.get("account_id")) for line in found}
    for line in _from_rows(accounts):
        if (line.name, line.args["account_id"]) not in told:
            found.append(line)
    return sorted(found, key=lambda line: line.at, reverse=True)


def _from_rows(accounts: Iterable[AccountRow]) -> Iterator[RightsLine]:
    """The openings and closings that the accounts tell of."""
    for row in accounts:
        moments = [("account.create", row.created_at, row.created_by)]
        if row.closed_at is not None:
            moments.append(("account.close", row.closed_at, row.closed_by))
        for name, at, by in moments:
            args = {"account_id": str(row.id)}
            yield RightsLine(uuid5(row.id, name), name, at, by, args, row.full_name)


def adhesion_seen(conn: Connection, org: UUID) -> AdhesionSeen:
    """Where the adhesion to KAIROS stands; a row without any step where nothing was said."""
    known = _rows(conn, org, AdhesionRow)
    clearances = sorted(_rows(conn, org, ClearanceRow), key=lambda each: each.funder.casefold())
    return AdhesionSeen(known[0] if known else AdhesionRow(id=org), tuple(clearances))


def _by_name(account: AccountRow) -> tuple[bool, str]:
    return not account.active, account.full_name.casefold()


def _rows(conn: Connection, org: UUID, kind: type[Row]) -> list[Any]:
    table = TABLE_OF_ROW[kind.table]
    query = select(*columns((kind,), (table,))).where(table.c.org_id == org)
    return [take((kind,), row)[0] for row in conn.execute(query)]
