# SPDX-License-Identifier: MIT
"""Many documents as one PDF to print: made for a child process (everything here pickles)."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec

from kairos_desktop.services.documents.facts import Document, Pictures, provider_of
from kairos_desktop.services.documents.painting import Painter
from kairos_desktop.services.documents.render import compose


class Batch(msgspec.Struct, frozen=True):
    """The merged PDF, fonts and logo embedded once, and how many pages it has."""

    pdf: bytes
    pages: int


def render_batch(
    documents: Sequence[Document],
    pictures: Pictures,
    key: bytes | None,
    progress: Callable[[int, int], None],
    title: str = "Documents à imprimer",
) -> Batch:
    """Draw documents one after the other into one file. `progress(done, total)` each time.

    Each page is that which `render` draws for its document alone, with the same code.
    """
    merged = Painter(title, provider_of(documents[0]).name if documents else "")
    pages = 0
    for done, document in enumerate(documents, start=1):
        composed = compose(document, pictures, key)
        merged.add(composed.pages, composed.code)
        pages += len(composed.pages)
        progress(done, len(documents))
    return Batch(merged.finish(), pages)
