# SPDX-License-Identifier: MIT
"""The vote of a session's delegates: a fact, with its day (R6352-9 to R6352-12)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import ClassVar
from uuid import UUID

from kairos_desktop.models.rows import ClosureRow, DelegatesRow, LessonRow, SessionRow
from kairos_desktop.models.vocabulary import Delegates
from kairos_desktop.services.acts.act import Act, Changes, Made
from kairos_desktop.services.acts.known import Known, Need, by_id, having
from kairos_desktop.services.rules.delegates import delegates_id, vote_days
from kairos_desktop.services.rules.timetables import typed_timetable
from kairos_desktop.services.rules.verdicts import Refused, Warned


class RecordDelegates(Act, frozen=True):
    """What became of the vote, and when; said again, it replaces what was said.

    Warns "vote_outside" of a vote that was held before twenty hours of training or after forty,
    and "vote_in_the_future".
    """

    name: ClassVar = "delegates.record"
    is_fact: ClassVar = True
    session_id: UUID
    vote: Delegates
    day: date

    def needs(self, known: Known, made: Made) -> Iterator[Need]:
        """The session, when it is taught, and what was said of its vote."""
        yield by_id(SessionRow, self.session_id)
        yield by_id(DelegatesRow, delegates_id(self.session_id))
        yield having(LessonRow, session_id=self.session_id)
        yield having(ClosureRow, session_id=self.session_id)

    def decide(self, known: Known, made: Made) -> Changes | Refused:
        """The vote recorded."""
        session = known.get(SessionRow, self.session_id)
        row = DelegatesRow(
            id=delegates_id(session.id),
            session_id=session.id,
            vote=self.vote,
            day=self.day,
        )
        return Changes(put=(row,), warned=tuple(self._warnings(known, made, session)))

    def _warnings(self, known: Known, made: Made, session: SessionRow) -> Iterator[Warned]:
        if self.day > made.today:
            yield Warned("vote_in_the_future", {"day": self.day})
        if self.vote is Delegates.NOT_CONCERNED or session.starts_on is None:
            return
        lessons = known.find(LessonRow, session_id=session.id)
        closures = known.find(ClosureRow, session_id=session.id)
        timetable = typed_timetable(session, lessons, closures)
        days = vote_days(timetable, session.starts_on, session.ends_on)
        if days is not None and not days.first <= self.day <= days.last:
            yield Warned("vote_outside", {"start": days.first, "end": days.last})
