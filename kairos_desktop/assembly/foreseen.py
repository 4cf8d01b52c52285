# SPDX-License-Identifier: MIT
"""Which profile will probably open alone, guessed from two small files before anything is loaded.

A guess: whether it really opens is for the door to say, behind the window.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

import msgspec

from kairos_desktop.services import post_settings


class _Card(msgspec.Struct, frozen=True):
    """What is read here of profile.json (services.profile.Card)."""

    name: str
    siret: str
    demo: bool
    personal: bool


class Foreseen(NamedTuple):
    """A profile, as the frame of its window names it."""

    folder: Path
    name: str
    siret: str
    demo: bool
    operator: str


def foreseen(folder: Path | None) -> Foreseen | None:
    """The profile of `folder`, else the last one, if nobody will have to be asked; else None."""
    kept = post_settings.read(post_settings.default_path())
    if folder is None and not kept.last_profile:
        return None
    place = folder or Path(kept.last_profile)
    try:
        card = msgspec.json.decode((place / "profile.json").read_bytes(), type=_Card)
    except (OSError, ValueError):
        return None
    if not (card.demo or card.personal or os.environ.get("KAIROS_PASSPHRASE")):
        return None
    operator = kept.operators.get(str(place)) or card.name
    return Foreseen(place, card.name, card.siret, card.demo, operator)
