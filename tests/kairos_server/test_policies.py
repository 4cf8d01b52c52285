# SPDX-License-Identifier: MIT
"""Row-level security on a real PostgreSQL, by direct SQL: what a mistake of ours would meet."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Connection, Engine, create_engine, text
from sqlalchemy.exc import ProgrammingError

from kairos_server import engines, organisations, policies, schema
from kairos_server.store import Store, connect_postgresql
from tests import postgres
from tests.factories import OTHER_SIRET, SIRET

pytestmark = pytest.mark.own_database

TABLES = sorted(schema.organisation.tables)


@pytest.fixture
def store(cluster: postgres.Cluster, database: str) -> Iterator[Store]:
    store = connect_postgresql(cluster.url(database))
    yield store
    store.close()


@pytest.fixture
def mine(store: Store) -> UUID:
    return organisations.create(store, SIRET, "Organisme fictif")


@pytest.fixture
def theirs(store: Store) -> UUID:
    """Another organisation, with a row in the tables that a post fills first."""
    org = organisations.create(store, OTHER_SIRET, "Autre organisme fictif")
    with store.writing(org) as (conn, _head):
        conn.exec_driver_sql(
            "INSERT INTO site (org_id, id, label, address, postcode, town, closed)"
            " VALUES (%(org)s, %(id)s, 'Centre', '', '', '', false)",
            {"org": org, "id": uuid4()},
        )
        conn.exec_driver_sql(
            "INSERT INTO tombstone (org_id, row_table, id, rev)"
            " VALUES (%(org)s, 'site', %(id)s, 1)",
            {"org": org, "id": uuid4()},
        )
    return org


@pytest.fixture
def login(cluster: postgres.Cluster, database: str) -> Iterator[Engine]:
    """The server's own login, without our guard: what an injected statement would have."""
    engine = create_engine(cluster.url(database))
    yield engine
    engine.dispose()


@pytest.fixture
def owner(cluster: postgres.Cluster, database: str) -> Iterator[Engine]:
    engine = engines.owner(cluster.url(database, postgres.OWNER))
    yield engine
    engine.dispose()


def enter(conn: Connection, role: str, org: UUID | None) -> None:
    conn.exec_driver_sql(f"SET LOCAL ROLE {role}")
    if org:
        conn.execute(text("SELECT set_config('app.org', :org, true)"), {"org": str(org)})


def count(conn: Connection, table: str) -> int:
    return conn.exec_driver_sql(f'SELECT count(*) FROM "{table}"').scalar_one()


def test_every_table_with_an_organisation_has_its_policy(login: Engine) -> None:
    with login.begin() as conn:
        assert policies.unprotected(conn) == []


@pytest.mark.parametrize(
    ("fault", "found"),
    [
        ("CREATE TABLE forgotten (org_id uuid)", "forgotten: row security off, not forced, no te"),
        ("ALTER TABLE site DISABLE ROW LEVEL SECURITY", "site: row security off"),
        ("ALTER TABLE site NO FORCE ROW LEVEL SECURITY", "site: not forced"),
        ("DROP POLICY tenant ON site", "site: no tenant policy"),
        ("CREATE POLICY more ON site USING (true)", "site: another policy"),
        ("CREATE POLICY directory ON site TO kairos_directory USING (true)", "site: another poli"),
        ("ALTER POLICY tenant ON site WITH CHECK (true)", "site: no tenant policy"),
        ("ALTER POLICY tenant ON site TO kairos_tenant", "site: no tenant policy"),
        ("CREATE TABLE nobodys (id int)", "nobodys: no organisation"),
        ("GRANT UPDATE ON offer_session TO kairos_tenant", "offer_session: may be written"),
        ("GRANT DELETE ON offer_owner TO PUBLIC", "offer_owner: may be written"),
    ],
)
def test_a_table_that_is_left_open_is_found(owner: Engine, fault: str, found: str) -> None:
    with owner.begin() as conn:
        conn.exec_driver_sql(fault)
        (line,) = policies.unprotected(conn)
    assert line.startswith(found)


def test_a_table_that_opens_again_is_shut_by_the_next_migration(owner: Engine) -> None:
    with owner.begin() as conn:
        conn.exec_driver_sql("ALTER TABLE site DISABLE ROW LEVEL SECURITY")
        conn.exec_driver_sql("DROP POLICY tenant ON jobseeker")
    schema.migrate(owner)
    with owner.begin() as conn:
        assert policies.unprotected(conn) == []


