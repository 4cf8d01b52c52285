# SPDX-License-Identifier: MIT
"""PySide6 reads none of our sources, which it keeps for good where it does (ADR 0293)."""

from __future__ import annotations

import subprocess
import sys

import pytest

_WHICH_ARE_READ = """
import linecache
import sys

if sys.argv[1] == "spared":
    from kairos_desktop.assembly.unread_sources import leave_sources_unread

    leave_sources_unread()
import PySide6.QtCore

import kairos_desktop.views.shell.main_window

print(sum("kairos_desktop" in path for path in linecache.cache))
"""


@pytest.mark.parametrize(("how", "some"), [("spared", False), ("as it is", True)])
def test_sources_are_left_unread_by_our_doing(how: str, some: bool) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _WHICH_ARE_READ, how], check=True, capture_output=True, text=True
    )
    assert (int(done.stdout) > 0) is some
