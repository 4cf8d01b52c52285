# SPDX-License-Identifier: MIT
"""The columns of the calendar as a list: one line a block."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from kairos_desktop.models.vocabulary import SlotKind
from kairos_desktop.services.wording.dates import hours, short_day
from kairos_desktop.services.wording.labels import label
from kairos_desktop.views.toolkit.columns import Column, Pill

if TYPE_CHECKING:
    from collections.abc import Callable

    from kairos_desktop.views.agenda.events import Event


def event_columns(now: Callable[[], datetime]) -> tuple[Column, ...]:
    """The columns; `now` tells what is past."""

    def state(event: Event) -> Pill:
        if event.is_past(now()):
            return Pill("Passé")
        return Pill("Complet", "warn") if event.is_full else Pill("Ouvert", "ok")

    return (
        Column("Jour", _day, 112, "strong"),
        Column("Heure", lambda event: hours(event.start, event.end), 144),
        Column("Rendez-vous", width=104, kind="pill", pill=_kind),
        Column("Session", lambda event: event.session.title, 0, is_search=True),
        Column("Lieu", lambda event: event.where, 120, "muted", is_optional=True),
        Column("Inscrits", lambda event: f"{event.taken}/{event.places}", 76, "muted"),
        Column("En attente", _waiting, 88, "muted", is_optional=True),
        Column("État", width=96, kind="pill", pill=state),
        Column("", kind="acts"),
    )


def _day(event: Event) -> str:
    text = short_day(event.day, year=False)
    return text[0].upper() + text[1:]


def _kind(event: Event) -> Pill:
    name, count = label(event.kind), len(event.lines)
    word = f"{count} RDV" if count > 1 else name
    return Pill(word, "accent" if event.kind is SlotKind.MEETING else "neutral")


def _waiting(event: Event) -> str:
    return str(sum(line.seats.waiting for line in event.lines))
