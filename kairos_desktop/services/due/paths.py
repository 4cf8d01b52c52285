# SPDX-License-Identifier: MIT
"""What is due of those enrolled: entries, the prescriber's verdict, papers, new ends."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from kairos_desktop.models.vocabulary import Prescriber
from kairos_desktop.services.due.line import Due, DueKind, Risk, Source, day_of, people, uuid_of
from kairos_desktop.services.rules.deadlines import (
    VERDICT_ASKED_BEFORE,
    declare_by,
    verdict_by,
)
from kairos_desktop.services.rules.notices import FOLLOWERS
from kairos_desktop.services.wording.dates import day_number
from kairos_desktop.services.wording.labels import label
from kairos_desktop.services.wording.people import upper_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kairos_desktop.services.due.line import Ask, Scope

_TABLES = frozenset({"enrolment", "training_session", "jobseeker"})
_START = "coalesce(e.planned_start, s.starts_on)"
# CROSS: SQLite reads the enrolments first, by the index of those who wait.
_SESSION = "CROSS JOIN training_session s ON s.org_id = e.org_id AND s.id = e.session_id"
_PERSON = "JOIN jobseeker j ON j.org_id = e.org_id AND j.id = e.jobseeker_id"


def entries(ask: Ask, scope: Scope) -> list[Due]:
    """Those whose start has come and whose entry is not typed, by session and start.

    Somebody noted absent, or *non inscrit*, is not counted (rules.entries.WAITED_FOR).
    """
    found = ask(
        f"SELECT e.session_id, s.title, {_START} AS start, count(*), e.id, e.jobseeker_id "
        f"FROM enrolment e {_SESSION} WHERE e.org_id = ? "
        f"AND e.state IN ('selected', 'to_validate', 'registered') AND start <= ?"
        f"{scope.only('e.session_id')} GROUP BY e.session_id, start",
        (scope.org.bytes, scope.today.isoformat(), *scope.values),
    )
    return [_entry(group) for group in _groups(ask, scope, found)]


class _Group:
    """Those of a session who have the same start; the one person's name where there is one."""

    def __init__(self, line: Sequence[Any]) -> None:
        session, self.title, start, self.count, row, person = line
        self.session_id, self.row = uuid_of(session), uuid_of(row)
        self.start = date.fromisoformat(start)
        self.person: bytes = person
        self.name = ""
        self.told = ""

    @property
    def whom(self) -> str:
        """« MARTIN Chloé · Vente », « 14 personnes · Vente »."""
        return f"{self.name or people(self.count)} · {self.title}"


def _groups(ask: Ask, scope: Scope, found: Iterable[Sequence[Any]]) -> list[_Group]:
    """The groups, those of one person named."""
    groups = [_Group(line) for line in found]
    alone = {group.person: group for group in groups if group.count == 1}
    ids = list(alone)
    for start in range(0, len(ids), 900):
        some = ids[start : start + 900]
        for person, last, first, prescriber in ask(
            "SELECT id, last_name, first_name, prescriber FROM jobseeker "
            f"WHERE org_id = ? AND id IN ({', '.join('?' * len(some))})",
            (scope.org.bytes, *some),
        ):
            alone[person].name = f"{upper_name(last)} {first}"
            if prescriber in FOLLOWERS:
                alone[person].told = f" · prévenir aussi : {label(Prescriber(prescriber))}"
    # The same person may be awaited on two sessions.
    for group in groups:
        if group.count == 1:
            named = alone[group.person]
            group.name, group.told = named.name, named.told
    return groups


def _entry(group: _Group) -> Due:
    chosen = {"enrolment_id": group.row} if group.count == 1 else {}
    several = group.count > 1
    return Due(
        kind=DueKind.ENTRY,
        about=group.row,
        session_id=group.session_id,
        risk=Risk.LAW,
        by=declare_by(group.start),
        since=group.start,
        act="Saisir les entrées en formation" if several else "Saisir l’entrée en formation",
        whom=group.whom,
        why=f"Début le {day_number(group.start)} · à déclarer sous 3 jours "
        f"(décret 2019-1386, L6121-5){group.told}",
        arguments={
            "session_id": group.session_id,
            "tab": "enrolled",
            "list": "entries",
            **chosen,
        },
        count=group.count,
    )


