# SPDX-License-Identifier: MIT
"""From the kept facts of a « devis AIF » to the document that is drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from kairos_desktop.models.quote_rows import Cofunder
from kairos_desktop.services.documents import facts as drawn
from kairos_desktop.services.documents.fact_parts import QuoteFacts
from kairos_desktop.services.rules.aif_quotes import hourly_cost, hours_of, requested
from kairos_desktop.services.wording.aif_words import distance_text, money
from kairos_desktop.services.wording.labels import label

if TYPE_CHECKING:
    from kairos_desktop.models.quote_rows import AifQuoteRow
    from kairos_desktop.services.acts.papers import QuotePaper


def quote(
    kept: QuotePaper,
    head: drawn.DocumentHead,
    provider: drawn.ProviderFacts,
    person: drawn.PersonFacts,
    session: drawn.SessionFacts,
) -> drawn.AifQuote:
    """The « devis AIF » of a person."""
    row = kept.quote
    hours = msgspec.structs.replace(
        session,
        hours_total=hours_of(row) or None,
        hours_centre=row.hours_centre,
        hours_company=row.hours_company,
        hours_weekly=row.hours_weekly,
    )
    return drawn.AifQuote(
        head=head, provider=provider, person=person, session=hours, quote=_facts(row)
    )


def _facts(row: AifQuoteRow) -> QuoteFacts:
    hourly = hourly_cost(row)
    paid = ((label(each), getattr(row, each.value)) for each in Cofunder)
    return QuoteFacts(
        sent_on=row.sent_on,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        teaching=money(row.teaching),
        hourly="" if hourly is None else money(hourly),
        cofunders=tuple((who, money(cents)) for who, cents in paid if cents),
        requested=money(requested(row)),
        distance=distance_text(row),
        objective=_one_line(row.objective),
        content=_one_line(row.content),
        means=_one_line(row.means),
        arrangements=_one_line(row.arrangements),
        follow_up=_one_line(row.follow_up),
        payment=_one_line(row.payment),
        cpf_eligible=row.cpf_eligible,
        valid_until=row.valid_until,
    )


def _one_line(text: str) -> str:
    return " ; ".join(line for line in text.split("\n") if line.strip())
