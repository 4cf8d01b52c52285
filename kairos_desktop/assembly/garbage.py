# SPDX-License-Identifier: MIT
"""When Python looks for garbage: not while the program starts, and seldom afterwards.

Hundreds of modules and thousands of members of Qt's enumerations are made at the start, and none
becomes garbage: looking at them again and again took some twentieth of it.
"""

from __future__ import annotations

import gc


def hold() -> None:
    """Look for no garbage until `resume`."""
    gc.disable()


def resume() -> None:
    """Look for it again, less often, and never more among what the start has made."""
    if not gc.isenabled():
        gc.freeze()
        gc.set_threshold(20_000, 20, 50)
        gc.enable()
