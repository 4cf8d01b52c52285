# SPDX-License-Identifier: MIT
"""Who may say which act, and where: by role, and by the sites that an account is kept to.

The back end asks it when an act arrives, with the rights of that moment; a post before it records,
with those that it last received. Sources: domain 2.3; guide p. 8.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from uuid import UUID

from kairos_desktop.models.rows import SlotRow
from kairos_desktop.models.vocabulary import Role
from kairos_desktop.services.rules.verdicts import Refused

_RGC = frozenset({Role.RGC})
_OFFICE = _RGC | {Role.MANAGER}
_ROOM = _OFFICE | {Role.TRAINER}

_MAY: dict[str, frozenset[Role]] = {
    # The provider's file and the accounts.
    "provider.describe": _RGC,
    "account.create": _RGC,
    "account.change": _RGC,
    "account.renew": _RGC,
    "account.close": _RGC,
    "account.hand_over": _RGC,
    # A correction after the exit (domain 3.5), and the lists of reasons (domain 3.9).
    "trainee.reopen": _RGC,
    "reason.describe": _RGC,
    # Said of oneself, through the back end.
    "account.activate": frozenset(Role),
    # The business.
    "site.describe": _OFFICE,
    "adhesion.record_step": _OFFICE,
    "clearance.record": _OFFICE,
    "session.open": _OFFICE,
    "session.refresh": _OFFICE,
    "interruption.plan": _OFFICE,
    "interruption.cancel": _OFFICE,
    "jobseeker.create": _OFFICE,
    "jobseeker.correct": _OFFICE,
    "jobseeker.merge": _OFFICE,
    "jobseeker.unmerge": _OFFICE,
    "meeting.create": _OFFICE,
    "appointments.create": _OFFICE,
    "appointments.duplicate": _OFFICE,
    "slot.change": _OFFICE,
    "slot.delete": _OFFICE,
    "registration.create": _OFFICE,
    "registration.cancel": _OFFICE,
    "registration.give_place": _OFFICE,
    "registration.transfer": _OFFICE,
    "candidacies.open": _OFFICE,
    "candidacies.change": _OFFICE,
    "contact.record": _OFFICE,
    "candidacy.fix_appointment": _OFFICE,
    "hold.place": _OFFICE,
    "hold.place_training": _OFFICE,
    "hold.release": _OFFICE,
    # Of the back end, once the last day is over.
    "hold.expire": _RGC,
    "result.record": _OFFICE,
    "enrolment.propose": _OFFICE,
    "enrolment.flag_error": _OFFICE,
    "enrolment.record_verdict": _OFFICE,
    "enrolment.complete": _OFFICE,
    "enrolment.withdraw": _OFFICE,
    "timetable.plan": _OFFICE,
    "timetable.repeat": _OFFICE,
    "timetable.clear": _OFFICE,
    "closure.record": _OFFICE,
    "closure.remove": _OFFICE,
    "interruption.record": _OFFICE,
    "interruption.correct": _OFFICE,
    "remote_work.record": _OFFICE,
    "session.describe_distance": _OFFICE,
    "delegates.record": _OFFICE,
    "documents.hand": _OFFICE,
    "attendance.declare": _OFFICE,
    "attendance.rectify": _OFFICE,
    "attendance_statement.issue": _OFFICE,
    "attendance_recap.issue": _OFFICE,
    "report.record": _OFFICE,
    "training_report.issue": _OFFICE,
    "realisation.issue": _OFFICE,
    "assiduity.issue": _OFFICE,
    "event_notice.issue": _OFFICE,
    "adviser_letter.issue": _OFFICE,
    "aif_quote.draft": _OFFICE,
    "aif_quote.change": _OFFICE,
    "aif_quote.issue": _OFFICE,
    "aif_quote.send": _OFFICE,
    "aif_quote.follow": _OFFICE,
    "aif_quote.cancel": _OFFICE,
    "trainee.drop": _OFFICE,
    "trainee.exclude": _OFFICE,
    "trainee.complete": _OFFICE,
    "absence.qualify": _OFFICE,
    "absence.correct": _OFFICE,
    "absence.remove": _OFFICE,
    "absence.tell_accident": _OFFICE,
    "kairos.report": _OFFICE,
    "kairos.unreport": _OFFICE,
    "certificate.issue": _OFFICE,
    "entry.record": _OFFICE,
    "entry.record_absent": _OFFICE,
    "entry.correct": _OFFICE,
    "entry_attestation.issue": _OFFICE,
    "enrolment.change_end": _OFFICE,
    "enrolment.tell_end": _OFFICE,
    "convocation.issue": _OFFICE,
    "outcome.settle": _OFFICE,
    # Undoing takes back whatever it was: a trainer says the presence again instead.
    "history.restore": _OFFICE,
    # Of the room.
    "presence.record": _ROOM,
    "sheet.issue": _ROOM,
    "absence.record": _ROOM,
    "absence.mark": _ROOM,
    "training_sheet.record": _ROOM,
    "signature.sign": _ROOM,
    "signature.strike": _ROOM,
}

RULED: frozenset[str] = frozenset(_MAY)
"""The acts that have a rule; a test finds one that has none."""


def may(role: Role, act_name: str) -> bool:
    """Whether a role may say an act; an act without a rule is nobody's."""
    return role in _MAY.get(act_name, frozenset())


def right_refusal(role: Role, act_name: str) -> Refused | None:
    """Why a role may not say an act: "right_missing"."""
    return None if may(role, act_name) else Refused("right_missing", {"role": role})


def scope_refusal(sites: Collection[UUID], slots: Iterable[SlotRow]) -> Refused | None:
    """Why an account may not touch these slots: "out_of_scope".

    `sites` are those that the account is kept to; none: the whole organisation. A slot without a
    site is held at the organisation's own address, which is no site.
    """
    if not sites:
        return None
    outside = [slot for slot in slots if slot.site_id is None or slot.site_id not in sites]
    return Refused("out_of_scope", {"day": outside[0].held_on}) if outside else None
