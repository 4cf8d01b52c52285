# SPDX-License-Identifier: MIT
"""Many documents as one PDF to print: made for a child process (everything here pickles)."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec

from kairos_desktop.services.documents.facts import Document, Pictures, provider_of
from kairos_desktop.services.documents.painting import Painter
from kairos_desktop.services.documents.render import compose, painted


class BatchItem(msgspec.Struct, frozen=True):
    """One document of a batch: the hash of its own file, where it starts in the merged one."""

    sha256: str
    file_name: str
    code: str
    first_page: int
    pages: int


class Batch(msgspec.Struct, frozen=True):
    """The merged PDF, fonts and logo embedded once, and its documents in order."""

    pdf: bytes
    items: tuple[BatchItem, ...]


def render_batch(
    documents: Sequence[Document],
    pictures: Pictures,
    key: bytes | None,
    progress: Callable[[int, int], None],
) -> Batch:
    """Render documents one after the other, then together. `progress(done, total)` each time.

    Each document's hash is that of the file that `render` gives for it alone.
    """
    merged = Painter("Documents à imprimer", provider_of(documents[0]).name if documents else "")
    items: list[BatchItem] = []
    first_page = 0
    for done, document in enumerate(documents, start=1):
        composed = compose(document, pictures, key)
        alone = painted(composed, key)
        merged.add(composed.pages, composed.code)
        items.append(BatchItem(alone.sha256, alone.file_name, alone.code, first_page, alone.pages))
        first_page += alone.pages
        progress(done, len(documents))
    return Batch(merged.finish(), tuple(items))
