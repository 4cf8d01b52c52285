# SPDX-License-Identifier: MIT
"""The recovery code of a profile, printed once and kept in a safe place."""

from __future__ import annotations

from collections.abc import Sequence

from kairos_desktop.services.documents import parts, phrases
from kairos_desktop.services.documents.marks import (
    ACCENT,
    BODY,
    CONTENT_WIDTH,
    INK,
    LABEL,
    STRONG,
    WASH,
    Block,
    Box,
    Style,
    gap,
)
from kairos_desktop.services.documents.parts import Fact
from kairos_desktop.services.documents.typeface import Face
from kairos_desktop.services.documents.typesetting import (
    Run,
    fitted,
    paragraph,
    set_centred,
)
from kairos_desktop.services.recovery import RecoverySheet

_GROUPS_A_LINE = 4
_ADVICE = (
    "Rangez cette feuille sous clé, hors de l’ordinateur : coffre, armoire fermée.",
    "Ne la photographiez pas, ne l’envoyez pas par messagerie, ne la scannez pas.",
    "Si elle se perd, ouvrez Kairos Desktop et faites imprimer un nouveau code :"
    " l’ancien ne vaudra plus rien.",
)


def recovery_sheet(paper: RecoverySheet) -> tuple[Block, ...]:
    """The body of the sheet: what it opens, the code in large, how to keep it."""
    explained = (
        "Ce code ouvre les données de l’organisme quand la phrase de passe est oubliée ou que"
        " l’ordinateur est remplacé. Qui le possède peut tout lire : personne d’autre ne peut"
        " le retrouver, ni nous, ni France Travail."
    ).replace(" :", f"{phrases.NB}:")
    lines = (
        Fact("Organisme", paper.organisation),
        Fact("SIRET", phrases.siret(paper.siret)),
        Fact("Imprimé le", phrases.long_date(paper.made_on)),
    )
    return (
        gap(8),
        parts.title("Code de secours", "à conserver en lieu sûr"),
        paragraph([Run(explained, BODY)], CONTENT_WIDTH),
        gap(16),
        _code(paper.groups),
        gap(18),
        *parts.facts(lines, 5.6),
        gap(18),
        paragraph([Run("Comment le garder", STRONG)], CONTENT_WIDTH)._replace(keeps_next=True),
        gap(3)._replace(keeps_next=True),
        *parts.bulleted([line.replace(" :", f"{phrases.NB}:") for line in _ADVICE]),
        gap(14),
        paragraph(
            [
                Run(
                    "Pour s’en servir : ouvrir Kairos Desktop, « J’ai oublié ma phrase de passe »,"
                    " recopier les groupes dans l’ordre. Majuscules, espaces et tirets sont"
                    " indifférents.",
                    LABEL,
                )
            ],
            CONTENT_WIDTH,
        ),
    )


def _code(groups: Sequence[str]) -> Block:
    """The groups of the code in a grid of four columns, large enough to be copied by hand."""
    cell, line = CONTENT_WIDTH / _GROUPS_A_LINE, 42.0
    height = line * -(-len(groups) // _GROUPS_A_LINE) + 20
    widest = max(groups, key=len, default="")
    style = fitted(widest, Style(Face.SEMIBOLD, 22, INK), cell - 16, 8)
    texts = [
        set_centred(
            group,
            style,
            (index % _GROUPS_A_LINE + 0.5) * cell,
            10 + index // _GROUPS_A_LINE * line,
            line,
        )
        for index, group in enumerate(groups)
    ]
    return Block(height, (Box(0, 0, CONTENT_WIDTH, height, 6, ACCENT, WASH, 1.0), *texts))
