# SPDX-License-Identifier: MIT
"""« Avant de partir »: what must be on the laptop, each line done or to do. No widget here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kairos_desktop.services.exchange_seen import RowMark
from kairos_desktop.services.wording.dates import short_day
from kairos_desktop.services.wording.exchange_words import STOPPED, acts, civil, when
from kairos_desktop.services.wording.holds import places
from kairos_desktop.views.exchange.state_pill import is_offline
from kairos_desktop.views.toolkit.columns import Pill

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from kairos_desktop.services.exchange_seen import ExchangeState
    from kairos_desktop.services.queries.travel import TravelLine

_REFUSED = (RowMark.REFUSED, RowMark.DOUBTFUL)


@dataclass(frozen=True)
class Check:
    """One line of the list: what it is about, what stands, whether it is done."""

    title: str
    detail: str
    is_done: bool

    @property
    def pill(self) -> Pill:
        """« Fait » or « À faire »."""
        return Pill("Fait", "ok") if self.is_done else Pill("À faire", "warn")


def checks(state: ExchangeState, lines: Sequence[TravelLine], now: datetime) -> list[Check]:
    """The list, in the order in which one does it; `now` is the civil moment of Paris."""
    mine = [line for line in lines if line.mine is not None]
    return [
        _fresh(state, now),
        _sent(state),
        _kept(state, mine),
        _printed(mine),
        _lease(state, mine, now),
    ]


def is_ready(every: Sequence[Check]) -> bool:
    """Whether one may leave."""
    return all(check.is_done for check in every)


def _fresh(state: ExchangeState, now: datetime) -> Check:
    title = "Données à jour"
    if state.problem in STOPPED:
        return Check(title, STOPPED[state.problem], is_done=False)
    if state.last_ok_at is None:
        return Check(title, "Aucun échange n’a encore abouti.", is_done=False)
    said = f"Reçues {when(state.last_ok_at, now)}."
    if is_offline(state, now):
        return Check(title, f"{said} Le serveur n’a pas répondu depuis.", is_done=False)
    return Check(title, said, is_done=True)


def _sent(state: ExchangeState) -> Check:
    title = "Rien à envoyer"
    if state.to_send:
        return Check(title, f"{acts(state.to_send)} pas encore chez le serveur.", is_done=False)
    if state.unconfirmed:
        return Check(title, "Le serveur a répondu, sa copie arrive.", is_done=False)
    return Check(title, "Le serveur a reçu tous les actes de ce poste.", is_done=True)


def _kept(state: ExchangeState, mine: Sequence[TravelLine]) -> Check:
    title = "Places gardées"
    if state.problem == "post_revoked":
        return Check(title, "Rendues : ce poste a été retiré de l’organisme.", is_done=False)
    if not mine:
        return Check(title, "Aucune : choisissez des lignes, puis « Garder… ».", is_done=False)
    left = sum(line.mine.left for line in mine if line.mine)
    said = f"{places(left)} sur {len(mine)} ligne{'s' if len(mine) > 1 else ''}"
    if any(line.mark in _REFUSED for line in mine):
        return Check(title, f"{said} ; un refus est à régulariser.", is_done=False)
    if any(line.mark is RowMark.PENDING for line in mine):
        return Check(title, f"{said}, pas encore accordées par le serveur.", is_done=False)
    return Check(title, f"{said}, accordées par le serveur.", is_done=True)


def _printed(mine: Sequence[TravelLine]) -> Check:
    title = "Feuilles d’émargement"
    slots = [line for line in mine if line.line is not None]
    done = sum(line.sheet_at is not None for line in slots)
    if mine and not slots:
        return Check(title, "Aucune à éditer : rien n’est gardé d’un créneau.", is_done=True)
    if not slots:
        return Check(title, "À éditer pour les créneaux du déplacement.", is_done=False)
    said = f"Éditées pour {done} créneau{'x' if done > 1 else ''} sur {len(slots)}."
    return Check(title, said, is_done=done == len(slots))


def _lease(state: ExchangeState, mine: Sequence[TravelLine], now: datetime) -> Check:
    title = "Travail hors ligne"
    if state.lease_until is None:
        return Check(title, "Le prochain échange dira jusqu’à quand.", is_done=False)
    until = civil(state.lease_until)
    said = f"Possible jusqu’au {short_day(until.date())}."
    last = max((line.mine.hold.until for line in mine if line.mine), default=now.date())
    return Check(title, said, is_done=until > now and until.date() >= last)
