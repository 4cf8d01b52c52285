# SPDX-License-Identifier: MIT
"""« Dossier de preuves » of a session: what it will hold, what is missing, and the file itself.

The three gestures its user repeats, and what they cost:
1. See what is missing: it shows; a chapter at the left keeps to its own lines.
2. Fix a line: Enter opens the record or the form, the person chosen; Alt+Left comes back.
3. Have the file: Ctrl+E, then where it goes.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import msgspec

from kairos_desktop.services.rules.evidence import Chapter
from kairos_desktop.services.wording.dates import period
from kairos_desktop.services.wording.evidence_words import (
    CHAPTERS,
    counted,
    what_is_missing,
    when,
)
from kairos_desktop.views.toolkit.buttons import button
from kairos_desktop.views.toolkit.columns import Column, Pill, RowAct
from kairos_desktop.views.toolkit.empty_state import Empty
from kairos_desktop.views.toolkit.list_buttons import export_button, help_button
from kairos_desktop.views.toolkit.list_card import ListCard
from kairos_desktop.views.toolkit.page import Page
from kairos_desktop.views.toolkit.side_by_side import SideBySide
from kairos_desktop.views.training import reads
from kairos_desktop.views.training.evidence_places import place_of

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping, Sequence
    from uuid import UUID

    from kairos_desktop.services.ledger import ChangeSet
    from kairos_desktop.services.queries.evidence import Evidence, GapLine
    from kairos_desktop.views.toolkit.desk import Desk

TITLE = "Dossier de preuves"
MAKE = "Constituer le dossier…"
HELD, MISSING = "Contenu du dossier", "Ce qui manque"
_WHOLE = "Tout le dossier"
_ASIDE = 324


class ChapterLine(msgspec.Struct, frozen=True):
    """A chapter of the file, or the whole of it."""

    chapter: Chapter | None
    held: str
    missing: int

    @property
    def id(self) -> str:
        """What tells it from the others."""
        return self.chapter or ""

    @property
    def name(self) -> str:
        """What it is called."""
        return CHAPTERS[self.chapter] if self.chapter else _WHOLE


class EvidencePage(Page):
    """The file of one session. Arguments: `session_id` (none: the one in hand)."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, TITLE)
        self._session_id: UUID | None = None
        self.shown: Evidence | None = None
        self._chapters: dict[Hashable, ChapterLine] = {}
        self._gaps: dict[Hashable, GapLine] = {}
        self.chapters = ListCard(
            HELD, _CHAPTER_COLUMNS, self._fetch_chapters, noun=("ligne", "lignes")
        )
        opening = RowAct("Ouvrir", self._open_first, "", in_row=False, is_primary=True)
        self.gaps = ListCard(
            MISSING, _GAP_COLUMNS, self._fetch_gaps, [opening], noun=("ligne", "lignes")
        )
        self.make = button(MAKE, self._make, look="primary", key="Ctrl+E")
        self.make.setEnabled(False)
        self.add_button(self.make)
        self.add_button(export_button(desk, f"{TITLE} – {MISSING}", self.gaps.model))
        self.add_button(help_button(desk, "dossier-de-preuves"))
        self.body.addWidget(SideBySide(self.gaps, self.chapters, width=_ASIDE), 1)
        self.gaps.table.row_opened.connect(self._open)
        self.gaps.refused.connect(desk.say)
        self.chapters.table.chosen_changed.connect(self._on_chapter_chosen)
        desk.hub.changed.connect(self._on_changed)

    def show_place(self, arguments: Mapping[str, Any]) -> None:
        """Show the file of a session."""
        self._session_id = arguments.get("session_id", self._session_id)
        if self._session_id is None:
            self.desk.open("sessions")
            return
        self.gaps.wait()
        self._read()

    def focus_start(self) -> None:
        """Put the keyboard in what is missing."""
        self.gaps.table.setFocus()

    def _read(self) -> None:
        self.desk.read(
            reads.evidence,
            self._session_id,
            self.desk.now(),
            done=self._show,
            owner=self,
            key="evidence",
        )

    def _show(self, found: Evidence | None) -> None:
        self.shown = found
        self.make.setEnabled(found is not None)
        if found is None:
            self.set_title(TITLE)
            self.desk.say("Cette session n’existe plus ici. Ouvrez-la depuis l’offre de formation.")
            return
        session = found.session
        self.set_title(TITLE, f"{session.title} · {period(session.starts_on, session.ends_on)}")
        opened = partial(self.desk.open, "session", session_id=session.id)
        sessions = partial(self.desk.open, "sessions")
        self.set_trail(
            [("Sessions de formation", sessions), (session.title, opened), (TITLE, None)]
        )
        self._show_chapters(found)
        self._show_gaps()

    def _show_chapters(self, found: Evidence) -> None:
        missing = found.missing()
        lines = [ChapterLine(None, "", len(found.gaps))]
        lines += [
            ChapterLine(chapter, counted(chapter, count), missing[chapter])
            for chapter, count in found.held().items()
        ]
        self._chapters = {line.id: line for line in lines}
        chosen = self.chapters.table.chosen_ids()
        self.chapters.model.keep(lines)
        self.chapters.show_ids(list(self._chapters), Empty("Rien encore."))
        if not chosen:
            self.chapters.table.choose([""])

    def _on_chapter_chosen(self) -> None:
        self._show_gaps()
        if self._gaps:
            self.gaps.table.choose([next(iter(self._gaps))])
            self.gaps.table.scrollToTop()

    def _show_gaps(self) -> None:
        if self.shown is None:
            return
        chosen = {*self.chapters.table.chosen_ids()} - {""}
        lines = [line for line in self.shown.gaps if not chosen or line.gap.chapter in chosen]
        self._gaps = {line.id: line for line in lines}
        self.gaps.model.keep(lines[:_KEPT])
        self.gaps.show_ids(list(self._gaps), _nothing(bool(chosen)))
        self.gaps.model.refresh_all()
        if lines and not self.gaps.table.chosen_ids():
            self.gaps.table.choose([lines[0].id])

    def _fetch_chapters(self, ids: Sequence[Hashable], arrived: Callable[..., None]) -> None:
        arrived([self._chapters[each] for each in ids if each in self._chapters])

    def _fetch_gaps(self, ids: Sequence[Hashable], arrived: Callable[..., None]) -> None:
        arrived([self._gaps[each] for each in ids if each in self._gaps])

    def _open_first(self, lines: Sequence[GapLine]) -> None:
        self._open(lines[0])

    def _open(self, line: GapLine) -> None:
        assert self._session_id is not None
        page, arguments = place_of(line.gap, self._session_id)
        self.desk.open(page, **arguments)

    def _make(self) -> None:
        if self.shown is not None:
            session = self.shown.session
            self.desk.papers.save_evidence(session.id, session.title)

    def _on_changed(self, _changes: ChangeSet) -> None:
        if self._session_id is not None and self.isVisible():
            self._read()


