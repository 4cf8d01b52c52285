# SPDX-License-Identifier: MIT
"""Who shows in which of the three lists, the same for Info coll, RDV individuel and candidature.

Where a candidacy has no presence, its second list is that of the contacts to take: contacted there
is what present is elsewhere, unreachable what absent is. Source: domain 3.2 « Which list shows
whom », 3.4; guide p. 19, 20, 22.
"""

from __future__ import annotations

from enum import StrEnum

from kairos_desktop.models.vocabulary import RegistrationState, Result, SlotKind
from kairos_desktop.services.rules.transitions import DECIDABLE


class Tab(StrEnum):
    """« Inscrits », « Saisie présence » (or « prise de contact »), « Saisie résultat »."""

    REGISTERED = "registered"
    PRESENCE = "presence"
    RESULT = "result"


SESSION_TABS = {
    SlotKind.MEETING: "meetings",
    SlotKind.APPOINTMENT: "appointments",
    SlotKind.CANDIDACY: "candidacies",
}
"""The tab of a session where the lists of each kind stand."""
EXPECTED = (RegistrationState.REGISTERED, RegistrationState.PROPOSED)
PRESENCE_STATES = (*EXPECTED, RegistrationState.ABSENT, RegistrationState.UNREACHABLE)
RESULT_RESULTS = (Result.NONE, Result.ON_HOLD, Result.NOT_SELECTED)
GREYED = (
    RegistrationState.CANCELLED,
    RegistrationState.REMOVED,
    RegistrationState.TRANSFERRED,
)


def shows(tab: Tab, state: RegistrationState, result: Result) -> bool:
    """Whether a registration stands in the list of this tab."""
    match tab:
        case Tab.REGISTERED:
            return True
        case Tab.PRESENCE:
            return state in PRESENCE_STATES
        case Tab.RESULT:
            return state in DECIDABLE and result in RESULT_RESULTS


def remains_to_do(tab: Tab, state: RegistrationState, result: Result) -> bool:
    """Whether a registration counts in the tab's badge: what is still to be typed.

    One absent or unreachable stays in the list but not in the count, which would never reach zero.
    """
    match tab:
        case Tab.REGISTERED:
            return state not in GREYED
        case Tab.PRESENCE:
            return state in EXPECTED
        case Tab.RESULT:
            return state in DECIDABLE and result in (Result.NONE, Result.ON_HOLD)


def already_entered(tab: Tab, state: RegistrationState, result: Result) -> bool:
    """Whether « Afficher les lignes déjà saisies » brings the registration back."""
    match tab:
        case Tab.REGISTERED:
            return False
        case Tab.PRESENCE:
            return state in DECIDABLE
        case Tab.RESULT:
            return state in DECIDABLE and result is Result.SELECTED
