# SPDX-License-Identifier: MIT
"""What is due of the recruitment: presences, results, contacts, sessions with no way in."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from kairos_desktop.models.vocabulary import SlotKind
from kairos_desktop.services.due.line import Due, DueKind, Risk, Source, day_of, people, uuid_of
from kairos_desktop.services.rules.deadlines import contact_by, presence_by, result_by
from kairos_desktop.services.rules.lists import SESSION_TABS
from kairos_desktop.services.wording.dates import day_number, short_day

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kairos_desktop.services.due.line import Ask, Scope

_TABLES = frozenset({"registration", "slot", "training_session"})
_NOUNS = {SlotKind.MEETING: "Info coll", SlotKind.APPOINTMENT: "RDV"}


def _lines(ask: Ask, scope: Scope, missing: str) -> Iterable[Sequence[Any]]:
    """Slots that have begun, of whose people something is missing; RDV of a day go together."""
    return ask(
        "SELECT min(r.slot_id), sl.session_id, sl.kind, sl.held_on, s.title, count(*) "
        "FROM registration r JOIN slot sl ON sl.org_id = r.org_id AND sl.id = r.slot_id "
        "JOIN training_session s ON s.org_id = sl.org_id AND s.id = sl.session_id "
        f"WHERE r.org_id = ? AND {missing} AND sl.state = 'open' "
        "AND (sl.held_on < ? OR (sl.held_on = ? AND sl.starts_at <= ?))"
        f"{scope.only('sl.session_id')} "
        "GROUP BY CASE sl.kind WHEN 'meeting' THEN r.slot_id ELSE sl.session_id END, sl.held_on",
        (
            scope.org.bytes,
            scope.today.isoformat(),
            scope.today.isoformat(),
            scope.hour,
            *scope.values,
        ),
    )


def presences(ask: Ask, scope: Scope) -> list[Due]:
    """Those expected of whom neither presence nor absence is typed (guide p. 20, 22)."""
    return [
        _slot_line(line, DueKind.PRESENCE) for line in _lines(ask, scope, "r.state = 'registered'")
    ]


def results(ask: Ask, scope: Scope) -> list[Due]:
    """Those present without a result, or on hold (guide p. 20, 22)."""
    missing = "r.state = 'present' AND r.result IN ('none', 'on_hold')"
    met = [_slot_line(line, DueKind.RESULT) for line in _lines(ask, scope, missing)]
    called = "r.state = 'contacted' AND r.result IN ('none', 'on_hold')"
    since = "coalesce(r.contacted_on, r.recorded_on)"
    return met + [
        _candidates(line, DueKind.RESULT) for line in _of_windows(ask, scope, called, since)
    ]


def contacts(ask: Ask, scope: Scope) -> list[Due]:
    """Candidates whom nobody has called yet; within five working days (domain 3.4, 4)."""
    waiting = _of_windows(ask, scope, "r.state = 'proposed'", "r.placed_on")
    return [_candidates(line, DueKind.CONTACT) for line in waiting]


def _of_windows(ask: Ask, scope: Scope, missing: str, since: str) -> Iterable[Sequence[Any]]:
    """Windows of whose candidates something is missing, since the oldest of them."""
    return ask(
        f"SELECT r.slot_id, r.session_id, s.title, count(*), min({since}) FROM registration r "
        "JOIN training_session s ON s.org_id = r.org_id AND s.id = r.session_id "
        f"WHERE r.org_id = ? AND {missing}{scope.only('r.session_id')} GROUP BY r.slot_id",
        (scope.org.bytes, *scope.values),
    )


def _candidates(line: Sequence[Any], kind: DueKind) -> Due:
    slot, session, title, count, oldest = line
    since, session_id = date.fromisoformat(oldest), uuid_of(session)
    is_contact = kind is DueKind.CONTACT
    candidates = f"{count} candidat{'s' if count > 1 else ''}"
    return Due(
        kind=kind,
        about=uuid_of(slot),
        session_id=session_id,
        risk=Risk.PEOPLE,
        by=contact_by(since) if is_contact else result_by(since),
        since=since,
        act="Saisir une prise de contact" if is_contact else "Saisir les résultats",
        whom=f"{candidates} sur candidature · {title}",
        why="L’organisme prend contact, sous cinq jours ouvrés"
        if is_contact
        else "Les candidats attendent une réponse",
        arguments={
            "session_id": session_id,
            "tab": SESSION_TABS[SlotKind.CANDIDACY],
            "list": "presence" if is_contact else "result",
            "slot_id": uuid_of(slot),
        },
        count=count,
    )


def _slot_line(line: Sequence[Any], kind: DueKind) -> Due:
    slot, session, slot_kind, held, title, count = line
    held_on, session_id = date.fromisoformat(held), uuid_of(session)
    noun = _NOUNS[SlotKind(slot_kind)]
    is_presence = kind is DueKind.PRESENCE
    slot_id: UUID | date = uuid_of(slot)
    return Due(
        kind=kind,
        about=uuid_of(slot),
        session_id=session_id,
        risk=Risk.PEOPLE,
        by=presence_by(held_on) if is_presence else result_by(held_on),
        since=held_on,
        act="Saisir les présences" if is_presence else "Saisir les résultats",
        whom=f"{people(count)} · {noun} du {short_day(held_on, year=False)} · {title}",
        why="Présent ou absent, le jour même"
        if is_presence
        else "Les candidats attendent une réponse",
        arguments={
            "session_id": session_id,
            "tab": SESSION_TABS[SlotKind(slot_kind)],
            "list": "presence" if is_presence else "result",
            "slot_id": slot_id if slot_kind == SlotKind.MEETING else held_on,
        },
        count=count,
    )


def modalities(ask: Ask, scope: Scope) -> list[Due]:
    """Sessions whose recruitment is open with no modality: nobody can be placed (guide p. 21).

    As `rules.slots.modality_guard` says « no_modality ».
    """
    today, hour = scope.today.isoformat(), scope.hour
    found = ask(
        "SELECT s.id, s.title, s.starts_on FROM training_session s WHERE s.org_id = ? "
        "AND s.recruitment_state = 'open' AND s.carif_action_number <> '' "
        "AND s.carif_session_number <> '' "
        "AND (s.starts_on IS NULL OR s.starts_on > ? "
        "OR (s.permanent_entry AND (s.ends_on IS NULL OR s.ends_on >= ?))) "
        "AND NOT EXISTS (SELECT 1 FROM slot sl WHERE sl.org_id = s.org_id "
        "AND sl.session_id = s.id AND sl.state = 'open' AND (sl.held_on > ? OR (sl.held_on = ? "
        "AND coalesce(sl.ends_at, time(sl.starts_at, '+1 hour')) > ?) OR sl.until >= ?))"
        f"{scope.only('s.id')}",
        (scope.org.bytes, today, today, today, today, hour, today, *scope.values),
    )
    return [_modality(line) for line in found]


def _modality(line: Sequence[Any]) -> Due:
    session, title, starts = line
    starts_on, session_id = day_of(starts), uuid_of(session)
    begins = f" · session du {day_number(starts_on)}" if starts_on else ""
    return Due(
        kind=DueKind.MODALITY,
        about=session_id,
        session_id=session_id,
        risk=Risk.RECRUITMENT,
        by=None,
        since=None,
        act="Ouvrir une modalité",
        whom=f"{title}{begins}",
        why="Recrutement ouvert sans Info coll, RDV ni candidature : le prescripteur ne peut "
        "positionner personne",
        arguments={"session_id": session_id, "tab": "meetings", "act": "create-meeting"},
        count=0,
    )


SOURCES = (
    Source(DueKind.PRESENCE, _TABLES, presences),
    Source(DueKind.RESULT, _TABLES, results),
    Source(DueKind.CONTACT, _TABLES, contacts),
    Source(DueKind.MODALITY, _TABLES, modalities),
)
