# SPDX-License-Identifier: MIT
"""Organisations of a back end: one row each, and a history that starts with it."""

from __future__ import annotations

from uuid import UUID, uuid4

from sqlalchemy import bindparam, insert, select, update

from kairos_desktop.models.ids import organisation_id
from kairos_desktop.services.rules.identifiers import is_siret
from kairos_server.store import Store
from kairos_server.tables import ORG_HEAD


class NotASiret(ValueError):
    """These are not the fourteen digits of a SIRET."""


class Nameless(ValueError):
    """The organisation has no name."""


class AlreadyThere(Exception):
    """This server has that organisation."""


def create(store: Store, siret: str, name: str) -> UUID:
    """The id of a new organisation, which follows from its SIRET.

    NotASiret, Nameless, AlreadyThere.
    """
    digits = "".join(siret.split())
    if not is_siret(digits):
        raise NotASiret
    if not name.strip():
        raise Nameless
    org = organisation_id(digits)
    with store.founding(org) as conn:
        if conn.execute(_THERE, {"org": org}).first():
            raise AlreadyThere
        values = {"org_id": org, "siret": digits, "name": name.strip(), "epoch": uuid4()}
        conn.execute(insert(ORG_HEAD), values)
    return org


def start_another_history(store: Store, org: UUID) -> UUID:
    """The new epoch of an organisation whose database was restored: every post starts again.

    UnknownOrganisation.
    """
    epoch = uuid4()
    with store.writing(org) as (conn, _head):
        conn.execute(_NEW_EPOCH, {"p_org": org, "p_epoch": epoch})
    return epoch


_THERE = select(ORG_HEAD.c.org_id).where(ORG_HEAD.c.org_id == bindparam("org"))
_NEW_EPOCH = (
    update(ORG_HEAD)
    .where(ORG_HEAD.c.org_id == bindparam("p_org"))
    .values(epoch=bindparam("p_epoch"))
)
