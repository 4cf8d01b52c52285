# SPDX-License-Identifier: MIT
"""How the exchange between the organisation's posts is told: counts, spans, moments."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from kairos_desktop.models.paris import PARIS
from kairos_desktop.services.wording.dates import NBSP, hour, short_day
from kairos_desktop.services.wording.people import addressed
from kairos_desktop.services.wording.slots import slot_when, starts_when

if TYPE_CHECKING:
    from kairos_desktop.models.rows import SlotRow
    from kairos_desktop.services.exchange_seen import Subject

_MINUTE, _HOUR, _DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)

NOT_KAIROS = (
    "Cet échange a lieu entre les postes de votre organisme. Rien ne part vers KAIROS tout seul : "
    "ce qui s’y saisit se saisit toujours dans KAIROS."
)
ALONE = (
    "Ce poste travaille seul : rien n’est échangé avec d’autres postes, et rien ne part vers "
    "KAIROS tout seul."
)

SIGN_IN_AGAIN = (
    "Le serveur vous demande de vous connecter à nouveau. Vos actes sont gardés sur ce poste : "
    "rien n’est perdu."
)
STOPPED = {
    "signed_out": SIGN_IN_AGAIN,
    "refresh_refused": SIGN_IN_AGAIN,
    "post_revoked": "Ce poste a été retiré de l’organisme. Ce qui n’était pas envoyé reste lisible "
    "ici : prévenez le responsable de gestion des comptes.",
    "account_closed": "Ce compte est fermé. Ce qui n’était pas envoyé reste lisible ici : prévenez "
    "le responsable de gestion des comptes.",
}
"""What only a person can mend, by the code that stopped the exchange."""
SESSION_ENDED = frozenset({"signed_out", "refresh_refused"})
"""The codes after which signing in again is all that is needed."""


def civil(at: datetime) -> datetime:
    """The moment on a clock of Paris, without offset; one that has none is taken for it."""
    return at.astimezone(PARIS).replace(tzinfo=None) if at.tzinfo else at


def clock(at: datetime) -> str:
    """« 09:12 »."""
    return f"{civil(at):%H:%M}"


def when(at: datetime, now: datetime) -> str:
    """« aujourd’hui à 9 h 12 », « hier à 17 h 30 », « lun. 7 déc. 2026 à 9 h »."""
    at, now = civil(at), civil(now)
    day = {0: "aujourd’hui", 1: "hier"}.get((now.date() - at.date()).days)
    return f"{day or short_day(at.date())} à {hour(at.time())}"


def span(length: timedelta) -> str:
    """« 5 min », « 3 h », « 2 j »: whole units, the largest that fits; at least a minute."""
    if length >= _DAY:
        return f"{length // _DAY} j"
    if length >= _HOUR:
        return f"{length // _HOUR} h"
    return f"{max(1, length // _MINUTE)} min"


def acts(count: int) -> str:
    """« 1 acte », « 3 actes »."""
    return f"{count} acte{'s' if count > 1 else ''}"


def refusals(count: int) -> str:
    """« 1 refus à traiter », « 2 refus à traiter »."""
    return f"{count} refus à traiter"


def tied(sentence: str) -> str:
    """The sentence with what French never parts at the end of a line held together."""
    for mark in ("»", ":", ";", "?", "!"):
        sentence = sentence.replace(f" {mark}", f"{NBSP}{mark}")
    return sentence.replace("« ", f"«{NBSP}")


def about(subject: Subject) -> str:
    """On whom or what an act was: « Mme COURTOIS Inès », a session's title; "" if unknown."""
    if subject.jobseeker is not None:
        return addressed(subject.jobseeker)
    if subject.person_name:
        return subject.person_name
    if subject.slot is not None:
        return starts_when(subject.slot)
    return subject.session.title if subject.session is not None else ""


def where(subject: Subject) -> str:
    """The appointment and the session of an act: « lun. 7 déc. 2026 · 9 h · Secrétaire »."""
    slot, session = subject.slot, subject.session
    parts = (
        starts_when(slot) if slot is not None else "",
        session.title if session is not None else "",
    )
    return " · ".join(part for part in parts if part)


def slot_choice(slot: SlotRow, free: int) -> tuple[str, str]:
    """« Info coll · lun. 7 déc. 2026 · 9 h – 11 h », and « 4 places » or « liste d’attente »."""
    noun = {"meeting": "Info coll", "appointment": "RDV", "candidacy": "Candidature"}[slot.kind]
    places = f"{free} place{'s' if free > 1 else ''}" if free else "liste d’attente"
    return f"{noun} · {slot_when(slot)}", places
