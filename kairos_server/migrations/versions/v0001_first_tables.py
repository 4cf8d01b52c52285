# SPDX-License-Identifier: MIT
"""The tables of the first version (docs/adr/0013).

Revision ID: 0001
"""

from alembic import op

from kairos_server import schema

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Makes every declared table: before the first release the schema has one step."""
    schema.organisation.create_all(op.get_bind())
    schema.directory.create_all(op.get_bind())
    schema.offer.create_all(op.get_bind())
