# SPDX-License-Identifier: MIT
"""What is typed in KAIROS, in the order of its own screens: where, which field, which value.

Sources: guide p. 20 to 30; domain 6.3, 6.4.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from kairos_desktop.models.vocabulary import (
    Certified,
    FollowUp,
    HalfDay,
    Justification,
    NotSelectedReason,
    Objectives,
    Presence,
    ReasonKind,
    Reportable,
    Result,
    SlotKind,
)
from kairos_desktop.services.rules.remote_work import percent
from kairos_desktop.services.wording.dates import day_number, hour, hours_text
from kairos_desktop.services.wording.labels import label_of
from kairos_desktop.services.wording.reasons import reason_label

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from kairos_desktop.models.rows import ReasonRow
    from kairos_desktop.services.queries.kairos_reports import KairosLine

_SESSION = "Sessions de formation"
_ABSENCES = ("Tableaux de bord", "Actions", "Assiduité", "Gérer absence / abandon")
_WHERE: dict[Reportable, tuple[str, ...]] = {
    Reportable.PRESENCE: (_SESSION, "Inscrits en {0}", "Saisie présence {0}"),
    Reportable.RESULT: (_SESSION, "Inscrits en {0}", "Saisie résultat {0}"),
    Reportable.ENTRY: (_SESSION, "Inscrits en formation", "Saisie des entrées en formation"),
    Reportable.ABSENCE: _ABSENCES,
    Reportable.EXIT: _ABSENCES,
    Reportable.INTERRUPTION: (_SESSION, "Saisir une période d’interruption"),
    Reportable.MONTH: ("Tableaux de bord", "Actions", "Assiduité"),
    Reportable.REPORT: ("Tableaux de bord", "Actions", "Bilan"),
}
# The third modality lives in the other front end (guide p. 10, 18).
_CANDIDACIES = ("KAIROS nouvelle génération", "Recrutement sur candidature")
_EXITS = {"dropped": "Abandon", "excluded": "Exclusion", "completed": "Fin de formation"}
# What a summary reads as a period, as a length, and what goes without saying.
_FROM = ("Absent du", "Interruption du", "Période du")
_TO = ("Absent au", "Interruption au", "Période au")
_UNITS = {
    "Heures prévues": "h prévues",
    "Absences justifiées (h)": "h justifiées",
    "Absences non justifiées (h)": "h non justifiées",
    "Absences à qualifier (h)": "h à qualifier",
}
_SAID_BY_TITLE = frozenset({"Matin", "Après-midi", "Oui", "Non"})
_YES_NO = {"yes": "Oui", "no": "Non"}


class KairosValue(NamedTuple):
    """One field of a screen of KAIROS; `before` is what was typed there, where it has changed."""

    field: str
    text: str
    before: str = ""


def where_in_kairos(line: KairosLine) -> str:
    """« Sessions de formation › Inscrits en formation › Saisie des entrées en formation »."""
    if line.slot_kind == SlotKind.CANDIDACY:
        return " › ".join(_CANDIDACIES)
    noun = label_of(SlotKind, line.slot_kind)
    return " › ".join(step.format(noun) for step in _WHERE[line.kind])


def kairos_values(line: KairosLine, kept: Iterable[ReasonRow] = ()) -> list[KairosValue]:
    """The values in the order of the screen; of a fact that is gone, those typed there."""
    now = line.said if line.said is not None else line.reported or ()
    spell = _SPELLED[line.kind]
    kept = tuple(kept)
    before = spell(line.reported, kept) if line.said is not None and line.reported else {}
    found = [*_leading(line)]
    for field, text in spell(now, kept).items():
        old = before.get(field, text)
        found.append(KairosValue(field, text, "" if old == text else old or "rien"))
    return found


def summary(line: KairosLine, kept: Iterable[ReasonRow] = ()) -> str:
    """The fact in a few words, for its line of the list: « 18/11/2026 », « Retenu »."""
    now = line.said if line.said is not None else line.reported or ()
    found = _SPELLED[line.kind](now, tuple(kept))
    days = [found.pop(field) for field in (*_FROM, *_TO) if field in found]
    words = [day_number(line.held_on)] if line.held_on is not None else []
    if days:
        words.append(" – ".join(dict.fromkeys(days)))
    said = (f"{text} {_UNITS[field]}" if field in _UNITS else text for field, text in found.items())
    return " · ".join([*words, *(each for each in said if each and each not in _SAID_BY_TITLE)])


def _leading(line: KairosLine) -> list[KairosValue]:
    """What finds the place: the session, the meeting or the path, the person."""
    found = [KairosValue("N° CARIF", line.number)]
    if line.kind is Reportable.MONTH:
        found.append(KairosValue("Intitulé de la formation", line.title))
    if line.held_on is not None and line.starts_at is not None:
        found.append(KairosValue("Date du rendez-vous", day_number(line.held_on)))
        found.append(KairosValue("Heure", hour(line.starts_at)))
    if line.jobseeker_id is not None:
        found.append(KairosValue("N° DE", line.ft_id))
        found.append(KairosValue("Nom-Prénom", line.name))
    if line.kind is Reportable.ENTRY:
        found.append(KairosValue("Financement", line.funding))
    if line.kind in (Reportable.ENTRY, Reportable.MONTH):
        found.append(KairosValue("Date début", day_number(line.starts_on)))
        found.append(KairosValue("Date fin", day_number(line.ends_on)))
    return [each for each in found if each.text or each.field in ("N° CARIF", "N° DE")]


def _day(text: str) -> str:
    return day_number(date.fromisoformat(text)) if text else ""


def _presence(said: Sequence[str], _kept: tuple[ReasonRow, ...]) -> dict[str, str]:
    return {"Présence": label_of(Presence, said[0])}


def _result(said: Sequence[str], _kept: tuple[ReasonRow, ...]) -> dict[str, str]:
    found = {"Résultat": label_of(Result, said[0])}
    return found | ({"Motif": label_of(NotSelectedReason, said[1])} if said[1] else {})


def _entry(said: Sequence[str], _kept: tuple[ReasonRow, ...]) -> dict[str, str]:
    found = {"Présence à l’entrée": label_of(Presence, said[0])}
    return found | ({"Date d’entrée": _day(said[1])} if said[1] else {})


def _absence(said: Sequence[str], kept: tuple[ReasonRow, ...]) -> dict[str, str]:
    first, first_half, last, last_half, minutes, reason, justified = said
    found = {
        "Absent du": _day(first),
        "Du, demi-journée": label_of(HalfDay, first_half),
        "Absent au": _day(last),
        "Au, demi-journée": label_of(HalfDay, last_half),
    }
    if minutes:
        found["Durée"] = hours_text(int(minutes))
    return found | {
        "Motif": reason_label(ReasonKind.ABSENCE, reason, kept),
        "Justification": label_of(Justification, justified),
    }


def _interruption(said: Sequence[str], kept: tuple[ReasonRow, ...]) -> dict[str, str]:
    first, last, reason = said
    return {
        "Interruption du": _day(first),
        "Interruption au": _day(last),
        "Motif": reason_label(ReasonKind.INTERRUPTION, reason, kept),
    }


def _exit(said: Sequence[str], kept: tuple[ReasonRow, ...]) -> dict[str, str]:
    state, last, reason, legitimate = said
    kind = ReasonKind.END if state == "completed" else ReasonKind.DROPOUT
    # An exclusion has its own words.
    words = reason if state == "excluded" else reason_label(kind, reason, kept)
    found = {"Nature": _EXITS.get(state, state), "Dernier jour": _day(last), "Motif": words}
    return found | ({"Motif légitime": _YES_NO[legitimate]} if legitimate else {})


def _month(said: Sequence[str], _kept: tuple[ReasonRow, ...]) -> dict[str, str]:
    first, last, planned, justified, unjustified, to_qualify, estimated, validated = said
    done = percent(_minutes(estimated), _minutes(validated))
    is_assiduous = not int(unjustified) and done in (None, 100)
    found = {
        "Période du": _day(first),
        "Période au": _day(last),
        "Assidu": "Oui" if is_assiduous else "Non",
        "Heures prévues": _hours(planned),
        "Absences justifiées (h)": _hours(justified),
        "Absences non justifiées (h)": _hours(unjustified),
    }
    if int(to_qualify):
        found["Absences à qualifier (h)"] = _hours(to_qualify)
    if estimated:
        found["Travail à distance estimé (h)"] = _hours(estimated)
    if validated:
        found["Travail à distance validé (h)"] = _hours(validated)
    return found


def _minutes(text: str) -> int | None:
    return int(text) if text else None


def _report(said: Sequence[str], _kept: tuple[ReasonRow, ...]) -> dict[str, str]:
    written, objectives, certified, follow_up = said
    return {
        "Date du bilan": _day(written),
        "Objectifs": label_of(Objectives, objectives),
        "Certification": label_of(Certified, certified),
        "Suite envisagée": label_of(FollowUp, follow_up),
    }


def _hours(minutes: str) -> str:
    """« 140 », « 3,5 »: the hours of a field that takes a number."""
    return f"{int(minutes) / 60:.2f}".rstrip("0").rstrip(".").replace(".", ",")


_SPELLED: dict[Reportable, Callable[[Sequence[str], tuple[ReasonRow, ...]], dict[str, str]]] = {
    Reportable.PRESENCE: _presence,
    Reportable.RESULT: _result,
    Reportable.ENTRY: _entry,
    Reportable.ABSENCE: _absence,
    Reportable.INTERRUPTION: _interruption,
    Reportable.EXIT: _exit,
    Reportable.MONTH: _month,
    Reportable.REPORT: _report,
}
