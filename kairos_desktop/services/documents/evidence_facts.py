# SPDX-License-Identifier: MIT
"""What the « Sommaire » of a file of evidence says: its files, their hashes, what is missing."""

from __future__ import annotations

from datetime import datetime

import msgspec

from kairos_desktop.services.documents.fact_parts import ProviderFacts, SessionFacts


class FileFacts(msgspec.Struct, frozen=True, kw_only=True):
    """One file; `pages` is 0 for a table, `note` what must be known of it."""

    name: str
    what: str
    pages: int
    sha256: str
    note: str = ""


class ChapterFacts(msgspec.Struct, frozen=True, kw_only=True):
    """A chapter with its files, in their order."""

    title: str
    files: tuple[FileFacts, ...]


class MissingFacts(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that is missing, and the text that asks for it."""

    what: str
    whom: str
    when: str
    source: str


class EvidenceSummary(msgspec.Struct, frozen=True, kw_only=True):
    """The whole; `made_at` is civil, Europe/Paris."""

    provider: ProviderFacts
    session: SessionFacts
    period: str
    made_at: datetime
    made_by: str
    chapters: tuple[ChapterFacts, ...]
    missing: tuple[MissingFacts, ...]
    demo: bool = False
