# SPDX-License-Identifier: MIT
"""What a post keeps for its exchange with the back end; empty on a post that works alone.

The organisation's tables hold what one sees: `truth`, with the acts of `outbox` played on it.
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
    text,
)

from kairos_desktop.models.base import Moment, Uuid16, metadata

EXCHANGE = Table(
    "exchange",
    metadata,
    Column("org_id", Uuid16(), nullable=False),
    Column("server_url", Text, nullable=False),
    # The signed-in account, whose rights the back end looks at; its name signs the acts.
    Column("account_id", Uuid16(), nullable=True),
    # The history of the back end that the cursor belongs to; NULL before the first answer.
    Column("epoch", Uuid16(), nullable=True),
    # Numbers the acts 1, 2, 3…; taken anew after a clone or a restoration of either side.
    Column("stream_id", Uuid16(), nullable=False),
    Column("next_n", Integer, nullable=False, server_default=text("1")),
    Column("cursor", Text, nullable=False, server_default=text("''")),
    Column("head", Integer, nullable=False, server_default=text("0")),
    # Cursor of the next page of a download that was cut.
    Column("staged_cursor", Text, nullable=False, server_default=text("''")),
    Column("last_ok_at", Moment(), nullable=True),
    Column("digest_ok_at", Moment(), nullable=True),
    Column("failures", Integer, nullable=False, server_default=text("0")),
    Column("next_try_at", Moment(), nullable=True),
    Column("lease_until", Moment(), nullable=True),
    # Why the back end does not serve this post, until a person has done something: a code.
    Column("problem", Text, nullable=False, server_default=text("''")),
    # What the back end gave this post to seal the files that somebody carries; NULL before.
    Column("file_key", LargeBinary(32), nullable=True),
    PrimaryKeyConstraint("org_id"),
    sqlite_with_rowid=False,
)

OUTBOX = Table(
    "outbox",
    metadata,
    Column("org_id", Uuid16(), nullable=False),
    Column("act_id", Uuid16(), nullable=False),
    Column("n", Integer, nullable=False),
    Column("account_id", Uuid16(), nullable=True),
    # The letter of the papers' numbers when the act was made.
    Column("letter", Text, nullable=False, server_default=text("''")),
    # The head that the post knew when the act was made.
    Column("base", Integer, nullable=False),
    # Warning codes that the person saw, and what was agreed in advance: JSON lists of texts.
    Column("expects", Text, nullable=False, server_default=text("'[]'")),
    Column("fallback", Text, nullable=False, server_default=text("'[]'")),
    # JSON of the refusal met when it was last played here: it will probably be refused.
    Column("doubt", Text, nullable=True),
    # What the back end answered, and when a pull covered it; kept thirty days after that.
    Column("outcome", Text, nullable=True),
    Column("acked_at", Moment(), nullable=True),
    PrimaryKeyConstraint("org_id", "act_id"),
    Index(None, "org_id", "n"),
    # Those to send, to play again and to forget: not looked for among all of thirty days.
    Index("ix_outbox_unheard", "org_id", "n", sqlite_where=text("outcome IS NULL")),
    Index("ix_outbox_uncovered", "org_id", "n", sqlite_where=text("acked_at IS NULL")),
    Index("ix_outbox_covered", "org_id", "acked_at", sqlite_where=text("acked_at IS NOT NULL")),
    sqlite_with_rowid=False,
)

DIRTY = Table(
    "dirty",
    metadata,
    # Rows that a pending act has touched: undone from `truth` before what was received is applied.
    Column("org_id", Uuid16(), nullable=False),
    Column("row_table", Text, nullable=False),
    Column("id", Uuid16(), nullable=False),
    PrimaryKeyConstraint("org_id", "row_table", "id"),
    sqlite_with_rowid=False,
)

TRUTH = Table(
    "truth",
    metadata,
    # The back end's row as it was received, with the fields that this version does not know.
    Column("org_id", Uuid16(), nullable=False),
    Column("row_table", Text, nullable=False),
    Column("id", Uuid16(), nullable=False),
    Column("rev", Integer, nullable=False),
    Column("body", Text, nullable=False),
    PrimaryKeyConstraint("org_id", "row_table", "id"),
    sqlite_with_rowid=False,
)

STAGE = Table(
    "stage",
    metadata,
    # Pages of rows received and not yet applied, in their order.
    Column("org_id", Uuid16(), nullable=False),
    Column("page", Integer, nullable=False),
    Column("rows", Text, nullable=False),
    PrimaryKeyConstraint("org_id", "page"),
    sqlite_with_rowid=False,
)

PROVISIONAL = Table(
    "provisional",
    metadata,
    # Papers drawn on this post before the back end had accepted what they say.
    Column("org_id", Uuid16(), nullable=False),
    Column("document_id", Uuid16(), nullable=False),
    Column("drawn_at", Moment(), nullable=False),
    # When a person decided: drawn anew, or noted.
    Column("decided_at", Moment(), nullable=True),
    PrimaryKeyConstraint("org_id", "document_id"),
    sqlite_with_rowid=False,
)
