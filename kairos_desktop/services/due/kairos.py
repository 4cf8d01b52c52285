# SPDX-License-Identifier: MIT
"""What was typed here and is not in KAIROS: one line a kind and a session.

*Saisi ici* is not *reporté*: the legal entry in KAIROS stays a person's, with the same days. What
is older than `looked_from` is not proposed any more.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from kairos_desktop.models.kairos_facts import ALWAYS, Facts, gone, of_kind
from kairos_desktop.models.vocabulary import Reportable
from kairos_desktop.services.due.line import Ask, Due, DueKind, Risk, Scope, Source, day_of, uuid_of
from kairos_desktop.services.rules.kairos_reports import looked_from, report_by
from kairos_desktop.services.wording.people import upper_name

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

_ROWS = frozenset({"reported", "training_session"})
_TABLES: dict[Reportable, frozenset[str]] = {
    Reportable.PRESENCE: _ROWS | {"registration", "slot", "jobseeker"},
    Reportable.RESULT: _ROWS | {"registration", "slot", "jobseeker"},
    Reportable.ENTRY: _ROWS | {"enrolment", "jobseeker"},
    Reportable.ABSENCE: _ROWS | {"absence", "jobseeker"},
    Reportable.INTERRUPTION: _ROWS | {"interruption", "jobseeker"},
    Reportable.EXIT: _ROWS | {"enrolment", "jobseeker"},
    Reportable.MONTH: _ROWS | {"attendance", "jobseeker"},
    Reportable.REPORT: _ROWS | {"report", "jobseeker"},
}


class _Words(NamedTuple):
    one: str
    several: str
    noun: str
    risk: Risk
    why: str


_THREE_DAYS = "à déclarer sous 3 jours (décret 2019-1386, L6121-5)"
_PAY = "la rémunération des stagiaires en dépend"
_WAIT = "les prescripteurs l’attendent"
_AFTER = "il suit la sortie"
_CORRECTED = "Corrigé ici depuis son report : KAIROS a encore les anciennes valeurs"
_WORDS: dict[Reportable, _Words] = {
    Reportable.PRESENCE: _Words("la présence", "les présences", "présences", Risk.PEOPLE, _WAIT),
    Reportable.RESULT: _Words("le résultat", "les résultats", "résultats", Risk.PEOPLE, _WAIT),
    Reportable.ENTRY: _Words("l’entrée", "les entrées", "entrées", Risk.LAW, _THREE_DAYS),
    Reportable.ABSENCE: _Words("l’absence", "les absences", "absences", Risk.PAY, _PAY),
    Reportable.INTERRUPTION: _Words(
        "l’interruption", "les interruptions", "interruptions", Risk.LAW, _THREE_DAYS
    ),
    Reportable.EXIT: _Words("la sortie", "les sorties", "sorties", Risk.LAW, _THREE_DAYS),
    Reportable.MONTH: _Words("l’assiduité", "l’assiduité", "mois", Risk.PAY, _PAY),
    Reportable.REPORT: _Words("le bilan", "les bilans", "bilans", Risk.SCHEME, _AFTER),
}


class _Waiting(NamedTuple):
    """What waits of a session: since when, how much of it, and about whom where it is one.

    No day where all of it was reported once: it was in time, and is to be put right.
    """

    session: bytes
    day: date | None
    much: int
    title: str
    name: str


def reports(kind: Reportable, ask: Ask, scope: Scope) -> list[Due]:
    """The lines of one kind: never reported, corrected since, or gone since."""
    waiting: dict[bytes, _Waiting] = {}
    for each in (*_to_report(kind, ask, scope), *_to_take_back(kind, ask, scope)):
        held = waiting.get(each.session)
        waiting[each.session] = each if held is None else _together(held, each)
    return [_line(kind, each) for each in waiting.values()]


def _together(one: _Waiting, other: _Waiting) -> _Waiting:
    days = [each.day for each in (one, other) if each.day is not None]
    return _Waiting(one.session, min(days, default=None), one.much + other.much, one.title, "")


def _to_report(kind: Reportable, ask: Ask, scope: Scope) -> Iterator[_Waiting]:
    today = scope.today.isoformat()
    values = (scope.org.bytes, looked_from(scope.today).isoformat(), today, *scope.values)
    for facts in of_kind(kind):
        origin, where = waiting(facts)
        day = f"min(CASE WHEN w.since < '{ALWAYS}' THEN {facts.day} END)"
        yield from _grouped(ask, scope, day, facts.person, (origin, where), values)


def _grouped(
    ask: Ask,
    scope: Scope,
    day: str,
    person: str,
    read: tuple[str, str],
    values: tuple[object, ...],
) -> Iterator[_Waiting]:
    """By session, with its title and the person's name.

    The person is that of the earliest day: SQLite gives the bare columns of the least. Grouped by
    +session: an index on sessions would have all that ever waited gone through.
    """
    origin, where = read
    found = ask(
        "SELECT g.session_id, g.day, g.much, s.title, j.last_name, j.first_name FROM ("
        f"SELECT w.org_id, w.session_id, {day} AS day, count(*) AS much, {person} AS person "
        f"FROM {origin} WHERE {where}{scope.only('w.session_id')} GROUP BY +w.session_id) g "
        "CROSS JOIN training_session s ON s.org_id = g.org_id AND s.id = g.session_id "
        "LEFT JOIN jobseeker j ON g.much = 1 AND j.org_id = g.org_id AND j.id = g.person",
        values,
    )
    for session, first, much, title, last_name, first_name in found:
        name = f"{upper_name(last_name)} {first_name}" if last_name is not None else ""
        yield _Waiting(session, day_of(first), much, title, name)


def waiting(facts: Facts) -> tuple[str, str]:
    """The facts that wait: what they are read from, and where.

    ? is the organisation, the first day looked at, today. CROSS: the few that wait come first.
    """
    org, row = facts.key
    return (
        f"kairos_waiting w CROSS JOIN {facts.origin}",
        f"w.org_id = ? AND w.kind = '{facts.kind}' AND w.since >= ? "
        f"AND {org} = w.org_id AND {row} = w.about_id AND {facts.stands} "
        f"AND ({facts.day} <= ? OR w.since = '{ALWAYS}')",
    )


def _to_take_back(kind: Reportable, ask: Ask, scope: Scope) -> Iterator[_Waiting]:
    values = (scope.org.bytes, *scope.values)
    yield from _grouped(ask, scope, "NULL", "k.jobseeker_id", taken_back(kind), values)


def taken_back(kind: Reportable) -> tuple[str, str]:
    """The reports whose fact is gone: what they are read from, and where; ? the organisation."""
    return (
        "kairos_waiting w CROSS JOIN reported k ON k.org_id = w.org_id "
        "AND k.about_id = w.about_id AND k.kind = w.kind",
        f"w.org_id = ? AND w.kind = '{kind}' AND w.since = '{ALWAYS}' AND {gone(kind, 'k')}",
    )


def _line(kind: Reportable, waiting: _Waiting) -> Due:
    words = _WORDS[kind]
    session_id = uuid_of(waiting.session)
    is_one = waiting.much == 1
    whom = waiting.name if is_one else f"{waiting.much} {words.noun}"
    return Due(
        kind=DueKind(f"report_{kind}"),
        about=session_id,
        session_id=session_id,
        risk=words.risk,
        by=None if waiting.day is None else report_by(kind, waiting.day),
        since=waiting.day,
        act=f"Reporter {words.one if is_one else words.several} dans KAIROS",
        whom=f"{whom} · {waiting.title}" if whom else waiting.title,
        why=_CORRECTED
        if waiting.day is None
        else f"Saisi ici, pas encore reporté dans KAIROS · {words.why}",
        arguments={"kind": kind, "session_id": session_id},
        page="kairos",
        count=waiting.much,
    )


SOURCES = tuple(
    Source(DueKind(f"report_{kind}"), _TABLES[kind], partial(reports, kind)) for kind in Reportable
)
