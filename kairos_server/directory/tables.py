# SPDX-License-Identifier: MIT
"""What must be found before the tenant is known: who may sign in, and with which tokens.

No secret stands here in a form that serves again: passwords as argon2id, tokens as SHA-256. Name,
role and sites are a copy of the shared row of the account, written in the same transaction, so
that a request is recognised by one statement.
"""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
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

from kairos_desktop.models.base import Moment, Texts, Uuid16, Word
from kairos_desktop.models.base import metadata as shared
from kairos_desktop.models.vocabulary import PostState, Role

metadata = MetaData(naming_convention=shared.naming_convention)

ACCOUNT = Table(
    "directory_account",
    metadata,
    Column("org_id", Uuid16(), nullable=False),
    Column("id", Uuid16(), nullable=False),
    # As typed at sign-in, folded: one account space per organisation.
    Column("login", Text, nullable=False),
    Column("full_name", Text, nullable=False),
    Column("role", Word(Role), nullable=False),
    Column("sites", Texts(), nullable=False),
    Column("active", Boolean, nullable=False),
    Column("password", Text, nullable=False),
    Column("password_at", Moment(), nullable=False),
    # Set while the password is one that somebody else chose: 72 hours, weekends included.
    Column("provisional_until", Moment(), nullable=True),
    PrimaryKeyConstraint("org_id", "id"),
    Index(None, "org_id", "login", unique=True),
)

TRIES = Table(
    "directory_tries",
    metadata,
    # Tries on a login, whether an account has it or not: the answers must be the same.
    Column("org_id", Uuid16(), nullable=False),
    # SHA-256 of the login: people type their password there.
    Column("login", LargeBinary(32), nullable=False),
    Column("in_a_row", Integer, nullable=False),
    Column("in_the_day", Integer, nullable=False),
    Column("day_began_at", Moment(), nullable=False),
    Column("next_at", Moment(), nullable=True),
    PrimaryKeyConstraint("org_id", "login"),
)

SIGN_IN = Table(
    "directory_sign_in",
    metadata,
    # One family of refresh tokens: a person on a post.
    Column("org_id", Uuid16(), nullable=False),
    Column("id", Uuid16(), nullable=False),
    Column("account_id", Uuid16(), nullable=False),
    Column("post_id", Uuid16(), nullable=False),
    Column("post_state", Word(PostState), nullable=False),
    # Found by the first half of any of its tokens; what follows it must be the current one.
    Column("handle", LargeBinary(32), nullable=False),
    Column("current", LargeBinary(32), nullable=False),
    # The token before, and what makes its successor again from it: see docs/adr/0110.
    Column("previous", LargeBinary(32), nullable=True),
    Column("salt", LargeBinary(32), nullable=True),
    Column("rotated_at", Moment(), nullable=False),
    Column("started_at", Moment(), nullable=False),
    Column("expires_at", Moment(), nullable=False),
    # Failed passwords typed with this family as proof of trust.
    Column("tries", Integer, nullable=False, server_default=text("0")),
    Column("ended_at", Moment(), nullable=True),
    Column("ended_for", Text, nullable=False, server_default=text("''")),
    PrimaryKeyConstraint("org_id", "id"),
    Index(None, "handle", unique=True),
    Index(None, "org_id", "account_id"),
    Index(None, "org_id", "post_id"),
)

ACCESS = Table(
    "directory_access",
    metadata,
    Column("org_id", Uuid16(), nullable=False),
    Column("token", LargeBinary(32), nullable=False),
    Column("sign_in_id", Uuid16(), nullable=False),
    Column("expires_at", Moment(), nullable=False),
    PrimaryKeyConstraint("token"),
    Index(None, "org_id", "sign_in_id"),
)
