# SPDX-License-Identifier: MIT
"""The blocks of « Devis AIF brouillon »: the drafts, then the quotes that have left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kairos_desktop.models.quote_rows import QuoteState
from kairos_desktop.services.rules.deadlines import quote_by
from kairos_desktop.services.wording.aif_words import money
from kairos_desktop.services.wording.dates import day_number
from kairos_desktop.services.wording.labels import label
from kairos_desktop.services.wording.people import upper_name
from kairos_desktop.views.boards.blocks import Block
from kairos_desktop.views.boards.due_words import day_pill
from kairos_desktop.views.toolkit.columns import Column, Pill, PillRole
from kairos_desktop.views.toolkit.empty_state import Empty

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from kairos_desktop.services.due.dashboard import QuoteBoardLine
    from kairos_desktop.views.toolkit.desk import Desk

_NO_DRAFT = Empty(
    "Aucun devis AIF en brouillon.",
    "Un devis se fait depuis « Inscrits en formation » ou la fiche d’un DE, « Devis AIF ».",
)
_NO_QUOTE = Empty(
    "Aucun devis AIF en cours.",
    "Un devis envoyé reste ici jusqu’à son paiement, son refus ou son annulation.",
)
_ROLES: dict[QuoteState, PillRole] = {
    QuoteState.SENT: "accent",
    QuoteState.EXPIRED: "warn",
    QuoteState.ACCEPTED: "accent",
    QuoteState.GRANTED: "ok",
    QuoteState.INVOICED: "ok",
}


def draft_block(desk: Desk) -> Block:
    """The drafts, the first to leave above."""
    columns = (*_person_columns(), *_day_columns(lambda: desk.now().date()), _MONEY)
    return Block(desk, _drafts_title, columns, _opener(desk), _NO_DRAFT)


def sent_block(desk: Desk) -> Block:
    """The quotes that have left, until nothing more is awaited of them."""
    columns = (
        *_person_columns(),
        Column("Envoyé le", lambda line: day_number(line.sent_on), 104),
        Column("Statut", width=158, kind="pill", pill=_state_pill),
        _MONEY,
    )
    return Block(desk, _sent_title, columns, _opener(desk), _NO_QUOTE)


def _opener(desk: Desk) -> Callable[[QuoteBoardLine], None]:
    def run(line: QuoteBoardLine) -> None:
        desk.open("quote", quote_id=line.id)

    return run


def _drafts_title(count: int) -> str:
    return f"({count}) Devis AIF en brouillon"


def _sent_title(count: int) -> str:
    return f"({count}) Devis AIF envoyés, en attente d’une suite"


_MONEY = Column("Demandé", lambda line: money(line.requested), 108, "number")


def _person_columns() -> tuple[Column, ...]:
    return (
        Column("N° DE", lambda line: line.ft_id or "à saisir", 116, "id", is_optional=True),
        Column(
            "Nom-Prénom",
            lambda line: f"{upper_name(line.last_name)} {line.first_name}",
            190,
            "strong",
            is_search=True,
        ),
        Column("Intitulé de la formation", lambda line: line.title, 0, second=_number_of),
        Column("Début", lambda line: day_number(line.starts_on) or "—", 104, is_optional=True),
    )


def _day_columns(today: Callable[[], date]) -> tuple[Column, ...]:
    def pill(line: QuoteBoardLine) -> Pill:
        return day_pill(quote_by(line.starts_on) if line.starts_on else None, today())

    return (Column("À envoyer", width=118, kind="pill", pill=pill),)


def _state_pill(line: QuoteBoardLine) -> Pill:
    return Pill(label(line.state), _ROLES.get(line.state, "neutral"))


def _number_of(line: QuoteBoardLine) -> str:
    return line.number
