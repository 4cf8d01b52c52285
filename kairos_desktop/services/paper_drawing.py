# SPDX-License-Identifier: MIT
"""An issued paper to the bytes of its PDF, with the profile's key and pictures. Lane: read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from kairos_desktop.services import paperwork, signing_keys
from kairos_desktop.services.queries import enrolments, provider

if TYPE_CHECKING:
    from kairos_desktop.models.rows import DocumentRow
    from kairos_desktop.services.profile import OpenProfile
    from kairos_desktop.services.workspace import Workspace


class DrawnPaper(msgspec.Struct, frozen=True):
    """A PDF ready to be shown, printed or kept."""

    pdf: bytes
    file_name: str
    pages: int
    sha256: str
    unprintable: tuple[str, ...]
    """Characters that the shipped font lacks, to be announced before printing."""


def draw(profile: OpenProfile, workspace: Workspace, paper: DocumentRow) -> DrawnPaper:
    """The PDF of one version of a paper; its public key is published for `verify`."""
    from kairos_desktop.services.documents import render, signing

    key = paperwork.signing_key(profile.key)
    signing_keys.publish(profile.profile.folder, signing.public_key(key))
    document = paperwork.document_of(
        paper,
        workspace.read(enrolments.paper_replaced, paper),
        demo=profile.profile.card.demo,
    )
    pictures = paperwork.pictures_of(workspace.read(provider.provider))
    made = render.render(document, pictures, key)
    return DrawnPaper(
        made.pdf, made.file_name, made.pages, made.sha256, render.unprintable(document)
    )
