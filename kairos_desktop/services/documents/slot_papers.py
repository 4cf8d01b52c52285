# SPDX-License-Identifier: MIT
"""The papers of a meeting or an appointment: convocation, list of registered, sign-in sheet."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import time
from itertools import count

from kairos_desktop.services.documents import parts, phrases
from kairos_desktop.services.documents.facts import (
    AttendeeFacts,
    Convocation,
    RegisteredList,
    SessionFacts,
    SignInSheet,
    SlotFacts,
)
from kairos_desktop.services.documents.marks import (
    BODY,
    CONTENT_WIDTH,
    LABEL,
    MUTED,
    SMALL,
    STRONG,
    Block,
    Style,
    gap,
)
from kairos_desktop.services.documents.parts import Column, Fact
from kairos_desktop.services.documents.typeface import Face
from kairos_desktop.services.documents.typesetting import Run, paragraph, set_text
from kairos_desktop.services.wording import dates

_CELL = Style(size=9.0)
_NAME = Style(Face.MEDIUM, 9.5)
_TIGHT = 3.2
# What a line is high at least, its air added: 7.7 mm still leave room for a signature.
_LINE_HEIGHT = 15.4
_SIGN_HEIGHT = 19.4
_NOON = time(12, 30)


def convocation(paper: Convocation, padding: float) -> tuple[Block, ...]:
    """The body of a convocation, on one page."""
    person, slot, session = paper.person, paper.slot, paper.session
    numbers = parts.carif_numbers(session.carif_action_number, session.carif_session_number)
    lines = (
        Fact("Formation", session.title),
        Fact("N° CARIF · session", numbers),
        *parts.when_and_where(slot),
        Fact("Identifiant France Travail", person.ft_id),
        Fact("Précisions", slot.comment),
    )
    provider = paper.provider
    signatory = ", ".join(filter(None, (provider.signatory_name, provider.signatory_role)))
    return (
        parts.addressee(person),
        parts.title("Convocation", f"à {phrases.with_article(slot.label)}"),
        *_invitation(paper),
        gap(8),
        *parts.facts(lines, padding),
        gap(14),
        *_to_bring(paper.to_bring),
        paragraph([Run(_if_unable(paper), BODY)], CONTENT_WIDTH),
        gap(16),
        paragraph([Run(signatory or provider.name, STRONG)], CONTENT_WIDTH),
    )


def _invitation(paper: Convocation) -> tuple[Block, ...]:
    person, slot = paper.person, paper.slot
    when = f"{phrases.weekday_date(slot.held_on)} à {dates.hour(slot.starts_at)}"
    what = f" pour {phrases.with_article(slot.label)} sur la formation suivante{phrases.NB}:"
    asked = (
        Run(f"Vous êtes {phrases.agreed('attendu', person)} le ", BODY),
        Run(when, STRONG),
        Run(what, BODY),
    )
    return (
        paragraph([Run(f"{person.civility or 'Bonjour'},", BODY)], CONTENT_WIDTH),
        gap(4),
        paragraph(asked, CONTENT_WIDTH),
    )


def _to_bring(things: tuple[str, ...]) -> tuple[Block, ...]:
    if not things:
        return ()
    said = paragraph([Run(f"À apporter{phrases.NB}:", STRONG)], CONTENT_WIDTH)
    return (said._replace(keeps_next=True), *parts.bulleted(things), gap(9))


def _if_unable(paper: Convocation) -> str:
    provider = paper.provider
    contact = paper.slot.contact or " · ".join(filter(None, (provider.phone, provider.email)))
    reach = f" ({phrases.whole_numbers(contact)})" if contact else ""
    return (
        f"En cas d’empêchement, prévenez-nous dès que possible{reach}{phrases.NB}: votre place"
        " servira à une autre personne et nous conviendrons d’une autre date."
    )


def registered_list(paper: RegisteredList, padding: float) -> tuple[Block, ...]:
    """The registered people of a slot, in as many pages as needed."""
    timed = any(person.starts_at for person in paper.attendees)
    columns = parts.filled(
        (
            *((Column("Heure", 52),) if timed else ()),
            Column("N°", 28),
            Column("Nom et prénom", 0),
            Column("Identifiant", 78),
            Column("Placé par", 92),
            Column("Statut", 84),
        )
    )
    heading = parts.heading_row(columns)
    numbers = count(1)
    rows = [
        parts.row(
            columns, _cells(numbers, person, timed=timed), heading, least=_LINE_HEIGHT + padding
        )
        for person in paper.attendees
    ]
    return (
        parts.title("Liste des inscrits", _subject(paper.slot, paper.session)),
        *parts.facts(_slot_facts(paper.slot, paper.session), _TIGHT),
        gap(12),
        paragraph([Run(_count(paper), LABEL)], CONTENT_WIDTH)._replace(keeps_next=True),
        gap(4)._replace(keeps_next=True),
        heading._replace(keeps_next=True),
        *(rows or (_nobody(),)),
    )


def _cells(numbers: Iterator[int], person: AttendeeFacts, *, timed: bool) -> list[Run]:
    """One line of the list; someone cancelled or transferred is grey, and not counted."""
    ink = MUTED if person.struck else _CELL.ink
    cell, name = _CELL._replace(ink=ink), _NAME._replace(ink=ink)
    cells = [
        Run("" if person.struck else str(next(numbers)), LABEL._replace(size=8.5)),
        Run(person.name, name),
        Run(person.ft_id, cell),
        Run(person.placed_by, cell),
        Run(person.state, cell),
    ]
    return [Run(_hour(person), cell), *cells] if timed else cells


def _hour(person: AttendeeFacts | None) -> str:
    return dates.hour(person.starts_at) if person and person.starts_at else ""


def sign_in_sheet(paper: SignInSheet, padding: float) -> tuple[Block, ...]:
    """The sign-in sheet: one signature per half-day, spare lines, the host's signature."""
    timed = any(person.starts_at for person in paper.attendees)
    # Of a day of appointments nobody stays for both half-days.
    halves = ("Signature",) if timed else _halves(paper.slot)
    columns = parts.filled(
        (
            *((Column("Heure", 52),) if timed else ()),
            Column("N°", 28),
            Column("Nom et prénom", 0),
            *(Column(half, 150 if len(halves) == 1 else 118) for half in halves),
        )
    )
    heading = parts.heading_row(columns)
    people: list[AttendeeFacts | None] = [*paper.attendees, *[None] * paper.spare_rows]
    rows = [
        _sign_row(number, person, columns, len(halves), heading, _SIGN_HEIGHT + padding)
        for number, person in enumerate(people, start=1)
    ]
    return (
        parts.title("Feuille d’émargement", _subject(paper.slot, paper.session)),
        *parts.facts(_slot_facts(paper.slot, paper.session), _TIGHT),
        gap(12),
        heading._replace(keeps_next=True),
        *parts.kept(rows),
        gap(12)._replace(keeps_next=True),
        _host(paper.slot),
    )


