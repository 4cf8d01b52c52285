# SPDX-License-Identifier: MIT
"""A second process that draws the papers of a dossier, the last first, while one draws the first.

Both meet somewhere: whoever has time draws more, and a second process that never came costs its
start alone. The same facts give the same bytes, so nobody sees who drew which.
"""

from __future__ import annotations

import multiprocessing
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence
    from multiprocessing.connection import Connection

    from kairos_desktop.services.documents.facts import IssuedDocument, Pictures
    from kairos_desktop.services.documents.render import RenderedDocument

WORTH_IT = 40
"""Papers that one process draws while another starts."""


class OtherHand:
    """What came from the second process, by the place of each paper."""

    def __init__(self, pipe: Connection | None) -> None:
        self._pipe = pipe
        self.drawn: dict[int, RenderedDocument] = {}

    def look(self) -> None:
        """Take what has come. One that ended early is no fault: what it left is drawn here."""
        try:
            while self._pipe and self._pipe.poll():
                place, made = self._pipe.recv()
                self.drawn[place] = made
        except (EOFError, OSError):
            self._pipe = None


@contextmanager
def other_hand(
    papers: Sequence[IssuedDocument], pictures: Pictures, key: bytes
) -> Generator[OtherHand]:
    """A second process at work until the end of the block; none where it is not worth its start."""
    if len(papers) < WORTH_IT:
        yield OtherHand(None)
        return
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    child = context.Process(target=_draw, args=(theirs, papers, pictures, key), daemon=True)
    child.start()
    theirs.close()
    try:
        yield OtherHand(cast("Connection", ours))
    finally:
        child.kill()
        child.join()
        child.close()
        ours.close()


def _draw(
    pipe: Connection, papers: Sequence[IssuedDocument], pictures: Pictures, key: bytes
) -> None:
    from kairos_desktop.services.documents.render import render

    # Whoever listened has stopped, or is gone: nobody waits for the others.
    with suppress(BrokenPipeError, ConnectionResetError):
        for place in reversed(range(len(papers))):
            pipe.send((place, render(papers[place], pictures, key)))
