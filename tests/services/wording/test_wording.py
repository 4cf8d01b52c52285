# SPDX-License-Identifier: MIT
"""The French of every rule: no code without its sentence, no sentence without its code."""

from __future__ import annotations

import inspect
import re
import string
from datetime import date, time
from enum import StrEnum
from typing import Any
from uuid import UUID

import pytest

from kairos_desktop.models import vocabulary
from kairos_desktop.models.rows import JobseekerRow
from kairos_desktop.models.vocabulary import (
    AdhesionStep,
    Civility,
    EnrolmentState,
    Prescriber,
    RecruitmentState,
    RegistrationState,
    Result,
    Role,
)
from kairos_desktop.services.rules.duplicates import Likeness
from kairos_desktop.services.rules.lists import Tab
from kairos_desktop.services.rules.verdicts import Refused, Warned
from kairos_desktop.services.wording import dates, labels, people, sentences
from kairos_desktop.services.wording.fields import FIELDS
from tests.services.acts.examples import field_of, text_paths
from tests.services.acts.test_every_act import ACTS
from tests.services.wording.codes import codes

REFUSED, WARNED = codes("Refused"), codes("Warned")
ENUMS = [
    kind
    for _name, kind in inspect.getmembers(vocabulary, inspect.isclass)
    if issubclass(kind, StrEnum) and kind is not StrEnum
] + [Likeness, Tab]
# What a rule may put in a sentence, by the name of the fact.
FACTS: dict[str, Any] = {
    "state": RegistrationState.PRESENT,
    "result": Result.ON_HOLD,
    "day": date(2026, 12, 7),
    "start": time(9, 30),
    "end": date(2027, 6, 25),
    "held": date(2026, 11, 2),
    "table": "registration",
    "by": "enrolment",
    "step": AdhesionStep.AGREEMENT,
    "role": Role.READER,
    "field": "last_name",
    "registration_id": UUID(int=1),
}


def test_every_refusal_has_its_sentence_and_every_sentence_its_refusal() -> None:
    assert set(REFUSED) == sentences.REFUSAL_CODES


def test_every_warning_has_its_sentence_and_every_sentence_its_warning() -> None:
    assert set(WARNED) == sentences.WARNING_CODES


def template(kind: type, code: str) -> str:
    table = sentences._WARNINGS if kind is Warned else sentences._REFUSALS
    return table[code]


def fields_of(text: str) -> set[str]:
    return {name for _text, name, _spec, _conversion in string.Formatter().parse(text) if name}


@pytest.mark.parametrize(
    ("kind", "code", "facts"),
    [(Refused, code, facts) for code, every in REFUSED.items() for facts in set(every)]
    + [(Warned, code, facts) for code, every in WARNED.items() for facts in set(every)],
)
def test_a_rule_gives_every_fact_that_its_sentence_says(
    kind: type[Refused], code: str, facts: frozenset[str]
) -> None:
    assert fields_of(template(kind, code)) <= facts
    said = sentences.sentence(kind(code, {name: FACTS.get(name, 3) for name in facts}))
    looks_right(said, code)


def looks_right(said: str, code: str) -> None:
    assert said[0].isupper() or said[0] in "«3"
    assert said.endswith((".", "…"))
    assert not re.search(r"[{}_]|None|\(…\)|\bTrue\b|\bFalse\b", said), said
    assert code not in said or "_" not in code
    assert "'" not in said, "the apostrophe of French is ’"


@pytest.mark.parametrize("kind", [Refused, Warned])
def test_a_fact_left_out_never_breaks_the_sentence(kind: type[Refused]) -> None:
    known = sentences.REFUSAL_CODES if kind is Refused else sentences.WARNING_CODES
    for code in known:
        assert sentences.sentence(kind(code, {}))


def test_a_date_that_is_not_known_is_said_so() -> None:
    said = sentences.sentence(
        Refused("interruption_outside", {"start": None, "end": date(2027, 6, 25)})
    )
    assert said == "La période sort des dates de la session (non précisé – 25/06/2027)."