def _sign_row(
    number: int,
    person: AttendeeFacts | None,
    columns: tuple[Column, ...],
    boxes: int,
    heading: Block,
    least: float,
) -> Block:
    """A line with its empty boxes; an absent person's boxes are marked beforehand."""
    absent = person is not None and person.absent
    known = [
        Run(_hour(person), _CELL),
        Run(str(number), LABEL._replace(size=8.5)),
        Run(person.name if person else "", _NAME),
    ]
    said, signed = columns[:-boxes], columns[-boxes:]
    marked = Run("absent(e)" if absent else "", SMALL)
    cells = [*known[-len(said) :], *(marked for _ in signed)]
    block = parts.row(columns, cells, heading, least=least)
    return parts.ruled(block, columns, boxes, marked=absent)


def _halves(slot: SlotFacts) -> tuple[str, ...]:
    """One signature, or one per half-day when the meeting goes on after noon."""
    if slot.ends_at and slot.starts_at < _NOON < slot.ends_at:
        return ("Signature, matin", "Signature, après-midi")
    return ("Signature",)


def _host(slot: SlotFacts) -> Block:
    """Who held the meeting, and how many came: filled in by hand."""
    who = f"Animation{phrases.NB}: {slot.host}" if slot.host else "Animation (nom, qualité)"
    return parts.two_boxes(f"{who} · signature", "Nombre de présents, observations")


def _subject(slot: SlotFacts, session: SessionFacts) -> str:
    label = slot.label[:1].upper() + slot.label[1:]
    return f"{label} · {session.title}"


def _slot_facts(slot: SlotFacts, session: SessionFacts) -> tuple[Fact, ...]:
    numbers = parts.carif_numbers(session.carif_action_number, session.carif_session_number)
    when, at, *rest = parts.when_and_where(slot)
    return (
        Fact("N° CARIF · session", numbers),
        Fact("Date et horaires", f"{when.value}, {at.value}"),
        *rest,
    )


def _count(paper: RegisteredList) -> str:
    """« 12 personnes · 15 places »."""
    people = sum(not person.struck for person in paper.attendees)
    said = f"{people} personne{'s' if people > 1 else ''}"
    places = paper.slot.capacity
    if places is None:
        return said
    return f"{said} · {places} place{'s' if places > 1 else ''}"


def _nobody() -> Block:
    said = "Personne n’est inscrit à ce créneau pour l’instant."
    marks, height = set_text([Run(said, LABEL)], 6, 8, CONTENT_WIDTH, 15)
    return Block(height + 16, tuple(marks))
