# SPDX-License-Identifier: MIT
"""Run as a program: records gestures of three acts without end, and says each one it was told of.

The test kills it between two breaths and looks at what the file holds.
"""

from __future__ import annotations

import sys
from pathlib import Path

from kairos_desktop.services.acts.jobseekers import CreateJobseeker, Person
from tests.factories import Clock, Scene


def main(path: Path) -> None:
    with Scene.opened(path, Clock()) as scene:
        number = 0
        while True:
            number += 1
            people = [
                CreateJobseeker(
                    jobseeker_id=scene.id(),
                    person=Person(last_name=f"Nom{number}", first_name=first),
                )
                for first in ("Anne", "Inès", "Paul")
            ]
            scene.say(*people)
            sys.stdout.write(f"{number}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
