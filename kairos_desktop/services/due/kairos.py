# SPDX-License-Identifier: MIT
"""What was typed here and is not in KAIROS: one line a kind and a session.

*Saisi ici* is not *reporté*: the legal entry in KAIROS stays a person's, with the same days. What
is older than `looked_from` is not proposed any more.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import UUID

from kairos_desktop.models.kairos_facts import ALWAYS, Facts, gone, of_kind
from kairos_desktop.models.vocabulary import Reportable
from kairos_desktop.services.due.line import Ask, Due, DueKind, Risk, Scope, Source, day_of
from kairos_desktop.services.due.naming import names_of, titles_of
from kairos_desktop.services.rules.kairos_reports import looked_from, report_by

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
    """What waits of a session: how much of it, since when, and about whom where it is one.

    No day where all of it was reported once: it was in time, and is to be put right.
    """

    session: bytes
    day: date | None
    much: int
    person: bytes | None


def reports(kind: Reportable, ask: Ask, scope: Scope) -> list[Due]:
    """The lines of one kind: never reported, corrected since, or gone since."""
    waiting: dict[bytes, _Waiting] = {}
    for each in (*_to_report(kind, ask, scope), *_to_take_back(kind, ask, scope)):
        held = waiting.get(each.session)
        waiting[each.session] = each if held is None else _together(held, each)
    titles = titles_of(ask, scope, waiting)
    names = names_of(ask, scope, (each.person for each in waiting.values() if each.much == 1))
    return [_line(kind, each, titles, names) for each in waiting.values()]


def _together(one: _Waiting, other: _Waiting) -> _Waiting:
    days = [each.day for each in (one, other) if each.day is not None]
    return _Waiting(one.session, min(days, default=None), one.much + other.much, None)


def _to_report(kind: Reportable, ask: Ask, scope: Scope) -> Iterator[_Waiting]:
    today = scope.today.isoformat()
    for facts in of_kind(kind):
        origin, where = waiting(facts)
        # The person is that of the earliest day: SQLite gives the bare columns of the least.
        # Grouped by +session: an index on sessions would have all that ever waited gone through.
        found = ask(
            f"SELECT w.session_id, min(CASE WHEN w.since < '{ALWAYS}' THEN {facts.day} END), "
            f"count(*), {facts.person} FROM {origin} WHERE {where}"
            f"{scope.only('w.session_id')} GROUP BY +w.session_id",
            (scope.org.bytes, looked_from(scope.today).isoformat(), today, *scope.values),
        )
        for session, day, count, person in found:
            yield _Waiting(session, day_of(day), count, person)


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
    origin, where = taken_back(kind)
    found = ask(
        f"SELECT w.session_id, count(*), k.jobseeker_id FROM {origin} WHERE {where}"
        f"{scope.only('w.session_id')} GROUP BY +w.session_id",
        (scope.org.bytes, *scope.values),
    )
    for session, count, person in found:
        yield _Waiting(session, None, count, person)


def taken_back(kind: Reportable) -> tuple[str, str]:
    """The reports whose fact is gone: what they are read from, and where; ? the organisation."""
    return (
        "kairos_waiting w CROSS JOIN reported k ON k.org_id = w.org_id "
        "AND k.about_id = w.about_id AND k.kind = w.kind",
        f"w.org_id = ? AND w.kind = '{kind}' AND w.since = '{ALWAYS}' AND {gone(kind, 'k')}",
    )


def _line(
    kind: Reportable,
    waiting: _Waiting,
    titles: dict[bytes, str],
    names: dict[bytes | None, Any],
) -> Due:
    words = _WORDS[kind]
    session_id = UUID(bytes=waiting.session)
    is_one = waiting.much == 1
    whom = names.get(waiting.person) if is_one else f"{waiting.much} {words.noun}"
    title = titles.get(waiting.session, "")
    return Due(
        kind=DueKind(f"report_{kind}"),
        about=session_id,
        session_id=session_id,
        risk=words.risk,
        by=None if waiting.day is None else report_by(kind, waiting.day),
        since=waiting.day,
        act=f"Reporter {words.one if is_one else words.several} dans KAIROS",
        whom=f"{whom} · {title}" if whom else title,
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
