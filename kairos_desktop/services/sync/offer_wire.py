# SPDX-License-Identifier: MIT
"""The part of the published offer that the back end gives a post: docs/protocol.md, 12, in structs.

Names are for ever, those of kairos_desktop.services.catalogue.offer included.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import msgspec

from kairos_desktop.services.catalogue.offer import Formation


class OfferedFormation(msgspec.Struct, frozen=True, omit_defaults=True):
    """A formation with those of its sessions that are the organisation's and have changed."""

    body: Formation
    dated: str = ""
    """Its last change, AAAAMMJJ; "" where its file said none."""


class Covered(msgspec.Struct, frozen=True, omit_defaults=True):
    """How fresh the back end is for one responsible body in one regional feed."""

    source: str
    responsible: str
    dated: str
    declared: bool = False
    """Whether the file gave the date itself; else it is that of its last change."""


class OfferAnswer(msgspec.Struct, frozen=True, omit_defaults=True):
    """A page of what changed in the offer since a cursor; to be applied with the last page."""

    cursor: str
    imported_at: datetime
    """When the back end imported its last files."""
    dated: str
    more: bool = False
    formations: tuple[OfferedFormation, ...] = ()
    covered: tuple[Covered, ...] = ()
    """With the last page: whose sessions are spoken of."""
    live: tuple[UUID, ...] = ()
    """With the last page: every session of the organisation that is in the offer now."""