_KEPT = 400
"""Lines handed to the model at once; the others are fetched as they show."""


def _missing(line: ChapterLine) -> Pill:
    if line.missing:
        return Pill(f"Manque {line.missing}", "warn")
    return Pill("Complet", "ok")


_CHAPTER_COLUMNS = (
    Column("Chapitre", lambda line: line.name, 0, "strong", second=lambda line: line.held),
    Column("Manque", width=116, kind="pill", pill=_missing),
)
_GAP_COLUMNS = (
    Column(
        MISSING,
        lambda line: what_is_missing(line.gap),
        0,
        "strong",
        second=lambda line: f"{CHAPTERS[line.gap.chapter]} · {line.gap.source}",
        tooltip=lambda line: what_is_missing(line.gap),
    ),
    Column(
        "Qui, quand",
        lambda line: line.whom or when(line.gap),
        196,
        is_search=True,
        second=lambda line: when(line.gap) if line.whom else "",
    ),
)


def _nothing(is_chapter: bool) -> Empty:
    if is_chapter:
        return Empty("Rien ne manque à ce chapitre.", "« Tout le dossier » montre le reste.")
    return Empty(
        "Rien ne manque à ce jour.",
        "Le dossier peut être remis tel quel : « Constituer le dossier… » l’écrit.",
    )
