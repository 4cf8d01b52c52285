# SPDX-License-Identifier: MIT
"""What the catalogue keeps of an LHEO document, as frozen values.

Empty text is "" (LHEO writes « - » for it), an unknown code is kept as it was written, a number
given by a CARIF is opaque text: case and zeros count. Source: LHEO 2.2 and 2.3; standards A2, A5.
"""

from __future__ import annotations

from datetime import time

import msgspec

from kairos_desktop.services.catalogue.holed import UNKNOWN, HoledDate


class Value(msgspec.Struct, frozen=True, omit_defaults=True):
    """What every part of the offer is: immutable, its empty fields left out of the file."""


class Code(Value, frozen=True):
    """A code and the version of its list: a Formacode means nothing without it."""

    code: str
    ref: str = ""


class Address(Value, frozen=True):
    """A postal address."""

    name: str = ""
    lines: tuple[str, ...] = ()
    postcode: str = ""
    town: str = ""
    region: str = ""


class Contact(Value, frozen=True):
    """Somebody to call; `origin` says which part of the offer named them."""

    origin: str
    kind: str = ""
    last_name: str = ""
    first_name: str = ""
    phones: tuple[str, ...] = ()
    email: str = ""


class Place(Value, frozen=True):
    """A place of training; a rented room has no SIRET."""

    siret: str = ""
    name: str = ""
    address: Address = Address()


class Provider(Value, frozen=True):
    """A body: the responsible one, or one that delivers."""

    number: str = ""
    siret: str = ""
    name: str = ""
    legal_name: str = ""
    activity_number: str = ""
    uai: str = ""
    address: Address | None = None
    contacts: tuple[Contact, ...] = ()


class Funder(Value, frozen=True):
    """Who pays, for how many, under which programme (an extra of the national hub)."""

    code: str
    seats: int | None = None
    programme: str = ""


class RecruitmentSlot(Value, frozen=True):
    """A `recrutement` of LHEO 2.3: 9 info coll, 8 RDV individuel, 7 candidature, or another."""

    modality: str
    start: HoledDate = UNKNOWN
    end: HoledDate = UNKNOWN
    starts_at: time | None = None
    ends_at: time | None = None
    hours_text: str = ""
    remote: bool | None = None
    url: str = ""
    address: Address | None = None
    seats: int | None = None
    comment: str = ""


class Certification(Value, frozen=True):
    """A certification prepared: its codes as they were written."""

    rncp: str = ""
    rs: str = ""
    certifinfo: str = ""
    cpf: str = ""


class Session(Value, frozen=True):
    """A session: its dates, its recruitment. `state` is "" where the file says nothing."""

    number: str
    start: HoledDate = UNKNOWN
    end: HoledDate = UNKNOWN
    state: str = ""
    registration_address: Address | None = None
    registration_mode: str = ""
    registration_start: HoledDate = UNKNOWN
    registration_end: HoledDate = UNKNOWN
    slots: tuple[RecruitmentSlot, ...] = ()
    contacts: tuple[Contact, ...] = ()
    urls: tuple[str, ...] = ()
    seats: int | None = None
    seats_least: int | None = None
    expired: bool = False


class Action(Value, frozen=True):
    """How and where a formation is given, by whom, paid by whom."""

    number: str
    permanent_entry: bool | None = None
    teaching: str = ""
    rhythm: str = ""
    conditions: str = ""
    places: tuple[Place, ...] = ()
    hours_centre: float | None = None
    hours_company: float | None = None
    hours_total: float | None = None
    hours_weekly: float | None = None
    duration_text: str = ""
    funders: tuple[Funder, ...] = ()
    trainers: tuple[Provider, ...] = ()
    information_dates: tuple[HoledDate, ...] = ()
    information_address: Address | None = None
    recruitment_text: str = ""
    expired: bool = False
    sessions: tuple[Session, ...] = ()


class Formation(Value, frozen=True):
    """A formation, whole: what one `formation` element of the file says."""

    number: str
    title: str
    responsible: Provider
    carif: str = ""
    objective: str = ""
    results: str = ""
    content: str = ""
    certifying: bool | None = None
    formacodes: tuple[Code, ...] = ()
    nsf: tuple[str, ...] = ()
    rome: tuple[str, ...] = ()
    certifications: tuple[Certification, ...] = ()
    entry_level: str = ""
    exit_level: str = ""
    contacts: tuple[Contact, ...] = ()
    actions: tuple[Action, ...] = ()
