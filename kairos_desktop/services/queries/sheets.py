# SPDX-License-Identifier: MIT
"""The sign-in sheets of sessions: their half-days, and who is on each. Lane: read."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from typing import TYPE_CHECKING, TypeVar
from uuid import UUID

import msgspec
from sqlalchemy import and_, exists, or_, select

from kairos_desktop.models.rows import (
    AbsenceRow,
    ClosureRow,
    EnrolmentRow,
    InterruptionRow,
    JobseekerRow,
    Row,
    SessionRow,
    SiteRow,
)
from kairos_desktop.models.sheet_rows import SheetRow, SignatureChainRow, SignatureRow
from kairos_desktop.models.tables import (
    ABSENCE,
    ENROLMENT,
    INTERRUPTION,
    JOBSEEKER,
    LESSON,
    SESSION,
    SHEET,
    SIGNATURE,
    SIGNATURE_CHAIN,
    TABLE_OF_ROW,
)
from kairos_desktop.services.queries.reading import columns, grouped, rows_of, take
from kairos_desktop.services.queries.sessions import rows_for
from kairos_desktop.services.queries.timetables import typed_between
from kairos_desktop.services.rules.absences import span_of
from kairos_desktop.services.rules.sheet_codes import session_key
from kairos_desktop.services.rules.sheet_warnings import SheetFacts, sheet_warnings
from kairos_desktop.services.rules.sheets import (
    Expectation,
    HalfSheet,
    expected,
    half_sheets,
    sheet_id,
)
from kairos_desktop.services.rules.signatures import ChainFault, faults, standing
from kairos_desktop.services.rules.verdicts import Warned
from kairos_desktop.services.veil import is_dressed
from kairos_desktop.services.wording.people import full_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy import Connection

    from kairos_desktop.models.vocabulary import HalfDay
    from kairos_desktop.services.rules.sheet_codes import SheetName

_KINDS = (EnrolmentRow, JobseekerRow)
_NEAR = timedelta(days=16)
_People = list[tuple[EnrolmentRow, JobseekerRow]]
R = TypeVar("R", bound=Row)


class Signer(msgspec.Struct, frozen=True):
    """One line of a sheet."""

    enrolment: EnrolmentRow
    jobseeker: JobseekerRow
    expectation: Expectation
    absence: AbsenceRow | None = None
    """The one that is known of this half-day."""

    @property
    def id(self) -> UUID:
        """The enrolment's id."""
        return self.enrolment.id


class SheetCard(msgspec.Struct, frozen=True):
    """The sheet of a half-day, with who is expected, by name."""

    session: SessionRow
    half: HalfSheet
    site: SiteRow | None
    signers: tuple[Signer, ...]
    sheet: SheetRow | None = None
    signatures: tuple[SignatureRow, ...] = ()
    """On the screen, struck ones too, by their moment."""
    faults: tuple[ChainFault, ...] = ()
    """What was altered or removed of them."""
    warnings: tuple[Warned, ...] = ()
    """What an inspector would ask about."""

    @property
    def is_kept(self) -> bool:
        """Whether anything is known of it: read back, signed on the screen, or once signed."""
        return bool(self.sheet or self.signatures or self.faults)

    @property
    def signed(self) -> frozenset[UUID]:
        """The enrolments of those who signed, on paper or on the screen."""
        on_screen = (row.enrolment_id for row in standing(self.signatures))
        on_paper = (UUID(each) for each in (self.sheet.signed if self.sheet else ()))
        return frozenset((*on_paper, *(each for each in on_screen if each)))

    @property
    def trainer_signed(self) -> bool:
        """Whether the trainer signed, on paper or on the screen."""
        on_screen = any(row.enrolment_id is None for row in standing(self.signatures))
        return on_screen or bool(self.sheet and self.sheet.trainer_signed)

    @property
    def id(self) -> UUID:
        """The id of the half-day's sheet."""
        return sheet_id(self.half.session_id, self.half.day, self.half.half)


class SheetView(msgspec.Struct, frozen=True):
    """The sheet of a half-day, and the half-days of its session just before and after."""

    card: SheetCard
    previous: HalfSheet | None
    next: HalfSheet | None


class SheetWeek(msgspec.Struct, frozen=True):
    """The sheets of one session's week, Monday to Sunday."""

    session: SessionRow
    first: date
    last: date
    cards: tuple[SheetCard, ...]


