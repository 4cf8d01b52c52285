# SPDX-License-Identifier: MIT
"""The period of an « attestation d'assiduité »: the whole training, unless other days are typed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt

from kairos_desktop.services.rules.verdicts import Refused
from kairos_desktop.services.wording.people import full_name
from kairos_desktop.services.wording.sentences import sentence
from kairos_desktop.views.recruitment.enrolled_columns import why_no_hours
from kairos_desktop.views.toolkit.dialogs import FormDialog
from kairos_desktop.views.toolkit.fields import DateField
from kairos_desktop.views.toolkit.forms import Form

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from PySide6.QtWidgets import QWidget

    from kairos_desktop.services.queries.enrolments import EnrolmentLine

TITLE = "Attestation d’assiduité"
_HINT = "De chacun, seuls les jours de sa formation sont comptés."


class PeriodDialog(FormDialog):
    """Asks for two days, then calls `show` with them."""

    def __init__(
        self,
        parent: QWidget,
        lines: Sequence[EnrolmentLine],
        today: date,
        show: Callable[[tuple[date, date]], None],
    ) -> None:
        form = Form()
        form.add("first", DateField("Du", is_required=True, hint=_HINT, today=lambda: today))
        last = DateField("Au", is_required=True, hint="", today=lambda: today)
        form.add("last", last, beside=True)
        form.set_values(_whole(lines, today))
        who = full_name(lines[0].jobseeker) if len(lines) == 1 else f"{len(lines)} personnes"
        super().__init__(parent, TITLE, form, "Afficher", f"{who}.", _problems)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._show = show
        self.accepted.connect(self._on_accepted)

    def _on_accepted(self) -> None:
        if self.taken is not None:
            self._show((self.taken["first"], self.taken["last"]))


def _whole(lines: Sequence[EnrolmentLine], today: date) -> dict[str, date | None]:
    """From the first entry to the last day of training so far."""
    there = [line for line in lines if not why_no_hours(line)]
    starts = [line.enrolment.entered_on for line in there if line.enrolment.entered_on]
    ends = [line.enrolment.left_on or min(line.session.ends_on or today, today) for line in there]
    return {"first": min(starts, default=None), "last": max(ends, default=None)}


def _problems(values: Mapping[str, Any]) -> Mapping[str, str]:
    if values["last"] < values["first"]:
        return {"last": sentence(Refused("period_dates", {}))}
    return {}
