# SPDX-License-Identifier: MIT
"""A year of an office in rows: what « Pilotage » counts, known by heart.

python -m tests.views.boards.figures_scene OUT_FOLDER [light|dark] [WIDTHxHEIGHT] draws each tab.
"""

from __future__ import annotations

import sys
import tempfile
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

from kairos_desktop.models.paris import PARIS
from kairos_desktop.models.rows import (
    AbsenceRow,
    AttendanceRow,
    DocumentRow,
    EnrolmentRow,
    RegistrationRow,
    SeatsRow,
    SessionRow,
    SlotRow,
)
from kairos_desktop.models.vocabulary import (
    AttendanceState,
    DocumentKind,
    DocumentState,
    EnrolmentOrigin,
    EnrolmentState,
    Justification,
    Prescriber,
    RegistrationState,
    Result,
    SlotKind,
    Verdict,
)
from kairos_desktop.services.acts.jobseekers import Person, person_row
from tests.factories import a_session
from tests.training_scene import write

if TYPE_CHECKING:
    from tests.factories import Scene

TITLES = (
    "Secrétaire assistant : bureautique et accueil",
    "Agent de propreté et d’hygiène",
    "Conseiller de vente",
    "Maçon du bâti ancien",
)
FIRST = date(2026, 1, 12)
REASONS = ("job", "health", "childcare", "no_news", "job")
JUSTIFICATIONS = (Justification.JUSTIFIED, Justification.UNJUSTIFIED, Justification.TO_QUALIFY)


