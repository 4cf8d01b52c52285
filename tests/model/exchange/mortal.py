# SPDX-License-Identifier: MIT
"""Programs over a file, which may stop before they have committed."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from sqlalchemy import event

from kairos_desktop.models import engine
from kairos_server.store import Store, open_sqlite
from tests import blank_files


class Crash(Exception):
    """The program was stopped here: what was not committed is lost."""


@cache
def engines_at(path: Path) -> engine.Engines:
    """The engines of a post's file, whatever file is there: what they compiled is kept."""
    engines = blank_files.opened(path)
    event.listen(engines.write, "commit", lambda _conn: _committing(path))
    return engines


@cache
def store_at(path: Path) -> Store:
    """The store of a server's file, whatever file is there."""
    store = open_sqlite(path)
    blank_files.wait_for_no_disk(store._write)
    event.listen(store._write, "commit", lambda _conn: _committing(path))
    return store


_dying: set[Path] = set()
"""Files whose next commit never happens."""


def _committing(path: Path) -> None:
    if path in _dying:
        _dying.discard(path)
        raise Crash


class Mortal:
    """A program over a file, which may stop before its next commit."""

    path: Path

    def dies_at_commit(self, dies: bool = True) -> None:
        """Let the next commit be the end of it, or not."""
        if dies:
            _dying.add(self.path)
        else:
            _dying.discard(self.path)
