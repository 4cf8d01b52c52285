# SPDX-License-Identifier: MIT
"""The forms of the timetable: one half-day, a week to repeat, a closure."""

from __future__ import annotations

from datetime import date, time
from typing import TYPE_CHECKING, Any

from kairos_desktop.models.vocabulary import HalfDay
from kairos_desktop.services.acts.timetables import Lesson, Taught, WeeklyLesson
from kairos_desktop.services.rules.timetables import USUAL_HOURS, half_of
from kairos_desktop.services.wording.labels import HEAD_OFFICE
from kairos_desktop.views.agenda.weekdays_field import WeekdaysField
from kairos_desktop.views.toolkit.fields import CheckField, ChoiceField, DateField, TextField
from kairos_desktop.views.toolkit.fields import TimeField as HourField
from kairos_desktop.views.toolkit.forms import Form

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from uuid import UUID

    from kairos_desktop.models.rows import LessonRow, SiteRow
    from kairos_desktop.services.queries.timetables import SessionTimetable

_MORNING, _AFTERNOON = USUAL_HOURS[HalfDay.MORNING], USUAL_HOURS[HalfDay.AFTERNOON]
_WEEK = frozenset(range(5))
_BACKWARDS = "La fin vient avant le début."
_NO_DAY = "Cochez au moins un jour, le matin ou l’après-midi."


def lesson_form(found: SessionTimetable, row: LessonRow | None, near: date) -> Form:
    """One half-day: a new one on the day `near`, or `row` to be changed."""
    form = Form()
    day = form.add("day", DateField("Date", is_required=True, today=lambda: near))
    _add_hours(form, "", _MORNING)
    _add_what(form, found)
    day.set_value(near)
    if row is not None:
        form.set_values(
            {
                "day": row.day,
                "starts_at": row.starts_at,
                "ends_at": row.ends_at,
                "module": row.module,
                "trainer": row.trainer,
                "site": row.site_id,
                "place": row.place,
            }
        )
    return form


def lesson_of(values: Mapping[str, Any]) -> Lesson:
    """The half-day typed; the hour at which it starts says which half it is."""
    taught = _taught(values, values["starts_at"], values["ends_at"])
    return Lesson(day=values["day"], half=half_of(taught.starts_at), taught=taught)


def week_form(found: SessionTimetable, today: Callable[[], date]) -> Form:
    """The week to repeat: the whole session, Monday to Friday, in usual hours."""
    session = found.session
    form = Form()
    first = form.add("first", DateField("Du", is_required=True, today=today))
    last = form.add("last", DateField("Au", is_required=True, today=today), beside=True)
    first.set_value(session.starts_on)
    last.set_value(session.ends_on)
    form.add("mornings", WeekdaysField("Matins")).set_value(_WEEK)
    _add_hours(form, "morning_", _MORNING, " le matin")
    form.add("afternoons", WeekdaysField("Après-midi")).set_value(_WEEK)
    _add_hours(form, "afternoon_", _AFTERNOON, " l’après-midi")
    _add_what(form, found)
    form.add("on_holidays", CheckField("Aussi les jours fériés"))
    return form


def week_of(values: Mapping[str, Any]) -> tuple[WeeklyLesson, ...]:
    """The half-days ticked."""
    halves = (
        (HalfDay.MORNING, "mornings", "morning_"),
        (HalfDay.AFTERNOON, "afternoons", "afternoon_"),
    )
    return tuple(
        WeeklyLesson(
            weekday=day,
            half=half,
            taught=_taught(values, values[f"{name}starts_at"], values[f"{name}ends_at"]),
        )
        for half, days, name in halves
        for day in sorted(values[days])
    )


def check_week(values: Mapping[str, Any]) -> dict[str, str]:
    """Why a week cannot be repeated, by field."""
    wrong: dict[str, str] = {}
    for name in ("morning_", "afternoon_"):
        wrong |= check_hours(values, name)
    if not values["mornings"] and not values["afternoons"]:
        wrong["mornings"] = _NO_DAY
    if values["last"] < values["first"]:
        wrong["last"] = _BACKWARDS
    return wrong


def check_hours(values: Mapping[str, Any], name: str = "") -> dict[str, str]:
    """Why two hours cannot go together, by field."""
    if values[f"{name}ends_at"] <= values[f"{name}starts_at"]:
        return {f"{name}ends_at": _BACKWARDS}
    return {}


def closure_form(today: Callable[[], date]) -> Form:
    """Days of closure, and why."""
    form = Form()
    form.add("first", DateField("Premier jour", is_required=True, today=today))
    form.add("last", DateField("Dernier jour", is_required=True, today=today), beside=True)
    form.add("label", TextField("Motif", hint="Par exemple : congés de Noël, pont de l’Ascension"))
    return form


def check_closure(values: Mapping[str, Any]) -> dict[str, str]:
    """Why two days cannot go together, by field."""
    return {"last": _BACKWARDS} if values["last"] < values["first"] else {}


def _add_hours(form: Form, name: str, usual: tuple[time, time], of: str = "") -> None:
    start = form.add(f"{name}starts_at", HourField(f"Début{of}", is_required=True, hint=""))
    end = form.add(f"{name}ends_at", HourField(f"Fin{of}", is_required=True, hint=""), beside=True)
    start.set_value(usual[0])
    end.set_value(usual[1])


def _add_what(form: Form, found: SessionTimetable) -> None:
    form.add("module", TextField("Module"))
    form.add("trainer", TextField("Formateur"), beside=True)
    form.add("site", ChoiceField("Site", _site_choices(found.sites)))
    form.add("place", TextField("Salle"), beside=True)


def _site_choices(sites: tuple[SiteRow, ...]) -> list[tuple[UUID | None, str]]:
    named = [(site.id, site.label) for site in sites if not site.closed]
    return [(None, HEAD_OFFICE), *named]


def _taught(values: Mapping[str, Any], starts_at: time, ends_at: time) -> Taught:
    return Taught(
        starts_at=starts_at,
        ends_at=ends_at,
        module=values["module"] or "",
        trainer=values["trainer"] or "",
        site_id=values["site"],
        place=values["place"] or "",
    )
