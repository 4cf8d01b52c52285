# SPDX-License-Identifier: MIT
"""What the start window asks of the services, and how it asks: off the GUI thread, never lost."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from shiboken6 import isValid

from kairos_desktop.services.profile_door import DoorRefused, Trouble

if TYPE_CHECKING:
    from PySide6.QtCore import QObject

    from kairos_desktop.services.backups import Backup
    from kairos_desktop.services.key_slots import Way
    from kairos_desktop.services.profile import OpenProfile
    from kairos_desktop.services.profile_door import Created, KnownProfile, NewProfile
    from kairos_desktop.views.toolkit.lanes import Lanes

T = TypeVar("T")

_UNFORESEEN = (
    "Quelque chose d’imprévu a interrompu cette étape. Vos données n’ont pas été modifiées. "
    "Recommencez ; si cela se répète, fermez puis rouvrez Kairos Desktop."
)


class ProfileDoor(Protocol):
    """The profiles of this machine; every refusal is a DoorRefused. Not on the GUI thread."""

    def list(self) -> tuple[KnownProfile, ...]:
        """Every profile that can be chosen."""
        ...

    def known(self, folder: Path) -> KnownProfile:
        """What the card of a folder says."""
        ...

    def last(self) -> Path | None:
        """The folder opened last on this post."""
        ...

    def operator(self, folder: Path) -> str:
        """Who worked last in a profile on this post."""
        ...

    def folder_for(self, siret: str, parent: Path | None = None) -> Path:
        """Where the profile of an organisation goes."""
        ...

    def way_without_asking(self, folder: Path) -> Way | None:
        """The way in that needs nobody."""
        ...

    def open(self, folder: Path, way: Way, operator: str) -> OpenProfile:
        """A profile at work."""
        ...

    def create(self, new: NewProfile) -> Created:
        """A profile just made, open, with its recovery sheet."""
        ...

    def check_code(self, folder: Path, code: str) -> None:
        """Refuses a recovery code that does not open the profile."""
        ...

    def open_renewed(self, folder: Path, code: str, passphrase: str, operator: str) -> OpenProfile:
        """Opens by the recovery code and changes the passphrase."""
        ...

    def backups(self, folder: Path) -> tuple[Backup, ...]:
        """The verified backups, the newest first."""
        ...

    def restore(self, folder: Path, way: Way, backup: Backup, operator: str) -> OpenProfile:
        """Puts a backup back, then opens."""
        ...

    def restore_open(self, opened: OpenProfile, backup: Backup) -> OpenProfile:
        """Puts a backup back into a profile at work."""
        ...


class Asking:
    """Runs one job of the door at a time for a window.

    On the write lane, whose answers never vanish: a profile that opened after its window was
    closed is given to `unwanted`, so that its folder does not stay held.
    """

    def __init__(
        self, lanes: Lanes, owner: QObject, unwanted: Callable[[Any], None] = lambda _answer: None
    ) -> None:
        self._lanes = lanes
        self._owner = owner
        self._unwanted = unwanted
        self._is_given_up = False

    def give_up(self) -> None:
        """Take no answer any more."""
        self._is_given_up = True

    def ask(
        self,
        job: Callable[[], T],
        done: Callable[[T], None],
        refused: Callable[[DoorRefused], None],
    ) -> None:
        """Run a job; a failure that nobody foresaw comes as a refusal too."""

        def answered(answer: T | DoorRefused) -> None:
            if self._is_given_up or not isValid(self._owner):
                if not isinstance(answer, DoorRefused):
                    self._unwanted(answer)
            elif isinstance(answer, DoorRefused):
                refused(answer)
            else:
                done(answer)

        def failed(_error: Exception) -> None:
            answered(DoorRefused(Trouble.OTHER, _UNFORESEEN))

        self._lanes.write(lambda: _attempt(job), answered, failed)


def _attempt(job: Callable[[], T]) -> T | DoorRefused:
    """The answer of a job or its refusal, which is no incident for the technical log."""
    try:
        return job()
    except DoorRefused as refused:
        return refused