def sheets(
    conn: Connection,
    org: UUID,
    session_ids: Sequence[UUID],
    first: date,
    last: date,
    extra: Sequence[tuple[date, HalfDay]] = (),
) -> list[SheetCard]:
    """The sheets of some sessions between two days, both included: by hour, then by title.

    `extra` half-days are there even where nothing is planned.
    """
    sessions = rows_for(conn, org, session_ids)
    people = _people(conn, org, session_ids)
    here = ABSENCE.c.session_id.in_(session_ids)
    met = (here, ABSENCE.c.starts_on <= last, ABSENCE.c.ends_on >= first)
    absences = grouped(rows_of(conn, org, AbsenceRow, *met), _session_of)
    stopped = INTERRUPTION.c.session_id.in_(session_ids)
    pauses = grouped(rows_of(conn, org, InterruptionRow, stopped), _session_of)
    recorded = grouped(_on_days(conn, org, SheetRow, session_ids, first, last), _session_of)
    signed = _Signed(conn, org, session_ids, first, last)
    found: list[SheetCard] = []
    for each in typed_between(conn, org, sessions, first, last).values():
        key = each.session.id
        rows = {(row.day, row.half): row for row in recorded[key]}
        halves = half_sheets(
            each.session,
            each.lessons,
            each.timetable,
            pauses[key],
            (first, last),
            (*rows, *signed.half_days(key), *extra),
        )
        sites = {site.id: site for site in each.sites}
        names = {enrolment.id: full_name(jobseeker) for enrolment, jobseeker in people[key]}
        for half in halves:
            signers = _signers(each.session, people[key], absences[key], pauses[key], half)
            site = sites.get(half.site_id) if half.site_id else None
            row = rows.get((half.day, half.half))
            own = signed.of_half(key, half.day, half.half)
            card = SheetCard(each.session, half, site, tuple(signers), row, *own)
            warned = sheet_warnings(facts_of(card, each.closures, names))
            found.append(msgspec.structs.replace(card, warnings=warned))
    return sorted(found, key=_order)


class _Signed:
    """What was signed on the screen on some days, half-day by half-day."""

    def __init__(
        self, conn: Connection, org: UUID, session_ids: Sequence[UUID], first: date, last: date
    ) -> None:
        rows = _on_days(conn, org, SignatureRow, session_ids, first, last)
        chains = _on_days(conn, org, SignatureChainRow, session_ids, first, last)
        self._rows, self._chains = grouped(rows, _half_of), grouped(chains, _half_of)
        # Under the veil there is nothing to compare.
        self._is_hidden = is_dressed(conn)

    def half_days(self, session_id: UUID) -> list[tuple[date, HalfDay]]:
        """The half-days of a session that anything is known of."""
        found = dict.fromkeys((*self._rows, *self._chains))
        return [(day, half) for session, day, half in found if session == session_id]

    def of_half(
        self, session_id: UUID, day: date, half: HalfDay
    ) -> tuple[tuple[SignatureRow, ...], tuple[ChainFault, ...]]:
        """The signatures of a half-day, and their faults."""
        key = session_id, day, half
        rows, chains = self._rows.get(key, []), self._chains.get(key, [])
        found = () if self._is_hidden else tuple(faults(rows, chains))
        return tuple(sorted(rows, key=lambda row: (row.signed_at, row.rank))), found


def _half_of(row: SignatureRow | SignatureChainRow) -> tuple[UUID, date, HalfDay]:
    return row.session_id, row.day, row.half


def _session_of(row: AbsenceRow | InterruptionRow | SheetRow) -> UUID:
    return row.session_id


def _on_days(
    conn: Connection,
    org: UUID,
    kind: type[R],
    session_ids: Sequence[UUID],
    first: date,
    last: date,
) -> list[R]:
    """The rows of a kind that speaks of half-days, of some sessions between two days."""
    told = TABLE_OF_ROW[kind.table].c
    return rows_of(conn, org, kind, told.session_id.in_(session_ids), told.day.between(first, last))


def sheets_of_week(
    conn: Connection, org: UUID, session_id: UUID, day: date | None, today: date
) -> SheetWeek | None:
    """The sheets of the week of a day, else of the week in which the session is today.

    Before its start that is its first week, after its end its last one. None for an unknown one.
    """
    session = next(iter(rows_for(conn, org, [session_id])), None)
    if session is None:
        return None
    shown = day or min(max(today, session.starts_on or today), session.ends_on or date.max)
    first = shown - timedelta(days=shown.weekday())
    last = first + timedelta(days=6)
    return SheetWeek(session, first, last, tuple(sheets(conn, org, [session_id], first, last)))


