# SPDX-License-Identifier: MIT
"""What documents are made of: who issues, who it is about, what was counted, which version."""

from __future__ import annotations

from datetime import date, time
from uuid import UUID

import msgspec


class ProviderFacts(msgspec.Struct, frozen=True, kw_only=True):
    """The organisation that issues the paper, as its header and signature show it."""

    name: str
    siret: str
    nda_number: str = ""
    address: tuple[str, ...] = ()
    phone: str = ""
    email: str = ""
    quality: str = ""
    signatory_name: str = ""
    signatory_role: str = ""
    legal_name: str = ""


class PersonFacts(msgspec.Struct, frozen=True, kw_only=True):
    """A jobseeker as a paper names them; `civility` is « Madame », « Monsieur » or empty."""

    first_name: str
    last_name: str
    civility: str = ""
    birth_name: str = ""
    born_on: date | None = None
    ft_id: str = ""
    address: tuple[str, ...] = ()


class PauseFacts(msgspec.Struct, frozen=True, kw_only=True):
    """An interruption of more than fifteen days planned for the whole session."""

    starts_on: date
    ends_on: date
    reason: str = ""


class SessionFacts(msgspec.Struct, frozen=True, kw_only=True):
    """The training session, in the words of the CARIF-OREF; hours are decimal hours."""

    title: str
    carif_action_number: str = ""
    carif_session_number: str = ""
    place: str = ""
    certification: str = ""
    entry_level: str = ""
    hours_total: float | None = None
    hours_centre: float | None = None
    hours_company: float | None = None
    hours_weekly: float | None = None
    rhythm: str = ""
    distance_share: str = ""
    distance_work: str = ""
    pauses: tuple[PauseFacts, ...] = ()


class EnrolmentFacts(msgspec.Struct, frozen=True, kw_only=True):
    """One person's enrolment: `to_validate` while *retenu*, the project not yet agreed."""

    state: str
    to_validate: bool
    validated_on: date | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    presents_at: time | None = None
    funding: str = ""
    funding_reference: str = ""
    pay_agreement: str = ""
    prescriber: str = ""
    entered_on: date | None = None
    previous_end: date | None = None
    why: str = ""


class SlotFacts(msgspec.Struct, frozen=True, kw_only=True):
    """A meeting or an appointment; `label` is « information collective » or « rendez-vous … »."""

    label: str
    held_on: date
    starts_at: time
    ends_at: time | None = None
    place: str = ""
    link: str = ""
    host: str = ""
    contact: str = ""
    comment: str = ""
    capacity: int | None = None


class AttendeeFacts(msgspec.Struct, frozen=True, kw_only=True):
    """One line of a list or of a sign-in sheet; `starts_at` when each person has their own hour.

    On a list, someone `struck` was registered and is so no longer.
    """

    name: str
    ft_id: str = ""
    placed_by: str = ""
    state: str = ""
    starts_at: time | None = None
    absent: bool = False
    struck: bool = False


class AbsenceFacts(msgspec.Struct, frozen=True, kw_only=True):
    """One absence of an « état de présence »; lengths are in minutes."""

    starts: str
    ends: str
    minutes: int
    reason: str
    justified: str


class MonthFacts(msgspec.Struct, frozen=True, kw_only=True):
    """A trainee's month as it was declared; lengths are in minutes."""

    period_from: date
    period_to: date
    planned: int
    justified: int
    unjustified: int
    to_qualify: int
    declared_on: date
    declared_by: str
    rectified_on: date | None = None
    estimated: int | None = None
    validated: int | None = None

    @property
    def real(self) -> int:
        """What was attended."""
        return self.planned - self.justified - self.unjustified - self.to_qualify


class TraineeFacts(msgspec.Struct, frozen=True, kw_only=True):
    """One line of a session's recap."""

    name: str
    ft_id: str
    month: MonthFacts
    left: str = ""


class ReportFacts(msgspec.Struct, frozen=True, kw_only=True):
    """What a « bilan » says; each skill and each placement is a line."""

    written_on: date
    objectives: str
    certified: str
    follow_up: str
    acquired: tuple[str, ...] = ()
    in_progress: tuple[str, ...] = ()
    not_acquired: tuple[str, ...] = ()
    placements: tuple[str, ...] = ()
    comment: str = ""
    trainer: str = ""


class QuoteFacts(msgspec.Struct, frozen=True, kw_only=True):
    """What a « devis AIF » says; money and shares in words, None where it has not left."""

    sent_on: date | None
    starts_on: date | None
    ends_on: date | None
    teaching: str
    hourly: str
    cofunders: tuple[tuple[str, str], ...]
    requested: str
    distance: str = ""
    objective: str = ""
    content: str = ""
    means: str = ""
    arrangements: str = ""
    follow_up: str = ""
    payment: str = ""
    cpf_eligible: bool = False
    valid_until: date | None = None


class HoursFacts(msgspec.Struct, frozen=True, kw_only=True):
    """The hours of a trainee between two days, in minutes."""

    first: date
    last: date
    planned: int
    attended: int
    justified: int = 0
    unjustified: int = 0
    to_qualify: int = 0
    estimated: int | None = None
    validated: int | None = None


class Replaced(msgspec.Struct, frozen=True):
    """The version that this one « annule et remplace »."""

    version: int
    issued_on: date


class DocumentHead(msgspec.Struct, frozen=True, kw_only=True):
    """Identity of one issued version: its number, date, place, what it replaces, its marks."""

    document_id: UUID
    number: str
    version: int
    issued_on: date
    place: str = ""
    replaces: Replaced | None = None
    voided_on: date | None = None
    demo: bool = False
    provisional: bool = False
    """Drawn before the organisation's back end had accepted what it says."""


class Issued(msgspec.Struct, frozen=True, kw_only=True, tag_field="paper"):
    """A numbered paper of an organisation."""

    head: DocumentHead
    provider: ProviderFacts
