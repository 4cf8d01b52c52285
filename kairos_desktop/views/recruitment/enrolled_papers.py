# SPDX-License-Identifier: MIT
"""« Imprimer… » of « Inscrits en formation »: the papers of some lines or of all."""

from __future__ import annotations

from collections import Counter
from functools import partial
from typing import TYPE_CHECKING

from kairos_desktop.models.vocabulary import DocumentKind
from kairos_desktop.views.recruitment.enrolled_columns import (
    why_no_attestation,
    why_no_certificate,
    why_no_entry_paper,
    why_no_hours,
    why_no_notice,
    why_no_report,
)
from kairos_desktop.views.toolkit.choice_panel import Choice

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from kairos_desktop.services.queries.enrolments import EnrolmentLine
    from kairos_desktop.views.toolkit.desk import Desk
    from kairos_desktop.views.toolkit.list_card import ListCard

# One word for one paper and for several, and why a line has none.
_KINDS = {
    DocumentKind.ENROLMENT_ATTESTATION: ("AIS", "AIS", why_no_attestation),
    DocumentKind.ENROLMENT_CERTIFICATE: ("Certificat", "Certificats", why_no_certificate),
    DocumentKind.ENTRY_ATTESTATION: ("AES", "AES", why_no_entry_paper),
    DocumentKind.END_NOTICE: ("Avis de fin", "Avis de fin", why_no_notice),
    DocumentKind.TRAINING_REPORT: ("Bilan", "Bilans", why_no_report),
    DocumentKind.REALISATION: (
        "Certificat de réalisation",
        "Certificats de réalisation",
        why_no_hours,
    ),
    DocumentKind.ASSIDUITY: (
        "Attestation d’assiduité",
        "Attestations d’assiduité",
        why_no_hours,
    ),
}


class EnrolledPapers:
    """The papers of a list of enrolments, as one document; it says who is not in it, and why."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def choices(self, card: ListCard) -> list[Choice]:
        """Offer what the list has now: the lines chosen first, then all of them."""
        offered: list[Choice] = []
        chosen, model = card.table.chosen_ids(), card.model
        for kind, (one, several, _) in _KINDS.items():
            run = partial(self.show, kind)
            if kind is DocumentKind.ASSIDUITY:
                run = partial(self._ask_period, card)
            if chosen:
                title = f"{one} : la ligne choisie"
                if len(chosen) > 1:
                    title = f"{several} : les {len(chosen)} lignes choisies"
                some = partial(model.load, chosen, run)
                offered.append(Choice(title, some))
            every = partial(model.load, model.ids(), run)
            whole = f"{several} de toute la liste"
            offered.append(Choice(whole, every, is_enabled=bool(model.ids())))
        return offered

    def _ask_period(self, card: ListCard, lines: Sequence[EnrolmentLine]) -> None:
        from kairos_desktop.views.recruitment.period_dialog import PeriodDialog

        def show(period: tuple[date, date]) -> None:
            self.show(DocumentKind.ASSIDUITY, lines, period)

        PeriodDialog(card, lines, self._desk.now().date(), show).open()

    def show(
        self,
        kind: DocumentKind,
        lines: Sequence[EnrolmentLine],
        period: tuple[date, date] | None = None,
    ) -> None:
        """Show the papers of those who may have one; `period` is that of an attestation."""
        why_not = _KINDS[kind][2]
        left = Counter(why for line in lines if (why := why_not(line)))
        note = " ".join(f"{_without(count, kind)} : {why}" for why, count in left.items())
        ids = [line.id for line in lines if not why_not(line)]
        if ids:
            self._desk.papers.show(kind, enrolment_ids=ids, period=period, note=note)
        elif note:
            self._desk.say(note)


def _without(count: int, kind: DocumentKind) -> str:
    word = _KINDS[kind][0]
    word = word if word.isupper() else word.lower()
    return f"{count} personne{'s' if count > 1 else ''} sans {word}"
