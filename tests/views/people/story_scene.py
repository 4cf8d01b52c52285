# SPDX-License-Identifier: MIT
"""A person with a story: two meetings, a training with everything in it, and the next module.

python -m tests.views.people.story_scene OUT_FOLDER [light|dark] [WIDTHxHEIGHT] draws the page.
"""

from __future__ import annotations

import sys
import tempfile
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from kairos_desktop.models.paris import PARIS
from kairos_desktop.models.vocabulary import (
    CancelReason,
    HalfDay,
    Justification,
    Prescriber,
    Verdict,
)
from kairos_desktop.services.acts.absences import RecordAbsence
from kairos_desktop.services.acts.attendance import DeclareAttendance
from kairos_desktop.services.acts.enrolments import ProposeEnrolment, RecordVerdict
from kairos_desktop.services.acts.entries import RecordEntry
from kairos_desktop.services.acts.exits import DropTrainee
from kairos_desktop.services.acts.interruptions import RecordInterruption
from kairos_desktop.services.acts.registrations import CancelRegistration
from tests.training_scene import on

if TYPE_CHECKING:
    from tests.factories import Scene


class OneStory:
    """Camille Abadie from the first meeting to the exit, then proposed for the next module."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        scene.describe_provider(town="Le Havre", signatory_name="Odile Tremblaie")
        self.person = scene.person("Abadie", "Camille", ft_id="1234567A", town="Le Havre")
        self.first = scene.session(
            title="Secrétaire assistant : module 1, bureautique", carif_session_number="SE_0001",
            starts_on=date(2026, 9, 7), ends_on=date(2027, 1, 29), hours_weekly=35.0,
        )  # fmt: skip
        self.second = scene.session(
            title="Secrétaire assistant : module 2, accueil", carif_session_number="SE_0002",
            starts_on=date(2027, 2, 8), ends_on=date(2027, 6, 25), hours_weekly=35.0,
        )  # fmt: skip
        self._meet()
        self.enrolment = self._enter()
        self._follow()

    def _at(self, month: int, day: int, hour: int = 10) -> None:
        self.scene.clock.now = datetime(2026, month, day, hour, tzinfo=PARIS)

    def _meet(self) -> None:
        scene = self.scene
        self._at(7, 1)
        missed = scene.meeting(self.first, held_on=date(2026, 7, 6))
        met = scene.meeting(self.first, held_on=date(2026, 7, 20))
        registration = scene.register(missed, self.person)
        scene.say(CancelRegistration(registration_id=registration, reason=CancelReason.UNAVAILABLE))
        self._at(7, 10)
        registration = scene.register(met, self.person)
        self._at(7, 20)
        scene.present(registration)
        self.kept = scene.selected(registration)

    def _enter(self) -> UUID:
        self._at(8, 24)
        self.scene.say(
            RecordVerdict(
                enrolment_id=self.kept.id,
                verdict=Verdict.REGISTERED,
                given_on=date(2026, 8, 24),
                source="courriel",
            )
        )
        self._at(9, 7)
        self.scene.say(RecordEntry(enrolment_id=self.kept.id, entered_on=date(2026, 9, 7)))
        return self.kept.id

    def _follow(self) -> None:
        scene = self.scene
        self._at(9, 15)
        scene.say(
            RecordAbsence(
                absence_id=scene.id(), enrolment_id=self.enrolment, dates=on(date(2026, 9, 14)),
                reason="sick", justification=Justification.JUSTIFIED,
            )
        )  # fmt: skip
        self._at(9, 28)
        scene.say(DeclareAttendance(month=date(2026, 9, 1), enrolment_ids=(self.enrolment,)))
        scene.say(
            RecordInterruption(
                interruption_id=scene.id(), enrolment_id=self.enrolment,
                starts_on=date(2026, 10, 5), ends_on=date(2026, 10, 23), reason="personal",
            ),
            RecordAbsence(
                absence_id=scene.id(), enrolment_id=self.enrolment,
                dates=on(date(2026, 10, 29), end=HalfDay.MORNING),
            ),
        )  # fmt: skip
        self._at(11, 20)
        scene.say(
            DropTrainee(
                enrolment_id=self.enrolment, last_day=date(2026, 11, 19), reason="childcare",
                legitimate=True,
            ),
            ProposeEnrolment(
                enrolment_id=scene.id(), session_id=self.second.id, jobseeker_id=self.person,
                prescriber=Prescriber.FRANCE_TRAVAIL,
            ),
        )  # fmt: skip
        self._at(11, 23)


def main(out: str, theme: str = "light", size: str = "1366x768") -> None:
    """Draw the story and the list that leads to it."""
    from kairos_desktop.views.people.pages import PAGES
    from kairos_desktop.views.toolkit.desk import Desk
    from kairos_desktop.views.toolkit.lanes import InlineLanes
    from tests import blank_files
    from tests.factories import Clock, Scene
    from tests.views.window_pictures import Album

    path = Path(tempfile.mkdtemp()) / "kairos.db"
    path.write_bytes(blank_files.of_post())
    with Scene.opened(path, Clock()) as scene:
        one = OneStory(scene)
        album = Album(Path(out), Desk(scene.workspace, InlineLanes()), PAGES, theme, size)
        album.draw("parcours-liste", "paths")
        album.draw("parcours", "story", jobseeker_id=one.person)
        album.draw("fiche", "person", jobseeker_id=one.person)


if __name__ == "__main__":
    main(*sys.argv[1:])
