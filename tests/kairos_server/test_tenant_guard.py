# SPDX-License-Identifier: MIT
"""No statement touches an organisation's table without its key, on either database."""

from __future__ import annotations

import re
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from sqlalchemy import (
    Dialect,
    bindparam,
    delete,
    exists,
    func,
    insert,
    select,
    text,
    union_all,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite

from kairos_desktop.models.act_tables import ACT
from kairos_desktop.models.rows import ROWS, ImageRow, Row
from kairos_desktop.models.tables import REGISTRATION, SITE, SLOT
from kairos_desktop.services import json_rows, row_store, sqlite_rows
from kairos_server import schema
from kairos_server.store import Store
from kairos_server.tables import TOMBSTONE
from kairos_server.tenant_guard import UnguardedStatement, fault_of

ORG = bindparam("org")
DIALECTS = [sqlite.dialect(), postgresql.psycopg.dialect()]
later = SLOT.alias("later")

HELD = {
    "where": select(SITE.c.id).where(SITE.c.org_id == ORG),
    "joined": select(SLOT.c.id)
    .join(
        REGISTRATION,
        (REGISTRATION.c.org_id == SLOT.c.org_id) & (REGISTRATION.c.slot_id == SLOT.c.id),
    )
    .where(SLOT.c.org_id == ORG),
    "alias": select(SLOT.c.id)
    .join(later, later.c.org_id == SLOT.c.org_id)
    .where(SLOT.c.org_id == ORG),
    "correlated": select(SLOT.c.id).where(
        SLOT.c.org_id == ORG,
        exists().where(REGISTRATION.c.org_id == SLOT.c.org_id, REGISTRATION.c.slot_id == SLOT.c.id),
    ),
    "union": union_all(
        select(SITE.c.id).where(SITE.c.org_id == ORG), select(SLOT.c.id).where(SLOT.c.org_id == ORG)
    ),
    "counted": select(func.count()).select_from(SITE).where(SITE.c.org_id == ORG),
    "inserted": insert(SITE),
    "updated": update(SITE).where(SITE.c.org_id == ORG).values(label="x"),
    "deleted": delete(SITE).where(SITE.c.org_id == ORG),
    "by hand": text("SELECT id FROM site WHERE org_id = :org"),
    "a column that is set": text("UPDATE site SET label = '', slot = 1 WHERE org_id = :org"),
    "no table": text("SELECT 1"),
    "not a tenant's": text("SELECT version_num FROM alembic_version"),
}

OPEN = {
    "no where": select(SITE.c.id),
    "by id": select(SITE.c.id).where(SITE.c.id == bindparam("id")),
    "one of two": select(SLOT.c.id)
    .join(REGISTRATION, REGISTRATION.c.slot_id == SLOT.c.id)
    .where(SLOT.c.org_id == ORG),
    "alias": select(SLOT.c.id).join(later, later.c.id == SLOT.c.id).where(SLOT.c.org_id == ORG),
    "nobody's": select(SLOT.c.id).join(REGISTRATION, REGISTRATION.c.org_id == SLOT.c.org_id),
    "product": select(SLOT.c.id, REGISTRATION.c.id).where(SLOT.c.org_id == ORG),
    "within": select(SLOT.c.id).where(
        SLOT.c.org_id == ORG, SLOT.c.id.in_(select(REGISTRATION.c.slot_id))
    ),
    "selected only": select(SITE.c.org_id, SITE.c.id),
    "updated": update(SITE).values(label="x"),
    "deleted": delete(TOMBSTONE).where(TOMBSTONE.c.rev < 3),
    "by hand": text("SELECT id FROM site"),
    "quoted": text('DELETE FROM "site"'),
    "in a text": text("SELECT id FROM site WHERE label = 'site.org_id = :org'"),
    "inserted by hand": text("INSERT INTO site (id, label) VALUES (:id, '')"),
    "replaced by hand": text("REPLACE INTO site (id, label) VALUES (:id, '')"),
    "blindly": text("INSERT INTO site VALUES (:id, '')"),
    "comma": text("SELECT * FROM slot, site WHERE slot.org_id = :org"),
    "with": text("WITH all_ AS (SELECT * FROM site) SELECT * FROM all_"),
    "named schema": text("SELECT id FROM public.site"),
}


@pytest.mark.parametrize("dialect", DIALECTS, ids=lambda dialect: dialect.name)
@pytest.mark.parametrize("name", HELD)
def test_a_statement_of_one_organisation_passes(name: str, dialect: Dialect) -> None:
    assert fault_of(str(HELD[name].compile(dialect=dialect))) == ""


@pytest.mark.parametrize("dialect", DIALECTS, ids=lambda dialect: dialect.name)
@pytest.mark.parametrize("name", OPEN)
def test_a_statement_of_all_is_refused(name: str, dialect: Dialect) -> None:
    assert fault_of(str(OPEN[name].compile(dialect=dialect)))


def test_the_store_listens_at_every_door(store: Store, org: UUID) -> None:
    """The statement does not leave: the database would have answered it."""
    for door in (store.writing, store.reading):
        with pytest.raises(UnguardedStatement, match="site"), door(org) as (conn, _head):
            conn.execute(OPEN["by id"], {"id": uuid4()})
    for door in (store.directory, store.reading_directory):
        with pytest.raises(UnguardedStatement, match="site"), door() as conn:
            conn.execute(OPEN["by hand"])


@pytest.mark.parametrize("dialect", DIALECTS, ids=lambda dialect: dialect.name)
@pytest.mark.parametrize("kind", [*ROWS, ImageRow], ids=lambda kind: kind.table)
def test_what_the_bulk_store_says_passes(kind: type[Row], dialect: Dialect) -> None:
    columns = tuple(kind.__struct_fields__[-2:])
    in_bulk = row_store._of_keys if dialect.name == "postgresql" else row_store._of_lists
    read = row_store._columns(kind, True)
    statements = [
        in_bulk(read, ("id",)),
        in_bulk(read, columns),
        row_store._of_one(read, columns),
        row_store._delete(kind),
        insert(ACT),
    ]
    for statement in statements:
        assert fault_of(str(statement.compile(dialect=dialect))) == ""
    table = row_store.table_of(kind)
    assert fault_of(sqlite_rows._deletion(table)) == ""
    columns = tuple(table.c.keys())
    for rows in (json_rows, sqlite_rows):
        assert fault_of(rows._statement(table, columns, columns)) == ""
        assert fault_of(rows._statement(table, columns[1:], ()))


def test_only_a_migration_speaks_to_every_organisation() -> None:
    package = Path(schema.__file__).parent
    speakers = {
        path.name
        for path in package.rglob("*.py")
        if re.search("every_organisation", path.read_text("utf-8"), re.IGNORECASE)
    }
    assert speakers == {"schema.py", "tenant_guard.py"}
