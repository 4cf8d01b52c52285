# SPDX-License-Identifier: MIT
"""Shapes of identifiers, and the social security number that never enters (domain 2.5)."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.fr import nir as reference_nir
from stdnum.fr import siret as reference_siret

from kairos_desktop.services.rules.identifiers import (
    check_jobseeker_id,
    holds_nir,
    is_siret,
    tidy_jobseeker_id,
)
from tests.factories import OTHER_SIRET, SIRET

DIGITS = "0123456789"
NIR = "185057800608491"


@pytest.mark.parametrize(
    "typed",
    ["", "1234567A", "12345678", "1234567Z", "10000000017", "0761234567A", "07612345678"],
)
def test_domain_2_5_the_three_shapes_and_none_at_all(typed: str) -> None:
    assert check_jobseeker_id(tidy_jobseeker_id(typed)) is None


@pytest.mark.parametrize(
    "typed",
    ["1234567", "123456A7", "A1234567", "1234567AB", "1000000001", "100000000171", "1234567é",
     "O7612345678", "123456789", "0761234567AA", "１２３４５６７A"],
)  # fmt: skip
def test_domain_2_5_any_other_shape_is_refused(typed: str) -> None:
    refusal = check_jobseeker_id(tidy_jobseeker_id(typed))
    assert refusal
    assert refusal.code == "jobseeker_id_shape"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [(" 1234567a ", "1234567A"), ("123 4567 a", "1234567A"), ("100.000.000-17", "10000000017"),
     ("1234567\u00a0a", "1234567A")],
)  # fmt: skip
def test_domain_2_5_spaces_go_and_the_letter_is_a_capital(typed: str, kept: str) -> None:
    assert tidy_jobseeker_id(typed) == kept


def with_key(number: str) -> str:
    plain = int(number.replace("2A", "19").replace("2B", "18"))
    return f"{number}{97 - plain % 97:02d}"


@pytest.mark.parametrize(
    "text",
    [
        NIR,
        NIR[:13],
        "1 85 05 78 006 084 91",
        "1\u00a085\u00a005\u00a078\u00a0006\u00a0084\u00a091",
        "1\u202f85\u202f05\u202f78\u202f006\u202f084",
        "1 85 05 78 006 084 36",
        "1-85-05-78-006-084-91",
        "1.85.05.78.006.084.91",
        "1/85/05/78/006/084/91",
        "1 85 05 78 006 084 / 91",
        "NIR : 185057800608491, merci",
        with_key("294052B123456"),
        with_key("294052A004123"),
        "n°" + with_key("7510199350001") + ".",
        "né185057800608491x",
        "1 8 5 0 5 7 8 0 0 6 0 8 4 9 1",
        "1|8|5|0|5|7|8|0|0|6|0|8|4|9|1",
        "185\u200b0578\u00ad006084\ufeff91",
        "".join(chr(ord(digit) + 0xFEE0) for digit in NIR),
        "".join(chr(ord(digit) - 48 + 0x0660) for digit in NIR),
    ],
)
def test_domain_2_5_a_social_security_number_is_seen_however_it_is_written(text: str) -> None:
    assert holds_nir(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "02 35 00 11 22",
        "+33 2 35 00 11 22",
        "0235001122 0612345678",
        SIRET,
        OTHER_SIRET,
        "999 000 110 00026",
        "10000000017",
        "0761234567A",
        "41N412817672",
        "02_201508006899",
        "FR76 3000 6000 0112 3456 7890 189",
        "185057800608490",
        "1850578006 084 36",
        "1850578006084911",
        "185137800608491",
        "du 11/01/2027 au 25/06/2027, 35 h par semaine",
        "3 rue 12, 76600 Le Havre 2026-11-23",
        "lot1850578006084a",
        "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15",
    ],
)
def test_what_is_no_social_security_number_passes(text: str) -> None:
    assert not holds_nir(text)


@given(
    st.sampled_from("12"),
    st.integers(0, 99),
    st.integers(1, 12),
    st.one_of(st.integers(1, 95).map("{:02d}".format), st.sampled_from(["2A", "2B"])),
    st.integers(1, 999),
    st.integers(1, 999),
    st.sampled_from(["", " ", ".", "-", "\u00a0", "\u202f", " - "]),
)
def test_every_number_with_its_key_is_seen_with_any_separator(
    sex: str, year: int, month: int, place: str, commune: int, order: int, gap: str
) -> None:
    number = f"{sex}{year:02d}{month:02d}{place}{commune:03d}{order:03d}"
    whole = with_key(number)
    assert reference_nir.is_valid(whole)
    cuts = (0, 1, 3, 5, 7, 10, 13, 15)
    written = gap.join(whole[a:b] for a, b in itertools.pairwise(cuts))
    assert holds_nir(f"vu le {written} au guichet")


@given(st.text(DIGITS, min_size=14, max_size=14))
def test_a_siret_is_what_the_reference_library_says(text: str) -> None:
    assert is_siret(text) == reference_siret.is_valid(text)


@given(st.integers(1, 99999))
def test_an_establishment_of_la_poste_has_a_sum_that_five_divides(place: int) -> None:
    text = f"356000000{place:05d}"
    if text != "35600000000048":
        assert is_siret(text) == (sum(map(int, text)) % 5 == 0)


@pytest.mark.parametrize(
    ("text", "right"),
    [
        (SIRET, True),
        (OTHER_SIRET, True),
        ("35600000000048", True),
        ("35600000010003", sum(map(int, "35600000010003")) % 5 == 0),
        ("99900011000027", False),
        ("099900011000026", False),
        ("9990001100002", False),
        ("99900011 000026", False),
        ("", False),
        ("٩٩٩٠٠٠١١٠٠٠٠٢٦", False),
    ],
)
def test_a_siret_is_14_digits_with_its_keys(text: str, right: bool) -> None:
    assert is_siret(text) is right
