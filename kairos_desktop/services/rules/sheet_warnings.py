# SPDX-License-Identifier: MIT
"""What an inspector would ask about a sign-in sheet. Facts stay as they were recorded: this flags.

A day that is not worked, hours that are not those of the half-day, many who signed in the same few
seconds, no trainer, somebody who was declared away, a signature altered since. Times are those of
Europe/Paris. Source: domain 5 (what a sheet proves, and what makes it doubtful).
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID

from kairos_desktop.services.rules.half_days import public_holidays
from kairos_desktop.services.rules.sheets import Expectation, HalfSheet
from kairos_desktop.services.rules.signatures import ChainFault, Fault
from kairos_desktop.services.rules.timetables import is_closed, is_outside
from kairos_desktop.services.rules.verdicts import Warned

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from kairos_desktop.models.rows import ClosureRow, SessionRow
    from kairos_desktop.models.sheet_rows import SignatureRow

EARLY, LATE = timedelta(minutes=30), timedelta(minutes=60)
"""Before the start and after the end, what a queue at the laptop explains."""
EARLY_ASSUMED, LATE_ASSUMED = timedelta(hours=2), timedelta(hours=3)
"""The same where no timetable says the hours."""
AT_ONCE, AT_ONCE_LEAST = timedelta(seconds=10), 3
"""A hand takes five seconds at least to sign, and the laptop to go round."""
_INTERRUPTED = frozenset({Expectation.INTERRUPTED})


class SheetFacts(NamedTuple):
    """What is known of a sheet; `signatures` are those that stand, by their moment."""

    half: HalfSheet
    session: SessionRow
    closures: Sequence[ClosureRow]
    expected: Mapping[UUID, Expectation]
    signed: Iterable[UUID]
    trainer_signed: bool
    signatures: Sequence[SignatureRow]
    faults: Sequence[ChainFault]
    recorded_at: datetime | None
    names: Mapping[UUID, str]


def sheet_warnings(facts: SheetFacts) -> tuple[Warned, ...]:
    """Everything that must be looked at; nothing of a sheet on which nobody has signed yet."""
    signed = frozenset(facts.signed)
    if not (signed or facts.trainer_signed or facts.signatures or facts.faults):
        return ()
    return (
        *_faults(facts),
        *_day(facts),
        *_hours(facts),
        *_at_once(facts.signatures),
        *_trainer(facts, signed),
        *_people(facts, signed),
    )


def missing_warnings(facts: SheetFacts, today: date) -> tuple[Warned, ...]:
    """A half-day that is over, on which somebody was to sign, and of which nothing is known.

    Not one whose trainees are all interrupted: it was not taught to anybody.
    """
    known = facts.recorded_at or facts.trainer_signed or facts.signatures or tuple(facts.signed)
    if known or facts.half.day >= today or set(facts.expected.values()) <= _INTERRUPTED:
        return ()
    return (Warned("sheet_missing", {"day": facts.half.day, "half": facts.half.half}),)


def _faults(facts: SheetFacts) -> Iterator[Warned]:
    found = {each.fault for each in facts.faults}
    if Fault.ALTERED in found:
        yield Warned("signature_altered", {"day": facts.half.day})
    if Fault.MISSING in found:
        yield Warned("signature_removed", {"day": facts.half.day})


def _day(facts: SheetFacts) -> Iterator[Warned]:
    day = facts.half.day
    if day in public_holidays(day.year):
        yield Warned("sheet_on_holiday", {"day": day})
    if is_closed(day, facts.closures):
        yield Warned("sheet_on_closure", {"day": day})
    if is_outside(facts.session, day):
        yield Warned("sheet_outside_session", {"day": day})


def _hours(facts: SheetFacts) -> Iterator[Warned]:
    half = facts.half
    early, late = (EARLY_ASSUMED, LATE_ASSUMED) if half.is_assumed else (EARLY, LATE)
    opens = datetime.combine(half.day, half.starts_at) - early
    closes = datetime.combine(half.day, half.ends_at) + late
    times = [_local(row.signed_at) for row in facts.signatures]
    before = [at for at in times if at < opens]
    if before:
        start = half.starts_at
        yield Warned("signed_too_early", {"count": len(before), "at": before[0], "start": start})
    after = [at for at in times if at > closes]
    if after:
        yield Warned("signed_too_late", {"count": len(after), "at": after[-1], "end": half.ends_at})
    read = facts.recorded_at
    if read is not None and _local(read) < datetime.combine(half.day, half.starts_at):
        yield Warned("sheet_recorded_early", {"at": _local(read)})


def _at_once(signatures: Sequence[SignatureRow]) -> Iterator[Warned]:
    """The largest group of different people who signed within ten seconds."""
    most, when = 0, None
    start = 0
    for end, row in enumerate(signatures):
        while row.signed_at - signatures[start].signed_at > AT_ONCE:
            start += 1
        people = {each.enrolment_id for each in signatures[start : end + 1]}
        if len(people) > most:
            most, when = len(people), signatures[start].signed_at
    if most >= AT_ONCE_LEAST and when is not None:
        seconds = int(AT_ONCE.total_seconds())
        yield Warned("signed_at_once", {"count": most, "seconds": seconds, "at": _local(when)})


def _trainer(facts: SheetFacts, signed: frozenset[UUID]) -> Iterator[Warned]:
    if signed and not facts.trainer_signed:
        yield Warned("sheet_without_trainer", {"day": facts.half.day})


def _people(facts: SheetFacts, signed: frozenset[UUID]) -> Iterator[Warned]:
    if who := _who(facts, signed, Expectation.ABSENT):
        yield Warned("signed_while_absent", {"who": who})
    if who := _who(facts, signed, Expectation.INTERRUPTED):
        yield Warned("signed_while_interrupted", {"who": who})
    if who := _who(facts, signed, Expectation.TO_ENTER):
        yield Warned("signed_before_entry", {"who": who})
    if who := _who(facts, signed, None):
        yield Warned("signed_outside_path", {"who": who})
    trainees = [row.enrolment_id for row in facts.signatures if row.enrolment_id]
    twice = {each for each in trainees if trainees.count(each) > 1}
    if twice:
        yield Warned("signed_more_than_once", {"who": _named(facts, twice)})


def _who(facts: SheetFacts, signed: frozenset[UUID], expectation: Expectation | None) -> str:
    """Who signed and stood so on the sheet; None for those who were not on it."""
    return _named(facts, (each for each in signed if facts.expected.get(each) is expectation))


def _named(facts: SheetFacts, ids: Iterable[UUID]) -> str:
    return ", ".join(sorted(facts.names.get(each, "…") for each in ids))


def _local(moment: datetime) -> datetime:
    """The moment as a clock of Paris shows it, which is how rows keep it."""
    return moment.replace(tzinfo=None)
