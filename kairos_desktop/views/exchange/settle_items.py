# SPDX-License-Identifier: MIT
"""What « À régulariser » shows of a line: a word, a sentence, who and when. No widget here."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID

from kairos_desktop.models.vocabulary import DocumentState, OutcomeKind
from kairos_desktop.services.wording.act_words import act_detail, act_title
from kairos_desktop.services.wording.exchange_words import about, when, where
from kairos_desktop.services.wording.holds import places_now
from kairos_desktop.services.wording.labels import label
from kairos_desktop.services.wording.outcome_sentences import outcome_sentence, read_facts
from kairos_desktop.services.wording.sentences import WARNING_CODES, sentence
from kairos_desktop.views.toolkit.columns import Pill, PillRole

if TYPE_CHECKING:
    from datetime import datetime

    from kairos_desktop.services.exchange_seen import ProvisionalPaper, SettleLine, Subject
    from kairos_desktop.services.queries.training_places import TrainingLine
    from kairos_desktop.views.exchange.keeper import ExchangeKeeper

_ROLES: dict[OutcomeKind, PillRole] = {
    OutcomeKind.REFUSED: "danger",
    OutcomeKind.QUARANTINED: "danger",
    OutcomeKind.ADAPTED: "hold",
    OutcomeKind.FLAGGED: "warn",
}
NOT_SENT = "Pas encore envoyé : le serveur dira oui ou non. Rien à décider pour l’instant."
_ACCEPTED = (
    "Imprimé « provisoire » avant d’être accepté ; il l’est maintenant. Réimprimez-le, et "
    "remplacez les exemplaires remis."
)
_WAITS = (
    "Imprimé « provisoire » : ce qu’il dit n’est pas encore accepté par le serveur. Il se "
    "confirmera ici."
)
_LOST = (
    "Imprimé « provisoire », puis refusé : il ne vaut rien. Reprenez les exemplaires remis et "
    "prévenez la personne."
)
_NEWER = (
    "Imprimé « provisoire » ; une autre version l’a remplacé depuis. Remplacez les exemplaires "
    "remis."
)


class Tab(StrEnum):
    """The four lists."""

    MINE = "mine"
    EVERYONE = "everyone"
    DOUBTFUL = "doubtful"
    PAPERS = "papers"


@dataclass(frozen=True)
class Item:
    """One line, told; `line` or `paper` is what it was told from."""

    id: UUID
    pill: Pill
    title: str
    about: str
    why: str
    maker: str
    facts: tuple[tuple[str, str], ...]
    subject: Subject
    line: SettleLine | None = None
    paper: ProvisionalPaper | None = None

    @property
    def can_be_noted(self) -> bool:
        """Whether « J’ai pris note » is a decision here."""
        if self.line is not None:
            return self.line.kind is not None
        return self.paper is not None and not _still_waits(self.paper)


def of_line(
    line: SettleLine,
    keeper: ExchangeKeeper,
    now: datetime,
    training: TrainingLine | None = None,
) -> Item:
    """An act that was refused, adapted, flagged, put aside, or will probably be refused.

    `training` has the places of its session as they stand now, which the act may have exceeded.
    """
    detail = act_detail(line.args)
    title = act_title(line.act_name)
    made = when(line.made_at, now)
    pill = Pill("Refus probable", "warn")
    if line.kind is not None:
        pill = Pill(label(line.kind), _ROLES[line.kind])
    facts = [("À présent", places_now(training.seats, training.kept))] if training else []
    facts += [
        ("Saisi par", line.made_by),
        ("Quand", made),
        ("De", keeper.post_name(line.post_id)),
    ]
    if place := where(line.subject):
        facts.append(("Où", place))
    if seen := [_seen(code) for code in line.expects if code in WARNING_CODES]:
        facts.append(("Vu à la saisie", " ".join(seen)))
    return Item(
        id=line.id,
        pill=pill,
        title=f"{title} : {detail.lower()}" if detail else title,
        about=about(line.subject),
        why=outcome_sentence(line.kind, line.code, read_facts(line.code, line.facts)),
        maker=f"{line.made_by} · {made}",
        facts=tuple(facts),
        subject=line.subject,
        line=line,
    )


def of_paper(paper: ProvisionalPaper, now: datetime) -> Item:
    """A paper that was drawn before acceptance."""
    row, drawn = paper.row, when(paper.drawn_at, now)
    if row is None or row.state is DocumentState.VOIDED:
        pill, why = Pill("À reprendre", "danger"), _LOST
    elif row.state is DocumentState.SUPERSEDED:
        pill, why = Pill("Remplacé", "hold"), _NEWER
    elif paper.is_accepted:
        pill, why = Pill("À réimprimer", "warn"), _ACCEPTED
    else:
        pill, why = Pill("Provisoire", "neutral"), _WAITS
    facts = [("Imprimé", drawn)]
    if row is not None:
        facts.append(("Établi par", row.issued_by))
    if place := where(paper.subject):
        facts.append(("Où", place))
    return Item(
        id=paper.id,
        pill=pill,
        title=f"{label(row.kind)} {row.number}" if row is not None else "Document refusé",
        about=about(paper.subject),
        why=why,
        maker=f"Imprimé {drawn}",
        facts=tuple(facts),
        subject=paper.subject,
        paper=paper,
    )


def _still_waits(paper: ProvisionalPaper) -> bool:
    row = paper.row
    return row is not None and row.state is DocumentState.VALID and not paper.is_accepted


def _seen(code: str) -> str:
    """What the person had been told, without the figures of that moment."""
    from kairos_desktop.services.rules.verdicts import Warned

    return sentence(Warned(code))
