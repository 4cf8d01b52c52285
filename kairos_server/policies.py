# SPDX-License-Identifier: MIT
"""Who may see which row on PostgreSQL: row-level security, forced (docs/adr/0100).

The server's login has no right of its own. In each transaction it takes one of two roles: `TENANT`
sees the rows of the organisation in `app.org` and no other; `DIRECTORY` sees the accounts and
tokens of all, which are searched before the organisation is known, and nothing else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import text

from kairos_server import schema

if TYPE_CHECKING:
    from sqlalchemy import Connection, Table

TENANT = "kairos_tenant"
DIRECTORY = "kairos_directory"
LOGIN = "kairos_server"

ROLES = (
    f"CREATE ROLE {TENANT} NOLOGIN",
    f"CREATE ROLE {DIRECTORY} NOLOGIN",
    f"CREATE ROLE {LOGIN} LOGIN NOINHERIT NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE",
    f"GRANT {TENANT}, {DIRECTORY} TO {LOGIN}",
)
"""What the administrator of PostgreSQL types once, with a password for the login."""

_IS_OURS = "nullif(current_setting('app.org', true), '')::uuid = org_id"
_ALL = "SELECT, INSERT, UPDATE, DELETE"


class MissingRoles(Exception):
    """PostgreSQL lacks the roles that the server takes; the text gives the statements."""


def suspend(connection: Connection) -> None:
    """Let the owner see its tables for the length of a migration, which `protect` ends.

    A forced policy hides every row from the owner too: a step that changes data would change none.
    """
    for name in connection.execute(_OWN_TABLES).scalars().all():
        connection.exec_driver_sql(f'ALTER TABLE "{name}" NO FORCE ROW LEVEL SECURITY')


def protect(connection: Connection) -> None:
    """Force the policies on every table of ours and grant the two roles what they need.

    MissingRoles. Owner's connection, in the transaction that made the tables.
    """
    there = set(connection.execute(text("SELECT rolname FROM pg_roles")).scalars())
    if not {TENANT, DIRECTORY} <= there:
        statements = ";\n  ".join(ROLES)
        raise MissingRoles(
            "Il manque des rôles à PostgreSQL ; son administrateur les fait une fois pour toutes :"
            f"\n  {statements};\nRien n’a été changé."
        )
    connection.exec_driver_sql(f"GRANT USAGE ON SCHEMA public TO {TENANT}, {DIRECTORY}")
    connection.exec_driver_sql(f"GRANT SELECT ON alembic_version TO {TENANT}, {DIRECTORY}")
    for table in schema.organisation.sorted_tables:
        _protect(connection, table)
    for table in schema.directory.sorted_tables:
        if "org_id" in table.c:
            _protect(connection, table)
            _policy(connection, table, "directory", DIRECTORY, "true")
        connection.exec_driver_sql(f'GRANT {_ALL} ON "{table.name}" TO {DIRECTORY}')
    for table in schema.offer.sorted_tables:
        connection.exec_driver_sql(f'GRANT SELECT ON "{table.name}" TO {TENANT}')


def unprotected(connection: Connection) -> list[str]:
    """The tables that are not shut to other organisations, each with what it lacks.

    One that has no organisation is a fault too, unless it is of the published offer; and those of
    the offer may only be read by whoever serves.
    """
    opened = [table.name for table in schema.directory.sorted_tables]
    found = connection.execute(_UNPROTECTED, {"opened": opened}).scalars().all()
    shared = ["alembic_version", *(table.name for table in schema.offer.sorted_tables)]
    return [*found, *connection.execute(_OF_NOBODY, {"shared": shared}).scalars()]


def _protect(connection: Connection, table: Table) -> None:
    for words in ("ENABLE", "FORCE"):
        connection.exec_driver_sql(f'ALTER TABLE "{table.name}" {words} ROW LEVEL SECURITY')
    # To everybody: a role that is added one day is held by it as well.
    _policy(connection, table, "tenant", "PUBLIC", _IS_OURS)
    connection.exec_driver_sql(f'GRANT {_ALL} ON "{table.name}" TO {TENANT}')


def _policy(connection: Connection, table: Table, name: str, role: str, test: str) -> None:
    connection.exec_driver_sql(f'DROP POLICY IF EXISTS {name} ON "{table.name}"')
    connection.exec_driver_sql(
        f'CREATE POLICY {name} ON "{table.name}" TO {role} USING ({test}) WITH CHECK ({test})'
    )


_OWN_TABLES = text("""
    SELECT relname FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND relforcerowsecurity
    ORDER BY relname
""")

# What is asked is what PostgreSQL holds, not what our metadata says: a table that was made by
# hand, or by a step that forgot it, is found too.
_UNPROTECTED = text(f"""
    SELECT format('%s: %s', table_.relname, concat_ws(', ',
        CASE WHEN NOT table_.relrowsecurity THEN 'row security off' END,
        CASE WHEN NOT table_.relforcerowsecurity THEN 'not forced' END,
        CASE WHEN tenant.oid IS NULL THEN 'no tenant policy' END,
        CASE WHEN opened.count > 0 THEN 'another policy' END))
    FROM pg_class AS table_
    JOIN pg_attribute AS org ON org.attrelid = table_.oid AND org.attname = 'org_id'
        AND NOT org.attisdropped
    LEFT JOIN pg_policy AS tenant ON tenant.polrelid = table_.oid AND tenant.polname = 'tenant'
        AND tenant.polcmd = '*' AND tenant.polpermissive AND tenant.polroles = '{{0}}'
        AND pg_get_expr(tenant.polqual, table_.oid) = pg_get_expr(tenant.polwithcheck, table_.oid)
        AND pg_get_expr(tenant.polqual, table_.oid) LIKE '%app.org%org_id%'
    CROSS JOIN LATERAL (
        SELECT count(*) FROM pg_policy AS other
        WHERE other.polrelid = table_.oid AND other.polname <> 'tenant'
            AND NOT (other.polname = 'directory' AND table_.relname = ANY(CAST(:opened AS text[]))
                AND other.polroles = ARRAY[to_regrole('{DIRECTORY}')::oid])
    ) AS opened
    WHERE table_.relnamespace = 'public'::regnamespace AND table_.relkind IN ('r', 'p')
        AND (NOT table_.relrowsecurity OR NOT table_.relforcerowsecurity
            OR tenant.oid IS NULL OR opened.count > 0)
    ORDER BY table_.relname
""")

_OF_NOBODY = text(f"""
    SELECT format('%s: %s', table_.relname, CASE WHEN named.known THEN 'may be written'
        ELSE 'no organisation' END)
    FROM pg_class AS table_
    CROSS JOIN LATERAL (SELECT table_.relname = ANY(CAST(:shared AS text[])) AS known) AS named
    WHERE table_.relnamespace = 'public'::regnamespace AND table_.relkind IN ('r', 'p')
        AND NOT EXISTS (SELECT FROM pg_attribute AS org WHERE org.attrelid = table_.oid
            AND org.attname = 'org_id' AND NOT org.attisdropped)
        AND (NOT named.known OR EXISTS (
            SELECT FROM unnest(ARRAY['{TENANT}', '{DIRECTORY}', 'public']) AS who,
                unnest(ARRAY['INSERT', 'UPDATE', 'DELETE', 'TRUNCATE']) AS what
            WHERE has_table_privilege(who::name, table_.oid, what)))
    ORDER BY table_.relname
""")
