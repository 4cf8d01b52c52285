# SPDX-License-Identifier: MIT
"""Who shows in which of the three lists, the same for Info coll and RDV individuel.

Source: domain 3.2 « Which list shows whom »; guide p. 20, 22.
"""

from __future__ import annotations

from enum import StrEnum

from kairos_desktop.models.vocabulary import RegistrationState, Result


class Tab(StrEnum):
    """« Inscrits », « Saisie présence », « Saisie résultat »."""

    REGISTERED = "registered"
    PRESENCE = "presence"
    RESULT = "result"


PRESENCE_STATES = (RegistrationState.REGISTERED, RegistrationState.ABSENT)
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
            return state is RegistrationState.PRESENT and result in RESULT_RESULTS


def remains_to_do(tab: Tab, state: RegistrationState, result: Result) -> bool:
    """Whether a registration counts in the tab's badge: what is still to be typed.

    An absent one stays in the list but not in the count, which would never reach zero.
    """
    match tab:
        case Tab.REGISTERED:
            return state not in GREYED
        case Tab.PRESENCE:
            return state is RegistrationState.REGISTERED
        case Tab.RESULT:
            return state is RegistrationState.PRESENT and result in (Result.NONE, Result.ON_HOLD)


def already_entered(tab: Tab, state: RegistrationState, result: Result) -> bool:
    """Whether « Afficher les lignes déjà saisies » brings the registration back."""
    match tab:
        case Tab.REGISTERED:
            return False
        case Tab.PRESENCE:
            return state is RegistrationState.PRESENT
        case Tab.RESULT:
            return state is RegistrationState.PRESENT and result is Result.SELECTED
