# SPDX-License-Identifier: MIT
"""What the pages of the exchange ask of the program; the composition root gives it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from uuid import UUID

    from kairos_desktop.services.exchange_seen import ExchangeState


class ExchangeKeeper(Protocol):
    """This post, seen from its exchange."""

    operator: str
    """Who works here: the lines of that person are mine."""
    post: UUID

    def post_name(self, post: UUID, /) -> str:
        """« Poste « A » » for this one, what is known of another."""
        ...

    def can_synchronise(self) -> bool:
        """Whether this window has a server to speak to."""
        ...

    def synchronise(self) -> None:
        """Ask for an exchange now; what it brings comes by the hub. GUI thread, returns at once."""
        ...

    def can_join(self) -> bool:
        """Whether a server can be joined from this window."""
        ...

    def ask_join(self) -> None:
        """Begin « Rejoindre un serveur… ». GUI thread."""
        ...

    def ask_sign_in(self) -> None:
        """Begin « Se reconnecter au serveur… ». GUI thread."""
        ...

    def receipt(self, state: ExchangeState) -> tuple[bytes, str]:
        """The « Accusé de transmission » of a state, and its file's name. Lane: read."""
        ...
