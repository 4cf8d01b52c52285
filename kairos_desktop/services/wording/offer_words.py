# SPDX-License-Identifier: MIT
"""What is said of an offer that a server gave. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kairos_desktop.services.catalogue.summary import Preview


def received_sentence(took: Preview) -> str:
    """What changed on this post, in numbers."""
    counts = (
        (took.new, "nouvelle", "nouvelles"),
        (took.changed, "modifiée", "modifiées"),
        (took.withdrawn, "retirée", "retirées"),
    )
    said = [f"{count} {one if count == 1 else many}" for count, one, many in counts if count]
    return f"Offre reçue du serveur : {', '.join(said)}."
