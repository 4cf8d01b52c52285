# SPDX-License-Identifier: MIT
"""« Pourquoi je ne vois pas ma session »: what KAIROS leaves out, what can be checked from here.

A session that the CARIF-OREF validates reaches KAIROS at the earliest the next day, and by about
the eighth: nobody is alarmed before. Apprenticeship and initial training, sessions that ended more
than thirty days ago and those without the right SIRET never come. Sources: domain 4 (export);
guide p. 5, 9, 21.
"""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from kairos_desktop.services.rules.identifiers import is_siret

if TYPE_CHECKING:
    from collections.abc import Collection

    from kairos_desktop.models.rows import SessionRow

FIRST_DAY, LAST_DAY = 1, 8
"""Days after the offer is published between which a session is expected in KAIROS (domain 4)."""
ENDED_DAYS = 30
"""Days after its end beyond which a session leaves the export (domain 4)."""


class Why(StrEnum):
    """A reason why a session does not show in KAIROS, in the order in which one looks."""

    TOO_EARLY = "too_early"
    NUMBERS = "numbers"
    SIRET = "siret"
    OTHER_PROVIDER = "other_provider"
    ENDED = "ended"
    WITHDRAWN = "withdrawn"
    KIND = "kind"


class Answer(StrEnum):
    """What is known of a reason from here."""

    CAUSE = "cause"
    CLEAR = "clear"
    CHECK = "check"


class Finding(NamedTuple):
    """A reason, what is known of it, and what that was read from: a day or a SIRET."""

    why: Why
    answer: Answer
    fact: str | date | None = None


class Expected(NamedTuple):
    """The days between which a session is expected, both included."""

    first: date
    last: date


def expected(session: SessionRow) -> Expected | None:
    """When a session is expected in KAIROS; None where the offer has no date."""
    if session.offer_dated is None:
        return None
    return Expected(
        session.offer_dated + timedelta(days=FIRST_DAY),
        session.offer_dated + timedelta(days=LAST_DAY),
    )


def has_left(session: SessionRow, today: date) -> bool:
    """Whether a session ended so long ago that it is not exported any more."""
    return session.ends_on is not None and (today - session.ends_on).days > ENDED_DAYS


def findings(
    session: SessionRow, siret: str, flags: Collection[str] | None, today: date
) -> list[Finding]:
    """Every reason, with what is known of it, for the organisation of this SIRET.

    `flags` are those of the offer that was imported last; None where it has not the session.
    """
    return [
        _early(session, today),
        _known(Why.NUMBERS, is_clear=_is_numbered(session)),
        _siret(session),
        _provider(session, siret),
        _ended(session, today),
        _withdrawn(flags),
        # No field of the offer says it for sure.
        Finding(Why.KIND, Answer.CHECK),
    ]


def _known(why: Why, *, is_clear: bool, fact: str | date | None = None) -> Finding:
    return Finding(why, Answer.CLEAR if is_clear else Answer.CAUSE, fact)


def _early(session: SessionRow, today: date) -> Finding:
    days = expected(session)
    if days is None:
        return Finding(Why.TOO_EARLY, Answer.CHECK)
    return _known(Why.TOO_EARLY, is_clear=today > days.last, fact=days.last)


def _is_numbered(session: SessionRow) -> bool:
    return bool(session.carif_action_number and session.carif_session_number)


def _siret(session: SessionRow) -> Finding:
    named = session.delivering_siret or session.lead_siret
    return _known(Why.SIRET, is_clear=is_siret(named), fact=named)


def _provider(session: SessionRow, siret: str) -> Finding:
    named = session.delivering_siret or session.lead_siret
    if not named:
        return Finding(Why.OTHER_PROVIDER, Answer.CHECK)
    return _known(Why.OTHER_PROVIDER, is_clear=named == siret, fact=named)


def _ended(session: SessionRow, today: date) -> Finding:
    if session.ends_on is None:
        return Finding(Why.ENDED, Answer.CHECK)
    return _known(Why.ENDED, is_clear=not has_left(session, today), fact=session.ends_on)


def _withdrawn(flags: Collection[str] | None) -> Finding:
    if flags is None:
        return Finding(Why.WITHDRAWN, Answer.CHECK)
    return _known(Why.WITHDRAWN, is_clear=not {"withdrawn", "expired"} & set(flags))
