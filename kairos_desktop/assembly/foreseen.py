# SPDX-License-Identifier: MIT
"""Which profile will probably open alone, guessed from two small files before anything is loaded.

A guess: whether it really opens is for the door to say, behind the window.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import NamedTuple

from kairos_desktop.services import post_settings


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
        # As services.profile.Card writes it; without loading what opens profiles.
        card = json.loads((place / "profile.json").read_bytes())
        name, siret, demo, personal = (card[of] for of in ("name", "siret", "demo", "personal"))
    except (OSError, ValueError, LookupError, TypeError):
        return None
    if not (demo or personal or os.environ.get("KAIROS_PASSPHRASE")):
        return None
    return Foreseen(
        place, str(name), str(siret), bool(demo), kept.operators.get(str(place)) or name
    )
