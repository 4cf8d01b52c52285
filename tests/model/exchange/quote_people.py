# SPDX-License-Identifier: MIT
"""What is typed of « devis AIF », drawn as blindly as the rest: several posts, in any order."""

from __future__ import annotations

from kairos_desktop.models.quote_rows import AifQuoteRow
from kairos_desktop.models.rows import EnrolmentRow
from kairos_desktop.services.acts.act import Act
from kairos_desktop.services.acts.aif_quotes import (
    CancelQuote,
    ChangeQuote,
    DraftQuote,
    FollowQuote,
    IssueQuote,
    Quote,
    SendQuote,
)
from kairos_desktop.services.rules.aif_quotes import STEPS
from tests.model.exchange.office_people import Office


class Quoting(Office):
    """The same people, with those who ask the agency to pay a training."""

    def quoted(self) -> Quote:
        return Quote(starts_on=self.day(), teaching=self.random.choice((0, 120_000, 450_000)))

    def draft_quote(self) -> Act:
        row = self.one(EnrolmentRow)
        return DraftQuote(
            quote_id=self.id(), session_id=row.session_id, jobseeker_id=row.jobseeker_id,
            quote=self.quoted(),
        )  # fmt: skip

    def change_quote(self) -> Act:
        return ChangeQuote(quote_id=self.one(AifQuoteRow).id, quote=self.quoted())

    def issue_quote(self) -> Act:
        return IssueQuote(quote_id=self.one(AifQuoteRow).id)

    def send_quote(self) -> Act:
        return SendQuote(quote_id=self.one(AifQuoteRow).id, on=self.day())

    def follow_quote(self) -> Act:
        step = self.random.choice(STEPS)
        return FollowQuote(quote_id=self.one(AifQuoteRow).id, quote_step=step, on=self.day())

    def cancel_quote(self) -> Act:
        return CancelQuote(quote_id=self.one(AifQuoteRow).id, reason="prix")
