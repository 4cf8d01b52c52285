# SPDX-License-Identifier: MIT
"""The columns of the month's papers: no figure of a month is broken over two lines."""

from __future__ import annotations

import pytest

from kairos_desktop.services.documents import month_papers, parts
from kairos_desktop.services.documents.parts import Column
from kairos_desktop.services.documents.typesetting import Run, wrapped
from kairos_desktop.services.wording.dates import hours_text

LONGEST = hours_text(208 * 60 + 40)


@pytest.mark.parametrize("columns", [month_papers._RECAP, month_papers._RECAP_REMOTE])
def test_the_longest_hours_of_a_month_stand_on_one_line(columns: tuple[Column, ...]) -> None:
    hours = [each for each in columns if each.label not in ("Nom et prénom", "Identifiant")]
    for column in hours:
        text = "07/09 – 30/09" if column.label == "Période" else LONGEST
        cell = parts._in_cell(Run(text, month_papers._CELL), column)
        assert len(wrapped([cell], column.width - 10)) == 1, column.label
    whole = parts.filled(columns)
    assert whole[0].width >= 100, "a name has room"
