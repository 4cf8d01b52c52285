# SPDX-License-Identifier: MIT
"""What the session waits for, the most urgent first: no widget here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kairos_desktop.models.vocabulary import EnrolmentState, SlotKind, SlotState
from kairos_desktop.services.rules.slots import is_past, opening_refusal
from kairos_desktop.views.recruitment.slot_choices import free_of, places_text, waiting_of
from kairos_desktop.views.recruitment.words import APPOINTMENT, CANDIDACY, MEETING

if TYPE_CHECKING:
    from datetime import datetime

    from kairos_desktop.services.queries.sessions import SessionCard, SlotLine


@dataclass(frozen=True)
class Step:
    """One act, why now, and whether it is asked for or only possible."""

    act: str
    label: str
    why: str = ""
    is_due: bool = False


def steps(card: SessionCard, now: datetime) -> list[Step]:
    """Every act of the session: what is due first, with its number, then what is possible."""
    made = [
        *_openings(card),
        *_entries(card),
        Step("register-meeting", MEETING.register_act, _room(card, SlotKind.MEETING, now)),
        Step(
            "register-appointment",
            APPOINTMENT.register_act,
            _room(card, SlotKind.APPOINTMENT, now),
        ),
        Step("register-candidacy", CANDIDACY.register_act, _windows(card, now)),
        Step("propose", "Proposer l'inscription d'un DE à une formation", _to_validate(card)),
        Step("interruption", "Saisir une période d'interruption", "De plus de 15 jours"),
        Step("attendance", "Saisir l'assiduité du mois", _in_training(card)),
    ]
    return sorted(made, key=lambda step: not step.is_due)


def upcoming(card: SessionCard, kind: SlotKind, now: datetime) -> list[SlotLine]:
    """The open slots of a kind that are still to come."""
    return [
        line
        for line in card.slots
        if line.slot.kind is kind
        and line.slot.state is SlotState.OPEN
        and not is_past(line.slot, now)
    ]


def _openings(card: SessionCard) -> list[Step]:
    due = card.guard is not None and opening_refusal(card.session) is None
    why = "Recrutement sans modalité ouverte" if due else ""
    return [
        Step("create-meeting", MEETING.create_act, why, due),
        Step("create-appointments", APPOINTMENT.create_act, why if due else ""),
        Step("create-candidacy", CANDIDACY.create_act, why if due else ""),
    ]


def _entries(card: SessionCard) -> list[Step]:
    made: list[Step] = []
    for kind, words, counts, noun in (
        ("meeting", MEETING, card.meetings, "présence"),
        ("appointment", APPOINTMENT, card.appointments, "présence"),
        ("candidacy", CANDIDACY, card.candidacies, "contact"),
    ):
        made += [
            Step(
                f"{kind}-presence",
                words.presence_act,
                _to_type(counts.presence, noun),
                counts.presence > 0,
            ),
            Step(
                f"{kind}-result",
                words.result_act,
                _to_type(counts.result, "résultat"),
                counts.result > 0,
            ),
        ]
    return made


def _to_type(count: int, noun: str) -> str:
    if not count:
        return "Rien à saisir"
    return f"{count} {noun}{'s' if count > 1 else ''} à saisir"


def _room(card: SessionCard, kind: SlotKind, now: datetime) -> str:
    lines = upcoming(card, kind, now)
    if not lines:
        return "Aucune date à venir"
    waiting = waiting_of(lines)
    text = f"Places disponibles : {free_of(lines)}"
    return f"{text} · Mises en attente : {waiting}" if waiting else text


def _windows(card: SessionCard, now: datetime) -> str:
    lines = upcoming(card, SlotKind.CANDIDACY, now)
    return places_text(lines[:1]) if lines else "Aucune période ouverte"


def _in_training(card: SessionCard) -> str:
    count = card.enrolled.get(EnrolmentState.ENTERED, 0)
    return f"{count} en formation" if count else "Personne n’est encore entré"


def _to_validate(card: SessionCard) -> str:
    count = card.enrolled.get(EnrolmentState.TO_VALIDATE, 0)
    return f"{count} à valider par le conseiller" if count else ""
