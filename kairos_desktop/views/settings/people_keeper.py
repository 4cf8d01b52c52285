# SPDX-License-Identifier: MIT
"""What « Gestion des comptes » asks of the program; the composition root gives it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from PySide6.QtCore import QObject

    from kairos_desktop.services.sync.directory import Directory


class Refusal(Protocol):
    """Why the back end, or the way to it, did not allow something."""

    code: str
    sentence: str


class PeopleKeeper(Protocol):
    """The accounts and posts of the organisation, seen from this post. GUI thread."""

    post: UUID

    def ask(
        self,
        job: Callable[[Directory], Any],
        done: Callable[[Any], None],
        refused: Callable[[Refusal], None],
        owner: QObject,
    ) -> None:
        """Run a job over the network; its answer comes back unless `owner` is gone."""
        ...

    def synchronise(self) -> None:
        """Ask for an exchange now: what was changed comes back as everybody sees it."""
        ...

    def can_join(self) -> bool:
        """Whether a server can be joined from this window."""
        ...

    def ask_join(self) -> None:
        """Begin « Rejoindre un serveur… »."""
        ...
