# SPDX-License-Identifier: MIT
"""The end of a post that was taken off: what was not sent is handed over, then the key goes.

The back end still takes the acts of such a post, and puts them aside for the RGC; it answers all
else with "post_revoked" (docs/protocol-people.md).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from kairos_desktop.models import failures
from kairos_desktop.models.exchange_tables import EXCHANGE, OUTBOX
from kairos_desktop.services import keyring_store
from kairos_desktop.services import profile as profiles
from kairos_desktop.services.sync.post_tokens import open_tokens

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy import Connection

    from kairos_desktop.services.profile import OpenProfile
    from kairos_desktop.services.vault import OpenStore
    from kairos_desktop.services.workspace import Workspace

REVOKED = "post_revoked"


def end_post(
    profile: OpenProfile, workspace: Workspace, keyring: OpenStore = keyring_store.open_store
) -> int:
    """Forget the key and the tokens of a revoked post; gives how many acts still forbid it.

    Nothing is forgotten while an act was not answered, nor where the back end has not said that
    the post is revoked. Lane: write, so that no act is recorded meanwhile.
    """
    waiting = workspace.write(lambda conn: _waiting(conn, workspace.org))
    if waiting:
        return waiting
    profiles.forget_key(profile.unlocked, keyring=keyring)
    try:
        open_tokens(profile.profile.card.post_id, keyring).forget()
    except failures.KeyringFailed:
        # A revoked post's token serves no one: it may only hand over what it no longer has.
        return 0
    return 0


def _waiting(conn: Connection, org: UUID) -> int:
    problem = conn.execute(select(EXCHANGE.c.problem).where(EXCHANGE.c.org_id == org)).scalar()
    if problem != REVOKED:
        raise LookupError("this post is not revoked")
    unanswered = (OUTBOX.c.org_id == org, OUTBOX.c.acked_at.is_(None), OUTBOX.c.outcome.is_(None))
    return conn.execute(select(func.count()).where(*unanswered)).scalar() or 0
