# SPDX-License-Identifier: MIT
"""What the file of evidence of a session is made of: everything issued, and what was kept.

`gather` reads (lane: read); `services.evidence_drawing` draws it in a child process.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from kairos_desktop.services import paper_drawing, paperwork
from kairos_desktop.services.documents.evidence_facts import EvidenceSummary, MissingFacts
from kairos_desktop.services.documents.facts import IssuedDocument, ProviderFacts, SessionFacts
from kairos_desktop.services.evidence_drawing import EvidenceToDraw, MonthOfSheets, PaperToDraw
from kairos_desktop.services.evidence_tables import tables_of
from kairos_desktop.services.queries import evidence, provider
from kairos_desktop.services.rules.evidence import PAPERS_OF
from kairos_desktop.services.sheet_drawing import sheets_to_draw
from kairos_desktop.services.wording.dates import month_name, period
from kairos_desktop.services.wording.evidence_words import what_is_missing, when
from kairos_desktop.services.wording.labels import label

if TYPE_CHECKING:
    from kairos_desktop.models.rows import DocumentRow
    from kairos_desktop.services.profile import OpenProfile
    from kairos_desktop.services.queries.evidence import Evidence
    from kairos_desktop.services.workspace import Workspace

_PROVISIONAL = "provisoire"
_ALTERED = "modifié depuis l’édition : empreinte différente"


def gather(
    profile: OpenProfile, workspace: Workspace, session_id: UUID, now: datetime
) -> EvidenceToDraw | None:
    """What the dossier of a session holds at a local moment (naive); None for no session."""
    found = workspace.read(evidence.evidence, session_id, now)
    if found is None:
        return None
    row = workspace.read(provider.provider)
    card = profile.profile.card
    issuer = (
        paperwork.provider_facts(row) if row else ProviderFacts(name=card.name, siret=card.siret)
    )
    standing = found.standing
    drawing = paper_drawing.gather(profile, workspace, [paper for paper, _ in standing])
    acts = workspace.read(evidence.history, found.rows)
    return EvidenceToDraw(
        summary=_summary(found, issuer, now, workspace.operator, demo=card.demo),
        papers=tuple(
            _paper(paper, document, name)
            for (paper, name), document in zip(standing, drawing.documents, strict=True)
        ),
        sheets=tuple(_months(found, issuer, demo=card.demo)),
        tables=tuple(tables_of(found, acts, card.post_id, card.letter)),
        pictures=drawing.pictures,
        key=drawing.key,
        provisional=drawing.provisional,
    )


def _summary(
    found: Evidence, issuer: ProviderFacts, now: datetime, operator: str, *, demo: bool
) -> EvidenceSummary:
    session = found.session
    return EvidenceSummary(
        provider=issuer,
        session=SessionFacts(
            title=session.title,
            carif_action_number=session.carif_action_number,
            carif_session_number=session.carif_session_number,
        ),
        period=period(session.starts_on, session.ends_on),
        made_at=now,
        made_by=operator,
        chapters=(),
        missing=tuple(
            MissingFacts(
                what=what_is_missing(line.gap),
                whom=line.whom,
                when=when(line.gap),
                source=line.gap.source,
            )
            for line in found.gaps
        ),
        demo=demo,
    )


def _paper(row: DocumentRow, document: IssuedDocument, name: str) -> PaperToDraw:
    is_provisional = row.provisional or document.head.provisional
    said = [
        _PROVISIONAL if is_provisional else "",
        "" if paperwork.facts_untouched(row) else _ALTERED,
    ]
    what = " · ".join(filter(None, (label(row.kind), name)))
    return PaperToDraw(PAPERS_OF[row.kind], document, what, ", ".join(filter(None, said)))


def _months(found: Evidence, issuer: ProviderFacts, *, demo: bool) -> Iterator[MonthOfSheets]:
    months = sorted({card.half.day.replace(day=1) for card in found.sheets})
    for month in months:
        cards = [card for card in found.sheets if card.half.day.replace(day=1) == month]
        sheets = sheets_to_draw(cards, issuer, demo=demo)
        many = "s" if len(cards) > 1 else ""
        what = f"{len(cards)} feuille{many} de {month_name(month)}"
        yield MonthOfSheets(f"Émargements {month:%Y-%m}.pdf", what, sheets)
