# SPDX-License-Identifier: MIT
"""Sixteen mebibytes kept aside, given back when the disk is full.

With a full disk even DELETE and a checkpoint failed (reference R-M5): the reserve leaves room to
finish what was begun, and to say what happens.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

SIZE = 16 * 1024 * 1024
_NAME = "reserve"


def hold(folder: Path) -> bool:
    """Takes the reserve if it isn't there and four times its size is free; says whether it is held.

    Never fails: a profile without a reserve works.
    """
    path = folder / _NAME
    try:
        if path.exists():
            return True
        if shutil.disk_usage(folder).free < 4 * SIZE:
            return False
        with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
            # Not zeros: a file system that compresses them would keep nothing aside.
            file.write(os.urandom(SIZE))
    except OSError:
        give_back(folder)
        return False
    return True


def give_back(folder: Path) -> None:
    """Frees the room; harmless when it was freed already."""
    try:
        (folder / _NAME).unlink(missing_ok=True)
    except OSError:
        # Called while another failure is being told: that one matters.
        return
