# SPDX-License-Identifier: MIT
"""The back end's database, on SQLite and on a real PostgreSQL: each test runs on both."""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest

from kairos_server import engines, organisations, schema
from kairos_server.store import Store, connect_postgresql, open_sqlite
from tests import blank_files, postgres
from tests.factories import OTHER_SIRET, SIRET

TEMPLATE = "kairos_template"
SHARED = "kairos_shared"
_numbers = itertools.count(1)


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "own_database: the test changes the tables of its database")


@pytest.fixture(scope="session")
def cluster() -> Iterator[postgres.Cluster]:
    """A PostgreSQL whose template database has the tables of this version."""
    try:
        with postgres.running() as cluster:
            cluster.run(f"CREATE DATABASE {TEMPLATE} OWNER {postgres.OWNER} TEMPLATE template0")
            migrate(cluster, TEMPLATE)
            yield cluster
    except postgres.NoPostgresql as error:
        pytest.skip(str(error))


def migrate(cluster: postgres.Cluster, database: str) -> None:
    owner = engines.owner(cluster.url(database, postgres.OWNER))
    schema.migrate(owner)
    owner.dispose()


@pytest.fixture(scope="session")
def empty_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with the tables of this version and nothing in them, to be copied."""
    path = tmp_path_factory.mktemp("server") / "kairos-server.db"
    path.write_bytes(blank_files.of_server())
    return path


@pytest.fixture(scope="session")
def shared_database(cluster: postgres.Cluster) -> Iterator[postgres.Swept]:
    """A database for all the tests that leave the tables as they are."""
    cluster.run(f"CREATE DATABASE {SHARED} TEMPLATE {TEMPLATE} OWNER {postgres.OWNER}")
    with postgres.Swept.opened(cluster, SHARED) as shared:
        yield shared


@pytest.fixture
def database(request: pytest.FixtureRequest, cluster: postgres.Cluster) -> Iterator[str]:
    """The name of a PostgreSQL database with the tables and nothing in them.

    A test that changes the tables says `@pytest.mark.own_database`.
    """
    if request.node.get_closest_marker("own_database") is None:
        shared: postgres.Swept = request.getfixturevalue("shared_database")
        shared.sweep()
        yield SHARED
        return
    name = f"kairos_{next(_numbers)}"
    cluster.run(f"CREATE DATABASE {name} TEMPLATE {TEMPLATE} OWNER {postgres.OWNER}")
    yield name
    cluster.run(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=["sqlite", "postgresql"])
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database with the tables, one of each kind."""
    if request.param == "sqlite":
        path = shutil.copy(request.getfixturevalue("empty_sqlite"), tmp_path / "server.db")
        return f"sqlite:///{path}"
    cluster: postgres.Cluster = request.getfixturevalue("cluster")
    return cluster.url(request.getfixturevalue("database"))


@pytest.fixture
def store(store_url: str) -> Iterator[Store]:
    """The store of an empty database."""
    path = engines.sqlite_path(store_url)
    store = open_sqlite(path) if path else connect_postgresql(store_url)
    if path:
        blank_files.wait_for_no_disk(store._write)
    yield store
    store.close()


@pytest.fixture
def org(store: Store) -> UUID:
    """An organisation of the store."""
    return organisations.create(store, SIRET, "Organisme fictif")


@pytest.fixture
def other_org(store: Store) -> UUID:
    """Another organisation of the same store."""
    return organisations.create(store, OTHER_SIRET, "Autre organisme fictif")
