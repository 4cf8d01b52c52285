# SPDX-License-Identifier: MIT
"""What was handed to trainees before their enrolment is definitive: a fact (L6353-8)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Annotated, ClassVar
from uuid import UUID

import msgspec

from kairos_desktop.models.rows import EnrolmentRow, HandedRow
from kairos_desktop.models.vocabulary import Handed
from kairos_desktop.services.acts.act import Act, Changes, Made
from kairos_desktop.services.acts.known import Known, Need, by_id
from kairos_desktop.services.rules.handed import handed_id, is_late
from kairos_desktop.services.rules.verdicts import Refused, Warned


class HandDocuments(Act, frozen=True):
    """What somebody, or a whole session, holds by a day; said again, it replaces what was said.

    Warns "handed_late" with how many were enrolled for good before that day, and
    "step_in_the_future".
    """

    name: ClassVar = "documents.hand"
    is_fact: ClassVar = True
    enrolment_ids: Annotated[tuple[UUID, ...], msgspec.Meta(min_length=1, max_length=500)]
    day: date
    papers: Annotated[tuple[Handed, ...], msgspec.Meta(min_length=1, max_length=len(Handed))]

    def needs(self, known: Known, made: Made) -> Iterator[Need]:
        """The enrolments, and what was handed so far."""
        for enrolment_id in self.enrolment_ids:
            yield by_id(EnrolmentRow, enrolment_id)
            yield by_id(HandedRow, handed_id(enrolment_id))

    def decide(self, known: Known, made: Made) -> Changes | Refused:
        """A row for each of them."""
        enrolments = [known.get(EnrolmentRow, each) for each in dict.fromkeys(self.enrolment_ids)]
        papers = tuple(each.value for each in Handed if each in self.papers)
        rows = tuple(
            HandedRow(
                id=handed_id(row.id),
                session_id=row.session_id,
                enrolment_id=row.id,
                day=self.day,
                papers=papers,
            )
            for row in enrolments
        )
        warned: list[Warned] = []
        if self.day > made.today:
            warned.append(Warned("step_in_the_future", {"day": self.day}))
        if late := sum(is_late(row, self.day) for row in enrolments):
            warned.append(Warned("handed_late", {"count": late}))
        return Changes(put=rows, warned=tuple(warned))
