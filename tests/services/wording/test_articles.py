# SPDX-License-Identifier: MIT
"""« de » gives way to a vowel, with or without its accent, in capitals or not."""

import pytest

from kairos_desktop.services.wording.articles import of, of_the


@pytest.mark.parametrize(
    ("what", "said"),
    [
        ("octobre 2026", "d’octobre 2026"),
        ("novembre 2026", "de novembre 2026"),
        ("ÉVRARD Nicolas", "d’ÉVRARD Nicolas"),
        ("ŒUVRARD Anne", "d’ŒUVRARD Anne"),
        ("Mme ABADIE Camille", "de Mme ABADIE Camille"),
        ("HENRY Camille", "de HENRY Camille"),
        ("", "de "),
    ],
)
def test_of(what: str, said: str) -> None:
    assert of(what) == said


def test_of_the() -> None:
    assert of_the("entrée en formation") == "de l’entrée en formation"
    assert of_the("sortie de formation") == "de la sortie de formation"
