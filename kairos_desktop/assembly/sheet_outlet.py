# SPDX-License-Identifier: MIT
"""The sign-in sheets of a training, from the wish to the preview: read, drawn apart, shown."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence
    from datetime import date
    from uuid import UUID

    from PySide6.QtWidgets import QWidget

    from kairos_desktop.models.vocabulary import HalfDay
    from kairos_desktop.services.paper_drawing import DrawnPaper
    from kairos_desktop.services.profile import OpenProfile
    from kairos_desktop.services.sheet_drawing import SheetsToDraw
    from kairos_desktop.services.workspace import Workspace
    from kairos_desktop.views.toolkit.desk import Desk

APART_FROM = 12
"""How many sheets are worth starting a process for: more than a session's week."""
_NONE = "Aucune demi-journée de formation ces jours-là, ou personne n’y est attendu."
_FAILED = "Les feuilles n’ont pas pu être dessinées. Rien n’a été modifié : recommencez."
_ASSUMED = (
    "Sans emploi du temps saisi, les horaires sont supposés d’après les heures hebdomadaires, et "
    "les feuilles le disent. Saisissez l’emploi du temps pour avoir module, formateur et lieu."
)


@dataclass(frozen=True)
class ShownSheets:
    """One way from the half-days to their preview."""

    desk: Desk
    profile: OpenProfile
    workspace: Workspace
    window: Callable[[], QWidget]

    def show(
        self,
        session_ids: Sequence[UUID],
        first: date,
        last: date,
        only: Collection[tuple[UUID, date, HalfDay]],
    ) -> None:
        """Gather what the sheets show, then draw and show them."""
        from kairos_desktop.services.sheet_drawing import SheetsAsked, gather

        asked = SheetsAsked(tuple(session_ids), first, last, frozenset(only))
        self._on_read_lane(partial(gather, self.profile, self.workspace, asked), self._draw)

    def _draw(self, asked: SheetsToDraw) -> None:
        from kairos_desktop.services.sheet_drawing import drawn, drawn_apart
        from kairos_desktop.views.toolkit.child_process import ChildJob
        from kairos_desktop.views.toolkit.progress import run_with_progress

        if not asked.sheets:
            self.desk.say(_NONE)
            return
        show = partial(self._show, assumed=any(sheet.assumed for sheet in asked.sheets))
        if len(asked.sheets) < APART_FROM:
            self._on_read_lane(partial(drawn, asked), show)
            return
        job = ChildJob(self.desk.lanes, drawn_apart, asked)
        # A connection to a bound method of a plain object would not keep the object.
        job.done.connect(lambda paper: show(paper))
        job.failed.connect(lambda error: self._failed(error))
        run_with_progress(self.window(), f"{len(asked.sheets)} feuilles à dessiner", job)

    def _on_read_lane(self, job: Callable[[], Any], done: Callable[[Any], None]) -> None:
        self.desk.lanes.read(job, done, self._failed, self.desk, "sheets")

    def _show(self, paper: DrawnPaper, *, assumed: bool) -> None:
        from kairos_desktop.views.toolkit.pdf_preview import show_pdf

        notes = [each for each in (_ASSUMED if assumed else "", paper.announcement) if each]
        title = "Feuilles d’émargement"
        show_pdf(self.window(), self.desk, title, paper.pdf, paper.file_name, notes)

    def _failed(self, _error: Exception) -> None:
        self.desk.say(_FAILED)
