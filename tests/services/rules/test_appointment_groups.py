# SPDX-License-Identifier: MIT
"""The times of a group of RDV individuels (domain 2.6, guide p. 22)."""

from __future__ import annotations

import itertools
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kairos_desktop.services.rules.slots import Span, appointment_spans
from kairos_desktop.services.rules.verdicts import Refused

DAY = date(2026, 12, 7)
MINUTE = st.integers(0, 24 * 60 - 1)


def clock(minutes: int) -> time:
    return time(minutes // 60, minutes % 60)


def minutes_of(moment: time) -> int:
    return moment.hour * 60 + moment.minute


def test_domain_2_6_appointments_follow_each_other_and_step_over_the_break() -> None:
    spans = appointment_spans(time(9), 30, 5, [Span(time(10), time(10, 15))])
    assert spans == (
        Span(time(9), time(9, 30)),
        Span(time(9, 30), time(10)),
        Span(time(10, 15), time(10, 45)),
        Span(time(10, 45), time(11, 15)),
        Span(time(11, 15), time(11, 45)),
    )


def test_an_appointment_that_would_run_into_the_break_begins_after_it() -> None:
    spans = appointment_spans(time(11, 45), 30, 1, [Span(time(12), time(13, 30))])
    assert spans == (Span(time(13, 30), time(14)),)


@given(
    MINUTE,
    st.integers(5, 480),
    st.integers(1, 60),
    st.lists(st.tuples(MINUTE, MINUTE), max_size=4),
)
def test_a_group_has_its_exact_count_and_minutes_and_never_crosses_a_break(
    start: int, minutes: int, count: int, breaks: list[tuple[int, int]]
) -> None:
    pauses = [Span(clock(first), clock(last)) for first, last in breaks]
    spans = appointment_spans(clock(start), minutes, count, pauses)
    if isinstance(spans, Refused):
        assert spans.code == "group_past_midnight"
        assert spans.facts["fits"] < count
        return
    assert len(spans) == count
    assert minutes_of(spans[0].start) >= start
    for span in spans:
        length = datetime.combine(DAY, span.end) - datetime.combine(DAY, span.start)
        assert length == timedelta(minutes=minutes)
        for pause in pauses:
            real = pause.start < pause.end
            assert not (real and span.start < pause.end and pause.start < span.end)
    for one, following in itertools.pairwise(spans):
        assert one.end <= following.start


@given(MINUTE, st.integers(5, 480), st.integers(1, 60))
def test_without_a_break_a_group_is_refused_exactly_when_it_would_reach_midnight(
    start: int, minutes: int, count: int
) -> None:
    refused = isinstance(appointment_spans(clock(start), minutes, count, []), Refused)
    assert refused == (start + minutes * count >= 24 * 60)


def test_a_group_past_midnight_says_how_many_fit() -> None:
    answer = appointment_spans(time(22), 45, 4, [])
    assert isinstance(answer, Refused)
    assert answer.facts == {"count": 4, "fits": 2}


@pytest.mark.parametrize(
    ("count", "minutes"), [(0, 30), (61, 30), (-1, 30), (3, 4), (3, 481), (3, 0), (3, -30)]
)
def test_a_group_of_an_impossible_shape_is_refused(count: int, minutes: int) -> None:
    answer = appointment_spans(time(9), minutes, count, [])
    assert isinstance(answer, Refused)
    assert answer.code == "group_shape"
