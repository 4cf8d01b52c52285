# SPDX-License-Identifier: MIT
"""What is real here: the window, the keyring, PostgreSQL, the server as a process."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import postgres
from tests.end_to_end.server_process import ServerProcess
from tests.kairos_server.conftest import migrate
from tests.keyring_daemon import bus, daemon, home
from tests.views.conftest import app

__all__ = ["app", "bus", "daemon", "home"]

DATABASE = "kairos_served"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[ServerProcess]:
    """`kairos-server serve` on a PostgreSQL of its own."""
    try:
        with postgres.running() as cluster:
            cluster.run(f"CREATE DATABASE {DATABASE} OWNER {postgres.OWNER} TEMPLATE template0")
            migrate(cluster, DATABASE)
            made = ServerProcess(cluster.url(DATABASE), tmp_path)
            made.start()
            try:
                yield made
            finally:
                made.kill()
    except postgres.NoPostgresql as error:
        pytest.skip(str(error))
