# SPDX-License-Identifier: MIT
"""Sessions opened for recruitment: the list, and one session with who is where. Lane: read."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

import msgspec
from sqlalchemy import and_, func, or_, select

from kairos_desktop.models.rows import (
    ClosureRow,
    DelegatesRow,
    InterruptionRow,
    LessonRow,
    SeatsRow,
    SessionRow,
    SiteRow,
    SlotRow,
)
from kairos_desktop.models.tables import (
    CLOSURE,
    DELEGATES,
    ENROLMENT,
    INTERRUPTION,
    LESSON,
    REGISTRATION,
    SEATS,
    SESSION,
    SITE,
    SLOT,
)
from kairos_desktop.models.vocabulary import (
    EnrolmentState,
    RecruitmentState,
    SlotKind,
    SlotState,
)
from kairos_desktop.services.queries.handed import HandedCount, counted
from kairos_desktop.services.queries.holds import Kept, kept_of
from kairos_desktop.services.queries.reading import columns, in_order, rows_of, take
from kairos_desktop.services.queries.registrations import TabCounts, counts
from kairos_desktop.services.queries.retention import RetentionLine, of_sessions
from kairos_desktop.services.queries.training_places import TrainingLine, training
from kairos_desktop.services.rules.delegates import VoteDays, elects_delegates, vote_days
from kairos_desktop.services.rules.folding import words_of
from kairos_desktop.services.rules.slots import modality_guard
from kairos_desktop.services.rules.timetables import typed_timetable
from kairos_desktop.services.rules.verdicts import Warned

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import ColumnElement, Connection

_SORTS = {
    "title": (SESSION.c.title,),
    "number": (SESSION.c.carif_action_number, SESSION.c.carif_session_number),
    "starts_on": (SESSION.c.starts_on,),
    "ends_on": (SESSION.c.ends_on,),
    "town": (SESSION.c.town,),
    "state": (SESSION.c.recruitment_state,),
}


class SlotLine(msgspec.Struct, frozen=True):
    """A slot with its places, its site, and what posts keep of it."""

    slot: SlotRow
    seats: SeatsRow
    site: SiteRow | None
    kept: tuple[Kept, ...] = ()

    @property
    def id(self) -> UUID:
        """The slot's id."""
        return self.slot.id

    @property
    def place(self) -> str:
        """The site's name, else the place that was typed."""
        return self.site.label if self.site else self.slot.place


class SessionCard(msgspec.Struct, frozen=True):
    """A session opened: what is open, who is where, what warns."""

    session: SessionRow
    slots: tuple[SlotLine, ...]
    meetings: TabCounts
    appointments: TabCounts
    candidacies: TabCounts
    enrolled: dict[EnrolmentState, int]
    interruptions: tuple[InterruptionRow, ...]
    guard: Warned | None
    delegates: DelegatesRow | None = None
    vote: VoteDays | None = None
    """When the delegates are elected; None where nobody elects any, or where it is not known."""
    retention: RetentionLine | None = None
    """Until when its papers are kept."""
    handed: HandedCount = HandedCount()
    """To how many what L6353-8 asks for was not handed."""
    training: TrainingLine | None = None
    """The places of the training; None where nobody says how many there are."""


def ids_for(
    conn: Connection,
    org: UUID,
    text: str = "",
    *,
    recruitment: RecruitmentState | None = None,
    ended_before: date | None = None,
    sort: str = "starts_on",
    descending: bool = False,
    most: int | None = None,
) -> list[UUID]:
    """The ids of the open sessions that hold every word typed.

    `ended_before` leaves out those that ended before a day.
    """
    order = [c.desc() if descending else c.asc() for c in _SORTS[sort]]
    query = select(SESSION.c.id).where(SESSION.c.org_id == org).order_by(*order, SESSION.c.id)
    for word in words_of(text):
        query = query.where(SESSION.c.search_key.contains(word, autoescape=True))
    if recruitment:
        query = query.where(SESSION.c.recruitment_state == recruitment)
    if ended_before:
        query = query.where(SESSION.c.ends_on.is_(None) | (SESSION.c.ends_on >= ended_before))
    return list(conn.execute(query.limit(most)).scalars())


def rows_for(conn: Connection, org: UUID, ids: Sequence[UUID]) -> list[SessionRow]:
    """The sessions with these ids, in their order."""
    query = select(*columns([SessionRow], [SESSION])).where(
        SESSION.c.org_id == org, SESSION.c.id.in_(ids)
    )
    return in_order(ids, [SessionRow(*row) for row in conn.execute(query)])


def search(conn: Connection, org: UUID, text: str, most: int = 12) -> list[SessionRow]:
    """The first sessions found, for a type-ahead."""
    return rows_for(conn, org, ids_for(conn, org, text, most=most))


def others_to_enter(conn: Connection, org: UUID, session_id: UUID, today: date) -> list[SessionRow]:
    """The other sessions of the same training that one may still enter, the soonest first.

    The same by its CARIF number, or by its title where it has none.
    """
    found = rows_for(conn, org, [session_id])
    if not found:
        return []
    number, title = found[0].carif_training_number, found[0].title
    same = SESSION.c.carif_training_number == number if number else SESSION.c.title == title
    open_still = and_(SESSION.c.permanent_entry.is_(True), SESSION.c.ends_on >= today)
    test = and_(
        same,
        SESSION.c.id != session_id,
        SESSION.c.recruitment_state != RecruitmentState.CLOSED,
        or_(SESSION.c.starts_on >= today, open_still),
    )
    return sorted(
        rows_of(conn, org, SessionRow, test), key=lambda row: (row.starts_on or today, row.id)
    )


