# SPDX-License-Identifier: MIT
"""« Émargements »: what the sheet of a half-day says, read back by a person.

A fact: recorded and flagged, never refused for its day or hour. Who did not sign becomes an
absence to qualify by an act of its own in the same gesture. Source: domain 2.9, 5.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Annotated, ClassVar
from uuid import UUID

import msgspec

from kairos_desktop.models.rows import EnrolmentRow, SessionRow
from kairos_desktop.models.sheet_rows import SheetRow, SignatureRow
from kairos_desktop.models.vocabulary import HalfDay
from kairos_desktop.services.acts.act import Act, Changes, Made, tidy
from kairos_desktop.services.acts.known import Known, Need, by_id, having
from kairos_desktop.services.rules.sheets import sheet_id
from kairos_desktop.services.rules.signatures import standing
from kairos_desktop.services.rules.slots import day_refusal
from kairos_desktop.services.rules.verdicts import Refused, Warned

People = Annotated[tuple[UUID, ...], msgspec.Meta(max_length=500)]


class RecordSheet(Act, frozen=True):
    """Who signed the sheet of a half-day, and who was expected and did not; said again, replaced.

    Refuses "day_out_of_range", "sheet_empty" where nobody is named and the trainer has not signed,
    and "sheet_of_other_session" for an enrolment in another one. Warns "sheet_to_come",
    "sheet_without_trainer".
    """

    name: ClassVar = "training_sheet.record"
    is_fact: ClassVar = True
    session_id: UUID
    day: date
    half: HalfDay
    signed: People = ()
    missing: People = ()
    trainer_signed: bool = False
    note: str = ""

    def needs(self, known: Known, made: Made) -> Iterator[Need]:
        """The session, the sheet as it stands, who signed on the screen, and those named."""
        yield by_id(SessionRow, self.session_id)
        yield by_id(SheetRow, sheet_id(self.session_id, self.day, self.half))
        yield having(SignatureRow, session_id=self.session_id, day=self.day)
        for each in dict.fromkeys((*self.signed, *self.missing)):
            yield by_id(EnrolmentRow, each)

    def decide(self, known: Known, made: Made) -> Changes | Refused:
        """The sheet as it was read."""
        session = known.get(SessionRow, self.session_id)
        if refusal := day_refusal(self.day):
            return refusal
        signed = dict.fromkeys(self.signed)
        missing = dict.fromkeys(each for each in self.missing if each not in signed)
        if not (signed or missing or self.trainer_signed):
            return Refused("sheet_empty", {})
        people = [known.get(EnrolmentRow, each) for each in (*signed, *missing)]
        if any(row.session_id != session.id for row in people):
            return Refused("sheet_of_other_session", {"title": session.title})
        row = SheetRow(
            id=sheet_id(session.id, self.day, self.half),
            session_id=session.id,
            day=self.day,
            half=self.half,
            recorded_at=made.at,
            recorded_by=made.by,
            signed=tuple(str(each) for each in signed),
            missing=tuple(str(each) for each in missing),
            trainer_signed=self.trainer_signed,
            note=tidy(self.note),
        )
        kept = known.one(SheetRow, row.id)
        if kept is not None and _says(kept) == _says(row):
            return Changes()
        on_screen = standing(known.find(SignatureRow, session_id=session.id, day=self.day))
        by_trainer = any(each.half is self.half and each.enrolment_id is None for each in on_screen)
        has_trainer = row.trainer_signed or by_trainer
        return Changes(put=(row,), warned=tuple(_warnings(row, made, has_trainer=has_trainer)))


def _says(row: SheetRow) -> tuple[frozenset[str], frozenset[str], bool, str]:
    return frozenset(row.signed), frozenset(row.missing), row.trainer_signed, row.note


def _warnings(row: SheetRow, made: Made, *, has_trainer: bool) -> Iterator[Warned]:
    if row.day > made.today:
        yield Warned("sheet_to_come", {"day": row.day})
    if row.signed and not has_trainer:
        yield Warned("sheet_without_trainer", {"day": row.day})
