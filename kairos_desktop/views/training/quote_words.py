# SPDX-License-Identifier: MIT
"""How a « devis AIF » is said on its page: its state, its days, what it lacks. No widget here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kairos_desktop.models.quote_rows import Cofunder, QuoteState
from kairos_desktop.services.rules.aif_quotes import hourly_cost, requested, standing
from kairos_desktop.services.rules.deadlines import quote_answer_by, quote_by
from kairos_desktop.services.wording.aif_words import distance_text, lacking_text, money
from kairos_desktop.services.wording.dates import day_number, hours_text, period
from kairos_desktop.services.wording.labels import label
from kairos_desktop.views.toolkit.columns import Pill, PillRole

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from kairos_desktop.models.quote_rows import AifQuoteRow
    from kairos_desktop.services.queries.aif_quotes import QuoteCard

ROLES: dict[QuoteState, PillRole] = {
    QuoteState.DRAFT: "hold",
    QuoteState.SENT: "accent",
    QuoteState.ACCEPTED: "accent",
    QuoteState.DECLINED: "danger",
    QuoteState.EXPIRED: "warn",
    QuoteState.GRANTED: "ok",
    QuoteState.REFUSED: "danger",
    QuoteState.ENROLLED: "ok",
    QuoteState.INVOICED: "ok",
    QuoteState.PAID: "ok",
    QuoteState.CANCELLED: "neutral",
}
_FLAGS = {
    "quote_late": "Envoyé à moins de 15 jours du début",
    "no_quality_reference": "Envoyé sans référence qualité",
    "quality_over": "Envoyé avec une référence qualité échue",
    "quote_unpublished": "Envoyé sans numéro CARIF",
}


def state_pill(card: QuoteCard, today: date) -> Pill:
    """Where the quote stands today."""
    state = standing(card.quote, today, is_enrolled=card.is_enrolled)
    return Pill(label(state), ROLES[state])


def day_facts(card: QuoteCard) -> list[tuple[str, str]]:
    """By when it leaves, and the days of each step that was noted."""
    row = card.quote
    facts = [("N° DE", card.jobseeker.ft_id), ("N° CARIF", card.session.carif_session_number)]
    if row.number:
        facts.append(("N° du devis", row.number))
    if row.state is QuoteState.DRAFT:
        by = quote_by(row.starts_on) if row.starts_on else None
        return [*facts, ("Envoi au plus tard", day_number(by))]
    return [*facts, *_steps(row)]


def _steps(row: AifQuoteRow) -> Iterator[tuple[str, str]]:
    steps = (
        ("Envoyé le", row.sent_on),
        ("Réponse du DE le", row.answered_on),
        ("Décision le", row.decided_on),
        ("Facturé le", row.invoiced_on),
        ("Payé le", row.paid_on),
    )
    yield from ((name, day_number(day)) for name, day in steps if day)
    if row.state is QuoteState.SENT and row.sent_on:
        yield "À relancer le", day_number(quote_answer_by(row.sent_on))
    if row.late_reason:
        yield "Motif de l’envoi tardif", row.late_reason
    if row.reason:
        yield "Motif", row.reason


def watch_text(card: QuoteCard) -> str:
    """What is to be seen to: what a draft lacks, or what it left with."""
    row = card.quote
    if row.state is not QuoteState.DRAFT:
        return ". ".join(_FLAGS[flag] for flag in row.flags if flag in _FLAGS)
    lacks = lacking_text(row)
    quality = card.provider is not None and bool(card.provider.quality_reference)
    parts = (
        "" if quality else "Sans référence qualité, France Travail ne finance pas",
        f"Il manque encore (D6353-1) : {lacks}" if lacks else "",
    )
    return ". ".join(filter(None, parts))


def quote_facts(card: QuoteCard) -> list[tuple[str, str]]:
    """The quote as it left, to read."""
    row = card.quote
    hourly = hourly_cost(row)
    paid = ((label(each), getattr(row, each.value)) for each in Cofunder)
    return [
        ("Demandé à France Travail", money(requested(row))),
        ("Coût pédagogique", money(row.teaching)),
        *((f"Pris en charge : {who}", money(cents)) for who, cents in paid if cents),
        ("Coût horaire", money(hourly) if hourly else ""),
        ("Période", period(row.starts_on, row.ends_on)),
        ("Durée", _length(row)),
        ("À distance", distance_text(row)),
        ("Objectif", row.objective),
        ("Contenu", row.content),
        ("Moyens", row.means),
        ("Modalités de déroulement", row.arrangements),
        ("Suivi et sanction", row.follow_up),
        ("Modalités de règlement", row.payment),
        ("Éligible au CPF", "oui" if row.cpf_eligible else "non"),
        ("Devis valable jusqu’au", day_number(row.valid_until)),
    ]


def _length(row: AifQuoteRow) -> str:
    parts = (
        (row.hours_centre, "en centre"),
        (row.hours_company, "en entreprise"),
        (row.hours_weekly, "par semaine"),
    )
    return " · ".join(f"{hours_text(round(each * 60))} {where}" for each, where in parts if each)