def verdicts(ask: Ask, scope: Scope) -> list[Due]:
    """Those whom nobody has validated although the start is near, or has passed (guide p. 27).

    From the day after the start on *non inscrit* is proposed, a person confirms it (domain 3.5).
    """
    last = date.fromordinal(scope.today.toordinal() + VERDICT_ASKED_BEFORE)
    found = ask(
        f"SELECT e.session_id, s.title, {_START} AS start, count(*), e.id, e.jobseeker_id "
        f"FROM enrolment e {_SESSION} WHERE e.org_id = ? "
        # Said so, SQLite reads the index of those awaited.
        "AND e.state IN ('selected', 'to_validate', 'registered') AND e.state <> 'registered' "
        f"AND start <> ? AND start <= ?"
        f"{scope.only('e.session_id')} GROUP BY e.session_id, start",
        (scope.org.bytes, scope.today.isoformat(), last.isoformat(), *scope.values),
    )
    return [_verdict(group, scope.today) for group in _groups(ask, scope, found)]


def _verdict(group: _Group, today: date) -> Due:
    has_begun = group.start < today
    return Due(
        kind=DueKind.VERDICT,
        about=group.row,
        session_id=group.session_id,
        risk=Risk.PAY,
        by=verdict_by(group.start),
        since=None,
        act="Confirmer « non inscrit »" if has_begun else "Obtenir la réponse du prescripteur",
        whom=group.whom,
        why=f"Début le {day_number(group.start)}{' passé' if has_begun else ''} · non validé : "
        "ni la formation ni le DE ne seraient payés",
        arguments={
            "session_id": group.session_id,
            "tab": "enrolled",
            "list": "enrolled",
            "enrolment_id": group.row,
        },
        count=group.count,
    )


def papers(ask: Ask, scope: Scope) -> list[Due]:
    """AES issued without identifier: to complete, then to issue for good (domain 2.5)."""
    found = ask(
        "SELECT e.id, e.session_id, e.jobseeker_id, e.entered_on, d.number, j.last_name, "
        "j.first_name, j.ft_id, s.title FROM document d "
        "JOIN enrolment e ON e.org_id = d.org_id AND e.id = d.enrolment_id "
        f"{_SESSION} {_PERSON} WHERE d.org_id = ? AND d.provisional AND d.state = 'valid'"
        f"{scope.only('e.session_id')}",
        (scope.org.bytes, *scope.values),
    )
    return [_paper(line) for line in found]


def _paper(line: Sequence[Any]) -> Due:
    row, session, person, entered, number, last, first, ft_id, title = line
    entered_on, session_id = day_of(entered), uuid_of(session)
    arguments: dict[str, Any] = {"jobseeker_id": uuid_of(person)}
    if ft_id:
        arguments = {
            "session_id": session_id,
            "tab": "enrolled",
            "list": "enrolled",
            "enrolment_id": uuid_of(row),
        }
    return Due(
        kind=DueKind.PAPER,
        about=uuid_of(row),
        session_id=session_id,
        risk=Risk.PAY,
        by=declare_by(entered_on) if entered_on else None,
        since=entered_on,
        act="Éditer l’AES définitive" if ft_id else "Compléter l’identifiant",
        whom=f"{upper_name(last)} {first} · {title}",
        why=f"{number} est provisoire : sans identifiant France Travail, l’entrée n’est pas prise "
        "en compte",
        arguments=arguments,
        page="session" if ft_id else "person",
    )


def ends(ask: Ask, scope: Scope) -> list[Due]:
    """New planned ends of which the agency was not told (guide p. 15)."""
    found = ask(
        "SELECT e.id, e.session_id, e.planned_end, e.end_notice_by, j.last_name, j.first_name, "
        f"s.title FROM enrolment e {_SESSION} {_PERSON} "
        f"WHERE e.org_id = ? AND e.end_notice_by IS NOT NULL{scope.only('e.session_id')}",
        (scope.org.bytes, *scope.values),
    )
    return [_end(line) for line in found]


def _end(line: Sequence[Any]) -> Due:
    row, session, end, by, last, first, title = line
    session_id = uuid_of(session)
    return Due(
        kind=DueKind.END,
        about=uuid_of(row),
        session_id=session_id,
        risk=Risk.SCHEME,
        by=day_of(by),
        since=None,
        act="Prévenir l’agence de la nouvelle fin",
        whom=f"{upper_name(last)} {first} · {title}",
        why=f"Nouvelle fin prévue le {day_number(day_of(end))} · avis à imprimer, puis « Agence "
        "prévenue »",
        arguments={
            "session_id": session_id,
            "tab": "enrolled",
            "list": "enrolled",
            "enrolment_id": uuid_of(row),
        },
    )


SOURCES = (
    Source(DueKind.ENTRY, _TABLES, entries),
    Source(DueKind.VERDICT, _TABLES, verdicts),
    Source(DueKind.PAPER, _TABLES | {"document"}, papers),
    Source(DueKind.END, _TABLES, ends),
)
