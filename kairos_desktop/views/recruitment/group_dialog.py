# SPDX-License-Identifier: MIT
"""« Saisir RDV individuel(s) »: a group on one or several days, its times shown as one types."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kairos_desktop.services.acts.slots import CreateAppointments, Pause
from kairos_desktop.services.rules.slots import Span, appointment_spans
from kairos_desktop.services.rules.verdicts import Refused
from kairos_desktop.services.wording.dates import hour, short_day
from kairos_desktop.services.wording.sentences import sentence
from kairos_desktop.views.recruitment.days_field import DaysField
from kairos_desktop.views.recruitment.gestures import Gesture
from kairos_desktop.views.recruitment.where_fields import WhereFields
from kairos_desktop.views.toolkit.act_dialog import ActDialog
from kairos_desktop.views.toolkit.field_parsing import parse_time
from kairos_desktop.views.toolkit.fields import NumberField, TextField, TimeField

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date, time

    from PySide6.QtWidgets import QWidget

    from kairos_desktop.services.queries.sessions import SessionCard
    from kairos_desktop.views.toolkit.desk import Desk

PAUSES_WRONG = "Tapez chaque pause ainsi : 12h-13h30, séparées par des virgules."


class GroupDialog(ActDialog):
    """A group of appointments: days, first start, minutes, count, breaks."""

    def __init__(
        self,
        desk: Desk,
        card: SessionCard,
        parent: QWidget,
        *,
        on_created: Callable[[date], None] = lambda _day: None,
    ) -> None:
        super().__init__(desk, parent, "Saisir RDV individuel(s)", lead=card.session.title)
        self._session_id = card.session.id
        self._on_created = on_created
        form, today = self.form, desk.now().date
        hint = "Un ou plusieurs jours, séparés par des virgules : 14/12, 15/12"
        form.add("days", DaysField("Dates", hint, today))
        form.add("first", TimeField("Premier RDV", is_required=True, hint=""))
        form.add("minutes", NumberField("Durée", 5, 480, hint="En minutes"), beside=True).set_value(
            30
        )
        form.add("count", NumberField("Nombre de RDV", 1, 60), beside=True).set_value(6)
        form.add("pauses", TextField("Pauses", hint="Par exemple : 12h-13h30"))
        self.add_note()
        self._where = WhereFields(desk, form, self)
        form.edited.connect(self._preview)

    def gesture(self, values: Mapping[str, Any]) -> Gesture | None:
        spans = self._spans(values)
        if isinstance(spans, str):
            self.say(spans, wrong=True)
            return None
        pauses = parse_pauses(values["pauses"]) or ()
        days: tuple[date, ...] = values["days"]
        act = CreateAppointments(
            group_id=self.desk.new_id(),
            session_id=self._session_id,
            days=days,
            first_start=values["first"],
            minutes=values["minutes"],
            count=values["count"],
            pauses=tuple(Pause(start, end) for start, end in pauses),
            where=self._where.where(values),
        )
        self._on_created(min(days))
        total = len(spans) * len(days)
        when = short_day(days[0]) if len(days) == 1 else f"{len(days)} jours"
        return Gesture((act,), f"{total} RDV individuels saisis : {when}.")

    def _preview(self) -> None:
        values = self.form.values()
        if values["first"] is None:
            self.say("")
            return
        spans = self._spans(values)
        if isinstance(spans, str):
            self.say(spans, wrong=True)
            return
        self.say(preview_text(spans, len(values["days"] or ())))

    def _spans(self, values: Mapping[str, Any]) -> tuple[Span, ...] | str:
        """The times of a day, or why there are none."""
        pauses = parse_pauses(values["pauses"])
        if pauses is None:
            return PAUSES_WRONG
        breaks = [Span(start, end) for start, end in pauses]
        spans = appointment_spans(values["first"], values["minutes"], values["count"], breaks)
        return sentence(spans) if isinstance(spans, Refused) else spans


def preview_text(spans: Sequence[Span], days: int) -> str:
    """« 6 RDV par jour : 9 h, 9 h 30, … ; fin à 12 h. En tout : 12 RDV. »."""
    times = ", ".join(hour(span.start) for span in spans)
    text = f"{len(spans)} RDV par jour : {times} ; fin à {hour(spans[-1].end)}."
    return f"{text} En tout : {len(spans) * days} RDV." if days > 1 else text


def parse_pauses(typed: str) -> list[tuple[time, time]] | None:
    """The breaks typed « 12h-13h30, 16h-16h15 »; None when they are not understood."""
    pauses: list[tuple[time, time]] = []
    for part in (each.strip() for each in typed.replace("–", "-").split(",")):
        if not part:
            continue
        ends = [parse_time(each) for each in part.split("-")]
        if len(ends) != 2 or None in ends:
            return None
        start, end = ends
        if start is None or end is None or end <= start:
            return None
        pauses.append((start, end))
    return pauses
