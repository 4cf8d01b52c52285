# SPDX-License-Identifier: MIT
"""The sign-in sheets of a training as one PDF, drawn from what is planned and who is expected.

They have no number and no version (docs/adr/0210): a sheet is named by its session and half-day,
and what counts is the sheet once signed. `gather` reads (lane: read); `drawn` neither reads nor
writes, so that many are drawn in a child process by `drawn_apart`.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

import msgspec

from kairos_desktop.models.vocabulary import HalfDay
from kairos_desktop.services import paperwork
from kairos_desktop.services.documents.facts import (
    Pictures,
    ProviderFacts,
    SessionFacts,
    SignerFacts,
    TrainingSheet,
)
from kairos_desktop.services.documents.training_sheet import ON_PAPER, SHEETS_TITLE
from kairos_desktop.services.paper_drawing import DrawnPaper
from kairos_desktop.services.queries import provider
from kairos_desktop.services.queries.sheets import SheetCard, Signer, sheets, sheets_of_days
from kairos_desktop.services.rules.sheet_codes import sheet_code
from kairos_desktop.services.rules.sheets import Expectation
from kairos_desktop.services.rules.signatures import short, standing
from kairos_desktop.services.wording.dates import hour, hours_text
from kairos_desktop.services.wording.labels import label
from kairos_desktop.services.wording.people import full_name

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from kairos_desktop.models.sheet_rows import SignatureRow
    from kairos_desktop.services.profile import OpenProfile
    from kairos_desktop.services.workspace import Workspace

_MARKED = {Expectation.ABSENT: "absence signalée", Expectation.INTERRUPTED: "interruption"}


class SheetsAsked(msgspec.Struct, frozen=True):
    """Which sheets: of some sessions, between two days; `only` these half-days where given.

    Without a session: those of every one that is taught then.
    """

    session_ids: tuple[UUID, ...]
    first: date
    last: date
    only: frozenset[tuple[UUID, date, HalfDay]] = frozenset()


class SheetsToDraw(msgspec.Struct, frozen=True):
    """The sheets with everything that drawing them takes; goes to a child process by pipe."""

    sheets: tuple[TrainingSheet, ...]
    pictures: Pictures


def gather(profile: OpenProfile, workspace: Workspace, asked: SheetsAsked) -> SheetsToDraw:
    """What these sheets show, session by session, in the order of the days."""
    days = asked.first, asked.last
    if asked.session_ids:
        cards = workspace.read(sheets, asked.session_ids, *days)
    else:
        cards = workspace.read(sheets_of_days, *days)
    wanted = [card for card in cards if not asked.only or _key(card) in asked.only]
    wanted.sort(key=lambda card: (card.session.title, card.session.id))
    row = workspace.read(provider.provider)
    facts = paperwork.provider_facts(row) if row else ProviderFacts(name="", siret="")
    demo = profile.profile.card.demo
    return SheetsToDraw(sheets_to_draw(wanted, facts, demo=demo), paperwork.pictures_of(row))


def sheets_to_draw(
    cards: Sequence[SheetCard], issuer: ProviderFacts, *, demo: bool
) -> tuple[TrainingSheet, ...]:
    """What the sheets of these half-days show, in this order."""
    return tuple(_sheet(card, issuer, demo=demo) for card in cards)


def drawn(
    asked: SheetsToDraw, progress: Callable[[int, int], None] = lambda _done, _total: None
) -> DrawnPaper:
    """The sheets as one PDF, each on pages of its own; at least one. About 8 ms each."""
    from kairos_desktop.services.documents import batch, render, typeface

    missing = render.unprintable(*asked.sheets)
    made = batch.render_batch(asked.sheets, asked.pictures, None, progress, SHEETS_TITLE)
    said = typeface.announcement(missing)
    return DrawnPaper(made.pdf, _file_name(asked.sheets), made.pages, "", missing, said)


def drawn_apart(report: Callable[[object], None], asked: SheetsToDraw) -> DrawnPaper:
    """The same in a child process; reports `(done, total, sentence)`."""

    def progress(done: int, total: int) -> None:
        report((done, total, f"{done} feuilles sur {total}"))

    return drawn(asked, progress)


def _key(card: SheetCard) -> tuple[UUID, date, HalfDay]:
    return card.half.session_id, card.half.day, card.half.half


def _file_name(drawn_sheets: Sequence[TrainingSheet]) -> str:
    days = sorted({sheet.day for sheet in drawn_sheets})
    return f"emargements-{'-au-'.join(str(day) for day in dict.fromkeys((days[0], days[-1])))}.pdf"


def _sheet(card: SheetCard, issuer: ProviderFacts, *, demo: bool) -> TrainingSheet:
    half, session = card.half, card.session
    return TrainingSheet(
        provider=issuer,
        session=SessionFacts(
            title=session.title,
            carif_action_number=session.carif_action_number,
            carif_session_number=session.carif_session_number,
        ),
        day=half.day,
        half=label(half.half),
        starts_at=half.starts_at,
        ends_at=half.ends_at,
        code=sheet_code(session.id, half.day, half.half),
        signers=tuple(_signer(card, each) for each in card.signers),
        module=half.module,
        trainer=half.trainer,
        place=_place(card),
        assumed=assumption(card) if half.is_assumed else "",
        demo=demo,
        signed_by=tuple(
            SignerFacts(name=row.name, strokes=row.strokes, proof=_hour_and_digest(row))
            for row in standing(card.signatures)
            if row.enrolment_id is None
        ),
        proof=_proof(card),
    )


def _proof(card: SheetCard) -> str:
    """What holds of the signatures on the screen; "" where there are none."""
    if not card.signatures and not card.faults:
        return ""
    if card.faults:
        return (
            "Attention : une signature à l’écran a été modifiée ou retirée après coup. Cette "
            "feuille n’est pas vérifiée."
        )
    last = max(card.signatures, key=lambda row: (row.signed_at, row.rank))
    count = len(standing(card.signatures))
    return (
        f"Signé à l’écran ({count}), vérifié à l’impression : chaque signature porte son heure et "
        "l’empreinte de la précédente. Dernière empreinte : "
        f"{short(last.digest)}. Signature électronique simple (règlement eIDAS, art. 25)."
    )


def _hour_and_digest(row: SignatureRow) -> str:
    return f"{hour(row.signed_at.time())} · {short(row.digest)}"


def assumption(card: SheetCard) -> str:
    """What the hours of a sheet come from where no timetable was typed."""
    weekly = card.session.hours_weekly
    base = f"{hours_text(round(weekly * 60))} par semaine" if weekly else "temps plein (35 h)"
    return f"Horaires supposés d’après la durée de la session : {base}."


def _signer(card: SheetCard, signer: Signer) -> SignerFacts:
    own = [row for row in card.signatures if row.enrolment_id == signer.id]
    live = standing(own)
    gone = [row for row in own if row.struck_at is not None]
    said = [f"barrée : {hour(row.signed_at.time())} ({row.struck_why})" for row in gone]
    on_paper = card.sheet is not None and str(signer.id) in card.sheet.signed
    marked = ON_PAPER if on_paper else _MARKED.get(signer.expectation, "")
    return SignerFacts(
        name=full_name(signer.jobseeker),
        marked=marked,
        strokes=live[0].strokes if live else "",
        proof=_hour_and_digest(live[0]) if live else "",
        struck=" · ".join(said),
        struck_strokes=gone[-1].strokes if gone and not live else "",
    )


def _place(card: SheetCard) -> str:
    """The room, then the site or the session's own place."""
    site = card.site
    where = paperwork.site_lines(site) if site else (paperwork.session_place(card.session),)
    return ", ".join(part for part in (card.half.place, *where) if part)
