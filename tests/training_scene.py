# SPDX-License-Identifier: MIT
"""People who have entered a training, over a real workspace: what the tests of the month act upon.

The entry is written as a row: these tests are about what comes after it.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from kairos_desktop.models.rows import EnrolmentRow, Row, SessionRow
from kairos_desktop.models.vocabulary import (
    Certified,
    EnrolmentOrigin,
    EnrolmentState,
    FollowUp,
    HalfDay,
    Objectives,
)
from kairos_desktop.services import row_store
from kairos_desktop.services.acts.absences import Dates
from kairos_desktop.services.acts.reports import RecordReport
from kairos_desktop.services.workspace import Workspace
from tests.factories import Scene

if TYPE_CHECKING:
    from sqlalchemy import Connection

FIRST_DAY, LAST_DAY = date(2026, 9, 7), date(2027, 3, 26)


def write(workspace: Workspace, *rows: Row) -> None:
    """Rows put in the database by no act."""

    def job(conn: Connection) -> None:
        row_store.write(conn, workspace.org, rows, ())

    workspace.write(job)


def a_training(scene: Scene, **fields: Any) -> SessionRow:
    """A session of 35 hours a week, begun."""
    dates = {"starts_on": FIRST_DAY, "ends_on": LAST_DAY, "hours_weekly": 35.0}
    return scene.session(**(dates | fields))


def entered(scene: Scene, session: SessionRow, person: UUID | None = None, **fields: Any) -> UUID:
    """The enrolment of somebody who came on the first day."""
    row_id = scene.id()
    values: dict[str, Any] = {
        "state": EnrolmentState.ENTERED,
        "origin": EnrolmentOrigin.FROM_RESULT,
        "since": session.starts_on,
        "entered_on": session.starts_on,
    } | fields
    jobseeker = person or scene.person()
    write(
        scene.workspace,
        EnrolmentRow(id=row_id, session_id=session.id, jobseeker_id=jobseeker, **values),
    )
    return row_id


def on(
    first: date,
    last: date | None = None,
    start: HalfDay = HalfDay.MORNING,
    end: HalfDay = HalfDay.AFTERNOON,
) -> Dates:
    """The dates of an absence; a whole day where one day is given."""
    return Dates(starts_on=first, ends_on=last or first, starts_half=start, ends_half=end)


def a_report(enrolment_id: UUID, **fields: Any) -> RecordReport:
    """The « bilan » of somebody who succeeded."""
    values: dict[str, Any] = {
        "written_on": date(2027, 3, 29),
        "objectives": Objectives.REACHED,
        "certified": Certified.WHOLE,
        "follow_up": FollowUp.JOB,
    } | fields
    return RecordReport(enrolment_id=enrolment_id, **values)
