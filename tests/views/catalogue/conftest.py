# SPDX-License-Identifier: MIT
"""A real catalogue beside a real workspace."""

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from kairos_desktop import resource_files
from kairos_desktop.assembly.catalogue_shelf import CatalogueShelf
from tests.factories import KEY, SIRET, Scene

SAMPLE = resource_files.path("demo", "example-2.3.xml")


@pytest.fixture
def shelf(scene: Scene, tmp_path: Path) -> Iterator[CatalogueShelf]:
    """The catalogue of a profile, empty."""
    card = SimpleNamespace(siret=SIRET)
    profile = SimpleNamespace(catalogue=tmp_path / "catalogue.db", card=card)
    opened = SimpleNamespace(profile=profile, key=KEY)
    made = CatalogueShelf(opened, scene.clock)  # type: ignore[arg-type]
    yield made
    made.close()


@pytest.fixture
def full_shelf(shelf: CatalogueShelf) -> CatalogueShelf:
    """The same with the sample imported."""
    shelf.prepare([SAMPLE], lambda _: None, lambda: False)
    shelf.apply()
    return shelf
