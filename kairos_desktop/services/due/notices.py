# SPDX-License-Identifier: MIT
"""Notices and letters to print within three days: who, of what, to whom. Printing closes them.

Of the last three months: an older event was told, or is settled with the agency.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import UUID, uuid5

import msgspec

from kairos_desktop.models.rows import AdhesionRow, ClearanceRow
from kairos_desktop.models.vocabulary import DocumentKind, EnrolmentState, Prescriber, TrainingEvent
from kairos_desktop.services.due.line import Due, DueKind, Risk, Source, day_of, people, uuid_of
from kairos_desktop.services.rules.adhesion import clearance_id, has_access
from kairos_desktop.services.rules.deadlines import declare_by
from kairos_desktop.services.rules.notices import FOLLOWERS, recipients
from kairos_desktop.services.wording.dates import day_number
from kairos_desktop.services.wording.labels import label
from kairos_desktop.services.wording.people import upper_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kairos_desktop.services.due.line import Ask, Scope

TABLES = frozenset(
    {
        "enrolment",
        "training_session",
        "jobseeker",
        "interruption",
        "document",
        "adhesion",
        "clearance",
    }
)
_BACK = timedelta(days=92)
_FUNDER = "CASE e.funding WHEN '' THEN s.funder ELSE e.funding END"
_ABOUT = f"e.prescriber, {_FUNDER}, j.last_name, j.first_name, s.title, e.state"
_JOINS = (
    "CROSS JOIN training_session s ON s.org_id = e.org_id AND s.id = e.session_id "
    "JOIN jobseeker j ON j.org_id = e.org_id AND j.id = e.jobseeker_id"
)
_WHAT = {
    TrainingEvent.ENTRY: "l’entrée",
    TrainingEvent.INTERRUPTION: "l’interruption",
    TrainingEvent.EXIT: "la sortie",
}


class Owed(msgspec.Struct, frozen=True):
    """One paper about one event of one person; `is_printed` once it stands as the event does."""

    kind: DocumentKind
    event: TrainingEvent
    enrolment_id: UUID
    session_id: UUID
    interruption_id: UUID | None
    day: date
    recipient: str
    last_name: str
    first_name: str
    title: str
    state: EnrolmentState
    subject: str
    is_printed: bool

    @property
    def id(self) -> tuple[str, UUID, str]:
        """What tells this line from any other."""
        return self.kind.value, self.enrolment_id, self.subject

    @property
    def by(self) -> date:
        """The last day in time."""
        return declare_by(self.day)


class _Access(NamedTuple):
    """Who is told on paper: the agency, and the funders that have a line."""

    org: UUID
    adhesion: AdhesionRow | None
    clearances: dict[UUID, ClearanceRow]

    @property
    def is_electronic(self) -> bool:
        """Whether nothing at all goes on paper."""
        return has_access(self.adhesion) and not self.clearances

    def told(self, funder: str, day: date) -> str:
        """Those who are told on paper of what happened on a day; "" for nobody."""
        held = self.clearances.get(clearance_id(self.org, funder)) if funder else None
        return ", ".join(recipients(funder, day, self.adhesion, held))


def owed(ask: Ask, scope: Scope, *, with_printed: bool = False) -> list[Owed]:
    """Every notice and letter of the last three months, those that were printed only if asked."""
    access = _access(ask, scope.org)
    found = (
        paper
        for read in (_entries, _exits, _pauses)
        for line in read(ask, scope, _only(access))
        for paper in _papers(line, access)
    )
    lines = [each for each in found if with_printed or not each.is_printed]
    return sorted(lines, key=lambda each: (each.by, each.title, each.last_name, each.first_name))


def _access(ask: Ask, org: UUID) -> _Access:
    adhesion = None
    for requested, agreed, cleared in ask(
        "SELECT requested_on, agreement_on, clearances_on FROM adhesion WHERE org_id = ?",
        (org.bytes,),
    ):
        adhesion = AdhesionRow(
            id=org,
            requested_on=day_of(requested),
            agreement_on=day_of(agreed),
            clearances_on=day_of(cleared),
        )
    lines = ask("SELECT id, funder, allowed, since FROM clearance WHERE org_id = ?", (org.bytes,))
    rows = [
        ClearanceRow(
            id=uuid_of(row),
            funder=funder,
            allowed=bool(allowed),
            since=date.fromisoformat(since),
        )
        for row, funder, allowed, since in lines
    ]
    return _Access(org, adhesion, {row.id: row for row in rows})


def _only(access: _Access) -> str:
    """Where nothing goes on paper, those alone who are followed elsewhere."""
    if not access.is_electronic:
        return ""
    return f" AND e.prescriber IN ({', '.join(repr(each.value) for each in FOLLOWERS)})"


def _stands(subject: str) -> str:
    """Whether the notice and the letter stand as the event does."""
    return ", ".join(
        "EXISTS (SELECT 1 FROM document d WHERE d.org_id = e.org_id AND d.enrolment_id = e.id "
        f"AND d.kind = '{kind.value}' AND d.state = 'valid' AND d.subject = {subject})"
        for kind in (DocumentKind.EVENT_NOTICE, DocumentKind.ADVISER_LETTER)
    )


def _since(scope: Scope) -> tuple[str, str]:
    return (scope.today - _BACK).isoformat(), scope.today.isoformat()


def _entries(ask: Ask, scope: Scope, only: str) -> Iterator[Sequence[Any]]:
    """Those in training, then those who have left, each by the index that holds them alone."""
    subject = "'entry ' || e.entered_on"
    oldest, today = _since(scope)
    for there, more in (("e.state = 'entered'", ()), ("e.left_on >= ?", (oldest,))):
        yield from ask(
            f"SELECT 'entry', e.id, e.session_id, NULL, e.entered_on, {subject}, "
            f"{_stands(subject)}, {_ABOUT} FROM enrolment e {_JOINS} WHERE e.org_id = ? "
            f"AND {there} AND e.entered_on BETWEEN ? AND ?{only}{scope.only('e.session_id')}",
            (scope.org.bytes, *more, oldest, today, *scope.values),
        )


def _exits(ask: Ask, scope: Scope, only: str) -> Iterable[Sequence[Any]]:
    subject = "'exit ' || e.left_on || ' ' || e.state"
    return ask(
        f"SELECT 'exit', e.id, e.session_id, NULL, e.left_on, {subject}, {_stands(subject)}, "
        f"{_ABOUT} FROM enrolment e {_JOINS} WHERE e.org_id = ? "
        "AND e.state IN ('dropped', 'excluded', 'completed') AND e.left_on BETWEEN ? AND ?"
        f"{only}{scope.only('e.session_id')}",
        (scope.org.bytes, *_since(scope), *scope.values),
    )


def _pauses(ask: Ask, scope: Scope, only: str) -> Iterable[Sequence[Any]]:
    """Interruptions that have begun, of each trainee whom they concern and who was there."""
    subject = "'interruption ' || lower(hex(i.id)) || ' ' || i.starts_on || ' ' || i.ends_on"
    return ask(
        f"SELECT 'interruption', e.id, e.session_id, i.id, i.starts_on, {subject}, "
        f"{_stands(subject)}, {_ABOUT} FROM interruption i "
        "CROSS JOIN enrolment e ON e.org_id = i.org_id AND e.session_id = i.session_id "
        f"{_JOINS} WHERE i.org_id = ? AND i.starts_on BETWEEN ? AND ? "
        "AND (i.enrolment_id IS NULL OR i.enrolment_id = e.id) AND e.entered_on <= i.starts_on "
        "AND (e.left_on IS NULL OR e.left_on >= i.starts_on)"
        f"{only}{scope.only('i.session_id')}",
        (scope.org.bytes, *_since(scope), *scope.values),
    )


def _papers(line: Sequence[Any], access: _Access) -> Iterator[Owed]:
    """The notice and the letter that a line asks for, none of them or both."""
    event, row, session, pause, day, subject, noticed, lettered, follower, *about = line
    funder, last, first, title, state = about
    on = date.fromisoformat(day)
    wanted = [(DocumentKind.EVENT_NOTICE, access.told(funder, on), noticed)]
    if follower in FOLLOWERS:
        wanted.append((DocumentKind.ADVISER_LETTER, label(Prescriber(follower)), lettered))
    for kind, recipient, is_printed in wanted:
        if recipient:
            yield Owed(
                kind=kind,
                event=TrainingEvent(event),
                enrolment_id=uuid_of(row),
                session_id=uuid_of(session),
                interruption_id=uuid_of(pause) if pause else None,
                day=on,
                recipient=recipient,
                last_name=last,
                first_name=first,
                title=title,
                state=EnrolmentState(state),
                subject=subject,
                is_printed=bool(is_printed),
            )


def notices(ask: Ask, scope: Scope) -> list[Due]:
    """What is to be printed, a line a session, a day, an event and a recipient."""
    groups: dict[tuple[Any, ...], list[Owed]] = {}
    for each in owed(ask, scope):
        key = (each.kind, each.event, each.session_id, each.day, each.recipient)
        groups.setdefault(key, []).append(each)
    return [_due(group) for group in groups.values()]


def _due(group: list[Owed]) -> Due:
    first, count = group[0], len(group)
    is_letter = first.kind is DocumentKind.ADVISER_LETTER
    noun = ("le courrier", "les courriers") if is_letter else ("l’avis", "les avis")
    name = f"{upper_name(first.last_name)} {first.first_name}" if count == 1 else people(count)
    why = (
        f"{first.recipient} à prévenir sous 3 jours (L6121-5)"
        if is_letter
        else f"{first.recipient}, sans accès électronique : sous 3 jours (décret 2019-1386)"
    )
    return Due(
        kind=DueKind.NOTICE,
        # The first person tells the groups apart, kind and subject the papers of one person.
        about=uuid5(first.enrolment_id, f"{first.kind} {first.subject}"),
        session_id=first.session_id,
        risk=Risk.LAW,
        by=first.by,
        since=first.day,
        act=f"Imprimer {noun[count > 1]} : {_WHAT[first.event]}",
        whom=f"{name} · {first.title}",
        why=f"{label(first.event)} le {day_number(first.day)} · {why}",
        arguments={"session_id": first.session_id, "chosen": tuple(each.id for each in group)},
        page="notices",
        count=count,
    )


SOURCES = (Source(DueKind.NOTICE, TABLES, notices),)
