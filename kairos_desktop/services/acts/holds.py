# SPDX-License-Identifier: MIT
"""« Préparer un déplacement »: places kept for a post that leaves its network, and given back.

Holding is a claim, decided by the back end like any other. Sources: reference sync 2.12, ADR 0161
and 0320.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import ClassVar
from uuid import UUID

from kairos_desktop.models.rows import HoldRow, RegistrationRow, SeatsRow, SessionRow, SlotRow
from kairos_desktop.services.acts.act import Act, Changes, Made, tidy
from kairos_desktop.services.acts.held import released
from kairos_desktop.services.acts.known import Known, Need, by_id, having
from kairos_desktop.services.acts.training_places import seats_needs, training_seats
from kairos_desktop.services.rules.capacity import training_places
from kairos_desktop.services.rules.holds import (
    hold_refusal,
    is_open,
    is_over,
    training_hold_refusal,
)
from kairos_desktop.services.rules.verdicts import Refused


class _Keeping(Act, frozen=True, kw_only=True):
    """An act that keeps places until a day; `label` says for where."""

    creates: ClassVar = ("hold_id",)
    hold_id: UUID
    places: int
    until: date
    label: str = ""

    def _hold(self, made: Made, slot_id: UUID | None, session_id: UUID) -> HoldRow:
        return HoldRow(
            id=self.hold_id,
            slot_id=slot_id,
            session_id=session_id,
            post_id=made.post,
            letter=made.post_range,
            places=self.places,
            until=self.until,
            held_by=made.by,
            held_at=made.at,
            label=tidy(self.label),
        )


class PlaceHold(_Keeping, frozen=True):
    """Keeps places of a slot for this post until a day, included; `label` says for where.

    Refuses what `hold_refusal` does, "hold_stands" where this post keeps some already, "id_taken".
    """

    name: ClassVar = "hold.place"
    slot_id: UUID

    def needs(self, known: Known, made: Made) -> Iterator[Need]:
        """The slot, its places, and what is kept of them."""
        yield by_id(SlotRow, self.slot_id)
        yield by_id(SeatsRow, self.slot_id)
        yield by_id(HoldRow, self.hold_id)
        yield having(HoldRow, slot_id=self.slot_id)
        yield having(RegistrationRow, slot_id=self.slot_id)

    def decide(self, known: Known, made: Made) -> Changes | Refused:
        """The hold."""
        slot, seats = known.get(SlotRow, self.slot_id), known.get(SeatsRow, self.slot_id)
        if refusal := hold_refusal(slot, seats, self.places, self.until, made.today):
            return refusal
        if known.one(HoldRow, self.hold_id):
            return Refused("id_taken", {})
        if _keeps_some(known.find(HoldRow, slot_id=slot.id), made):
            return Refused("hold_stands", {"day": slot.held_on})
        return Changes(put=(self._hold(made, slot.id, slot.session_id),))


class PlaceTrainingHold(_Keeping, frozen=True):
    """Keeps places of the training of a session for this post until a day, included.

    Refuses "hold_places_unknown" where nobody has said how many places there are, what
    `training_hold_refusal` does, "training_hold_stands" where this post keeps some already,
    "id_taken".
    """

    name: ClassVar = "hold.place_training"
    session_id: UUID

    def needs(self, known: Known, made: Made) -> Iterator[Need]:
        """The session, its places, and what is kept of them."""
        yield by_id(SessionRow, self.session_id)
        yield by_id(HoldRow, self.hold_id)
        yield having(HoldRow, session_id=self.session_id)
        yield from seats_needs(known, self.session_id)

    def decide(self, known: Known, made: Made) -> Changes | Refused:
        """The hold."""
        session = known.get(SessionRow, self.session_id)
        places = training_places(session)
        if places is None:
            return Refused("hold_places_unknown", {"title": session.title})
        seats = training_seats(known, session.id, places)
        if refusal := training_hold_refusal(session, seats, self.places, self.until, made.today):
            return refusal
        if known.one(HoldRow, self.hold_id):
            return Refused("id_taken", {})
        holds = known.find(HoldRow, session_id=session.id)
        if _keeps_some([hold for hold in holds if hold.slot_id is None], made):
            return Refused("training_hold_stands", {"title": session.title})
        return Changes(put=(self._hold(made, None, session.id),))


def _keeps_some(holds: Iterable[HoldRow], made: Made) -> bool:
    return any(is_open(hold) and hold.post_id == made.post for hold in holds)


class ReleaseHold(Act, frozen=True):
    """« Rendre les places » that this post kept and did not use; nothing where they are back.

    Refuses "hold_of_other" for those of another post: it counts on them where nobody can tell it.
    """

    name: ClassVar = "hold.release"
    hold_id: UUID

    def needs(self, known: Known, made: Made) -> Iterator[Need]:
        """The hold."""
        yield by_id(HoldRow, self.hold_id)

    def decide(self, known: Known, made: Made) -> Changes | Refused:
        """The hold given back."""
        hold = known.get(HoldRow, self.hold_id)
        if hold.post_id != made.post:
            return Refused("hold_of_other", {"letter": hold.letter})
        if not is_open(hold):
            return Changes()
        return Changes(put=(released(hold, made),))


class ExpireHold(Act, frozen=True):
    """Gives back what a post kept until a day that is over. Said by the back end alone.

    `revoked` for a post that was shut out: it places nobody any more, its day need not be waited
    for. Refuses "hold_lasts" for one that `is_over` does not say.
    """

    name: ClassVar = "hold.expire"
    server_only: ClassVar = True
    hold_id: UUID
    revoked: bool = False

    def needs(self, known: Known, made: Made) -> Iterator[Need]:
        """The hold."""
        yield by_id(HoldRow, self.hold_id)

    def decide(self, known: Known, made: Made) -> Changes | Refused:
        """The hold given back."""
        hold = known.get(HoldRow, self.hold_id)
        if not is_open(hold):
            return Changes()
        if not self.revoked and not is_over(hold, made.today):
            return Refused("hold_lasts", {"day": hold.until})
        return Changes(put=(released(hold, made),))
