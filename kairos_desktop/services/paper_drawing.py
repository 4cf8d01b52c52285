# SPDX-License-Identifier: MIT
"""Issued papers to the bytes of a PDF, with the profile's key and pictures.

`gather` reads (lane: read); `drawn` neither reads nor writes, so that a long batch is drawn in a
child process by `drawn_apart`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from kairos_desktop.services import paperwork, signing_keys
from kairos_desktop.services.queries import papers, provider, provisional

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from kairos_desktop.models.rows import DocumentRow
    from kairos_desktop.services.documents.facts import IssuedDocument, Pictures
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


class ToDraw:
    """Papers with everything that drawing them takes; goes to a child process by pipe."""

    def __init__(self, documents: Sequence[IssuedDocument], pictures: Pictures, key: bytes) -> None:
        self.documents = tuple(documents)
        self.provisional = tuple(
            each.head.document_id for each in self.documents if each.head.provisional
        )
        self.pictures = pictures
        self.key = key


def draw(profile: OpenProfile, workspace: Workspace, row: DocumentRow) -> DrawnPaper:
    """The PDF of one version of a paper."""
    return drawn(gather(profile, workspace, [row]))


def gather(profile: OpenProfile, workspace: Workspace, rows: Sequence[DocumentRow]) -> ToDraw:
    """What these papers show, in this order; the public key is published for `verify`."""
    from kairos_desktop.services.documents import signing

    key = paperwork.signing_key(profile.key)
    signing_keys.publish(profile.profile.folder, signing.public_key(key))
    replaced = workspace.read(papers.replaced_by_each, rows)
    demo = profile.profile.card.demo
    waits = workspace.read(provisional.not_accepted, rows)
    documents = [
        paperwork.document_of(row, replaced.get(row.id), demo=demo, provisional=row.id in waits)
        for row in rows
    ]
    return ToDraw(documents, paperwork.pictures_of(workspace.read(provider.provider)), key)


def drawn(
    papers: ToDraw, progress: Callable[[int, int], None] = lambda _done, _total: None
) -> DrawnPaper:
    """Papers as one PDF, at least one. About 10 ms each."""
    from kairos_desktop.services.documents import batch, facts, render, typeface

    documents = papers.documents
    missing = render.unprintable(*documents)
    said = typeface.announcement(missing)
    if len(documents) == 1:
        made = render.render(documents[0], papers.pictures, papers.key)
        return DrawnPaper(made.pdf, made.file_name, made.pages, made.sha256, missing, said)
    merged = batch.render_batch(documents, papers.pictures, papers.key, progress)
    name = f"{facts.kind_of(documents[0])}-{len(documents)}-documents.pdf"
    return DrawnPaper(merged.pdf, name, merged.pages, "", missing, said)


def drawn_apart(report: Callable[[object], None], papers: ToDraw) -> DrawnPaper:
    """The same in a child process; reports `(done, total, sentence)`."""

    def progress(done: int, total: int) -> None:
        report((done, total, f"{done} documents sur {total}"))

    return drawn(papers, progress)