class Office:
    """Sessions, a meeting each, and `each` people registered on it, who go as far as they go.

    Of ten people: one stays away, two are present and not kept, one is kept, one validated, five
    enter: the first of them leaves, the second is still there, the others came to the end. One
    more enters without a meeting and without a validation.
    """

    def __init__(self, scene: Scene, sessions: int = 4, each: int = 10) -> None:
        self.scene, self.each = scene, each
        self.sessions: list[UUID] = []
        self._rows: list[Any] = []
        self._count = 0
        for place in range(sessions):
            self._session(place)
        write(scene.workspace, *self._rows)

    def id(self) -> UUID:
        """The next id of a row."""
        self._count += 1
        return UUID(int=(9 << 100) + self._count)

    def session(self, place: int) -> SessionRow:
        """The nth session."""
        return self.scene.row(SessionRow, self.sessions[place])

    def _session(self, place: int) -> None:
        starts = FIRST + timedelta(days=63 * place)
        row: SessionRow = a_session(
            self.id(),
            title=TITLES[place % len(TITLES)],
            carif_session_number=f"SE_{9001 + place:010d}",
            starts_on=starts,
            ends_on=starts + timedelta(days=120),
        )
        slot = SlotRow(
            id=self.id(), session_id=row.id, kind=SlotKind.MEETING,
            held_on=starts - timedelta(days=21), starts_at=time(9), ends_at=time(11), capacity=30,
        )  # fmt: skip
        self._rows += [row, slot, SeatsRow(slot.id, capacity=30, taken=self.each)]
        self.sessions.append(row.id)
        for nth in range(self.each):
            self._person(row, slot, place, nth)
        person = self._named(f"Direct{place}")
        direct = EnrolmentOrigin.DIRECT_PROPOSAL
        self._enrol(row, person, place, 1, EnrolmentState.ENTERED, None, direct)

    def _named(self, last_name: str) -> UUID:
        row_id = self.id()
        self._rows.append(person_row(row_id, Person(last_name=last_name, first_name="Anne")))
        return row_id

    def _person(self, session: SessionRow, slot: SlotRow, place: int, nth: int) -> None:
        person, kind = self._named(f"Nom{place}x{nth:02d}"), nth % 10
        came = kind != 0
        kept = kind >= 3
        self._rows.append(
            RegistrationRow(
                id=self.id(), slot_id=slot.id, session_id=session.id, jobseeker_id=person,
                state=RegistrationState.PRESENT if came else RegistrationState.ABSENT,
                placed_by=Prescriber.FRANCE_TRAVAIL, placed_on=slot.held_on,
                result=Result.SELECTED if kept else Result.NOT_SELECTED if came else Result.NONE,
            )
        )  # fmt: skip
        states = {3: EnrolmentState.SELECTED, 4: EnrolmentState.REGISTERED}
        states |= {5: EnrolmentState.DROPPED, 6: EnrolmentState.ENTERED}
        if kept:
            state = states.get(kind, EnrolmentState.COMPLETED)
            verdict = Verdict.REGISTERED if kind > 3 else None
            self._enrol(session, person, place, nth, state, verdict)

    def _enrol(
        self, session: SessionRow, person: UUID, place: int, nth: int, state: EnrolmentState,
        verdict: Verdict | None, origin: EnrolmentOrigin = EnrolmentOrigin.FROM_RESULT,
    ) -> None:  # fmt: skip
        assert session.starts_on
        start, row_id = session.starts_on, self.id()
        is_in = state not in {EnrolmentState.SELECTED, EnrolmentState.REGISTERED}
        is_out = state in {EnrolmentState.DROPPED, EnrolmentState.COMPLETED}
        left = start + timedelta(days=40 if state is EnrolmentState.DROPPED else 120)
        self._rows.append(
            EnrolmentRow(
                id=row_id, session_id=session.id, jobseeker_id=person, state=state,
                origin=origin,
                since=left + timedelta(days=nth - 5) if is_out else start,
                verdict=verdict, entered_on=start if is_in else None,
                left_on=left if is_out else None,
                reason=REASONS[place % len(REASONS)] if state is EnrolmentState.DROPPED else "",
                legitimate=(True, False, None)[place % 3],
            )
        )  # fmt: skip
        if is_in:
            told = datetime.combine(start + timedelta(days=nth % 6), time(10), PARIS)
            self._rows.append(
                DocumentRow(
                    id=self.id(), kind=DocumentKind.ENTRY_ATTESTATION, number=f"AES-{self._count}",
                    version=1, state=DocumentState.VALID, issued_at=told, issued_by="Odile",
                    enrolment_id=row_id, session_id=session.id,
                )
            )  # fmt: skip
            self._absences(session, row_id, place, nth)

    def _absences(self, session: SessionRow, enrolment: UUID, place: int, nth: int) -> None:
        assert session.starts_on
        for month in range(4):
            day = session.starts_on + timedelta(days=30 * month + nth)
            if (nth + month) % 2 == 0:
                self._rows.append(
                    AbsenceRow(
                        id=self.id(), session_id=session.id, enrolment_id=enrolment,
                        starts_on=day, ends_on=day,
                        justification=JUSTIFICATIONS[(nth + place + month) % 3],
                    )
                )  # fmt: skip
            first = day.replace(day=1)
            self._rows.append(
                AttendanceRow(
                    id=self.id(), session_id=session.id, enrolment_id=enrolment, month=first,
                    period_from=first, period_to=first.replace(day=28), planned=8_400,
                    justified=210 * (nth % 3), unjustified=105 * (place % 2), to_qualify=0,
                    state=AttendanceState.DECLARED,
                    declared_at=datetime.combine(first, time(10), PARIS), declared_by="Odile",
                )
            )  # fmt: skip


def main(out: str, theme: str = "light", size: str = "1366x768") -> None:
    """Draw every tab."""
    from kairos_desktop.views.boards.pages import PAGES
    from kairos_desktop.views.boards.pictures import PICTURES
    from kairos_desktop.views.toolkit.desk import Desk
    from kairos_desktop.views.toolkit.lanes import InlineLanes
    from tests import blank_files
    from tests.factories import Clock, Scene
    from tests.views.window_pictures import Album

    path = Path(tempfile.mkdtemp()) / "kairos.db"
    path.write_bytes(blank_files.of_post())
    with Scene.opened(path, Clock()) as scene:
        scene.describe_provider(town="Le Havre")
        Office(scene, 5, 20)
        album = Album(Path(out), Desk(scene.workspace, InlineLanes()), PAGES, theme, size)
        for tab in PICTURES:
            album.draw(f"pilotage-{tab}", "boards-overview", tab=tab)


if __name__ == "__main__":
    main(*sys.argv[1:])
