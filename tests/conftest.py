# SPDX-License-Identifier: MIT
"""What every test has: encrypted workspaces in a temporary folder, a clock set by hand.

A line logged as a warning or worse, that the test did not announce with
`@pytest.mark.expects_log`, fails it.
"""

from __future__ import annotations

import gc
import logging
import os
import shutil
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests import blank_files, compiled_statements
from tests.factories import Clock, Scene

# Pictures are those of one platform; a test that wants a real screen starts its own.
os.environ["QT_QPA_PLATFORM"] = "offscreen"

# The suite's own profile is short; `make soak` runs the same machines for long.
settings.register_profile("suite", deadline=None, stateful_step_count=25)
settings.register_profile(
    "soak",
    deadline=None,
    max_examples=3000,
    stateful_step_count=80,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("suite")

compiled_statements.share()

_SELDOM = (20_000, 20, 50)
_GENERATIONS = cycle([*[*[0] * 19, 1] * 25, 2])

# Collecting thousands of tests makes no garbage, and everything that it makes stays.
gc.disable()


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "expects_log: the test causes a warning in the log")


def pytest_collection_finish() -> None:
    """From here on garbage is looked for again, but seldom, and only among what tests make."""
    gc.enable()
    gc.collect()
    gc.freeze()
    gc.set_threshold(*_SELDOM)


def pytest_runtest_setup(item: pytest.Item) -> None:
    """While there is a window, only this thread takes garbage away, between two tests.

    Whatever thread finds it takes it away: a timer of a window does not stop on another. In the
    program the window's thread alone looks (`assembly.garbage`).
    """
    if "qapp" in getattr(item, "fixturenames", ()):
        gc.set_threshold(0)
        if gc.get_count()[0] > _SELDOM[0]:
            gc.collect(next(_GENERATIONS))
    elif gc.get_threshold() != _SELDOM:
        gc.collect()
        gc.set_threshold(*_SELDOM)


@pytest.fixture(autouse=True)
def no_unexpected_log(
    request: pytest.FixtureRequest, caplog: pytest.LogCaptureFixture
) -> Iterator[None]:
    yield
    if request.node.get_closest_marker("expects_log"):
        return
    found = [record for phase in ("setup", "call") for record in caplog.get_records(phase)]
    logged = [record.getMessage() for record in found if record.levelno >= logging.WARNING]
    assert not logged, f"unexpected lines in the log: {logged}"


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An encrypted file with the tables and nothing in them, to be copied."""
    path = tmp_path_factory.mktemp("template") / "kairos.db"
    path.write_bytes(blank_files.of_post())
    return path


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def database(empty_database: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(empty_database, tmp_path / "kairos.db"))


@pytest.fixture
def bare_scene(database: Path, clock: Clock) -> Iterator[Scene]:
    """A workspace in which nothing was ever said."""
    with Scene.opened(database, clock) as scene:
        yield scene


@pytest.fixture
def scene(bare_scene: Scene) -> Scene:
    """A workspace whose organisation is described."""
    bare_scene.describe_provider()
    return bare_scene


@pytest.fixture(scope="module")
def shared_scene(empty_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    """One workspace for a whole module: for tests that leave it as they found it."""
    path = Path(shutil.copy(empty_database, tmp_path_factory.mktemp("shared") / "kairos.db"))
    with Scene.opened(path, Clock()) as scene:
        scene.describe_provider()
        yield scene
