# SPDX-License-Identifier: MIT
"""The code of a sign-in sheet: whatever types it, it names one session and half-day, or nothing."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kairos_desktop.models.vocabulary import HalfDay
from kairos_desktop.services.rules.sheet_codes import (
    SheetName,
    read_code,
    session_key,
    sheet_code,
    spaced,
)
from kairos_desktop.services.rules.verdicts import Refused

DAYS = st.dates(date(2020, 1, 1), date(2099, 12, 31))
NAMES = st.tuples(st.uuids(), DAYS, st.sampled_from(HalfDay))
# What the keys of an American keyboard give where the computer believes in a French one.
FRENCH = str.maketrans("1234567890", "&é\"'(-è_çà")
SIGNS = "0123456789BCDEFHJKP"


@given(NAMES)
def test_a_code_says_back_what_it_names(name: tuple[UUID, date, HalfDay]) -> None:
    code = sheet_code(*name)
    expected = SheetName(session_key(name[0]), *name[1:])
    for typed in (code, spaced(code), code.lower(), f" {code}\n", code.translate(FRENCH)):
        assert read_code(typed) == expected


@given(NAMES)
def test_no_letter_moves_between_keyboards_nor_is_a_key_of_the_page(
    name: tuple[UUID, date, HalfDay],
) -> None:
    assert set(sheet_code(*name)) <= set(SIGNS) - set("AQWZM") - set("SNT")


@given(NAMES, st.integers(0, 12), st.sampled_from(SIGNS))
def test_one_sign_mistyped_is_seen(name: tuple[UUID, date, HalfDay], place: int, sign: str) -> None:
    code = sheet_code(*name)
    wrong = code[:place] + sign + code[place + 1 :]
    assert wrong == code or isinstance(read_code(wrong), Refused)


@given(NAMES, st.integers(0, 10))
def test_two_neighbours_exchanged_are_seen(name: tuple[UUID, date, HalfDay], place: int) -> None:
    code = sheet_code(*name)
    wrong = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    assert wrong == code or isinstance(read_code(wrong), Refused)


@pytest.mark.parametrize("typed", ["", "64K0", "AAAAAAAAAAAAA", "KD1:ABC", "64K0CD7P1F2E77"])
def test_what_is_no_code_names_nothing(typed: str) -> None:
    refused = read_code(typed)
    assert isinstance(refused, Refused)
    assert refused.code == "sheet_code"
