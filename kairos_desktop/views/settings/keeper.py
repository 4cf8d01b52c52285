# SPDX-License-Identifier: MIT
"""What « Mes données » asks of the profile; the composition root gives the real one.

Every refusal is an exception with a French `sentence`: what happened, what is kept, what to do.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol
from uuid import UUID

import msgspec

if TYPE_CHECKING:
    from pathlib import Path


class BackupLine(msgspec.Struct, frozen=True):
    """A verified backup: its rank, when it was made, why, and how large it is."""

    id: int
    made: str
    reason: str
    size: str


class PhraseLine(msgspec.Struct, frozen=True):
    """Whose a passphrase is, and since when."""

    id: UUID
    person: str
    made: str


class DataFacts(msgspec.Struct, frozen=True):
    """Where the data lies and what opens it."""

    folder: str
    last_backup: str
    backups: tuple[BackupLine, ...]
    is_demo: bool
    is_personal: bool
    """Whether the session's keyring opens the profile alone."""
    known: tuple[str, ...]
    """What anybody would try as a passphrase: the organisation's name, its town…"""
    phrases: tuple[PhraseLine, ...] = ()


class DataKeeper(Protocol):
    """The profile at work. Not on the GUI thread, but for `ask_restore` and `show_folder`."""

    def facts(self) -> DataFacts:
        """Read what the page shows."""
        ...

    def back_up(self) -> str:
        """Make a verified backup; give when it was made, in French. Takes seconds."""
        ...

    def replace_passphrase(self, present: str, new: str) -> None:
        """Put a new passphrase in place of the present one."""
        ...

    def add_passphrase(self, present: str, person: str, new: str) -> None:
        """Give one more person a passphrase of their own."""
        ...

    def remove_passphrase(self, phrase_id: UUID) -> None:
        """Take a person's passphrase off; the last one stays."""
        ...

    def set_personal(self, personal: bool) -> None:
        """Have the session's keyring open the profile alone, or no more."""
        ...

    def recovery_sheet(self) -> bytes:
        """Make a new recovery code, the old one opens nothing any more; give its sheet as PDF."""
        ...

    def ask_restore(self) -> None:
        """Ask which backup to put back, and put it back. On the GUI thread."""
        ...

    def show_folder(self, folder: Path) -> None:
        """Open the folder in the file manager. On the GUI thread."""
        ...
