# SPDX-License-Identifier: MIT
"""How the places that a post keeps are told: to the others, and to the one that leaves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kairos_desktop.services.wording.dates import day_number, period

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kairos_desktop.models.rows import HoldRow, SeatsRow, SessionRow
    from kairos_desktop.services.queries.holds import Kept


def places(count: int) -> str:
    """« 1 place », « 3 places »."""
    return f"{count} place{'s' if count > 1 else ''}"


def filled(taken: int, room: int) -> str:
    """« 1 inscrit sur 12 places »."""
    return f"{taken} inscrit{'s' if taken > 1 else ''} sur {places(room)}"


def training_text(seats: SeatsRow) -> str:
    """« Formation : 12 places prises sur 15 », and how many are beyond."""
    return f"Formation : {_taken(seats)}"


def places_now(seats: SeatsRow, kept: Iterable[Kept]) -> str:
    """« 16 places prises sur 15, 1 en surnombre », and what posts keep of them."""
    return " · ".join(part for part in (_taken(seats), kept_text(kept)) if part)


def _taken(seats: SeatsRow) -> str:
    taken, beyond = seats.taken, max(0, seats.taken - seats.capacity)
    said = f"{places(taken)} prise{'s' if taken > 1 else ''} sur {seats.capacity}"
    return f"{said}, {beyond} en surnombre" if beyond else said


def session_choice(session: SessionRow, free: int | None) -> tuple[str, str]:
    """« du 11/01/2027 au 25/06/2027 · Le Havre », « 4 places »; None where nobody says how many."""
    parts = (period(session.starts_on, session.ends_on), session.town)
    room = "places non précisées" if free is None else places(free)
    return " · ".join(part for part in parts if part), room


def kept_sentence(hold: HoldRow, left: int) -> str:
    """« 3 places gardées pour Fécamp (poste B) jusqu’au 28/11/2026 »."""
    where = f" pour {hold.label}" if hold.label else ""
    return (
        f"{places(left)} gardée{'s' if left > 1 else ''}{where} (poste {hold.letter}) "
        f"jusqu’au {day_number(hold.until)}"
    )


def kept_text(kept: Iterable[Kept]) -> str:
    """What posts keep of a slot, in one line; "" where nothing is left."""
    return " · ".join(kept_sentence(each.hold, each.left) for each in kept if each.left)


def given_back_sentence(count: int) -> str:
    """What is said when places go back."""
    one = count == 1
    return (
        f"{places(count)} gardée{'' if one else 's'} et non "
        f"utilisée{'' if one else 's'} : rendue{'' if one else 's'} aux autres postes."
    )
