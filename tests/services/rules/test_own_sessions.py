# SPDX-License-Identifier: MIT
"""A trainer's own sessions come from the timetable (domain 2.3)."""

from __future__ import annotations

from datetime import date, time
from uuid import UUID

import pytest

from kairos_desktop.models.rows import LessonRow
from kairos_desktop.models.vocabulary import HalfDay
from kairos_desktop.services.rules.own_sessions import is_own, names

HERE, THERE = UUID(int=1), UUID(int=2)


def lesson(trainer: str, site: UUID | None = None) -> LessonRow:
    return LessonRow(
        id=UUID(int=9), session_id=UUID(int=8), day=date(2026, 9, 7), half=HalfDay.MORNING,
        starts_at=time(9), ends_at=time(12), trainer=trainer, site_id=site,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "named"),
    [
        ("Mme Lo", True),
        ("LO Minh", True),
        ("M. Lo", True),
        ("P. Diop / Mme Lo", True),
        ("Diop et Lo", True),
        ("M", False),
        ("Mme", False),
        ("Diop", False),
        ("Loiseau", False),
        ("K. Lo", False),
        ("Minh Diop", False),
    ],
)
def test_a_name_is_read_as_people_type_it(typed: str, named: bool) -> None:
    assert names(typed, "Minh Lô") is named


@pytest.mark.parametrize(
    ("lessons", "sites", "own"),
    [
        ([], (), True),
        ([lesson("")], (), True),
        ([lesson("Diop"), lesson("Lo")], (), True),
        ([lesson("Diop")], (), False),
        ([lesson("Diop"), lesson("")], (), False),
        ([lesson("Diop", HERE)], (HERE,), True),
        ([lesson("Diop", THERE)], (HERE,), False),
    ],
)
def test_domain_2_3_own_sessions(
    lessons: list[LessonRow], sites: tuple[UUID, ...], own: bool
) -> None:
    assert is_own("Minh Lô", sites, lessons) is own
