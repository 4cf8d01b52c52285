# SPDX-License-Identifier: MIT
"""How names are searched, and when two records may be one person (domain 2.5)."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kairos_desktop.models.rows import JobseekerRow
from kairos_desktop.services.rules.duplicates import Likeness, likeness
from kairos_desktop.services.rules.folding import fold, matches, search_key, unspaced_name

BORN = date(1990, 5, 17)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("LEFÈVRE", "lefevre"),
        ("Łukasz", "lukasz"),
        ("Şahin", "sahin"),
        ("Œillet", "oeillet"),
        ("d’Hérouville", "d herouville"),
        ("Jean-Pierre", "jean pierre"),
        ("Straße", "strasse"),
        ("  Le   Goff ", "le goff"),
        ("Ŝtefanović", "stefanovic"),
        ("Ελένη", "ελενη"),
        ("Алексей", "алексеи"),
        ("İnönü", "inonu"),
        ("محمّد العربي", "محمد العربي"),
        ("محـــمد", "محمد"),
        ("王小明", "王小明"),
        ("山田 太郎", "山田 太郎"),
        ("हिन्दी", "हिन्दी".replace("\u094d", "")),
        ("ＡＢＣ １２", "abc 12"),
        ("𝐀nne", "anne"),
        ("", ""),
    ],
)
def test_accents_case_and_punctuation_are_folded(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("typed", "last_name", "first_name"),
    [
        ("محمد", "العربي", "محمّد"),
        ("عرب", "العربي", "محمّد"),
        ("王", "王", "小明"),
        ("王小明", "王", "小明"),
        ("小明 王", "王", "小明"),
        ("김민", "김", "민준"),
        ("ანა", "ბერიძე", "ანა"),
    ],
)
def test_a_name_of_any_script_is_found_by_typing_it(
    typed: str, last_name: str, first_name: str
) -> None:
    key = search_key(last_name, first_name, unspaced_name(last_name, first_name))
    assert matches(key, typed)
    assert not matches(search_key("Lefèvre", "Anne"), typed)


def test_names_of_another_script_are_not_all_alike() -> None:
    one, other = person(last_name="王", first_name="小明"), person(last_name="李", first_name="娜")
    assert likeness(one, other) is None
    assert likeness(one, person(last_name="王", first_name="小明")) is Likeness.SAME_NAME
    signs = person(last_name="–", first_name="*")
    assert likeness(signs, signs) is None


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(), st.text())
def test_folding_never_depends_on_case_or_composition(text: str, other: str) -> None:
    import unicodedata

    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))


@pytest.mark.parametrize(
    "typed",
    ["herou", "HÉROU", "dherou", "marie", "ange marie", "d'her mar", "1234567a", "567", ""],
)
def test_any_part_of_a_name_or_identifier_finds_in_any_order(typed: str) -> None:
    key = search_key("d’Hérouville", "Marie-Ange", "", "1234567A")
    assert matches(key, typed)


@pytest.mark.parametrize("typed", ["heron", "marie paul", "9999"])
def test_a_word_that_stands_nowhere_finds_nothing(typed: str) -> None:
    assert not matches(search_key("d’Hérouville", "Marie-Ange", "1234567A"), typed)


def person(last_name: str = "Lefèvre", first_name: str = "Anne", **fields: Any) -> JobseekerRow:
    return JobseekerRow(id=UUID(int=1), last_name=last_name, first_name=first_name, **fields)


ALIKE = [
    (person("A", "B", ft_id="1234567A"), person("C", "D", ft_id="1234567A"), Likeness.SAME_ID),
    (
        person("A", "B", ft_id="1234567A"),
        person("C", "D", ft_id="10000000017", previous_ft_id="1234567A"),
        Likeness.SAME_ID,
    ),
    (
        person(birth_date=BORN),
        person("LEFEVRE", "anne", birth_date=BORN),
        Likeness.SAME_NAME_AND_BIRTH,
    ),
    (person("Anne", "Lefèvre"), person(), Likeness.NAMES_SWAPPED),
    (
        person("Martin", phone="+33 6 12 34 56 78"),
        person(phone="06.12.34.56.78"),
        Likeness.SAME_CONTACT,
    ),
    (
        person("Martin", email=" Anne@Example.org"),
        person(email="anne@example.org"),
        Likeness.SAME_CONTACT,
    ),
    (person(birth_date=BORN), person(), Likeness.SAME_NAME),
]


@pytest.mark.parametrize(("one", "other", "why"), ALIKE)
def test_two_records_alike_say_why(one: JobseekerRow, other: JobseekerRow, why: Likeness) -> None:
    assert likeness(one, other) is why
    assert likeness(other, one) is why


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (person(), person("Martin", "Luc")),
        (person(ft_id=""), person("Martin", "Luc", ft_id="")),
        (person(birth_date=BORN), person(birth_date=date(1991, 5, 17))),
        (person("Anne", "Lefèvre", birth_date=BORN), person(birth_date=date(1991, 5, 17))),
        (person("A", phone="12"), person("B", phone="12")),
        (person("A", "Luc", email="x@y.fr"), person("B", "Lise", email="x@y.fr")),
    ],
)
def test_different_people_are_left_alone(one: JobseekerRow, other: JobseekerRow) -> None:
    assert likeness(one, other) is None
