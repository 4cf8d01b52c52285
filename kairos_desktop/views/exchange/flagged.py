# SPDX-License-Identifier: MIT
"""What can be decided of an act that was kept and flagged: keep it, or take it back. No widget.

The first button changes nothing, since what was flagged is usually right; the others are new acts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from kairos_desktop.models.vocabulary import (
    HOLDS_TRAINING_PLACE,
    EnrolmentOrigin,
    Mark,
    Presence,
    RegistrationState,
    Result,
    WithdrawalReason,
)
from kairos_desktop.services.acts.absences import (
    CorrectAbsence,
    MarkHalfDays,
    RecordAbsence,
    RemoveAbsence,
)
from kairos_desktop.services.acts.aif_quotes import CancelQuote, DraftQuote
from kairos_desktop.services.acts.attendance import DeclareAttendance, RectifyAttendance
from kairos_desktop.services.acts.enrolments import ProposeEnrolment, WithdrawEnrolment
from kairos_desktop.services.acts.history import Restore
from kairos_desktop.services.acts.interruptions import CorrectInterruption, RecordInterruption
from kairos_desktop.services.acts.kairos_reports import ReportToKairos, UnreportToKairos
from kairos_desktop.services.acts.outcomes import RecordPresence, RecordResult
from kairos_desktop.services.acts.remote_work import RecordRemoteWork, RemoteWork
from kairos_desktop.services.acts.sessions import CancelInterruption
from kairos_desktop.services.acts.settle import BEYOND
from kairos_desktop.services.acts.sheets import RecordSheet
from kairos_desktop.services.acts.signatures import SignHalfDay, StrikeSignature
from kairos_desktop.services.acts.training_places import BEYOND_PLACES
from kairos_desktop.services.rules import outcome_codes as codes
from kairos_desktop.services.rules.attendance import period
from kairos_desktop.services.rules.transitions import WITHDRAWABLE
from kairos_desktop.services.wording.articles import of
from kairos_desktop.services.wording.dates import plain_day
from kairos_desktop.services.wording.outcome_sentences import read_facts
from kairos_desktop.services.wording.people import full_name
from kairos_desktop.views.exchange.alternative import Alternative

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from kairos_desktop.models.rows import EnrolmentRow
    from kairos_desktop.services.acts.absences import Dates
    from kairos_desktop.services.acts.act import Act
    from kairos_desktop.services.exchange_seen import SettleLine

KEEP = "Garder cette inscription"
OTHER_SESSION = "Proposer une autre session…"
WITHDRAW = "Saisir le désistement (plus de place)"
_NO_PLACE = "Plus de place dans la formation."
_MOVED = "Plus de place dans la formation : proposé sur une autre session."
_TYPED_SINCE = "Saisie arrivée après la déclaration du mois."
_TWICE = "Demi-journée signée deux fois."
_NOT_THEIRS = "Signé dans une session d’un autre formateur."
_DATES_BACK = "Remettre les dates d’avant"
_ROOM = 38
"""Letters that a button has room for, three capitals counting for four."""


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


def _enrolment_stands(line: SettleLine, act: Act) -> list[Alternative]:
    """*Retenu* once more: one enrolment is enough, the result is kept unless it was a slip."""
    row = line.subject.registration
    if not isinstance(act, RecordResult) or row is None or row.result is not Result.SELECTED:
        return []
    kept = Alternative("Garder le résultat « Retenu »")
    return [kept, *_undone(line, "Annuler le résultat « Retenu »")]


def _already_reported(line: SettleLine, act: Act) -> list[Alternative]:
    """The first report stands; with both taken out of KAIROS, it is to be typed there again."""
    if not isinstance(act, ReportToKairos):
        return []
    by = read_facts(line.code, line.facts).get("by", "")
    again = UnreportToKairos(kind=act.kind, about_id=act.about_id)
    return [
        Alternative(_roomy(f"Garder le report {of(by)}" if by else "", "Garder le premier report")),
        Alternative("Remettre à reporter dans KAIROS", (again,)),
    ]


def _remote_work(line: SettleLine, act: Act) -> list[Alternative]:
    """Hours of a month that has no day of the trainee; none where the path was changed since."""
    session, person = line.subject.session, line.subject.jobseeker
    if not isinstance(act, RecordRemoteWork) or session is None:
        return []
    rows = line.subject.enrolments
    outside = [row.id for row in rows if period(row, session, act.month) is None]
    if not outside:
        return []
    cleared = tuple(RemoteWork(enrolment_id=each, estimated=0, validated=0) for each in outside)
    whose = f"Mettre à 0 h : {len(outside)} stagiaires"
    if len(outside) == 1:
        named = f"Mettre à 0 h : {full_name(person)}" if person is not None else ""
        whose = _roomy(named, "Mettre ses heures à 0 h")
    return [
        Alternative("Garder ces heures"),
        Alternative(whose, (RecordRemoteWork(month=act.month, lines=cleared),)),
    ]


def _not_own_session(line: SettleLine, act: Act) -> list[Alternative]:
    """A replacement is kept; what was typed in the wrong session is taken back."""
    who = f"Garder la saisie {of(line.made_by)}"
    return [Alternative(_roomy(who, "Garder cette saisie")), *_taken_back(line, act)]


def _taken_back(line: SettleLine, act: Act) -> list[Alternative]:
    """What was typed of some half-days, as if it had not been; from any post where that can be."""
    match act:
        case RecordAbsence():
            removed = RemoveAbsence(absence_id=act.absence_id)
            return [Alternative(_removing("l’absence", act.dates), (removed,))]
        case MarkHalfDays() if act.mark is not Mark.PRESENT:
            removed = msgspec.structs.replace(act, mark=Mark.PRESENT)
            noun = "le retard" if act.mark is Mark.LATE else "l’absence"
            return [Alternative(_removing(noun, act.dates), (removed,))]
        case SignHalfDay():
            reason = _TWICE if line.code == "signed_twice" else _NOT_THEIRS
            struck = StrikeSignature(signature_id=act.signature_id, reason=reason)
            return [Alternative("Barrer cette signature", (struck,))]
        case RecordSheet():
            return _undone(line, "Annuler cette feuille")
        case CorrectAbsence():
            return _undone(line, _DATES_BACK)
        case _:
            return _undone(line, "Annuler cette saisie")


def _removing(noun: str, dates: Dates) -> str:
    first, last = plain_day(dates.starts_on, year=False), plain_day(dates.ends_on, year=False)
    return f"Retirer {noun} du {first}" + ("" if first == last else f" au {last}")


def _undone(line: SettleLine, label: str) -> list[Alternative]:
    """The act taken back whole, where this post knows what stood before it."""
    return [Alternative(label, (Restore(act_id=line.id),))] if line.can_be_undone else []


def _roomy(label: str, plain: str) -> str:
    wide = sum(letter.isupper() for letter in label) // 3
    return label if 0 < len(label) + wide <= _ROOM else plain


def _absence(line: SettleLine, act: Act) -> list[Alternative]:
    match act:
        case RecordAbsence():
            kept = "Garder l’absence"
        case MarkHalfDays() if act.mark is not Mark.PRESENT:
            kept = "Garder le retard" if act.mark is Mark.LATE else "Garder l’absence"
        case CorrectAbsence():
            kept = "Garder ces dates"
        case _:
            return []
    return [Alternative(kept), *_taken_back(line, act)]


def _interruption(line: SettleLine, act: Act) -> list[Alternative]:
    if isinstance(act, CorrectInterruption):
        return [Alternative("Garder ces dates"), *_undone(line, _DATES_BACK)]
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


def _signature(line: SettleLine, act: Act) -> list[Alternative]:
    if not isinstance(act, SignHalfDay):
        return []
    return [Alternative("Garder les deux signatures"), *_taken_back(line, act)]


def _read_twice(line: SettleLine, act: Act) -> list[Alternative]:
    """Two readings of some half-days: the last one stands, the paper says which is right."""
    if isinstance(act, RecordSheet):
        return [
            Alternative(_roomy(f"Garder la feuille {of(line.made_by)}", "Garder cette feuille"))
        ]
    if isinstance(act, MarkHalfDays):
        return [Alternative("Garder ce pointage")]
    return []


_WAYS: dict[str, Callable[[SettleLine, Act], list[Alternative]]] = {
    BEYOND_PLACES: _beyond_places,
    BEYOND: _beyond_capacity,
    codes.CONCURRENT_CHANGE: _read_twice,
    codes.NOT_OWN_SESSION: _not_own_session,
    "enrolment_stands": _enrolment_stands,
    "already_reported": _already_reported,
    "remote_work_outside": _remote_work,
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
