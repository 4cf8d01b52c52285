# SPDX-License-Identifier: MIT
"""« Devis AIF »: what is asked of the agency, which step follows which, what a quote lacks.

The agency pays the teaching of one jobseeker's training, never file fees, materials or exams.
Sources: domain 2.11, 3.7, 4; Code du travail D6353-1; guide p. 7, 28.
"""

from __future__ import annotations

from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any

import msgspec

from kairos_desktop.models.quote_rows import AifQuoteRow, Cofunder, QuoteState
from kairos_desktop.services.rules.deadlines import quote_advised_by, quote_by
from kairos_desktop.services.rules.entries import planned_end, planned_start
from kairos_desktop.services.rules.remote_work import IN_THE_CENTRE
from kairos_desktop.services.rules.slots import opening_refusal
from kairos_desktop.services.rules.verdicts import Refused, Warned

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from uuid import UUID

    from kairos_desktop.models.rows import EnrolmentRow, ProviderRow, SessionRow

LATE = "quote_late"
"""The flag of a quote that left less than fifteen days before the start."""
ANSWERED = (QuoteState.ACCEPTED, QuoteState.DECLINED)
"""What the jobseeker says of a quote, in their personal space."""
DECIDED = (QuoteState.GRANTED, QuoteState.REFUSED)
"""What the agency says of it."""
OPEN = frozenset(
    {
        QuoteState.DRAFT,
        QuoteState.SENT,
        QuoteState.ACCEPTED,
        QuoteState.GRANTED,
        QuoteState.INVOICED,
    }
)
"""States of which something is still awaited."""
CANCELLABLE = OPEN - {QuoteState.INVOICED}
_FOLLOWS: dict[QuoteState, tuple[QuoteState, ...]] = {
    QuoteState.DRAFT: (),
    # A decision may be heard of before the answer that it supposes.
    QuoteState.SENT: (*ANSWERED, *DECIDED),
    QuoteState.ACCEPTED: (QuoteState.DECLINED, *DECIDED),
    QuoteState.DECLINED: (QuoteState.ACCEPTED,),
    QuoteState.GRANTED: (QuoteState.REFUSED, QuoteState.INVOICED, QuoteState.PAID),
    QuoteState.REFUSED: (QuoteState.GRANTED,),
    QuoteState.INVOICED: (QuoteState.PAID,),
    QuoteState.PAID: (),
    QuoteState.CANCELLED: (),
}
_EARLIER: dict[QuoteState, tuple[QuoteState, ...]] = {
    QuoteState.GRANTED: (QuoteState.ACCEPTED,),
    QuoteState.REFUSED: (QuoteState.ACCEPTED,),
    QuoteState.INVOICED: (QuoteState.ACCEPTED, QuoteState.GRANTED),
    QuoteState.PAID: (QuoteState.ACCEPTED, QuoteState.GRANTED, QuoteState.INVOICED),
}
"""Steps that a state supposes: their day may be noted after it."""
STEPS = (*ANSWERED, *DECIDED, QuoteState.INVOICED, QuoteState.PAID)
"""What is noted of a quote once it is sent, in this order."""
_DAY_OF = {
    QuoteState.SENT: "sent_on",
    QuoteState.ACCEPTED: "answered_on",
    QuoteState.DECLINED: "answered_on",
    QuoteState.GRANTED: "decided_on",
    QuoteState.REFUSED: "decided_on",
    QuoteState.INVOICED: "invoiced_on",
    QuoteState.PAID: "paid_on",
}
VALID_FOR = 30
"""Days for which a new quote is proposed to hold (our own habit, no law)."""
_TEXTS = ("objective", "content", "means", "arrangements", "follow_up", "payment")
TYPED = (
    "starts_on", "ends_on", "hours_centre", "hours_company", "hours_weekly", "hours_distance",
    *_TEXTS, "teaching", *Cofunder, "cpf_eligible", "valid_until",
)  # fmt: skip
"""The columns that are typed of a quote."""


