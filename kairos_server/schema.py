# SPDX-License-Identifier: MIT
"""The tables of the back end, and the steps that bring a database to them.

The organisation's own tables are those of the posts, with one index more: by `rev`, which pulls
follow. What a post keeps of its exchange has no table here.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Index, MetaData, inspect, text

from kairos_desktop.models.act_tables import ACT, IMAGE
from kairos_desktop.models.tables import TABLE_OF_ROW
from kairos_server import tables
from kairos_server.directory import tables as directory_tables
from kairos_server.offer import tables as offer_tables

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine, Table

HEAD = "0001"
"""Revision of the tables as this version declares them; four digits, so that they compare."""

VERSIONS = Path(__file__).with_name("migrations") / "versions"


class WrongSchema(Exception):
    """The database does not have the tables of this version; the text says what to do."""


def _declared() -> MetaData:
    metadata = MetaData(naming_convention=tables.metadata.naming_convention)
    for table in (*TABLE_OF_ROW.values(), ACT, IMAGE):
        _copy(table, metadata)
    for table in tables.metadata.sorted_tables:
        table.to_metadata(metadata)
    return _narrowed(metadata)


_READ_BY_SCREENS = frozenset({"ix_jobseeker_names", "ix_act_gesture", "uq_act_order"})
"""Indexes of a post's lists and of its own numbers: here each act would pay for them."""


def _copy(table: Table, metadata: MetaData) -> None:
    """A post's table, with the indexes that decide and tell, and not those of its screens."""
    copy = table.to_metadata(metadata)
    copy.indexes -= {index for index in copy.indexes if index.name in _READ_BY_SCREENS}
    if "rev" in copy.c:
        Index(f"ix_{copy.name}_rev", copy.c.org_id, copy.c.rev, copy.c.id)


def _narrowed(metadata: MetaData) -> MetaData:
    """On PostgreSQL, each index but the keys serves only who asks by its second column.

    In a table of few rows all indexes seem alike to it, since all begin with the organisation: a
    row would be looked for by another than its key, among all those of its organisation.
    """
    for table in metadata.tables.values():
        for index in table.indexes:
            where = index.dialect_options["sqlite"]["where"]
            if where is None:
                where = text(f"{index.columns[1].name} IS NOT NULL")
            index.dialect_kwargs["postgresql_where"] = where
    return metadata


organisation: MetaData = _declared()
"""Every table that belongs to an organisation: `org_id` is first in its key."""


directory: MetaData = directory_tables.metadata
"""The tables of accounts and tokens, which are searched before any organisation is known."""


offer: MetaData = offer_tables.metadata
"""The published offer: of no organisation, the named exception; its tenants only read it."""


def is_empty(connection: Connection) -> bool:
    """Whether no version of ours made tables in this database."""
    return stored_revision(connection) is None


def stored_revision(connection: Connection) -> str | None:
    """The revision that the database says it has; None when it has none."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    row = connection.execute(text("SELECT version_num FROM alembic_version")).first()
    return None if row is None else str(row[0])


def check(connection: Connection) -> None:
    """WrongSchema unless the database has exactly the tables of this version."""
    found = stored_revision(connection)
    if found is None:
        raise WrongSchema(
            "La base est vide : « kairos-server migrate » y fait les tables. Rien n’a été changé."
        )
    if found > HEAD:
        raise WrongSchema(
            f"La base est d’une version plus récente ({found}) que ce programme ({HEAD}) : "
            "installez la version qui l’a faite, ou une plus récente. Rien n’a été changé."
        )
    if found < HEAD:
        raise WrongSchema(
            f"La base est d’une version antérieure ({found}, ce programme attend {HEAD}) : "
            "faites une sauvegarde, puis « kairos-server migrate ». Rien n’a été changé."
        )


def migrate(engine: Engine, *, head: str = HEAD, versions: Path = VERSIONS) -> tuple[str, str]:
    """Brings a database to `head`, whole or not at all; gives the revisions before and after.

    WrongSchema for a later one. On PostgreSQL the engine is the owner's, and every table is
    protected again at the end, in the same transaction.
    """
    from kairos_server.migrations import runner
    from kairos_server.tenant_guard import EVERY_ORGANISATION

    engine = engine.execution_options(**{EVERY_ORGANISATION: True})
    with engine.connect() as connection:
        found = stored_revision(connection) or ""
        if found > head:
            check(connection)
    if found < head or engine.dialect.name == "postgresql":
        runner.upgrade(engine, head, versions)
    return found, head
