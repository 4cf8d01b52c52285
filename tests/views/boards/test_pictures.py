# SPDX-License-Identifier: MIT
"""The figures, the sentence and the marks of each picture of « Pilotage », without a window."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from kairos_desktop.models.vocabulary import Justification
from kairos_desktop.services.queries.overview import (
    AbsenceMonth,
    Delays,
    DropoutCount,
    Dropouts,
    PathCount,
    Paths,
    Period,
    SessionName,
    Step,
)
from kairos_desktop.views.boards import pictures

MONTH = date(2026, 11, 1)
FEW, MANY = UUID(int=1), UUID(int=2)


def plain(text: str) -> str:
    return text.replace("\N{NARROW NO-BREAK SPACE}", " ")


def test_each_delay_stands_in_its_column_and_the_line_after_the_third_day() -> None:
    found = Delays(
        entries={0: 1, 1: 2, 3: 3, 4: 4, 7: 5}, exits={8: 1, 15: 2, 16: 4}, pending={3: 2, 4: 1}
    )
    shown = pictures.delays(found)
    assert [row.cells for row in shown.rows] == [
        ("Le jour même", 1, 0, 0),
        ("1 jour", 2, 0, 0),
        ("2 jours", 0, 0, 0),
        ("3 jours", 3, 0, 2),
        ("4 à 7 jours", 9, 0, 1),
        ("8 à 15 jours", 0, 3, 0),
        ("Plus de 15 jours", 0, 4, 0),
    ]
    assert shown.chart.limit_after == 3
    assert shown.lead == (
        "40 % des entrées et 0 % des sorties saisies dans les 3 jours. "
        "Encore à saisir : 3, dont 1 en retard."
    )


def test_a_share_is_rounded_once() -> None:
    # 10 of 22 are 45,45 %: 45,5 in the table, never 46 by way of it.
    counts = (PathCount(FEW, MONTH, Step.REGISTERED, 12), PathCount(FEW, MONTH, Step.PRESENT, 10))
    shown = pictures.steps(Paths(Period(MONTH, MONTH), counts, {}))
    assert shown.rows[1].cells[1:3] == (10, 45.5)
    assert plain(shown.chart.notes[1]) == "45 %"
    delayed = pictures.delays(Delays(entries={0: 89, 4: 109}, exits={}, pending={}))
    assert delayed.lead.startswith("45 % des entrées")


def test_hours_are_those_of_the_months_declared() -> None:
    month = AbsenceMonth(MONTH, {}, planned=7_800, justified=210, unjustified=90, to_qualify=30)
    shown = pictures.hours([month, AbsenceMonth(date(2026, 12, 1), {})])
    assert [row.cells for row in shown.rows] == [
        ("nov. 2026", 3.5, 1.5, 0.5, 5.5, 130.0, 4.2),
        ("déc. 2026", 0.0, 0.0, 0.0, 0.0, 0.0, 0.0),
    ]
    assert plain(shown.lead).startswith("5,5 h d’absence sur 130 h prévues : 4,2 %.")


def test_absences_are_told_by_what_is_known_of_them() -> None:
    counts = {Justification.JUSTIFIED: 4, Justification.TO_QUALIFY: 2}
    shown = pictures.absences([AbsenceMonth(MONTH, counts)])
    assert [row.cells for row in shown.rows] == [("nov. 2026", 4, 0, 2, 6)]
    assert shown.lead.endswith("Reste à qualifier : 2.")


def test_an_exclusion_is_no_abandon_and_its_reason_is_not_told() -> None:
    counts = (
        DropoutCount("childcare", legitimate=2, unfounded=1),
        DropoutCount("", excluded=3),
        DropoutCount("", unsaid=1),
    )
    shown = pictures.dropouts(Dropouts(counts, ()))
    assert [row.cells for row in shown.rows] == [
        ("Garde d’enfant", 2, 1, 0, 0, 3),
        ("Exclusion", 0, 0, 0, 3, 3),
        ("Sans motif", 0, 0, 1, 0, 1),
    ]
    assert shown.lead.startswith("4 abandons, 3 exclusions, au jour de la sortie.")


def test_the_sessions_that_have_most_people_come_first_and_open() -> None:
    counts = (
        PathCount(FEW, MONTH, Step.COMPLETED, 2),
        PathCount(MANY, MONTH, Step.REGISTERED, 3),
        PathCount(MANY, MONTH, Step.ENTERED, 1),
    )
    names = {
        FEW: SessionName(FEW, "SE_1", "Accueil"),
        MANY: SessionName(MANY, "SE_2", "Bureautique"),
    }
    shown = pictures.by_session(Paths(Period(MONTH, MONTH), counts, names))
    assert [(row.session_id, row.cells) for row in shown.rows] == [
        (MANY, ("Bureautique", "SE_2", 4, 1, 1, 1, 1, 0)),
        (FEW, ("Accueil", "SE_1", 2, 2, 2, 2, 2, 2)),
    ]
