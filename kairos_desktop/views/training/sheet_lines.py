# SPDX-License-Identifier: MIT
"""A half-day's sheet without a widget: its lines, who signed, and the acts that say so."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID

from kairos_desktop.models.vocabulary import Justification, Mark
from kairos_desktop.services.acts.absences import Dates, MarkHalfDays
from kairos_desktop.services.acts.sheets import RecordSheet
from kairos_desktop.services.rules.sheets import Expectation
from kairos_desktop.services.rules.signatures import standing
from kairos_desktop.services.wording.dates import hour
from kairos_desktop.services.wording.people import full_name
from kairos_desktop.views.toolkit.columns import Pill, PillRole

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping, Sequence
    from datetime import datetime

    from kairos_desktop.models.sheet_rows import SignatureRow
    from kairos_desktop.services.acts.act import Act
    from kairos_desktop.services.queries.sheets import SheetCard, Signer

TRAINER = UUID(int=0)
"""The line of the trainer, below those of the trainees."""
AWAY = frozenset({Expectation.ABSENT, Expectation.INTERRUPTED})
_EXPECTED = {
    Expectation.EXPECTED: "",
    Expectation.TO_ENTER: "Entrée à saisir",
    Expectation.ABSENT: "Absence signalée",
    Expectation.INTERRUPTED: "Interruption",
}


class Sign(StrEnum):
    """What is said of a line; the value is the word that shows."""

    UNSAID = "À indiquer"
    SIGNED = "A signé"
    MISSING = "N’a pas signé"


_ROLES: dict[Sign, PillRole] = {
    Sign.UNSAID: "neutral",
    Sign.SIGNED: "ok",
    Sign.MISSING: "warn",
}


class SignLine(NamedTuple):
    """One line of the sheet, a trainee's or the trainer's."""

    id: UUID
    name: str
    known: str
    sign: Sign
    is_away: bool = False
    on_screen: SignatureRow | None = None

    @property
    def pill(self) -> Pill:
        """What is said of it, as a state; of somebody who is away nothing has to be."""
        if self.is_away and self.sign is Sign.UNSAID:
            return Pill("Non attendu")
        if self.on_screen is not None:
            return Pill(f"À l’écran, {hour(self.on_screen.signed_at.time())}", "ok")
        return Pill(self.sign.value, _ROLES[self.sign])


def lines_of(card: SheetCard) -> list[SignLine]:
    """The lines of a sheet, as it was recorded where it was."""
    sheet = card.sheet
    signed = set(sheet.signed) if sheet else set[str]()
    missing = set(sheet.missing) if sheet else set[str]()
    live = {row.enrolment_id or TRAINER: row for row in standing(card.signatures)}

    def said(row_id: UUID) -> Sign:
        if row_id in live or str(row_id) in signed:
            return Sign.SIGNED
        return Sign.MISSING if str(row_id) in missing else Sign.UNSAID

    lines = [
        SignLine(
            each.id,
            full_name(each.jobseeker),
            _EXPECTED[each.expectation],
            said(each.id),
            is_away=each.expectation in AWAY,
            on_screen=live.get(each.id),
        )
        for each in card.signers
    ]
    trainer = Sign.UNSAID if sheet is None else Sign.MISSING
    if card.trainer_signed:
        trainer = Sign.SIGNED
    by = live.get(TRAINER)
    name = by.name if by else card.half.trainer
    return [*lines, SignLine(TRAINER, name or "Formateur", "Formateur", trainer, on_screen=by)]


def typed_over(lines: Iterable[SignLine], typed: Mapping[Hashable, Sign]) -> list[SignLine]:
    """The lines with what was typed of them; a signature on the screen says more than a key."""
    return [
        line if line.on_screen else line._replace(sign=typed.get(line.id, line.sign))
        for line in lines
    ]


def to_sign(lines: Iterable[SignLine], first: SignLine | None = None) -> list[SignLine]:
    """Who may sign on the screen, from `first` on: those expected who have not signed there."""
    waiting = [line for line in lines if line.on_screen is None and not line.is_away]
    if first is None:
        return waiting
    return [first, *(line for line in waiting if line.id != first.id)]


def all_signed(lines: Iterable[SignLine]) -> list[SignLine]:
    """« Tous ont signé »: whoever is expected and of whom nothing else was said."""
    return [
        line._replace(sign=Sign.SIGNED) if line.sign is Sign.UNSAID and not line.is_away else line
        for line in lines
    ]


def acts_of(card: SheetCard, lines: Sequence[SignLine]) -> list[Act]:
    """What the sheet says, then the exceptions: an absence to qualify for who did not sign.

    Somebody who had been read as missing, and has signed, is absent no more, unless the absence
    has been given its reason since.
    """
    signs = {line.id: line.sign for line in lines}
    on_screen = {line.id for line in lines if line.on_screen is not None}
    signed = tuple(
        each.id
        for each in card.signers
        if signs[each.id] is Sign.SIGNED and each.id not in on_screen
    )
    missing = tuple(each.id for each in card.signers if _is_missing(each, signs[each.id]))
    by_hand = signs[TRAINER] is Sign.SIGNED and TRAINER not in on_screen
    acts: list[Act] = []
    if signed or missing or by_hand or card.sheet:
        acts.append(
            RecordSheet(
                session_id=card.session.id,
                day=card.half.day,
                half=card.half.half,
                signed=signed,
                missing=missing,
                trainer_signed=by_hand,
            )
        )
    for each in card.signers:
        if signs[each.id] is Sign.SIGNED and _was_only_missing(card, each):
            acts.append(_mark(card, each, Mark.PRESENT))
        elif each.id in missing and each.expectation is Expectation.EXPECTED:
            acts.append(_mark(card, each, Mark.TO_QUALIFY))
    return acts


def new_absences(acts: Iterable[Act], lines: Iterable[SignLine]) -> list[str]:
    """The names of those who become absent by these acts, to be said."""
    marked = {
        act.enrolment_id
        for act in acts
        if isinstance(act, MarkHalfDays) and act.mark is Mark.TO_QUALIFY
    }
    return [line.name for line in lines if line.id in marked]


def sheet_state(card: SheetCard, now: datetime) -> Pill:
    """Where the sheet of a half-day is, for a list; `now` is local and naive."""
    signed = len(card.signed)
    if card.sheet is not None:
        return Pill(f"Saisie, {signed} sur {len(card.signers)}", "ok")
    if signed:
        return Pill(f"Signée, {signed} sur {len(card.signers)}", "accent")
    over = (card.half.day, card.half.ends_at) <= (now.date(), now.time())
    return Pill("À saisir", "warn") if over else Pill("À venir", "neutral")


def _is_missing(each: Signer, sign: Sign) -> bool:
    """Said so, or expected and not said to have signed."""
    if sign is Sign.UNSAID:
        return each.expectation not in AWAY
    return sign is Sign.MISSING


def _was_only_missing(card: SheetCard, each: Signer) -> bool:
    row = each.absence
    was_missing = card.sheet is not None and str(each.id) in card.sheet.missing
    bare = row is not None and not row.reason and row.justification is Justification.TO_QUALIFY
    return was_missing and bare


def _mark(card: SheetCard, each: Signer, mark: Mark) -> MarkHalfDays:
    half = card.half
    dates = Dates(starts_on=half.day, ends_on=half.day, starts_half=half.half, ends_half=half.half)
    return MarkHalfDays(enrolment_id=each.id, dates=dates, mark=mark)
