# SPDX-License-Identifier: MIT
"""Every view test runs without a screen, dressed in light, and leaves nothing running."""

import threading
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from kairos_desktop.views.toolkit.desk import Desk
from kairos_desktop.views.toolkit.lanes import ThreadLanes
from kairos_desktop.views.toolkit.theme import apply_theme
from tests.factories import Scene
from tests.views.hearing import Heard


@pytest.fixture
def app(qapp: QApplication) -> QApplication:
    """The application in its light dress."""
    apply_theme(qapp, "light")
    return qapp


@pytest.fixture
def lanes(app: QApplication) -> Iterator[ThreadLanes]:
    """Real lanes, closed at the end; a thread left behind fails the test."""
    made = ThreadLanes()
    yield made
    made.close()
    left = [each.name for each in threading.enumerate() if each.name.startswith(("write", "read"))]
    assert not left


@pytest.fixture
def desk(scene: Scene, lanes: ThreadLanes) -> Iterator[Desk]:
    """A desk over a real encrypted workspace, with the lanes of the program."""
    made = Desk(scene.workspace, lanes)
    yield made
    made.deleteLater()


@pytest.fixture
def heard(desk: Desk) -> Heard:
    return Heard(desk)
