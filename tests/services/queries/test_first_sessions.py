# SPDX-License-Identifier: MIT
"""What is read before SQLAlchemy is loaded is what SQLAlchemy reads afterwards, to the letter."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from kairos_desktop.models.engine import RawConnection, connect_raw
from kairos_desktop.models.vocabulary import RecruitmentState
from kairos_desktop.services.queries import first_sessions, session_lines, sessions
from kairos_desktop.services.queries.first_sessions import FirstSessions
from tests.factories import KEY, MEETING_DAY, TODAY, Scene


@pytest.fixture
def raw(database: Path) -> Iterator[RawConnection]:
    connection = connect_raw(database, KEY, query_only=True)
    yield connection
    connection.close()


def read_ahead(scene: Scene, raw: RawConnection) -> FirstSessions:
    now = scene.clock.now.replace(tzinfo=None)
    return first_sessions.first_sessions(raw, scene.workspace.org, now)


def fill(scene: Scene) -> None:
    """Sessions of every kind that the list tells apart."""
    busy = scene.session(recruitment_state=RecruitmentState.OPEN, title="B", town="Fécamp")
    meeting = scene.meeting(busy)
    scene.selected(scene.present(scene.register(meeting)))
    scene.register(meeting)
    scene.appointments(busy)
    scene.session(title="A", recruitment_state=RecruitmentState.OPEN, carif_session_number="2")
    scene.session(title="sans dates", starts_on=None, ends_on=None, carif_session_number="3")
    scene.session(title="sans numéro", carif_session_number="", starts_on=date(2026, 12, 1))
    scene.session(
        title="finie",
        starts_on=date(2026, 1, 5),
        ends_on=date(2026, 6, 1),
        carif_session_number="4",
    )
    scene.session(title="finit ce jour", ends_on=TODAY, starts_on=TODAY, carif_session_number="5")


@pytest.mark.parametrize("day", [TODAY, MEETING_DAY, date(2027, 6, 26)])
def test_the_first_lines_are_those_of_the_whole_list(
    scene: Scene, raw: RawConnection, day: date
) -> None:
    fill(scene)
    scene.clock.be(day)
    read, now = scene.workspace.read, scene.clock.now.replace(tzinfo=None)
    first = read_ahead(scene, raw)
    ids = read(sessions.ids_for, ended_before=day)
    assert first.lines == read(session_lines.lines_for, ids, now)
    assert first.counts == read(session_lines.state_counts, "", day)
    assert first.lines, "there is always the one without dates"


def test_no_more_lines_than_a_screen_shows(
    scene: Scene, raw: RawConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(scene)
    first = read_ahead(scene, raw)
    monkeypatch.setattr(first_sessions, "FIRST", 2)
    assert read_ahead(scene, raw) == (first.lines[:2], first.counts)


def test_nothing_of_another_organisation(scene: Scene, raw: RawConnection) -> None:
    fill(scene)
    now = scene.clock.now.replace(tzinfo=None)
    assert first_sessions.first_sessions(raw, scene.id(), now) == ([], {})
