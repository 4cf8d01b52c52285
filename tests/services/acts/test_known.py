# SPDX-License-Identifier: MIT
"""The rows of a batch are found by their present values, whatever was looked for before."""

from __future__ import annotations

from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from kairos_desktop.models.rows import SiteRow
from kairos_desktop.services.acts.known import Known, having

LABELS, TOWNS = ("Lyon", "Oullins"), ("", "Vaise")
sites = st.builds(
    SiteRow,
    id=st.integers(1, 6).map(lambda number: UUID(int=number)),
    label=st.sampled_from(LABELS),
    town=st.sampled_from(TOWNS),
)
steps = st.lists(st.tuples(st.sampled_from(["load", "put", "drop", "find"]), sites), max_size=30)


@given(steps)
def test_rows_are_found_by_what_they_now_are(said: list[tuple[str, SiteRow]]) -> None:
    known, rows = Known(), dict[UUID, SiteRow | None]()
    for label in LABELS:
        known.load(having(SiteRow, label=label), [])
        for town in TOWNS:
            known.load(having(SiteRow, label=label, town=town), [])
    for what, site in said:
        if what == "load":
            known.load(having(SiteRow, label=site.label), [site])
            rows.setdefault(site.id, site)
        elif what == "put":
            known.put(site)
            rows[site.id] = site
        elif what == "drop":
            known.drop(SiteRow, site.id)
            rows[site.id] = None
        there = [rows[row_id] for row_id in sorted(rows) if rows[row_id]]
        by_label = [row for row in there if row and row.label == site.label]
        assert known.find(SiteRow, label=site.label) == by_label
        both = [row for row in by_label if row.town == site.town]
        assert known.find(SiteRow, label=site.label, town=site.town) == both
