# SPDX-License-Identifier: MIT
"""« Pilotage » over 2,000 sessions and 20,000 paths: opened and painted, of a year and of all.

The floor is the same SQL through sqlcipher3 alone.
"""

from __future__ import annotations

import random
import time
from datetime import date, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import UUID

from benchmarks.long_list import wait
from benchmarks.painting import after_paint
from benchmarks.statements import Noted, reading
from benchmarks.table import Line, median, milliseconds
from benchmarks.world import opened, person_id, session_id

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kairos_desktop.models.rows import Row
    from kairos_desktop.services.workspace import Workspace

PATHS, REPETITIONS, SIZE = 20_000, 7, (1366, 768)
SESSIONS_OF_PATHS = 1_000
EACH = PATHS // SESSIONS_OF_PATHS
_REASONS = ("job", "health", "family", "moving", "money", "childcare", "no_news", "other")


def lines(world: Path) -> list[Line]:
    """The lines of the table."""
    from kairos_desktop.services import row_store
    from kairos_desktop.services.queries import overview
    from kairos_desktop.services.queries.overview import Period

    today = date.today()
    year = Period(today - timedelta(days=365), today)
    found: list[Line] = []
    with opened(world) as (profile, workspace):
        rows = list(_paths())
        workspace.write(lambda conn: row_store.write(conn, workspace.org, rows, ()))
        noted = Noted(profile.engines.read)
        fairy = profile.engines.read.raw_connection()
        raw = fairy.driver_connection
        for part in (overview.paths, overview.delays, overview.absences, overview.dropouts):
            read = partial(workspace.read, part, today, year)
            read()
            noted.take()
            read()
            bare = reading(raw, noted.take())
            bare()
            ours = median([milliseconds(read) for _ in range(REPETITIONS)])
            floor = median([milliseconds(bare) for _ in range(REPETITIONS)])
            name = f"the {part.__name__} of a year"
            found.append(Line(name, ours, "ms", 300, floor, "the same SQL, sqlcipher3 alone"))
        fairy.close()
        found.append(Line("the page opened and painted", _opened(workspace), "ms", 300))
    return found


def _paths() -> Iterator[Row]:
    """Twenty people a session for the last thousand sessions begun, with what became of them."""
    from kairos_desktop.models.rows import EnrolmentRow
    from kairos_desktop.models.vocabulary import EnrolmentOrigin, EnrolmentState, Verdict

    chance, today = random.Random(7), date.today()
    last = (today - date(2023, 1, 2)).days - 60
    for nth in range(PATHS):
        place = last - SESSIONS_OF_PATHS + nth // EACH
        start = date(2023, 1, 2) + timedelta(days=place + 60)
        left = start + timedelta(days=chance.randrange(20, 180))
        is_over = left < today
        state = EnrolmentState.ENTERED
        if is_over:
            state = chance.choice([EnrolmentState.COMPLETED] * 6 + [EnrolmentState.DROPPED])
        yield EnrolmentRow(
            id=UUID(int=(5 << 100) + nth), session_id=session_id(place),
            jobseeker_id=person_id(nth * 2), state=state, origin=EnrolmentOrigin.DIRECT_PROPOSAL,
            since=left + timedelta(days=chance.randrange(6)) if is_over else start,
            verdict=Verdict.REGISTERED, verdict_on=start, entered_on=start,
            left_on=left if is_over else None, reason=chance.choice(_REASONS) if is_over else "",
            legitimate=chance.choice([True, False, None]),
        )  # fmt: skip
        yield from _followed(chance, nth, session_id(place), start)


def _followed(chance: random.Random, nth: int, session: UUID, start: date) -> Iterator[Row]:
    """The AES of a path, an absence, two months declared."""
    from kairos_desktop.models.rows import AbsenceRow, AttendanceRow, DocumentRow
    from kairos_desktop.models.vocabulary import (
        AttendanceState,
        DocumentKind,
        DocumentState,
        Justification,
    )

    enrolment, who = UUID(int=(5 << 100) + nth), "Banc d’essai"
    yield DocumentRow(
        id=UUID(int=(6 << 100) + nth), kind=DocumentKind.ENTRY_ATTESTATION, number=f"AES-{nth}",
        version=1, state=DocumentState.VALID, enrolment_id=enrolment, session_id=session,
        issued_at=_morning(start + timedelta(days=nth % 6)), issued_by=who,
    )  # fmt: skip
    day = start + timedelta(days=3)
    yield AbsenceRow(
        id=UUID(int=(7 << 100) + nth), session_id=session, enrolment_id=enrolment, starts_on=day,
        ends_on=day, justification=chance.choice(list(Justification)),
    )  # fmt: skip
    for month in range(2):
        day = (start + timedelta(days=30 * month)).replace(day=1)
        yield AttendanceRow(
            id=UUID(int=(8 << 100) + nth * 2 + month), session_id=session, enrolment_id=enrolment,
            month=day, period_from=day, period_to=day.replace(day=28), planned=9_000,
            justified=210, unjustified=120, to_qualify=0, state=AttendanceState.DECLARED,
            declared_at=_morning(day), declared_by=who,
        )  # fmt: skip


def _morning(day: date) -> datetime:
    return datetime.fromisoformat(f"{day}T10:00:00+01:00")


def _opened(workspace: Workspace) -> float:
    """Milliseconds from asking for the page to its picture painted."""
    from kairos_desktop.assembly.application import application
    from kairos_desktop.views.boards.overview_page import OverviewPage
    from kairos_desktop.views.toolkit.chart_view import ChartView
    from kairos_desktop.views.toolkit.desk import Desk
    from kairos_desktop.views.toolkit.lanes import ThreadLanes

    app, lanes = application(), ThreadLanes()
    desk, painted = Desk(workspace, lanes), list[float]()

    def on_painted(view: Any) -> None:
        if view.chart() is not None:
            painted.append(time.perf_counter())
            app.exit()

    after_paint(ChartView, on_painted)
    found: list[float] = []
    for _ in range(REPETITIONS):
        painted.clear()
        start = time.perf_counter()
        page = OverviewPage(desk)
        page.resize(*SIZE)
        page.show()
        page.show_place({})
        while not painted:
            app.exec()
        found.append((painted[0] - start) * 1000)
        page.deleteLater()
        wait(app, 0.1)
    lanes.close()
    return median(found)
