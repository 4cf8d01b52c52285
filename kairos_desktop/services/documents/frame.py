# SPDX-License-Identifier: MIT
"""The frame of every page: who issues, which number, the footer with its signed code."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from kairos_desktop.models.vocabulary import DocumentKind
from kairos_desktop.services.documents import images, phrases
from kairos_desktop.services.documents.facts import DocumentHead, Pictures, ProviderFacts
from kairos_desktop.services.documents.marks import (
    A4_HEIGHT,
    A4_WIDTH,
    ACCENT,
    CONTENT_WIDTH,
    DANGER,
    INK,
    MARGIN,
    MM,
    MUTED,
    SMALL,
    SMALL_STRONG,
    Block,
    Code,
    Mark,
    Rule,
    Style,
    Watermark,
)
from kairos_desktop.services.documents.marks import Picture as PictureMark
from kairos_desktop.services.documents.typeface import Face, measure, printable
from kairos_desktop.services.documents.typesetting import Run, set_right, set_text

TITLES = {
    DocumentKind.ENROLMENT_ATTESTATION: "Attestation d’inscription en stage",
    DocumentKind.ENROLMENT_CERTIFICATE: "Certificat d’inscription",
    DocumentKind.ENTRY_ATTESTATION: "Attestation d’entrée en stage",
    DocumentKind.END_NOTICE: "Avis de changement de date de fin",
    DocumentKind.ATTENDANCE_STATEMENT: "État de présence",
    DocumentKind.ATTENDANCE_RECAP: "Récapitulatif de l’assiduité",
    DocumentKind.TRAINING_REPORT: "Bilan de fin de formation",
    DocumentKind.REALISATION: "Certificat de réalisation",
    DocumentKind.ASSIDUITY: "Attestation d’assiduité",
    DocumentKind.EVENT_NOTICE: "Avis au financeur ou à l’agence",
    DocumentKind.ADVISER_LETTER: "Courrier au conseiller",
    DocumentKind.AIF_QUOTE: "Devis AIF",
    DocumentKind.CONVOCATION: "Convocation",
    DocumentKind.REGISTERED_LIST: "Liste des inscrits",
    DocumentKind.SIGN_IN_SHEET: "Feuille d’émargement",
}

SIGNED = "Code de vérification signé par l’organisme : vérifiable sans réseau."
PROVISIONAL = "provisoire, à confirmer"
DISCLAIMER = "Document produit par Kairos Desktop. Il ne remplace pas la saisie dans KAIROS."

TOP = 40.0
# 30 mm of dark square: what a worn phone camera reads at arm's length.
CODE_SIDE = 30 * MM
_QUIET = 10.0  # four modules and a little
_BOTTOM = A4_HEIGHT - 30
_FULL_FOOTER = _BOTTOM - CODE_SIDE - _QUIET - 2
_THIN_FOOTER = _BOTTOM - 30
# Where the code may stand: in the footer of a letter, in the header of a list.
FOOTER_CODE = (MARGIN, _BOTTOM - CODE_SIDE)
HEADER_CODE = (A4_WIDTH - MARGIN - CODE_SIDE, TOP)
CODE_PLACES = (FOOTER_CODE, HEADER_CODE)
_COLUMN_GAP = 16.0
_LOGO_WIDTH, _LOGO_HEIGHT = 120.0, 50.0
_LEADING = 11.8


class Frame(NamedTuple):
    """Where the code stands on the first page: nowhere when unsigned, above a list, below."""

    signed: bool
    listing: bool

    @property
    def code_above(self) -> bool:
        """A list keeps its foot for rows."""
        return self.signed and self.listing

    @property
    def code_below(self) -> bool:
        """A letter has its code in the footer."""
        return self.signed and not self.listing

    def bottom(self, page: int) -> float:
        """Where the content of a page must end."""
        return _FULL_FOOTER if self.code_below and page == 1 else _THIN_FOOTER


def letterhead(
    provider: ProviderFacts, head: DocumentHead | None, pictures: Pictures, shape: Frame
) -> Block:
    """The header of the first page, closed by a rule."""
    marks: list[Mark] = []
    left, bottom, right = 0.0, 0.0, CONTENT_WIDTH
    logo_width, logo_height = images.fitted(pictures.logo, _LOGO_WIDTH, _LOGO_HEIGHT)
    if logo_width:
        marks.append(PictureMark(0, 0, logo_width, logo_height, pictures.logo))
        left, bottom = logo_width + _COLUMN_GAP, logo_height
    if shape.code_above:
        marks.append(Code(CONTENT_WIDTH - CODE_SIDE, 0, CODE_SIDE))
        right, bottom = CONTENT_WIDTH - CODE_SIDE - _COLUMN_GAP, max(bottom, CODE_SIDE)
    if head:
        numbering, numbering_left, numbering_bottom = _numbering(head, right)
        marks += numbering
        right, bottom = numbering_left - _COLUMN_GAP, max(bottom, numbering_bottom)
    identity, identity_bottom = _identity(provider, left, right - left)
    marks += identity
    bottom = max(bottom, identity_bottom) + 11
    marks.append(Rule(0, bottom, CONTENT_WIDTH, ACCENT, 1.4))
    return Block(bottom + 1.4, tuple(marks))


def _identity(provider: ProviderFacts, left: float, width: float) -> tuple[list[Mark], float]:
    activity = phrases.activity_number(provider.nda_number)
    marks: list[Mark] = []
    name, bottom = set_text([Run(provider.name, Style(Face.SEMIBOLD, 13, INK))], left, 0, width, 16)
    marks += name
    lines = (
        (", ".join(provider.address),),
        (
            f"SIRET {phrases.siret(provider.siret)}",
            f"déclaration d’activité {activity}" if activity else "",
        ),
        (provider.phone, provider.email),
        (provider.quality,),
    )
    for line in (line for parts in lines for line in _together(parts, width)):
        text, height = set_text([Run(line, SMALL)], left, bottom, width, _LEADING)
        marks += text
        bottom += height
    return marks, bottom


def _together(parts: Sequence[str], width: float) -> list[str]:
    """The parts on one line if they fit, else one under the other."""
    said = [part for part in parts if part]
    joined = " · ".join(said)
    fits = measure(printable(joined), SMALL.face, SMALL.size) <= width
    return [joined] if fits and joined else said


def _numbering(head: DocumentHead, right: float) -> tuple[list[Mark], float, float]:
    """The identity of the version, set against `right`; its marks, left edge and bottom."""
    place = f"{head.place}, le " if head.place else "Le "
    lines = [
        (f"N° {head.number}", SMALL_STRONG),
        (f"version {head.version}", SMALL),
        (f"{place}{phrases.long_date(head.issued_on)}", SMALL),
    ]
    if head.replaces:
        since = phrases.long_date(head.replaces.issued_on)
        lines.insert(2, (f"annule et remplace la version {head.replaces.version}", SMALL))
        lines.insert(3, (f"du {since}", SMALL))
    if head.voided_on:
        voided = f"version annulée le {phrases.long_date(head.voided_on)}"
        lines.append((voided, SMALL_STRONG._replace(ink=DANGER)))
    elif head.provisional:
        lines.append((PROVISIONAL, SMALL_STRONG))
    marks = [
        set_right(text, style, right, 1.5 + index * _LEADING, _LEADING)
        for index, (text, style) in enumerate(lines)
    ]
    left = min(mark.x for mark in marks)
    return [*marks], left, 1.5 + len(lines) * _LEADING


def running_head(title: str, head: DocumentHead | None, provider: ProviderFacts) -> Block:
    """The header of the pages after the first."""
    said = f"N° {head.number} · version {head.version}" if head else ""
    number = set_right(said, SMALL, CONTENT_WIDTH, 0, _LEADING)
    whose = [Run(provider.name, SMALL_STRONG), Run(f" · {title}", SMALL)]
    left, height = set_text(whose, 0, 0, number.x - _COLUMN_GAP, _LEADING)
    rule = Rule(0, height + 7, CONTENT_WIDTH, ACCENT, 1.0)
    return Block(height + 8, (*left, number, rule))


def footer(page: int, pages: int, shape: Frame) -> list[Mark]:
    """The footer, in page coordinates."""
    top = shape.bottom(page)
    marks: list[Mark] = [Rule(MARGIN, top, CONTENT_WIDTH)]
    count = f"Page {page} sur {pages}"
    said = [SIGNED, DISCLAIMER] if shape.signed and page == 1 else [DISCLAIMER]
    left, leading = MARGIN, 12.6
    if shape.code_below and page == 1:
        marks.append(Code(*FOOTER_CODE, CODE_SIDE))
        left += CODE_SIDE + 18
        top = FOOTER_CODE[1] + (CODE_SIDE - 3 * leading) / 2
        said.append(count)
    else:
        top += 7
        marks.append(set_right(count, SMALL, A4_WIDTH - MARGIN, top, leading))
    for index, line in enumerate(said):
        text, _ = set_text([Run(line, SMALL)], left, top + index * leading, CONTENT_WIDTH, leading)
        marks += text
    return marks


def watermarks(head: DocumentHead | None, *, demo: bool) -> list[Mark]:
    """DÉMO under a demonstration's papers, ANNULÉE or PROVISOIRE across a version."""
    marks: list[Mark] = []
    middle = A4_WIDTH / 2
    if demo:
        marks.append(Watermark(middle, A4_HEIGHT / 2, "DÉMO", MUTED, 150, 0.10))
    if head and head.voided_on:
        high = A4_HEIGHT * 0.42
        marks.append(Watermark(middle, high, "ANNULÉE", DANGER, 84, 0.30, framed=True))
    elif head and head.provisional:
        high = A4_HEIGHT * 0.42
        marks.append(Watermark(middle, high, "PROVISOIRE", MUTED, 72, 0.24, framed=True))
    return marks
