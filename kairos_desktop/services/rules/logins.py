# SPDX-License-Identifier: MIT
"""The login of an account: one per organisation, however it is typed."""

from __future__ import annotations

import re
import unicodedata

from kairos_desktop.services.rules.verdicts import Refused

_SHAPE = re.compile(r"[\w.@+'-]{2,80}")


def folded_login(typed: str) -> str:
    """The form under which a login is kept and found: « Odile.Roux » is « odile.roux »."""
    return unicodedata.normalize("NFKC", typed).strip().casefold()


def login_refusal(typed: str) -> Refused | None:
    """Why this cannot be a login: "login_shape"."""
    if _SHAPE.fullmatch(folded_login(typed)):
        return None
    return Refused("login_shape", {"typed": typed})
