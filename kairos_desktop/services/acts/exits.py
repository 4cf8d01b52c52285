# SPDX-License-Identifier: MIT
"""How a trainee leaves: abandon, exclusion, end of the training; and its correction by the RGC.

Facts: their dates are recorded and flagged. Sources: domain 3.5; R6352-5, R6341-35, R6341-47.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, ClassVar
from uuid import UUID

import msgspec

from kairos_desktop.models.rows import AttendanceRow, EnrolmentRow, SessionRow
from kairos_desktop.models.vocabulary import EnrolmentState
from kairos_desktop.services.acts.act import Act, Changes, Made, tidy
from kairos_desktop.services.acts.known import Known, Need, by_id, having
from kairos_desktop.services.rules.attendance import attendance_id, month_of, next_month
from kairos_desktop.services.rules.exits import exit_refusal, exit_warnings, reopen_refusal
from kairos_desktop.services.rules.verdicts import Refused, Warned

replace = msgspec.structs.replace


class _OnTrainee(Act, frozen=True):
    """An act on somebody who has entered."""

    enrolment_id: UUID

    def needs(self, known: Known, made: Made) -> Iterator[Need]:
        """The path, and the months of it that were declared."""
        yield by_id(EnrolmentRow, self.enrolment_id)
        yield having(AttendanceRow, enrolment_id=self.enrolment_id)
        row = known.peek(EnrolmentRow, self.enrolment_id)
        if isinstance(row, EnrolmentRow):
            yield by_id(SessionRow, row.session_id)


class _Exit(_OnTrainee, frozen=True):
    """Somebody leaves after a last day of training."""

    last_day: date

    def _left(
        self, known: Known, made: Made, state: EnrolmentState, reason: str, **more: Any
    ) -> Changes | Refused:
        row = known.get(EnrolmentRow, self.enrolment_id)
        if refusal := exit_refusal(row.state):
            return refusal
        if not reason.strip():
            return Refused("reason_missing", {})
        session = known.get(SessionRow, row.session_id)
        after = replace(
            row,
            state=state,
            since=made.today,
            left_on=self.last_day,
            reason=tidy(reason),
            **more,
        )
        warned = exit_warnings(row, session, self.last_day, made.today)
        return Changes(put=(after,), warned=(*warned, *_declared(known, row.id, self.last_day)))


def _declared(known: Known, enrolment_id: UUID, last_day: date) -> Iterator[Warned]:
    """The months declared beyond the last day: each is to be rectified."""
    for row in known.find(AttendanceRow, enrolment_id=enrolment_id):
        if row.period_to > last_day:
            yield Warned("month_declared", {"day": row.month})


class DropTrainee(_Exit, frozen=True):
    """« Abandon »: its last day, its reason, and whether the reason is legitimate.

    Without a legitimate reason the pay is paid back (R6341-47): `legitimate` stays None until
    somebody knows. Refuses "not_in_training", "reason_missing". Warns "exit_before_entry",
    "exit_after_end", "exit_later", "month_declared".
    """

    name: ClassVar = "trainee.drop"
    is_fact: ClassVar = True
    reason: str
    legitimate: bool | None = None

    def decide(self, known: Known, made: Made) -> Changes | Refused:
        """The path ended by an abandon."""
        return self._left(
            known, made, EnrolmentState.DROPPED, self.reason, legitimate=self.legitimate
        )


class ExcludeTrainee(_Exit, frozen=True):
    """An exclusion, a sanction: the trainee was summoned in writing and heard (R6352-5).

    Refuses "not_in_training", "reason_missing". Warns "exclusion_procedure" where a date of the
    procedure is missing or comes after the exclusion, and as `trainee.drop`.
    """

    name: ClassVar = "trainee.exclude"
    is_fact: ClassVar = True
    reason: str
    summoned_on: date | None = None
    heard_on: date | None = None

    def decide(self, known: Known, made: Made) -> Changes | Refused:
        """The path ended by an exclusion."""
        changes = self._left(
            known,
            made,
            EnrolmentState.EXCLUDED,
            self.reason,
            summoned_on=self.summoned_on,
            heard_on=self.heard_on,
        )
        if isinstance(changes, Refused) or self._is_by_the_book:
            return changes
        return replace(changes, warned=(Warned("exclusion_procedure", {}), *changes.warned))

    @property
    def _is_by_the_book(self) -> bool:
        return (
            self.summoned_on is not None
            and self.heard_on is not None
            and self.summoned_on <= self.heard_on
        )


class CompleteTrainee(_Exit, frozen=True):
    """The exit at the end of the training, which the program proposes and a person confirms.

    Refuses "not_in_training", "reason_missing". Warns as `trainee.drop`.
    """

    name: ClassVar = "trainee.complete"
    is_fact: ClassVar = True
    reason: str

    def decide(self, known: Known, made: Made) -> Changes | Refused:
        """The path ended."""
        return self._left(known, made, EnrolmentState.COMPLETED, self.reason)


class ReopenTrainee(_OnTrainee, frozen=True):
    """Takes back an exit that was wrong: a correction of the RGC, with its reason.

    Refuses "not_left", "reason_missing". Warns "month_declared" for what was declared since.
    """

    name: ClassVar = "trainee.reopen"
    reason: str

    def decide(self, known: Known, made: Made) -> Changes | Refused:
        """The path as it was before the exit."""
        row = known.get(EnrolmentRow, self.enrolment_id)
        if refusal := reopen_refusal(row.state):
            return refusal
        if not self.reason.strip():
            return Refused("reason_missing", {})
        after = replace(
            row,
            state=EnrolmentState.ENTERED,
            since=made.today,
            left_on=None,
            reason="",
            note=tidy(self.reason),
            legitimate=None,
            summoned_on=None,
            heard_on=None,
        )
        return Changes(put=(after,), warned=tuple(_cut_short(known, row)))


def _cut_short(known: Known, row: EnrolmentRow) -> Iterator[Warned]:
    """The months that were declared up to an exit that is taken back."""
    if row.left_on is None:
        return
    month = month_of(row.left_on)
    declared = {each.id for each in known.find(AttendanceRow, enrolment_id=row.id)}
    while attendance_id(row.id, month) in declared:
        yield Warned("month_declared", {"day": month})
        month = next_month(month)
