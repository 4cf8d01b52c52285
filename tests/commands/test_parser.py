# SPDX-License-Identifier: MIT
"""What the parser does not understand is said in French, with the code of a wrong use."""

from __future__ import annotations

import pytest

from kairos_desktop.commands import parser


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["record"], "il manque FICHIER.jsonl"),
        (["show", "rien"], "« rien » n’est pas dans "),
        (["verify", "x", "--tout"], "« --tout » n’est pas attendu"),
        (["certificate", "--out"], "il manque une valeur après --out"),
        (["verify", "x", "--json=1"], "--json ne prend pas de valeur"),
        (["perdu"], "« perdu » n’est pas dans "),
    ],
)
def test_a_command_not_understood_says_so_in_french_and_ends_with_2(
    words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        parser.build().parse_args(words)
    assert ended.value.code == 2
    err = capsys.readouterr().err
    assert said in err
    assert "error:" not in err
