# SPDX-License-Identifier: MIT
"""The ledger's own tables: the acts as they were said, and the rows as they were before.

`act` is never updated but for what the back end answers; `image` is what undo and history read.
"""

from __future__ import annotations

from sqlalchemy import (
    Column,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    Table,
    Text,
)

from kairos_desktop.models.base import Moment, Uuid16, metadata

ACT = Table(
    "act",
    metadata,
    Column("org_id", Uuid16(), nullable=False),
    Column("id", Uuid16(), nullable=False),
    # 1, 2, 3… without a hole within one post.
    Column("n", Integer, nullable=False),
    Column("post_id", Uuid16(), nullable=False),
    Column("gesture_id", Uuid16(), nullable=False),
    Column("type", Text, nullable=False),
    Column("v", Integer, nullable=False),
    Column("args", Text, nullable=False),
    Column("made_at", Moment(), nullable=False),
    Column("made_by", Text, nullable=False),
    # Its place in the order of the organisation; NULL until the back end has spoken.
    Column("seq", Integer, nullable=True),
    # The act that this one undoes, and the one that undid it.
    Column("undoes_id", Uuid16(), nullable=True),
    Column("undone_by_id", Uuid16(), nullable=True),
    PrimaryKeyConstraint("org_id", "id"),
    Index("uq_act_order", "org_id", "post_id", "n", unique=True),
    Index("ix_act_gesture", "org_id", "gesture_id"),
    Index("ix_act_seq", "org_id", "seq"),
    sqlite_with_rowid=False,
)

IMAGE = Table(
    "image",
    metadata,
    Column("org_id", Uuid16(), nullable=False),
    Column("act_id", Uuid16(), nullable=False),
    Column("step", Integer, nullable=False),
    Column("row_table", Text, nullable=False),
    Column("id", Uuid16(), nullable=False),
    # NULL: the row did not exist.
    Column("before", Text, nullable=True),
    # Digest of the row after; NULL: the row is gone.
    Column("after", LargeBinary(16), nullable=True),
    PrimaryKeyConstraint("org_id", "act_id", "step"),
    Index("ix_image_row", "org_id", "id", "act_id"),
    sqlite_with_rowid=False,
)
