# SPDX-License-Identifier: MIT
"""What these pages read. Lane: read.

The queries are imported when the first of them runs, on that lane: SQLAlchemy must not load
before the window has painted.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime
    from uuid import UUID

    from kairos_desktop.models.rows import JobseekerRow, ProviderRow, SessionRow, SiteRow
    from kairos_desktop.models.vocabulary import SlotKind
    from kairos_desktop.services.queries.enrolments import EnrolmentLine, EntryList
    from kairos_desktop.services.queries.handed import HandedLine
    from kairos_desktop.services.queries.people import Suspect
    from kairos_desktop.services.queries.registrations import RegistrationLine, TabCounts
    from kairos_desktop.services.queries.sessions import SessionCard, SlotLine
    from kairos_desktop.services.queries.training_places import TrainingLine
    from kairos_desktop.services.rules.lists import Tab


@dataclass(frozen=True, kw_only=True)
class ListAsked:
    """One of the three lists, on one info coll, one day of RDV, or all of them."""

    session_id: UUID
    kind: SlotKind
    tab: Tab
    slot_id: UUID | None = None
    held_on: date | None = None
    with_entered: bool = False
    sort: str = "name"
    descending: bool = False


@dataclass(frozen=True)
class ListRead:
    """The ids of the list, the badges of the three, and who waits for a place."""

    ids: list[UUID]
    counts: TabCounts
    waiting: list[RegistrationLine]


def session_card(conn: Any, org: UUID, session_id: UUID, now: datetime) -> Any:
    """The session with all that it holds; None where it does not exist."""
    from kairos_desktop.services.queries import sessions

    card: SessionCard | None = sessions.card(conn, org, session_id, now)
    return card


def lists(conn: Any, org: UUID, asked: ListAsked) -> ListRead:
    """One list, with the badges of the three."""
    from kairos_desktop.services.queries import registrations as queries

    wanted = queries.RegistrationFilter(**asdict(asked))
    ids = queries.ids_for(conn, org, wanted)
    counts = queries.counts(conn, org, asked.session_id, asked.kind, asked.slot_id, asked.held_on)
    waiting = queries.waiting(conn, org, asked.slot_id) if asked.slot_id else []
    return ListRead(ids, counts, waiting)


def presences_missing(conn: Any, org: UUID, asked: ListAsked) -> list[RegistrationLine]:
    """Those of a list of whom neither presence nor absence is typed."""
    from kairos_desktop.models.vocabulary import RegistrationState
    from kairos_desktop.services.queries import registrations as queries

    ids = queries.ids_for(conn, org, queries.RegistrationFilter(**asdict(asked)))
    lines = queries.rows_for(conn, org, ids)
    return [line for line in lines if line.registration.state is RegistrationState.REGISTERED]


def registration_lines(
    conn: Any, org: UUID, ids: Sequence[UUID], marked: bool = False
) -> list[RegistrationLine]:
    """The lines of these registrations; `marked` where the posts exchange."""
    from kairos_desktop.services.queries import registrations as queries

    lines = queries.rows_for(conn, org, ids)
    return _marked(conn, org, lines) if marked else lines


def expected(conn: Any, org: UUID, slot_ids: Sequence[UUID]) -> list[RegistrationLine]:
    """Those who would lose their slot: registered, waiting and absent on these slots."""
    from kairos_desktop.services.queries import registrations as queries

    return queries.still_expected(conn, org, slot_ids)


def enrolment_ids(
    conn: Any, org: UUID, session_id: UUID, sort: str, descending: bool
) -> list[UUID]:
    """The ids of « Inscrits en formation »."""
    from kairos_desktop.services.queries import enrolments

    return enrolments.ids_for(conn, org, session_id, sort=sort, descending=descending)


def entries(
    conn: Any,
    org: UUID,
    session_id: UUID,
    today: date,
    with_entered: bool,
    sort: str,
    descending: bool,
) -> EntryList:
    """« Saisie des entrées en formation »: its ids, and how many are missing."""
    from kairos_desktop.services.queries import enrolments

    return enrolments.entries(
        conn,
        org,
        session_id,
        today,
        with_entered=with_entered,
        sort=sort,
        descending=descending,
    )


def entries_missing(conn: Any, org: UUID, session_id: UUID, today: date) -> list[EnrolmentLine]:
    """Those of a session of whom neither presence nor absence at entry is typed."""
    from kairos_desktop.services.queries import enrolments
    from kairos_desktop.services.rules.entries import WAITED_FOR

    found = enrolments.entries(conn, org, session_id, today).ids
    lines = enrolments.rows_for(conn, org, found)
    return [line for line in lines if line.enrolment.state in WAITED_FOR]


def enrolment_lines(
    conn: Any, org: UUID, ids: Sequence[UUID], marked: bool = False
) -> list[EnrolmentLine]:
    """The lines of these enrolments; `marked` where the posts exchange."""
    from kairos_desktop.services.queries import enrolments

    lines = enrolments.rows_for(conn, org, ids)
    return _marked(conn, org, lines) if marked else lines


def handed_of_session(conn: Any, org: UUID, session_id: UUID) -> list[HandedLine]:
    """Those who are or may be enrolled on a session, with what was handed to each."""
    from kairos_desktop.services.queries import handed

    return handed.of_session(conn, org, session_id)


def handed_lines(conn: Any, org: UUID, ids: Sequence[UUID]) -> list[HandedLine]:
    """What was handed to these people."""
    from kairos_desktop.services.queries import handed

    return handed.lines_for(conn, org, ids)


def _marked(conn: Any, org: UUID, lines: Sequence[Any]) -> list[Any]:
    from kairos_desktop.services.queries import exchange

    return exchange.with_marks(conn, org, lines)


def people(conn: Any, org: UUID, text: str) -> list[JobseekerRow]:
    """The first people found, for a type-ahead."""
    from kairos_desktop.services.queries import people as queries

    return queries.search(conn, org, text)


def person(conn: Any, org: UUID, jobseeker_id: UUID) -> list[JobseekerRow]:
    """The person of this id, if there is one."""
    from kairos_desktop.services.queries import people as queries

    return queries.rows_for(conn, org, [jobseeker_id])


def suspects(conn: Any, org: UUID, typed: JobseekerRow) -> list[Suspect]:
    """Records that may be the person being typed, with the reason."""
    from kairos_desktop.services.queries import people as queries

    return queries.suspects(conn, org, typed)


def sessions_found(conn: Any, org: UUID, text: str) -> list[SessionRow]:
    """The first sessions found, for a type-ahead."""
    from kairos_desktop.services.queries import sessions

    return sessions.search(conn, org, text)


def slots(conn: Any, org: UUID, session_id: UUID) -> list[SlotLine]:
    """The slots of a session, deleted ones included."""
    from kairos_desktop.services.queries import sessions

    return sessions.slots_of(conn, org, session_id)


def training(conn: Any, org: UUID, session_id: UUID) -> TrainingLine | None:
    """The places of the training of a session; None where nobody says how many there are."""
    from kairos_desktop.services.queries import training_places

    return training_places.training(conn, org, session_id)


def places(conn: Any, org: UUID) -> tuple[ProviderRow | None, list[SiteRow]]:
    """The organisation and its open sites, for the fields « Lieu » and « Contact »."""
    from kairos_desktop.services.queries import provider

    return provider.provider(conn, org), provider.sites(conn, org)
