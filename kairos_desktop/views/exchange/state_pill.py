# SPDX-License-Identifier: MIT
"""The state of the exchange in a few words: what the top bar shows, and why. No widget here.

Green means one thing: the back end has acknowledged every act, and the two copies were compared
and are the same.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from kairos_desktop.services.wording.exchange_words import (
    ALONE,
    NOT_KAIROS,
    STOPPED,
    acts,
    civil,
    clock,
    refusals,
    span,
    when,
)
from kairos_desktop.views.toolkit.columns import Pill

if TYPE_CHECKING:
    from kairos_desktop.services.exchange_seen import ExchangeState

SILENT = timedelta(minutes=15)
"""A post in the background asks every five minutes: three missed are a silence."""
COMPARED = timedelta(days=2)
"""The copies are compared once a day; beyond two, nothing is known."""


_STOPPED = {"post_revoked": "Poste retiré", "account_closed": "Compte fermé"}


def state_pill(state: ExchangeState | None, now: datetime) -> tuple[Pill, str]:
    """The pill and its explanation; `now` is the civil moment of Paris."""
    if state is None:
        return Pill("Poste autonome", "neutral"), ALONE
    pill = _pill(state, now)
    return pill, " ".join((*_reasons(state, now), NOT_KAIROS))


def _pill(state: ExchangeState, now: datetime) -> Pill:
    if state.problem in _STOPPED:
        return Pill(_STOPPED[state.problem], "danger")
    if state.refused:
        return Pill(refusals(state.refused), "danger")
    if state.problem in STOPPED:
        return Pill("Connexion à refaire", "danger")
    if state.last_ok_at is None:
        return Pill("Premier échange à faire", "warn")
    if is_offline(state, now):
        return Pill(f"Hors ligne depuis {span(_silence(state, now))}", "warn")
    if state.to_send:
        return Pill(f"{acts(state.to_send)} à envoyer", "hold")
    if state.unconfirmed:
        return Pill("Confirmation en cours", "accent")
    if state.mine:
        return Pill(f"{state.mine} à régulariser", "hold")
    if not is_compared(state):
        return Pill("Copies à comparer", "neutral")
    return Pill(f"À jour – {clock(state.last_ok_at)}", "ok")


def is_offline(state: ExchangeState, now: datetime) -> bool:
    """Whether the last try failed, or none has been made for long."""
    return state.failures > 0 or _silence(state, now) >= SILENT


def is_compared(state: ExchangeState) -> bool:
    """Whether this copy was the same as the back end's when last compared, not long ago."""
    if state.digest_ok_at is None or state.last_ok_at is None:
        return False
    return civil(state.last_ok_at) - civil(state.digest_ok_at) < COMPARED


def _silence(state: ExchangeState, now: datetime) -> timedelta:
    return now - civil(state.last_ok_at) if state.last_ok_at else timedelta()


def _reasons(state: ExchangeState, now: datetime) -> list[str]:
    """What stands behind the pill, one sentence each."""
    said: list[str] = [STOPPED[state.problem]] if state.problem in STOPPED else []
    if state.refused:
        said.append("Des actes refusés attendent votre décision dans « À régulariser ».")
    elif state.mine:
        said.append("Des lignes attendent votre décision dans « À régulariser ».")
    if state.last_ok_at is not None:
        said.append(f"Dernier échange réussi : {when(state.last_ok_at, now)}.")
    if state.to_send:
        verb = "attend" if state.to_send == 1 else "attendent"
        kept = "il est enregistré" if state.to_send == 1 else "ils sont enregistrés"
        said.append(f"{acts(state.to_send)} {verb} d’être envoyé{_s(state.to_send)} : {kept} ici.")
    if state.doubtful:
        said.append(
            f"{acts(state.doubtful)} sera probablement refusé."
            if state.doubtful == 1
            else f"{acts(state.doubtful)} seront probablement refusés."
        )
    if state.lease_until is not None and civil(state.lease_until) <= now:
        said.append("Ce poste est hors ligne depuis trop longtemps : reconnectez-le.")
    if not state.to_send and not state.unconfirmed and is_compared(state):
        said.append("Le serveur a tout reçu, et les copies sont identiques.")
    return said


def _s(count: int) -> str:
    return "s" if count > 1 else ""
