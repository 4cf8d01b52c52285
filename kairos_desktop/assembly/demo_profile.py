# SPDX-License-Identifier: MIT
"""A throw-away profile marked DÉMO, with its own key file, gone when the window closes."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from kairos_desktop.models.paris import paris_now
from kairos_desktop.services import demonstration
from kairos_desktop.services import profile as profiles
from kairos_desktop.services.catalogue import child, search
from kairos_desktop.services.catalogue.snapshot import session_row, session_snapshot
from kairos_desktop.services.catalogue.store import open_catalogue
from kairos_desktop.services.key_slots import DemoKeyFile
from kairos_desktop.services.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from kairos_desktop.models.rows import SessionRow
    from kairos_desktop.services.profile import OpenProfile


@contextmanager
def demo_profile(
    now: Callable[[], datetime] = paris_now,
) -> Iterator[tuple[OpenProfile, Workspace]]:
    """An empty demonstration profile, opened; its folder disappears afterwards."""
    with TemporaryDirectory(prefix="kairos-demo-", ignore_cleanup_errors=True) as place:
        folder = Path(place) / demonstration.SIRET
        profiles.create_profile(
            folder, demonstration.SIRET, demonstration.NAME, [DemoKeyFile()], demo=True
        )
        with profiles.open_profile(folder, DemoKeyFile()) as profile:
            card = profile.profile.card
            yield (
                profile,
                Workspace(
                    profile.engines.write,
                    profile.engines.read,
                    siret=card.siret,
                    post=card.post_id,
                    post_range=card.letter,
                    operator=demonstration.OPERATOR,
                    now=now,
                ),
            )


def import_sample(profile: OpenProfile, workspace: Workspace) -> None:
    """The sample of the offer in the profile's catalogue."""
    offer = demonstration.sample_offer(workspace.now().date(), profile.profile.folder)
    catalogue = profile.profile.catalogue
    child.import_files([offer], catalogue, profile.key, lambda _progress: None, lambda: False)
    child.apply_import(catalogue, profile.key, workspace.now())
    offer.unlink()


def offered_sessions(profile: OpenProfile, numbers: tuple[str, ...]) -> list[SessionRow]:
    """The sessions of the sample with these numbers, in this order."""
    catalogue = open_catalogue(profile.profile.catalogue, profile.key, query_only=True)
    try:
        ids = search.find(catalogue, search.Filter(siret=demonstration.SIRET)).ids
        found = [session_snapshot(catalogue, wanted) for wanted in ids]
    finally:
        catalogue.close()
    rows = [session_row(each, demonstration.SIRET) for each in found if each]
    by_number = {row.carif_session_number: row for row in rows}
    return [by_number[number] for number in numbers]


def fill(profile: OpenProfile, workspace: Workspace) -> None:
    """The sample of the offer and a week of work."""
    import_sample(profile, workspace)
    offer = offered_sessions(profile, ("SE_0000009001", "SE_0000009003"))
    demonstration.populate(workspace, offer)
