# SPDX-License-Identifier: MIT
"""What an import says of itself: while it runs, before it is applied, and afterwards."""

from __future__ import annotations

import msgspec

from kairos_desktop.services.catalogue.refusals import Notice


class Counts(msgspec.Struct, frozen=True):
    """How much was read in the files, what is set aside included."""

    formations: int = 0
    actions: int = 0
    sessions: int = 0


class Progress(msgspec.Struct, frozen=True):
    """How far the reading of one file is, in bytes of that file."""

    file: str
    position: int
    size: int
    counts: Counts

    @property
    def sentence(self) -> str:
        """As a command line tells it while it goes on."""
        share = 100 * self.position // max(1, self.size)
        return f"{self.file} : {share} % lus, {self.counts.sessions} sessions"


class Preview(msgspec.Struct, frozen=True):
    """What an import would do to the sessions of the catalogue, or has done.

    `formations`, `actions` and `sessions` are as read in the file; the other counts are sessions.
    `dated` is the date of the newest file (AAAAMMJJ, maybe with an hour), "" where none shows.
    """

    formations: int
    actions: int
    sessions: int
    new: int
    changed: int
    unchanged: int
    withdrawn: int
    set_aside: tuple[Notice, ...]
    warnings: tuple[Notice, ...]
    files: tuple[str, ...]
    dated: str
    base: int
    """The generation that it was compared with: applied to no other."""

    @property
    def changes_nothing(self) -> bool:
        """Whether applying it would leave every session as it is."""
        return not (self.new or self.changed or self.withdrawn)

    def summary(self) -> dict[str, object]:
        """As the command line prints it."""
        return {
            "formations": self.formations,
            "actions": self.actions,
            "sessions": self.sessions,
            "new": self.new,
            "changed": self.changed,
            "unchanged": self.unchanged,
            "withdrawn": self.withdrawn,
            "set_aside": [{"where": notice.where, "why": notice.why} for notice in self.set_aside],
            "warnings": [{"where": notice.where, "why": notice.why} for notice in self.warnings],
        }

    def sentences(self) -> list[str]:
        """As the command line tells a person: the counts, then a line for each notice."""
        counts = (
            f"{self.formations} formations, {self.actions} actions, {self.sessions} sessions "
            f"lues : {self.new} nouvelles, {self.changed} modifiées, {self.unchanged} "
            f"inchangées, {self.withdrawn} retirées, {len(self.set_aside)} mises de côté."
        )
        notices = (*self.set_aside, *self.warnings)
        return [counts, *(f"  {notice.where} : {notice.why}" for notice in notices)]
