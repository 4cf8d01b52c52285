# SPDX-License-Identifier: MIT
"""Opening the profile that a command works on."""

from __future__ import annotations

import getpass
import os
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from kairos_desktop.commands.answers import CommandRefused, Exit
from kairos_desktop.services import profile as profiles
from kairos_desktop.services.key_slots import Passphrase
from kairos_desktop.services.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kairos_desktop.services.profile import OpenProfile


@contextmanager
def opened(folder: Path | None) -> Iterator[tuple[OpenProfile, Workspace]]:
    """The profile and its workspace, closed afterwards. Asks for the passphrase on a terminal."""
    if folder is None:
        raise CommandRefused("Indiquez le profil : --profile DOSSIER.", Exit.USAGE)
    profile = profiles.read_profile(folder)
    way = profiles.way_without_asking(profile, os.environ)
    if way is None:
        way = Passphrase(asked_passphrase("Phrase de passe : "))
    with profiles.open_profile(folder, way) as profile_open:
        yield profile_open, workspace_of(profile_open)


def workspace_of(profile: OpenProfile) -> Workspace:
    """The records of an opened profile, said by the person at this post."""
    card = profile.profile.card
    return Workspace(
        profile.engines.write,
        profile.engines.read,
        siret=card.siret,
        post=card.post_id,
        post_range=card.letter,
        operator=operator_name(),
        hides_when_overdue=True,
        keeps_to_role=True,
    )


def operator_name() -> str:
    """Who sits at this post: the session's name, or KAIROS_OPERATOR for scripts."""
    return os.environ.get("KAIROS_OPERATOR", "") or getpass.getuser()


def asked_passphrase(prompt: str) -> str:
    """The passphrase typed on a terminal. CommandRefused where there is none to ask."""
    if not sys.stdin.isatty():
        raise CommandRefused(
            "Ce profil s’ouvre avec une phrase de passe : donnez-la dans la variable "
            "KAIROS_PASSPHRASE, ou lancez la commande dans un terminal.",
            Exit.STORAGE,
        )
    return getpass.getpass(prompt)
