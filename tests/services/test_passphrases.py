# SPDX-License-Identifier: MIT
"""What is asked of a passphrase (reference R-D8)."""

import pytest

from kairos_desktop.models import failures
from kairos_desktop.services import passphrases


@pytest.mark.parametrize(
    "text",
    [
        "k7!Zq2#mVx9?",
        "k7Zq2mVx9Lp4Rt",
        "correct cheval pile agrafe lundi bateau vert",
        "Correct-cheval-pile-agrafe-lundi-bateau-vert",
        "wq5;grop!4tzv8x",
        "x" * 3 + "7f%Q" * 3 + "Zk9(pL2?vN5",
    ],
)
def test_the_three_routes_reach_the_bits(text: str) -> None:
    passphrases.check(text, with_device=False)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a",
        "azertyuiop123456789",
        "aaaaaaaaaaaaaaaaaaaaaaaa",
        "motdepassemotdepasse",
        "Kairos2026Kairos2026",
        "cheval cheval cheval cheval cheval cheval cheval",
        "abcdefghijklmnop0123456789",
        "Formation-Tarbes-2026!",
        "correct cheval pile",
    ],
)
def test_what_is_guessed_first_is_refused(text: str) -> None:
    with pytest.raises(failures.WeakPassphrase):
        passphrases.check(text, with_device=False, known=("Formation Tarbes",))


def test_the_device_lowers_what_is_asked() -> None:
    text = "tarbes Zq2#mV"
    assert passphrases.WITH_DEVICE <= passphrases.bits(text) < passphrases.ALONE
    passphrases.check(text, with_device=True)


def test_a_known_name_is_worth_nothing() -> None:
    assert passphrases.bits("Lannemezan", ("GRETA Lannemezan",)) == 1
    assert passphrases.bits("Lannemezan") > 10
