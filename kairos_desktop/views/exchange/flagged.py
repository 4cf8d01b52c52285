# SPDX-License-Identifier: MIT
"""What can be decided of an act that was kept and flagged: keep it, or take it back. No widget.

The first button changes nothing, since what was flagged is usually right; the others are new acts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kairos_desktop.models.vocabulary import (
    HOLDS_TRAINING_PLACE,
    EnrolmentOrigin,
    Presence,
    RegistrationState,
    Result,
    WithdrawalReason,
)
from kairos_desktop.services.acts.absences import RecordAbsence, RemoveAbsence
from kairos_desktop.services.acts.aif_quotes import CancelQuote, DraftQuote
from kairos_desktop.services.acts.attendance import DeclareAttendance, RectifyAttendance
from kairos_desktop.services.acts.enrolments import ProposeEnrolment, WithdrawEnrolment
from kairos_desktop.services.acts.interruptions import RecordInterruption
from kairos_desktop.services.acts.outcomes import RecordPresence
from kairos_desktop.services.acts.sessions import CancelInterruption
from kairos_desktop.services.acts.settle import BEYOND
from kairos_desktop.services.acts.signatures import SignHalfDay, StrikeSignature
from kairos_desktop.services.acts.training_places import BEYOND_PLACES
from kairos_desktop.services.rules.transitions import WITHDRAWABLE
from kairos_desktop.services.wording.outcome_sentences import read_facts
from kairos_desktop.views.exchange.alternative import Alternative

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from kairos_desktop.models.rows import EnrolmentRow
    from kairos_desktop.services.acts.act import Act
    from kairos_desktop.services.exchange_seen import SettleLine

KEEP = "Garder cette inscription"
OTHER_SESSION = "Proposer une autre session…"
WITHDRAW = "Saisir le désistement (plus de place)"
_NO_PLACE = "Plus de place dans la formation."
_MOVED = "Plus de place dans la formation : proposé sur une autre session."
_TYPED_SINCE = "Saisie arrivée après la déclaration du mois."


def flagged(line: SettleLine, act: Act) -> list[Alternative]:
    """What can be done of an act that was recorded, the one that changes nothing first."""
    make = _WAYS.get(line.code)
    return make(line, act) if make is not None else []


def _beyond_places(line: SettleLine, _act: Act) -> list[Alternative]:
    """One too many on a training; none where the person left it meanwhile."""
    enrolment = line.subject.enrolment
    if enrolment is None or enrolment.state not in HOLDS_TRAINING_PLACE:
        return []
    kept = [Alternative(KEEP)]
    if enrolment.state not in WITHDRAWABLE:
        # Somebody who has entered is there.
        return kept
    return [
        *kept,
        Alternative(OTHER_SESSION, for_session=lambda to, new: _moving(enrolment, to, new)),
        Alternative(WITHDRAW, (_withdrawing(enrolment, _NO_PLACE),)),
    ]


def _withdrawing(enrolment: EnrolmentRow, note: str) -> WithdrawEnrolment:
    reason = WithdrawalReason.OTHER
    return WithdrawEnrolment(enrolment_id=enrolment.id, reason=reason, note=note)


def _moving(enrolment: EnrolmentRow, session_id: UUID, new_id: UUID) -> tuple[Act, ...]:
    """Withdrawn here, proposed there: to be validated, with the funding that was typed."""
    proposed = ProposeEnrolment(
        enrolment_id=new_id,
        session_id=session_id,
        jobseeker_id=enrolment.jobseeker_id,
        prescriber=enrolment.prescriber,
        self_positioned=enrolment.origin is EnrolmentOrigin.SELF_POSITIONING,
        funding=enrolment.funding,
        funding_reference=enrolment.funding_reference,
        source=enrolment.source,
    )
    return _withdrawing(enrolment, _MOVED), proposed


def _beyond_capacity(line: SettleLine, _act: Act) -> list[Alternative]:
    """Somebody came whom there was no place for, unless it was typed on the wrong line."""
    row = line.subject.registration
    if row is None or row.state is not RegistrationState.PRESENT:
        return []
    found = [Alternative("Garder cette présence")]
    if row.result is Result.NONE:
        absent = RecordPresence(registration_id=row.id, presence=Presence.ABSENT)
        found.append(Alternative("Noter « Absent » à la place", (absent,)))
    return found


def _absence(_line: SettleLine, act: Act) -> list[Alternative]:
    if not isinstance(act, RecordAbsence):
        return []
    removed = RemoveAbsence(absence_id=act.absence_id)
    return [Alternative("Garder l’absence"), Alternative("Retirer l’absence", (removed,))]


def _interruption(_line: SettleLine, act: Act) -> list[Alternative]:
    if not isinstance(act, RecordInterruption):
        return []
    cancelled = CancelInterruption(interruption_id=act.interruption_id)
    return [
        Alternative("Garder l’interruption"),
        Alternative("Annuler l’interruption", (cancelled,)),
    ]


def _month(line: SettleLine, act: Act) -> list[Alternative]:
    """A month that no longer agrees with what was declared of it, for one trainee."""
    enrolment, month = line.subject.enrolment, read_facts(line.code, line.facts).get("day")
    enrolment_id = enrolment.id if enrolment is not None else None
    if isinstance(act, DeclareAttendance) and len(act.enrolment_ids) == 1:
        enrolment_id = act.enrolment_ids[0]
    if enrolment_id is None or month is None:
        return []
    rectified = RectifyAttendance(month=month, enrolment_id=enrolment_id, reason=_TYPED_SINCE)
    return [Alternative("Rectifier le mois", (rectified,))]


def _quote(_line: SettleLine, act: Act) -> list[Alternative]:
    if not isinstance(act, DraftQuote):
        return []
    cancelled = CancelQuote(quote_id=act.quote_id, reason="Un autre devis est déjà en cours.")
    return [Alternative("Garder les deux devis"), Alternative("Annuler ce devis", (cancelled,))]


def _signature(_line: SettleLine, act: Act) -> list[Alternative]:
    if not isinstance(act, SignHalfDay):
        return []
    struck = StrikeSignature(signature_id=act.signature_id, reason="Demi-journée signée deux fois.")
    return [
        Alternative("Garder les deux signatures"),
        Alternative("Barrer cette signature", (struck,)),
    ]


_WAYS: dict[str, Callable[[SettleLine, Act], list[Alternative]]] = {
    BEYOND_PLACES: _beyond_places,
    BEYOND: _beyond_capacity,
    "absence_after_exit": _absence,
    "absence_not_entered": _absence,
    "absence_outside_path": _absence,
    "absence_overlap": _absence,
    "interruption_on_absence": _interruption,
    "interruption_outside_path": _interruption,
    "month_declared": _month,
    "already_declared": _month,
    "quote_twin": _quote,
    "signed_twice": _signature,
}
