# SPDX-License-Identifier: MIT
"""The training offer as the back end keeps it: published by the regions, so of no organisation.

The named exception among the tables: no `org_id`, and the tenant's role may only read them
(docs/adr/0285). They hold the present offer; what it was before is of no use to a post.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Index,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    text,
)

from kairos_desktop.models.base import Moment, Texts, Uuid16
from kairos_desktop.models.base import metadata as organisations

metadata = MetaData(naming_convention=organisations.naming_convention)

IMPORT = Table(
    "offer_import",
    metadata,
    # One line an import. Posts ask for what came after the last one that they know.
    Column("n", BigInteger, nullable=False, autoincrement=False),
    # Tells two histories apart: after a restoration another import may bear the same number.
    Column("id", Uuid16(), nullable=False),
    Column("imported_at", Moment(), nullable=False),
    Column("files", Texts(), nullable=False),
    # Of the newest of its files, AAAAMMJJ and maybe an hour; "" where none shows.
    Column("dated", Text, nullable=False),
    PrimaryKeyConstraint("n"),
)

FORMATION = Table(
    "offer_formation",
    metadata,
    # One line for each time that a formation was read with something new in it; numbers go up.
    Column("n", BigInteger, nullable=False, autoincrement=False),
    Column("body", LargeBinary, nullable=False),
    PrimaryKeyConstraint("n"),
)

SESSION = Table(
    "offer_session",
    metadata,
    Column("id", Uuid16(), nullable=False),
    # As it was read last with something new in it: later readings have higher numbers, so that
    # what changed since a place is what stands beyond it.
    Column("formation", BigInteger, nullable=False),
    # The last file that speaks for its provider no longer has it.
    Column("withdrawn", Boolean, nullable=False, server_default=text("false")),
    Column("formation_number", Text, nullable=False),
    Column("action_number", Text, nullable=False),
    Column("session_number", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("responsible", Text, nullable=False),
    Column("dated", Text, nullable=False),
    Column("hash", LargeBinary(16), nullable=False),
    PrimaryKeyConstraint("id"),
    Index(None, "formation"),
)

OWNER = Table(
    "offer_owner",
    metadata,
    # Whose session it is: what a post is given is found by its organisation's SIRET.
    Column("siret", Text, nullable=False),
    Column("session", Uuid16(), nullable=False),
    PrimaryKeyConstraint("siret", "session"),
    Index(None, "session"),
)

COVERAGE = Table(
    "offer_coverage",
    metadata,
    # How fresh a provider's part of a feed is, by a declared date and without one.
    Column("source", Text, nullable=False),
    Column("responsible", Text, nullable=False),
    Column("declared", Boolean, nullable=False),
    Column("dated", Text, nullable=False),
    PrimaryKeyConstraint("source", "responsible", "declared"),
)
