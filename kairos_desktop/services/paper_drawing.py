# SPDX-License-Identifier: MIT
"""Issued papers to the bytes of a PDF, with the profile's key and pictures. Lane: read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from kairos_desktop.services import paperwork, signing_keys
from kairos_desktop.services.queries import papers, provider

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kairos_desktop.models.rows import DocumentRow
    from kairos_desktop.services.documents.facts import IssuedDocument
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
    announcement: str = ""
    """The sentence that announces them."""


def draw(profile: OpenProfile, workspace: Workspace, row: DocumentRow) -> DrawnPaper:
    """The PDF of one version of a paper; its public key is published for `verify`."""
    return draw_all(profile, workspace, [row])


def draw_all(profile: OpenProfile, workspace: Workspace, rows: Sequence[DocumentRow]) -> DrawnPaper:
    """Papers as one PDF, in this order; at least one. About 10 ms each."""
    from kairos_desktop.services.documents import batch, render, signing, typeface

    key = paperwork.signing_key(profile.key)
    signing_keys.publish(profile.profile.folder, signing.public_key(key))
    documents = _documents(profile, workspace, rows)
    pictures = paperwork.pictures_of(workspace.read(provider.provider))
    missing = tuple(
        dict.fromkeys(char for document in documents for char in render.unprintable(document))
    )
    said = typeface.announcement(missing) if missing else ""
    if len(documents) == 1:
        made = render.render(documents[0], pictures, key)
        return DrawnPaper(made.pdf, made.file_name, made.pages, made.sha256, missing, said)
    merged = batch.render_batch(documents, pictures, key, lambda _done, _total: None)
    pages = sum(item.pages for item in merged.items)
    return DrawnPaper(merged.pdf, "documents.pdf", pages, "", missing, said)


def _documents(
    profile: OpenProfile, workspace: Workspace, rows: Sequence[DocumentRow]
) -> list[IssuedDocument]:
    demo = profile.profile.card.demo
    return [
        paperwork.document_of(row, workspace.read(papers.replaced_by, row), demo=demo)
        for row in rows
    ]