@pytest.mark.usefixtures("theirs")
def test_without_a_tenant_no_row_is_seen(login: Engine) -> None:
    with login.begin() as conn:
        enter(conn, policies.TENANT, None)
        assert {table: count(conn, table) for table in TABLES} == dict.fromkeys(TABLES, 0)


def test_another_tenant_sees_and_changes_none(login: Engine, mine: UUID, theirs: UUID) -> None:
    with login.begin() as conn:
        enter(conn, policies.TENANT, mine)
        assert (count(conn, "org_head"), count(conn, "site"), count(conn, "tombstone")) == (1, 0, 0)
        for statement in (
            "UPDATE site SET label = ''",
            "DELETE FROM site",
            "DELETE FROM tombstone",
        ):
            assert conn.exec_driver_sql(statement).rowcount == 0
    with login.begin() as conn:
        enter(conn, policies.TENANT, theirs)
        assert (count(conn, "org_head"), count(conn, "site"), count(conn, "tombstone")) == (1, 1, 1)


def test_no_row_is_written_for_another_tenant(login: Engine, mine: UUID, theirs: UUID) -> None:
    insert = "INSERT INTO tombstone (org_id, row_table, id, rev) VALUES (%(org)s, '', %(org)s, 1)"
    with login.begin() as conn:
        enter(conn, policies.TENANT, mine)
        conn.exec_driver_sql(insert, {"org": mine})
        with pytest.raises(ProgrammingError, match="row-level security"):
            conn.exec_driver_sql(insert, {"org": theirs})
    with login.begin() as conn:
        enter(conn, policies.TENANT, mine)
        with pytest.raises(ProgrammingError, match="row-level security"):
            conn.exec_driver_sql("UPDATE org_head SET org_id = %(org)s", {"org": uuid4()})


def test_the_login_alone_reads_nothing(login: Engine) -> None:
    for table in (*TABLES, "alembic_version"):
        with login.begin() as conn, pytest.raises(ProgrammingError, match="permission denied"):
            count(conn, table)


def test_the_directory_reaches_no_organisation(login: Engine, theirs: UUID) -> None:
    for table in TABLES:
        with login.begin() as conn:
            enter(conn, policies.DIRECTORY, theirs)
            with pytest.raises(ProgrammingError, match="permission denied"):
                count(conn, table)


def test_the_roles_own_nothing_and_bypass_nothing(login: Engine) -> None:
    names = {policies.LOGIN, policies.TENANT, policies.DIRECTORY}
    with login.begin() as conn:
        roles = conn.exec_driver_sql(
            "SELECT rolname, rolsuper OR rolbypassrls OR rolcreatedb OR rolcreaterole,"
            " EXISTS (SELECT FROM pg_class WHERE relowner = pg_roles.oid)"
            " FROM pg_roles WHERE rolname = ANY(%(names)s)",
            {"names": list(names)},
        ).all()
    assert {tuple(role) for role in roles} == {(name, False, False) for name in names}


@pytest.mark.parametrize(
    "statement",
    [
        "DROP TABLE site",
        "ALTER TABLE site NO FORCE ROW LEVEL SECURITY",
        "CREATE TABLE mine (id int)",
        "SET LOCAL ROLE kairos_owner",
    ],
)
def test_no_role_of_the_server_changes_the_tables(login: Engine, statement: str) -> None:
    with login.begin() as conn:
        enter(conn, policies.TENANT, None)
        with pytest.raises(ProgrammingError, match=r"must be owner|permission denied"):
            conn.exec_driver_sql(statement)


@pytest.mark.usefixtures("theirs")
def test_the_owner_is_held_too(owner: Engine) -> None:
    with owner.begin() as conn:
        assert count(conn, "site") == 0


def test_a_connection_hands_no_tenant_to_the_next(store: Store, mine: UUID) -> None:
    state = text("SELECT current_user, coalesce(current_setting('app.org', true), '')")
    with store.writing(mine) as (conn, _head):
        assert conn.execute(state).one() == (policies.TENANT, str(mine))
    with store._write.connect() as conn:
        assert conn.execute(state).one() == (policies.LOGIN, "")


def test_missing_roles_are_said_with_what_to_type(
    owner: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(policies, "DIRECTORY", "kairos_not_there")
    with pytest.raises(policies.MissingRoles, match="CREATE ROLE kairos_tenant"):
        schema.migrate(owner)
