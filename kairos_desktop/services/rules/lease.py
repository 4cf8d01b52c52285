# SPDX-License-Identifier: MIT
"""How long a post may do without its back end (references R-D12, sync 2.11).

Past the lease personal data is hidden; facts are still recorded, sent and exported. The next
contact lifts it.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import msgspec

from kairos_desktop.services.rules.verdicts import Refused

WARNED_BEFORE = timedelta(days=3)
"""From when on the end of a lease is told."""
SET_BACK = timedelta(hours=1)
"""A clock that goes back further than this since the last contact tells no time."""
MASK = "•••"
"""What stands in place of a hidden text; an act that holds it would put it on record."""
PRINTS = frozenset(
    {
        "certificate.issue",
        "convocation.issue",
        "sheet.issue",
        "entry_attestation.issue",
        "attendance_statement.issue",
        "attendance_recap.issue",
        "training_report.issue",
        "realisation.issue",
        "assiduity.issue",
        "event_notice.issue",
        "adviser_letter.issue",
        "aif_quote.issue",
        "aif_quote.send",
    }
)


class Lease(msgspec.Struct, frozen=True):
    """Until when a post may show personal data, and when it last heard of the back end."""

    until: datetime | None
    last_contact: datetime | None = None


def is_over(lease: Lease, now: datetime) -> bool:
    """Whether personal data is hidden: the time is up, or the clock was set back."""
    if lease.until is None:
        return False
    if lease.last_contact is not None and now < lease.last_contact - SET_BACK:
        return True
    return now >= lease.until


def days_left(lease: Lease, now: datetime) -> int | None:
    """Whole days left, once they are few; 0 on the last one. None while there is no hurry."""
    if lease.until is None or is_over(lease, now) or lease.until - now > WARNED_BEFORE:
        return None
    return (lease.until - now).days


def lease_refusal(act_name: str, text: str) -> Refused | None:
    """Why an act waits for a contact: "lease_over", for one that prints, or that says a mask."""
    return Refused("lease_over", {}) if act_name in PRINTS or MASK in text else None