def first_draft(
    row_id: UUID,
    jobseeker_id: UUID,
    session: SessionRow,
    enrolment: EnrolmentRow | None,
    like: AifQuoteRow | None,
    today: date,
) -> AifQuoteRow:
    """A draft with all that is known: from the session, the enrolment, the last quote alike.

    Who else pays is one's own, and is never taken from another's quote.
    """
    total, company = session.hours_total, session.hours_company
    centre = session.hours_centre
    if centre is None and total is not None:
        centre = total - (company or 0)
    distance = 0.0 if session.distance_share == IN_THE_CENTRE else session.distance_hours
    if distance is None and like is not None:
        distance = like.hours_distance
    return AifQuoteRow(
        id=row_id,
        session_id=session.id,
        jobseeker_id=jobseeker_id,
        state=QuoteState.DRAFT,
        drafted_on=today,
        starts_on=planned_start(enrolment, session) if enrolment else session.starts_on,
        ends_on=planned_end(enrolment, session) if enrolment else session.ends_on,
        hours_centre=centre,
        hours_company=company,
        hours_weekly=session.hours_weekly,
        hours_distance=distance,
        valid_until=today + timedelta(days=VALID_FOR),
        **_said_of_all(session, like),
    )


def _said_of_all(session: SessionRow, like: AifQuoteRow | None) -> dict[str, Any]:
    """What does not depend on the person: as the last quote alike says it."""
    if like is None:
        return {"arrangements": session.rhythm, "follow_up": session.certification}
    return {name: getattr(like, name) for name in (*_TEXTS, "teaching", "cpf_eligible")}


def copied(row: AifQuoteRow, row_id: UUID, today: date) -> AifQuoteRow:
    """A draft that says what another quote says: what is corrected, or asked for once more."""
    blank = AifQuoteRow(
        id=row_id,
        session_id=row.session_id,
        jobseeker_id=row.jobseeker_id,
        state=QuoteState.DRAFT,
        drafted_on=today,
        copied_from_id=row.id,
    )
    kept = {name: getattr(row, name) for name in TYPED}
    kept["valid_until"] = today + timedelta(days=VALID_FOR)
    return msgspec.structs.replace(blank, **kept)


def day_field(state: QuoteState) -> str:
    """The column that holds the day of a step."""
    return _DAY_OF[state]


def next_steps(state: QuoteState) -> tuple[QuoteState, ...]:
    """What may be noted of a quote in this state, corrections included (domain 3.7)."""
    return _FOLLOWS[state]


def step_refusal(state: QuoteState, step: QuoteState) -> Refused | None:
    """None where the step may be noted, or its day corrected. Refuses "quote_step"."""
    if step in STEPS and (step is state or step in _FOLLOWS[state] or _is_earlier(state, step)):
        return None
    return Refused("quote_step", {"quote_state": state, "quote_step": step})


def after_step(state: QuoteState, step: QuoteState) -> QuoteState:
    """The state once a step is noted; an earlier one, heard of late, leaves it as it is."""
    return state if _is_earlier(state, step) else step


def _is_earlier(state: QuoteState, step: QuoteState) -> bool:
    return step in _EARLIER.get(state, ())


def draft_refusal(state: QuoteState) -> Refused | None:
    """None for a draft: « only draft is editable » (domain 3.7). Refuses "quote_not_draft"."""
    return None if state is QuoteState.DRAFT else Refused("quote_not_draft", {"quote_state": state})


def cancel_refusal(state: QuoteState) -> Refused | None:
    """None where a quote may be taken back. Refuses "quote_not_cancelled"."""
    if state in CANCELLABLE:
        return None
    return Refused("quote_not_cancelled", {"quote_state": state})


def standing(row: AifQuoteRow, today: date, *, is_enrolled: bool) -> QuoteState:
    """Where a quote stands on a day: as recorded, or « expiré », or « inscrit » (domain 3.7)."""
    if row.state is QuoteState.SENT and is_past(row.valid_until, today):
        return QuoteState.EXPIRED
    if row.state is QuoteState.GRANTED and is_enrolled:
        return QuoteState.ENROLLED
    return row.state


def is_past(valid_until: date | None, day: date) -> bool:
    """Whether a quote no longer holds on a day; its last one included, it does."""
    return valid_until is not None and valid_until < day


def cofunded(row: AifQuoteRow) -> int:
    """What the others pay of the teaching, in cents."""
    return sum(getattr(row, funder.value) for funder in Cofunder)


def requested(row: AifQuoteRow) -> int:
    """What is asked of the agency, in cents: the teaching less what the others pay."""
    return row.teaching - cofunded(row)


