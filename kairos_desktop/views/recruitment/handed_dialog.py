# SPDX-License-Identifier: MIT
"""« Noter les documents remis »: to one person, or to those of a session who lack some."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kairos_desktop.models.vocabulary import Handed
from kairos_desktop.services.acts.handed import HandDocuments
from kairos_desktop.services.wording.dates import day_number
from kairos_desktop.services.wording.handed import HAND_DOCUMENTS, handed_so_far
from kairos_desktop.services.wording.labels import choices
from kairos_desktop.views.recruitment.gestures import Gesture, who_are
from kairos_desktop.views.toolkit.act_dialog import ActDialog
from kairos_desktop.views.toolkit.fields import CheckField, DateField

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from PySide6.QtWidgets import QWidget

    from kairos_desktop.services.queries.handed import HandedLine
    from kairos_desktop.views.toolkit.desk import Desk

_NOTHING = "Cochez au moins un document."


class HandedDialog(ActDialog):
    """The list of L6353-8, all of it ticked unless something else was said of the one person."""

    def __init__(self, desk: Desk, lines: Sequence[HandedLine], parent: QWidget) -> None:
        self._name = who_are(lines).name
        self._lines = lines
        lead = (
            f"{self._name}. Avant l’inscription définitive, le stagiaire reçoit ou peut consulter "
            "ces documents (L6353-8). Décochez ce qui n’a pas été remis."
        )
        super().__init__(desk, parent, HAND_DOCUMENTS, lead=lead)
        kept = lines[0].handed if len(lines) == 1 else None
        today = desk.now().date
        self.form.add("day", DateField("Remis le", is_required=True, hint="", today=today))
        for paper, words in choices(Handed):
            self.form.add(paper.value, CheckField(words))
        self.add_note()
        ticked = frozenset(kept.papers) if kept else frozenset(Handed)
        self.form.set_values(
            {"day": kept.day if kept else today()} | {each: each in ticked for each in Handed}
        )
        if len(lines) == 1:
            self.say(handed_so_far(kept))

    def gesture(self, values: Mapping[str, Any]) -> Gesture | None:
        papers = tuple(each for each in Handed if values[each.value])
        if not papers:
            self.say(_NOTHING, wrong=True)
            return None
        act = HandDocuments(
            enrolment_ids=tuple(line.enrolment.id for line in self._lines),
            day=values["day"],
            papers=papers,
        )
        many = f"{len(papers)} documents sur {len(Handed)}"
        count = "Tous les documents" if len(papers) == len(Handed) else many
        return Gesture((act,), f"{count} remis à {self._name}, le {day_number(act.day)}.")
