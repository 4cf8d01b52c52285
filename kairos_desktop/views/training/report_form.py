# SPDX-License-Identifier: MIT
"""The fields of a « bilan de fin de formation »: no word about anybody's health is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt

from kairos_desktop.models.vocabulary import Certified, FollowUp, Objectives
from kairos_desktop.services.acts.reports import RecordReport
from kairos_desktop.services.wording.labels import choices
from kairos_desktop.views.toolkit.fields import (
    ChoiceField,
    DateField,
    Field,
    NotesField,
    TextField,
)
from kairos_desktop.views.toolkit.forms import Form

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date
    from uuid import UUID

    from kairos_desktop.models.rows import ReportRow

_A_LINE = "Une par ligne"


class ReportForm(Form):
    """What is typed of a bilan; `is_touched` once something was, until it is recorded."""

    def __init__(self, today: Callable[[], date]) -> None:
        super().__init__()
        self._today = today
        self.is_touched = False
        lines: tuple[tuple[tuple[str, Field], ...], ...] = (
            (
                ("objectives", _choice("Objectifs", Objectives)),
                ("certified", _choice("Certification", Certified)),
                ("follow_up", _choice("Suites envisagées", FollowUp)),
            ),
            (
                ("acquired", NotesField("Compétences acquises", hint=_A_LINE)),
                ("in_progress", NotesField("En cours d’acquisition", hint=_A_LINE)),
                ("not_acquired", NotesField("Non acquises", hint=_A_LINE)),
            ),
            (
                ("placements", NotesField("Périodes en entreprise", hint="Entreprise et dates")),
                ("comment", NotesField("Commentaire du formateur", hint="Rien de médical")),
            ),
            (
                ("intended", TextField("Précision sur les suites")),
                ("trainer", TextField("Formateur")),
                ("written_on", DateField("Établi le", is_required=True, hint="", today=today)),
            ),
        )
        for line in lines:
            for place, (name, field) in enumerate(line):
                self.add(name, field, beside=place > 0)
        self.edited.connect(self._touch)

    def focus_first(self) -> None:
        """Put the cursor in the first field."""
        self.field("objectives").control.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_report(self, row: ReportRow | None, draft: dict[str, Any] | None = None) -> None:
        """Show a bilan as it was filled in; an empty one, of today, where there is none.

        A `draft` is what was typed of it, and not yet recorded.
        """
        values: dict[str, Any] = dict.fromkeys(self.values())
        if row is None:
            values["written_on"] = self._today()
        else:
            values = {name: getattr(row, name) for name in values}
        self.set_values(draft or values)
        self.show_errors({})
        self.is_touched = draft is not None

    def act(self, enrolment_id: UUID) -> RecordReport | None:
        """Give the act of what is typed; None after saying what is wrong."""
        values = self.checked()
        return None if values is None else RecordReport(enrolment_id=enrolment_id, **values)

    def _touch(self) -> None:
        self.is_touched = True


def _choice(title: str, kind: type[Objectives | Certified | FollowUp]) -> Field:
    return ChoiceField(title, choices(kind), is_required=True)
