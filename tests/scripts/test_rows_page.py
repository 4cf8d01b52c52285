# SPDX-License-Identifier: MIT
"""docs/rows.md says what a pull brings."""

from __future__ import annotations

from scripts.write_rows_page import PAGE, page


def test_the_page_is_up_to_date() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), (
        "docs/rows.md is out of date: python -m scripts.write_rows_page"
    )
