# SPDX-License-Identifier: MIT
"""Papers of a dossier drawn by a second process: the same, or drawn here."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Sequence
from multiprocessing.connection import Connection, wait
from typing import TYPE_CHECKING, Any

import pytest

from kairos_desktop.services import evidence_hands
from kairos_desktop.services.documents.facts import Pictures
from kairos_desktop.services.documents.render import render
from kairos_desktop.services.evidence_hands import WORTH_IT, other_hand
from tests.services.documents import examples as x

if TYPE_CHECKING:
    from kairos_desktop.services.documents.facts import IssuedDocument

PAPERS = (*(x.CERTIFICATE,) * (WORTH_IT - 2), x.ENTRY, x.REPORT)


def draw_one(pipe: Connection, papers: Sequence[IssuedDocument], pictures: Any, key: bytes) -> None:
    """What a process that is killed leaves: its first paper."""
    pipe.send((len(papers) - 1, render(papers[-1], pictures, key)))
    os._exit(1)


@pytest.mark.parametrize(("work", "least"), [("_draw", 2), ("draw_one", 1)])
def test_the_last_papers_are_the_very_ones_and_the_rest_is_left_to_who_asked(
    monkeypatch: pytest.MonkeyPatch, work: str, least: int
) -> None:
    monkeypatch.setattr(evidence_hands, "_draw", globals().get(work, evidence_hands._draw))
    with other_hand(PAPERS, Pictures(), x.KEY) as other:
        pipe: Any = other._pipe
        while len(other.drawn) < least:
            assert wait([pipe], timeout=60), "nothing came"
            other.look()
        if work == "draw_one":
            wait([pipe], timeout=60)
            for _ in range(2):
                other.look()
            assert len(other.drawn) == least
    assert not multiprocessing.active_children()
    places = sorted(other.drawn)
    assert places == [*range(len(PAPERS) - len(places), len(PAPERS))]
    for place in places[-least:]:
        assert other.drawn[place] == render(PAPERS[place], Pictures(), x.KEY)


def test_some_papers_are_not_worth_a_process() -> None:
    with other_hand(PAPERS[1:], Pictures(), x.KEY) as other:
        assert not multiprocessing.active_children()
        other.look()
    assert not other.drawn
