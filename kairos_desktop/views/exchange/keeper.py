# SPDX-License-Identifier: MIT
"""What the pages of the exchange ask of the program; the composition root gives it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path
    from uuid import UUID

    from kairos_desktop.services.exchange_seen import ExchangeState
    from kairos_desktop.services.ledger import ChangeSet


@dataclass(frozen=True)
class Taken:
    """What became of a file to write, or of those that somebody brought: one sentence each."""

    sentence: str
    changes: ChangeSet | None = None
    is_refused: bool = False
    """Whether one of them was not written, or not taken."""


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

    def acts_file_name(self) -> str:
        """What a new file of acts is called."""
        ...

    def export_acts(self, path: Path) -> Taken:
        """Write the acts to send; they stay to be sent. Lane: read."""
        ...

    def import_acts(self, paths: Sequence[Path]) -> Taken:
        """Hand over the acts that others wrote, read the answers to ours. Lane: read, network."""
        ...

    def look_again(self) -> None:
        """Read again where the exchange stands. GUI thread."""
        ...
