# SPDX-License-Identifier: MIT
"""A session of the offer turned into what is recruited on: its snapshot and its proposed slots.

Pure: nothing here is written; the acts `session.open` and `meeting.create` do that.
Sources: standards A5 (which field feeds what); domain 2.4; issue C.
"""

from __future__ import annotations

from datetime import date, time
from typing import TYPE_CHECKING

import msgspec

from kairos_desktop.models.rows import SessionRow
from kairos_desktop.models.vocabulary import RecruitmentState, SlotKind
from kairos_desktop.services.catalogue.codes import (
    APPOINTMENT,
    FUNDERS,
    MEETING,
    RECRUITMENT_STATES,
    TEACHING,
    label,
)
from kairos_desktop.services.catalogue.index_rows import session_id
from kairos_desktop.services.wording.dates import MONTHS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kairos_desktop.services.catalogue.holed import HoledDate
    from kairos_desktop.services.catalogue.offer import (
        Action,
        Address,
        Contact,
        Formation,
        RecruitmentSlot,
        Session,
    )


class ProposedSlot(msgspec.Struct, frozen=True):
    """A slot that the offer announces, to be confirmed by a person; `why_not` says what lacks."""

    kind: SlotKind
    held_on: date | None
    until: date | None
    starts_at: time | None
    ends_at: time | None
    capacity: int | None
    place: str
    link: str
    comment: str
    when_text: str

    @property
    def why_not(self) -> str:
        """Why it cannot be taken over as it is; "" where it can."""
        if self.kind is SlotKind.APPOINTMENT:
            return "Le découpage en rendez-vous se saisit dans « Saisir RDV individuel(s) »."
        if self.held_on is None or self.starts_at is None:
            return "Le jour ou l’heure manque : saisissez l’Info coll vous-même."
        return ""


def snapshot(
    formation: Formation, action: Action, session: Session, siret: str, dated: date | None
) -> SessionRow:
    """The row that a session is opened with; `siret` is the organisation's, `dated` the file's."""
    contact = closest_contact(formation, action, session)
    delivering = [body.siret for body in action.trainers if body.siret]
    return SessionRow(
        id=session_id(formation.number, action.number, session.number),
        carif_training_number=formation.number,
        carif_action_number=action.number,
        carif_session_number=session.number,
        title=formation.title,
        starts_on=session.start.exact,
        ends_on=session.end.exact,
        dates_text=dates_text(session.start, session.end),
        town=towns(action),
        place=places(action),
        recruitment_state=RECRUITMENT_STATES.get(session.state, RecruitmentState.UNKNOWN),
        permanent_entry=bool(action.permanent_entry),
        hours_total=action.hours_total,
        hours_centre=action.hours_centre,
        hours_company=action.hours_company,
        hours_weekly=action.hours_weekly,
        distance_share=label(TEACHING, action.teaching),
        funder=funders(action),
        certification=certifications(formation),
        contact_name=contact_name(contact) if contact else "",
        contact_phone=contact.phones[0] if contact and contact.phones else "",
        contact_email=contact.email if contact else "",
        carif_contact=carif_name(formation),
        lead_siret=formation.responsible.siret,
        delivering_siret=siret if siret in delivering else next(iter(delivering), ""),
        places=session.seats,
        offer_dated=dated,
    )


def proposed_slots(action: Action, session: Session) -> list[ProposedSlot]:
    """The info colls and appointments that the offer announces.

    Those of the session (2.3), then the information dates of its action (2.2) that none of them
    holds. Candidacies are not slots.
    """
    kinds = {MEETING: SlotKind.MEETING, APPOINTMENT: SlotKind.APPOINTMENT}
    announced = [slot for slot in session.slots if slot.modality in kinds]
    found = [_proposed(kinds[slot.modality], slot) for slot in announced]
    held = {slot.held_on for slot in found if slot.kind is SlotKind.MEETING}
    where = address_text(action.information_address)
    for day in action.information_dates:
        if day.exact is None or day.exact not in held:
            found.append(
                ProposedSlot(
                    SlotKind.MEETING, day.exact, None, None, None, None, where, "",
                    action.recruitment_text, holed_text(day),
                )
            )  # fmt: skip
    return found


def _proposed(kind: SlotKind, slot: RecruitmentSlot) -> ProposedSlot:
    one_day = slot.end.exact in (None, slot.start.exact)
    return ProposedSlot(
        kind=kind,
        held_on=slot.start.exact,
        until=None if one_day else slot.end.exact,
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        capacity=slot.seats,
        place=address_text(slot.address),
        link=slot.url,
        comment=slot.comment,
        when_text=holed_text(slot.start) if one_day else dates_text(slot.start, slot.end),
    )


def dates_text(start: HoledDate, end: HoledDate) -> str:
    """« du 11/01/2027 au 25/06/2027 », holes said."""
    if start.year is None and not start.impossible:
        return f"jusqu’au {holed_text(end)}" if end.year else "dates non précisées"
    if end.year is None and not end.impossible:
        return f"à partir du {holed_text(start)} (fin non précisée)"
    return f"du {holed_text(start)} au {holed_text(end)}"


def holed_text(held: HoledDate) -> str:
    """« 11/01/2027 », « janvier 2027 (jour non précisé) », or the impossible text of the file."""
    if held.impossible:
        return f"« {held.text} » (date impossible dans le fichier)"
    if held.year is None:
        return "non précisé"
    if held.month is None:
        return f"{held.year} (jour et mois non précisés)"
    if held.day is None:
        return f"{MONTHS[held.month - 1]} {held.year} (jour non précisé)"
    return f"{held.day:02d}/{held.month:02d}/{held.year}"


def closest_contact(formation: Formation, action: Action, session: Session) -> Contact | None:
    """The person to call: the session's, else the formation's, else a body's."""
    bodies = [*action.trainers, formation.responsible]
    groups = (session.contacts, formation.contacts, *(body.contacts for body in bodies))
    return next((contact for group in groups for contact in group), None)


def contact_name(contact: Contact) -> str:
    """« Mme Tremblaie Odile »."""
    return _joined((contact.civility, contact.last_name, contact.first_name), " ")


def carif_name(formation: Formation) -> str:
    """Which CARIF-OREF keeps this description, as far as the file tells."""
    return f"CARIF-OREF, base n° {formation.carif}" if formation.carif else "CARIF-OREF"


def funders(action: Action) -> str:
    """« Conseil régional (Programme régional 2027), France Travail »."""
    return _joined(
        f"{label(FUNDERS, payer.code)} ({payer.programme})"
        if payer.programme
        else label(FUNDERS, payer.code)
        for payer in action.funders
    )


def certifications(formation: Formation) -> str:
    """« RNCP99999 », every code that the file gives."""
    return _joined(
        _joined((one.rncp, one.rs), " / ") or f"Certif Info {one.certifinfo}"
        for one in formation.certifications
        if one.rncp or one.rs or one.certifinfo
    )


def towns(action: Action) -> str:
    """The towns where the action is given, or « À distance »."""
    named = _joined(dict.fromkeys(place.address.town for place in action.places))
    return named or (label(TEACHING, "2") if action.teaching == "2" else "")


def places(action: Action) -> str:
    """The addresses where the action is given."""
    return _joined((address_text(place.address) for place in action.places), " ; ")


def address_text(address: Address | None) -> str:
    """« Salle Pommier, 7 quai des Exemples, 76600 Le Havre »."""
    if address is None:
        return ""
    return _joined((address.name, *address.lines, f"{address.postcode} {address.town}".strip()))


def _joined(parts: Iterable[str], by: str = ", ") -> str:
    return by.join(part for part in parts if part)