def sheets_of_days(conn: Connection, org: UUID, first: date, last: date) -> list[SheetCard]:
    """The sheets of some days, both included, of each session taught then to somebody or signed."""
    known = (
        exists().where(
            table.c.org_id == org,
            table.c.session_id == SESSION.c.id,
            table.c.day.between(first, last),
        )
        for table in (LESSON, SHEET, SIGNATURE, SIGNATURE_CHAIN)
    )
    begun = and_(SESSION.c.starts_on <= last, SESSION.c.ends_on >= first)
    query = select(SESSION.c.id).where(SESSION.c.org_id == org, or_(begun, *known))
    cards = sheets(conn, org, list(conn.execute(query).scalars()), first, last)
    return [card for card in cards if card.signers or card.is_kept]


def sheet_view(
    conn: Connection, org: UUID, session_id: UUID, day: date, half: HalfDay
) -> SheetView | None:
    """The sheet of one half-day, planned or not, with its neighbours, two weeks around.

    None for an unknown session.
    """
    around = sheets(conn, org, [session_id], day - _NEAR, day + _NEAR, ((day, half),))
    wanted = sheet_id(session_id, day, half)
    at = next((place for place, card in enumerate(around) if card.id == wanted), None)
    if at is None:
        return None
    halves = (None, *(card.half for card in around), None)
    return SheetView(around[at], halves[at], halves[at + 2])


def session_of_code(conn: Connection, org: UUID, name: SheetName) -> UUID | None:
    """The session that a scanned code names, the one under way that day where two share a key."""
    query = select(SESSION.c.id, SESSION.c.starts_on, SESSION.c.ends_on).where(
        SESSION.c.org_id == org
    )
    named = [row for row in conn.execute(query) if session_key(row[0]) == name.session_key]
    named.sort(key=lambda row: not (row[1] and row[2] and row[1] <= name.day <= row[2]))
    return named[0][0] if named else None


def facts_of(
    card: SheetCard, closures: Sequence[ClosureRow] = (), names: Mapping[UUID, str] | None = None
) -> SheetFacts:
    """What the rules look at of a sheet; `names` are those of the session's enrolments."""
    return SheetFacts(
        half=card.half,
        session=card.session,
        closures=closures,
        expected={each.id: each.expectation for each in card.signers},
        signed=card.signed,
        trainer_signed=card.trainer_signed,
        signatures=standing(card.signatures),
        faults=card.faults,
        recorded_at=card.sheet.recorded_at if card.sheet else None,
        names=names or {},
    )


def _order(card: SheetCard) -> tuple[date, int, str, str]:
    half = card.half
    at = half.starts_at.hour * 60 + half.starts_at.minute
    return half.day, at, card.session.title, str(card.session.id)


def _signers(
    session: SessionRow,
    people: _People,
    absences: Sequence[AbsenceRow],
    pauses: Sequence[InterruptionRow],
    half: HalfSheet,
) -> Iterable[Signer]:
    named = {enrolment.id: jobseeker for enrolment, jobseeker in people}
    enrolments = [enrolment for enrolment, _ in people]
    away = {row.enrolment_id: row for row in absences if span_of(row).covers(half.day, half.half)}
    for each in expected(session, enrolments, absences, pauses, half.day, half.half):
        row = each.enrolment
        yield Signer(row, named[row.id], each.expectation, away.get(row.id))


def _people(conn: Connection, org: UUID, session_ids: Sequence[UUID]) -> dict[UUID, _People]:
    named = and_(
        JOBSEEKER.c.org_id == ENROLMENT.c.org_id, JOBSEEKER.c.id == ENROLMENT.c.jobseeker_id
    )
    query = (
        select(*columns(_KINDS, (ENROLMENT, JOBSEEKER)))
        .select_from(ENROLMENT.join(JOBSEEKER, named))
        .where(ENROLMENT.c.org_id == org, ENROLMENT.c.session_id.in_(session_ids))
        .order_by(JOBSEEKER.c.sort_key, ENROLMENT.c.id)
    )
    found: dict[UUID, _People] = defaultdict(list)
    for line in conn.execute(query):
        enrolment, jobseeker = take(_KINDS, line)
        found[enrolment.session_id].append((enrolment, jobseeker))
    return found
