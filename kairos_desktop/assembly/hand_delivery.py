# SPDX-License-Identifier: MIT
"""Acts in a file, for an opened window: written, handed over, answered."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from kairos_desktop.services.ledger import ChangeSet
from kairos_desktop.views.exchange.keeper import Taken

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path
    from uuid import UUID

    from kairos_desktop.services.hand_delivery import Imported
    from kairos_desktop.services.profile import OpenProfile
    from kairos_desktop.services.sync.exchange import Writing
    from kairos_desktop.services.sync.membership import Line
    from kairos_desktop.services.workspace import Workspace


class Delivery:
    """The files of one post. Lane: read; it writes by `writing`, the lane of the window."""

    def __init__(self, profile: OpenProfile, workspace: Workspace) -> None:
        self._profile, self._workspace = profile, workspace
        self.writing: Writing = workspace.write
        # The line that the window has already: a post renews its tokens at one place only.
        self.line_of_window: Callable[[], Line | None] = _no_line

    def file_name(self) -> str:
        """What a new file is called."""
        from kairos_desktop.services.hand_delivery import file_name

        return file_name(self._profile.profile.card.letter, self._workspace.now())

    def export(self, path: Path) -> Taken:
        """Write the acts to send; they stay to be sent."""
        from kairos_desktop.services.hand_delivery import DeliveryRefused, export_acts

        try:
            return Taken(export_acts(self._workspace, self._profile, path).sentence)
        except DeliveryRefused as refused:
            return Taken(refused.sentence, is_refused=True)

    def take(self, paths: Sequence[Path]) -> Taken:
        """Take each file for what it is; a refused one keeps none of the others."""
        from kairos_desktop.services.hand_delivery import DeliveryRefused
        from kairos_desktop.services.sync.membership import ServerRefused

        told: list[str] = []
        tables: set[str] = set()
        ids: set[UUID] = set()
        refused = False
        for path in paths:
            try:
                done = self._take(path)
            except (DeliveryRefused, ServerRefused) as refusal:
                refused = True
                told.append(f"« {path.name} » : {refusal.sentence}")
                continue
            told.append(done.sentence)
            tables |= done.changes.tables
            ids |= done.changes.ids
        changes = ChangeSet(frozenset(tables), frozenset(ids), "exchange")
        return Taken(" ".join(told), changes, refused)

    def _take(self, path: Path) -> Imported:
        from kairos_desktop.services import hand_delivery
        from kairos_desktop.services.sync import membership
        from kairos_desktop.services.sync.post_tokens import open_tokens
        from kairos_desktop.services.sync.sealed_file import Kind

        kind, raw = hand_delivery.recognised(self._workspace, self._profile, path)
        if kind is Kind.ANSWERS:
            return hand_delivery.read_answers(self._workspace, self._profile, raw, self.writing)
        if not membership.is_joined(self._workspace):
            raise hand_delivery.DeliveryRefused("alone")
        if (held := self.line_of_window()) is not None:
            return hand_delivery.deliver(path, raw, partial(membership.carry, held))
        tokens = open_tokens(self._profile.profile.card.post_id)
        line = membership.open_line(self._profile, self._workspace, tokens)
        with line.client:
            return hand_delivery.deliver(path, raw, partial(membership.carry, line))


def _no_line() -> Line | None:
    return None
