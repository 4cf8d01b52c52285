# SPDX-License-Identifier: MIT
"""Where each thing that is missing from a file of evidence is fixed, the person chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kairos_desktop.services.rules.evidence import Chapter, Gap, Lack

if TYPE_CHECKING:
    from uuid import UUID

_ABSENCES = (Lack.ABSENCE, Lack.ABSENCE_PROOF, Lack.ACCIDENT, Lack.EXIT)


def place_of(gap: Gap, session_id: UUID) -> tuple[str, dict[str, Any]]:
    """The page that fixes a gap, and its arguments."""
    if gap.chapter is Chapter.SHEETS:
        return "sheet", {"session_id": session_id, "day": gap.day, "half": gap.half}
    if gap.chapter is Chapter.MONTHS:
        about = {"session_id": session_id, "month": gap.day}
        return "month", about | {"enrolment_id": gap.enrolment_id}
    if gap.lack in _ABSENCES:
        return "absences", {"enrolment_id": gap.enrolment_id}
    if gap.lack is Lack.HANDED:
        return "session", {"session_id": session_id, "tab": "summary", "act": "handed"}
    if gap.lack is Lack.REPORT:
        return "report", {"enrolment_id": gap.enrolment_id}
    if gap.lack is Lack.NOTICE:
        return "notices", {"session_id": session_id, "chosen": (gap.paper,)}
    if gap.chapter is Chapter.SUMMONS:
        return "session", _slot_place(gap, session_id)
    shown = "entries" if gap.lack is Lack.ENTRY else "enrolled"
    about = {"tab": "enrolled", "list": shown, "enrolment_id": gap.enrolment_id}
    return "session", {"session_id": session_id} | about


def _slot_place(gap: Gap, session_id: UUID) -> dict[str, Any]:
    """The list of the meeting, or of the day of appointments."""
    is_meeting = gap.is_meeting
    return {
        "session_id": session_id,
        "tab": "meetings" if is_meeting else "appointments",
        "list": "presence" if gap.lack is Lack.PRESENCE else "registered",
        "slot_id": gap.slot_id if is_meeting else gap.day,
        "registration_id": gap.registration_id,
    }
