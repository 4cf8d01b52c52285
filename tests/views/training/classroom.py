# SPDX-License-Identifier: MIT
"""A class of thirty, entered in September, with what happened to some of them in November.

python -m tests.views.training.classroom OUT_FOLDER [light|dark] [WIDTHxHEIGHT] draws every screen.
"""

from __future__ import annotations

import sys
import tempfile
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from kairos_desktop.models.paris import PARIS
from kairos_desktop.models.vocabulary import Civility, HalfDay, Justification
from kairos_desktop.services.acts.absences import RecordAbsence
from kairos_desktop.services.acts.interruptions import RecordInterruption
from kairos_desktop.services.acts.jobseekers import CreateJobseeker, Person
from kairos_desktop.views.toolkit.desk import Desk
from kairos_desktop.views.toolkit.lanes import InlineLanes
from tests import blank_files
from tests.factories import Clock, Scene
from tests.training_scene import a_training, entered, on
from tests.views.recruitment.scene import FIFTEEN, OTHERS

MONTH = date(2026, 11, 1)
TODAY = date(2026, 11, 26)
_MORE = (
    "Abadie", "Boyer", "Carpentier", "Delmas", "Estève", "Fontaine", "Guérin", "Henry", "Imbert",
    "Jacquet", "Kowalski",
)  # fmt: skip


class Classroom:
    """A session of `size` trainees, and its desk."""

    def __init__(self, scene: Scene, size: int = 30, lanes: Any = None) -> None:
        self.scene = scene
        scene.clock.now = datetime(2026, 11, 26, 9, tzinfo=PARIS)
        scene.describe_provider(town="Le Havre", signatory_name="Odile Tremblaie")
        self.session = a_training(scene, title="Secrétaire assistant : bureautique et accueil")
        people = [each[:4] for each in (*FIFTEEN, *OTHERS)]
        people += [(name, "Camille", Civility.NONE, "") for name in _MORE]
        self.trainees: dict[str, UUID] = {}
        for number in range(size):
            last, first, civility, ft_id = (
                people[number]
                if number < len(people)
                else (f"Stagiaire{number}", "Dominique", Civility.NONE, "")
            )
            self.trainees[last] = entered(
                scene, self.session, self._person(last, first, civility, ft_id)
            )
        self.desk = Desk(scene.workspace, lanes or InlineLanes())

    def _person(self, last: str, first: str, civility: Civility, ft_id: str) -> UUID:
        row_id = self.scene.id()
        person = Person(
            last_name=last,
            first_name=first,
            civility=civility,
            ft_id=ft_id,
            phone="06 00 00 00 00",
            address="3 quai des Antilles",
            postcode="76600",
            town="Le Havre",
        )
        self.scene.say(CreateJobseeker(jobseeker_id=row_id, person=person))
        return row_id

    def absent(self, name: str, first: date, last: date | None = None, **fields: Any) -> UUID:
        """Record an absence."""
        absence_id = self.scene.id()
        halves = {key: fields.pop(key) for key in ("start", "end") if key in fields}
        self.scene.say(
            RecordAbsence(
                absence_id=absence_id,
                enrolment_id=self.trainees[name],
                dates=on(first, last, **halves),
                **fields,
            )
        )
        return absence_id

    def happenings(self) -> None:
        """What happened in November."""
        justified, not_justified = Justification.JUSTIFIED, Justification.UNJUSTIFIED
        self.absent(
            "Barbier", date(2026, 11, 3), date(2026, 11, 4), reason="sick", justification=justified
        )
        self.absent(
            "Barbier", date(2026, 11, 16), end=HalfDay.MORNING, reason="unjustified_no_news",
            justification=not_justified,
        )  # fmt: skip
        self.absent("Barbier", date(2026, 11, 24))
        self.absent("Barbier", date(2026, 11, 24), start=HalfDay.AFTERNOON, minutes=90)
        self.absent(
            "Diallo",
            date(2026, 11, 17),
            date(2026, 11, 18),
            reason="job_interview",
            justification=justified,
        )
        self.absent("Courtois", date(2026, 11, 19), reason="work_accident", justification=justified)
        self.scene.say(
            RecordInterruption(
                interruption_id=self.scene.id(),
                enrolment_id=self.trainees["Garnier"],
                starts_on=date(2026, 11, 9),
                ends_on=date(2026, 11, 27),
                reason="long_sickness",
            )
        )


def opened(folder: Path, size: int = 30) -> Classroom:
    """A classroom over a new encrypted file."""
    path = folder / "kairos.db"
    path.write_bytes(blank_files.of_post())
    manager = Scene.opened(path, Clock())
    return Classroom(manager.__enter__(), size)


def main(out: str, theme: str = "light", size: str = "1366x768") -> None:
    """Draw every screen of this folder."""
    from tests.views.training.pictures import draw

    room = opened(Path(tempfile.mkdtemp()))
    room.happenings()
    draw(room, Path(out), theme, size)


if __name__ == "__main__":
    main(*sys.argv[1:])
