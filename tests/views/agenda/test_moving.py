# SPDX-License-Identifier: MIT
"""Moving a block: every slot by as much, never past midnight, and what it entails is told."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kairos_desktop.models.rows import SeatsRow, SessionRow, SlotRow
from kairos_desktop.models.vocabulary import SlotKind
from kairos_desktop.services.queries.sessions import SlotLine
from kairos_desktop.views.agenda.events import Event
from kairos_desktop.views.agenda.moving import consequences, is_moved, moved

NOW = datetime(2026, 12, 7, 11, tzinfo=ZoneInfo("Europe/Paris"))
DAY = date(2026, 12, 10)


def block(*hours: tuple[time, time | None], taken: int = 0) -> Event:
    """A meeting, or a group of RDV where several hours are given."""
    kind = SlotKind.MEETING if len(hours) == 1 else SlotKind.APPOINTMENT
    session = SessionRow(
        id=UUID(int=1),
        carif_training_number="1",
        carif_action_number="2",
        carif_session_number="3",
        title="Secrétaire assistant",
        starts_on=date(2027, 1, 11),
        ends_on=None,
    )
    lines = tuple(
        SlotLine(
            SlotRow(
                id=UUID(int=10 + place),
                session_id=session.id,
                kind=kind,
                held_on=DAY,
                starts_at=start,
                ends_at=end,
                capacity=15,
            ),
            SeatsRow(id=UUID(int=10 + place), capacity=15, taken=taken if place == 0 else 0),
            None,
        )
        for place, (start, end) in enumerate(hours)
    )
    return Event(lines, session)


def minutes(moment: time) -> int:
    return moment.hour * 60 + moment.minute


@given(
    first=st.integers(0, 1100), lengths=st.lists(st.integers(5, 60), min_size=1, max_size=5),
    to=st.times(),
)  # fmt: skip
def test_every_slot_moves_by_as_much_and_ends_on_its_day(
    first: int, lengths: list[int], to: time
) -> None:
    hours: list[tuple[time, time | None]] = []
    for length in lengths:
        hours.append(
            (time(first // 60, first % 60), time((first + length) // 60, (first + length) % 60))
        )
        first += length
    event = block(*hours)
    acts = moved(event, date(2026, 12, 11), to.replace(second=0, microsecond=0))
    shifts = {
        minutes(act.meeting.starts_at) - minutes(line.slot.starts_at)
        for act, line in zip(acts, event.lines, strict=True)
    }
    assert len(shifts) == 1
    for act in acts:
        assert act.meeting.ends_at is not None
        assert act.meeting.starts_at < act.meeting.ends_at
        assert act.meeting.held_on == date(2026, 12, 11)


def test_a_block_let_go_too_late_ends_before_midnight() -> None:
    [act] = moved(block((time(9), time(11))), DAY, time(23))
    assert (act.meeting.starts_at, act.meeting.ends_at) == (time(21, 59), time(23, 59))
    assert not is_moved(block((time(21, 59), time(23, 59))), DAY, time(23))


@pytest.mark.parametrize(
    ("day", "start", "taken", "told"),
    [
        (date(2026, 12, 11), time(9), 1, "1 personne est inscrite : à prévenir"),
        (date(2026, 12, 11), time(9), 3, "3 sont inscrites : à prévenir"),
        (date(2026, 12, 7), time(9), 0, "Cette date est déjà passée."),
        (date(2026, 12, 13), time(9), 0, "C’est un dimanche."),
        (date(2027, 1, 11), time(9), 0, "ce serait trop tard"),
    ],
)
def test_what_moving_entails_is_told(day: date, start: time, taken: int, told: str) -> None:
    event = block((time(9), time(11)), taken=taken)
    said: Any = consequences(event, day, start, NOW)
    assert told in said
    others = {"à prévenir", "déjà passée", "dimanche", "trop tard"} - {
        word for word in ("à prévenir", "déjà passée", "dimanche", "trop tard") if word in told
    }
    assert not [word for word in others if word in said]
