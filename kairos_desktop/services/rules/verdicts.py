# SPDX-License-Identifier: MIT
"""What a rule answers when it does not simply agree: a code and facts, never a sentence.

The French sentence of each code is in services/wording, the same for the window, the command
line and the paper.
"""

from __future__ import annotations

from typing import Any

import msgspec


class Refused(msgspec.Struct, frozen=True):
    """The act has no effect; `code` says why, `facts` fill the sentence."""

    code: str
    facts: dict[str, Any] = {}


class Warned(msgspec.Struct, frozen=True):
    """The act is recorded, and something must be seen."""

    code: str
    facts: dict[str, Any] = {}
