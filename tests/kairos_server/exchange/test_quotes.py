# SPDX-License-Identifier: MIT
"""« Devis AIF » of two posts that do not hear of each other: one of each, the rest told."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest

from kairos_desktop.models.quote_rows import AifQuoteRow
from kairos_desktop.models.quote_rows import QuoteState as Q
from kairos_desktop.models.rows import DocumentRow, EnrolmentRow, OutcomeRow
from kairos_desktop.services.acts.aif_quotes import DraftQuote, FollowQuote, Quote, SendQuote
from tests.kairos_server.exchange.test_exchange import level
from tests.kairos_server.exchange.test_month import an_office
from tests.kairos_server.exchange.universe import TestPost, Universe

pytestmark = pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)
SENT, HEARD = date(2026, 11, 2), date(2026, 11, 20)


def draft(post: TestPost, session: UUID, person: UUID) -> UUID:
    quote_id = post.id()
    post.say(
        DraftQuote(
            quote_id=quote_id, session_id=session, jobseeker_id=person,
            quote=Quote(teaching=450_000),
        )
    )  # fmt: skip
    return quote_id


def test_a_quote_sent_and_followed_by_two_posts_stands_once(universe: Universe) -> None:
    sabine, karim, trainees = an_office(universe)
    session = sabine.row(EnrolmentRow, trainees[0]).session_id
    people = [sabine.person(name) for name in ("Zola", "Sand", "Hugo")]
    sent, decided = (draft(sabine, session, each) for each in people[:2])
    sabine.say(SendQuote(quote_id=decided, on=SENT))
    level(universe)
    for post in (sabine, karim):
        post.say(SendQuote(quote_id=sent, on=SENT))
    sabine.say(FollowQuote(quote_id=decided, quote_step=Q.GRANTED, on=HEARD))
    karim.say(FollowQuote(quote_id=decided, quote_step=Q.ACCEPTED, on=SENT))
    twin = draft(karim, session, people[2])
    draft(sabine, session, people[2])
    sabine.sync()
    karim.sync()
    level(universe)
    assert karim.row(AifQuoteRow, sent).state is Q.SENT
    after = sabine.row(AifQuoteRow, decided)
    assert (after.state, after.answered_on, after.decided_on) == (Q.GRANTED, SENT, HEARD)
    assert karim.row(AifQuoteRow, twin).state is Q.DRAFT
    told = {(row.act_name, row.code) for row in sabine.rows(OutcomeRow)}
    assert ("aif_quote.send", "quote_not_draft") in told
    assert ("aif_quote.draft", "quote_twin") in told
    papers = [row for row in sabine.rows(DocumentRow) if row.kind.value == "AIF"]
    assert {row.number for row in papers} == {
        sabine.row(AifQuoteRow, each).number for each in (sent, decided)
    }