def card(conn: Connection, org: UUID, session_id: UUID, now: datetime) -> SessionCard | None:
    """One session; `now` is the local moment (naive) that tells what is past."""
    found = rows_for(conn, org, [session_id])
    if not found:
        return None
    slots = slots_of(conn, org, session_id)
    enrolled = select(ENROLMENT.c.state, func.count()).where(
        ENROLMENT.c.org_id == org, ENROLMENT.c.session_id == session_id
    )
    pauses = (
        select(*columns([InterruptionRow], [INTERRUPTION]))
        .where(
            INTERRUPTION.c.org_id == org,
            INTERRUPTION.c.session_id == session_id,
            INTERRUPTION.c.enrolment_id.is_(None),
        )
        .order_by(INTERRUPTION.c.starts_on)
    )
    votes = rows_of(conn, org, DelegatesRow, DELEGATES.c.session_id == session_id)
    return SessionCard(
        session=found[0],
        slots=tuple(slots),
        meetings=counts(conn, org, session_id, SlotKind.MEETING),
        appointments=counts(conn, org, session_id, SlotKind.APPOINTMENT),
        candidacies=counts(conn, org, session_id, SlotKind.CANDIDACY),
        enrolled={row[0]: row[1] for row in conn.execute(enrolled.group_by(ENROLMENT.c.state))},
        interruptions=tuple(InterruptionRow(*row) for row in conn.execute(pauses)),
        guard=modality_guard(found[0], [line.slot for line in slots], now),
        delegates=next(iter(votes), None),
        vote=_vote(conn, org, found[0]),
        retention=next(iter(of_sessions(conn, org, now.date(), [session_id])), None),
        handed=counted(conn, org, session_id),
        training=training(conn, org, session_id),
    )


def _vote(conn: Connection, org: UUID, session: SessionRow) -> VoteDays | None:
    if session.starts_on is None or not elects_delegates(session):
        return None
    lessons = rows_of(conn, org, LessonRow, LESSON.c.session_id == session.id)
    closures = rows_of(conn, org, ClosureRow, CLOSURE.c.session_id == session.id)
    timetable = typed_timetable(session, lessons, closures)
    return vote_days(timetable, session.starts_on, session.ends_on)


def slots_of(
    conn: Connection, org: UUID, session_id: UUID, kind: SlotKind | None = None
) -> list[SlotLine]:
    """The slots of a session, deleted ones included, by day and hour."""
    test = SLOT.c.session_id == session_id
    return _slots(conn, org, test if kind is None else and_(test, SLOT.c.kind == kind))


def slots_between(
    conn: Connection, org: UUID, first: date, last: date, *, with_deleted: bool = False
) -> list[tuple[SlotLine, SessionRow]]:
    """« Calendrier des RDV »: the slots held on these days, with their sessions.

    A window of candidacies is held on no day.
    """
    test = and_(SLOT.c.held_on.between(first, last), SLOT.c.kind != SlotKind.CANDIDACY)
    if not with_deleted:
        test = and_(test, SLOT.c.state == SlotState.OPEN)
    lines = _slots(conn, org, test)
    # The same days asked again: a hundred ids to bind take longer than the index.
    wanted = select(SLOT.c.session_id).where(SLOT.c.org_id == org, test)
    sessions = {row.id: row for row in rows_of(conn, org, SessionRow, SESSION.c.id.in_(wanted))}
    return [(line, sessions[line.slot.session_id]) for line in lines]


def slot(conn: Connection, org: UUID, slot_id: UUID) -> SlotLine | None:
    """One slot."""
    return next(iter(_slots(conn, org, SLOT.c.id == slot_id)), None)


def group_of(conn: Connection, org: UUID, group_id: UUID) -> list[SlotLine]:
    """The appointments of a group."""
    return _slots(conn, org, SLOT.c.group_id == group_id)


def _slots(conn: Connection, org: UUID, test: ColumnElement[bool]) -> list[SlotLine]:
    kinds = (SlotRow, SeatsRow, SiteRow)
    join = SLOT.join(
        SEATS, and_(SEATS.c.org_id == SLOT.c.org_id, SEATS.c.id == SLOT.c.id)
    ).outerjoin(SITE, and_(SITE.c.org_id == SLOT.c.org_id, SITE.c.id == SLOT.c.site_id))
    query = (
        select(*columns(kinds, (SLOT, SEATS, SITE)))
        .select_from(join)
        .where(SLOT.c.org_id == org, test)
        .order_by(SLOT.c.held_on, SLOT.c.starts_at, SLOT.c.id)
    )
    lines = [SlotLine(*take(kinds, row)) for row in conn.execute(query).all()]
    kept = kept_of(conn, org, select(SLOT.c.id).where(SLOT.c.org_id == org, test))
    if not kept:
        return lines
    replace = msgspec.structs.replace
    return [replace(line, kept=kept.get(line.id, ())) for line in lines]


def is_used(conn: Connection, org: UUID, slot_id: UUID) -> bool:
    """Whether anybody was ever registered on a slot."""
    query = select(REGISTRATION.c.id).where(
        REGISTRATION.c.org_id == org, REGISTRATION.c.slot_id == slot_id
    )
    return conn.execute(query.limit(1)).first() is not None