@pytest.mark.parametrize("kind", ENUMS, ids=lambda kind: kind.__name__)
def test_every_word_of_every_closed_list_has_its_french(kind: type[StrEnum]) -> None:
    chosen = labels.choices(kind)
    assert [member for member, _word in chosen] == list(kind)
    assert all(word and not re.search(r"[_{}]", word) for _member, word in chosen)
    assert set(labels._LABELS[kind]) == {member.value for member in kind}
    for member in kind:
        assert labels.label_of(kind, member.value) == labels.label(member)


def test_a_word_of_a_later_version_is_shown_as_it_is() -> None:
    assert labels.label_of(Result, "postponed") == "postponed"


def test_states_explain_themselves() -> None:
    not_registered = labels.explain(EnrolmentState.NOT_REGISTERED)
    assert not_registered == "Ni la formation ni le DE ne seront payés."
    assert "ourrier adressé par France Travail" in labels.explain(EnrolmentState.REGISTERED)
    for state in EnrolmentState:
        assert labels.explain(state)
    for state in RegistrationState:
        assert labels.explain(state)
    for state in RecruitmentState:
        assert labels.explain(state)
    assert {labels.explain_enrolment(EnrolmentState.TO_VALIDATE, who) for who in Prescriber} == {
        f"À valider {labels.explain(who)}." for who in Prescriber
    }
    assert labels.explain(Civility.MR) == ""


def test_every_text_that_an_act_takes_has_a_french_name() -> None:
    names = {field_of(path) for act in ACTS for path in text_paths(act)}
    assert names == set(FIELDS)
    said = sentences.sentence(Refused("nir", {"field": "last_name"}))
    assert "(nom)" in said
    assert "une zone" in sentences.sentence(Refused("nir", {"field": "x"}))


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (dates.day_number(date(2026, 12, 7)), "07/12/2026"),
        (dates.day_number(None), ""),
        (dates.short_day(date(2026, 12, 7)), "lun. 7 déc. 2026"),
        (dates.short_day(date(2026, 12, 1), year=False), "mar. 1er déc."),
        (dates.long_day(date(2027, 1, 1), weekday=True), "vendredi 1er janvier 2027"),
        (dates.long_day(date(2027, 8, 31)), "31 août 2027"),
        (dates.hour(time(9)), "9 h"),
        (dates.hour(time(14, 5)), "14 h 05"),
        (dates.hour(time(0)), "0 h"),
        (dates.hours(time(9), time(11)), "9 h – 11 h"),
        (dates.hours(time(9), None), "9 h"),
        (
            dates.slot_text(date(2026, 12, 7), time(9), time(11, 30)),
            "lun. 7 déc. 2026 · 9 h – 11 h 30",
        ),
        (dates.period(date(2027, 1, 11), date(2027, 6, 25)), "du 11/01/2027 au 25/06/2027"),
        (dates.period(date(2027, 1, 11), None), "à partir du 11/01/2027"),
        (dates.period(None, date(2027, 6, 25)), "jusqu’au 25/06/2027"),
        (dates.period(None, None), "dates non précisées"),
    ],
)
def test_days_and_hours_read_as_a_secretary_writes_them(said: str, expected: str) -> None:
    assert said.replace("\u00a0", " ") == expected


def person(last: str, civility: Civility = Civility.NONE, **fields: Any) -> JobseekerRow:
    return JobseekerRow(
        id=UUID(int=1), last_name=last, first_name="Anne", civility=civility, **fields
    )


def test_people_are_named_as_lists_and_letters_do() -> None:
    assert people.full_name(person("Lefèvre")) == "LEFÈVRE Anne"
    assert people.full_name(person("d’Hérouville")) == "d’HÉROUVILLE Anne"
    assert people.addressed(person("Lefèvre", Civility.MRS)) == "Mme LEFÈVRE Anne"
    assert people.addressed(person("Lefèvre")) == "LEFÈVRE Anne"
    agency = person("Lefèvre", prescriber=Prescriber.CAP_EMPLOI, agency="76")
    assert people.prescriber_text(agency) == "Cap emploi – 76"
    assert people.prescriber_text(person("Lefèvre")) == "France Travail"


@pytest.mark.parametrize(
    ("capacity", "said"), [(1, "La seule place est prise"), (12, "Les 12 places sont prises")]
)
def test_one_place_is_not_said_in_the_plural(capacity: int, said: str) -> None:
    for code in ("slot_full", "place_taken"):
        assert sentences.sentence(Refused(code, {"capacity": capacity})).startswith(said)
