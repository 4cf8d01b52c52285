# SPDX-License-Identifier: MIT
"""How an enrolment begins, when its AIS is issued, and when it is voided.

Source: domain 3.5; guide p. 24 « les AIS sont générées automatiquement », p. 27.
"""

from __future__ import annotations

from kairos_desktop.models.vocabulary import EnrolmentOrigin, EnrolmentState

_FIRST_STATE = {
    EnrolmentOrigin.FROM_RESULT: EnrolmentState.SELECTED,
    # The guide does not say; our default: the advisor validates, as for a self-placement.
    EnrolmentOrigin.DIRECT_PROPOSAL: EnrolmentState.TO_VALIDATE,
    EnrolmentOrigin.SELF_POSITIONING: EnrolmentState.TO_VALIDATE,
}


def first_state(origin: EnrolmentOrigin) -> EnrolmentState:
    """The state in which an enrolment of this origin begins."""
    return _FIRST_STATE[origin]


def issues_attestation(state: EnrolmentState, *, has_one: bool) -> bool:
    """Whether reaching this state issues the AIS by itself.

    *Retenu* issues it at once; a direct proposal or a self-placement when *inscrit*.
    """
    return not has_one and state in (EnrolmentState.SELECTED, EnrolmentState.REGISTERED)


def voids_attestation(state: EnrolmentState) -> bool:
    """Whether an AIS may no longer stand in this state.

    *Non inscrit*: « ni la formation ni le DE ne seront payés » (guide p. 27). *Désistement*: nobody
    will come. An AIS that still read as valid would be shown to whoever pays.
    """
    return state in (EnrolmentState.NOT_REGISTERED, EnrolmentState.WITHDRAWN)
