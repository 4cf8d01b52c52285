# SPDX-License-Identifier: MIT
"""The organisation itself and its sites. Lane: read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from kairos_desktop.models.rows import ProviderRow, SiteRow
from kairos_desktop.models.tables import PROVIDER, SITE
from kairos_desktop.services.queries.reading import columns

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy import Connection


def provider(conn: Connection, org: UUID) -> ProviderRow | None:
    """« Informations prestataire »; None before they were typed."""
    query = select(*columns([ProviderRow], [PROVIDER])).where(
        PROVIDER.c.org_id == org, PROVIDER.c.id == org
    )
    row = conn.execute(query).first()
    return ProviderRow(*row) if row else None


def sites(conn: Connection, org: UUID, *, with_closed: bool = False) -> list[SiteRow]:
    """The delocalised sites, by name."""
    query = select(*columns([SiteRow], [SITE])).where(SITE.c.org_id == org).order_by(SITE.c.label)
    if not with_closed:
        query = query.where(SITE.c.closed.is_(False))
    return [SiteRow(*row) for row in conn.execute(query)]
