# SPDX-License-Identifier: MIT
"""What the back end keeps beside the organisation's own tables.

Every table here has the tenant first, as those of kairos_desktop.models: the same policies guard
them. What must be found before the tenant is known (accounts, tokens) is in the directory.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    text,
)

from kairos_desktop.models.base import Moment, Uuid16
from kairos_desktop.models.base import metadata as shared

metadata = MetaData(naming_convention=shared.naming_convention)

ORG_HEAD = Table(
    "org_head",
    metadata,
    # One row an organisation, locked first by whatever writes: its acts have one order.
    Column("org_id", Uuid16(), nullable=False),
    Column("siret", Text, nullable=False),
    Column("name", Text, nullable=False),
    # The history that cursors belong to; another one after a restoration.
    Column("epoch", Uuid16(), nullable=False),
    Column("head", BigInteger, nullable=False, server_default=text("0")),
    # Tombstones below this are gone: an older cursor must download everything again.
    Column("floor", BigInteger, nullable=False, server_default=text("0")),
    # Days that a post may work without contact (reference R-D12).
    Column("lease_days", Integer, nullable=False, server_default=text("14")),
    PrimaryKeyConstraint("org_id"),
)

POST = Table(
    "post",
    metadata,
    Column("org_id", Uuid16(), nullable=False),
    Column("id", Uuid16(), nullable=False),
    Column("label", Text, nullable=False),
    # Starts the numbers of its papers; one post only has it.
    Column("letter", Text, nullable=False),
    Column("state", Text, nullable=False, server_default=text("'active'")),
    Column("enrolled_at", Moment(), nullable=False),
    Column("last_seen_at", Moment(), nullable=True),
    # What the post said last of its unsent acts.
    Column("announced_pending", Integer, nullable=False, server_default=text("0")),
    # Seals the files by which its acts come without it; kept when it is revoked.
    Column("file_key", LargeBinary(32), nullable=False),
    PrimaryKeyConstraint("org_id", "id"),
    Index(None, "org_id", "letter", unique=True),
)

STREAM = Table(
    "stream",
    metadata,
    # One numbering of acts; a post takes a new one after a clone or a restoration.
    Column("org_id", Uuid16(), nullable=False),
    Column("id", Uuid16(), nullable=False),
    Column("post_id", Uuid16(), nullable=False),
    Column("last_n", BigInteger, nullable=False),
    PrimaryKeyConstraint("org_id", "id"),
)

DELIVERY = Table(
    "delivery",
    metadata,
    # One line per act received, for ever: what makes sending again harmless.
    Column("org_id", Uuid16(), nullable=False),
    Column("act_id", Uuid16(), nullable=False),
    Column("stream_id", Uuid16(), nullable=False),
    Column("n", BigInteger, nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("code", Text, nullable=False, server_default=text("''")),
    Column("facts", Text, nullable=False, server_default=text("'{}'")),
    # Of the act as it was said: the same id with another content is a fault.
    Column("digest", LargeBinary(16), nullable=False),
    Column("received_at", Moment(), nullable=False),
    PrimaryKeyConstraint("org_id", "act_id"),
    Index("uq_delivery_order", "org_id", "stream_id", "n", unique=True),
)

TOMBSTONE = Table(
    "tombstone",
    metadata,
    # Rows that are gone: no personal data, and none of what they were.
    Column("org_id", Uuid16(), nullable=False),
    Column("row_table", Text, nullable=False),
    Column("id", Uuid16(), nullable=False),
    Column("rev", BigInteger, nullable=False),
    PrimaryKeyConstraint("org_id", "row_table", "id"),
    Index(None, "org_id", "rev"),
)
