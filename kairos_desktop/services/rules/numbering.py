# SPDX-License-Identifier: MIT
"""Numbers of documents: kind, year, the post's own range, and a count without a hole.

Two posts without a network never give the same number, since each has its letter.
"""

from __future__ import annotations

from uuid import UUID, uuid5

from kairos_desktop.models.vocabulary import DocumentKind


def document_number(kind: DocumentKind, year: int, post_range: str, count: int) -> str:
    """The number as printed, e.g. « CI-2026-A-000142 »."""
    return f"{kind.value}-{year}-{post_range}-{count:06d}"


def counter_id(post: UUID, kind: DocumentKind, year: int) -> UUID:
    """The id of the counter that a post keeps for a kind of paper and a year."""
    return uuid5(post, f"{kind.value}-{year}")
