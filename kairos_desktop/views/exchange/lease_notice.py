# SPDX-License-Identifier: MIT
"""What is said above every page of a post that does without its back end for long. No widget."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from kairos_desktop.services.rules.lease import Lease, days_left, is_over
from kairos_desktop.services.wording.dates import short_day
from kairos_desktop.services.wording.exchange_words import civil, span

if TYPE_CHECKING:
    from kairos_desktop.services.exchange_seen import ExchangeState
    from kairos_desktop.views.toolkit.banners import BannerKind

_NONE, _SILENT = timedelta(), timedelta(days=1)
_HIDDEN = (
    "Données personnelles masquées : ce poste est sans contact avec le serveur depuis {silence}. "
    "Rien ne s’imprime. Ce que vous saisissez est gardé et partira ; tout revient au premier "
    "échange."
)
_SOON = (
    "Sans contact avec le serveur depuis {silence} : {left}, puis les données personnelles seront "
    "masquées sur ce poste (le {day}). Connectez-le, même un instant."
)


def is_hidden(state: ExchangeState, now: datetime) -> bool:
    """Whether personal data is hidden; `now` is the civil moment of Paris."""
    return is_over(_lease(state), now)


def lease_notice(state: ExchangeState | None, now: datetime) -> tuple[BannerKind, str] | None:
    """The sentence, and how loud it is; None while there is no hurry."""
    if state is None or state.lease_until is None:
        return None
    lease = _lease(state)
    contact = civil(state.last_ok_at) if state.last_ok_at else None
    silence = span(max(now - contact, _NONE)) if contact else "son premier échange"
    if is_over(lease, now):
        return "danger", _HIDDEN.format(silence=silence)
    days = days_left(lease, now)
    # A lease is renewed at each contact: a short one is no silence.
    if days is None or contact is None or now - contact < _SILENT:
        return None
    left = {0: "dernier jour", 1: "encore 1 jour"}.get(days, f"encore {days} jours")
    day = short_day(civil(state.lease_until).date())
    return "warn", _SOON.format(silence=silence, left=left, day=day)


def _lease(state: ExchangeState) -> Lease:
    until, contact = state.lease_until, state.last_ok_at
    return Lease(civil(until) if until else None, civil(contact) if contact else None)
