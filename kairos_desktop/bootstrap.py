# SPDX-License-Identifier: MIT
"""Starts the program: the window on a profile or on the demonstration, and the tour.

Each room is imported once the arguments are understood, and no sooner.
"""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argparse import Namespace
    from pathlib import Path


def window(args: Namespace) -> int:
    """The window: the demonstration, the profile of --profile, or the choice of one."""
    # Hundreds of modules and thousands of members of Qt's enumerations are made, and none becomes
    # garbage: looking at them took some twentieth of the start. `assembly.garbage` looks later.
    gc.disable()
    from kairos_desktop.assembly.unread_sources import leave_sources_unread

    leave_sources_unread()
    from kairos_desktop.assembly.application import application

    app = application()
    from kairos_desktop.assembly.running import run_demo, run_profiles

    return run_demo(app) if args.command == "demo" else run_profiles(app, args.profile)


def tour(out: Path) -> int:
    """The main job played through the real window, in pictures."""
    from kairos_desktop.assembly.tour.album import play

    return play(out)
