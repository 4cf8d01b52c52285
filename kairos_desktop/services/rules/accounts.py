# SPDX-License-Identifier: MIT
"""What may become of an account. Sources: domain 2.1, 2.3; guide p. 7, 8."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from kairos_desktop.models.rows import AccountRow
from kairos_desktop.models.vocabulary import Role
from kairos_desktop.services.rules.verdicts import Refused

PROVISIONAL_LASTS = timedelta(hours=72)
"""How long a password that the RGC handed over serves, Saturdays and Sundays included."""


def last_rgc_refusal(account: AccountRow, rgcs: Iterable[AccountRow]) -> Refused | None:
    """Why this RGC must remain one: "last_rgc" where no other is active."""
    others = [each for each in rgcs if each.active and each.id != account.id]
    if account.role is not Role.RGC or not account.active or others:
        return None
    return Refused("last_rgc", {})


def closed_refusal(account: AccountRow) -> Refused | None:
    """Why nothing more is done of an account: "account_closed"."""
    if account.active:
        return None
    return Refused("account_closed", {"name": account.full_name, "who": account.closed_by})


def hours_left(account: AccountRow, now: datetime) -> int | None:
    """Whole hours that a provisional password still serves; 0 once it is over, None without one."""
    if account.provisional_until is None:
        return None
    left = account.provisional_until - now
    return max(0, int(left.total_seconds() // 3600))
