# SPDX-License-Identifier: MIT
"""Sessions opened for recruitment, and the interruptions planned for them.

The description of a session comes from the CARIF-OREF and is corrected there only (guide p. 5).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import ClassVar
from uuid import UUID

import msgspec

from kairos_desktop.models.rows import InterruptionRow, ProviderRow, SessionRow
from kairos_desktop.models.vocabulary import ProviderRole
from kairos_desktop.services.acts.act import Act, Changes, Made, tidy
from kairos_desktop.services.acts.known import Known, Need, by_id, having
from kairos_desktop.services.rules.folding import search_key
from kairos_desktop.services.rules.interruptions import interruption_refusal
from kairos_desktop.services.rules.verdicts import Refused, Warned

replace = msgspec.structs.replace


def role_on(session: SessionRow, siret: str) -> ProviderRole | None:
    """What the organisation is on a session; None where it has no part in it.

    Source: domain 2.4, guide p. 9: the « dispensateur » types, else the responsible body. The
    offer says whether others deliver it too: each « co-traitant » types its own.
    """
    if session.delivering_siret == siret:
        shared = session.role is ProviderRole.CO_PROVIDER
        return ProviderRole.CO_PROVIDER if shared else ProviderRole.DELIVERING
    if session.lead_siret == siret:
        return ProviderRole.LEAD if session.delivering_siret else ProviderRole.DELIVERING
    return None


def _snapshot(session: SessionRow, role: ProviderRole) -> SessionRow:
    key = search_key(
        session.title,
        session.town,
        session.carif_training_number,
        session.carif_action_number,
        session.carif_session_number,
    )
    return replace(session, role=role, search_key=key)


def refreshed(held: SessionRow, described: SessionRow) -> SessionRow:
    """The session on a newer description: what was typed of it here is not in the offer."""
    kept = replace(
        described,
        distance_hours=held.distance_hours,
        distance_assessment=held.distance_assessment,
    )
    return _snapshot(kept, held.role)


class OpenSession(Act, frozen=True):
    """Opens a session of the offer for recruitment, with its snapshot.

    Refuses "session_already_open" and "not_our_session"; warns "delivered_by_another" where the
    organisation is mandataire and another body delivers.
    """

    name: ClassVar = "session.open"
    session: SessionRow

    def needs(self, known: Known, made: Made) -> Iterable[Need]:
        """The session, which must not be open, and the organisation's SIRET."""
        return by_id(SessionRow, self.session.id), by_id(ProviderRow, made.org)

    def decide(self, known: Known, made: Made) -> Changes | Refused:
        """The session open for recruitment."""
        if known.one(SessionRow, self.session.id):
            return Refused("session_already_open", {"title": self.session.title})
        role = role_on(self.session, known.get(ProviderRow, made.org).siret)
        if role is None:
            return Refused("not_our_session", {"title": self.session.title})
        warned = (
            (Warned("delivered_by_another", {"siret": self.session.delivering_siret}),)
            if role is ProviderRole.LEAD
            else ()
        )
        return Changes(put=(_snapshot(self.session, role),), warned=warned)


class RefreshSession(Act, frozen=True):
    """Takes a newer description of an open session. Refuses "offer_older"."""

    name: ClassVar = "session.refresh"
    session: SessionRow

    def needs(self, known: Known, made: Made) -> Iterable[Need]:
        """The session as it is."""
        return (by_id(SessionRow, self.session.id),)

    def decide(self, known: Known, made: Made) -> Changes | Refused:
        """The session with its new description."""
        row = known.get(SessionRow, self.session.id)
        new = self.session.offer_dated
        if row.offer_dated and (new is None or new < row.offer_dated):
            return Refused("offer_older", {"held": row.offer_dated})
        return Changes(put=(refreshed(row, self.session),))


class PlanInterruption(Act, frozen=True):
    """« Saisir une période d'interruption » of a whole session, before anyone enters.

    Refuses "interruption_too_short", "interruption_outside", "interruption_overlap",
    "reason_missing", "id_taken".
    """

    name: ClassVar = "interruption.plan"
    creates: ClassVar = ("interruption_id",)
    interruption_id: UUID
    session_id: UUID
    starts_on: date
    ends_on: date
    reason: str

    def needs(self, known: Known, made: Made) -> Iterable[Need]:
        """The session and its interruptions; this one must not exist."""
        return (
            by_id(InterruptionRow, self.interruption_id),
            by_id(SessionRow, self.session_id),
            having(InterruptionRow, session_id=self.session_id),
        )

    def decide(self, known: Known, made: Made) -> Changes | Refused:
        """The period planned."""
        session = known.get(SessionRow, self.session_id)
        if known.one(InterruptionRow, self.interruption_id):
            return Refused("id_taken", {})
        if not self.reason.strip():
            return Refused("reason_missing", {})
        kept = known.find(InterruptionRow, session_id=session.id)
        # A trainee's own pause does not keep the session from stopping.
        others = [row for row in kept if row.enrolment_id is None]
        if refusal := interruption_refusal(session, others, self.starts_on, self.ends_on):
            return refusal
        return Changes(
            put=(
                InterruptionRow(
                    id=self.interruption_id,
                    session_id=session.id,
                    starts_on=self.starts_on,
                    ends_on=self.ends_on,
                    reason=tidy(self.reason),
                ),
            )
        )


class CancelInterruption(Act, frozen=True):
    """Takes back a planned interruption."""

    name: ClassVar = "interruption.cancel"
    interruption_id: UUID

    def needs(self, known: Known, made: Made) -> Iterator[Need]:
        """The period."""
        yield by_id(InterruptionRow, self.interruption_id)

    def decide(self, known: Known, made: Made) -> Changes | Refused:
        """The period gone."""
        return Changes(gone=(known.get(InterruptionRow, self.interruption_id),))
