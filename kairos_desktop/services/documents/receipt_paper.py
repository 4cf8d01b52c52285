# SPDX-License-Identifier: MIT
"""« Accusé de transmission »: dated, with the place reached and the last comparison."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kairos_desktop.services.documents import parts, phrases
from kairos_desktop.services.documents.marks import BODY, CONTENT_WIDTH, LABEL, Block, Style, gap
from kairos_desktop.services.documents.parts import Fact
from kairos_desktop.services.documents.typesetting import Run, paragraph
from kairos_desktop.services.wording.dates import moment
from kairos_desktop.services.wording.exchange_words import NOT_KAIROS, acts, civil

if TYPE_CHECKING:
    from datetime import datetime

    from kairos_desktop.services.receipts import TransmissionReceipt

_COMPLETE = (
    "Le serveur de l’organisme a reçu et traité tous les actes de ce poste, et les deux copies, "
    "comparées, étaient identiques."
)
_NOT_COMPARED = (
    "Le serveur de l’organisme a reçu et traité tous les actes de ce poste. Les deux copies "
    "n’ont pas encore été comparées."
)
_NEVER = "jamais"


def transmission_receipt(paper: TransmissionReceipt) -> tuple[Block, ...]:
    """The body of the receipt: what is acknowledged, then the facts to quote."""
    lines = (
        Fact("Organisme", paper.organisation),
        Fact("SIRET", phrases.siret(paper.siret)),
        Fact("Poste", paper.post),
        Fact("Serveur de l’organisme", paper.server),
        Fact("Établi", moment(civil(paper.made_at))),
        Fact("Dernier échange réussi", _moment(paper.last_ok_at)),
        Fact("Copies trouvées identiques", _moment(paper.digest_ok_at)),
        Fact("Rang atteint", f"{paper.head} (dans l’ordre des actes de l’organisme)"),
        Fact("Actes à envoyer", str(paper.to_send)),
        Fact("Envoyés, à confirmer", str(paper.unconfirmed)),
        Fact("Lignes à régulariser", str(paper.to_settle)),
    )
    return (
        gap(8),
        parts.title("Accusé de transmission", "entre les postes de l’organisme"),
        _said(_sentence(paper), BODY),
        gap(16),
        *parts.facts(lines, 5.6),
        gap(18),
        _said(NOT_KAIROS, LABEL),
    )


def _sentence(paper: TransmissionReceipt) -> str:
    if paper.is_complete:
        return _COMPLETE
    waiting = paper.to_send + paper.unconfirmed
    if waiting:
        return (
            f"À cette date, {acts(waiting)} de ce poste n’étaient pas encore acquis au serveur de "
            "l’organisme : ils sont conservés sur le poste."
        )
    return _NOT_COMPARED


def _moment(at: datetime | None) -> str:
    return moment(civil(at)) if at else _NEVER


def _said(text: str, style: Style) -> Block:
    run = Run(text.replace(" :", f"{phrases.NB}:"), style)
    return paragraph([run], CONTENT_WIDTH)
