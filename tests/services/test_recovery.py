# SPDX-License-Identifier: MIT
"""The recovery code survives the paper and the hand that copies it."""

from datetime import date

import pytest

from kairos_desktop.models import failures
from kairos_desktop.services import recovery


def test_a_code_has_160_bits_in_eight_groups() -> None:
    code = recovery.new_code()
    assert [len(group) for group in code.split("-")] == [4] * 8
    assert len(recovery.secret(code)) == 20
    assert recovery.new_code() != code


@pytest.mark.parametrize(
    "typed",
    [
        "0123-4567-89ab-cdef-ghjk-mnpq-rstv-wxyz",
        " OI23 4567 89AB CDEF GHJK MNPQ RSTV WXYZ ",
        "oL234567\u00a089abcdefghjk\u2011mnpqrstvwxyz\n",
    ],
)
def test_what_is_misread_or_spaced_opens(typed: str) -> None:
    assert recovery.secret(typed) == recovery.secret("0123-4567-89AB-CDEF-GHJK-MNPQ-RSTV-WXYZ")


@pytest.mark.parametrize("typed", ["", "0123", "U" * 32, "é" * 32, "0" * 33])
def test_what_cannot_be_a_code_is_a_wrong_key(typed: str) -> None:
    with pytest.raises(failures.WrongKey):
        recovery.secret(typed)


def test_the_sheet_carries_the_groups_and_does_not_show_them() -> None:
    code = recovery.new_code()
    sheet = recovery.sheet("Greta", "99900011000026", code, date(2026, 12, 7))
    assert "-".join(sheet.groups) == code
    assert sheet.groups[0] not in repr(sheet).replace("99900011000026", "")