def hours_of(row: AifQuoteRow) -> float:
    """The hours of the training: in the centre, a distance part included, and in a company."""
    return (row.hours_centre or 0) + (row.hours_company or 0)


def hourly_cost(row: AifQuoteRow) -> int | None:
    """The teaching of one hour, in cents, rounded half up; None without hours."""
    hours = Decimal(str(hours_of(row)))
    if not hours:
        return None
    return int((row.teaching / hours).quantize(Decimal(1), ROUND_HALF_UP))


def distance_percent(row: AifQuoteRow) -> int | None:
    """The share of distance teaching in the whole, in percents (D6353-1); None where unknown."""
    hours = hours_of(row)
    if row.hours_distance is None or not hours:
        return None
    return round(100 * row.hours_distance / hours)


def lacking(row: AifQuoteRow) -> tuple[str, ...]:
    """What D6353-1 asks for and is not filled in, by field; its title is the session's."""
    values = {
        **{name: getattr(row, name) for name in _TEXTS},
        "duration": hours_of(row),
        "period": row.starts_on and row.ends_on,
        "distance": row.hours_distance is not None,
        "price": row.teaching,
    }
    return tuple(name for name, value in values.items() if not value)


def typed_refusal(row: AifQuoteRow) -> Refused | None:
    """None for a quote that may be kept; it may be incomplete.

    Refuses "planned_dates", "cofunding_beyond", "distance_beyond".
    """
    if row.starts_on and row.ends_on and row.ends_on < row.starts_on:
        return Refused("planned_dates", {})
    if requested(row) < 0:
        return Refused("cofunding_beyond", {})
    if (row.hours_distance or 0) > hours_of(row):
        return Refused("distance_beyond", {})
    return None


def typed_warnings(row: AifQuoteRow) -> Iterator[Warned]:
    """What a funder would object to: the Region's own aid beside, a part left to the person."""
    if row.region:
        yield Warned("aif_with_region", {})
    if row.own:
        yield Warned("aif_not_free", {})


def is_late(row: AifQuoteRow, on: date) -> bool:
    """Whether a quote that leaves on a day leaves less than fifteen before the start."""
    return row.starts_on is not None and on > quote_by(row.starts_on)


def sending_flags(
    row: AifQuoteRow, session: SessionRow, provider: ProviderRow | None, on: date
) -> Iterator[Warned]:
    """What stays on a quote that leaves on a day: too late, without Qualiopi, without numbers."""
    if is_late(row, on):
        yield Warned("quote_late", {"day": on, "start": row.starts_on})
    if provider is None or not provider.quality_reference:
        yield Warned("no_quality_reference", {})
    elif provider.quality_valid_until and provider.quality_valid_until < on:
        yield Warned("quality_over", {"day": provider.quality_valid_until})
    if opening_refusal(session):
        yield Warned("quote_unpublished", {})


def sending_warnings(row: AifQuoteRow, on: date, today: date, reason: str) -> Iterator[Warned]:
    """What must be seen on the day a quote leaves, and is not kept with it."""
    if is_late(row, on):
        if not reason:
            yield Warned("quote_late_reason_missing", {})
    elif row.starts_on and on > quote_advised_by(row.starts_on):
        yield Warned("quote_soon", {"start": row.starts_on})
    if missing := lacking(row):
        yield Warned("quote_lacks", {"count": len(missing)})
    if is_past(row.valid_until, on):
        yield Warned("quote_expired", {"day": row.valid_until})
    if on > today:
        yield Warned("step_in_the_future", {"day": on})


def step_warnings(row: AifQuoteRow, step: QuoteState, on: date, today: date) -> Iterator[Warned]:
    """What must be seen of a step noted on a day: a step unheard of, a day that does not follow."""
    if row.state is QuoteState.SENT and step in DECIDED:
        yield Warned("quote_answer_unknown", {})
    if row.state is QuoteState.GRANTED and step is QuoteState.PAID:
        yield Warned("quote_not_invoiced", {})
    if step is QuoteState.ACCEPTED and is_past(row.valid_until, on):
        yield Warned("quote_expired", {"day": row.valid_until})
    if row.sent_on and on < row.sent_on:
        yield Warned("quote_before_sending", {"day": row.sent_on})
    if on > today:
        yield Warned("step_in_the_future", {"day": on})
