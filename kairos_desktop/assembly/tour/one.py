# SPDX-License-Identifier: MIT
"""One playing of the tour: one theme, one scale, one process.

python -m kairos_desktop.assembly.tour.one FOLDER light|dark
"""

from __future__ import annotations

import gc
import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from kairos_desktop.assembly.application import application
from kairos_desktop.assembly.data_keeper import ProfileKeeper
from kairos_desktop.assembly.demo_profile import demo_profile
from kairos_desktop.assembly.garbage import Sweeper
from kairos_desktop.assembly.tour import attending, boards, entering, leaving, stage, steps
from kairos_desktop.assembly.tour.quiet import WatchedLanes
from kairos_desktop.assembly.tour.script import Player, ScriptStuck
from kairos_desktop.assembly.window import build
from kairos_desktop.services.profile_door import LocalDoor

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Sequence

# A small laptop; at 150 %, what a screen of 1920 × 1080 leaves.
SIZES = {1.0: (1366, 768), 1.5: (1280, 720)}
CHAPTERS = (
    steps.offer,
    steps.meeting,
    steps.presence,
    steps.results,
    steps.appointments,
    steps.enrolment,
    steps.around,
    entering.entries,
    attending.timetable,
    attending.sheet,
    attending.absence,
    attending.month,
    leaving.abandon,
    leaving.exits,
    leaving.report,
    boards.to_kairos,
    boards.figures,
    boards.story,
    boards.evidence,
)


def play(out: Path, chapters: Sequence[Callable[[stage.Tour], stage.Steps]] = CHAPTERS) -> None:
    """Play the chapters and leave pictures, papers and JSON in the folder."""
    app = application()
    clock = stage.Clock()
    with demo_profile(clock) as (profile, workspace):
        door = LocalDoor(out, out / "post.json")
        keeper = ProfileKeeper(profile, door, lambda: None)
        lanes = WatchedLanes()
        window = build(profile, workspace, lanes, keeper)
        tour = stage.Tour(window, lanes, profile, workspace, clock, out)
        window.resize(*SIZES[float(os.environ.get("QT_SCALE_FACTOR", "1"))])
        window.show()
        Sweeper(app).start()
        try:
            Player(app, _script(tour, chapters)).run()
        except ScriptStuck:
            tour.picture("stuck", "Où le parcours s’est arrêté")
            raise
        window.close()
    said = {"pictures": tour.pictures, **tour.facts}
    (out / "tour.json").write_text(json.dumps(said, ensure_ascii=False, indent=2), encoding="utf-8")


def _script(
    tour: stage.Tour, chapters: Sequence[Callable[[stage.Tour], stage.Steps]]
) -> Generator[Callable[[], bool], None, None]:
    steps.people_and_provider(tour)
    for chapter in chapters:
        yield from chapter(tour)


if __name__ == "__main__":
    # As the program does: the sweeper looks, on the window's thread.
    gc.disable()
    play(Path(sys.argv[1]))
