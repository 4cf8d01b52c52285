# SPDX-License-Identifier: MIT
"""Which state follows which, for a registration, its result and an enrolment.

Sources: domain 3.2 and 3.5, guide p. 20, 22, 23, 27.
"""

from __future__ import annotations

from kairos_desktop.models.vocabulary import (
    CANDIDATE,
    EnrolmentState,
    Presence,
    RegistrationState,
    Result,
    Verdict,
)
from kairos_desktop.services.rules.verdicts import Refused

_ENDED = frozenset(
    {RegistrationState.CANCELLED, RegistrationState.REMOVED, RegistrationState.TRANSFERRED}
)
TRANSFERABLE = frozenset(
    {RegistrationState.REGISTERED, RegistrationState.WAITLISTED, RegistrationState.ABSENT}
)
REMOVED_WITH_SLOT = TRANSFERABLE | {RegistrationState.PROPOSED, RegistrationState.UNREACHABLE}
CANCELLABLE = CANDIDATE | {RegistrationState.REGISTERED, RegistrationState.WAITLISTED}
DECIDABLE = frozenset({RegistrationState.PRESENT, RegistrationState.CONTACTED})
"""States in which a result is typed: present (domain 3.2), or contacted (domain 3.4)."""

_AFTER_RESULT: dict[Result, frozenset[Result]] = {
    Result.NONE: frozenset({Result.SELECTED, Result.NOT_SELECTED, Result.ON_HOLD}),
    Result.NOT_SELECTED: frozenset({Result.SELECTED, Result.ON_HOLD, Result.NOT_SELECTED}),
    Result.ON_HOLD: frozenset({Result.SELECTED, Result.NOT_SELECTED, Result.ON_HOLD}),
    Result.SELECTED: frozenset(),
}

LEFT = frozenset({EnrolmentState.DROPPED, EnrolmentState.EXCLUDED, EnrolmentState.COMPLETED})
ENTRY_TYPED = LEFT | {EnrolmentState.ENTERED, EnrolmentState.NOT_ENTERED}
"""States in which presence or absence at entry is known: a verdict leaves them as they are."""

_AFTER_VERDICT: dict[Verdict, frozenset[EnrolmentState]] = {
    # « Régularisation tardive »: a refusal may still be followed by an agreement.
    Verdict.REGISTERED: frozenset(
        {EnrolmentState.SELECTED, EnrolmentState.TO_VALIDATE, EnrolmentState.NOT_REGISTERED}
    )
    | ENTRY_TYPED,
    Verdict.NOT_REGISTERED: frozenset({EnrolmentState.SELECTED, EnrolmentState.TO_VALIDATE})
    | ENTRY_TYPED,
}

WITHDRAWABLE = frozenset(
    {EnrolmentState.SELECTED, EnrolmentState.TO_VALIDATE, EnrolmentState.REGISTERED}
)
ENTERABLE = WITHDRAWABLE | {EnrolmentState.NOT_REGISTERED, EnrolmentState.NOT_ENTERED}
LIVE_ENROLMENT = ENTERABLE | {EnrolmentState.ENTERED}
CERTIFIABLE = frozenset({EnrolmentState.SELECTED, EnrolmentState.REGISTERED})


def presence_refusal(state: RegistrationState, result: Result, asked: Presence) -> Refused | None:
    """None where presence or absence may be recorded.

    Refuses "registration_ended" for somebody cancelled, removed or transferred,
    "no_presence_step" for a candidacy (domain 3.4), and "result_already_recorded" for an absence
    after a result. A person on the waiting list who
    came is a fact: it is recorded. Source: domain 3.2; guide p. 20 « un DE absent reste ».
    """
    if state in _ENDED:
        return Refused("registration_ended", {"state": state})
    if state in CANDIDATE:
        return Refused("no_presence_step", {})
    if asked is Presence.ABSENT and result is not Result.NONE:
        return Refused("result_already_recorded", {"result": result})
    return None


def result_refusal(
    state: RegistrationState, now: Result, asked: Result, *, without_contact: bool = False
) -> Refused | None:
    """None where the result may be recorded.

    Refuses "not_present" (results are for those present only), "not_contacted" for a candidate
    with whom no contact was taken, unless it is said why (`without_contact`), and
    "already_selected" (a « retenu » is undone through the enrolment). Source: domain 3.2, 3.4;
    guide p. 19, 20, 22.
    """
    if state in CANDIDATE and state not in DECIDABLE:
        if not without_contact:
            return Refused("not_contacted", {"state": state})
    elif state not in DECIDABLE:
        return Refused("not_present", {"state": state})
    if asked not in _AFTER_RESULT[now]:
        return Refused("already_selected", {})
    return None


def cancel_refusal(state: RegistrationState, result: Result = Result.NONE) -> Refused | None:
    """None where the jobseeker may give up; a candidate, as long as nothing final is decided.

    Refuses "cannot_cancel" and, for a candidate decided on, "candidacy_decided". Source: domain
    3.2, 3.4.
    """
    if state not in CANCELLABLE:
        return Refused("cannot_cancel", {"state": state})
    if result in (Result.SELECTED, Result.NOT_SELECTED):
        return Refused("candidacy_decided", {"result": result})
    return None


def verdict_refusal(state: EnrolmentState, verdict: Verdict) -> Refused | None:
    """None where the prescriber's answer may be typed. Refuses "cannot_give_verdict".

    Source: domain 3.5.
    """
    if state in _AFTER_VERDICT[verdict]:
        return None
    return Refused("cannot_give_verdict", {"state": state})


def withdrawal_refusal(state: EnrolmentState) -> Refused | None:
    """None where somebody may give up before the entry. Refuses "cannot_withdraw".

    Source: domain 3.5.
    """
    return None if state in WITHDRAWABLE else Refused("cannot_withdraw", {"state": state})


def file_error_refusal(state: EnrolmentState) -> Refused | None:
    """None where an error in the file sends a « retenu » back to « à valider ».

    Refuses "cannot_flag_error". Source: domain 3.5; guide p. 27.
    """
    if state is EnrolmentState.SELECTED:
        return None
    return Refused("cannot_flag_error", {"state": state})


def certificate_refusal(state: EnrolmentState) -> Refused | None:
    """None where a new « certificat d'inscription » may be issued: retenu or inscrit only.

    Refuses "no_certificate". Source: guide p. 27.
    """
    return None if state in CERTIFIABLE else Refused("no_certificate", {"state": state})
