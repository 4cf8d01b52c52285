# SPDX-License-Identifier: MIT
"""All that the catalogue knows of one session, as the value that its opening for recruitment keeps.

The catalogue may be imported again, undone or lost: a session opened does not need it any more.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

import msgspec

from kairos_desktop.models.rows import SessionRow
from kairos_desktop.models.vocabulary import ProviderRole, RecruitmentState
from kairos_desktop.services.catalogue.codes import (
    FUNDERS,
    LEVELS,
    RECRUITMENT_STATES,
    TEACHING,
    label,
)
from kairos_desktop.services.catalogue.holed import HoledDate, french_period
from kairos_desktop.services.catalogue.index_rows import owners
from kairos_desktop.services.catalogue.offer import (
    Action,
    Address,
    Certification,
    Contact,
    Formation,
    Funder,
    Place,
    Provider,
    RecruitmentSlot,
    Session,
)
from kairos_desktop.services.catalogue.payloads import unpack

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kairos_desktop.services.catalogue.store import Connection

# The region's code (COG 2016) names the CARIF-OREF that publishes and corrects the offer.
_REGIONS = {
    "01": "Guadeloupe",
    "02": "Martinique",
    "03": "Guyane",
    "04": "La Réunion",
    "06": "Mayotte",
    "11": "Île-de-France",
    "24": "Centre-Val de Loire",
    "27": "Bourgogne-Franche-Comté",
    "28": "Normandie",
    "32": "Hauts-de-France",
    "44": "Grand Est",
    "52": "Pays de la Loire",
    "53": "Bretagne",
    "75": "Nouvelle-Aquitaine",
    "76": "Occitanie",
    "84": "Auvergne-Rhône-Alpes",
    "93": "Provence-Alpes-Côte d’Azur",
    "94": "Corse",
}


# Fields that bear the same name in the offer and in the snapshot.
_OF_FORMATION = (
    "title responsible certifying certifications entry_level exit_level objective content"
)
_OF_ACTION = (
    "trainers teaching rhythm conditions places hours_total hours_centre hours_company "
    "hours_weekly funders information_dates information_address recruitment_text"
)
_OF_SESSION = (
    "start end registration_mode registration_address registration_start registration_end slots "
    "seats"
)


class SessionSnapshot(msgspec.Struct, frozen=True, omit_defaults=True):
    """A session of the offer, whole. `contacts` go from the closest to the farthest.

    `fresh_as_of` is the day of the last file that had the session; None where no file was dated.
    `flags`: expired, withdrawn, dates_unknown, dates_impossible, siret_missing, no_contact.
    """

    id: UUID
    formation_number: str
    action_number: str
    session_number: str
    title: str
    start: HoledDate
    end: HoledDate
    state: RecruitmentState
    responsible: Provider
    trainers: tuple[Provider, ...] = ()
    owners: tuple[str, ...] = ()
    permanent_entry: bool = False
    teaching: str = ""
    rhythm: str = ""
    conditions: str = ""
    places: tuple[Place, ...] = ()
    hours_total: float | None = None
    hours_centre: float | None = None
    hours_company: float | None = None
    hours_weekly: float | None = None
    funders: tuple[Funder, ...] = ()
    certifying: bool | None = None
    certifications: tuple[Certification, ...] = ()
    entry_level: str = ""
    exit_level: str = ""
    objective: str = ""
    content: str = ""
    contacts: tuple[Contact, ...] = ()
    registration_mode: str = ""
    registration_address: Address | None = None
    registration_start: HoledDate = HoledDate()
    registration_end: HoledDate = HoledDate()
    slots: tuple[RecruitmentSlot, ...] = ()
    information_dates: tuple[HoledDate, ...] = ()
    information_address: Address | None = None
    recruitment_text: str = ""
    seats: int | None = None
    fresh_as_of: date | None = None
    flags: tuple[str, ...] = ()

    @property
    def towns(self) -> str:
        """The towns of the places, each once."""
        return ", ".join(dict.fromkeys(place.address.town for place in self.places))

    @property
    def carif(self) -> str:
        """Who corrects the description: « CARIF-OREF Normandie », or « CARIF-OREF »."""
        addresses = [place.address for place in self.places]
        if self.responsible.address is not None:
            addresses.append(self.responsible.address)
        named = (_REGIONS[found.region] for found in addresses if found.region in _REGIONS)
        return f"CARIF-OREF {next(named, '')}".strip()


def session_snapshot(connection: Connection, wanted: UUID) -> SessionSnapshot | None:
    """The snapshot of a present session, withdrawn ones included; None for an unknown id.

    Lane: read.
    """
    row = connection.execute(
        "SELECT p.body, s.action_number, s.session_number, s.withdrawn, "
        "(SELECT max(c.dated) FROM coverage c WHERE c.source = s.source "
        # A withdrawn session was last seen before the import that withdrew it.
        "AND c.responsible = s.responsible AND (NOT s.withdrawn OR c.generation < s.since)) "
        "FROM session s JOIN payload p ON p.row = s.payload WHERE s.id = ? AND s.until IS NULL",
        (wanted.bytes,),
    ).fetchone()
    if row is None:
        return None
    body, action_number, session_number, withdrawn, dated = row
    formation = unpack(body)
    action = next(
        each
        for each in formation.actions
        if each.number == action_number
        and any(one.number == session_number for one in each.sessions)
    )
    session = next(each for each in action.sessions if each.number == session_number)
    fresh = datetime.strptime(dated[:8], "%Y%m%d").date() if dated else None
    return _snapshot(wanted, formation, action, session, bool(withdrawn), fresh)


def session_row(snapshot: SessionSnapshot, siret: str) -> SessionRow:
    """The row that an act opens the session with, for the organisation of this SIRET.

    Where several bodies deliver the training and this one is among them, it is the one named,
    as « co-traitant ».
    """
    shared = siret in snapshot.owners and len(snapshot.owners) > 1
    contact = snapshot.contacts[0] if snapshot.contacts else Contact("")
    place = snapshot.places[0] if snapshot.places else Place()
    funders = (_funder_words(funder) for funder in snapshot.funders)
    return SessionRow(
        id=snapshot.id,
        carif_training_number=snapshot.formation_number,
        carif_action_number=snapshot.action_number,
        carif_session_number=snapshot.session_number,
        title=snapshot.title,
        starts_on=snapshot.start.exact,
        ends_on=snapshot.end.exact,
        dates_text=french_period(snapshot.start, snapshot.end),
        town=snapshot.towns,
        place=", ".join(filter(None, (place.name or place.address.name, *place.address.lines))),
        recruitment_state=snapshot.state,
        permanent_entry=snapshot.permanent_entry,
        hours_total=snapshot.hours_total,
        hours_centre=snapshot.hours_centre,
        hours_company=snapshot.hours_company,
        hours_weekly=snapshot.hours_weekly,
        distance_share=label(TEACHING, snapshot.teaching),
        rhythm=snapshot.rhythm,
        entry_level="" if snapshot.entry_level == "0" else label(LEVELS, snapshot.entry_level),
        funder=" ; ".join(funders),
        certification=" ; ".join(map(_certification_words, snapshot.certifications)),
        contact_name=" ".join(filter(None, (contact.first_name, contact.last_name))),
        contact_phone=next(iter(contact.phones), ""),
        contact_email=contact.email,
        carif_contact=snapshot.carif,
        lead_siret=snapshot.responsible.siret,
        delivering_siret=siret if siret in snapshot.owners else next(iter(snapshot.owners), ""),
        places=snapshot.seats,
        role=ProviderRole.CO_PROVIDER if shared else ProviderRole.DELIVERING,
        offer_dated=snapshot.fresh_as_of,
    )


def _snapshot(
    wanted: UUID,
    formation: Formation,
    action: Action,
    session: Session,
    withdrawn: bool,
    fresh: date | None,
) -> SessionSnapshot:
    contacts = tuple(dict.fromkeys(_closest_first(formation, action, session)))
    flags = {
        "expired": action.expired or session.expired,
        "withdrawn": withdrawn,
        "dates_unknown": session.start.year is None and not session.start.impossible,
        "dates_impossible": session.start.impossible or session.end.impossible,
        "siret_missing": not owners(formation, action),
        "no_contact": not contacts,
    }
    return SessionSnapshot(
        id=wanted,
        formation_number=formation.number,
        action_number=action.number,
        session_number=session.number,
        owners=owners(formation, action),
        permanent_entry=bool(action.permanent_entry),
        state=RECRUITMENT_STATES.get(session.state, RecruitmentState.UNKNOWN),
        contacts=contacts,
        fresh_as_of=fresh,
        flags=tuple(name for name, raised in flags.items() if raised),
        **_copied(formation, _OF_FORMATION),
        **_copied(action, _OF_ACTION),
        **_copied(session, _OF_SESSION),
    )


def _copied(part: msgspec.Struct, names: str) -> dict[str, Any]:
    return {name: getattr(part, name) for name in names.split()}


def _closest_first(formation: Formation, action: Action, session: Session) -> Iterator[Contact]:
    """Session, formation, delivering bodies, responsible body. Source: standards A5."""
    yield from session.contacts
    yield from formation.contacts
    for trainer in action.trainers:
        yield from trainer.contacts
    yield from formation.responsible.contacts


def _funder_words(funder: Funder) -> str:
    words = label(FUNDERS, funder.code)
    return f"{words} – {funder.programme}" if funder.programme else words


def _certification_words(held: Certification) -> str:
    return (
        held.rncp or held.rs or (f"CertifInfo {held.certifinfo}" if held.certifinfo else held.cpf)
    )
