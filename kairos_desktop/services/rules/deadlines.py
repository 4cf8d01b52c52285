# SPDX-License-Identifier: MIT
"""Until when each thing is due: civil days of Europe/Paris, counted on the calendar.

« Jours », not « jours ouvrés »: Sundays and holidays count. A count starts the day after the event,
and a last day that nobody works is not moved. Sources: domain 4; each function names its own.
"""

from __future__ import annotations

from datetime import date, timedelta

from kairos_desktop.services.rules.half_days import public_holidays

DECLARED_WITHIN = 3
"""Days for an effective entry, an interruption, an exit (décret 2019-1386, art. 1; L6121-5)."""
PRESENCE_WITHIN, RESULT_WITHIN = 1, 7
"""Our own habit, no law: J+1 for the presences of a meeting, J+7 for its results."""
CONTACT_WITHIN = 5
"""Working days after a candidacy for the contact with the candidate (domain 3.4; no law)."""
REPORT_WITHIN = 15
"""Days after the last one of training for its « bilan » (our own habit, no law)."""
VERDICT_ASKED_BEFORE = 10
"""Days before the start from which a verdict that is missing is called for (our own habit)."""
REMINDED_BEFORE = 3
"""Working days before the end of a month at which its attendance is called for (domain 4)."""
QUOTE_SENT_BEFORE = 15
"""Calendar days before the start by which an AIF is asked for (domain 4)."""
QUOTE_ADVISED_BEFORE = 30
"""Days before the start by which a « devis AIF » had better leave (domain 4)."""
QUOTE_ANSWERED_WITHIN = 10
"""Days in which an answer to a « devis AIF » is awaited (domain 4; no law)."""
MONTH_OPENS_ON = 25
"""The day of the month from which the attendance is declared (guide p. 24, 29, 30)."""


def days_left(by: date, today: date) -> int:
    """Days until the last one in time: 0 today, -1 where it was yesterday."""
    return (by - today).days


def declare_by(event: date) -> date:
    """The last day on which an effective entry, an interruption or an exit is declared in time.

    Source: décret 2019-1386, art. 1 « dans les trois jours »; Code du travail L6121-5.
    """
    return event + timedelta(days=DECLARED_WITHIN)


def is_overdue(event: date, today: date) -> bool:
    """Whether more than three days have passed: today − event > 3.

    The dashboard's « débutée depuis plus de 3 jours » (guide p. 28).
    """
    return (today - event).days > DECLARED_WITHIN


def presence_by(held_on: date) -> date:
    """The day until which the presences of a meeting are awaited (J+1)."""
    return held_on + timedelta(days=PRESENCE_WITHIN)


def result_by(held_on: date) -> date:
    """The day until which the results of a meeting are awaited (J+7)."""
    return held_on + timedelta(days=RESULT_WITHIN)


def contact_by(placed_on: date) -> date:
    """The last day of the five working ones in which a candidate is contacted.

    The only delay here that is counted in working days: Saturdays, Sundays and public holidays are
    left out. Source: domain 3.4, 4.
    """
    day = placed_on
    left = CONTACT_WITHIN
    while left:
        day += timedelta(days=1)
        left -= _is_worked(day)
    return day


def _is_worked(day: date) -> bool:
    return day.weekday() < 5 and day not in public_holidays(day.year)


def report_by(left_on: date) -> date:
    """The day until which the « bilan de fin de formation » is awaited (domain 3.5)."""
    return left_on + timedelta(days=REPORT_WITHIN)


def verdict_asked_from(start: date) -> date:
    """The day from which a missing verdict of the prescriber is called for."""
    return start - timedelta(days=VERDICT_ASKED_BEFORE)


def verdict_by(start: date) -> date:
    """The last day on which a verdict comes before the entry (guide p. 27)."""
    return start - timedelta(days=1)


def end_notice_by(new_end: date, least_days: int) -> date:
    """The last day on which the agency is told of a new end, so many days before the exit.

    Source: guide p. 15 (#Avenir: 15 days before the effective exit).
    """
    return new_end - timedelta(days=least_days)


def quote_by(start: date) -> date:
    """The last day on which an AIF is asked for in time: fifteen calendar days before the start."""
    return start - timedelta(days=QUOTE_SENT_BEFORE)


def quote_advised_by(start: date) -> date:
    """The last day on which a « devis AIF » leaves with room for an answer."""
    return start - timedelta(days=QUOTE_ADVISED_BEFORE)


def quote_answer_by(sent_on: date) -> date:
    """The day from which a « devis AIF » without answer is called for."""
    return sent_on + timedelta(days=QUOTE_ANSWERED_WITHIN)


def attendance_opens(month: date) -> date:
    """The day from which a month is declared: its 25th (guide p. 24, 29, 30)."""
    return month.replace(day=MONTH_OPENS_ON)


def attendance_by(month: date) -> date:
    """The last day on which a month is declared in time: overdue from the 1st of the next one."""
    return (month.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def rectify_by(month: date) -> date:
    """The last day on which a declared month is rectified without a reason (domain 3.6)."""
    return attendance_by(attendance_by(month) + timedelta(days=1))


def working_days_left(by: date, today: date) -> int:
    """Working days from today to the last one in time, both included; 0 where it has passed."""
    found, day = 0, today
    while day <= by:
        found += _is_worked(day)
        day += timedelta(days=1)
    return found


def is_month_called_for(month: date, today: date) -> bool:
    """Whether an open month is called for: three working days of it are left, or fewer.

    Source: domain 4, « reminder 3 working days before month end ».
    """
    by = attendance_by(month)
    is_open = attendance_opens(month) <= today <= by
    return is_open and working_days_left(by, today) <= REMINDED_BEFORE
