# SPDX-License-Identifier: MIT
"""A workspace that answers what it was told to, in the shapes of services.ledger."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from uuid import UUID

from kairos_desktop.services.rules.verdicts import Refused, Warned

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


@dataclass(frozen=True)
class Changes:
    """The shape of services.ledger.ChangeSet."""

    tables: frozenset[str] = frozenset()
    ids: frozenset[UUID] = frozenset()
    origin: str = "user"


@dataclass(frozen=True)
class Verdict:
    """The shape of services.ledger.Verdict."""

    act_id: UUID = field(default_factory=lambda: UUID(int=1))
    refusal: Refused | None = None
    warnings: tuple[Warned, ...] = ()


@dataclass(frozen=True)
class Recorded:
    """The shape of services.ledger.Recorded."""

    verdicts: tuple[Verdict, ...] = (Verdict(),)
    changes: Changes = Changes()
    gesture: UUID = field(default_factory=lambda: UUID(int=2))


class FakeWorkspace:
    """Answers what it was told to, and keeps what it was asked."""

    def __init__(self) -> None:
        self.asked: list[Any] = []
        self.answer: Recorded | Exception = Recorded()

    def record(self, acts: Sequence[Any], together: bool = False) -> Any:
        self.asked.append((tuple(acts), together))
        return self._answered()

    def undo(self) -> Any:
        self.asked.append("undo")
        return self._answered()

    def redo(self) -> Any:
        self.asked.append("redo")
        return self._answered()

    def read(self, fn: Callable[..., Any], *args: Any) -> Any:
        return fn(None, *args)

    def _answered(self) -> Recorded:
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer
