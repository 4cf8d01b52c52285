# SPDX-License-Identifier: MIT
"""What is typed in KAIROS stands in the order of its own screens (guide p. 20 to 30)."""

from __future__ import annotations

from datetime import date, time
from typing import Any
from uuid import UUID

import pytest

from kairos_desktop.models.vocabulary import Reportable
from kairos_desktop.services.queries.kairos_reports import KairosLine
from kairos_desktop.services.wording.kairos_words import (
    KairosValue,
    kairos_values,
    summary,
    where_in_kairos,
)

R = Reportable
LEADING = ["N° CARIF", "N° DE", "Nom-Prénom"]
AT_MEETING = ["N° CARIF", "Date du rendez-vous", "Heure", "N° DE", "Nom-Prénom"]
MEETING = {"slot_kind": "meeting", "held_on": date(2026, 12, 7), "starts_at": time(9)}
DATES = {"starts_on": date(2026, 9, 7), "ends_on": date(2027, 3, 26)}


def a_line(kind: Reportable, *said: str, **fields: Any) -> KairosLine:
    typed: dict[str, Any] = {
        "about_id": UUID(int=1),
        "session_id": UUID(int=2),
        "day": date(2026, 11, 18),
        "said": said,
        "reported": None,
        "reported_at": None,
        "reported_by": "",
        "name": "MARTIN Chloé",
        "ft_id": "1234567A",
        "jobseeker_id": UUID(int=3),
        "enrolment_id": UUID(int=4),
        "title": "Vente",
        "number": "14_S1",
    } | fields
    return KairosLine(kind=kind, **typed)


@pytest.mark.parametrize(
    ("line", "fields", "values"),
    [
        (
            a_line(R.PRESENCE, "present", **MEETING),
            [*AT_MEETING, "Présence"],
            ["14_S1", "07/12/2026", "9\u00a0h", "1234567A", "MARTIN Chloé", "Présent"],
        ),
        (
            a_line(R.RESULT, "not_selected", "project", **MEETING),
            [*AT_MEETING, "Résultat", "Motif"],
            None,
        ),
        (
            a_line(R.ENTRY, "present", "2026-11-18", funding="Région", **DATES),
            [*LEADING, "Financement", "Date début", "Date fin",
             "Présence à l’entrée", "Date d’entrée"],
            ["14_S1", "1234567A", "MARTIN Chloé", "Région", "07/09/2026", "26/03/2027",
             "Présent", "18/11/2026"],
        ),
        (a_line(R.ENTRY, "absent", ""), [*LEADING, "Présence à l’entrée"], None),
        (
            a_line(R.ABSENCE, "2026-11-03", "morning", "2026-11-04", "afternoon", "90", "sick",
                   "justified"),
            [*LEADING, "Absent du", "Du, demi-journée", "Absent au", "Au, demi-journée", "Durée",
             "Motif", "Justification"],
            ["14_S1", "1234567A", "MARTIN Chloé", "03/11/2026", "Matin", "04/11/2026",
             "Après-midi", "1\u00a0h\u00a030", "Arrêt de travail", "Justifiée"],
        ),
        (
            a_line(R.INTERRUPTION, "2026-11-09", "2026-11-27", "personal"),
            [*LEADING, "Interruption du", "Interruption au", "Motif"],
            None,
        ),
        (
            a_line(R.EXIT, "dropped", "2026-11-20", "job", "yes"),
            [*LEADING, "Nature", "Dernier jour", "Motif", "Motif légitime"],
            ["14_S1", "1234567A", "MARTIN Chloé", "Abandon", "20/11/2026", "Reprise d’emploi",
             "Oui"],
        ),
        (
            a_line(R.EXIT, "excluded", "2026-11-20", "Règlement intérieur", ""),
            [*LEADING, "Nature", "Dernier jour", "Motif"],
            None,
        ),
        (
            a_line(R.MONTH, "2026-11-01", "2026-11-30", "8400", "210", "15", "0", "", "", **DATES),
            ["N° CARIF", "Intitulé de la formation", "N° DE", "Nom-Prénom", "Date début",
             "Date fin", "Période du", "Période au", "Assidu", "Heures prévues",
             "Absences justifiées (h)", "Absences non justifiées (h)"],
            ["14_S1", "Vente", "1234567A", "MARTIN Chloé", "07/09/2026", "26/03/2027",
             "01/11/2026", "30/11/2026", "Non", "140", "3,5", "0,25"],
        ),
        (
            a_line(R.MONTH, "2026-11-01", "2026-11-30", "8400", "0", "0", "0", "2400", "2370",
                   **DATES),
            ["N° CARIF", "Intitulé de la formation", "N° DE", "Nom-Prénom", "Date début",
             "Date fin", "Période du", "Période au", "Assidu", "Heures prévues",
             "Absences justifiées (h)", "Absences non justifiées (h)",
             "Travail à distance estimé (h)", "Travail à distance validé (h)"],
            ["14_S1", "Vente", "1234567A", "MARTIN Chloé", "07/09/2026", "26/03/2027",
             "01/11/2026", "30/11/2026", "Non", "140", "0", "0", "40", "39,5"],
        ),
    ],
    ids=lambda value: value.kind if isinstance(value, KairosLine) else "",
)  # fmt: skip
def test_guide_p_20_to_30_the_values_stand_as_on_the_screen(
    line: KairosLine, fields: list[str], values: list[str] | None
) -> None:
    found = kairos_values(line)
    assert [each.field for each in found] == fields
    assert values is None or [each.text for each in found] == values
    assert where_in_kairos(line)
    assert summary(line)


def test_what_has_changed_says_what_kairos_has() -> None:
    line = a_line(R.EXIT, "dropped", "2026-11-20", "job", "", reported=(
        "dropped", "2026-11-19", "job", "no",
    ))  # fmt: skip
    assert kairos_values(line)[3:] == [
        KairosValue("Nature", "Abandon"),
        KairosValue("Dernier jour", "20/11/2026", "19/11/2026"),
        KairosValue("Motif", "Reprise d’emploi"),
    ]


def test_what_is_gone_shows_what_was_typed_there() -> None:
    line = a_line(R.ENTRY, said=None, reported=("present", "2026-11-18"))
    assert kairos_values(line)[-1] == KairosValue("Date d’entrée", "18/11/2026")


def test_somebody_without_identifier_keeps_the_place_of_it() -> None:
    found = kairos_values(a_line(R.ENTRY, "absent", "", ft_id=""))
    assert KairosValue("N° DE", "") in found


def test_a_summary_says_days_as_a_period() -> None:
    line = a_line(
        R.ABSENCE, "2026-11-03", "morning", "2026-11-04", "afternoon", "", "sick", "justified"
    )
    assert summary(line) == "03/11/2026 – 04/11/2026 · Arrêt de travail · Justifiée"
    month = a_line(R.MONTH, "2026-11-01", "2026-11-30", "8400", "210", "0", "60", "", "")
    assert summary(month) == (
        "01/11/2026 – 30/11/2026 · 140 h prévues · 3,5 h justifiées · 0 h non justifiées · "
        "1 h à qualifier"
    )


def test_the_place_says_which_kind_of_meeting() -> None:
    line = a_line(R.PRESENCE, "present", **(MEETING | {"slot_kind": "appointment"}))
    assert where_in_kairos(line) == (
        "Sessions de formation › Inscrits en RDV individuel › Saisie présence RDV individuel"
    )
