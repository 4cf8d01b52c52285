# SPDX-License-Identifier: MIT
"""Runs the window: on the demonstration, or on the profile that somebody chooses and unlocks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from kairos_desktop.assembly.demo_profile import demo_profile, fill
from kairos_desktop.assembly.window import build
from kairos_desktop.views.toolkit.lanes import ThreadLanes

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication


def run_demo(app: QApplication) -> int:
    """The window on the demonstration organisation, until it is closed."""
    with demo_profile() as (profile, workspace):
        fill(profile, workspace)
        window = build(profile, workspace, ThreadLanes())
        window.show()
        QTimer.singleShot(0, window.start)
        return app.exec()
