# SPDX-License-Identifier: MIT
"""Signing a half-day on the screen, and striking a signature through.

Facts: recorded and flagged. Nothing erases a signature, undo strikes it too.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import ClassVar
from uuid import UUID

import msgspec

from kairos_desktop.models.rows import EnrolmentRow, SessionRow
from kairos_desktop.models.sheet_rows import SignatureChainRow, SignatureRow
from kairos_desktop.models.vocabulary import HalfDay
from kairos_desktop.services.acts.act import Act, Changes, Made, tidy
from kairos_desktop.services.acts.known import Known, Need, by_id, having
from kairos_desktop.services.rules.signatures import chain_id, digest_of, struck
from kairos_desktop.services.rules.slots import day_refusal
from kairos_desktop.services.rules.strokes import is_drawn
from kairos_desktop.services.rules.verdicts import Refused, Warned


class SignHalfDay(Act, frozen=True):
    """A trainee, or the trainer `name`, signs a half-day on the screen of this post.

    Refuses "id_taken", "day_out_of_range", "signature_empty", "signature_unreadable",
    "trainer_missing" for a trainer without a name and "sheet_of_other_session". Warns
    "signed_twice", "sheet_to_come".
    """

    name: ClassVar = "signature.sign"
    is_fact: ClassVar = True
    creates: ClassVar = ("signature_id",)
    signature_id: UUID
    session_id: UUID
    day: date
    half: HalfDay
    strokes: str
    enrolment_id: UUID | None = None
    trainer: str = ""

    def needs(self, known: Known, made: Made) -> Iterator[Need]:
        """The session, who signs, what this half-day was signed with, and the post's chain."""
        yield by_id(SessionRow, self.session_id)
        yield by_id(SignatureRow, self.signature_id)
        yield having(SignatureRow, session_id=self.session_id, day=self.day)
        yield by_id(SignatureChainRow, self._chain_id(made))
        if self.enrolment_id:
            yield by_id(EnrolmentRow, self.enrolment_id)

    def _chain_id(self, made: Made) -> UUID:
        return chain_id(self.session_id, self.day, self.half, made.post)

    def decide(self, known: Known, made: Made) -> Changes | Refused:
        """The signature, after the last one of its chain."""
        session = known.get(SessionRow, self.session_id)
        if known.one(SignatureRow, self.signature_id):
            return Refused("id_taken", {})
        if refusal := day_refusal(self.day) or self._refusal(known, session):
            return refusal
        chain_row_id = self._chain_id(made)
        chain = known.one(SignatureChainRow, chain_row_id)
        unsigned = SignatureRow(
            id=self.signature_id,
            session_id=session.id,
            day=self.day,
            half=self.half,
            post_id=made.post,
            rank=chain.count + 1 if chain else 1,
            previous=chain.digest if chain else "",
            digest="",
            signed_at=made.at,
            recorded_by=made.by,
            strokes=self.strokes,
            enrolment_id=self.enrolment_id,
            name="" if self.enrolment_id else tidy(self.trainer),
        )
        row = msgspec.structs.replace(unsigned, digest=digest_of(unsigned))
        after = SignatureChainRow(
            id=chain_row_id,
            session_id=session.id,
            day=self.day,
            half=self.half,
            post_id=made.post,
            count=row.rank,
            digest=row.digest,
        )
        return Changes(put=(row, after), warned=tuple(self._warnings(known, made)))

    def _refusal(self, known: Known, session: SessionRow) -> Refused | None:
        try:
            drawn = is_drawn(self.strokes)
        except ValueError:
            return Refused("signature_unreadable", {})
        if not drawn:
            return Refused("signature_empty", {})
        if self.enrolment_id is None:
            return None if self.trainer.strip() else Refused("trainer_missing", {})
        if known.get(EnrolmentRow, self.enrolment_id).session_id != session.id:
            return Refused("sheet_of_other_session", {"title": session.title})
        return None

    def _warnings(self, known: Known, made: Made) -> Iterator[Warned]:
        if self.day > made.today:
            yield Warned("sheet_to_come", {"day": self.day})
        for row in known.find(SignatureRow, session_id=self.session_id, day=self.day):
            same = (row.half, row.enrolment_id) == (self.half, self.enrolment_id)
            if same and row.struck_at is None:
                yield Warned("signed_twice", {"day": self.day})
                return


class StrikeSignature(Act, frozen=True):
    """A signature struck through: given by mistake, or on somebody else's line.

    Refuses "reason_missing", "already_struck".
    """

    name: ClassVar = "signature.strike"
    is_fact: ClassVar = True
    signature_id: UUID
    reason: str

    def needs(self, known: Known, made: Made) -> Iterator[Need]:
        """The signature."""
        yield by_id(SignatureRow, self.signature_id)

    def decide(self, known: Known, made: Made) -> Changes | Refused:
        """The signature, struck."""
        row = known.get(SignatureRow, self.signature_id)
        if not self.reason.strip():
            return Refused("reason_missing", {})
        if row.struck_at is not None:
            return Refused("already_struck", {"by": row.struck_by})
        return Changes(put=(struck(row, made.at, made.by, tidy(self.reason)),))
