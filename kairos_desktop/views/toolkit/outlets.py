# SPDX-License-Identifier: MIT
"""What leaves the window: papers to see and print, tables to save; bootstrap gives both."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date
    from uuid import UUID

    from kairos_desktop.models.vocabulary import DocumentKind, HalfDay
    from kairos_desktop.services.due.notices import Owed
    from kairos_desktop.services.exchange.table import Cell


class Says(Protocol):
    """Who can say a sentence: the desk."""

    def say(self, sentence: str) -> None:
        """Show a sentence."""
        ...


class Papers(Protocol):
    """Shows a paper in the window, from where it is printed or saved as PDF."""

    def show(
        self,
        kind: DocumentKind,
        *,
        slot_id: UUID | None = None,
        slot_ids: Sequence[UUID] = (),
        enrolment_ids: Sequence[UUID] = (),
        registration_ids: Sequence[UUID] = (),
        session_id: UUID | None = None,
        month: date | None = None,
        period: tuple[date, date] | None = None,
        note: str = "",
    ) -> None:
        """Show the paper of one or several slots, of enrolments or registrations, as one document.

        `period` is that of an « attestation d'assiduité »; `note` stands above the pages: who is
        not among them, and why.
        """
        ...

    def show_notices(self, owed: Sequence[Owed]) -> None:
        """Issue these notices and letters, then show them as one document."""
        ...

    def show_quote(self, quote_id: UUID) -> None:
        """Issue a « devis AIF » that is still a draft where it has changed, then show it."""
        ...

    def show_sheets(
        self,
        session_ids: Sequence[UUID],
        first: date,
        last: date,
        only: Collection[tuple[UUID, date, HalfDay]] = (),
    ) -> None:
        """Show the sign-in sheets of these sessions between two days, both included.

        Without a session, those of every one that is taught then. `only` keeps some half-days:
        session, day, half.
        """
        ...

    def save_evidence(self, session_id: UUID, title: str) -> None:
        """Ask where, then write the file of evidence of a session, whose title names it."""
        ...


class Exports(Protocol):
    """Saves a table as the screen shows it (XLSX, ODS, CSV)."""

    def save(self, title: str, headings: Sequence[str], lines: Sequence[Sequence[Cell]]) -> None:
        """Ask where and in which format, then save; the desk says where it lies."""
        ...


class NoPapers:
    """Where no document can be made."""

    def __init__(self, desk: Says) -> None:
        self._desk = desk

    def show(
        self,
        kind: DocumentKind,
        *,
        slot_id: UUID | None = None,
        slot_ids: Sequence[UUID] = (),
        enrolment_ids: Sequence[UUID] = (),
        registration_ids: Sequence[UUID] = (),
        session_id: UUID | None = None,
        month: date | None = None,
        period: tuple[date, date] | None = None,
        note: str = "",
    ) -> None:
        """Say that nothing can be printed from here."""
        del kind, slot_id, slot_ids, enrolment_ids, registration_ids, session_id, month
        del period, note
        self._desk.say("L’impression n’est pas disponible dans cette fenêtre.")

    def show_notices(self, owed: Sequence[Owed]) -> None:
        """Say that nothing can be printed from here."""
        del owed
        self._desk.say("L’impression n’est pas disponible dans cette fenêtre.")

    def show_quote(self, quote_id: UUID) -> None:
        """Say that nothing can be printed from here."""
        del quote_id
        self._desk.say("L’impression n’est pas disponible dans cette fenêtre.")

    def show_sheets(
        self,
        session_ids: Sequence[UUID],
        first: date,
        last: date,
        only: Collection[tuple[UUID, date, HalfDay]] = (),
    ) -> None:
        """Say that nothing can be printed from here."""
        del session_ids, first, last, only
        self._desk.say("L’impression n’est pas disponible dans cette fenêtre.")

    def save_evidence(self, session_id: UUID, title: str) -> None:
        """Say that nothing can be written from here."""
        del session_id, title
        self._desk.say("L’impression n’est pas disponible dans cette fenêtre.")


class NoExports:
    """Where no table can be saved."""

    def __init__(self, desk: Says) -> None:
        self._desk = desk

    def save(self, title: str, headings: Sequence[str], lines: Sequence[Sequence[Cell]]) -> None:
        """Say that nothing can be saved from here."""
        del title, headings, lines
        self._desk.say("L’export n’est pas disponible dans cette fenêtre.")
