# SPDX-License-Identifier: MIT
"""Where a line of « À régulariser » is looked into, or typed anew. No widget.

The record of the fact first, then the person, the session, what lies around.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from kairos_desktop.services.acts.absences import (
    CorrectAbsence,
    MarkHalfDays,
    QualifyAbsence,
    RecordAbsence,
    RemoveAbsence,
)
from kairos_desktop.services.acts.attendance import DeclareAttendance
from kairos_desktop.services.acts.kairos_reports import ReportToKairos, UnreportToKairos
from kairos_desktop.services.acts.registry import read_act
from kairos_desktop.services.acts.remote_work import RecordRemoteWork
from kairos_desktop.services.acts.sheets import RecordSheet
from kairos_desktop.services.acts.signatures import SignHalfDay
from kairos_desktop.services.acts.training_places import BEYOND_PLACES
from kairos_desktop.services.rules import outcome_codes as codes
from kairos_desktop.services.rules.lists import SESSION_TABS
from kairos_desktop.services.rules.verdicts import Refused
from kairos_desktop.services.wording.articles import of
from kairos_desktop.services.wording.dates import month_name, plain_day
from kairos_desktop.services.wording.labels import label
from kairos_desktop.services.wording.outcome_sentences import read_facts

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from uuid import UUID

    from kairos_desktop.services.exchange_seen import SettleLine
    from kairos_desktop.views.exchange.settle_items import Item

_OF_ABSENCES = RecordAbsence | MarkHalfDays | CorrectAbsence | QualifyAbsence | RemoveAbsence
STANDS, OUTSIDE = "enrolment_stands", "remote_work_outside"
_ELSEWHERE = {
    "provider.describe": ("Ouvrir Informations prestataire", "provider"),
    "site.describe": ("Ouvrir Informations prestataire", "provider"),
    "hold.place": ("Préparer un déplacement", "travel"),
    "hold.place_training": ("Préparer un déplacement", "travel"),
}
"""Where an act about nobody and no session is done again otherwise, by its wire name."""


class Opening(NamedTuple):
    """A button that opens a page, and what the page is told."""

    label: str
    page: str
    arguments: dict[str, Any]


def openings(item: Item) -> Iterator[Opening]:
    """The pages that show what a line is about, the closest first."""
    subject, line = item.subject, item.line
    if line is not None:
        yield from _records(line)
    if subject.jobseeker is not None:
        about = {"jobseeker_id": subject.jobseeker.id}
        yield Opening("Ouvrir la fiche du DE", "person", about)
    if subject.session is not None:
        yield Opening("Ouvrir la session", "session", _place(item))
        session = {"session_id": subject.session.id}
        if line is not None and line.code == codes.NOT_OWN_SESSION:
            # A name typed otherwise in the timetable is put right there.
            yield Opening("Ouvrir l’emploi du temps", "timetable", session)
        if is_full(line):
            # The number of places is the offer's: it is never typed here (guide p. 5).
            yield Opening("Voir les places dans l’offre", "offer-session", session)
    if line is not None and (elsewhere := _ELSEWHERE.get(line.act_name)):
        yield Opening(*elsewhere, {})


def is_full(line: SettleLine | None) -> bool:
    """Whether a line is about a training without a place left."""
    return line is not None and line.code == BEYOND_PLACES


def _records(line: SettleLine) -> Iterator[Opening]:
    """Where the fact itself was typed."""
    act = read_act(line.act_name, line.act_version, line.args, lambda: line.id)
    subject = line.subject
    session = {"session_id": subject.session.id} if subject.session is not None else {}
    path = {"enrolment_id": subject.enrolment.id} if subject.enrolment is not None else {}
    month = read_facts(line.code, line.facts).get("day") if line.code == "month_declared" else None
    match act:
        case Refused():
            return
        case RecordSheet() | SignHalfDay():
            day, half = plain_day(act.day, year=False), label(act.half).lower()
            about: dict[str, Any] = session | {"day": act.day, "half": act.half}
            yield Opening(f"Ouvrir la feuille du {day}, {half}", "sheet", about)
        case ReportToKairos() | UnreportToKairos():
            # The other one is among what is reported; one that was refused is not.
            is_kept = line.code == "already_reported"
            about = {"reported": act.about_id} if is_kept else session | {"kind": act.kind}
            yield Opening("Ouvrir Reporter dans KAIROS", "kairos", about)
        case DeclareAttendance() | RecordRemoteWork() if line.code != OUTSIDE:
            month = act.month
        case _ if isinstance(act, _OF_ABSENCES) and path:
            yield Opening("Ouvrir les absences", "absences", path)
        case _:
            pass
    if month is not None and session:
        yield _month(month, session | path)


def _month(month: date, about: dict[str, UUID]) -> Opening:
    return Opening(f"Ouvrir le mois {of(month_name(month))}", "month", about | {"month": month})


def _place(item: Item) -> dict[str, Any]:
    """Where the session opens: on the slot that the act was about, or on who is enrolled."""
    subject, line = item.subject, item.line
    arguments: dict[str, Any] = {"session_id": subject.session.id} if subject.session else {}
    # The path is what says whether the fact is right.
    is_enrolled = line is not None and line.code in (STANDS, OUTSIDE)
    if is_full(line) or is_enrolled:
        arguments["tab"] = "enrolled"
    elif subject.slot is not None:
        tab = SESSION_TABS[subject.slot.kind]
        arguments |= {"tab": tab, "slot_id": subject.slot.id}
    elif subject.enrolment is not None:
        arguments["tab"] = "enrolled"
    if is_enrolled and subject.enrolment is not None:
        arguments["enrolment_id"] = subject.enrolment.id
    return arguments
