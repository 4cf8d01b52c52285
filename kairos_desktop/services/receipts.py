# SPDX-License-Identifier: MIT
"""« Accusé de transmission »: what the back end had acknowledged of a post at a moment."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from kairos_desktop.services.exchange_seen import ExchangeState


class TransmissionReceipt(msgspec.Struct, frozen=True, kw_only=True):
    """What the paper says; drawn by services.documents. Moments are civil, Europe/Paris."""

    organisation: str
    siret: str
    post: str
    server: str
    made_at: datetime
    head: int
    """The place, in the order of the organisation's acts, that this post has reached."""
    last_ok_at: datetime | None = None
    digest_ok_at: datetime | None = None
    to_send: int = 0
    unconfirmed: int = 0
    to_settle: int = 0

    @property
    def is_complete(self) -> bool:
        """Whether every act was acknowledged, and the copies found the same."""
        return not self.to_send and not self.unconfirmed and self.digest_ok_at is not None


def receipt(
    state: ExchangeState, *, organisation: str, siret: str, post: str, made_at: datetime
) -> TransmissionReceipt:
    """The receipt of the state that the last exchange left."""
    return TransmissionReceipt(
        organisation=organisation,
        siret=siret,
        post=post,
        server=state.server_url,
        made_at=made_at,
        head=state.head,
        last_ok_at=state.last_ok_at,
        digest_ok_at=state.digest_ok_at,
        to_send=state.to_send,
        unconfirmed=state.unconfirmed,
        to_settle=state.to_settle,
    )
