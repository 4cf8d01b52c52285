# SPDX-License-Identifier: MIT
"""Why a file, or a part of it, does not enter the catalogue: always a French sentence.

Nothing here changes the catalogue: whoever raises has left the present generation untouched.
"""

from __future__ import annotations

import msgspec

MOST_NOTICES = 500
"""Beyond that, notices are counted, no longer listed: nobody reads more, memory stays flat."""


class ImportRefused(Exception):
    """A whole file is refused. `where` names the file (and the line), `why` says it in French."""

    def __init__(self, why: str, where: str = "", line: int = 0) -> None:
        super().__init__(why)
        self.why, self.where, self.line = why, where, line

    def __reduce__(self) -> tuple[type[ImportRefused], tuple[str, str, int]]:
        """Crosses the pipe from the child process with all it says."""
        return type(self), (self.why, self.where, self.line)

    @property
    def sentence(self) -> str:
        """What happened, what was kept, what to do."""
        line = f", ligne {self.line}" if self.line else ""
        place = f"{self.where}{line} : " if self.where else ""
        return f"{place}{self.why} Le catalogue n’a pas changé."


class ImportCancelled(Exception):
    """The person stopped the import; the catalogue is as it was."""


class Notice(msgspec.Struct, frozen=True):
    """Something to be said about one part of a file."""

    where: str
    why: str


class Notices:
    """A bounded list of notices: the first ones in full, then only how many more."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._kept: list[Notice] = []
        self._more = 0

    def add(self, where: str, why: str) -> None:
        """Keeps the notice, or counts it."""
        if len(self._kept) < MOST_NOTICES:
            self._kept.append(Notice(where, why))
        else:
            self._more += 1

    def listed(self) -> tuple[Notice, ...]:
        """All of them, the last line saying how many are left out."""
        if not self._more:
            return tuple(self._kept)
        return (*self._kept, Notice("…", f"et {self._more} {self._what} de plus"))
